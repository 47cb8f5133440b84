"""Listings that come as JSON, and the pages whose scripts ask for them.

| system | the page shows | the answer |
|---|---|---|
| gkmlpt | `window._CONFIG = {SID: '2', …}` | `/gkmlpt/api/all/{category}?page=N&sid=SID` |
| UCAP | `/common/search/{channel}` | the same with `page`, `total` and `rows` in `data` |
| jpaas | a script's `queryData="{'webId': …}"` | `…/build/unit?…&pageNo=N`, HTML in `data.html` |
| www.gov.cn | the name of a `.json` file | one array of all; or `searchVO` with `p=N` |
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from portal_spider.extract.listing.document import Document
from portal_spider.extract.pagination.numbers import (
    page_count,
    page_parameter,
    parameters,
    with_parameters,
)
from portal_spider.extract.pagination.step import Step, get

GKMLPT_SIZE = 100
"""Documents on a page of gkmlpt's API."""
UCAP_SIZE = 15
UCAP_QUERY = "_pageSize={size}&_isAgg=true&_isJson=true&_template=index&page={page}"
JPAAS_SIZE = 15

_SID = re.compile(r"\bSID['\"]?\s*:\s*['\"]?(\d+)")
_UCAP_CHANNEL = re.compile(r"/(?:common/search|searchList)/([0-9a-f]{32})\b")
_UCAP_META = re.compile(
    r"<meta\s[^>]*name=[\"']channelid[\"'][^>]*content=[\"']([0-9a-f]{32})", re.I
)
_UCAP_SIZE = re.compile(r"_pageSize=(\d+)")
_JPAAS_PATH = "/front/page/build/unit"
_JPAAS_COUNTS = re.compile(r"\b(rows|count|pagesize|total)\s*=\s*[\\\"']+(\d+)", re.IGNORECASE)
_DATA_FILE = re.compile(r"['\"]([^'\"\s<>]+\.json)(?:\?[^'\"]*)?['\"]")


def gkmlpt(document: Document, rows: int) -> Step | None:
    """Guangdong's open information: from the index to page 1, then on; page 0 is page 1."""
    prefix, mark, _ = document.url.partition("/gkmlpt/")
    if not mark:
        return None
    if isinstance(document.data, Mapping) and "articles" in document.data:
        return _after_gkmlpt(document, document.data)
    sid = _SID.search(document.text)
    if sid is None or "/content/" in document.url:
        return None
    fragment = urlsplit(document.url).fragment
    category = fragment if fragment.isdigit() else _only_category(document.text)
    return Step(next=get(f"{prefix}/gkmlpt/api/all/{category}?page=1&sid={sid[1]}"))


def _only_category(text: str) -> str:
    """The category, where the tree has just one; 0 asks for the documents of all."""
    categories = set(re.findall(r"\"id\"\s*:\s*(\d+)", text))
    return categories.pop() if len(categories) == 1 else "0"


def _after_gkmlpt(document: Document, data: Mapping[str, Any]) -> Step:
    classify = data.get("classify")
    counts = (data.get("total"), classify.get("post_count") if isinstance(classify, Mapping) else 0)
    total = next((count for count in map(_count, counts) if count), None)
    found = page_parameter(document.url)
    page = max(found[1] if found else 1, 1)
    here = len(data["articles"]) if isinstance(data["articles"], list) else 0
    size = _page_size(total, page, here)
    pages = page_count(total, size) if total and size else None
    if here == 0 or (pages is not None and page >= pages) or (total is None and here < GKMLPT_SIZE):
        return Step(pages=pages, total=total)
    following = with_parameters(document.url, {"page": str(page + 1)})
    return Step(next=get(following), pages=pages, total=total)


def _page_size(total: int | None, page: int, here: int) -> int:
    """Documents on a full page: 100, unless this page shows that the server deals out others.

    Pages have round numbers of documents: one with another number of them is the last.
    """
    if total is None or here == min(GKMLPT_SIZE, total - (page - 1) * GKMLPT_SIZE):
        return GKMLPT_SIZE
    earlier = total - here
    is_rest = page > 1 and here % 5 != 0 and earlier % (page - 1) == 0
    return max(earlier // (page - 1), here) if is_rest else here


def ucap(document: Document, rows: int) -> Step | None:
    """UCAP's search by channel: `data` holds page, rows a page, and total."""
    if document.data is None:
        return _to_ucap(document, rows)
    data = document.data.get("data") if isinstance(document.data, Mapping) else None
    if not isinstance(data, Mapping) or "total" not in data or "page" not in data:
        return None
    page, total = _count_of(data, "page") or 1, _count_of(data, "total")
    asked = page_parameter(document.url)
    page = asked[1] if asked else page
    size = _count_of(data, "rows") or _count_of(data, "pageSize") or UCAP_SIZE
    pages = page_count(total, size) if total else None
    if rows == 0 or pages is None or page >= pages:
        return Step(pages=pages, total=total)
    name = asked[0] if asked else "page"
    return Step(
        next=get(with_parameters(document.url, {name: str(page + 1)})), pages=pages, total=total
    )


def _to_ucap(document: Document, rows: int) -> Step | None:
    """From a page to the search that its script makes."""
    channel = _UCAP_CHANNEL.search(document.text)
    path = channel[0] if channel else None
    meta = _UCAP_META.search(document.text)
    if path is None and meta is not None and "searchList" in document.text:
        path = f"/searchList/{meta[1]}"
    if path is None:
        return None
    size = _UCAP_SIZE.search(document.text)
    step = int(size[1]) if size else rows or UCAP_SIZE
    query = UCAP_QUERY.format(size=step, page=2 if rows else 1)
    return Step(next=get(urljoin(document.url, f"{path}?{query}")))


def jpaas(document: Document, rows: int) -> Step | None:
    """jpaas: a unit of a page, built on request; its number goes out in both known spellings."""
    if document.data is not None:
        if _JPAAS_PATH not in document.url:
            return None
        return _after_jpaas(document, rows)
    if document.root is None or _JPAAS_PATH not in document.text:
        return None
    for element in document.root.iter():
        query = element.get("querydata") or element.get("query-data")
        address = document.link(element.get("url") or "") if query else None
        if query and address and _JPAAS_PATH in address:
            values = _loose_json(query)
            if values:
                url = f"{address.partition('?')[0]}?{urlencode(values)}"
                return Step(next=get(_jpaas_page(url, 2 if rows else 1, rows or JPAAS_SIZE)))
    return None


def _after_jpaas(document: Document, rows: int) -> Step:
    counts = {name.lower(): int(value) for name, value in _JPAAS_COUNTS.findall(document.text)}
    total = counts.get("count") or counts.get("total")
    size = counts.get("rows") or counts.get("pagesize") or _jpaas_size(document.url) or rows
    pages = page_count(total, size) if total and size else None
    page = _jpaas_number(document.url)
    if rows == 0 or (pages is not None and page >= pages) or (pages is None and rows < size):
        return Step(pages=pages, total=total)
    return Step(next=get(_jpaas_page(document.url, page + 1, size)), pages=pages, total=total)


def _jpaas_page(url: str, page: int, size: int) -> str:
    parameter = json.dumps({"pageNo": page, "pageSize": str(size)}, separators=(",", ":"))
    return with_parameters(url, {"pageNo": str(page), "paramJson": parameter})


def _jpaas_number(url: str) -> int:
    asked = {name.lower(): value for name, value in parameters(url)}
    inner = _loose_json(asked.get("paramjson", ""))
    return _count(inner.get("pageNo") or asked.get("pageno")) or 1


def _jpaas_size(url: str) -> int | None:
    asked = {name.lower(): value for name, value in parameters(url)}
    inner = _loose_json(asked.get("paramjson", ""))
    return _count(inner.get("pageSize") or asked.get("pagesize") or asked.get("rows"))


def search_data(document: Document, rows: int) -> Step | None:
    """www.gov.cn's search: `searchVO` with the pages' number, `p` in the address."""
    data = document.data.get("searchVO") if isinstance(document.data, Mapping) else None
    if not isinstance(data, Mapping):
        return None
    total = _count_of(data, "totalCount") or _count_of(data, "total")
    pages = _count_of(data, "totalpage") or _count_of(data, "totalPage")
    found = page_parameter(document.url)
    name, page = found or ("p", 1)
    if pages is None and total is not None and rows:
        pages = page_count(total, rows)
    if rows == 0 or pages is None or page >= pages:
        return Step(pages=pages, total=total)
    following = with_parameters(document.url, {name: str(page + 1)})
    return Step(next=get(following), pages=pages, total=total)


def data_file(document: Document, rows: int) -> Step | None:
    """A page that lists nothing itself, and names the one file that its script reads."""
    if document.data is not None:
        return Step() if isinstance(document.data, list) else None
    if rows or document.root is None:
        return None
    names = {name for name in _DATA_FILE.findall(document.text) if "package" not in name}
    if len(names) != 1:
        return None
    return Step(next=get(document.link(html.unescape(names.pop()))))


def _loose_json(text: str) -> dict[str, str]:
    """An object written with either quote; empty where `text` is none."""
    for source in (text, text.replace("'", '"')):
        try:
            value = json.loads(source)
        except ValueError:
            continue
        if isinstance(value, dict):
            return {str(key): str(item) for key, item in value.items() if item is not None}
    return {}


def _count_of(data: Mapping[str, Any], key: str) -> int | None:
    return _count(data.get(key))


def _count(value: object) -> int | None:
    """A number of things, written as a number or a text; `None` for anything else."""
    if isinstance(value, str) and value.isascii() and value.isdigit():
        return int(value)
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return value if is_number and isinstance(value, int) and value >= 0 else None
