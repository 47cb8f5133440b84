"""The breadcrumb: which sections a page says it stands in."""

from __future__ import annotations

import re
from itertools import chain

from portal_spider.extract.about import with_seams
from portal_spider.extract.boilerplate import CRUMB, crumb_label
from portal_spider.extract.document import Block, Document
from portal_spider.extract.labels import SEAM
from portal_spider.extract.title import squeeze
from portal_spider.extract.tree import children_of

SEPARATOR = re.compile(
    r"\s*(?:-{1,2}[>＞》]|[>＞»›→》〉｜|/／\\＼∙•▸►▶➤➔➜❯⟩≫⇒]|&gt;|::|：：|·(?=\s)|(?<=\s)-(?=\s))+\s*"
)
OPEN_END = re.compile(rf"{SEPARATOR.pattern}$")
"""A line of a breadcrumb that the next one goes on with."""
ARROW = re.compile(r"\s*(?:-{1,2}[>＞》]|[>＞»›→》〉▸►▶➤➔➜❯⟩≫⇒]|&gt;)+\s*")
HOME = re.compile(
    r"[\[【（(]?\s*(?:网站|本站|返回)?(?:首\s*页|主\s*页|首頁|主頁|Home|HOME)\s*[\]】）)]?$"
)
LAST = re.compile(
    r"(?:文章|新闻|信息|内容|公告|通知|资讯|文件|正文|页面|信件|来信|帖子|留言|图片)?(?:正文|内容|详情|详细|浏览|查看|阅读)页?"
    r"|(?:查看|阅读|浏览|详细|详情)(?:正文|内容|信息|文章|新闻|全文|详情|页面?|信件|帖子|留言|图片)"
    r"|(?:文章|正文|内容|全文)页?|(?:最终|本|当前)页"
)
"""What stands in the place of the page itself."""
NAMED = re.compile(
    r"crumb|bread|\bpath|navpath|position|location|dqwz|weizhi|place|mbx|sitepath|curpath|current-path"
    r"|面包屑|路径"
)
"""How portals name the breadcrumb's element."""
ANY_LABEL = re.compile(
    r"[\W_]{0,4}(?:[\u3400-\u9fff\s]{2,8}|[A-Z][A-Za-z ]{3,24})[:：]\s*"
    r"(?=[\[【（(]?\s*(?:首|主|H[Oo][Mm][Ee]))"
)
"""Another label before 首页: 站内导航：首页 > 新闻."""
FROM_HOME = re.compile(
    r"\s*(?:网站|本站)?(?:首页|主页)(?:\s*[-－—–]\s*[\u3400-\u9fff、]{2,12})+\s*[-－—–]?$"
)
"""Sections behind 首页, set apart by what joins words elsewhere: 首页-动态-要闻."""
DASH = re.compile(r"\s*[-－—–]\s*")
LEADS_ON = re.compile("[>＞»›→]\\s*[^>＞»›→\\s]")
MAX_CHARS = 160
MAX_PARTS = 9
MAX_SECTIONS = 5
"""Sections of a breadcrumb that nothing sets apart; menus have more."""
MAX_SPLIT = 4
"""Parts into which a title's own signs may split it."""
MAX_PART = 20
"""Characters of a section's name."""
MAX_SECTION_TITLE = 8
"""Characters of a headline that may be the name of a section, too."""
GAP = re.compile(rf"[\s{SEAM}]+")
NEAR = 2
"""Lines between breadcrumb and headline."""


def read_breadcrumb(
    document: Document, crumb: int | None, first: int, title: str | None
) -> tuple[tuple[str, ...], tuple[int, int] | None]:
    """The sections, outermost first, without the page itself; and the lines they stand in."""
    blocks = document.blocks
    above = range(min(first, len(blocks)) - 1, -1, -1)
    for index in chain(  # the first mostly is it, and the others are never looked for
        [crumb] if crumb is not None else (),
        (i for i in above if looks_like_start(document, i)),
        (i for i in above if looks_like_trail(blocks[i], first - i, title)),
        (i for i in above[:NEAR] if is_line_of_sections(document, i)),
    ):
        if behind := behind_section(blocks[index]):
            return tuple(drop_last(split_parts(behind), title)), (index, index + 1)
        found, end = collect(document, index, first)
        is_section = ends_in_section(document, range(index, end), found, title)
        parts = found if is_section else drop_last(found, title)
        if parts and (index == crumb or len(found) >= 2 or end - index > 1):
            return tuple(parts), (index, end)
    for index in above:
        if behind := behind_section(blocks[index]):
            return tuple(drop_last(split_parts(behind), title)), (index, index + 1)
    return (), None


def behind_section(block: Block) -> str | None:
    """The breadcrumb of a line that has the section's name before it: 要闻 首页 > 新闻 > 要闻."""
    text = block.text
    if block.hidden is not None or len(text) > MAX_CHARS or not ARROW.search(text):
        return None
    if crumb_label(text) or HOME.match(SEPARATOR.split(text, maxsplit=1)[0]):
        return None
    line = with_seams(block)
    for gap in GAP.finditer(line, 0, MAX_PART):
        rest = line[gap.end() :]
        label = CRUMB.match(rest)
        parts = ARROW.split(rest[label.end() :] if label else rest, maxsplit=1)
        if len(parts) > 1 and HOME.match(parts[0].replace(SEAM, " ").strip()):
            return (rest[label.end() :] if label else rest).replace(SEAM, "")
    return None


def looks_like_trail(block: Block, distance: int, title: str | None) -> bool:
    """Are a line's names set apart by arrows, and links, though none of them is 首页?

    Its element is named for a breadcrumb, it ends in 正文, or the headline is `distance` lines
    away. Without links, it ends in the headline.
    """
    text = block.text
    if block.hidden is not None or not LEADS_ON.search(text):
        return False
    parts = split_parts(text)
    if not block.linked:
        return len(text) <= MAX_CHARS and len(drop_last(parts, title)) < len(parts) <= MAX_PARTS
    if len(text) > MAX_CHARS or not 2 <= len(parts) <= MAX_PARTS or is_menu(text):
        return False
    sections = drop_last(parts, title) or parts  # headlines are longer than sections
    if max(map(len, sections)) > MAX_PART or block.linked < len(parts[0]):
        return False
    return LAST.fullmatch(parts[-1]) is not None or distance <= NEAR or is_named(block)


def looks_like_start(document: Document, index: int) -> bool:
    """Is a line a breadcrumb without its label: 首页 with separators, or with parts after it?"""
    block = document.blocks[index]
    text = block.text
    if (
        block.hidden is not None
        or len(text) > MAX_CHARS
        or ("页" not in text and "頁" not in text and "ome" not in text and "OME" not in text)
    ):
        return False
    label = ANY_LABEL.match(text)
    if FROM_HOME.match(text):
        return True
    head = SEPARATOR.split(text[label.end() :] if label else text, maxsplit=1)
    if not HOME.match(head[0]):
        # Where images stand between the parts, nothing but the element's name tells.
        return is_named(block) and begins_at_home(document, index)
    if is_menu(text):
        return is_named(block)
    if len(head) > 1 and head[1]:
        return True
    following = document.blocks[index + 1 : index + 2]
    if following and SEPARATOR.match(following[0].text):
        return True
    return is_named(block)


def is_line_of_sections(document: Document, index: int) -> bool:
    """Are a line's links, right above the headline, sections, though nothing sets them apart?

    Menus are further up, have more links, and the page has one besides.
    """
    block = document.blocks[index]
    if block.hidden is not None or not block.linked or not begins_at_home(document, index):
        return False
    parts = parts_in_elements(document, index)
    if not 2 <= len(parts) <= MAX_SECTIONS or len("".join(parts)) < len(squeeze(block.text)):
        return False
    return any(HOME.match(anchor.text) for anchor in document.links(0, index))


def is_named(block: Block) -> bool:
    """Does a line stand in an element that is named for the breadcrumb?"""
    for box, _ in zip(block.box.around(), range(3), strict=False):
        if NAMED.search(box.name):
            return True
        label = box.element.attributes.get("aria-label")
        if label and NAMED.search(label.lower()):
            return True
    inline = (child.attributes for child in children_of(block.box.element))
    return any(NAMED.search(f"{own.get('id')} {own.get('class')}".lower()) for own in inline)


def begins_at_home(document: Document, index: int) -> bool:
    """Is the first of a line's links, or elements, that of the front page?"""
    texts = parts_in_elements(document, index)
    return bool(texts) and HOME.match(texts[0]) is not None


def is_menu(text: str) -> bool:
    """Are a line's parts set apart by nothing but strokes, as those of menus are?"""
    marks = SEPARATOR.findall(text)
    return len(marks) > 1 and all(mark.strip() in ("|", "｜") for mark in marks)


def collect(document: Document, index: int, first: int) -> tuple[list[str], int]:
    """The parts from a line on, and those of the lines that belong to it."""
    blocks = document.blocks
    text = blocks[index].text
    if label := crumb_label(text) or ANY_LABEL.match(text):
        text = text[label.end() :]
    parts = split_parts(text.lstrip("】]"))
    if len(parts) == 1:
        parts = parts_in_elements(document, index) or parts  # arrows between them are images
    elif parts and not blocks[index].text.endswith((">", "＞")):
        parts[-1] = page_itself(blocks[index]) or parts[-1]
    inline = len(parts) > 1  # the separators are in the line itself
    end = index + 1
    box = blocks[index].box
    group = box.parent if box.tag in ("li", "td", "dd", "dt", "p", "span") and box.parent else box
    if not parts and group.end == end and group.parent:
        group = group.parent
    while end < min(group.end, first) and len(parts) < MAX_PARTS:
        if parts and LAST.fullmatch(parts[-1]):
            break
        block = blocks[end]
        if block.hidden is None:
            open_end = OPEN_END.search(blocks[end - 1].text) is not None
            if inline and not open_end and not SEPARATOR.match(block.text):
                break
            more = split_parts(block.text)
            if len(block.text) > 40 or (len(parts) > 1 and block.box.level):
                break
            parts += more
        end += 1
    if not parts and end < first:  # the label and the parts in elements of their own
        parts = split_parts(blocks[end].text)
        end += 1
    return parts, end


def page_itself(block: Block) -> str | None:
    """What stands for the page at the end of a breadcrumb, where a section's name follows."""
    last, *others = SEPARATOR.split(with_seams(block))[-1].strip(SEAM).split(SEAM)
    return last if others and LAST.fullmatch(squeeze(last)) else None


def parts_in_elements(document: Document, index: int) -> list[str]:
    """The texts of a line's links, where it has several, or else of its inline elements."""
    block = document.blocks[index]
    if block.linked:
        texts = [anchor.text for anchor in document.links(index, index + 1)]
        rest = block.text.rpartition(texts[-1])[2] if texts and texts[-1] else ""
        if len(rest) <= MAX_PART:
            texts.append(rest)  # the page's own section is often no link
    else:
        texts = with_seams(block).split(SEAM)
    named = [text for text in map(str.strip, texts) if text and not SEPARATOR.fullmatch(text)]
    return named if len(texts) > 1 else []


def split_parts(text: str) -> list[str]:
    """The names between the separators; where arrows are, strokes belong to names (中标/成交)."""
    separator = ARROW if ARROW.search(text) else DASH if FROM_HOME.match(text) else SEPARATOR
    return [
        part
        for raw in separator.split(text)
        if (part := raw.strip(" :：\u3000\xa0")) and part != "-"
    ]


def ends_in_section(document: Document, lines: range, parts: list[str], title: str | None) -> bool:
    """Is the last part a link to a section whose name the page has for its headline?

    警情通报, 开庭公告; some portals link the page itself there.
    """
    if title is None or len(title) > MAX_SECTION_TITLE or parts[-1:] != [title]:
        return False
    links = [anchor for anchor in document.anchors if anchor.block in lines]
    named = [link for link in links if squeeze(link.text) == title]
    page = document.url.rpartition("/")[2]
    return len(named) == parts.count(title) and named[-1].href.rpartition("/")[2] != page


def drop_last(parts: list[str], title: str | None) -> list[str]:
    """Without the last part where it is the title, cut short perhaps, or 正文.

    A title that holds what sets sections apart stands in several parts: 《通知》解读.
    """
    wanted = SEPARATOR.sub("", squeeze(title or ""))
    while len(parts) > 1:
        if LAST.fullmatch(squeeze(parts[-1])):
            parts = parts[:-1]
            continue
        for size in range(1, min(MAX_SPLIT, len(parts) - 1) + 1):
            last = SEPARATOR.sub("", squeeze("".join(parts[-size:])))
            bare = last.rstrip(".…")
            least = 9 if bare == last else 6
            if wanted and (last == wanted or (len(bare) >= least and wanted.startswith(bare))):
                parts = parts[:-size]
                break
        else:
            break
    return parts
