"""Where a text ends: which lines that read like the page's frame are the text's own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from portal_spider.extract.boilerplate import (
    CONTACT,
    FOOTER_START,
    PROSE,
    TOOLS_AFTER,
    frame_rule,
    is_footer,
)
from portal_spider.extract.dates import find_date, states_hour
from portal_spider.extract.document import Block, Box

if TYPE_CHECKING:
    from portal_spider.extract.regions import Regions

FOOTER_LINES, GOES_ON_LINES = 8, 3
"""Lines in which a footer says more than who runs the site; in which a text goes on."""
MAX_ANNOUNCEMENT = 8
OFFICE_CONTACT = re.compile(
    "[\u3400-\u9fff]{4,24}(?:政府|[局厅委办院会网]|中心)\\s+(?:(?:联系)?电话|地址|邮编|传真)\\s?[:：]?\\s?\\S"
)
"""Who runs the site, and how to reach them: 某县规划局 电话 029-12345678."""
ISSUED_LINES, MAX_DAY = 3, 24
"""Lines that a press release ends in, and characters of its day with that of the week."""
RELEASE_ENDS = re.compile(r"\W{0,2}(?:完|Ends?|END)\W{0,2}")
ANNOUNCES_FILES = re.compile(r"\W{0,2}(?:相关|有关)?附\s*件(?:下载|列表|信息|清单)?\s*[:：]?\W?")
"""A line that says that files follow; where they do, it is no text."""


def is_own_line(blocks: list[Block], index: int, core: Box, rule: str, *, first: bool) -> bool:
    """Is a line that reads like the frame's one of the text: a heading, an organiser's name?

    Inside of the element that holds the text, a heading has prose behind it, and a footer says
    more than who runs something.
    """
    if index >= core.end or rule == "widget":
        return False
    block = blocks[index]
    if rule == "disclaimer":
        return first
    if rule == "footer":
        near = blocks[index : min(index + FOOTER_LINES, core.end)]
        if any(is_footer(following.text) for following in near):
            return False
        return core.end < len(blocks) or not ends_page(blocks, index)
    if block.linked or TOOLS_AFTER.match(block.text):
        return False
    return goes_on(blocks, index, core)


def ends_page(blocks: list[Block], index: int) -> bool:
    """Are the last lines of a page, from one of the footer on, addresses and the like?"""
    rest = [b.text for b in blocks[index + 1 : index + FOOTER_LINES] if b.hidden is None]
    if not rest or index + FOOTER_LINES < len(blocks):
        return False
    return all(CONTACT.match(text) or frame_rule(text) == "footer" for text in rest)


def goes_on(blocks: list[Block], index: int, core: Box) -> bool:
    """Does prose follow a line, inside of the element that holds the text?"""
    shown = 0
    for following in range(index + 1, core.end):
        block = blocks[following]
        if block.hidden is not None or block.removal is not None:
            continue
        shown += 1
        text = block.text
        if shown > GOES_ON_LINES or (shown == 1 and block.linked * 2 > len(text)):
            return False
        if block.linked * 2 <= len(text) and PROSE.search(text):
            return frame_rule(text) is None
    return False


def is_cell(block: Block) -> bool:
    """Is a line in a table's cell that has others beside it: a dash there is a value?"""
    row, cell = block.box.row, block.box.cell
    return row is not None and cell is not None and row.end - row.start > cell.end - cell.start


def announcements(blocks: list[Block], regions: Regions) -> list[tuple[int, str]]:
    """Lines of the text that only say that files follow, with the rule.

    Where they do, or where nothing follows outside of the element that holds the text: the
    template's word above a list that is empty.
    """
    if regions.core and regions.body and regions.body[-1] >= regions.core.end:
        last = regions.body[-1]
        if ANNOUNCES_FILES.fullmatch(blocks[last].text):
            return [(last, "attachment")]
    if "attachment" not in regions.taken.values():
        return []
    return [
        (index, "attachment")
        for index in regions.body
        if len(blocks[index].text) <= MAX_ANNOUNCEMENT
        and ANNOUNCES_FILES.fullmatch(blocks[index].text)
        and "attachment" in (regions.taken.get(index + 1), regions.taken.get(index + 2))
    ]


def issued(blocks: list[Block], body: list[int]) -> list[int]:
    """The last lines of the text that say when it was issued, the day and the hour below it.

    Press releases of Hong Kong end so, behind a line that they end.
    """
    lines = [blocks[index].text for index in body[-ISSUED_LINES:]]
    if len(lines) < ISSUED_LINES or not states_hour(lines[-1]):
        return []
    stamp = find_date(lines[-2])
    if stamp is None or stamp.start or len(lines[-2]) > MAX_DAY:
        return []
    return body[-ISSUED_LINES if RELEASE_ENDS.fullmatch(lines[0]) else 1 - ISSUED_LINES :]


def are_alike(box: Box, other: Box) -> bool:
    """Does an editor put each paragraph into an element of its own, as these two are in?"""
    return (
        box.parent is not None
        and other.parent is not None
        and box.parent.parent is other.parent.parent
        and (box.tag, box.parent.tag, box.parent.name)
        == (other.tag, other.parent.tag, other.parent.name)
    )


def is_contact(text: str) -> bool:
    """Is a line one of telephones and addresses, of a named office perhaps?"""
    return CONTACT.match(text) is not None or OFFICE_CONTACT.match(text) is not None


def is_other_kind(box: Box, other: Box) -> bool:
    """Is an element another one than those that a page's paragraphs are in?"""
    return box.tag != "p" and (box.tag, box.name) != (other.tag, other.name)


def contacts(blocks: list[Block], body: list[int]) -> list[tuple[int, str]]:
    """The last lines of the text that are of the footer: telephones and addresses before it.

    Notices end in such lines, too: those of the footer stand in an element of their own, and more
    of a footer follows, or nothing that a page shows.
    """
    end = len(body)
    while end and is_contact(blocks[body[end - 1]].text):
        end -= 1
    if end == len(body):
        return []
    last = body[end - 1] if end else -1
    box = blocks[body[end]].box
    apart = box.start > last and (
        box.parent is None
        or box.parent.start > last
        or (box.parent.tag == "body" and is_other_kind(box, blocks[last].box))
    )
    apart |= end > 0 and box.row is None and blocks[last].box.row is not None  # below the table
    if apart and end and are_alike(box, blocks[last].box):
        return []
    after = blocks[body[-1] : body[-1] + FOOTER_LINES]
    of_footer = any(is_footer(b.text) or FOOTER_START.match(b.text) for b in after)
    ends = body[-1] + 1 == len(blocks) and box.tag != "p"
    if not apart or not (of_footer or ends):
        return []
    return [(index, "footer") for index in body[end:]]
