"""The files that an article offers, however their links are written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from portal_spider.extract.boilerplate import frame_rule
from portal_spider.extract.document import Anchor, Document
from portal_spider.extract.tree import attribute
from portal_spider.items import Attachment

if TYPE_CHECKING:
    from portal_spider.extract.regions import Regions

FILE_END = re.compile(
    r"\.(?:docx?|xlsx?|pptx?|pdf|wps|et|dps|ofd|zip|rar|7z|tar|gz|txt|csv|rtf|xml|tiff?|dwg|ceb|caj|mp3|mp4|wmv|apk|exe)$",
    re.IGNORECASE,
)
DOWNLOAD = re.compile(
    r"(?:download|downfile|down_file|attach(?:ment)?s?|filedown|getfile|fileload|readfile)\w*[/.?]"
    r"|(?<![a-z])down\.(?:php|aspx?|jsp|do)\?|[?&](?:file_?(?:name|id|path)|wbfileid|attach_?id|attachment_?id)=",
    re.IGNORECASE,
)
"""URLs of files without an extension: 博达's download.jsp, 大汉's downfile.jsp and the like."""
OF_DOWNLOADS = ("file", "down", "attach")
"""One of these is in all that `DOWNLOAD` finds; looking is faster."""
PAGE_END = re.compile(r"(?:\.s?html?|/)$", re.IGNORECASE)
LONGEST_END = 6
"""Characters in which `FILE_END` begins, if it is there."""
BEHIND_PATH = re.compile("[?&=#]")
FILE_IN_QUERY = re.compile(
    r"[?&=/][^?&=/]*\.(?:docx?|xlsx?|pptx?|pdf|wps|et|ofd|zip|rar|txt|csv|rtf)(?:&|$)",
    re.IGNORECASE,
)
LINES_BEHIND = 12
STOPPING = frozenset(("footer", "after_text", "disclaimer"))
FILES_HEADING = re.compile(r"\W{0,4}(?:相关|有关)?(?:附件|下载|资料下载|文件下载)")
DEAD = ("javascript:", "#", "mailto:", "tel:", "data:")
IN_SCRIPT = re.compile(r"""['"]([^'"\s]*/[^'"\s]*)['"]""")
"""A URL in the script that a dead link runs: `downLoad('/files/1.pdf')`."""
LINKS_KEPT = re.compile(r"'<a (?:(?<=='<a )|(?<== '<a ))[^'\n]*</a>")
"""Begins with a string, which lets the pattern skip through a page."""
KEPT_LINK = re.compile(r"""<a\s[^>]*href="([^"]+)"[^>]*>([^<]+)</a>""", re.IGNORECASE)
DOCUMENT_END = re.compile(r"\.(?:docx?|xlsx?|pptx?|pdf|wps|et|ofd|zip|rar)$", re.IGNORECASE)
MAX_SCRIPT = 400
BESIDE_FILES = re.compile(
    r"附\s*件|附|相关|(?:已?下载|点击)(?:次数|量)?|次|大小|[KMkm][Bb]?(?![a-z])|[\d\W一二三四五六七八九十]+"
)
"""What stands around links to files: numbers, sizes, how often they were downloaded."""
PAGE_TOOL = re.compile(
    r"^(?:全文|word|pdf|正文|本文)?下载(?:word|pdf|文本|全文|正文)?$|客户端|app|浏览器|阅读器|插件",
    re.IGNORECASE,
)


def read_attachments(document: Document, regions: Regions) -> tuple[Attachment, ...]:
    """Files linked between headline and page's end frame, each once, in page order."""
    start, end = span(document, regions)
    found: dict[str, Attachment] = {}
    for anchor in document.links(start, end):
        if (href := file_of(anchor)) is None:
            continue
        url = document.link(href)
        name = name_of(anchor)
        if url is None or not name or PAGE_TOOL.search(name):
            continue
        found.setdefault(url, Attachment(url=url, name=name))
    for href, name in links_in_scripts(document.html):
        if (url := document.link(href)) is not None and not PAGE_TOOL.search(name):
            found.setdefault(url, Attachment(url=url, name=name))
    return tuple(found.values())


def links_in_scripts(html: str) -> list[tuple[str, str]]:
    """Links to documents that a script keeps in a string, to write them below the text.

    `var hasFJ='<a href="./P01.doc">附件1.doc</a><br><a href="./P02.xls">附件2.xls</a>';`
    """
    return [
        link
        for literal in LINKS_KEPT.findall(html)
        for link in KEPT_LINK.findall(literal)
        if DOCUMENT_END.search(link[0])
    ]


def span(document: Document, regions: Regions) -> tuple[int, int]:
    """The lines among which links to files are the article's."""
    core = regions.limit
    start = regions.title_end if regions.title_end is not None else (core.start if core else 0)
    if core is None:
        return start, len(document.blocks) + 1
    around = core
    while around.parent is not None and around.start > start and around.parent.tag != "body":
        around = around.parent
    return start, end_of_files(document, regions, max(around.end, core.end))


def end_of_files(document: Document, regions: Regions, end: int) -> int:
    """Where the files end that are listed right behind the text, outside of its element."""
    blocks = document.blocks
    last = regions.body[-1] + 1 if regions.body else end
    for index in range(max(last, end), min(end + LINES_BEHIND, len(blocks))):
        text = blocks[index].text
        if frame_rule(text) in STOPPING and not FILES_HEADING.match(text):
            return index + 1 if index == end else index
    return min(end + LINES_BEHIND, len(blocks) + 1)


def is_file(href: str) -> bool:
    """Does a link lead to a file, by its path or by its query?"""
    path = href.partition("#")[0].partition("?")[0].rstrip()
    if FILE_END.search(path, max(0, len(path) - LONGEST_END)):
        return True
    if BEHIND_PATH.search(href) and FILE_IN_QUERY.search(href):
        return True
    if PAGE_END.search(path):
        return False
    low = href.lower()
    return any(map(low.__contains__, OF_DOWNLOADS)) and DOWNLOAD.search(href) is not None


def file_of(anchor: Anchor) -> str | None:
    """Where a link leads to a file, as written; `None` where it does not.

    A link that is dead by itself may run a script, and a URL that says nothing may have the
    file's name for its text.
    """
    href = anchor.href
    if not href or href.lower().startswith(DEAD):
        script = href + (attribute(anchor.element, "onclick") or "")
        urls = IN_SCRIPT.findall(script) if len(script) <= MAX_SCRIPT else ()
        return next(filter(is_file, urls), None)
    if is_file(href):
        return href
    path = href.partition("#")[0].partition("?")[0]
    return href if not PAGE_END.search(path) and FILE_END.search(anchor.text) else None


def is_attachment_line(document: Document, index: int) -> bool:
    """Is a line nothing but links to files, numbered perhaps, with 附件 before them?"""
    anchors = document.links(index, index + 1)
    if not anchors or any(file_of(anchor) is None for anchor in anchors):
        return False
    rest = document.blocks[index].text
    for anchor in anchors:
        rest = rest.replace(anchor.text, "", 1)
    return not BESIDE_FILES.sub("", rest)


def name_of(anchor: Anchor) -> str:
    """What the page calls the file: the link's text, else its title."""
    return anchor.text or (attribute(anchor.element, "title") or "").strip()
