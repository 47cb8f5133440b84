"""Text without mark-up, as WET files have it: what links and `<title>` tell elsewhere.

Text made from a whole page has its menus, lists and footers, line by line, and nothing says that
they are links.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from portal_spider.extract.boilerplate import is_footer
from portal_spider.extract.dates import find_date
from portal_spider.extract.walk import Block

TITLE_CHARS, TITLE_BELOW = 8, 400
"""Characters of a headline by which it is told again, and lines in which it is looked for."""
STOPS = re.compile("[。；！？：;:]|[，,].*[，,]")
"""What a line of a menu or a list of headlines does not hold."""
ITEM_CHARS, LISTED_RUN = 60, 5
"""Characters of such a line, and lines of a list."""
OFFICE = re.compile(
    r"(?:[局厅委部署省市区县旗州院网站会馆所社报]|政府|大学|中心|办公室|学院|平台|门户)(?:\W|$)"
)
"""The end of an office's or a site's name."""
OFFICES_RUN, OFFICES_SHARE, NUMBERED_SHARE = 8, 0.5, 0.2
"""Lines of a list of sites, the share of them that name offices, the share with numbers."""
SIGNED_LINES = 4
"""Lines in which a text is signed."""


def is_title_line(lines: Sequence[str]) -> bool:
    """Is the first line the page's `<title>`?

    The headline that it begins with then stands below once more, on one line or more.
    """
    return len(lines) > 1 and any(
        len(line) >= TITLE_CHARS and lines[0].startswith(line) for line in lines[1:]
    )


def find_lists(blocks: Sequence[Block]) -> list[range]:
    """Menus and lists of headlines: several short lines in a row without a sentence's signs."""
    lists = []
    for is_listed, run in groupby(range(len(blocks)), key=lambda index: is_item(blocks[index])):
        if is_listed and len(lines := list(run)) >= LISTED_RUN:
            lists.append(range(lines[0], lines[-1] + 1))
    return lists


def is_item(block: Block) -> bool:
    """May a line be one of a menu or a list of headlines?"""
    return len(block.text) <= ITEM_CHARS and not STOPS.search(block.text)


def find_sites(blocks: Sequence[Block], lists: Sequence[range]) -> frozenset[int]:
    """Where lists of other offices' sites begin, as pages have them above their footer."""
    if not any(is_footer(block.text) for block in blocks):
        return frozenset()
    return frozenset(
        behind_signature(blocks, lines) for lines in lists if names_offices(blocks, lines)
    )


def names_offices(blocks: Sequence[Block], lines: range) -> bool:
    """Do most lines of a list name offices, and hardly any a number, as rows of results do?"""
    texts = [blocks[index].text for index in lines]
    named = sum(OFFICE.search(text) is not None for text in texts)
    numbered = sum(any(map(str.isdigit, text)) for text in texts)
    return (
        len(texts) >= OFFICES_RUN
        and named >= OFFICES_SHARE * len(texts)
        and numbered <= NUMBERED_SHARE * len(texts)
    )


def behind_signature(blocks: Sequence[Block], lines: range) -> int:
    """The first line of a list that is none of who signed the text before it, and when."""
    for index in reversed(lines[:SIGNED_LINES]):
        stamp = find_date(blocks[index].text)
        if stamp is not None and stamp.start == 0:
            return index + 1
    return lines.start
