"""Turning the page of an answer by what it counts itself, whatever system gave it.

An interface for listings is asked with the page's number, in the address or in the form that is
posted, and its answer says how many pages or entries there are, as a rule. Where it does not, a
page with fewer rows than were asked for is the last, and one without any.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from portal_spider.extract.listing.document import Document
from portal_spider.extract.pagination.numbers import (
    page_count,
    page_parameter,
    parameters,
    with_parameters,
)
from portal_spider.extract.pagination.promises import promised
from portal_spider.extract.pagination.step import Step, get
from portal_spider.items import PageRequest

_PAGE = re.compile(r"<(?:html|head|body)\b", re.IGNORECASE)
PAGES_KEYS = (
    "totalpages", "totalpage", "pagecount", "pagescount", "pages", "pagetotal", "countpage",
)  # fmt: skip
TOTAL_KEYS = (
    "total", "totalcount", "totalrecord", "totalrecords", "recordcount", "totalelements",
    "totalnum", "totalsize", "count",
)  # fmt: skip
"""Names of fields, lower case, the plainest first."""
SIZE_PARAMETERS = (
    "pagesize", "_pagesize", "rows", "perpage", "prepage", "size", "limit", "pagecount", "num", "n",
)  # fmt: skip
"""Names of the parameter that asks for a number of rows, lower case."""


def counted_answer(document: Document, rows: int) -> Step | None:
    """The next number of an answer, as long as its counts or its rows say that there is more."""
    if document.data is None and not _is_fragment(document):
        return None
    asked = _asked(document)
    found = page_parameter(asked)
    if found is None:
        return None
    name, number = found
    pages, total = _counts(document)
    size = _size(asked)
    if pages is None and total is not None:
        pages = page_count(total, size or rows)
    is_short = pages is None and size is not None and rows < size
    if rows == 0 or is_short or (pages is not None and max(number, 1) >= pages):
        return Step(pages=pages, total=total)
    following = _request(document, name, max(number, 0) + 1)
    return Step(next=following, pages=pages, total=total)


def _asked(document: Document) -> str:
    """What the answer was asked for with, as the query of a URL."""
    if document.sent is None:
        return document.url
    posted = _posted_object(document.sent)
    return f"?{document.sent}" if posted is None else f"?{urlencode(posted)}"


def _request(document: Document, name: str, number: int) -> PageRequest | None:
    if document.sent is None:
        return get(with_parameters(document.url, {name: str(number)}))
    posted = _posted_object(document.sent)
    if posted is None:
        form = {**dict(parameters(f"?{document.sent}")), name: str(number)}
        return PageRequest(url=document.url, method="POST", body=urlencode(form))
    posted[name] = str(number) if isinstance(posted[name], str) else number
    body = json.dumps(posted, ensure_ascii=False, separators=(",", ":"))
    return PageRequest(url=document.url, method="POST", body=body)


def _posted_object(sent: str) -> dict[str, Any] | None:
    """The object that was posted as JSON; `None` where it was a form."""
    if not sent.startswith("{"):
        return None
    try:
        posted = json.loads(sent)
    except (ValueError, RecursionError):
        return None
    return posted if isinstance(posted, dict) else None


def _is_fragment(document: Document) -> bool:
    """Whether an answer is rows of HTML without a page around them."""
    return document.root is not None and _PAGE.search(document.text) is None


def _size(asked: str) -> int | None:
    sizes = {name.lower(): value for name, value in parameters(asked) if value.isdigit()}
    values = (int(sizes[name]) for name in SIZE_PARAMETERS if name in sizes)
    return next((value for value in values if value > 0), None)


def _counts(document: Document) -> tuple[int | None, int | None]:
    """Pages and entries that an answer says there are."""
    if document.data is None:
        return promised(document)
    level: list[Any] = [document.data]
    for _ in range(4):
        tables = [item for item in level if isinstance(item, Mapping)]
        for table in tables:
            fields = {str(key).lower(): value for key, value in table.items()}
            pages, total = _count(fields, PAGES_KEYS), _count(fields, TOTAL_KEYS)
            if pages is not None or total is not None:
                return pages, total
        level = [value for table in tables for value in table.values()]
    return None, None


def _count(fields: Mapping[str, Any], keys: tuple[str, ...]) -> int | None:
    for key in keys:
        value = fields.get(key)
        if isinstance(value, str) and value.isascii() and value.isdigit():
            return int(value)
        if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            return value
    return None
