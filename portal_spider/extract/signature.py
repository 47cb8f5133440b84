"""Files that answer in the place of a page, told by their first bytes."""

from __future__ import annotations

from collections.abc import Mapping

MAGIC: Mapping[bytes, str] = {
    b"%PDF": "file:pdf",
    b"PK\x03\x04": "file:zip",
    b"\xd0\xcf\x11\xe0": "file:ole",
    b"Rar!": "file:rar",
    b"\xff\xd8\xff": "file:jpeg",
    b"\x89PNG": "file:png",
    b"GIF8": "file:gif",
    b"7z\xbc\xaf": "file:7z",
}
"""First bytes of what is no page, and the reason it gives."""


def binary_reason(body: bytes) -> str | None:
    """What a body is that is no text: `file:pdf` and the like."""
    return next((reason for magic, reason in MAGIC.items() if body.startswith(magic)), None)
