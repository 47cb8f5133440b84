"""Phrases put beside a source, a section of the breadcrumb or the name of a file.

Such lines hold names alone, each between marks; so a piece is taken whole or not at all. Names of
sources and files never read like advertising, those of sections seldom (视频新闻, 资料下载).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from portal_spider.extract.attachments import is_file
from portal_spider.extract.document import Anchor, Document
from portal_spider.extract.spam.formal import is_formal, is_of_authorities, is_thing
from portal_spider.extract.spam.offsite import TRAIL
from portal_spider.extract.spam.own import Own
from portal_spider.extract.spam.phrases import joined
from portal_spider.extract.spam.runs import ALIEN
from portal_spider.extract.spam.trades import likeness
from portal_spider.extract.spam.vouched import PIECES, is_vouched_for
from portal_spider.extract.spam.words import is_button

HEADER = re.compile(
    r"(?:索\s*引\s*号|文\s*号|文件编号|(?:发布|发文|制发|印发|公开)(?:机构|机关|单位)|主题(?:分类|词)|公开类型|有\s*效\s*性)\s*[:：]"
)
"""Before the values of a policy's header."""
LABEL = re.compile(r"(?:来\s*源|来\s*自|出\s*处|稿\s*源|转\s*自|供\s*稿|作\s*者|编\s*辑)\s*[:：]")
OUTLET = re.compile("[报台社站局厅部委办院校处室会]$|新闻|日报|融媒|客户端|公众号|发布$")
SECTION = re.compile(
    "新闻|服务|资料|首页|大图|查询|办事|专[栏题]|互动|访谈|图片|订阅|导航|动态|中心"
)
"""In the names of sections."""
PERSON = re.compile("(?:^|[:：])[\u4e00-\u9fff]{2,4}[】）)]?$")
UNNAMED = re.compile("[A-Za-z]{0,6}[\u4e00-\u9fff]{4,}[A-Za-z\\d\u4e00-\u9fff]*")
"""What is too long for a Chinese name, and holds no mark as other names do."""
SPELT = re.compile(
    "[阿艾埃尔提买娜古丽吐吾木江别克热依布都拉斯巴特格日勒图其根哈孜汗沙力赛努肉孜麦合]"
)
"""What names of other peoples are spelt with, more than half of each."""
OF_ARTICLES = re.compile(
    "记者|通讯员|编辑|编审|作者|摄影|制图|字[号体]|大中小|打印|分享|收藏|阅读|浏览|点击|关闭|本[页报站网刊]|纠错|版$|综合|标题|责编|审核|校[对审]|次$"
    "|杂志|期$|来源|播报|原创|转载|整理|供[图稿]|特约|专电|电$|文字|朗读|时间|日期|下载|评论"
)
"""In what else stands on such lines."""
BETWEEN_NAMES = re.compile(r"[\s,，、;；|｜_/]+")
BETWEEN_SECTIONS = re.compile(r"\s*[>＞»›→》|｜/]+\s*")
MARKS_AT_END = re.compile(r"[\s,，、;；|｜_>＞»›→》/]+$")
PART_OF_NAME = re.compile(r"[^\s,，、;；|｜_\-—~～:：（）()]+")
BETWEEN_PARTS = re.compile(r"[\s,，、;；|｜_\-—~～:：（）()]")
EMPTIED = re.compile(r"[（(]\s*[）)]")
"""What is left of brackets when what stood in them is gone."""
OF_FILES = re.compile(
    "^附件|(?:台账|[表册单稿]|流程图|规划图|示意图|材料|方案|报告|合同|协议书?|说明|样式|格式|要求|计划|预算|决算|结果|情况|须知|申请书|附件\\d*)$"
)
"""What parts of the names of files are called."""
FILE_END = re.compile(
    r"\.(?:docx?|xlsx?|pptx?|pdf|zip|rar|wps|et|ofd|txt|jpe?g|png)$", re.IGNORECASE
)
PAGES = (".html", ".htm", ".shtml", "/")
"""How most links end that lead to no file."""
MAX_LINE, MAX_HEADER = 200, 80
SHORTEST, SHORT_SECTION, LONGEST = 4, 4, 40
NAME_LIKE, SECTION_LIKE, SURELY_LIKE, LEAST_LIKE = 0.5, 1.0, 2.0, -2.2
"""Likeness from which a name is advertising; one of a section; whatever words it holds; and of
what stands where nothing should."""


def find_pieces(document: Document, own: Own) -> Iterator[tuple[int, str]]:
    """The lines with advertising among names, and the text of each piece."""
    for index, block in enumerate(document.blocks):
        text = block.text
        if not SHORTEST < len(text) <= MAX_LINE or block.hidden or block.removal:
            continue
        labelled = "：" in text or ":" in text
        trail = "首" in text or "位置" in text
        if not labelled and not trail:
            continue
        if labelled and (label := LABEL.search(text)):
            found = _among_names(text[label.end() :], own)
        elif labelled and len(text) <= MAX_HEADER and (label := HEADER.search(text)):
            values = BETWEEN_NAMES.split(text[label.end() :])
            found = (value for value in values if _is_advertising(value, own, SECTION_LIKE))
        elif trail and TRAIL.search(text) is not None:
            found = _among_sections(text, document, own)
        else:
            continue
        for piece in found:
            yield index, piece


def _among_names(text: str, own: Own) -> Iterator[str]:
    """The advertising behind the label of a source, or of who wrote and edited."""
    names = [name for name in BETWEEN_NAMES.split(text) if name]
    for at, piece in enumerate(names):
        # Right behind the label stands the outlet itself, unless one stands further on.
        alone = not at and not any(OUTLET.search(name) for name in names[1:])
        least = SURELY_LIKE if alone else NAME_LIKE
        told = _is_advertising(piece, own, least) or (
            at > 0 and _is_behind(names[at - 1], piece, own)
        )
        if told and not _is_outlet(piece, own):
            yield piece


def _among_sections(text: str, document: Document, own: Own) -> Iterator[str]:
    """The advertising in a breadcrumb."""
    for piece in BETWEEN_SECTIONS.split(text):
        if _is_advertising(piece, own, SECTION_LIKE) and not _is_section(piece, document):
            yield piece


def _is_behind(name: str, piece: str, own: Own) -> bool:
    """Stands behind an outlet or a person what neither names nor tells anything of the article?"""
    if not (OUTLET.search(name) or PERSON.search(name)) or not UNNAMED.fullmatch(piece):
        return False
    if OF_ARTICLES.search(piece) or is_formal(piece) or is_thing(piece) or is_button(piece):
        return False
    if len(SPELT.findall(piece)) * 2 > len(piece):
        return False
    return likeness(piece) >= LEAST_LIKE and own.strangeness(piece) >= ALIEN


def without_piece(line: str, piece: str) -> str:
    """A line without one of its names, and without the mark before it."""
    before, _, after = line.partition(piece)
    after = after.lstrip()
    before = MARKS_AT_END.sub("", before) if after else before.rstrip()
    section = after and BETWEEN_SECTIONS.match(after)
    return f"{before}{' ' if before and after and not section else ''}{after}"


def find_file_names(document: Document, own: Own) -> Iterator[tuple[Anchor, str]]:
    """The links to files with advertising in their names, and the names without."""
    blocks = document.blocks
    linked = {
        index
        for index, block in enumerate(blocks)
        if block.linked > SHORTEST and not block.hidden and BETWEEN_PARTS.search(block.text)
    }
    for anchor in document.anchors:
        href = anchor.href
        if anchor.block not in linked or href.endswith(PAGES):
            continue
        text = anchor.text
        if not BETWEEN_PARTS.search(text) or not is_file(href):
            continue
        parts = list(PART_OF_NAME.finditer(text)) if len(text) <= MAX_LINE else []
        strange = _strange_parts([part[0] for part in parts], own) if len(parts) > 1 else ()
        name = text
        for at in sorted(strange, reverse=True):
            name = joined(name[: parts[at].start()], name[parts[at].end() :])
        if name != text:
            yield anchor, EMPTIED.sub("", name)


def _strange_parts(parts: list[str], own: Own) -> set[int]:
    """Which parts of a file's name are advertising, or the company of some."""
    told = {
        at
        for at, part in enumerate(parts)
        if _is_advertising(part, own, NAME_LIKE)
        and not (is_formal(part) or is_thing(part) or is_of_authorities(part))
        and not (FILE_END.search(part) or OF_FILES.search(part))
    }
    label = next((at for at, part in enumerate(parts) if part.startswith("附件")), 0)
    ends = (at for at, part in enumerate(parts) if FILE_END.search(part))
    outside = {*range(label), *range(next(ends, len(parts)) + 1, len(parts))}
    told |= {at for at in outside if _is_out_of_place(parts[at], own)}
    if not told or len(parts) < PIECES:
        return told
    return told | {at for at, part in enumerate(parts) if _is_out_of_place(part, own)}


def _is_out_of_place(part: str, own: Own) -> bool:
    """Says nothing of a part of a file's name that it belongs to it?"""
    if not UNNAMED.fullmatch(part) or OF_ARTICLES.search(part) or OF_FILES.search(part):
        return False
    return not is_vouched_for(part, own)


def _is_advertising(piece: str, own: Own, least: float) -> bool:
    """Does a name read like advertising, of which the page has nothing else?"""
    if not SHORTEST <= len(piece) <= LONGEST or ":" in piece or "：" in piece:
        return False
    if likeness(piece) < least:
        return False
    like = own.likeness(piece)
    if like < least or (is_formal(piece) and like < SURELY_LIKE):
        return False
    return own.strangeness(piece) >= ALIEN


def _is_outlet(piece: str, own: Own) -> bool:
    return own.likeness(piece) < SURELY_LIKE and OUTLET.search(piece) is not None


def _is_section(piece: str, document: Document) -> bool:
    """Is a name that of a section: by its words, for being short, or named on the page again?"""
    if SECTION.search(piece) or len(piece) <= SHORT_SECTION:
        return True
    named = sum(piece in block.text for block in document.blocks)
    return named > 1 or any(piece in value for value in document.metas.values())
