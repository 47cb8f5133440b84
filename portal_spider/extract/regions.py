"""Where on a page the article is: title, lines about it, text, and what stands around them.

Three kinds of evidence are joined. The mass of prose says which element holds the text. The title,
known from tags or `<title>`, and the lines about the article (time, source, tool bar) say where
the text begins at the earliest. Lines that portals put after a text say where it ends at the
latest.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import accumulate

from portal_spider.extract.boilerplate import CRUMB, frame_rule
from portal_spider.extract.dates import find_date
from portal_spider.extract.document import Block, Box, Document
from portal_spider.extract.labels import (
    BYLINE,
    CHANGED,
    ISSUER,
    POLICY,
    PUBLISHED,
    SOURCE,
    WIDGET,
    Pair,
    read_pairs,
)
from portal_spider.extract.title import find_title

CORE_SHARE = 0.7
"""Of the page's prose, what the innermost element that holds the text must hold."""
SENTENCE = re.compile("[，。；！？、：,;]")
SHORT_LINE = 12
"""Characters below which a line is a menu's or a label's as easily as a text's."""
HEAD_WINDOW = 30
"""Lines after the title among which those about the article stand."""
TAIL_WINDOW = 16
INFO_CHARS = 200
"""A line about the article is shorter; some run everything into one."""
TAIL_SHARE = 0.25
"""Of the text's mass, what may follow a line that says the text is over."""
LEAF_TAGS = frozenset(
    "p li tr h1 h2 h3 h4 h5 h6 center blockquote tbody thead ul ol dt dd dl pre figure".split()
)
"""Elements that hold a part of a text; its container is around them."""
CONTENT_NAME = re.compile(
    r"(?:^|[\s_-])(?:zoom|zoomcon|ucap-?content|trs_?editor|trs_?ueditor|trs_editor_view|vsb_content|v_news_content"
    r"|article[-_]?(?:con|content|body|txt|text|box|detail)|(?:news|info|text|main|detail|xl|zw|nr)[-_]?(?:con|cont|content|body|txt|text|nr|article)"
    r"|content[-_]?(?:body|txt|text|main|article|detail)?|con_con|pages_content|bodylabel|js_content|ivs_content|fontzoom|zw|zwnr|wznr|neirong|nrong|mainText|cont|con|body)(?:[\s_\d-]|$)"
)
"""How portals name the element of the text, by `id` or `class`; none of these alone decides."""


@dataclass(slots=True)
class Regions:
    """Indices of a page's blocks, by what they are to the article."""

    title: int | None = None
    title_end: int | None = None
    """One past the last block of the headline, which may take several lines."""
    crumb: int | None = None
    core: Box | None = None
    """The innermost element that holds the mass of the text."""
    limit: Box | None = None
    """The outermost element that holds text of the article and nothing before it."""
    body: list[int] = field(default_factory=list)
    about: dict[int, list[Pair]] = field(default_factory=dict)
    """Lines about the article, each with its pairs of label and value, in page order."""
    taken: dict[int, str] = field(default_factory=dict)
    """Other lines, with the rule that keeps them out of the text."""
    mass: float = 0.0
    """Characters of prose on the page."""


def locate(document: Document) -> Regions:
    """Find the parts of the article among the blocks of a page."""
    regions = Regions()
    blocks = document.blocks
    weights = list(map(weight, blocks))
    discount_repeats(blocks, weights)
    sums = [0.0, *accumulate(weights)]
    regions.mass = sums[-1]
    regions.core = find_core(document, sums)
    first = first_heavy(weights, regions.core, sums)
    found = find_title(document, first)
    if found is not None:
        regions.title, regions.title_end = found
    regions.crumb = find_crumb(blocks, first)
    regions.limit = climb(document, regions, first)
    start = find_start(document, regions, first)
    collect_body(document, regions, weights, sums, start)
    return regions


def weight(block: Block) -> float:
    """How much of a text a line is: its characters outside links, more where it has sentences."""
    if block.hidden is not None or block.removal is not None:
        return 0.0
    text = block.text
    size = len(text)
    if block.linked * 2 > size:
        return 0.0
    own = size - block.linked
    if size < SHORT_LINE:
        return own * 0.3
    return float(own) if SENTENCE.search(text) else own * 0.5


def discount_repeats(blocks: list[Block], weights: list[float]) -> None:
    """A text that stands twice (for telephones, for printing) counts once, where it is first."""
    seen: set[str] = set()
    for index, block in enumerate(blocks):
        if weights[index] > SHORT_LINE:
            if block.text in seen:
                weights[index] = 0.0
            seen.add(block.text)


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
        core = core.parent
    return core


def first_heavy(weights: list[float], core: Box | None, sums: list[float]) -> int:
    """The first line that is surely of the text: the title and what is about it stand before."""
    if core is None:
        return len(weights)
    threshold = min(60.0, 0.15 * (sums[core.end] - sums[core.start]) + 10)
    for index in range(core.start, core.end):
        if weights[index] >= threshold:
            return index
    return core.start


def find_crumb(blocks: list[Block], first: int) -> int | None:
    """The line in which the breadcrumb begins."""
    for index in range(min(first, len(blocks)) - 1, -1, -1):
        block = blocks[index]
        if block.hidden is None and len(block.text) < 200 and CRUMB.match(block.text):
            return index
    return None


def climb(document: Document, regions: Regions, first: int) -> Box | None:
    """The outermost element around the core that begins after the title and the breadcrumb."""
    core = regions.core
    if core is None:
        return None
    after = max(
        -1 if regions.title_end is None else regions.title_end - 1,
        -1 if regions.crumb is None else regions.crumb,
    )
    limit = core
    if after < 0:
        return limit
    while limit.parent is not None and limit.parent.start > after and limit.parent.tag != "body":
        limit = limit.parent
    return limit


def is_about(document: Document, index: int) -> list[Pair] | None:
    """The pairs of a line about the article; `None` where the line is no such line."""
    text = document.blocks[index].text
    if len(text) > INFO_CHARS:
        return None
    pairs = read_pairs(text)
    if pairs:
        known = [pair for pair in pairs if pair.field != POLICY]
        if not known:
            return None
        lead = text[: pairs[0].start].strip(" 【[(（|")
        if any(p.field in (PUBLISHED, CHANGED, SOURCE, ISSUER, WIDGET) for p in known):
            return pairs if len(lead) < 60 else None
        return pairs if not lead and all(len(p.value) <= 40 for p in known) else None
    stamp = find_date(text) if len(text) < 60 else None
    if (
        stamp is not None
        and len(text) - (stamp.end - stamp.start) <= 24
        and not re.search("[，。；]", text)
    ):
        return []
    return None


def find_start(document: Document, regions: Regions, first: int) -> int:
    """Index of the first line that can be of the text; notes the lines about the article."""
    blocks = document.blocks
    core = regions.core
    if regions.title_end is not None:
        begin = regions.title_end
    elif regions.crumb is not None:
        begin = regions.crumb + 1
    else:
        begin = max(0, (core.start if core else 0) - 8)
    start = begin
    limit = regions.limit
    stop = min(len(blocks), begin + HEAD_WINDOW)
    for index in range(begin, stop):
        block = blocks[index]
        if block.hidden is not None or block.removal is not None:
            continue
        text = block.text
        if index >= first and len(text) > INFO_CHARS:
            break
        pairs = is_about(document, index)
        if pairs is not None and (index <= first or starts_with_label(pairs)):
            only_date = not pairs
            if only_date and index > first:
                break
            regions.about[index] = pairs
            start = index + 1
            continue
        if rule := frame_rule(text):
            regions.taken[index] = rule
            if index <= first:
                start = index + 1
            continue
        if index >= first:
            break
    if limit is not None and limit.start > start:
        start = limit.start
    return start


def starts_with_label(pairs: list[Pair]) -> bool:
    """Does a line begin with its first label?"""
    return bool(pairs) and pairs[0].start <= 2


def collect_body(
    document: Document, regions: Regions, weights: list[float], sums: list[float], start: int
) -> None:
    """Gather the lines of the text from `start` on, until one says that the text is over."""
    blocks = document.blocks
    core, limit = regions.core, regions.limit
    if core is None or limit is None:
        return
    total = sums[core.end] - sums[core.start]
    for index in range(start, limit.end):
        block = blocks[index]
        if block.hidden is not None or block.removal is not None or index in regions.about:
            continue
        text = block.text
        size = len(text)
        rest = sums[limit.end] - sums[index]
        late = rest <= TAIL_SHARE * total
        if size <= 220 and (rule := frame_rule(text)):
            regions.taken[index] = rule
            if rule != "widget" and late:
                break
            continue
        if late and index >= core.end and block.linked * 2 > size:
            regions.taken[index] = "links_after_text"
            continue
        regions.body.append(index)
