"""A crawl killed at any moment is carried on by the next one, and nothing is lost or doubled."""

import random
import subprocess
import time
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from samples.tool import Rows, Tool

from portal_spider.demo import HOME, DemoServer
from portal_spider.extract import is_article_url

CONCURRENCY = 8

QUERIES = (
    "SELECT id, url, state, reason, etag, last_modified FROM pages ORDER BY id",
    "SELECT section_id, page_id, title, date, vanished_at FROM entries ORDER BY 1, 2",
    "SELECT id, url, name, etag, payload_digest, promised, listed, walk FROM sections ORDER BY 1",
    "SELECT id, title, source, published_at, text, script, breadcrumb, text_hash FROM articles"
    " ORDER BY 1",
    "SELECT * FROM bylines ORDER BY 1, 2",
    "SELECT * FROM attachments ORDER BY 1",
    "SELECT * FROM document_fields ORDER BY 1, 2",
    "SELECT * FROM citations ORDER BY 1, 2",
    "SELECT * FROM removals ORDER BY 1, 2",
    "SELECT article_id, field, origin FROM origins ORDER BY 1, 2",
    "SELECT page_id, status, payload_digest, kind FROM captures ORDER BY 1, 2",
    "SELECT count(*) FROM versions",
)
"""The archive without what is bound to differ between two crawls: times, runs, WARC places."""


def content(tool: Tool) -> list[Rows]:
    return [tool.rows(query) for query in QUERIES]


def has_ended(done: subprocess.CompletedProcess[str]) -> bool:
    """Crawled to the end; that what was extracted falls short of the profile is no matter here."""
    return done.returncode in (0, 1) and " 0 pending;" in done.stdout


def crawl_with_kills(tool: Tool, server: DemoServer, kills: int, seed: int) -> None:
    """Kill a crawl at `kills` random moments, then let it end."""
    moments = random.Random(seed)
    arguments = ("crawl", f"{HOME}/", "--delay", "0.02")
    for _ in range(kills):
        process = tool.start(*arguments, http_proxy=server.proxy_url)
        asked = len(server.hits) + moments.randrange(1, 30)
        deadline = time.monotonic() + 60
        while len(server.hits) < asked and process.poll() is None:
            assert time.monotonic() < deadline
            time.sleep(0.005)
        time.sleep(moments.random() * 0.05)
        process.kill()
        process.communicate()
    done = tool(*arguments, http_proxy=server.proxy_url)
    assert has_ended(done)


@pytest.mark.parametrize(("kills", "seed"), [(5, 1), pytest.param(20, 2, marks=pytest.mark.slow)])
def test_killed_crawls_end_in_the_same_archive(
    new_tool: Callable[[], Tool], demo_server: DemoServer, kills: int, seed: int
) -> None:
    undisturbed, killed = new_tool(), new_tool()
    assert has_ended(undisturbed("crawl", f"{HOME}/", http_proxy=demo_server.proxy_url))
    whole = len(article_hits(demo_server))
    demo_server.hits.clear()
    crawl_with_kills(killed, demo_server, kills, seed)
    assert content(killed) == content(undisturbed)
    assert killed.rows("PRAGMA integrity_check") == [("ok",)]
    assert killed.rows("PRAGMA foreign_key_check") == []
    assert len(article_hits(demo_server)) <= whole + kills * CONCURRENCY


def article_hits(server: DemoServer) -> list[str]:
    return [hit.url for hit in server.hits if is_article_url(hit.url)]


def test_the_warc_of_a_killed_run_is_closed_by_the_next(
    tool: Tool, demo_server: DemoServer
) -> None:
    process = tool.start("crawl", f"{HOME}/", http_proxy=demo_server.proxy_url)
    while len(demo_server.hits) < 40 and process.poll() is None:
        time.sleep(0.01)
    process.kill()
    process.communicate()
    folder = tool.archive.with_suffix(".warc")
    assert [path.suffix for path in folder.iterdir()] == [".open"]
    assert has_ended(tool("crawl", f"{HOME}/", http_proxy=demo_server.proxy_url))
    assert not list(folder.glob("*.open"))
    assert len(list(folder.glob("*.warc.gz"))) == 2


@pytest.mark.parametrize(("number", "code"), [("INT", 130), ("TERM", 143)])
def test_a_signal_ends_the_crawl_in_good_order(
    tool: Tool, demo_server: DemoServer, number: str, code: int
) -> None:
    process = tool.start("crawl", f"{HOME}/", "--delay", "0.2", http_proxy=demo_server.proxy_url)
    while len(demo_server.hits) < 12 and process.poll() is None:
        time.sleep(0.01)
    subprocess.run(["kill", f"-{number}", str(process.pid)], check=True)
    out, err = process.communicate(timeout=30)
    assert process.returncode == code, err
    assert "Traceback" not in err
    assert "interrupted" in out
    assert tool.rows("SELECT outcome, exit_code FROM runs") == [("interrupted", code)]
    assert tool.rows("SELECT count(*) FROM pages WHERE state = 'pending'")[0][0] > 0
    assert has_ended(tool("crawl", f"{HOME}/", "--delay", "0", http_proxy=demo_server.proxy_url))
    assert tool.rows("SELECT count(*) FROM pages WHERE state = 'pending'") == [(0,)]


def test_a_second_crawl_of_a_portal_leaves_at_once(tool: Tool, demo_server: DemoServer) -> None:
    first = tool.start("crawl", f"{HOME}/", "--delay", "0.2", http_proxy=demo_server.proxy_url)
    while len(demo_server.hits) < 5 and first.poll() is None:
        time.sleep(0.01)
    first.send_signal(19)  # SIGSTOP: no hit from now on can be the first crawl's
    time.sleep(0.3)
    hits = len(demo_server.hits)
    second = tool("crawl", f"{HOME}/", http_proxy=demo_server.proxy_url)
    assert second.returncode == 3
    assert len(second.stderr.splitlines()) == 1
    assert len(demo_server.hits) == hits
    first.kill()
    first.communicate()
    assert has_ended(tool("crawl", f"{HOME}/", http_proxy=demo_server.proxy_url))


def test_listings_are_walked_on_where_they_were_left(tool: Tool, demo_server: DemoServer) -> None:
    process = tool.start("crawl", f"{HOME}/", "--delay", "0.1", http_proxy=demo_server.proxy_url)
    while process.poll() is None and not any("index_2" in hit.url for hit in demo_server.hits):
        time.sleep(0.005)
    process.kill()
    process.communicate()
    demo_server.hits.clear()
    assert has_ended(tool("crawl", f"{HOME}/", http_proxy=demo_server.proxy_url))
    listings = [hit for hit in demo_server.hits if not is_article_url(hit.url)]
    heads = [hit for hit in listings if urlsplit(hit.url).path.endswith(("/", "index.html"))]
    assert any(hit.status == 304 for hit in heads)
