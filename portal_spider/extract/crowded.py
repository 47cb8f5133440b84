"""More mark-up than anybody writes: taken out before the parser spends minutes or memory on it.

The rules by which browsers mend a page look back: an attribute is compared with those before it
in its tag, a block looks for a paragraph to close among all that is open, and a paragraph repeats
the formatting that those before it left open. On a page made for it, each takes the square of the
page's size. The sources of real pages pass at the price of counting their tags.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import NamedTuple

CUT = "cut"
"""Flag: the page has more lines, links or tags than are read, and text may be missing."""
DEPTH_CUT = "depth_cut"
"""Flag: the page nests deeper than is read, and text may be missing."""

MAX_TAGS = 250_000
"""Opening tags and comments of a page that are read; the tree of a million takes up to 400 MB."""
SHORTEST_TAG = 3
OPENING = re.compile(rb"<[a-zA-Z!]")
MAX_DEPTH = 2_000
DEEP_TAGS = 15_000
"""Tags, opening and closing, below which a page takes no second to parse however it nests."""
MAX_PAGES_IN_ONE = 500
"""Tags of `<body>` and `<html>`, whose attributes all come into one."""
TAG = re.compile(rb"<(/?)([a-zA-Z][^\s/>]*)")
_EMPTY = b"area base br col embed hr img input link meta param source track wbr a html body"
EMPTY = frozenset(_EMPTY.split())
"""Elements that hold nothing, or none of their kind."""
PARAGRAPH = frozenset((b"p",))
CELL = PARAGRAPH | {b"td", b"th"}
ROW = CELL | {b"tr"}
ENDED_BY = {
    **dict.fromkeys(b"p div table ul ol dl form blockquote section h1 h2 h3 h4".split(), PARAGRAPH),
    b"li": PARAGRAPH | {b"li"},
    **dict.fromkeys((b"dt", b"dd"), PARAGRAPH | {b"dt", b"dd"}),
    **dict.fromkeys((b"td", b"th"), CELL),
    b"tr": ROW,
    **dict.fromkeys((b"tbody", b"thead", b"tfoot"), ROW | {b"tbody", b"thead", b"tfoot"}),
    b"option": frozenset((b"option",)),
}
"""Tags that end the innermost elements without an end tag of theirs."""
GROWING_TAGS = 2_000
"""Tags below which formatting that is left open cannot make a tree too large."""
MAX_REPEATED = 500_000
"""Elements that may come from formatting being repeated; each takes 190 bytes."""
MAX_ALIKE = 3
"""Elements of one formatting, attributes and all, that are repeated."""
FORMATTING = re.compile(
    rb"<(/?)(b|big|code|em|font|i|s|small|strike|strong|tt|u)\b([^>]*)", re.IGNORECASE
)
MAX_ATTRIBUTES = 500_000
"""Attributes of a page that are read; each takes 250 bytes."""
START = re.compile(rb"<[a-zA-Z][^>]*")
WITH_ATTRIBUTES = re.compile(
    rb"<(?=[bcefistu])(?:b|big|code|em|font|i|s|small|strike|strong|tt|u)[\s/][^>]*",
    re.IGNORECASE,
)
PLAIN_KINDS = 12
LONG_TAG = 2_048
"""A tag shorter than this cannot hold enough attributes to matter."""
MAX_WORDS = 4_000
"""Words in the long tags of a page, which may all be attributes."""


class Bounded(NamedTuple):
    """The part of a source that is read, and the flag that says why it is not all."""

    source: bytes
    flag: str | None


def bound(utf8: bytes) -> Bounded:
    """A source that parses in time and memory that grow as its size does."""
    kept = cut_short(utf8)
    flag = CUT if len(kept) < len(utf8) else None
    kept = thin_out(kept)
    if len(kept) > 2 * MAX_ATTRIBUTES and (end := end_of_attributes(kept)) is not None:
        kept, flag = kept[:end], CUT
    tags = kept.count(b"<")
    if tags > GROWING_TAGS and (end := end_of_growth(kept)) is not None:
        kept, flag = kept[:end], CUT
    if tags > DEEP_TAGS and (end := end_of_depth(kept)) is not None:
        kept, flag = kept[:end], DEPTH_CUT
    return Bounded(kept, flag)


def cut_short(utf8: bytes) -> bytes:
    """The source up to its first `MAX_TAGS` tags."""
    if len(utf8) < MAX_TAGS * SHORTEST_TAG or utf8.count(b"<") <= MAX_TAGS:
        return utf8
    beyond = next(islice(OPENING.finditer(utf8), MAX_TAGS, None), None)
    return utf8[: beyond.start()] if beyond else utf8


def thin_out(utf8: bytes) -> bytes:
    """The source with tags reduced to their names once those that are long hold too many words.

    A tag that is long for one long attribute stays as it is.
    """
    half = LONG_TAG // 2  # such a tag fills one of these stretches, wherever it begins
    kept: list[bytes] = []
    words = done = at = 0
    while at + half <= len(utf8):
        if utf8.find(b"<", at, at + half) >= 0:
            at += half
            continue
        start, end = utf8.rfind(b"<", done, at), utf8.find(b"<", at + half)
        at = end if end >= 0 else len(utf8)
        tag, closing, text = utf8[start:at].partition(b">") if start >= 0 else (b"", b"", b"")
        if len(tag) < LONG_TAG or not START.match(tag):
            continue
        found = tag.split(maxsplit=MAX_WORDS)
        words += max(len(found), tag.count(b"="))
        if words > MAX_WORDS and len(found) > 1:
            kept += utf8[done:start], found[0], closing, text
            done = at
    return b"".join((*kept, utf8[done:])) if kept else utf8


def end_of_attributes(utf8: bytes) -> int | None:
    """Where a page has given more attributes than are read, by white space and quotes."""
    found = 0
    for tag in START.finditer(utf8):
        given = tag[0]
        found += max(len(given.split()) - 1, given.count(b'"') // 2) if len(given) > 3 else 0
        if found > MAX_ATTRIBUTES:
            return tag.start()
    return None


def end_of_growth(utf8: bytes) -> int | None:
    """Where a page has left so much formatting open that the tree would outgrow the memory."""
    kinds = len(set(WITH_ATTRIBUTES.findall(utf8))) + PLAIN_KINDS
    if kinds * MAX_ALIKE * utf8.count(b"<") <= MAX_REPEATED:
        return None  # as on most pages: they repeat what they have
    opened: list[tuple[bytes, bytes]] = []
    repeated = last = 0
    for tag in FORMATTING.finditer(utf8):
        repeated += len(opened) * utf8.count(b"<", last, tag.start())
        if repeated > MAX_REPEATED:
            return last
        last = tag.start()
        closing, name, attributes = tag.groups()
        if not closing:
            if opened.count((name, attributes)) < MAX_ALIKE:
                opened.append((name, attributes))
        else:
            at = next((at for at in reversed(range(len(opened))) if opened[at][0] == name), None)
            if at is not None:
                del opened[at]
    return last if repeated + len(opened) * utf8.count(b"<", last) > MAX_REPEATED else None


def end_of_depth(utf8: bytes) -> int | None:
    """Where a page nests deeper than `MAX_DEPTH`, as far as its tags tell."""
    opened: list[bytes] = []
    count: dict[bytes, int] = {}
    roots = 0
    for tag in TAG.finditer(utf8):
        name = tag[2].lower()
        if name in EMPTY:
            roots += name in (b"html", b"body")
            if roots > MAX_PAGES_IN_ONE:
                return tag.start()
        elif tag[1]:
            while count.get(name):
                count[opened[-1]] -= 1
                if opened.pop() == name:
                    break
        else:
            ends = ENDED_BY.get(name, ())
            while opened and opened[-1] in ends:
                count[opened.pop()] -= 1
            opened.append(name)
            count[name] = count.get(name, 0) + 1
            if len(opened) > MAX_DEPTH:
                return tag.start()
    return None
