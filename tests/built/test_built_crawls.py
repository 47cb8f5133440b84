"""Every portal crawled by one URL alone: every article, no other page, few requests.

The URL is its listing's or its home page's.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

import pytest

from built.builder import load, names
from built.crawling import Run, crawl
from built.portal import Portal

SPARE_REQUESTS = 5
"""What a crawl may ask beyond listings and articles: robots.txt, and the page where it ends."""
SPARE_FROM_HOME = 14
"""From the home page also that itself, and whatever else looks like a section until it is seen."""


@dataclass(frozen=True)
class Crawled:
    """What one crawl of all portals left."""

    portals: dict[str, Portal]
    archive: sqlite3.Connection
    run: Run
    spare: int


@pytest.fixture(scope="module", params=["listing", "home"])
def crawled(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Crawled]:
    from_home = request.param == "home"
    portals = {name: load(name) for name in names()}
    if from_home:
        portals = {name: one for name, one in portals.items() if one.spec.get("at_home", True)}
    archive = tmp_path_factory.mktemp("portals") / "archive.db"
    targets = [f"{one.home}/" for one in portals.values()] if from_home else []
    run = crawl(portals.values(), archive, targets=targets)
    with closing(sqlite3.connect(archive)) as connection:
        yield Crawled(portals, connection, run, SPARE_FROM_HOME if from_home else SPARE_REQUESTS)


def portal_of(crawled: Crawled, name: str) -> Portal:
    if name not in crawled.portals:
        pytest.skip("its listing is data that no home page links to")
    return crawled.portals[name]


def test_the_crawl_ends_well(crawled: Crawled) -> None:
    assert crawled.run.exit_code == 0, crawled.run.output


@pytest.mark.parametrize("name", names())
def test_every_article_is_archived_and_no_other_page(crawled: Crawled, name: str) -> None:
    portal = portal_of(crawled, name)
    found = crawled.archive.execute(
        "SELECT url, title FROM articles JOIN pages ON pages.id = articles.page_id"
        " WHERE url LIKE ? || '/%'",
        (portal.home,),
    )
    titles = {portal.home + row.path: row.article.title for row in portal.rows}
    assert dict(found) == titles


@pytest.mark.parametrize("name", names())
def test_few_requests_are_made(crawled: Crawled, name: str) -> None:
    portal = portal_of(crawled, name)
    allowed = portal.listings + len(portal.rows) + crawled.spare
    assert len(portal.rows) <= crawled.run.requests[portal.spec["host"]] <= allowed


def test_no_other_host_is_asked(crawled: Crawled) -> None:
    hosts = {portal.spec["host"] for portal in crawled.portals.values()}
    assert crawled.run.requests.keys() == hosts
