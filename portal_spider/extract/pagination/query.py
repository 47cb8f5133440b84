"""Turning the page by arithmetic: a parameter of the URL, a form, a file name counted down."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from lxml.html import HtmlElement

from portal_spider.extract.listing.document import Document
from portal_spider.extract.pagination.links import has_dead_next, last_link
from portal_spider.extract.pagination.numbers import (
    PAGE_PARAMETERS,
    file_of,
    number_of,
    page_parameter,
    stem_of,
    with_file,
    with_number,
    with_parameters,
)
from portal_spider.extract.pagination.promises import promised
from portal_spider.extract.pagination.scripts import current_told, pages_told
from portal_spider.extract.pagination.step import Step, get
from portal_spider.items import PageRequest

_WRITTEN = re.compile(r"""['"]([^'"\s]*[?&](\w+)=)['"]\s*\+""")
_POST_BACK = re.compile(r"__doPostBack\(\s*['\"]([^'\"]+)['\"]\s*,\s*['\"]([^'\"]*)['\"]\s*\)")


def last_page(document: Document, rows: int) -> Step | None:
    """File names counted from what 尾页 leads to, where 下一页 itself is dead.

    `index_25.html` last: counted up, from 1 where 26 or 25 pages are promised. `tzgg/1.htm`
    last, or `index_1.html` of many pages: counted down, so that the page after the first is one
    less than the pages promised.
    """
    last = last_link(document)
    end = number_of(last) if last else None
    if last is None or end is None:
        return None
    here = number_of(document.url)
    pages, total = promised(document)
    if end == 1 and (re.match(r"\d+\.", file_of(last)) or (pages or 0) > 2):
        following = (here if here is not None else pages or 1) - 1
        if following < 1:
            return Step(pages=pages, total=total)
        return Step(next=get(with_number(last, last, following)), pages=pages, total=total)
    is_plain = stem_of(last)[0] == ""
    first = 1 if (pages is None and not is_plain) or end + 1 == pages else 2
    following = first if here is None or stem_of(document.url) != stem_of(last) else here + 1
    if following > end:
        return Step(pages=pages, total=total)
    return Step(next=get(with_number(last, last, following)), pages=pages, total=total)


def query_parameter(document: Document, rows: int) -> Step | None:
    """`?page=2` after `?page=1`, as long as pages are promised or rows keep coming.

    The first page may come without the parameter: then a script must hold the address.
    """
    here = page_parameter(document.url) or _written_parameter(document)
    if here is None:
        return None
    name, number = here
    pages, total = promised(document)
    pages = pages or pages_told(document.text)
    if pages is None and document.data is not None and rows and total:
        pages = -(-total // rows)
    more = number < pages if pages is not None else has_dead_next(document) and rows > 0
    if not more:
        return Step(pages=pages, total=total) if pages is not None else None
    following = with_parameters(document.url, {name: str(number + 1)})
    return Step(next=get(following), pages=pages, total=total)


def _written_parameter(document: Document) -> tuple[str, int] | None:
    """The parameter that a script puts the page's number into: `"list.jsp?pageNo=" + n`."""
    here = document.url.partition("?")[0]
    for address in _WRITTEN.finditer(document.text):
        url = document.link(address[1])
        name = address[2]
        if url is not None and url.partition("?")[0] == here and name.lower() in PAGE_PARAMETERS:
            return name, current_told(document.text) or 1
    return None


def page_form(document: Document, rows: int) -> Step | None:
    """A form with the page's number, sent by a script (`javascript:toPage(2)`).

    A form that does not say where it is sent to may be one that a script reads and does not
    send: it counts where the script sends it, to the page's own address then.
    """
    if document.root is None or not has_dead_next(document):
        return None
    pages, total = promised(document)
    for form in document.root.iter("form"):
        values = _values(form)
        if "__VIEWSTATE" in values:
            target = _post_back(document.root)
            if target is not None:
                values |= {"__EVENTTARGET": target[0], "__EVENTARGUMENT": target[1]}
                return Step(next=_send(document, form, values), pages=pages, total=total)
        name = next((name for name in values if name.lower() in PAGE_PARAMETERS), None)
        number = values.get(name, "") if name else ""
        if name is None or not (number.isascii() and number.isdigit()):
            continue
        if not (form.get("action") or _is_submitted(document.text, form)):
            continue
        if pages is None or int(number) >= pages:
            return Step(pages=pages, total=total) if pages is not None else None
        values[name] = str(int(number) + 1)
        return Step(next=_send(document, form, values), pages=pages, total=total)
    return None


def _is_submitted(text: str, form: HtmlElement) -> bool:
    """Whether a script sends the form: `document.pageForm.submit()`."""
    names = {name for name in (form.get("name"), form.get("id")) if name}
    return any(
        re.search(rf"\b{re.escape(name)}\b['\"\])]{{0,4}}\.submit\(", text) for name in names
    )


def counted_file(document: Document, rows: int) -> Step | None:
    """`index_3.html` after `index_2.html` where 下一页 is a script and pages are promised."""
    here = number_of(document.url)
    pages, total = promised(document)
    plain = re.match(r"\d", file_of(document.url)) is not None
    if here is None or plain or pages is None or not has_dead_next(document):
        return None
    if here >= pages:
        return Step(pages=pages, total=total)
    stem, end = stem_of(document.url)
    following = with_number(document.url, document.url, here + 1)
    return Step(
        next=get(following or with_file(document.url, f"{stem}_{here + 1}{end}")),
        pages=pages,
        total=total,
    )


def _values(form: HtmlElement) -> dict[str, str]:
    """What the form would send, without its buttons."""
    return {
        element.get("name", ""): element.get("value") or ""
        for element in form.iter("input")
        if element.get("name") and (element.get("type") or "text").lower() in ("hidden", "text")
    }


def _post_back(root: HtmlElement) -> tuple[str, str] | None:
    """Target and argument of the 下一页 of an ASP.NET page."""
    for anchor in root.iter("a"):
        call = _POST_BACK.search(anchor.get("href") or "")
        if call and "下" in "".join(anchor.itertext()):
            return call[1], call[2]
    return None


def _send(document: Document, form: HtmlElement, values: dict[str, str]) -> PageRequest | None:
    address = document.link(form.get("action") or "") or document.url.partition("#")[0]
    if (form.get("method") or "get").lower() == "post":
        return PageRequest(url=address, method="POST", body=urlencode(values))
    return get(with_parameters(address, values))
