"""`portals new` and `portals check` ask with the manners of a crawl."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from samples.inside import say
from samples.site import Site, html

from portal_spider.demo.server import Resource

TITLES = tuple(f"关于公布第{number}批行政许可事项目录的通知" for number in range(1, 9))
RULES = "User-agent: *\nDisallow: /tzgg/"


def robots(rules: str, status: int = 200) -> Resource:
    return Resource(body=rules.encode(), status=status, content_type="text/plain")


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        site.answers["/"] = html("<title>县</title>", '<a href="/tzgg/">通知公告</a>')
        site.section(*TITLES)
        yield site


def asked(site: Site) -> list[str]:
    return [hit.url.removeprefix(site.home) for hit in site.hits]


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_robots_file_that_cannot_be_had_closes_the_host(
    site: Site, tmp_path: Path, status: int
) -> None:
    site.answers["/robots.txt"] = robots("", status)
    said = say("portals", "new", f"{site.home}/", "--profiles", tmp_path, code=5)
    assert f"robots.txt: answers {status}, which closes the host" in said.complaint
    assert [url.rpartition("/")[2] for url in asked(site)] == ["robots.txt"]
    assert list(tmp_path.iterdir()) == []


def test_what_robots_forbids_is_not_asked_for(site: Site, tmp_path: Path) -> None:
    site.answers["/robots.txt"] = robots(RULES)
    where = ("--profiles", tmp_path, "--delay", "0")
    said = say("portals", "new", f"{site.home}/tzgg/", *where, code=5)
    assert "robots.txt forbids it" in said.complaint
    assert site.asked("/tzgg/") == 0


def test_the_pause_that_robots_asks_for_is_kept(site: Site, tmp_path: Path) -> None:
    site.answers["/robots.txt"] = robots("User-agent: *\nCrawl-delay: 0.2")
    began = time.monotonic()
    say("portals", "new", f"{site.home}/tzgg/", "--profiles", tmp_path, "--delay", "0")
    assert time.monotonic() - began >= 0.2 * (len(site.hits) - 1)


def test_whom_to_complain_to_is_said(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORTAL_SPIDER_CONTACT", "a@example.org")
    say("portals", "new", f"{site.home}/tzgg/", "--profiles", tmp_path, "--delay", "0")
    say("extract", f"{site.home}/tzgg/1.html")
    assert len(site.agents) == 1
    assert site.agents.pop().endswith(" (+a@example.org)")
