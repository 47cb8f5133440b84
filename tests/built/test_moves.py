"""Every portal is redesigned and its listing moves: `health` says so, `portals new` finds it.

The old listing's address says what it has become in one of the ways that portals have. Nothing of
what was archived may be taken for withdrawn, and the run does not end as if all were well.
"""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from built.builder import load, names
from built.conftest import WITHHELD
from built.crawling import Run, crawl, served
from built.portal import Portal
from built.test_redesigns import donor_of
from portal_spider.cli import cli

NOT_FOUND = (
    "<html><head><title>页面不存在</title></head><body><h2>抱歉，您访问的页面不存在或已删除</h2>"
    '<p><a href="/">返回首页</a></p></body></html>'
)
HOMEWARD = '<html><head><script>location.href="/";</script></head><body></body></html>'
CHALLENGE = (
    "<html><head><script>var $_ts=window['$_ts']||{};$_ts.nsd=9;$_ts.cd='qEy';</script></head>"
    "<body></body></html>"
)
WAYS: tuple[str | None, ...] = (None, NOT_FOUND, HOMEWARD, CHALLENGE, "no rows")
"""What is in the place of a listing that moved; `None`: nothing, it answers 404."""

HEALTH = (sys.executable, "-m", "portal_spider", "health", "--json")

Articles = dict[str, tuple[str, str, str]]
"""Title, text and state by URL."""


def moved(name: str) -> Portal:
    """The portal after its redesign, with a listing elsewhere."""
    portal = load(name, restyled_as=donor_of(name), relisted=True)
    instead = WAYS[names().index(name) % len(WAYS)]
    if instead is not None:
        empty = portal.listing_html([])
        portal.pages[str(load(name).spec["listing"])] = empty if instead == "no rows" else instead
    return portal


def new_profiles(portals: list[Portal], folder: Path) -> list[str]:
    """What `portals new` says to run next, of each portal."""
    commands = []
    with served(portals) as server:
        proxy = {"http_proxy": server.proxy_url, "no_proxy": ""}
        for portal in portals:
            arguments = ["portals", "new", f"{portal.home}/", "--delay", "0"]
            arguments += ["--name", portal.name, "--profiles", str(folder)]
            done = CliRunner().invoke(cli, arguments, env=proxy, catch_exceptions=False)
            commands += re.findall(r"next: portal-spider (.*)", done.output)
    return commands


def read(archive: Path) -> Articles:
    with closing(sqlite3.connect(archive)) as connection:
        rows = connection.execute(
            "SELECT url, articles.title, text, state FROM articles JOIN pages ON pages.id = page_id"
        )
        return {url: (title, text, state) for url, title, text, state in rows}


def health(archive: Path, *options: str) -> dict[str, Any]:
    """What `health` says, by the portal's name."""
    done = subprocess.run(
        [*HEALTH, "--archive", str(archive), *options],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    found = {one["portal"]: one for one in map(json.loads, done.stdout.splitlines())}
    assert done.returncode == (0 if all(one["healthy"] for one in found.values()) else 1)
    return found


@dataclass(frozen=True)
class Moved:
    """What the archive held before the move, after it, and once there were new profiles."""

    before: Articles
    stricken: Articles
    exit_codes: dict[str, int]
    ailing: dict[str, Any]
    commands: list[str]
    last_run: Run
    after: Articles
    healed: dict[str, Any]


@pytest.fixture(scope="module")
def history(
    archive_of_all: Callable[[], Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Moved]:
    archive = archive_of_all()
    before = read(archive)
    portals = [moved(name) for name in names()]
    crawl(portals, archive, targets=[load(name).listing_url for name in names()])
    with closing(sqlite3.connect(archive)) as connection:
        outcomes = connection.execute(
            "SELECT portals.name, exit_code FROM runs JOIN portals ON portals.id = portal_id"
            " ORDER BY started_at"
        ).fetchall()
    stricken, ailing = read(archive), health(archive)
    profiles = tmp_path_factory.mktemp("profiles")
    commands = new_profiles(portals, profiles)
    found = [command.split()[1] for command in commands]
    last_run = crawl(portals, archive, "--profiles", str(profiles), targets=found)
    return Moved(
        before=before,
        stricken=stricken,
        exit_codes=dict(outcomes),
        ailing=ailing,
        commands=commands,
        last_run=last_run,
        after=read(archive),
        healed=health(archive, "--profiles", str(profiles)),
    )


@pytest.mark.parametrize("name", names())
def test_articles_stay(history: Moved, name: str) -> None:
    home = load(name).home
    before = {url: row for url, row in history.before.items() if url.startswith(f"{home}/")}
    assert {state for _, _, state in before.values()} == {"done"}
    assert history.stricken.items() >= before.items()
    assert history.after.items() >= before.items()


@pytest.mark.parametrize("name", names())
def test_the_run_ends_short(history: Moved, name: str) -> None:
    assert history.exit_codes[str(load(name).spec["host"])] in (1, 5)


@pytest.mark.parametrize("name", names())
def test_health_names_the_section(history: Moved, name: str) -> None:
    symptoms = history.ailing[str(load(name).spec["host"])]["symptoms"]
    assert "section" in {symptom["kind"] for symptom in symptoms}


@pytest.mark.parametrize("name", names())
def test_a_new_profile_says_how_to_go_on(history: Moved, name: str) -> None:
    [command] = [line for line in history.commands if line.startswith(f"crawl {name} ")]
    assert " --profiles " in command


@pytest.mark.parametrize("name", names())
def test_the_crawl_goes_on(history: Moved, name: str) -> None:
    portal = load(name)
    new = {portal.home + row.path: row.article.title for row in portal.rows[:WITHHELD]}
    found = {url: history.after.get(url, ("", "", ""))[0] for url in new}
    assert found == new, history.last_run.output
    assert history.healed[name]["symptoms"] == []
