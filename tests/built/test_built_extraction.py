"""What extraction makes of the built portals' articles, in their own markup."""

from __future__ import annotations

import pytest

from built.builder import load, names
from built.portal import Portal, Row
from portal_spider.demo.markup import cells
from portal_spider.demo.server import Request
from portal_spider.extract import extract_page
from portal_spider.items import Page


def extracted(portal: Portal, row: Row) -> Page:
    url = portal.home + row.path
    answer = portal.answer(Request(method="GET", url=url))
    assert answer is not None
    return extract_page(answer.body, url, content_type=answer.content_type)


def shown_time(portal: Portal, row: Row) -> str:
    """Time of publication in ISO 8601, as precise as the page shows it; midnight is a day."""
    pattern, published = str(portal.spec["time"]), row.article.published
    if "%H" not in pattern or f"{published:%H%M%S}" == "000000":
        return published.date().isoformat()
    return published.isoformat(timespec="seconds" if "%S" in pattern else "minutes")


def paragraphs(row: Row) -> tuple[str, ...]:
    return tuple(
        "\t".join(cells(line)) if line.startswith("|") else line.removeprefix(">")
        for line in row.article.lines
    )


@pytest.mark.parametrize("name", names())
def test_every_article_is_read_whole(name: str) -> None:
    portal = load(name)
    wrong = {}
    for row in portal.rows:
        page = extracted(portal, row)
        found = (page.kind, page.title, page.paragraphs)
        if found != ("article", row.article.title, paragraphs(row)):
            wrong[portal.home + row.path] = found
    assert wrong == {}


@pytest.mark.parametrize("name", names())
def test_date_and_source_and_breadcrumb_are_read(name: str) -> None:
    portal = load(name)
    labelled = portal.spec.get("source_labelled", True)
    crumbs = tuple(portal.spec.get("breadcrumb", ()))
    wrong = {}
    for row in portal.rows:
        page = extracted(portal, row)
        found = (page.published_at, page.source if labelled else None, page.breadcrumb)
        wanted = (shown_time(portal, row), row.article.source if labelled else None, crumbs)
        if found != wanted:
            wrong[portal.home + row.path] = found
    assert wrong == {}
