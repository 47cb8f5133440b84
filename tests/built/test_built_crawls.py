"""Every portal crawled by one URL alone: every article, no other page, few requests.

The URL is its listing's or its home page's.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from built.builder import load, names
from built.crawling import Run, crawl
from built.portal import Portal

SPARE_REQUESTS = 5
"""What a crawl may ask beyond listings and articles: robots.txt, and the page where it ends."""
SPARE_FROM_HOME = 9
"""From the home page also that itself, and whatever else looks like a section until it is seen."""


@dataclass(frozen=True)
class Crawled:
    """What one crawl of all portals left."""

    portals: dict[str, Portal]
    path: Path
    archive: sqlite3.Connection
    run: Run
    from_home: bool

    @property
    def homes(self) -> list[str]:
        """The home pages."""
        return [f"{portal.home}/" for portal in self.portals.values()]


@pytest.fixture(scope="module", params=["listing", "home"])
def crawled(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Crawled]:
    from_home = request.param == "home"
    portals = {name: load(name) for name in names()}
    if from_home:
        portals = {name: one for name, one in portals.items() if one.spec.get("at_home", True)}
    archive = tmp_path_factory.mktemp("portals") / "archive.db"
    targets = [f"{one.home}/" for one in portals.values() if from_home]
    run = crawl(portals.values(), archive, targets=targets)
    with closing(sqlite3.connect(archive)) as connection:
        yield Crawled(portals, archive, connection, run, from_home)


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
    spare = SPARE_FROM_HOME if crawled.from_home else SPARE_REQUESTS
    allowed = portal.listings + len(portal.rows) + spare
    assert len(portal.rows) <= crawled.run.requests[portal.spec["host"]] <= allowed


def test_no_article_is_asked_for_twice(crawled: Crawled) -> None:
    articles = {url for portal in crawled.portals.values() for url in portal.article_urls()}
    assert {url for url in articles if crawled.run.urls[url] != 1} == set()


def test_from_the_home_page_only_listings_are_asked_again(crawled: Crawled) -> None:
    if not crawled.from_home:
        pytest.skip("crawled by its listings")
    again = crawl(crawled.portals.values(), crawled.path, targets=crawled.homes)
    assert again.exit_code == 0, again.output
    heads = 3  # robots.txt, the home page, the first page with entries
    assert again.requests == {portal.spec["host"]: heads for portal in crawled.portals.values()}


def test_no_other_host_is_asked(crawled: Crawled) -> None:
    hosts = {portal.spec["host"] for portal in crawled.portals.values()}
    assert crawled.run.requests.keys() == hosts
