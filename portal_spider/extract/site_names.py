"""What a page calls its site and its sections: lines that read like headlines and are none."""

from __future__ import annotations

import re

from portal_spider.extract.boilerplate import frame_rule
from portal_spider.extract.document import Block
from portal_spider.extract.title import squeeze

MIN_CHARS = 4
MAX_SITE = 16
"""Characters of a line that names the site, as `<title>` may do on every page."""
SITE = re.compile(
    "(?:人民政府|政府网站?|门户网站?|信息网|政务网|公开网|(?:委员会|局|厅|网)(?:网站|官网)?"
    "|指挥部|专题|专栏|政府信息公开(?:目录|平台|系统)?)$"
)
SECTION = re.compile(
    "(?:通知|公告|公示|公文|工作|政务|党务|新闻|动态|要闻|信息|公开|中心|快讯|快报|资讯|政策|法规|文件"
    "|解读|图片|视频|部门|乡镇|基层|综合|最新|热点|领导|活动|媒体|报道|聚焦|栏){2,4}"
)
"""What sections are called, above every article of theirs."""
ITEM_TAGS = frozenset(("li", "dd", "td"))
FRONT_PAGE = re.compile(r"\W{0,2}(?:网站|本站|返回)?[首主]页\W{0,2}|[Hh]ome")
PATH = re.compile(r"^.{0,16}(?:[首主]页|[Hh]ome)[\]】）)]?\s*[>＞»›/→－\-—·|｜]")
"""How a breadcrumb without a label begins."""
CRUMB_MARKS = re.compile("[>＞»›:：]+")
CRUMB_END = re.compile("[>＞»›]*(?:正文|内容|详情)?$")
STAND_IN = re.compile(
    r"(?:文章|新闻|信息|资讯|公告|通知|内容|页面|政策|稿件|活动|信件|帖子|留言)?(?:正文|内容|详情|详细(?:内容|信息)?|浏览)页?"
)
"""What stands in the place of a headline above every article."""
MIN_SECTION = 2
"""Characters of the last section of a breadcrumb."""
MAX_NAME = 9
"""Characters of a section's name, as links of a menu have it."""
MIN_SITE, FOOTER_LINES, FOOTER_BEFORE = 4, 12, 1
"""Characters of a site's name in the footer, and lines at the end among which it is."""
MAX_MENU = 120
"""Characters of a line of a menu."""
MENU_MARKS = re.compile(r"[\s|｜·•>＞»/]+")
PERIODICAL = re.compile(
    r"(?:公报|简报|专刊|期刊).{0,8}第\d+[期号]|(?:政府|[厅局委部会]|办公室)文件$"
)
"""Where a document was printed, above its headline, or who wrote it."""


class Names:
    """The names of a page's sections and of its site, looked for when first asked."""

    __slots__ = ("blocks", "found")

    def __init__(self, blocks: list[Block]) -> None:
        self.blocks = blocks
        self.found: tuple[frozenset[str], str] | None = None

    def __contains__(self, text: str) -> bool:
        """Is a short line what a link of a menu says, or who runs the site?"""
        return len(text) <= MAX_SITE and (squeeze(text) in self.known()[0] or self.of_site(text))

    def of_site(self, text: str) -> bool:
        """Does the footer say a short line, as it does who runs the site?"""
        return MIN_SITE <= len(squeeze(text)) <= MAX_SITE and squeeze(text) in self.known()[1]

    def known(self) -> tuple[frozenset[str], str]:
        """The names of the sections, and the footer."""
        if self.found is None:
            self.found = names_of_sections(self.blocks), footer_text(self.blocks)
        return self.found


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
    last = [squeeze(block.text) for block in blocks[-FOOTER_LINES:] if block.hidden is None]
    rules = [frame_rule(text) for text in last]
    # On a short page they hold its menu, too: 联系我们 is there as well.
    texts = (at for at in range(len(last) - 1, -1, -1) if "。" in last[at] and rules[at] is None)
    start = next(texts, -1) + 1
    first = next((at for at in range(start, len(last)) if rules[at] == "footer"), None)
    return "" if first is None else "\n".join(last[max(first - FOOTER_BEFORE, start) :])


def section_name(blocks: list[Block], crumb: int | None) -> str | None:
    """The name of the section that the breadcrumb ends in: its heading is no headline."""
    if crumb is None:
        return None
    last = CRUMB_MARKS.split(CRUMB_END.sub("", squeeze(blocks[crumb].text)))[-1]
    return last if MIN_SECTION <= len(last) <= MAX_SITE else None


def is_site(text: str) -> bool:
    """Does a short line name the site?"""
    return len(text) <= MAX_SITE and SITE.search(text) is not None


def is_in_crumb(blocks: list[Block], block: Block) -> bool:
    """Is a line in a list that begins with the front page: the last section of a breadcrumb?"""
    box = block.box
    if box.tag not in ITEM_TAGS or box.parent is None:
        return False
    first = blocks[box.parent.start : box.parent.start + 2]  # its label may stand before it
    return any(FRONT_PAGE.fullmatch(squeeze(item.text)) for item in first)
