"""Phrases put beside a source, a section of the breadcrumb or the name of a file.

Such lines hold names alone, each between marks; so a piece is taken whole or not at all. Names of
sources and files never read like advertising, those of sections seldom (视频新闻, 资料下载).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from portal_spider.extract.attachments import is_file
from portal_spider.extract.document import Anchor, Document
from portal_spider.extract.spam.formal import is_formal
from portal_spider.extract.spam.offsite import TRAIL
from portal_spider.extract.spam.own import Own
from portal_spider.extract.spam.phrases import joined
from portal_spider.extract.spam.runs import ALIEN
from portal_spider.extract.spam.trades import likeness

LABEL = re.compile(r"(?:来\s*源|来\s*自|出\s*处|稿\s*源|转\s*自|供\s*稿|作\s*者|编\s*辑)\s*[:：]")
OUTLET = re.compile("[报台社站局厅部委办院校处室会]$|新闻|日报|融媒|客户端|公众号|发布$")
SECTION = re.compile(
    "新闻|服务|资料|首页|大图|查询|办事|专[栏题]|互动|访谈|图片|订阅|导航|动态|中心"
)
"""In the names of sections."""
BETWEEN_NAMES = re.compile(r"[\s,，、;；|｜_/]+")
BETWEEN_SECTIONS = re.compile(r"\s*[>＞»›→》|｜/]+\s*")
MARKS_AT_END = re.compile(r"[\s,，、;；|｜_>＞»›→》/]+$")
PAGES = (".html", ".htm", ".shtml", "/")
"""How most links end that lead to no file."""
MAX_LINE = 200
SHORTEST, SHORT_SECTION, LONGEST = 4, 4, 40
NAME_LIKE, SECTION_LIKE, SURELY_LIKE = 0.5, 1.0, 2.0
"""Likeness from which a name is advertising; one of a section; and whatever words it holds."""


def find_pieces(document: Document, own: Own) -> Iterator[tuple[int, str]]:
    """The lines with advertising among names, and the text of each piece."""
    for index, block in enumerate(document.blocks):
        text = block.text
        labelled = "：" in text or ":" in text
        trail = "首" in text or "位置" in text
        if not labelled and not trail:
            continue
        if not SHORTEST < len(text) <= MAX_LINE or block.hidden or block.removal:
            continue
        label = LABEL.search(text) if labelled else None
        if label is not None:
            names = [name for name in BETWEEN_NAMES.split(text[label.end() :]) if name]
            for at, piece in enumerate(names):
                # Right behind the label stands the outlet itself, unless one stands further on.
                alone = not at and not any(OUTLET.search(name) for name in names[1:])
                least = SURELY_LIKE if alone else NAME_LIKE
                if _is_advertising(piece, own, least) and not _is_outlet(piece, own):
                    yield index, piece
        elif trail and TRAIL.search(text) is not None:
            for piece in BETWEEN_SECTIONS.split(text):
                if _is_advertising(piece, own, SECTION_LIKE) and not _is_section(piece, document):
                    yield index, piece


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
    spaced = {
        index
        for index, block in enumerate(blocks)
        if block.linked and " " in block.text and not block.hidden
    }
    for anchor in document.anchors:
        if anchor.block not in spaced:
            continue
        href = anchor.href
        if href.endswith(PAGES) or not is_file(href):
            continue
        text = anchor.text
        words = text.split()
        for piece in (words[0], words[-1]) if len(words) > 1 else ():
            if _is_advertising(piece, own, NAME_LIKE):
                yield anchor, joined(*text.split(piece, 1))
                break


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
