"""Links that a page never closes: browsers run them on through all that follows.

`<a name="top">` of old pages, the last entry of a menu. A reader sees a text that is blue; it is
one all the same.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from portal_spider.extract.labels import PUBLISHED, SOURCE, read_pairs
from portal_spider.extract.walk import Anchor, Block, Lines

LINK = re.compile(
    r"<!--.*?(?:-->|\Z)|<script\b.*?(?:</script|\Z)|(<a[\s>])", re.IGNORECASE | re.DOTALL
)
"""A link in a page's source, or what holds none though it reads like one."""
SENTENCE_CHARS = 20
SENTENCES = 2
"""Whole sentences in lines of their own that no link has; the abstract in a list is one."""
MANY_LINES = 8
"""Lines that no link of a list has, with its image, its headline and an abstract."""


def close_links(lines: Lines, source: str) -> None:
    """Take what an unclosed link runs on through out of links: its lines are as others.

    The parser repeats the element in each block that follows, with the same attributes, until
    another link begins; then there are more links than the page's source has. Of a real link only
    the first line is its text; an anchor has none.
    """
    blocks, anchors = lines.blocks, lines.anchors
    found = [index for index, block in enumerate(blocks) if block.linked and may_be_text(block)]
    if not found:
        return
    added: int | None = None
    starts = [anchor.block for anchor in anchors]
    seen: set[int] = set()
    repeats: set[int] = set()
    for index in found:
        last = longest_at(anchors, bisect_left(starts, index), bisect_right(starts, index))
        if last < 0 or last in seen:
            continue
        first, end = run_of(anchors, last)
        seen.update(range(first, end))
        is_link = "href" in anchors[first].element.attributes
        begin = starts[first] + is_link
        stop = starts[end] if end < len(starts) else len(blocks)
        inside = blocks[begin : stop + 1]
        many = len(inside) >= MANY_LINES
        if is_link and end - first == 1 and not many:
            continue
        if not is_text(inside) and not (many and end - first > 1):
            continue
        if added is None:
            added = len(anchors) - links_in(source)
        if end - first - 1 > added:
            continue  # dead links, which are all alike
        repeats.update(range(first + is_link, end))
        for block in inside:
            block.linked = 0
        if end < len(starts) and stop < len(blocks):
            others = (a.text for a in anchors[end : bisect_right(starts, stop)])
            blocks[stop].linked = min(sum(map(len, others)), len(blocks[stop].text))
    if repeats:
        anchors[:] = [anchor for at, anchor in enumerate(anchors) if at not in repeats]


def links_in(source: str) -> int:
    """How many links a page's source has, outside of comments and scripts."""
    return sum(match[1] is not None for match in LINK.finditer(source))


def may_be_text(block: Block) -> bool:
    """Is a line in a link though it reads like a sentence, or like one about an article?"""
    text = block.text
    return block.linked * 2 > len(text) >= SENTENCE_CHARS and (
        "。" in text or "：" in text or text.endswith(".")
    )


def longest_at(anchors: list[Anchor], first: int, end: int) -> int:
    """Of the links that begin in a line the longest, else the last before it; -1 if none is."""
    if first == end:
        return end - 1
    return max(range(first, end), key=lambda at: len(anchors[at].text))


def run_of(anchors: list[Anchor], at: int) -> tuple[int, int]:
    """The links around one that have its attributes: a half-open range."""
    own = anchors[at].element.attributes
    first, end = at, at + 1
    while first and anchors[first - 1].element.attributes == own:
        first -= 1
    while end < len(anchors) and anchors[end].element.attributes == own:
        end += 1
    return first, end


def is_text(lines: list[Block]) -> bool:
    """Are lines those of an article: one about it, or several sentences?"""
    long = (block.text for block in lines if len(block.text) >= SENTENCE_CHARS)
    sentences = sum(text.endswith(("。", ".")) for text in long)
    pairs = (pair for block in lines if "：" in block.text for pair in read_pairs(block.text))
    return sentences >= SENTENCES or any(pair.field in (PUBLISHED, SOURCE) for pair in pairs)
