"""A section moves away, and its old listing says so in one of the ways portals have.

Nothing of what was archived may be taken for withdrawn, and the run does not end as if all were
well.
"""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from built.builder import load
from built.crawling import crawl
from built.portal import Portal

NOT_FOUND = (
    "<html><head><title>页面不存在</title></head><body><h2>抱歉，您访问的页面不存在或已删除</h2>"
    '<p><a href="/">返回首页</a></p></body></html>'
)
HOMEWARD = '<html><head><script>location.href="/";</script></head><body></body></html>'
CHALLENGE = (
    "<html><head><script>var $_ts=window['$_ts']||{};$_ts.nsd=9;$_ts.cd='qEy';</script></head>"
    "<body></body></html>"
)


def moved(name: str, how: str) -> Portal:
    """The portal after its section's listing went: `how` names what is there instead."""
    portal = load(name)
    path = str(portal.spec["listing"])
    instead = {"soft_404": NOT_FOUND, "homeward": HOMEWARD, "challenge": CHALLENGE}
    if how == "http_404":
        del portal.pages[path]
    elif how == "no_rows":
        portal.pages[path] = portal.listing_html([])
    else:
        portal.pages[path] = instead[how]
    return portal


HEALTH = (sys.executable, "-m", "portal_spider", "health")
MOVED = {
    "trs_plain": "http_404",
    "guangdong": "soft_404",
    "vsb": "homeward",
    "query_script": "challenge",
    "trs_hubei": "no_rows",
}
"""Portal to what is in the place of its listing."""


@dataclass(frozen=True)
class Moved:
    """The archive after the move, and what it held before."""

    path: Path
    archive: sqlite3.Connection
    before: dict[str, str]
    exit_code: int


def states(archive: sqlite3.Connection) -> dict[str, str]:
    """State of every page that has an article, by URL."""
    return dict(archive.execute("SELECT url, state FROM articles JOIN pages ON pages.id = page_id"))


@pytest.fixture(scope="module")
def after_move(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Moved]:
    path = tmp_path_factory.mktemp("moved") / "archive.db"
    first = crawl([load(name) for name in MOVED], path)
    assert first.exit_code == 0, first.output
    with closing(sqlite3.connect(path)) as archive:
        before = states(archive)
        second = crawl([moved(name, how) for name, how in MOVED.items()], path)
        yield Moved(path, archive, before, second.exit_code)


@pytest.mark.parametrize("name", MOVED)
def test_articles_stay(after_move: Moved, name: str) -> None:
    home = load(name).home
    before = {url: state for url, state in after_move.before.items() if url.startswith(home)}
    assert set(before.values()) == {"done"}
    assert states(after_move.archive).items() >= before.items()


@pytest.mark.parametrize("name", MOVED)
def test_the_run_ends_short(after_move: Moved, name: str) -> None:
    outcomes = after_move.archive.execute(
        "SELECT exit_code FROM runs JOIN portals ON portals.id = portal_id"
        " WHERE portals.url LIKE ? || '%' ORDER BY started_at",
        (load(name).home,),
    )
    first, second = (exit_code for (exit_code,) in outcomes)
    assert first == 0
    assert second in (1, 5)
    assert after_move.exit_code in (1, 5)


@pytest.mark.parametrize("name", MOVED)
def test_health_names_the_section(after_move: Moved, name: str) -> None:
    host = str(load(name).spec["host"])
    done = subprocess.run(
        [*HEALTH, host, "--json", "--archive", str(after_move.path)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    symptoms = json.loads(done.stdout)["symptoms"]
    assert "section" in {symptom["kind"] for symptom in symptoms}
