"""The manners of a crawl: robots.txt, the pace, who asks, and where it never connects."""

import gzip
import json
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from samples.commands import PERMISSIONS_HOLD, UNPRIVILEGED, run
from samples.site import Answer, Site, article
from samples.tool import Tool

from portal_spider.archive.timetable import Timetable
from portal_spider.demo.server import Request, Resource
from portal_spider.resolver import is_public

TITLES = ("关于开展春季义务植树活动的通知", "关于调整公交线路的公告", "关于公布办事指南的通告")
BLOCKED = Resource(body=b"<script>$_ts=window['$_ts'];$_ts={}</script>", status=412)


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        yield site


def text(body: str, status: int = 200, **headers: str) -> Resource:
    return Resource(
        body=body.encode(),
        status=status,
        content_type="text/plain",
        headers=tuple((name.replace("_", "-"), value) for name, value in headers.items()),
    )


@pytest.mark.parametrize(
    ("robots", "code", "articles"),
    [
        (text("", 404), 0, 3),
        (text("User-agent: *\nDisallow: /", 403), 0, 3),
        (text("User-agent: *\nDisallow: /tzgg/2", 200), 0, 2),
        (text("\ufeffUser-agent: *\nDisallow: /tzgg/2"), 0, 2),
        (text("User-agent: *\nAllow: /\n\nUser-agent: portal-spider\nDisallow: /tzgg/2"), 0, 2),
        (text("# " + "x" * 600_000 + "\nUser-agent: *\nDisallow: /"), 0, 3),
        (text("<html>not found</html>", 200), 0, 3),
        (text("User-agent: *\nDisallow: /", 200), 5, 0),
        (text("", 500), 5, 0),
        (text("", 503), 5, 0),
        (text("", 302, Location="/moved.txt"), 0, 2),
    ],
)
def test_robots_txt_as_rfc_9309_has_it(
    tool: Tool, site: Site, robots: Resource, code: int, articles: int
) -> None:
    site.answers["/robots.txt"] = robots
    site.answers["/moved.txt"] = text("User-agent: *\nDisallow: /tzgg/2")
    done = tool("crawl", site.section(*TITLES), "--delay", "0")
    assert done.returncode == code, done.stderr
    assert tool.rows("SELECT count(*) FROM articles") == [(articles,)]
    if code:
        assert "robots.txt" in done.stderr
        assert not [hit for hit in site.hits if "/tzgg/" in hit.url]


def test_a_crawl_delay_is_kept(tool: Tool, site: Site) -> None:
    site.answers["/robots.txt"] = text("User-agent: *\nCrawl-delay: 0.5")
    assert tool("crawl", site.section(*TITLES), "--delay", "0").returncode == 0
    assert least_gap(site) >= 0.45


def test_the_delay_is_kept_however_many_requests_wait(tool: Tool, site: Site) -> None:
    assert tool("crawl", site.section(*TITLES), "--delay", "0.4").returncode == 0
    assert least_gap(site) >= 0.35


def test_two_crawls_side_by_side_keep_the_pace_together(
    new_tool: Callable[[], Tool], site: Site
) -> None:
    first, second = new_tool(), new_tool()
    second.environment["PORTAL_SPIDER_CACHE"] = first.environment["PORTAL_SPIDER_CACHE"]
    url = site.section(*TITLES, "关于征求意见的公告", "关于召开听证会的公告")
    processes = [tool.start("crawl", url, "--delay", "0.3") for tool in (first, second)]
    for process in processes:
        _, err = process.communicate(timeout=60)
        assert process.returncode == 0, err
    assert len(site.hits) == 2 * 7
    times = sorted(hit.at for hit in site.hits)
    assert times[-1] - times[0] >= 0.9 * 0.3 * (len(times) - 1)


def least_gap(site: Site) -> float:
    """Seconds between two requests at least; robots.txt, which sets the pace, left out."""
    times = sorted(hit.at for hit in site.hits if "robots" not in hit.url)
    return min(after - before for before, after in pairwise(times))


@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_holds_the_whole_host(tool: Tool, site: Site, status: int) -> None:
    refused: list[float] = []

    def once(request: Request) -> Resource:
        if not refused:
            refused.append(time.time())
            return text("busy", status, Retry_After="2")
        return article(TITLES[0])

    site.answers["/tzgg/1.html"] = once
    done = tool("crawl", site.section(*TITLES), "--delay", "0.2")
    assert done.returncode == 0, done.stderr
    after = [hit.at for hit in site.hits if hit.at > refused[0] + 0.1]
    assert min(after) - refused[0] >= 1.9
    assert tool.rows("SELECT count(*) FROM articles") == [(3,)]


def test_a_long_retry_after_ends_the_visit_and_holds_for_the_next(tool: Tool, site: Site) -> None:
    site.answers["/tzgg/1.html"] = text("busy", 429, Retry_After="3600")
    url = site.section(*TITLES)
    done = tool("crawl", url, "--delay", "0", "--json", timeout=30)
    assert done.returncode == 1
    assert "left alone until" in done.stderr
    assert json.loads(done.stdout)["pages"].get("pending", 0) >= 1
    hits = len(site.hits)
    again = tool("crawl", url, "--delay", "0", timeout=30)
    assert again.returncode == 5
    assert "left alone until" in again.stderr
    assert len(site.hits) == hits


def test_a_host_that_blocks_is_left_alone(tool: Tool, site: Site) -> None:
    titles = [f"关于第{number}批行政许可事项的公告" for number in range(30)]
    url = site.section(*titles)
    for number in range(1, 31):
        site.answers[f"/tzgg/{number}.html"] = BLOCKED
    done = tool("crawl", url, "--delay", "0.05", timeout=30)
    assert done.returncode == 1
    assert "left alone until" in done.stderr
    asked = [hit for hit in site.hits if hit.url.endswith(".html")]
    assert 3 <= len(asked) <= 12
    assert tool.rows("SELECT count(*) FROM pages WHERE state = 'pending'")[0][0] >= 18


def test_the_user_agent_names_the_project_and_a_contact(tool: Tool, site: Site) -> None:
    url = site.section(*TITLES)
    tool("crawl", url, "--delay", "0")
    assert {agent.partition("/")[0] for agent in site.agents} == {"portal-spider"}
    assert {headers["accept-encoding"] for headers in site.headers} == {"gzip, deflate"}
    assert {headers["accept-language"] for headers in site.headers} == {"zh-CN,zh;q=0.9"}
    site.agents.clear()
    tool("crawl", url, "--delay", "0", "--recheck", "all", PORTAL_SPIDER_CONTACT="a@example.org")
    assert {agent.rpartition(" ")[2] for agent in site.agents} == {"(+a@example.org)"}


@pytest.mark.parametrize("host", ["0x7f.1", "2130706433", "127.1", "[::ffff:127.0.0.1]"])
def test_no_spelling_of_a_private_address_is_connected_to(
    tool: Tool, site: Site, host: str
) -> None:
    site.answers["/"] = site.answers["/robots.txt"] = text("")
    port = site.home.rpartition(":")[2]
    done = tool("crawl", f"http://{host}:{port}/", "--delay", "0", timeout=40)
    if host.startswith("["):  # an address, and so what the user asked for
        return
    assert done.returncode == 5
    assert "private network" in done.stderr
    assert site.hits == []


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2400:3200::1", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("::", False),
        ("fe80::1%eth0", False),
        ("fc00::1", False),
        ("::ffff:10.0.0.1", False),
        ("::ffff:8.8.8.8", True),
        ("2002:7f00:1::", False),
    ],
)
def test_private_addresses(address: str, public: bool) -> None:
    assert is_public(address) is public


def test_a_closing_answer_is_remembered_as_what_it_was(tool: Tool, site: Site) -> None:
    answer: Answer = text("", 500)
    site.answers["/robots.txt"] = answer
    tool("crawl", site.section(*TITLES), "--delay", "0")
    assert tool.rows("SELECT DISTINCT kind FROM problems") == [("robots_unreachable",)]
    assert tool.rows("SELECT outcome, exit_code FROM runs") == [("nothing_fetched", 5)]


DAMAGED = Resource(body=b"no gzip", headers=(("Content-Encoding", "gzip"),))
BOMB = Resource(
    body=gzip.compress(bytes(20 << 20)),
    content_type="text/html",
    headers=(("Content-Encoding", "gzip"),),
)


@pytest.mark.parametrize(
    ("answer", "code", "reason"),
    [
        (Resource(body=b"", status=500), 1, "http_500"),
        (DAMAGED, 1, "unreachable"),
        (BOMB, 0, "too_large"),
    ],
)
def test_a_portal_whose_pages_all_fail_is_told_of_without_noise(
    tool: Tool, site: Site, answer: Answer, code: int, reason: str
) -> None:
    section = site.section(*TITLES)
    for place in range(1, len(TITLES) + 1):
        site.answers[f"/tzgg/{place}.html"] = answer
    done = tool("crawl", section, "--delay", "0")
    assert done.returncode == code
    assert set(tool.rows("SELECT reason FROM pages")) == {(reason,)}
    if code == 0:
        assert done.stderr == ""
        return
    assert done.stderr.endswith(f": none of the 3 pages answered: 3 {reason}\n")
    assert done.stderr.count("\n") == 1
    assert tool("health").returncode == 1
    assert "none of the 3 pages answered" in tool("health").stdout

    site.answers["/tzgg/1.html"] = article(TITLES[0])
    assert tool("crawl", section, "--delay", "0").returncode == 0, "one is an answer"


@pytest.mark.skipif(not PERMISSIONS_HOLD, reason="nothing can be forbidden to this user")
def test_a_timetable_that_cannot_be_written_keeps_nobody_from_crawling(
    tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = tmp_path / "cache" / "hosts.db"
    monkeypatch.setenv("PORTAL_SPIDER_CACHE", str(table.parent))
    Timetable(table).close()
    table.chmod(0o444)
    words = ("--delay", "0", "--archive", tmp_path / "archive.db")
    done = run("crawl", site.section(*TITLES), *words, under=UNPRIVILEGED)
    assert f"{len(TITLES)} new" in done.stdout.decode()
    assert str(table) in done.stderr.decode()
