"""Every portal crawled by its listing's URL alone: every article, no other page, few requests."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from portal_spider.demo.server import PortalServer, Request, Resource
from portals.builder import Portal, load, names

COMMAND = (sys.executable, "-m", "portal_spider", "crawl")
SPARE_REQUESTS = 5
"""What a crawl may ask beyond listings and articles: robots.txt, and the page where it ends."""


@dataclass(frozen=True)
class Crawled:
    """What one crawl of all portals left."""

    portals: dict[str, Portal]
    archive: sqlite3.Connection
    requests: Counter[str]
    """By host."""
    output: str


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    portals = {name: load(name) for name in names()}
    by_host = {portal.spec["host"]: portal for portal in portals.values()}

    def answer(request: Request) -> Resource | None:
        portal = by_host.get(urlsplit(request.url).hostname)
        return portal.answer(request) if portal else None

    archive = tmp_path_factory.mktemp("portals") / "archive.db"
    with PortalServer(answer, "http://www.anping.example") as server:
        output = _crawl(archive, [one.listing_url for one in portals.values()], server.proxy_url)
        hosts = Counter(urlsplit(hit.url).hostname or "" for hit in server.hits)
    with closing(sqlite3.connect(archive)) as connection:
        yield Crawled(portals, connection, hosts, output)


def _crawl(archive: Path, urls: list[str], proxy: str) -> str:
    done = subprocess.run(
        [*COMMAND, *urls, "--archive", str(archive), "--delay", "0"],
        env=os.environ | {"http_proxy": proxy, "no_proxy": ""},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    return f"exit code {done.returncode}\n{done.stdout}\n{done.stderr}"


@pytest.mark.parametrize("name", names())
def test_every_article_is_archived_and_no_other_page(crawled: Crawled, name: str) -> None:
    portal = crawled.portals[name]
    pages = crawled.archive.execute(
        "SELECT url, title FROM articles JOIN pages ON pages.id = articles.page_id"
        " WHERE url LIKE ? || '/%'",
        (portal.home,),
    )
    titles = {portal.home + row.path: row.article.title for row in portal.rows}
    assert dict(pages) == titles, crawled.output


@pytest.mark.parametrize("name", names())
def test_few_requests_are_made(crawled: Crawled, name: str) -> None:
    portal = crawled.portals[name]
    allowed = portal.listings + len(portal.rows) + SPARE_REQUESTS
    assert len(portal.rows) <= crawled.requests[portal.spec["host"]] <= allowed, crawled.output


def test_no_other_host_is_asked(crawled: Crawled) -> None:
    hosts = {portal.spec["host"] for portal in crawled.portals.values()}
    assert crawled.requests.keys() == hosts
