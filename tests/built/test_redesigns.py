"""Every portal is redesigned between two crawls: nothing archived suffers, the crawl goes on."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from built.builder import load, names
from built.conftest import WITHHELD
from built.crawling import Run, crawl
from built.portal import Portal

DONORS = ("trs_plain", "query_script", "shanghai", "vsb", "query_links")
"""Portals whose markup others take on; it holds no URL of their own in its rows."""

Articles = dict[str, tuple[str, str]]
"""Title and text by URL."""


@dataclass(frozen=True)
class Redesigned:
    """What the archive held before and after."""

    portals: dict[str, Portal]
    before: Articles
    after: Articles
    versions: set[str]
    """URLs of pages that got a new version."""
    states: dict[str, str]
    second_run: Run


def donor_of(name: str) -> str:
    """The portal whose markup another has after its redesign: the next donor but itself."""
    place = names().index(name)
    return next(one for one in (*DONORS[place % 5 :], *DONORS) if one != name)


def read(archive: Path) -> Articles:
    with closing(sqlite3.connect(archive)) as connection:
        rows = connection.execute(
            "SELECT url, articles.title, text FROM articles JOIN pages ON pages.id = page_id"
        )
        return {url: (title, text) for url, title, text in rows}


@pytest.fixture(scope="module")
def redesigned(archive_of_all: Callable[[], Path]) -> Iterator[Redesigned]:
    archive = archive_of_all()
    before = read(archive)
    portals = {name: load(name, restyled_as=donor_of(name)) for name in names()}
    run = crawl(portals.values(), archive, "--recheck", "all")
    with closing(sqlite3.connect(archive)) as connection:
        versions = connection.execute(
            "SELECT url FROM versions JOIN pages ON pages.id = versions.article_id"
        )
        states = connection.execute("SELECT url, state FROM pages")
        yield Redesigned(
            portals, before, read(archive), {url for (url,) in versions}, dict(states), run
        )


@pytest.mark.parametrize("name", names())
def test_nothing_archived_is_damaged(redesigned: Redesigned, name: str) -> None:
    portal = redesigned.portals[name]
    own = {url for url in redesigned.before if url.startswith(f"{portal.home}/")}
    assert own == load(name, withheld=WITHHELD).article_urls()
    assert {url: redesigned.after[url] for url in own} == {
        url: redesigned.before[url] for url in own
    }
    assert not own & redesigned.versions
    assert {redesigned.states[url] for url in own} == {"done"}


@pytest.mark.parametrize("name", names())
def test_new_articles_are_found(redesigned: Redesigned, name: str) -> None:
    portal = redesigned.portals[name]
    titles = {portal.home + row.path: row.article.title for row in portal.rows[:WITHHELD]}
    found = {url: redesigned.after.get(url, ("", ""))[0] for url in titles}
    assert found == titles, redesigned.second_run.output
