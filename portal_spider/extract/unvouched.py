"""The headline where tags and `<title>` do not say it: the line that stands and looks like one.

Signs that agree decide, none alone: the line about the article or the text right behind, how the
line is written, its length, that it stands twice, that `<title>` has it among its parts. Names of
sections and of the site, sub-headlines and the heads of lists have signs against them.
"""

from __future__ import annotations

import re

from portal_spider.extract.about import are_neighbours, is_in_parentheses, is_row, pairs_about
from portal_spider.extract.boilerplate import frame_rule
from portal_spider.extract.broken_headline import BRACKETED, DASHES, whole_heading
from portal_spider.extract.document import Block, Document
from portal_spider.extract.ending import is_cell
from portal_spider.extract.labels import FIELDS, ISSUER, POLICY, PUBLISHED, SOURCE, read_pairs
from portal_spider.extract.prominence import prominence
from portal_spider.extract.site_names import (
    MAX_SITE,
    MIN_CHARS,
    PATH,
    PERIODICAL,
    SECTION,
    STAND_IN,
    Names,
    is_in_crumb,
    is_site,
    section_name,
)
from portal_spider.extract.title import squeeze, without_label

MAX_CHARS = 150
SHORT = 8
"""Characters of a headline that is no section's name, and not the site's."""
HEADLINE = 10
"""Characters of a headline in a tag; what is shorter may be a section's name."""
PROSE_CHARS = 20
"""Characters of a line of a text that ends in a colon; labels are shorter."""
SPOKEN = re.compile(r"(?:问|答|嘉宾|主持人|记者|网友|时间|地点|附件|联系人|电话|注)\d?\s*[:：]")
"""What a line of an interview or of an invitation begins with."""
ITEM = re.compile(
    r"[（(]?[一二三四五六七八九十\d]{1,3}[）)]?[、.．]|第[一二三四五六七八九十\d]{1,3}[条章节]"
)
"""What a heading or an item of a text begins with."""
COLONS = (":", "：")
HAN = re.compile("[\u3400-\u9fff]")
ABOUT = frozenset((PUBLISHED, SOURCE, ISSUER))
"""What a label asks for that stands alone in a cell below the headline."""
INFO_DISTANCE = 4
"""Lines behind the headline among which one about the article is looked for."""
HEADER = frozenset((POLICY, ISSUER))
LABEL_SIZES = range(3, 7)
"""Characters of labels that no headline begins with."""
TITLE_LABELS = frozenset(["标题", "名称", "信息名称", "信息标题", "文件名称", "文件标题"])
MAX_CANDIDATES = 16
"""Lines that are weighed: so many right behind the breadcrumb, and right before the text."""
ABOUT_BEHIND, LABEL_BEHIND, TEXT_BEHIND = 3.0, 2.0, 1.3
"""What it says for a line that the line about the article, a policy header, the text follow."""
COST_BESIDE, COST_OF_LINE, COST_OF_LINK = 0.1, 0.6, 1.2
"""What a line between takes off: in the same element, in another, of links."""
LINKS_OF_LIST = 2
"""Links in a row that make a list, of which it is the head."""
HEAD_LINES = 12
"""Lines of a page's head."""
HEADER_LINES = 4
"""Lines around one about the article among which a policy header has other labels."""
CELL_LINES = 2
"""Lines of a cell that may be one of data; that of a layout has more."""
ENOUGH = 1.0
"""Score from which a line is the headline."""
RIGHT_BEHIND = 0.7
"""What speaks for the first line behind the one about the article, where that stands above."""
SURE = 2.0
"""Score from which a line above the one about the article is it, whatever stands below."""
SENTENCE_CHARS = 24
SENTENCE = re.compile("，.*。$")
"""What lines of prose of so many characters have, and no headline."""
DOC_NO = re.compile(r"[\u3400-\u9fff、]{0,12}[〔\[（(【](?:19|20)\d\d[〕\])）】]第?\d+号")
"""The number of a document, below its headline."""
ADDRESSED = re.compile("各[\u3400-\u9fff（）()、，]{1,60}[：:]")
"""To whom a document is addressed, its text's first line."""
CUT_SHORT = re.compile(r"\.{2,}|…+")


def unvouched(
    document: Document,
    headings: list[int],
    crumb: int | None,
    stop: int,
    *,
    tagged: bool,
) -> tuple[int, int] | None:
    """The headline where no line is what tags and `<title>` say.

    Args:
        document: The page.
        headings: Lines of headings before `stop`.
        crumb: The line in which the breadcrumb begins.
        stop: The first line that is surely of the text.
        tagged: Whether a tag states a headline that no line shows: scripts write headlines, and
            images are. Then a line that merely stands before the text is none.
    """
    blocks = document.blocks
    known = range(0 if crumb is None else crumb + 1, min(stop + 1, len(blocks)))
    able = [index for index in known if can_be_headline(document, index)]
    lines = {*able[:MAX_CANDIDATES], *able[-MAX_CANDIDATES:]}
    lines.update(index for index in headings if index < stop)
    if not lines:
        return None
    signs = Signs(document, crumb, stop, tagged=tagged)
    scores = {index: signs.score(index) for index in sorted(lines)}
    if (behind := min((i for i in lines if i > signs.info), default=None)) is not None:
        scores[behind] += RIGHT_BEHIND
    scores = {index: score for index, score in scores.items() if score >= ENOUGH}
    above = {index: score for index, score in scores.items() if index < signs.info}
    likely = above if max(above.values(), default=0.0) >= SURE else scores
    # Of those that are as good, the first.
    return whole_heading(blocks, max(likely, key=likely.__getitem__)) if likely else None


def can_be_headline(document: Document, index: int) -> bool:
    """Is a line no label, date, link or piece of the frame?"""
    block = document.blocks[index]
    text = without_label(block.text)
    if block.hidden is not None or block.removal is not None or len(text) > MAX_CHARS:
        return False
    if len(HAN.findall(text)) < MIN_CHARS and len(text.split()) < MIN_CHARS:
        return False
    if block.linked and is_row(block) and not links_here(document, index):
        return False
    if text.endswith(COLONS) or is_prose(text) or DOC_NO.fullmatch(text):
        return False
    if PATH.match(text) or SPOKEN.match(text) or block.box.tag == "marquee":
        return False
    if is_about(block) or is_labelled(text) or is_header_label(text):
        return False
    if STAND_IN.fullmatch(text) or is_site(text) or frame_rule(text) is not None:
        return False
    if len(text) >= SENTENCE_CHARS and SENTENCE.search(text):
        return False
    return not is_in_crumb(document.blocks, block)


def is_prose(text: str) -> bool:
    """Is a line a sentence, or does it announce what follows, as no headline does?"""
    return (
        "。" in text
        or text.endswith(("；", ";"))
        or (len(text) >= PROSE_CHARS and text.endswith(COLONS))
    )


def links_here(document: Document, index: int) -> bool:
    """Does a line link to the page itself?"""
    here = document.url.rpartition("/")[2]
    links = document.links(index, index + 1)
    return bool(here) and any(anchor.href.rpartition("/")[2] == here for anchor in links)


class Signs:
    """What the lines of a page are weighed by."""

    __slots__ = ("blocks", "info", "menu", "names", "section", "stop", "tag", "tagged", "texts")

    def __init__(self, document: Document, crumb: int | None, stop: int, *, tagged: bool) -> None:
        self.blocks = document.blocks
        self.stop = stop
        self.tagged = tagged
        self.tag = squeeze(document.title_tag or "")
        self.section = section_name(self.blocks, crumb)
        self.names = Names(self.blocks)
        self.menu = -1 if crumb is not None else first_menu(self.blocks[:stop])
        self.info = first_info(self.blocks, 0 if crumb is None else crumb + 1, stop)
        self.texts = [squeeze(block.text) for block in self.blocks if block.hidden is None]

    def score(self, index: int) -> float:
        """How much speaks for a line."""
        block = self.blocks[index]
        text = squeeze(without_label(block.text))
        chars = len(text)
        behind = self.behind(index)
        found = prominence(block) + behind - self.against(index, text)
        if block.box.level:
            found += 1.5 - 0.2 * block.box.level
        found += -1.0 if chars < SHORT else 0.7 if 12 <= chars <= 60 else 0.0
        if self.names.of_site(text) or SECTION.fullmatch(text):
            found -= 2.5
        elif text == self.section or (not block.linked and text in self.names):
            found -= 1.0 if behind >= LABEL_BEHIND else 2.5
        else:
            found += self.in_tag(text)
        if self.texts.count(text) > 1:  # a headline in the text, too; a section above its list
            found += 1.0 if chars >= SHORT else -1.0
        return found

    def against(self, index: int, text: str) -> float:
        """How much a line reads, or stands, like something else."""
        block = self.blocks[index]
        found = 0.0
        if PERIODICAL.search(text):
            found += 2.5
        if block.text.startswith(DASHES) or is_in_parentheses(text) or BRACKETED.fullmatch(text):
            found += 3.0
        if ITEM.match(text):
            found += 1.5
        cell = block.box.cell
        if index and is_title_label(self.blocks[index - 1]):
            found += 1.5 if self.texts.count(text) > 1 else 0.0
        elif cell is not None and cell.end - cell.start <= CELL_LINES and is_cell(block):
            found += 1.5
        if is_value(self.blocks, index) or (
            len(text) < len(squeeze(block.text)) and is_in_header(self.blocks, index)
        ):
            found += 3.0
        if index < self.menu and len(text) <= MAX_SITE:
            found += 1.5
        return found

    def in_tag(self, text: str) -> float:
        """What `<title>` says of a line: that it is one of its parts, or the first, cut short."""
        if len(text) >= SHORT and text in self.tag:
            return 2.5
        if self.tag.startswith(text):
            return 1.0
        start = CUT_SHORT.split(self.tag)[0]
        return 2.5 if SHORT <= len(start) < len(self.tag) and text.startswith(start) else 0.0

    def behind(self, index: int) -> float:
        """What follows a line: one about the article, the text, links of which it is the head."""
        end = whole_heading(self.blocks, index)[1]
        box = self.blocks[index].box
        cost, steps, links = 0.0, 0, 0
        for at in range(end, len(self.blocks)):
            block = self.blocks[at]
            if block.hidden is not None or block.removal is not None:
                continue
            rule = frame_rule(block.text)
            if block.linked and rule is None and is_row(block) and not is_about(block):
                links += 1
                cost += COST_OF_LINK
                if links >= LINKS_OF_LIST:
                    return 0.0 if steps >= links else -2.0
            elif is_header_label(block.text):
                return LABEL_BEHIND - cost
            elif is_about(block):
                return ABOUT_BEHIND - cost
            elif (
                self.names_document(index, block)
                or FIELDS.get(block.text) in ABOUT
                or is_labelled(block.text)
            ):
                return LABEL_BEHIND - cost
            if at >= self.stop or is_prose(block.text) or ADDRESSED.fullmatch(block.text):
                return 0.0 if self.tagged else TEXT_BEHIND - cost
            if rule != "widget":
                steps += 1
                cost += COST_BESIDE if block.box.parent is box.parent else COST_OF_LINE
            if steps >= INFO_DISTANCE:
                break
        return 0.0

    def names_document(self, index: int, below: Block) -> bool:
        """Is a document's number below a line, which is not who wrote it?"""
        if self.tagged or not DOC_NO.fullmatch(below.text):
            return False
        return PERIODICAL.search(self.blocks[index].text) is None


def first_menu(blocks: list[Block]) -> int:
    """The first line of links of a page's head, before which stands who runs the site."""
    for index, block in enumerate(blocks[:HEAD_LINES]):
        if block.hidden is None and block.linked * 2 > len(block.text):
            return index
    return -1


def heads_list(blocks: list[Block], end: int) -> bool:
    """Do links follow a line, as they do the head of a list?"""
    shown = (block for block in blocks[end : end + INFO_DISTANCE] if block.hidden is None)
    return all(
        block.linked * 2 > len(block.text) and frame_rule(block.text) is None
        for block, _ in zip(shown, range(LINKS_OF_LIST), strict=False)
    )


def first_info(blocks: list[Block], start: int, stop: int) -> int:
    """The first line about the article that is none of a policy header, which may stand above."""
    for index in range(start, min(stop, len(blocks))):
        block = blocks[index]
        if block.hidden is not None or not is_about(block):
            continue
        near = blocks[max(index - HEADER_LINES, start) : index + HEADER_LINES + 1]
        if not any(is_header_label(beside.text) for beside in near):
            return index
    return len(blocks)


def is_header_label(text: str) -> bool:
    """Is a line a label of a policy header, or does it begin with one?"""
    if FIELDS.get(squeeze(text).rstrip("：:")) == POLICY:
        return True
    if any(FIELDS.get(text[:size]) in HEADER for size in LABEL_SIZES):
        return True  # 发文机构县政府办, without a mark
    pairs = read_pairs(text)
    return bool(pairs) and pairs[0].start == 0 and pairs[0].field == POLICY


def is_value(blocks: list[Block], index: int) -> bool:
    """Is a line what a label beside it asks for that stands alone, other than a title?"""
    if not index or not are_neighbours(blocks[index - 1].box, blocks[index].box):
        return False
    label = squeeze(blocks[index - 1].text).rstrip("：:")
    return label in FIELDS and label not in TITLE_LABELS and is_header_label(label)


def is_in_header(blocks: list[Block], index: int) -> bool:
    """Do labels of a policy header stand right above or below a line?"""
    beside = (*blocks[max(index - 1, 0) : index], *blocks[index + 1 : index + 2])
    return any(is_header_label(block.text) for block in beside)


def is_title_label(block: Block) -> bool:
    """Does a line ask for the title, as that of a policy header does?"""
    text = squeeze(block.text).rstrip("：:")
    return len(text) <= 6 and text in TITLE_LABELS


def is_about(block: Block) -> bool:
    """Is a line about the article, and no row of a list with its day?"""
    pairs = pairs_about(block.text)
    if pairs is None or not block.linked or not is_row(block):
        return pairs is not None
    return {PUBLISHED, SOURCE} <= {pair.field for pair in pairs}


def is_labelled(text: str) -> bool:
    """Does a line consist of a label, or begin with one?"""
    if text in FIELDS:
        return True
    pairs = read_pairs(text)
    return bool(pairs) and pairs[0].start == 0
