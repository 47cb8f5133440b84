"""Turning the page by what the page links: 下一页, or the number after this one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from portal_spider.extract.listing.document import Document
from portal_spider.extract.pagination.numbers import (
    number_of,
    page_parameter,
    stem_of,
    with_number,
)
from portal_spider.extract.pagination.step import Step, get

NEXT = re.compile(r"^\W*(?:下一?[页頁]|[后後]一?[页頁]|next(?:\s*page)?)\W*$", re.IGNORECASE)
ARROW = re.compile(r"^\s*[>›»＞]{1,2}\s*$")
LAST = re.compile(
    r"^\W*(?:[尾末][页頁]|最后一?[页頁]|最末[页頁]|last(?:\s*page)?)\W*$", re.IGNORECASE
)
CURRENT = re.compile(
    r"(?:^|[\s_-])(?:cur\w*|active|on|here|hover|sel\w*|now|a_hover)(?:$|[\s_-])", re.I
)
NEXT_CLASS = re.compile(r"(?:^|[\s_-])next(?:$|[\s_-]|page)", re.IGNORECASE)
OFF = re.compile(r"disabled|(?:^|[\s_-])(?:dis|off|none|nolink)(?:$|[\s_-])", re.IGNORECASE)
_QUOTED_URL = re.compile(r"""['"]([^'"\s<>]*[\w%-]+(?:\.\w{2,5}|\?[^'"\s]+|/))['"]""")
_CALLED = re.compile(r"\b[A-Za-z_$][\w$]*\s*\(([^()]{1,100})\)")
_ARGUMENT_NUMBER = re.compile(r"""(?:^|,)\s*['"]?(\d{1,4})['"]?\s*(?=,|$)""")
MORE_ROWS = re.compile(r"^\W*(?:点击)?(?:加载|查看|显示)更多\w{0,2}\W*$")
DATA_ADDRESS = ("tagname", "data-href", "data-url", "url", "link")
"""Attributes in which templates keep an address that a script leads to."""
CLICKABLE = ("a", "input", "button", "span", "li", "div", "area")


def next_link(document: Document, rows: int) -> Step | None:
    """A link called 下一页, `>` or the like that leads to another page."""
    if document.root is None:
        return None
    for element, text in _clickables(document.root):
        if not (NEXT.match(text) or (ARROW.match(text) and _in_pager(element))):
            continue
        if _is_off(element):
            continue
        url = _destination(document, element)
        if url is not None and is_onward(document.url, url):
            return Step(next=get(url))
    url = _unnamed_next(document)
    return Step(next=get(url)) if url else None


def _unnamed_next(document: Document) -> str | None:
    """A next page that says so to machines only: `rel="next"`, or the class of an empty link."""
    assert document.root is not None
    for element in document.root.iter("link", "a"):
        named = (element.get("rel") or "").lower() == "next"
        empty = element.tag == "a" and not "".join(element.itertext()).strip()
        if named or (empty and NEXT_CLASS.search(element.get("class") or "")):
            url = document.link(element.get("href") or "")
            turns = url is not None and (number_of(url) or page_parameter(url))
            if url is not None and turns and is_onward(document.url, url):
                return url
    return None


def numbered_link(document: Document, rows: int) -> Step | None:
    """The link whose text is the number after this page's: for pagers whose 下一页 is dead."""
    pager = _pager(document)
    current = _current(document, pager) if pager else None
    if current is None:
        return None
    if current > max(pager):
        return Step()
    url = pager.get(current + 1)
    if url is not None and is_onward(document.url, url):
        return Step(next=get(url))
    beyond = {number: link for number, link in pager.items() if link and number > current + 1}
    for number, link in sorted(beyond.items()):
        guess = _between(document.url, link, number, current + 1)
        if guess is not None:
            return Step(next=get(guess), pages=max(pager))
    return None


def last_link(document: Document) -> str | None:
    """Where the link called 尾页 leads to."""
    if document.root is None:
        return None
    ends = (element for element, text in _clickables(document.root) if LAST.match(text))
    urls = (_destination(document, element) for element in ends)
    return next((url for url in urls if url is not None), None)


def has_dead_next(document: Document) -> bool:
    """Whether there is a 下一页 that only a script could follow."""
    if document.root is None:
        return False
    return any(
        NEXT.match(text)
        and not _is_off(element)
        and _destination(document, element) is None
        and (element.get("href") or element.get("onclick"))
        for element, text in _clickables(document.root)
    )


def called_number(document: Document) -> int | None:
    """The number that a dead 下一页 calls a script with (`javascript:go(2)`), where it is one."""
    if document.root is None:
        return None
    for element, text in _clickables(document.root):
        if not NEXT.match(text) or _is_off(element):
            continue
        for script in (element.get("onclick") or "", element.get("href") or ""):
            call = _CALLED.search(script)
            numbers = _ARGUMENT_NUMBER.findall(call[1]) if call else []
            if len(numbers) == 1:
                return int(numbers[0])
    return None


def has_more(document: Document) -> bool:
    """Whether a control loads further rows into the page."""
    return document.root is not None and any(
        MORE_ROWS.match(text) for _, text in _clickables(document.root)
    )


def _clickables(root: HtmlElement) -> Iterator[tuple[HtmlElement, str]]:
    """What can be clicked, with what it says; links before anything else."""
    later: list[tuple[HtmlElement, str]] = []
    for element in root.iter(*CLICKABLE):
        if element.tag == "a":
            text = "".join(element.itertext()).strip()
            if not text:
                image = element.find(".//img")
                text = element.get("title") or (image.get("alt") if image is not None else "") or ""
            if len(text) < 16:
                yield element, text
            if NEXT.match(element.get("title") or "") and not NEXT.match(text):
                later.append((element, element.get("title") or ""))
        elif element.get("onclick"):
            text = element.get("value") or "".join(element.itertext()).strip()
            if len(text) < 16:
                later.append((element, text))
    yield from later


def _destination(document: Document, element: HtmlElement) -> str | None:
    """Where a click leads to, by the link or by a literal address in its script."""
    href = element.get("href") or ""
    url = document.link(href)
    if url is not None:
        return url
    scripts = (element.get("onclick") or "", href if href.lower().startswith("javascript") else "")
    for script in scripts:
        quoted = _QUOTED_URL.search(script)
        if quoted is not None:
            return document.link(quoted[1])
    kept = (element.get(name) or "" for name in DATA_ADDRESS)
    return next((document.link(text) for text in kept if _QUOTED_URL.fullmatch(f"'{text}'")), None)


def _is_off(element: HtmlElement) -> bool:
    """Whether a control is shown as out of use, itself or by the item that it is in."""
    parent = element.getparent()
    item = parent.get("class") if parent is not None and parent.tag == "li" else None
    return OFF.search(f"{element.get('class') or ''} {item or ''}") is not None


def is_onward(here: str, url: str) -> bool:
    """Whether `url` is another page, and not an earlier one of the same listing."""
    if url.partition("#")[0] == here.partition("#")[0]:
        return False
    if number_of(here) is not None and number_of(url) is None and stem_of(here) == stem_of(url):
        return False  # from a numbered page back to the first
    now, then = page_parameter(here), page_parameter(url)
    return not (now and then and now[0] == then[0] and then[1] <= now[1])


def _in_pager(element: HtmlElement) -> bool:
    """Whether an arrow stands among the numbers of pages."""
    parent = element.getparent()
    for _ in range(2):
        if parent is None:
            return False
        texts = [text.strip() for text in parent.itertext()]
        if sum(text.isdigit() for text in texts) >= 2 or any("页" in text for text in texts):
            return len(texts) < 60
        parent = parent.getparent()
    return False


def _pager(document: Document) -> dict[int, str | None]:
    """The numbers of a pager, and where each leads to; the pager with the most of them."""
    if document.root is None:
        return {}
    pagers: dict[HtmlElement, dict[int, str | None]] = {}
    for anchor in document.root.iter("a"):
        text = (anchor.text_content() or "").strip(" \t\r\n[]【】")
        if text.isascii() and text.isdigit() and len(text) < 5:
            parent = anchor.getparent()
            if parent is not None and parent.tag == "li":
                parent = parent.getparent()
            if parent is not None:
                pagers.setdefault(parent, {}).setdefault(int(text), _destination(document, anchor))
    alive = [pager for pager in pagers.values() if any(pager.values())]
    return max(alive, key=len, default={})


def _current(document: Document, pager: dict[int, str | None]) -> int | None:
    """The number of this page: where the pager links it, leaves out its link, or by the URL."""
    here = document.url.partition("#")[0]
    for number, url in pager.items():
        if url is not None and url.partition("#")[0] == here:
            return number
    marked = _marked(document, pager)
    if marked is not None:
        return marked
    found = page_parameter(here)
    if found is not None:
        return found[1]
    in_file = number_of(here)
    shifts = {number - (number_of(url) or 0) for number, url in pager.items() if url}
    if in_file is not None and len(shifts) == 1:
        return in_file + shifts.pop()
    return 1 if 2 in pager else None


def _marked(document: Document, pager: dict[int, str | None]) -> int | None:
    """The number that stands among the pager's links without being one, or marked as current."""
    assert document.root is not None
    for element in document.root.iter("a", "span", "b", "strong", "em", "font", "li", "i"):
        text = (element.text or "").strip(" \t\r\n[]【】")
        if not (text.isascii() and text.isdigit() and len(text) < 5):
            continue
        number = int(text)
        if number in pager and CURRENT.search(element.get("class") or ""):
            return number
        parent = element.getparent()
        beside = element.tag != "a" and parent is not None and parent.find(".//a") is not None
        if beside and number not in pager and {number - 1, number + 1} & set(pager):
            return number
    return None


def _between(here: str, link: str, number: int, wanted: int) -> str | None:
    """The URL of page `wanted`, where `link` is page `number`'s and holds that number plainly."""
    in_file = number_of(link)
    if in_file is None or abs(in_file - number) > 1:
        return None
    url = with_number(link, link, in_file - number + wanted)
    return url if url and is_onward(here, url) else None
