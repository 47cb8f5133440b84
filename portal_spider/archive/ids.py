"""Ids that two archives give alike, so that they merge without renumbering."""

from __future__ import annotations

import hashlib


def derived_id(*parts: object) -> int:
    """53 bits of the SHA-256 of `parts`, as text, in order; `None` differs from every text.

    53 bits for the reasons that `urls.url_id` gives.
    """
    encoded = b"\x00".join(b"\x01" if part is None else b"=" + str(part).encode() for part in parts)
    return int.from_bytes(hashlib.sha256(encoded).digest()[:7], "big") >> 3
