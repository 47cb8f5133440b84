"""The lines of a text, gathered one by one until one says that the text is over.

What stands among them and is none: the frame's lines, links to neighbours and to what is related,
pagers, files.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from portal_spider.extract.about import is_row
from portal_spider.extract.attachments import BESIDE_FILES, is_attachment_line
from portal_spider.extract.boilerplate import frame_rule, is_next_tool
from portal_spider.extract.dates import find_date
from portal_spider.extract.document import Block, Box, Document
from portal_spider.extract.ending import goes_on, is_cell, is_own_line
from portal_spider.extract.labels import TEXT_LABEL
from portal_spider.extract.title import squeeze

if TYPE_CHECKING:
    from portal_spider.extract.regions import Regions

TAIL_SHARE = 0.25
"""Of the text's mass, what may follow a line that says the text is over."""
MAX_FRAME_CHARS, SHORT_FRAME = 220, 60
"""Characters of a line of the frame: behind the text, where disclaimers stand, and inside it."""
REPEATED_CHARS = 30
"""A line so long that stands twice is a second copy, for telephones or printers."""
RELATED = re.compile(
    r"\W{0,4}(?:相关|关联|有关)(?:解读|文件|链接|阅读|新闻|报道|政策|文章|稿件|信息)\s*[:：]"
)
"""What stands before a link to a page about the same, in its line."""
FILES_COLUMN = re.compile(
    "序号|编号|附件|(?:附件|文件)?名称|文件名?|附件名|文件?格式|类型|(?:文件)?大小|下载(?:次数|量)?|操作|上传时间"
)
"""Columns of a table of files."""
TAGS = re.compile(r"\W{0,3}(?:标签|关键[词字]|[Tt][Aa][Gg][Ss]?|话题)\s*[:：]")
"""What stands before links to what has the same subject, in their line."""
LINKS_END = 3
"""So many lines of links, one after the other, end the text."""
PROSE_CHARS = 30
"""Characters of the line above a list of links by which it is a text's last, not their head."""
AROUND_DAY = 6
"""Characters of the brackets around a row's day, and of its bullet."""
BESIDE_LINK = 12
"""Characters of a line beside the links of a list: a date, a number."""
PAGER = re.compile(
    r"[\[【(（]?(?:\d{1,3}|上一?页|下一?页|首页|尾页|末页|[<>«»]|\.{2,3}|[|｜\]】)）\[【(（\s])+$"
)
"""Links to the parts of an article on several pages, or a page's number alone."""


def gather(document: Document, regions: Regions, sums: list[float], start: int) -> None:
    """Gather the lines of the text from `start` on; what is left out is noted with its rule.

    Args:
        document: The page.
        regions: Its parts; lines go to `body` and `taken`.
        sums: Mass of the lines before each, as prefix sums.
        start: The first line that can be of the text.
    """
    core, limit = regions.core, regions.limit
    if core is None or limit is None:
        return
    gathering = _Gathering(document, regions, core)
    total = sums[core.end] - sums[core.start]
    last = TAIL_SHARE * total
    gathering.bare = not total
    gathering.listed = regions.taken.get(start - 1) == "after_text"
    for index in range(start, limit.end):
        block = document.blocks[index]
        if block.hidden is not None or block.removal is not None or index in regions.about:
            continue
        over = gathering.bare or index >= core.end
        if not gathering.take(index, block, over, over or sums[limit.end] - sums[index] <= last):
            break
    drop_rows(document.blocks, regions)
    drop_file_rows(document.blocks, regions)
    while regions.body and is_left_over(document.blocks, regions, core, regions.body[-1]):
        regions.taken[regions.body.pop()] = "links_after_text"


def drop_rows(blocks: list[Block], regions: Regions) -> None:
    """Take a list of dated links from the end of a text that stands in one element with it."""
    rows = 0
    for index in reversed(regions.body):
        block = blocks[index]
        stamp = find_date(block.text) if block.linked else None
        if stamp is None or block.prose - (stamp.end - stamp.start) > BESIDE_LINK:
            break
        rows += 1
    if rows < LINKS_END or rows == len(regions.body):
        return
    if blocks[regions.body[-rows - 1]].prose < PROSE_CHARS:
        return  # the list has a line above each of its links
    for index in regions.body[-rows:]:
        regions.taken[index] = "links_after_text"
    del regions.body[-rows:]


def drop_file_rows(blocks: list[Block], regions: Regions) -> None:
    """Take what else a table of files has from the text: numbers, sizes, the names of columns."""
    files = [index for index, rule in regions.taken.items() if rule == "attachment"]
    rows = {id(row): row for index in files if (row := blocks[index].box.row) is not None}
    if not rows:
        return
    heads = {row.start for row in rows.values()}
    for index in reversed(range(len(regions.body))):
        line = regions.body[index]
        row = blocks[line].box.row
        if row is None:
            continue
        cell = blocks[line].text
        beside = id(row) in rows and BESIDE_FILES.sub("", cell) == ""
        above = row.end in heads and FILES_COLUMN.fullmatch(cell)
        if beside or above:
            regions.taken[line] = "attachment"
            del regions.body[index]


class _Gathering:
    """What is known while the lines of a text are gathered."""

    __slots__ = (
        "aside",
        "bare",
        "blocks",
        "core",
        "document",
        "footers",
        "framed",
        "links",
        "listed",
        "regions",
        "seen",
        "title",
    )

    def __init__(self, document: Document, regions: Regions, core: Box) -> None:
        self.document = document
        self.blocks = document.blocks
        self.regions = regions
        self.core = core
        self.title = title_text(document.blocks, regions)
        self.footers = [box for box in document.boxes if box.tag == "footer"]
        self.seen: set[str] = set()
        self.links = 0
        """Lines of links behind the text, one after the other."""
        self.bare = False
        """No text at all: links and images, or nothing."""
        self.aside = 0
        """Where an element ends that such a line heads, and whose lines are none of the text."""
        self.framed = False
        """No line of the text stands behind the last one of the frame."""
        self.listed = False
        """The last line was of a list that a line of the frame heads (相关新闻)."""

    def take(self, index: int, block: Block, over: bool, late: bool) -> bool:
        """Put a line where it belongs; whether the text may go on.

        Args:
            index: The line's.
            block: The line.
            over: Whether it stands behind the element that holds the text.
            late: Whether little of the text's mass is left from it on.
        """
        text = block.text
        if index < self.aside:
            self.regions.taken[index] = "links_in_text"
            return True
        if (rule := self.frame_rule(index, block, late)) is not None:
            self.regions.taken[index] = rule
            self.framed = True
            self.listed = rule == "after_text"
            if self.listed:
                self.aside = self.end_of_list(index, block)
            return (
                rule == "widget"
                or not late
                or (index < self.core.end and goes_on(self.blocks, index, self.core))
            )
        is_beside = block.linked or self.listed  # as few lines are
        if is_beside and (rule := self.link_rule(index, block, over)) is not None:
            self.regions.taken[index] = rule
            if rule == "links_after_text":
                self.links += 1
            return self.links < LINKS_END
        if late and self.ends_in_list(index):
            return False
        self.links = 0
        if self.is_ornament(block, over):
            return True
        if TEXT_LABEL.fullmatch(text) and self.asks_for_text(index, block):
            self.regions.taken[index] = "text_label"
            return True
        if over and len(text) >= REPEATED_CHARS and text in self.seen:
            self.regions.taken[index] = "repeated"
            return True
        self.seen.add(text)
        if late and self.footers and any(box.start <= index < box.end for box in self.footers):
            return False
        if over and self.title and squeeze(text) == self.title:
            return False
        self.regions.body.append(index)
        self.framed = False
        return True

    def frame_rule(self, index: int, block: Block, late: bool) -> str | None:
        """The rule by which a line is the frame's, if it is."""
        text, rule = block.text, None
        if len(text) <= (MAX_FRAME_CHARS if late else SHORT_FRAME):
            rule = frame_rule(text, footers=late)
        if rule is None and late and block.linked * 2 > len(text) and RELATED.match(text):
            rule = "after_text"
        if (
            rule is None
            and (block.linked or late)
            and len(text) <= SHORT_FRAME
            and TAGS.match(text)
        ):
            return None if "。" in text else "widget"
        if rule is not None and (
            is_own_line(self.blocks, index, self.core, rule, first=not self.regions.body)
            or (rule == "widget" and self.goes_on_in_row(index, block))
        ):
            return None
        if rule is None and late and self.regions.taken.get(index - 1) == "widget":
            is_count = not any(map(str.isalpha, text)) and not is_cell(block)  # how many pressed it
            return "widget" if is_count or is_next_tool(text) else None
        return rule

    def goes_on_in_row(self, index: int, block: Block) -> bool:
        """Is a line a cell of a table's row of single lines, of which the text has the one before?

        微信朋友圈 and QQ are a tool bar's words, and a table's where it says how to reach somebody.
        """
        row = block.box.row
        return (
            index < self.core.end
            and bool(self.regions.body)
            and self.regions.body[-1] == index - 1
            and row is not None
            and row is self.blocks[index - 1].box.row
            and all(is_one_line(line) for line in self.blocks[row.start : row.end])
        )

    def link_rule(self, index: int, block: Block, over: bool) -> str | None:
        """The rule by which a line of links, or one beside them, is none of the text."""
        text = block.text
        linked = is_row(block)
        if block.linked and PAGER.match(text):
            return "pager"
        if block.linked and is_attachment_line(self.document, index):
            return "attachment"
        if linked and (index < self.core.start or self.is_in_head(index)):
            return "links_before_text"
        goes_with = linked or len(text) <= BESIDE_LINK or is_dated_link(block)
        if self.listed and goes_with and not is_cell(block):
            return "links_in_text"
        self.listed = False
        # Where no element holds the text alone, what is behind it is in that element, too.
        apart = over or (self.core.tag == "body" and self.regions.body)
        return "links_after_text" if linked and apart else None

    def ends_in_list(self, index: int) -> bool:
        """Where no mark-up tells links, does a list begin that is none of the text?"""
        if index in self.regions.sites:
            return True
        return self.framed and index in self.regions.listed

    def is_in_head(self, index: int) -> bool:
        """Where no element holds the text alone, does a line stand before its first sure line?"""
        return self.core.tag == "body" and not self.regions.body and index < self.regions.first

    def end_of_list(self, index: int, block: Block) -> int:
        """Where the element ends that a line heads, and in which a link follows: 猜你喜欢."""
        box = block.box.parent if block.box.end - block.box.start == 1 else block.box
        if box is None or box.start != index or box.end - index < LINKS_END:
            return 0
        return box.end if is_row(self.blocks[index + 1]) else 0

    def asks_for_text(self, index: int, block: Block) -> bool:
        """Is a line what a form has above the text, or in the cell to its left?"""
        following = self.blocks[index + 1 : index + 2]
        if not is_cell(block):
            return not self.regions.body
        return any(b.box.row is block.box.row and len(b.text) >= PROSE_CHARS for b in following)

    def is_ornament(self, block: Block, over: bool) -> bool:
        """Is a line of signs alone no text: a bullet, asterisks under the headline?"""
        if len(block.text) > 2 and not over and self.regions.body:
            return False
        return not any(map(str.isalnum, block.text)) and not is_cell(block)


def is_dated_link(block: Block) -> bool:
    """Is a line a link, as short as it may be, with nothing beside it but a day?"""
    stamp = find_date(block.text) if block.linked else None
    return stamp is not None and block.prose - (stamp.end - stamp.start) <= AROUND_DAY


def is_left_over(blocks: list[Block], regions: Regions, core: Box, index: int) -> bool:
    """Is the last line a heading, and what follows links or images that are none of the text?"""
    box = blocks[index].box
    if not box.level:
        return heads_links(regions, box, index) or (
            box.parent is not None and heads_links(regions, box.parent, index)
        )
    before = regions.body[-2] if len(regions.body) > 1 else index
    apart = box.parent is not None and box.parent.start > before
    return apart or index >= core.end or regions.taken.get(index + 1) == "links_after_text"


def heads_links(regions: Regions, box: Box, index: int) -> bool:
    """Does an element begin with a line and go on with links that are none of the text?"""
    rest = range(index + 1, box.end)
    return (
        box.start == index
        and len(rest) > 0
        and all(regions.taken.get(line) == "links_after_text" for line in rest[:LINKS_END])
    )


def title_text(blocks: list[Block], regions: Regions) -> str | None:
    """The headline without white space, to be told when it stands a second time."""
    if regions.title is None or regions.title_end is None:
        return None
    return squeeze("".join(block.text for block in blocks[regions.title : regions.title_end]))


def is_one_line(block: Block) -> bool:
    """Is a line all that its table's cell holds?"""
    cell = block.box.cell
    return cell is not None and cell.end - cell.start == 1
