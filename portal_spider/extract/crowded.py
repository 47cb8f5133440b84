"""More mark-up than anybody writes: taken out before libxml2 spends minutes or memory on it."""

from __future__ import annotations

import re
from itertools import islice

MAX_TAGS = 250_000
"""Opening tags of a page that are read; the tree of a million takes up to 400 MB."""
SHORTEST_TAG = 3
OPENING = re.compile(rb"<[a-zA-Z]")
CROWDED_BYTES = 65_536
"""A tag shorter than this cannot hold enough attributes to matter."""
MAX_ATTRIBUTES = 2_000


def cut_short(utf8: bytes) -> bytes:
    """The source up to its first `MAX_TAGS` tags."""
    if len(utf8) < MAX_TAGS * SHORTEST_TAG or utf8.count(b"<") <= MAX_TAGS:
        return utf8
    beyond = next(islice(OPENING.finditer(utf8), MAX_TAGS, None), None)
    return utf8[: beyond.start()] if beyond else utf8


def thin_out(utf8: bytes) -> bytes:
    """The source with crowded tags reduced to their names.

    libxml2 compares each attribute of a tag with those before it: 50,000 of them take 25 s. A
    tag that is long for one long attribute stays as it is.
    """
    half = CROWDED_BYTES // 2  # such a tag fills one of these stretches, wherever it begins
    if all(utf8.find(b"<", at, at + half) >= 0 for at in range(0, len(utf8) - half, half)):
        return utf8
    first, *pieces = utf8.split(b"<")
    return b"<".join([first, *map(thin_out_tag, pieces)])


def thin_out_tag(piece: bytes) -> bytes:
    """What stands behind a `<` up to the next, its tag without attributes if it is crowded."""
    if len(piece) < CROWDED_BYTES:
        return piece
    tag, end, text = piece.partition(b">")
    words = tag.split(maxsplit=MAX_ATTRIBUTES)
    crowded = len(words) > MAX_ATTRIBUTES or tag.count(b"=") > MAX_ATTRIBUTES
    if len(tag) < CROWDED_BYTES or not crowded:
        return piece
    return words[0] + end + text
