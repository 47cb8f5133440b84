"""One read of what a server answered to the question for a listing: HTML, XML or JSON.

Portals answer with a whole page, with rows of HTML wrapped in XML (JCMS) or in JSON (UCAP, jpaas),
with plain records (gkmlpt, www.gov.cn), or with a script that assigns an array of rows. Rows of
HTML become a tree, whatever they came in; so the finding of rows is one thing.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from portal_spider.extract.charset import decode

HTML_KEYS = ("html", "contentHtml", "content", "list")
"""Keys under which a JSON answer holds its rows as HTML, the likeliest first."""

_STORE_START = re.compile(
    r"(?:<script\b[^>]{0,200}>\s{0,20})?(?:<\?xml[^>]{0,100}>\s{0,20})?<datastore>", re.IGNORECASE
)
_STORE_END = "</datastore>"
_SCRIPT_END = re.compile(r"\s*</script>", re.IGNORECASE)
_RECORD = re.compile(
    r"<record>\s*(?:<!\[CDATA\[)?(.*?)(?:\]\]>)?\s*</record>", re.DOTALL | re.IGNORECASE
)
_END_OF_PAGE = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)
"""Included parts bring their own; what follows the first would not be in the tree."""
_JSONP = re.compile(r"\s*[\w$.]+\s*\(\s*([\[{].*[\]}])\s*\)\s*;?\s*", re.DOTALL)
_ARRAY_OF_ROWS = re.compile(
    r"(?<![\w.])[\w.]{1,60}\s*=\s*\[\s*(?=['\"]\s*<)(.*?)\]\s*;?", re.DOTALL
)
_QUOTED = re.compile(r"'((?:[^'\\]|\\.)*)'|\"((?:[^\"\\]|\\.)*)\"", re.DOTALL)
_SINGLE_QUOTED = re.compile(r":\s*'([^'\"\n\\]*)'")
"""A value as TRS WAS writes some of its answers, which are JSON but for that."""
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.)", re.DOTALL)
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A listing page or an answer with rows, read once for all that is asked of it."""

    url: str
    base: str
    """What relative links are relative to."""
    text: str
    """The source as text; of a JSON answer, the HTML in it."""
    root: HtmlElement | None = None
    """The tree of the HTML; `None` where there is none."""
    data: Any = None
    """The JSON answer, parsed; `None` for anything else."""
    sent: str | None = None
    """The form that was posted for it; `None` where it was asked for by its address alone."""

    def link(self, href: str) -> str | None:
        """The absolute URL that `href` leads to; `None` where it leads nowhere."""
        return resolve(self.base, href)


def read_document(
    body: bytes, url: str, content_type: str | None = None, sent: str | None = None
) -> Document:
    """Read `body` as what it is, whatever `content_type` claims; never fails."""
    text = decode(body, content_type).text.lstrip("\ufeff \t\r\n")
    data = _json(text)
    if data is not None:
        rows = _html_in(data)
        return Document(url=url, base=url, text=rows, root=_tree(rows), data=data, sent=sent)
    source = _rows_in_script(text) if text[:1] != "<" else _with_rows(text)
    root = _tree(source)
    return Document(url=url, base=_base(root, url), text=text, root=root, sent=sent)


def resolve(base: str, href: str) -> str | None:
    """`href` as an absolute http(s) URL; `None` for scripts, anchors and what cannot be parsed."""
    href = href.strip()
    if not href or href.startswith("#") or href.lower().startswith(("javascript", "mailto:")):
        return None
    try:
        url = urljoin(base, href)
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None


def _json(text: str) -> Any:
    """The JSON that `text` is, bare or as the argument of a call; `None` where it is none."""
    if text[:1] not in "{[":
        call = _JSONP.fullmatch(text) if text[:1] != "<" else None
        if call is None:
            return None
        text = call[1]
    for source in (text, _SINGLE_QUOTED.sub(r':"\1"', text)):
        try:
            value = json.loads(source, strict=False)
        except (ValueError, RecursionError):
            continue
        return value if isinstance(value, dict | list) else None
    return None


def _html_in(data: Any) -> str:
    """The HTML that a JSON answer holds, from its first levels; empty where there is none."""
    level = [data]
    for _ in range(3):
        tables = [item for item in level if isinstance(item, Mapping)]
        for table in tables:
            for key in HTML_KEYS:
                value = table.get(key)
                if isinstance(value, str) and "<a" in value:
                    return value
        level = [value for table in tables for value in table.values()]
    return ""


def data_stores(text: str) -> Iterator[tuple[int, int, str]]:
    """The JCMS data stores of a page: start and end, with the script around it, and the inside."""
    place = 0
    while start := _STORE_START.search(text, place):
        end = text.find(_STORE_END, start.end())
        if end < 0:
            return
        script = _SCRIPT_END.match(text, end + len(_STORE_END))
        place = script.end() if script else end + len(_STORE_END)
        yield start.start(), place, text[start.end() : end]


def _with_rows(text: str) -> str:
    """The page with the rows of its data stores as HTML, in the places where the stores are."""
    pieces, place = [], 0
    for start, end, store in data_stores(text):
        rows = "".join(f'<div class="record">{row}</div>' for row in _RECORD.findall(store))
        pieces += [text[place:start], f'<div class="recordset">{rows}</div>']
        place = end
    return "".join((*pieces, text[place:]))


def _rows_in_script(text: str) -> str:
    """The rows of a script that assigns an array of HTML strings, or the text as it is."""
    array = _ARRAY_OF_ROWS.search(text)
    if array is None:
        return text
    rows = [_unescape(one or two) for one, two in _QUOTED.findall(array[1])]
    return "".join(f'<div class="record">{row}</div>' for row in rows)


def _unescape(literal: str) -> str:
    """The text of a JavaScript string literal."""

    def character(escape: re.Match[str]) -> str:
        code = escape[1]
        return chr(int(code[1:], 16)) if len(code) == 5 else _ESCAPES.get(code, code)

    return _ESCAPE.sub(character, literal)


def _tree(source: str) -> HtmlElement | None:
    if "<" not in source:
        return None
    parser = HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True)
    try:
        whole = _END_OF_PAGE.sub("", source)
        return document_fromstring(whole.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None


def _base(root: HtmlElement | None, url: str) -> str:
    if root is not None:
        for element in root.iter("base"):
            href = element.get("href")
            if href:
                return resolve(url, html.unescape(href)) or url
    return url
