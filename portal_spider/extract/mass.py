"""Where the mass of a page's prose is: how much of a text each line is, and who holds most."""

from __future__ import annotations

import re

from portal_spider.extract.about import is_row
from portal_spider.extract.boilerplate import (
    CONTACT,
    MAX_CHARS,
    NEIGHBOUR,
    crumb_label,
    frame_rule,
    is_disclaimer,
    is_footer,
)
from portal_spider.extract.document import Block, Box, Document
from portal_spider.extract.title import squeeze

FOOTER_HEAD = re.compile(r"\W{0,4}(?:关于我们|联系我们|法律声明|隐私(?:声明|政策|保护))\W{0,4}")
"""What a footer's columns begin with."""
CORE_SHARE = 0.7
"""Of the page's prose, what the innermost element that holds the text must hold."""
SENTENCE = re.compile(r"[，。；！？、：,;!?]|:(?!\d)")
DAY = re.compile(
    r"\W{0,2}(?:(?:19|20)\d\d[-/.年])?\d{1,2}[-/.月]\d{1,2}日?(?:\s\d\d:\d\d(?::\d\d)?)?\W{0,2}"
)
"""A day, and nothing else: in brackets perhaps, with the hour."""
SHORT_LINE = 12
"""Characters below which a line is a menu's or a label's as easily as a text's."""
CRUMB_WORD, CRUMB_CHARS = "位置", 16
"""What every label of a breadcrumb has among the first characters of its line."""
MAIN_SHARE = 0.3
"""Of the page's mass, what stands at least on the text's side of a breadcrumb or of links to
neighbours."""
NEAR_CHARS, NEAR_LINES = 40.0, 12
"""What a line of the text weighs that stands at most so many lines above links to neighbours."""
REPEATED_RUN = 3
"""Lines in a row that repeat earlier ones: a second copy has begun."""
_LEAVES = "p li tr h1 h2 h3 h4 h5 h6 center blockquote ul ol dt dd dl pre figure"
LEAF_TAGS = frozenset(_LEAVES.split())
"""Elements that hold a part of a text; its container is around them."""


def weight(block: Block) -> float:
    """How much of a text a line is: its characters outside links, more where it has sentences."""
    if block.hidden is not None or block.removal is not None:
        return 0.0
    text = block.text
    size = len(text)
    if block.linked and is_row(block):
        return 0.0
    own = size - block.linked
    if size < SHORT_LINE:
        return own * 0.3
    return float(own) if SENTENCE.search(text) else own * 0.5


def discount_repeats(blocks: list[Block], weights: list[float]) -> None:
    """A text that stands twice (for telephones, for printing) counts once, where it is first.

    Where several lines in a row repeat earlier ones, the second copy has begun, and nothing from
    there on counts; single ones are captions.
    """
    seen: set[str] = set()
    run = 0
    for index, block in enumerate(blocks):
        if weights[index] <= SHORT_LINE:
            continue
        text = squeeze(block.text)
        if text not in seen:
            seen.add(text)
            run = 0
            continue
        weights[index] = 0.0
        run += 1
        if run == REPEATED_RUN:
            weights[index:] = [0.0] * (len(weights) - index)
            return


def discount_frame(blocks: list[Block], weights: list[float]) -> None:
    """On a page of little text the frame weighs as much as the text, unless it is known.

    What stands behind a line of the footer is of the footer, telephone and address included.
    """
    for index, block in enumerate(blocks):
        if not weights[index] and not block.linked:
            continue
        if block.hidden is None and len(block.text) <= MAX_CHARS:
            late = index * 10 > len(blocks) * 7
            if FOOTER_HEAD.fullmatch(block.text) and (late or most_is_before(weights, index)):
                weights[index:] = [0.0] * (len(weights) - index)
                return
            if index * 4 > len(blocks) and is_footer(block.text):
                weights[index:] = [0.0] * (len(weights) - index)
                return
            if weights[index] and (frame_rule(block.text) or CONTACT.match(block.text)):
                weights[index] = 0.0


def discount_days(blocks: list[Block], weights: list[float]) -> None:
    """Days of rows are none of a text, in lines of their own behind the rows' links, either."""
    for index in range(1, len(blocks)):
        behind_link = not weights[index - 1] and blocks[index - 1].linked
        if behind_link and weights[index] and DAY.fullmatch(blocks[index].text):
            weights[index] = 0.0


def most_is_before(weights: list[float], index: int) -> bool:
    """Does more of a page stand before a line than behind it? Menus name 联系我们, too."""
    return index * 2 > len(weights) and sum(weights[:index]) >= sum(weights[index:])


def discount_before_crumb(blocks: list[Block], weights: list[float]) -> None:
    """What stands before the breadcrumb is none of the text: columns at the side, slogans.

    Unless most of the page's mass does: some pages have the breadcrumb at their end.
    """
    for index, block in enumerate(blocks):
        if CRUMB_WORD in block.text[:CRUMB_CHARS] and is_crumb(blocks, index):
            if sum(weights[index:]) >= MAIN_SHARE * sum(weights):
                weights[:index] = [0.0] * index
            return


def discount_behind_neighbours(blocks: list[Block], weights: list[float]) -> None:
    """What stands behind the links to the articles before and after is none of the text.

    Unless they are above the text: there no line of it is near them, or most of the mass behind.
    """
    for index, block in enumerate(blocks):
        if block.linked and block.hidden is None and NEIGHBOUR.match(block.text):
            near = max(weights[max(index - NEAR_LINES, 0) : index], default=0.0)
            if near >= NEAR_CHARS and sum(weights[:index]) >= MAIN_SHARE * sum(weights):
                weights[index:] = [0.0] * (len(weights) - index)
            return


def discount_behind_disclaimer(blocks: list[Block], weights: list[float]) -> None:
    """What stands behind what a site says of its rights is none of the text, however long."""
    for index, block in enumerate(blocks):
        if weights[index] and is_disclaimer(block.text):
            if sum(weights[:index]) >= MAIN_SHARE * sum(weights):
                weights[index:] = [0.0] * (len(weights) - index)
            return


def is_crumb(blocks: list[Block], index: int) -> bool:
    """Is a line a breadcrumb with its label, the links in it or in the next line?"""
    block = blocks[index]
    if block.hidden is not None or not (match := crumb_label(block.text)):
        return False
    if match.end() < len(block.text):
        return block.linked > 0
    return index + 1 < len(blocks) and blocks[index + 1].linked > 0


def find_core(document: Document, sums: list[float]) -> Box | None:
    """The innermost element that holds most of the page's prose."""
    needed = sums[-1] * CORE_SHARE
    if needed <= 0:
        return None
    core: Box | None = None
    for box in document.boxes:  # in page order: a box comes after those around it
        if sums[box.end] - sums[box.start] >= needed:
            core = box
    while core is not None and core.tag in LEAF_TAGS and core.parent is not None:
        if core.tag == "pre" and core.end - core.start > REPEATED_RUN:
            break  # a text of its own, a line a paragraph
        core = core.parent
    return core


def first_heavy(weights: list[float], box: Box, sums: list[float], after: int = 0) -> int:
    """The first line that is surely of the text: the title and what is about it stand before."""
    start = max(box.start, after)
    heaviest = max(weights[start : box.end], default=0.0)
    threshold = min(60.0, 0.15 * (sums[box.end] - sums[box.start]) + 10, 0.7 * heaviest)
    for index in range(start, box.end):
        if weights[index] >= threshold:
            return index
    return start
