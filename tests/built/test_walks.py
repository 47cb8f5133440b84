"""Every portal's listing, walked by `extract_listing` alone: all rows, no other, then the end."""

from __future__ import annotations

from itertools import count

import pytest

from built.builder import load, names
from built.portal import Portal
from portal_spider.demo.server import Request
from portal_spider.extract import extract_listing
from portal_spider.items import Entry, PageRequest


def ask(portal: Portal, request: PageRequest) -> bytes:
    """The body that answers the request, or nothing where there is no such page."""
    body = (request.body or "").encode()
    answer = portal.answer(Request(method=request.method, url=request.url, body=body))
    return answer.body if answer and answer.status == 200 else b""


def walk(portal: Portal) -> tuple[dict[str, Entry], int]:
    """All entries by URL, and how many requests it took; stops where a page brings nothing new."""
    found: dict[str, Entry] = {}
    request = PageRequest(url=portal.listing_url)
    for asked in count(1):
        listing = extract_listing(ask(portal, request), request.url, sent=request.body)
        fresh = [entry for entry in listing.entries if entry.url not in found]
        found |= {entry.url: entry for entry in fresh}
        if listing.next is None or (listing.entries and not fresh) or asked > 60:
            return found, asked
        request = listing.next
    raise AssertionError


@pytest.mark.parametrize("name", names())
def test_a_walk_finds_every_row_and_nothing_else(name: str) -> None:
    portal = load(name)
    found, asked = walk(portal)
    pages = {url for url, entry in found.items() if entry.target == "page"}
    assert pages == portal.article_urls()
    assert asked <= portal.listings + 2
    titles = {portal.home + row.path: row.article.title for row in portal.rows}
    assert {url: found[url].title for url in pages} == titles


def test_there_are_at_least_twenty_and_no_two_share_their_markup() -> None:
    portals = [load(name) for name in names()]
    assert len(portals) >= 20
    for part in ("host", "page", "article"):
        assert len({portal.spec[part] for portal in portals}) == len(portals)
    rows = [portal.spec["row"] for portal in portals if portal.spec["row"]]
    assert len(set(rows)) == len(rows)
