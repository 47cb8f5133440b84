"""Turning the pages of a listing: a closed set of named strategies, each a pure function.

A strategy sees one page (its URL and source) and nothing else: what the next request needs is in
them. The first strategy that recognises the page decides, also that there is no next page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portal_spider.extract.listing.document import Document
from portal_spider.extract.pagination.answers import data_file, gkmlpt, jpaas, search_data, ucap
from portal_spider.extract.pagination.calls import script_call
from portal_spider.extract.pagination.counts import counted_answer
from portal_spider.extract.pagination.jcms import data_proxy, next_group
from portal_spider.extract.pagination.links import next_link, numbered_link
from portal_spider.extract.pagination.promises import promised
from portal_spider.extract.pagination.query import (
    counted_file,
    last_page,
    page_form,
    query_parameter,
)
from portal_spider.extract.pagination.scripts import count_page, create_page
from portal_spider.extract.pagination.stand_ins import stand_in
from portal_spider.extract.pagination.step import Step, Strategy
from portal_spider.extract.pagination.written import named_page, sent_to, written_page
from portal_spider.items import PageRequest, PaginationName

__all__ = ["STRATEGIES", "Pagination", "Step", "paginate"]

STRATEGIES: dict[PaginationName, Strategy] = {
    "gkmlpt": gkmlpt,
    "next_group": next_group,
    "data_proxy": data_proxy,
    "search_data": search_data,
    "jpaas": jpaas,
    "ucap": ucap,
    "next_link": next_link,
    "create_page": create_page,
    "count_page": count_page,
    "named_page": named_page,
    "numbered_link": numbered_link,
    "last_page": last_page,
    "counted_file": counted_file,
    "query_parameter": query_parameter,
    "page_form": page_form,
    "sent_to": sent_to,
    "written_page": written_page,
    "script_call": script_call,
    "counted_answer": counted_answer,
    "stand_in": stand_in,
    "data_file": data_file,
}
"""The strategies by name, in the order in which they are tried."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pagination:
    """Where a listing goes on, what it promises, and which strategy says so."""

    next: PageRequest | None = None
    pages: int | None = None
    total: int | None = None
    strategy: str | None = None


def paginate(document: Document, rows: int, names: Sequence[PaginationName] = ()) -> Pagination:
    """The way on from `document`, on which `rows` rows were found.

    Args:
        document: a page of a listing.
        rows: rows found on it; an answer without rows is the end.
        names: the strategies to try first, in this order.
    """
    pages, total = promised(document)
    for name in dict.fromkeys((*names, *STRATEGIES)):
        step = STRATEGIES[name](document, rows)
        if step is None:
            continue
        request = step.next
        if request is not None and _is_here(request, document.url):
            request = None
        return Pagination(
            next=request, pages=step.pages or pages, total=step.total or total, strategy=name
        )
    return Pagination(pages=pages, total=total)


def _is_here(request: PageRequest, url: str) -> bool:
    """Whether a request asks for the page that it is on: a listing that would not end."""
    return request.method == "GET" and request.url.partition("#")[0] == url.partition("#")[0]
