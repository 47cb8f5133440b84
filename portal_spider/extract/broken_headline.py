"""Headlines that are broken into lines, and where the name of a document ends."""

from __future__ import annotations

import re

from portal_spider.extract.about import pairs_about
from portal_spider.extract.dates import find_date
from portal_spider.extract.document import Block, Box
from portal_spider.extract.prominence import type_size
from portal_spider.extract.title import squeeze

HEADING_LINES = 3
"""Lines that a headline takes at most, where its element is not a heading's."""
SUBJECT = ("关于", "印发", "转发")
ISSUED_BY = re.compile(
    "^[\u3400-\u9fff、 ]{4,40}(?:政府|[厅局委院办]|办公室|委员会|中心|小组|指挥部)$"
)
DASHES = ("—", "--", "－－")
"""What a sub-headline begins with."""
BRACKETED = re.compile("[（(][^（()）]*[)）]")
DOC_END = re.compile(
    r"(?:通知|意见|公告|通告|决定|办法|规定|方案|报告|批复|函|公示|细则|规划|计划|要点|通报|答复|请示|命令|条例|说明)"
    r"(?:[（(].{1,20}[)）])?$"
)
"""What the name of a document says it is, at its end."""


def whole_heading(blocks: list[Block], index: int) -> tuple[int, int]:
    """The lines that a heading is broken into, of which one is at `index`."""
    if not is_heading_alone(blocks[index]):
        return across_elements(blocks, index, index + 1)
    box, start, end = blocks[index].box, index, index + 1
    if box.end - box.start > 1:
        size = type_size(blocks[index])
        while start > box.start and continues(blocks[start - 1], box, size):
            start -= 1
        while end < box.end and continues(blocks[end], box, size):
            end += 1
    return across_elements(blocks, start, end)


def across_elements(blocks: list[Block], start: int, end: int) -> tuple[int, int]:
    """The lines of a document's name with those in elements of their own.

    Who issued it stands above 关于, and what it is ends its last line.
    """
    text = blocks[start].text
    if start and text.startswith(SUBJECT) and ISSUED_BY.search(blocks[start - 1].text):
        start -= are_alike(blocks[start - 1], blocks[start])
    text = squeeze("".join(block.text for block in blocks[start:end]))
    if end < len(blocks) and any(mark in text for mark in SUBJECT) and not DOC_END.search(text):
        following = blocks[end]
        end += are_alike(blocks[end - 1], following) and bool(DOC_END.search(following.text))
    return start, end


def are_alike(block: Block, other: Block) -> bool:
    """Are two lines shown, without links, and in elements of one kind?"""
    return all(
        line.hidden is None and line.removal is None and not line.linked for line in (block, other)
    ) and (block.box.tag, block.box.name) == (other.box.tag, other.box.name)


def continues(block: Block, box: Box, size: float) -> bool:
    """Is a line a further one of a headline that is broken into lines, in type of its size?

    Lines above and below the headline in its element are in smaller type, begin with a dash, or
    say in parentheses when the document was passed.
    """
    text = block.text
    if block.box is not box and not box.level:
        return False
    if pairs_about(text) is not None or text.startswith(DASHES) or type_size(block) != size:
        return False
    return BRACKETED.fullmatch(text) is None or find_date(text) is None


def is_heading_alone(block: Block) -> bool:
    """Does the element of a line hold a heading, broken into lines perhaps, and nothing else?"""
    box = block.box
    return box.level > 0 or (
        box.end - box.start <= HEADING_LINES and box.tag not in ("pre", "body")
    )
