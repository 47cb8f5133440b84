"""Where on a page the article is: title, lines about it, text, and what stands around them.

Three kinds of evidence are joined. The mass of prose says which element holds the text. The title,
known from tags or `<title>`, and the lines about the article (time, source, tool bar) say where
the text begins at the earliest. Lines that portals put after a text say where it ends at the
latest.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import accumulate, chain

from portal_spider.extract.about import (
    completed,
    credit_pairs,
    is_in_parentheses,
    is_row,
    pairs_about,
    pairs_of,
    starts_with_label,
    unmarked_pairs,
)
from portal_spider.extract.boilerplate import crumb_label, frame_rule, is_footer, is_widget
from portal_spider.extract.broken_headline import BRACKETED
from portal_spider.extract.dates import find_date
from portal_spider.extract.document import Block, Box, Document
from portal_spider.extract.ending import announcements, contacts, issued
from portal_spider.extract.gathering import gather
from portal_spider.extract.headline import find_title
from portal_spider.extract.labels import PUBLISHED, SOURCE, Pair, read_pairs
from portal_spider.extract.mass import (
    SHORT_LINE,
    discount_before_crumb,
    discount_behind_disclaimer,
    discount_behind_neighbours,
    discount_days,
    discount_frame,
    discount_repeats,
    find_core,
    first_heavy,
    weight,
)
from portal_spider.extract.plain import find_lists, find_sites
from portal_spider.extract.rules import chosen_body
from portal_spider.extract.sub_headlines import sub_headlines
from portal_spider.extract.title import clean_title, squeeze

HEAD_WINDOW = 30
"""Lines after the title among which those about the article stand."""
TAIL_WINDOW = 16
ROLE_APART = re.compile("[（(【\\[]?[\u3400-\u9fff]{2,6}[\\s/／][\u3400-\u9fff]")
CREDIT_WINDOW = 2
"""Lines behind the text that may credit without a mark between role and name."""
LITTLE_PROSE = 600
"""Of the page's mass, below which the frame is taken out before the text is looked for."""
WHEN = frozenset(("时间", "日期"))
"""Labels that texts have as well, of when something takes place."""
LINES_ABOVE = 6
"""Lines above the headline among which one about the article is looked for, if none is below."""
MAX_ROW_LABEL, MAX_ROW_VALUE = 8, 24
"""Characters of a label, and of its value, that have cells of one row of a table."""
TODAY = re.compile("今天|今日|星期|农历|现在时间|当前时间")


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
    crumb_lines: tuple[int, int] | None = None
    """The lines of the breadcrumb."""
    listed: frozenset[int] = frozenset()
    """Lines of menus and lists, where no mark-up tells links."""
    sites: frozenset[int] = frozenset()
    """Of those, where lists of other offices' sites begin."""
    header: set[int] = field(default_factory=set)
    """The lines of the policy header."""
    first: int = 0
    """The first line that is surely of the text."""
    mass: float = 0.0
    """Characters of prose on the page."""


def locate(document: Document) -> Regions:
    """Find the parts of the article among the blocks of a page."""
    regions = Regions()
    blocks = document.blocks
    weights = list(map(weight, blocks))
    discount_repeats(blocks, weights)
    if document.root is None:
        lists = find_lists(blocks)
        regions.listed = frozenset(chain.from_iterable(lists))
        regions.sites = find_sites(blocks, lists)
        for index in regions.listed:
            weights[index] = 0.0
    if sum(weights) < LITTLE_PROSE:
        discount_frame(blocks, weights)
    discount_days(blocks, weights)
    discount_before_crumb(blocks, weights)
    discount_behind_neighbours(blocks, weights)
    discount_behind_disclaimer(blocks, weights)
    sums = [0.0, *accumulate(weights)]
    regions.mass = sums[-1]
    chosen = chosen_body(document)
    core = regions.core = chosen or find_core(document, sums) or document.boxes[0]
    surely = first_heavy(weights, core, sums)
    regions.crumb = find_crumb(blocks, surely)
    stop = surely if regions.mass >= LITTLE_PROSE else len(blocks)
    if (found := find_title(document, stop, regions.crumb, core.start)) is not None:
        regions.title, regions.title_end = found
    if chosen is None:
        core = regions.core = past_head(blocks, core, regions)
    limit = regions.limit = chosen or climb(core, regions)
    regions.first = first_of_text(blocks, weights, sums, limit, regions.title_end or 0)
    start = find_start(document, regions, regions.first)
    gather(document, regions, sums, start)
    regions.body[:0] = sub_headlines(document, regions)
    for index, rule in (*announcements(blocks, regions), *contacts(blocks, regions.body)):
        regions.body.remove(index)
        regions.taken[index] = rule
    read_tail(document, regions)
    if regions.title is not None and not is_dated(regions):
        read_behind_headline(blocks, regions, regions.title)
    if regions.title is not None and not is_dated(regions):
        read_before_title(blocks, regions, regions.title)
    regions.about = dict(sorted(regions.about.items()))
    return regions


def first_of_text(
    blocks: list[Block], weights: list[float], sums: list[float], box: Box, behind: int
) -> int:
    """The first heavy line behind the headline that is not one about the article below its text.

    Where the lines of a text are short, such a line weighs more than each, and less than all.
    """
    first = first_heavy(weights, box, sums, after=behind)
    if first == len(blocks):
        return first
    if sums[first] - sums[min(behind, first)] > weights[first] and pairs_about(blocks[first].text):
        weights[first] = 0.0
        first = first_heavy(weights, box, sums, after=behind)
    return first


def past_head(blocks: list[Block], core: Box, regions: Regions) -> Box:
    """The core, widened where it holds nothing but the headline and the lines about the article.

    What follows are links, images or next to nothing, which weigh less.
    """
    if regions.title_end is None or core.start > regions.title_end:
        return core
    while core.parent is not None:
        if core.parent.tag == "body" and core.end > regions.title_end:
            break
        rest = range(max(core.start, regions.title_end), core.end)
        if not all(pairs_about(blocks[index].text) is not None for index in rest):
            break
        core = core.parent
    return core


def find_crumb(blocks: list[Block], first: int) -> int | None:
    """The line in which the breadcrumb begins."""
    # On pages of little text it is itself the first line that weighs anything.
    for index in range(min(first + 1, len(blocks)) - 1, -1, -1):
        block = blocks[index]
        if block.hidden is not None or len(block.text) >= 200 or not crumb_label(block.text):
            continue
        if index < first or block.linked:
            return index
    return None


def climb(core: Box, regions: Regions) -> Box:
    """The outermost element around the core that begins after the title and the breadcrumb."""
    limit = core
    marks = [end for end in (regions.title_end, regions.crumb) if end is not None]
    if not marks:
        return limit
    after = max(marks)
    while limit.parent is not None and limit.parent.start >= after and limit.parent.tag != "body":
        limit = limit.parent
    return limit


def find_start(document: Document, regions: Regions, first: int) -> int:
    """Index of the first line that can be of the text; notes the lines about the article."""
    blocks = document.blocks
    limit = regions.limit
    inner = limit.start if limit else len(blocks)
    if regions.title_end is not None:
        start = regions.title_end
    elif regions.crumb is not None:
        start = regions.crumb + 1
    else:
        start = max(0, inner - 8)
    plain = dated = False
    bare = document.root is None  # without mark-up, buttons are lines like others
    for index in range(start, min(len(blocks), start + HEAD_WINDOW)):
        block = blocks[index]
        if block.hidden is not None or block.removal is not None or index < start:
            continue
        pairs = pairs_about(block.text)
        if not pairs and is_row(block):
            pairs = None
        in_text = index > first or (index >= inner and plain)
        if pairs is None and not in_text and index < first:
            pairs = unmarked_pairs(block, dated=dated)
        if pairs is not None:
            if pairs:
                is_about = not in_text or starts_with_label(pairs, block.text)
                if dated and index >= inner and len(pairs) == 1 and pairs[0].label in WHEN:
                    is_about = False  # 时间：3月8日 of an invitation
            else:  # a day by itself; in the text it is one of signing
                below = is_below(blocks, index, regions) and not is_in_parentheses(block.text)
                below |= bare and not dated and (not plain or is_timed(block.text))
                in_text &= not below
                beyond = dated and index != regions.title_end
                below |= block.box.row is not None and beside(blocks, index, regions, plain)
                in_text |= index >= inner and not below
                is_about = not beyond and (not in_text or is_widget(block.text))
            if is_about:
                dated = dated or states_day(block.text, pairs)
                start = note_about(regions, blocks, index, pairs)
                continue
        if rule := frame_rule(block.text):
            regions.taken[index] = rule
            if index <= first:
                start = index + 1
        elif heads_about(blocks, index, regions):
            continue
        elif dated and (end := end_of_pairs(blocks, index, regions)):
            regions.taken.update(dict.fromkeys(range(index, end), "info_line"))
            start = end
        elif index >= first or (index >= inner and dated):
            break
        else:
            plain = plain or not bare or len(block.text) >= SHORT_LINE
    return max(start, inner)


def heads_about(blocks: list[Block], index: int, regions: Regions) -> bool:
    """Is a line right below the headline one in parentheses, with one about the article behind?

    Who passed a document, and when, may be as long as a sentence.
    """
    if index != regions.title_end or not BRACKETED.fullmatch(blocks[index].text):
        return False
    return any(pairs_about(block.text) for block in blocks[index + 1 : index + 2])


def end_of_pairs(blocks: list[Block], index: int, regions: Regions) -> int:
    """Where a table's row of labels and values ends that is below one about the article; or 0.

    Whom to ask stands beside how often a page was read: 点阅次数 | 655 | 联络人 | 林小姐.
    """
    row = blocks[index].box.row
    above = blocks[index - 1].box.row if index else None
    if row is None or above is None or row is above or row.start != index:
        return 0
    if row.parent is not above.parent or row.end - row.start != above.end - above.start:
        return 0
    known = regions.about.keys() | regions.taken.keys()
    if row.end - row.start == 1:  # 类别：工作动态
        text = blocks[index].text
        pairs = read_pairs(text) if len(text) <= MAX_ROW_VALUE and above.start in known else []
        return row.end if pairs and starts_with_label(pairs, text) else 0
    labels = [len(blocks[label].text) <= MAX_ROW_LABEL for label in range(row.start, row.end, 2)]
    values = [len(block.text) <= MAX_ROW_VALUE for block in blocks[row.start : row.end]]
    if len(values) % 2 or not all(labels) or not all(values):
        return 0
    return row.end if known.issuperset(range(above.start, above.end)) else 0


def is_below(blocks: list[Block], index: int, regions: Regions) -> bool:
    """Is a line right below the headline, or below the sub-headline there?"""
    if index == regions.title_end:
        return True
    before = blocks[index - 1]
    return index - 1 == regions.title_end and (
        before.text.startswith("—")
        or before.box.level > 0
        or BRACKETED.fullmatch(before.text) is not None
    )


def beside(blocks: list[Block], index: int, regions: Regions, plain: bool) -> bool:
    """Is the line before one about the article, in the same row of a table?

    Or in the one above, where a time follows the day and no text (`plain`) is between.
    """
    before = index - 1
    about = before in regions.about or regions.taken.get(before) == "info_line"
    if not about or blocks[before].box.row is blocks[index].box.row:
        return about
    return not plain and blocks[before].box.row is not None and is_timed(blocks[index].text)


def states_day(text: str, pairs: list[Pair]) -> bool:
    """Does a line about the article say when it was published, before its first label perhaps?"""
    if not pairs or any(pair.field == PUBLISHED for pair in pairs):
        return True
    return find_date(text[: pairs[0].start]) is not None


def is_dated(regions: Regions) -> bool:
    """Does a line about the article say when it was published?"""
    return any(
        not pairs or any(pair.field == PUBLISHED and pair.value for pair in pairs)
        for pairs in regions.about.values()
    )


def read_behind_headline(blocks: list[Block], regions: Regions, title: int) -> None:
    """Note what stands about the article in the headline's own line, behind it."""
    text = blocks[title].text
    behind = text[len(clean_title(text)) :].strip()
    if (stamp := find_date(behind)) is None:
        return
    if behind.startswith(("（", "(", "[")) and "T" not in stamp.iso:
        return  # a day in brackets may be any; one with its hour is not
    day = Pair(label="", value=stamp.iso, field=PUBLISHED, start=0, end=0)
    regions.about[title] = [day, *(pair for pair in read_pairs(behind) if pair.field == SOURCE)]


def read_before_title(blocks: list[Block], regions: Regions, title: int) -> None:
    """Note lines about the article that stand above its headline, in the same element.

    What stands further up is of the page: the day of today, when the site was last changed.
    """
    seen = 0
    around = [box for box, _ in zip(blocks[title].box.around(), range(4), strict=False)]
    for index in range(title - 1, -1, -1):
        block = blocks[index]
        if block.hidden is not None or block.removal is not None:
            continue
        seen += 1
        if block.linked and is_widget(block.text):
            continue
        if seen > LINES_ABOVE or index == regions.crumb or block.linked * 2 > len(block.text):
            return
        pairs = pairs_about(block.text)
        if pairs is None and not block.box.level:
            pairs = unmarked_pairs(block, dated=True)
        if pairs is None or TODAY.search(block.text):
            continue
        outer = (block.box.row or block.box).parent
        near = outer in around or (outer is not None and outer.parent in around)
        between = regions.crumb is not None and regions.crumb < index
        if outer is not None and between and (pairs or is_timed(block.text)):
            near = True
            around.append(outer)
        if near and (not pairs or starts_with_label(pairs, block.text)):
            note_about(regions, blocks, index, pairs)


def is_timed(text: str) -> bool:
    """Does a line state a day with an hour, as above headlines nothing but the info line does?"""
    stamp = find_date(text)
    return stamp is not None and "T" in stamp.iso


def note_about(regions: Regions, blocks: list[Block], index: int, pairs: list[Pair]) -> int:
    """Note a line about the article, with a value that stands behind it; where it ends."""
    pairs = pairs_of(blocks[index]) or pairs
    regions.about[index], end = completed(blocks, index, pairs)
    regions.taken.pop(index, None)
    regions.taken.update(dict.fromkeys(range(index + 1, end), "info_line"))
    return end


def stands_apart(text: str) -> bool:
    """Is the first word of a line, its role, set apart from a name, as in no column's name?"""
    if text.startswith(("（", "(")) and text.endswith(("）", ")")):
        return True
    return ROLE_APART.match(text) is not None and frame_rule(squeeze(text)) is None


def read_tail(document: Document, regions: Regions) -> None:
    """Note the lines about the article that stand behind its text."""
    blocks = document.blocks
    if not regions.body:
        return
    for index in issued(blocks, regions.body) if not is_dated(regions) else ():
        regions.body.remove(index)
        if pairs_about(blocks[index].text) == []:
            regions.about[index] = []
        else:
            regions.taken[index] = "info_line"
    while regions.body:
        text = blocks[regions.body[-1]].text
        pairs = pairs_about(text)
        if pairs == [] and is_timed(text) and not is_dated(regions):
            note_about(regions, blocks, regions.body.pop(), pairs)
            break  # who signs a text states no hour
        if not pairs or not starts_with_label(pairs, text) or pairs[-1].value.endswith("。"):
            break  # 资料来源：本公报中的数据来自年报。 is a note of the text's
        note_about(regions, blocks, regions.body.pop(), pairs)
    if not regions.body:
        return
    seen = 0
    for index in range(regions.body[-1] + 1, len(blocks)):
        block = blocks[index]
        if block.hidden is not None or block.removal is not None:
            continue
        seen += 1
        if seen > TAIL_WINDOW or is_footer(block.text):
            return
        pairs = pairs_about(block.text)
        if pairs is None and seen <= CREDIT_WINDOW and stands_apart(block.text):
            if credits := credit_pairs(block):
                regions.about[index] = credits
            continue
        if not pairs and (seen > 2 or block.linked or frame_rule(block.text) or is_dated(regions)):
            continue
        if pairs is not None:
            note_about(regions, blocks, index, pairs)
