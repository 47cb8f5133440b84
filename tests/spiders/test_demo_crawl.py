"""The demo portal, crawled by a real process: everything there is, once, and then only news."""

import gzip
import json
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from samples.tool import Tool

from portal_spider.demo import HOME, DemoServer, expected_articles, expected_states
from portal_spider.urls import canonical_url, url_id

HEADS = 7
"""Sections of the demo that are open."""


@pytest.fixture(scope="module")
def crawled(new_tool: Callable[[], Tool]) -> Tool:
    """An archive after one undisturbed crawl of the first edition."""
    tool = new_tool()
    done = tool("crawl", "demo")
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert ", 3 hacked;" in done.stdout  # two pages of the portal, and the mirror's copy
    return tool


def test_every_article_is_archived_once(crawled: Tool) -> None:
    expected = {canonical_url(page.url) for page in expected_articles()}
    archived = [
        url for (url,) in crawled.rows("SELECT url FROM pages JOIN articles ON page_id = pages.id")
    ]
    assert sorted(archived) == sorted(expected)


def test_fields_equal_what_the_portal_was_made_from(crawled: Tool) -> None:
    wrong = []
    for page in expected_articles():
        [(article_id, *scalars)] = crawled.rows(
            "SELECT id, title, published_at, source, breadcrumb, text, script FROM articles"
            " WHERE id = ?",
            url_id(page.url),
        )
        credits = crawled.rows(
            "SELECT role, name FROM bylines WHERE article_id = ? ORDER BY position", article_id
        )
        files = crawled.rows(
            "SELECT url, name FROM attachments WHERE article_id = ? ORDER BY position", article_id
        )
        fields = crawled.rows(
            "SELECT label, value FROM document_fields WHERE article_id = ?", article_id
        )
        found = (*scalars, sorted(credits), files, sorted(fields))
        expected = (
            page.title,
            page.published_at,
            page.source,
            " > ".join(page.breadcrumb) or None,
            "\n".join(page.paragraphs),
            page.script,
            sorted((credit.role, name) for credit in page.byline for name in credit.names),
            [(file.url, file.name) for file in page.attachments],
            sorted(page.fields.items()),
        )
        if found != expected:
            pairs = zip(found, expected, strict=True)
            wrong.append((page.url, [pair for pair in pairs if pair[0] != pair[1]]))
    assert wrong == []


def test_every_listed_page_has_a_state_and_a_reason(crawled: Tool) -> None:
    rows = crawled.rows("SELECT url, state, reason FROM pages")
    states = {url: state for url, state, _ in rows}
    for url, state in expected_states().items():
        assert states[canonical_url(url)] == state, url
    assert all(reason for _, state, reason in rows if state != "done")
    assert not [url for url, state, _ in rows if state == "pending"]


def test_captures_point_into_a_finished_warc(crawled: Tool) -> None:
    files = {path.name: path for path in crawled.archive.with_suffix(".warc").iterdir()}
    captures = crawled.rows(
        "SELECT warc_file, warc_offset, warc_length FROM captures WHERE status = 200"
    )
    assert captures
    for name, offset, length in captures:
        data = files[name].read_bytes()[offset : offset + length]
        assert data[:2] == b"\x1f\x8b"
        assert len(data) == length
    assert not [name for name in files if name.endswith(".open")]


def test_a_second_crawl_asks_only_for_listing_heads(demo_server: DemoServer, tool: Tool) -> None:
    proxy = {"http_proxy": demo_server.proxy_url}
    assert tool("crawl", f"{HOME}/", **proxy).returncode == 0
    before = tool.rows("SELECT id, state, fetched_at FROM pages ORDER BY id")
    demo_server.hits.clear()
    done = tool("crawl", f"{HOME}/", "--json", **proxy)
    assert done.returncode == 0, done.stderr
    paths = [urlsplit(hit.url).path for hit in demo_server.hits]
    assert paths.count("/robots.txt") == 1
    assert len(paths) == 1 + HEADS
    assert {hit.status for hit in demo_server.hits if "robots" not in hit.url} == {304}
    assert json.loads(done.stdout)["new"] == 0
    assert tool.rows("SELECT id, state, fetched_at FROM pages ORDER BY id") == before


def test_the_second_edition_gives_one_version_one_gone_three_new(crawled: Tool, tool: Tool) -> None:
    for suffix in ("", "-wal"):
        source = crawled.archive.with_name(crawled.archive.name + suffix)
        if source.exists():
            tool.archive.with_name(tool.archive.name + suffix).write_bytes(source.read_bytes())
    gone_before = {url for (url,) in tool.rows("SELECT url FROM pages WHERE state = 'gone'")}
    done = tool("crawl", "demo", "--edition", "2", "--recheck", "all", "--json")
    assert done.returncode == 0, done.stderr
    record = json.loads(done.stdout)
    assert (record["new"], record["changed"], record["gone"]) == (3, 1, 1)
    assert len(tool.rows("SELECT * FROM versions")) == 1
    gone = tool.rows(
        "SELECT url, last_seen, fetched_at FROM pages JOIN articles ON page_id = pages.id"
        " WHERE state = 'gone'"
    )
    assert len(gone) == 1
    [(url, last_seen, fetched_at)] = gone
    assert url not in gone_before
    assert last_seen < fetched_at
    expected = {canonical_url(page.url) for page in expected_articles(2)}
    live = tool.rows(
        "SELECT url FROM pages JOIN articles ON page_id = pages.id WHERE state = 'done'"
    )
    assert {url for (url,) in live} == expected


def test_an_answer_that_nothing_changed_is_kept_as_a_reference(tool: Tool) -> None:
    section = ("crawl", "demo", "--section", "政务要闻")
    assert tool(*section, "--max-pages", "5").returncode == 0
    assert tool(*section, "--recheck", "all").returncode == 0
    captures = tool.rows(
        "SELECT c.warc_file, c.warc_offset, c.warc_length, o.captured_at, o.payload_digest"
        " FROM captures c JOIN captures o ON o.page_id = c.page_id AND o.status = 200"
        " WHERE c.status = 304"
    )
    assert captures
    folder = tool.archive.with_suffix(".warc")
    for name, offset, length, moment, digest in captures:
        record = gzip.decompress((folder / name).read_bytes()[offset : offset + length]).decode()
        assert "WARC-Type: revisit\r\n" in record
        assert f"WARC-Payload-Digest: {digest}\r\n" in record
        assert f"WARC-Refers-To-Date: {moment[:19]}" in record
    assert tool("verify").returncode == 0
    [(changed,)] = tool.rows("SELECT count(*) FROM versions")
    assert tool("reextract").returncode == 0
    assert tool.rows("SELECT count(*) FROM versions") == [(changed,)]


def test_a_changed_listing_brings_news_without_a_recheck(tool: Tool) -> None:
    assert tool("crawl", "demo").returncode == 0
    done = tool("crawl", "demo", "--edition", "2", "--json")
    record = json.loads(done.stdout)
    assert done.returncode == 0, done.stderr
    assert record["new"] == 3
    assert record["requests"] < 30
