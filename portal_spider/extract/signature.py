"""Files that answer in the place of a page, told by their first bytes or their type."""

from __future__ import annotations

import re
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
TAG = re.compile(rb"(?:\xef\xbb\xbf)?\s*<[!?A-Za-z]")


PARTS_OF_PAGES = re.compile(
    r"\s*(?:text|application)/(?:x-)?(?P<name>javascript|ecmascript|css|json)\b"
    r"|\s*(?P<media>image|audio|video|font)/",
    re.IGNORECASE,
)
"""Content types of what pages are made of: a site saved whole holds more of it than of pages."""


def binary_reason(body: bytes, content_type: str | None = None) -> str | None:
    """What a body is that is no page: `file:pdf` by its first bytes, `file:css` by what is stated.

    Servers state wrong types, too: what begins with a tag is read as a page.
    """
    for magic, reason in MAGIC.items():
        if body.startswith(magic):
            return reason
    if content_type is None or not (stated := PARTS_OF_PAGES.match(content_type)):
        return None
    if TAG.match(body):
        return None
    return f"file:{(stated['name'] or stated['media']).lower()}"
