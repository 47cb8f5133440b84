"""The headline where tags and `<title>` do not say it: the line that stands and looks like one.

Signs that agree decide, none alone: the line about the article or the text right behind, how the
line is written, its length, that it stands twice, that `<title>` has it among its parts. Names of
sections and of the site, sub-headlines and the heads of lists have signs against them.
"""

from __future__ import annotations

import re

from portal_spider.extract.about import is_in_parentheses, pairs_about
from portal_spider.extract.boilerplate import frame_rule
from portal_spider.extract.document import Block, Box, Document
from portal_spider.extract.ending import is_cell
from portal_spider.extract.labels import FIELDS, ISSUER, POLICY, PUBLISHED, SOURCE, read_pairs
from portal_spider.extract.prominence import prominence
from portal_spider.extract.title import squeeze

MIN_CHARS = 4
MAX_CHARS = 150
HEADLINE = 10
"""Characters of a headline in a tag; what is shorter may be a section's name."""
MAX_SITE = 16
"""Characters of a line that names the site, as `<title>` may do on every page."""
SITE = re.compile(
    "(?:人民政府|政府网站?|门户网站?|信息网|政务网|公开网|(?:委员会|局|厅|网)(?:网站|官网)?)$"
)
HEADING_LINES = 3
"""Lines that a headline takes at most, where its element is not a heading's."""
ITEM_TAGS = frozenset(("li", "dd", "td"))
FRONT_PAGE = re.compile(r"\W{0,2}(?:网站|本站|返回)?[首主]页\W{0,2}|[Hh]ome")
PATH = re.compile(r"^.{0,16}(?:[首主]页|[Hh]ome)[\]】）)]?\s*[>＞»›/→－\-—·|｜]")
"""How a breadcrumb without a label begins."""
CRUMB_MARKS = re.compile("[>＞»›:：]+")
CRUMB_END = re.compile("[>＞»›]*(?:正文|内容|详情)?$")
COLONS = (":", "：")
HAN = re.compile("[\u3400-\u9fff]")
ABOUT = frozenset((PUBLISHED, SOURCE, ISSUER))
"""What a label asks for that stands alone in a cell below the headline."""
INFO_DISTANCE = 4
"""Lines behind the headline among which one about the article is looked for."""
TITLE_LABELS = frozenset(["标题", "名称", "信息名称", "信息标题", "文件名称", "文件标题"])
MAX_CANDIDATES = 16
"""Lines that are weighed: so many right behind the breadcrumb, and right before the text."""
ABOUT_BEHIND, LABEL_BEHIND, TEXT_BEHIND = 3.0, 2.0, 1.3
"""What it says for a line that the line about the article, a policy header, the text follow."""
COST_OF_LINE, LINKS_OF_LIST = 0.6, 2
"""What a line between takes off; links in a row that make a list, of which it is the head."""
HEADER_LINES = 4
"""Lines around one about the article among which a policy header has other labels."""
ENOUGH = 1.2
"""Score from which a line is the headline."""
MAX_NAME = 9
"""Characters of a section's name, as links of a menu have it."""
MIN_SITE, FOOTER_LINES = 5, 12
"""Characters of a site's name in the footer, and lines at the end among which it is."""
MAX_MENU = 120
"""Characters of a line of a menu."""
MENU_MARKS = re.compile(r"[\s|｜·•>＞»/]+")
DASHES = ("—", "--", "－－")
BRACKETED = re.compile("[（(][^（()）]*[)）]")
SENTENCE_END = re.compile("。|[；;，,]$")
DOC_NO = re.compile(r"[\u3400-\u9fff、]{0,12}[〔\[（(【](?:19|20)\d\d[〕\])）】]第?\d+号")
"""The number of a document, below its headline."""
PERIODICAL = re.compile(
    r"(?:公报|简报|专刊|期刊).{0,8}第\d+[期号]|(?:政府|[厅局委部会]|办公室)文件$"
)
"""Where a document was printed, above its headline, or who wrote it."""
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
    scores = {index: score for index in sorted(lines) if (score := signs.score(index)) >= ENOUGH}
    above = {index: score for index, score in scores.items() if index < signs.info}
    likely = above or scores  # behind the line about the article is its text
    # Of those that are as good, the first.
    return whole_heading(blocks, max(likely, key=likely.__getitem__)) if likely else None


def can_be_headline(document: Document, index: int) -> bool:
    """Is a line no label, date, link or piece of the frame?"""
    block = document.blocks[index]
    text = block.text
    if block.hidden is not None or block.removal is not None or len(text) > MAX_CHARS:
        return False
    if len(HAN.findall(text)) < MIN_CHARS and len(text.split()) < MIN_CHARS:
        return False
    if block.linked * 2 > len(text) and not links_here(document, index):
        return False
    if (
        PATH.match(text)
        or text.endswith(COLONS)
        or is_about(block)
        or is_labelled(text)
        or DOC_NO.fullmatch(text)
    ):
        return False
    if is_site(text) or frame_rule(text) is not None:
        return False
    return not is_in_crumb(document.blocks, block)


def links_here(document: Document, index: int) -> bool:
    """Does a line link to the page itself?"""
    here = document.url.rpartition("/")[2]
    for anchor in document.anchors:
        if anchor.block >= index:
            return anchor.block == index and bool(here) and anchor.href.rpartition("/")[2] == here
    return False


def is_site(text: str) -> bool:
    """Does a short line name the site?"""
    return len(text) <= MAX_SITE and SITE.search(text) is not None


class Signs:
    """What the lines of a page are weighed by."""

    __slots__ = ("blocks", "info", "names", "section", "stop", "tag", "tagged", "texts")

    def __init__(self, document: Document, crumb: int | None, stop: int, *, tagged: bool) -> None:
        self.blocks = document.blocks
        self.stop = stop
        self.tagged = tagged
        self.tag = squeeze(document.title_tag or "")
        self.section = section_name(self.blocks, crumb)
        self.names = Names(self.blocks)
        self.info = first_info(self.blocks, 0 if crumb is None else crumb + 1, stop)
        self.texts = [squeeze(block.text) for block in self.blocks if block.hidden is None]

    def score(self, index: int) -> float:
        """How much speaks for a line."""
        block = self.blocks[index]
        text = squeeze(block.text)
        chars = len(text)
        found = prominence(block)
        if block.box.level:
            found += 1.5 - 0.2 * block.box.level
        found += self.behind(index) + self.in_tag(text)
        found += -1.0 if chars < 8 else 0.7 if 12 <= chars <= 60 else 0.0
        if text == self.section or (not block.linked and text in self.names):
            found -= 2.5
        if PERIODICAL.search(text):
            found -= 2.5
        if block.text.startswith(DASHES) or is_in_parentheses(text) or BRACKETED.fullmatch(text):
            found -= 2.0
        if SENTENCE_END.search(text):
            found -= 1.5
        if is_cell(block):
            found -= 1.5
        if self.texts.count(text) > 1:
            found += 1.0
        if index and is_title_label(self.blocks[index - 1]):
            found -= 1.5
        return found

    def in_tag(self, text: str) -> float:
        """What `<title>` says of a line: that it is one of its parts, or the first, cut short."""
        if len(text) >= 8 and text in self.tag:
            return 2.5
        start = CUT_SHORT.split(self.tag)[0]
        return 2.5 if 8 <= len(start) < len(self.tag) and text.startswith(start) else 0.0

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
            if block.linked * 2 > len(block.text) and rule is None:
                links += 1
                if links >= LINKS_OF_LIST:
                    return 0.0 if steps >= links else -2.0
            elif is_about(block):
                return ABOUT_BEHIND - cost
            elif FIELDS.get(block.text) in ABOUT or is_labelled(block.text):
                return LABEL_BEHIND - cost
            if at >= self.stop:
                return 0.0 if self.tagged else TEXT_BEHIND - cost
            if rule != "widget":
                steps += 1
                cost += 0.0 if block.box.parent is box.parent else COST_OF_LINE
            if steps >= INFO_DISTANCE:
                break
        return 0.0


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
    pairs = read_pairs(text)
    return bool(pairs) and pairs[0].start == 0 and pairs[0].field == POLICY


class Names:
    """The names of a page's sections and of its site, looked for when first asked."""

    __slots__ = ("blocks", "found")

    def __init__(self, blocks: list[Block]) -> None:
        self.blocks = blocks
        self.found: tuple[frozenset[str], str] | None = None

    def __contains__(self, text: str) -> bool:
        """Is a short line what a link of a menu says, or who runs the site?"""
        if len(text) > MAX_SITE:
            return False
        if self.found is None:
            self.found = names_of_sections(self.blocks), footer_text(self.blocks)
        menus, footer = self.found
        name = squeeze(text)
        return name in menus or (len(name) >= MIN_SITE and name in footer)


def names_of_sections(blocks: list[Block]) -> frozenset[str]:
    """What short links of a page say: the names of its sections."""
    return frozenset(
        name
        for block in blocks
        if block.linked and len(block.text) <= MAX_MENU
        for name in MENU_MARKS.split(block.text)
        if MIN_CHARS <= len(name) <= MAX_NAME
    )


def footer_text(blocks: list[Block]) -> str:
    """The lines at a page's end that say who runs the site."""
    last = (squeeze(block.text) for block in blocks[-FOOTER_LINES:] if block.hidden is None)
    return "\n".join(text for text in last if frame_rule(text) == "footer")


def section_name(blocks: list[Block], crumb: int | None) -> str | None:
    """The name of the section that the breadcrumb ends in: its heading is no headline."""
    if crumb is None:
        return None
    last = CRUMB_MARKS.split(CRUMB_END.sub("", squeeze(blocks[crumb].text)))[-1]
    return last if MIN_CHARS <= len(last) <= MAX_SITE else None


def is_title_label(block: Block) -> bool:
    """Does a line ask for the title, as that of a policy header does?"""
    text = squeeze(block.text).rstrip("：:")
    return len(text) <= 6 and text in TITLE_LABELS


def whole_heading(blocks: list[Block], index: int) -> tuple[int, int]:
    """The lines that a heading is broken into, of which one is at `index`."""
    if not is_heading_alone(blocks[index]):
        return index, index + 1
    box, start, end = blocks[index].box, index, index + 1
    if box.level:
        return box.start, box.end
    while start > box.start and continues(blocks[start - 1], box):
        start -= 1
    while end < box.end and continues(blocks[end], box):
        end += 1
    return start, end


def continues(block: Block, box: Box) -> bool:
    """Is a line a further one of a headline that is broken into lines?"""
    return block.box is box and pairs_about(block.text) is None


def is_in_crumb(blocks: list[Block], block: Block) -> bool:
    """Is a line in a list that begins with the front page: the last section of a breadcrumb?"""
    box = block.box
    if box.tag not in ITEM_TAGS or box.parent is None:
        return False
    return FRONT_PAGE.fullmatch(squeeze(blocks[box.parent.start].text)) is not None


def is_heading_alone(block: Block) -> bool:
    """Does the element of a line hold a heading, broken into lines perhaps, and nothing else?"""
    box = block.box
    return box.level > 0 or (
        box.end - box.start <= HEADING_LINES and box.tag not in ("pre", "body")
    )


def is_about(block: Block) -> bool:
    """Is a line about the article, and no row of a list with its day?"""
    pairs = pairs_about(block.text)
    if pairs is None or block.linked * 2 <= len(block.text):
        return pairs is not None
    return {PUBLISHED, SOURCE} <= {pair.field for pair in pairs}


def is_labelled(text: str) -> bool:
    """Does a line consist of a label, or begin with one?"""
    if text in FIELDS:
        return True
    pairs = read_pairs(text)
    return bool(pairs) and pairs[0].start == 0
