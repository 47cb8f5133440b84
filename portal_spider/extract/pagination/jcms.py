"""大汉 JCMS: the first block of rows lies in the page, the others come from `dataproxy.jsp`.

Two ways on, as the page shows:

- `<nextgroup>`: a link to the next block, its parameters encrypted in newer releases; a GET.
- a proxy's address with `totalRecord`, `perPage`, `groupSize` and the parameters of the column:
  the next block is `startrecord=…&endrecord=…&perpage=…`, three pages long as a rule. Where the
  address holds the parameters it is a GET; where they stand beside it, a POST.

An answer knows nothing of the page that it belongs to, so a request carries all of it: a POST's
address begins with `startrecord` and repeats the parameters of its body; a GET's ends with it.
"""

from __future__ import annotations

import html
import re
from urllib.parse import urlencode, urlsplit

from portal_spider.extract.listing.document import Document, data_stores
from portal_spider.extract.pagination.numbers import page_count, parameters, with_parameters
from portal_spider.extract.pagination.step import Step, get
from portal_spider.items import PageRequest

GROUP_SIZE = 3
"""Pages that one block has where the page does not say."""
COLUMN_KEYS = (
    "col", "appid", "webid", "path", "columnid", "sourceContentType", "unitid", "webname",
    "permissiontype",
)  # fmt: skip
"""The parameters of a column, in the order in which the system sends them."""
RANGE_KEYS = ("startrecord", "endrecord", "perpage")

_RECORD = re.compile(r"<record>", re.IGNORECASE)
_NEXT_GROUP = re.compile(
    r"<nextgroup>\s*(?:<!\[CDATA\[)?\s*<a\b[^>]*href=[\"']([^\"']+)[\"']", re.IGNORECASE
)
_TOTAL = re.compile(r"<totalrecord>\s*(\d+)|\btotalRecords?['\"]?\s*[:=]\s*['\"]?(\d+)", re.I)
_SIZE = re.compile(r"\bper_?[pP]age['\"]?\s*[:=]\s*['\"]?(\d+)")
_GROUP = re.compile(r"\bgroupSize['\"]?\s*[:=]\s*['\"]?(\d+)")
_PROXY = re.compile(r"['\"]([^'\"\s]*dataproxy\.jsp[^'\"\s]*)['\"]")
_COLUMN_STRING = re.compile(r"['\"]([^'\"\s]*\bcolumnid=[^'\"\s]*)['\"]")
_COLUMN_PAIR = re.compile(
    rf"['\"]?\b({'|'.join(COLUMN_KEYS)})['\"]?\s*:\s*(?:'([^']*)'|\"([^\"]*)\"|([\w/.-]+))"
)


def next_group(document: Document, rows: int) -> Step | None:
    """`<nextgroup>`: the address of the next block, as the server wrote it."""
    link = _NEXT_GROUP.search(document.text)
    if link is None:
        return None
    total, size = _total(document.text), _size(document)
    pages = page_count(total, size) if total and size else None
    if rows == 0:
        return Step(pages=pages, total=total)
    url = document.link(html.unescape(link[1]).strip())
    return Step(next=get(url), pages=pages, total=total)


def data_proxy(document: Document, rows: int) -> Step | None:
    """`startrecord` to `endrecord` of a column, from the page or from an answer's own address."""
    asked = dict(parameters(document.url))
    if "startrecord" in asked and "endrecord" in asked:
        return _after_answer(document, asked, rows)
    proxy = _PROXY.search(document.text)
    records = _records(document.text)
    if proxy is None or not (records or "<datastore>" in document.text.lower()):
        return None
    return _after_page(document, html.unescape(proxy[1]), records or rows)


def _after_page(document: Document, proxy: str, shown: int) -> Step | None:
    """The block after the one that lies in the page."""
    total, size = _total(document.text), _size(document) or max(shown, 1)
    pages = page_count(total, size) if total else None
    address = document.link(proxy)
    if address is None or (total is not None and shown >= total):
        return Step(pages=pages, total=total)
    group = _GROUP.search(document.text)
    block = size * (int(group[1]) if group else GROUP_SIZE)
    numbers = dict(zip(RANGE_KEYS, map(str, (shown + 1, shown + block, size)), strict=True))
    if "columnid=" in proxy:
        return Step(next=get(with_parameters(address, numbers)), pages=pages, total=total)
    request = _post(address, numbers, _column(document.text))
    return Step(next=request, pages=pages, total=total)


def _after_answer(document: Document, asked: dict[str, str], rows: int) -> Step | None:
    """The block after the one that the address asked for."""
    try:
        start, end = int(asked["startrecord"]), int(asked["endrecord"])
        size = int(asked.get("perpage") or 0) or end - start + 1
    except ValueError:
        return None
    total = _total(document.text)
    pages = page_count(total, size) if total else None
    shown = _records(document.text) or rows
    short = total is None and shown < end - start + 1
    if shown == 0 or end < start or short or (total is not None and end >= total):
        return Step(pages=pages, total=total)
    numbers = dict(zip(RANGE_KEYS, map(str, (end + 1, end + 1 + end - start, size)), strict=True))
    column = [(key, value) for key, value in parameters(document.url) if key not in RANGE_KEYS]
    if not column or urlsplit(document.url).query.startswith(RANGE_KEYS[0]):
        address = document.url.partition("?")[0]
        return Step(next=_post(address, numbers, column), pages=pages, total=total)
    return Step(next=get(with_parameters(document.url, numbers)), pages=pages, total=total)


def _post(address: str, numbers: dict[str, str], column: list[tuple[str, str]]) -> PageRequest:
    body = urlencode(column)
    url = with_parameters(address.partition("?")[0], numbers)
    return PageRequest(url=f"{url}&{body}" if body else url, method="POST", body=body)


def _column(text: str) -> list[tuple[str, str]]:
    """The parameters of the column: as one string, or as an object of a script."""
    string = _COLUMN_STRING.search(text)
    if string is not None:
        return parameters(f"?{html.unescape(string[1]).lstrip('?&')}")
    pairs = [(key, one or two or bare) for key, one, two, bare in _COLUMN_PAIR.findall(text)]
    return list(dict(pairs).items())


def _records(text: str) -> int:
    """Rows of the largest store of the page."""
    stores = (store for _, _, store in data_stores(text))
    return max((len(_RECORD.findall(store)) for store in stores), default=0)


def _total(text: str) -> int | None:
    found = _TOTAL.search(text)
    return int(found[1] or found[2]) if found else None


def _size(document: Document) -> int | None:
    found = _SIZE.search(document.text)
    if found:
        return int(found[1])
    asked = dict(parameters(document.url)).get("perpage", "")
    return int(asked) if asked.isdigit() and int(asked) else None
