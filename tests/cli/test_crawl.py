"""`portal-spider crawl`: what it prints, what it refuses, and the exit codes of both."""

import fcntl
import json
import os
import pty
import re
import resource
import sqlite3
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest
from samples.tool import Tool

from portal_spider.demo import HOME, DemoServer, expected_articles

ONE_SECTION = ("--section", "政策解读")


def refused(tool: Tool, code: int, *arguments: str) -> str:
    """The one line with which a command is refused."""
    done = tool("crawl", *arguments)
    assert done.returncode == code, (done.stdout, done.stderr)
    assert done.stdout == ""
    lines = done.stderr.splitlines()
    assert len(lines) == 1, done.stderr
    return lines[0]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["demoo"], 2, "did you mean demo"),
        (["no-such-portal-at-all"], 2, "portals list"),
        (["demo", "--section", "政策解"], 2, "did you mean 政策解读"),
        (["demo", "--section", "xyz"], 2, "通知公告"),
        (["www.example.gov.cn/tzgg/"], 2, "https://www.example.gov.cn/tzgg/"),
        (["ftp://www.example.gov.cn/"], 2, "http"),
        (["demo", "--since", "yesterday"], 2, "2026-01-31"),
        (["demo", "--recheck", "often"], 2, "30d"),
        (["demo", "--since", "2024-01-02", "--until", "2024-01-01"], 2, "--until"),
        (["http://127.0.0.1:1/tzgg/", "--delay", "0"], 5, "refuses connections"),
        (["http://no-such-host.invalid/tzgg/", "--delay", "0"], 5, "no such host"),
    ],
)
def test_bad_input_is_refused_in_one_line(
    tool: Tool, arguments: list[str], code: int, words: str
) -> None:
    assert words in refused(tool, code, *arguments)


def test_bad_arguments_leave_no_archive_behind(tool: Tool) -> None:
    refused(tool, 2, "demoo")
    refused(tool, 2, "demo", "--section", "xyz")
    assert not tool.archive.exists()


def test_an_archive_path_that_is_a_folder(tool: Tool, tmp_path: Path) -> None:
    assert "folder" in refused(tool, 4, "demo", "--archive", str(tmp_path))


def test_an_archive_in_a_folder_that_is_not_there(tool: Tool, tmp_path: Path) -> None:
    line = refused(tool, 4, "demo", "--archive", str(tmp_path / "none" / "a.db"))
    assert "does not exist" in line


def test_an_archive_that_is_no_database(tool: Tool, tmp_path: Path) -> None:
    path = tmp_path / "notes.db"
    path.write_text("not a database, but longer than the header of one")
    assert "not an SQLite file" in refused(tool, 4, "demo", "--archive", str(path))
    assert path.read_text().startswith("not a database")


def test_an_archive_that_belongs_to_something_else(tool: Tool, tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE pages (title TEXT)")
    before = path.read_bytes()
    refused(tool, 4, "demo", "--archive", str(path))
    assert path.read_bytes() == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_an_archive_that_is_not_writable(tool: Tool, tmp_path: Path) -> None:
    folder = tmp_path / "read-only"
    folder.mkdir(mode=0o500)
    assert "not writable" in refused(tool, 4, "demo", "--archive", str(folder / "a.db"))


def test_nothing_but_the_summary_goes_to_a_pipe(tool: Tool) -> None:
    done = tool("crawl", "demo", *ONE_SECTION)
    assert done.returncode == 0
    assert done.stderr == ""
    assert re.fullmatch(
        r"demo: finished; 10 new; 0 pending; \d+ requests in [\d.]+ s\n", done.stdout
    ), done.stdout


def test_json_is_the_runs_record(tool: Tool) -> None:
    done = tool("crawl", "demo", *ONE_SECTION, "--json")
    record = json.loads(done.stdout)
    assert record["portal"] == "demo"
    assert record["outcome"] == "finished"
    assert record["exit_code"] == 0
    assert record["new"] == 10
    assert record["pages"] == {"done": 10}
    assert record["finished_at"] > record["started_at"]


def test_a_dry_run_prints_what_would_be_fetched_and_stores_nothing(tool: Tool) -> None:
    done = tool("crawl", "demo", *ONE_SECTION, "--dry-run")
    assert done.returncode == 0, done.stderr
    assert not tool.archive.exists()
    assert tool("crawl", "http://127.0.0.1:1/a/", "--dry-run", "--delay", "0").returncode == 5
    would = done.stdout.splitlines()
    told = tool("crawl", "demo", *ONE_SECTION, "--dry-run", "--json").stdout.splitlines()
    assert {tuple(json.loads(line).items()) for line in told} == {
        (("portal", "demo"), ("url", url)) for url in would
    }
    tool("crawl", "demo", *ONE_SECTION)
    assert sorted(would) == [url for (url,) in tool.rows("SELECT url FROM pages ORDER BY url")]
    assert tool("crawl", "demo", *ONE_SECTION, "--dry-run").stdout == ""


def test_since_and_until_leave_the_rest_for_later(tool: Tool) -> None:
    done = tool("crawl", "demo", "--section", "政务要闻", "--since", "2023-11-01", "--json")
    assert done.returncode == 0
    assert tool.rows("SELECT min(published_at) >= '2023-11-01' FROM articles") == [(1,)]
    some = json.loads(done.stdout)["new"]
    assert some > 0
    tool("crawl", "demo", "--section", "政务要闻", "--until", "2023-06-30")
    between = tool.rows(
        "SELECT count(*) FROM articles WHERE published_at BETWEEN '2023-07-01' AND '2023-10-31'"
    )
    assert between == [(0,)]
    tool("crawl", "demo", "--section", "政务要闻")
    assert tool.rows("SELECT count(*) FROM pages WHERE state = 'pending'") == [(0,)]
    assert tool.rows("SELECT count(*) FROM articles")[0][0] > some


def test_max_pages_bounds_what_is_asked_for(tool: Tool) -> None:
    record = json.loads(tool("crawl", "demo", *ONE_SECTION, "--max-pages", "3", "--json").stdout)
    assert record["new"] == 3
    assert record["pages"] == {"done": 3, "pending": 7}


def test_a_section_leaves_the_others_alone(tool: Tool) -> None:
    tool("crawl", "demo", *ONE_SECTION, "--max-pages", "0")
    record = json.loads(tool("crawl", "demo", "--section", "统计数据", "--json").stdout)
    assert record["pages"]["pending"] == 10
    assert tool.rows("SELECT count(*) FROM pages WHERE state = 'done'") == [(record["new"],)]


def test_a_full_disk_ends_the_crawl_and_loses_nothing(tool: Tool) -> None:
    """No file may grow beyond 200 KiB: neither the archive nor the WARC."""
    limit = 200 * 1024
    done = subprocess.run(
        [sys.executable, "-m", "portal_spider", "crawl", "demo"],
        cwd=tool.folder,
        env={**os.environ, **tool.environment},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 4, done.stderr
    assert "Traceback" not in done.stderr
    assert "cannot be written" in done.stderr.splitlines()[-1]
    assert tool.rows("PRAGMA integrity_check") == [("ok",)]
    record = json.loads(tool("crawl", "demo", "--json").stdout)
    assert record["pages"].get("pending", 0) == 0
    assert tool.rows("SELECT count(*) FROM articles") == [(len(expected_articles()),)]


def test_several_targets_are_crawled_side_by_side(tool: Tool, demo_server: DemoServer) -> None:
    sections = [f"{HOME}/zwgk/zcjd/index.html", f"{HOME}/zwgk/tjsj/index.html"]
    done = tool("crawl", *sections, "--json", http_proxy=demo_server.proxy_url)
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 1
    assert len(tool.rows("SELECT * FROM sections")) == 2


def test_a_portal_without_profile_is_crawled_by_its_home_page(
    tool: Tool, demo_server: DemoServer
) -> None:
    """At its own address the demo is a host without a profile; one section's API names another."""
    done = tool("crawl", demo_server.url, "--delay", "0")
    assert done.returncode == 0, done.stderr
    own = [page for page in expected_articles() if "/gkmlpt/" not in page.url]
    assert tool.rows("SELECT count(*) FROM articles") == [(len(own),)]
    [(name, url)] = tool.rows("SELECT name, url FROM portals")
    assert name in url
    assert len(tool.rows("SELECT * FROM sections")) == 7


def test_a_listing_that_lists_nothing(tool: Tool, demo_server: DemoServer) -> None:
    done = tool("crawl", f"{demo_server.url}gywm.html", "--delay", "0")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "lists nothing" in done.stderr


def test_progress_is_for_a_terminal(tool: Tool) -> None:
    """One line a section, drawn on a pseudo-terminal; the summary goes to stdout as always."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    process = subprocess.Popen(
        [sys.executable, "-m", "portal_spider", "crawl", "demo", *ONE_SECTION],
        cwd=tool.folder,
        env={**os.environ, **tool.environment, "TERM": "xterm"},
        stdout=subprocess.PIPE,
        stderr=slave,
        text=True,
    )
    os.close(slave)
    shown = b""
    while chunk := read_some(master):
        shown += chunk
    out, _ = process.communicate(timeout=60)
    os.close(master)
    assert process.returncode == 0
    assert out.startswith("demo: finished")
    text = shown.decode()
    assert "政策解读" in text
    assert "10 done" in text
    assert "/s" in text


def read_some(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # the other side was closed
        return b""


def test_scrapys_own_commands(tool: Tool) -> None:
    environment = {
        **os.environ,
        **tool.environment,
        "SCRAPY_SETTINGS_MODULE": "portal_spider.settings",
    }

    def scrapy(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "scrapy", *arguments],
            cwd=tool.folder,
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    assert scrapy("list").stdout == "portal\n"
    feed = tool.folder / "out.jsonl"
    done = scrapy(
        *("crawl", "portal", "-a", "portal=demo", "-a", "section=政策解读"),
        *("-a", f"archive={tool.archive}", "-O", str(feed), "-s", "LOG_LEVEL=INFO"),
    )
    assert done.returncode == 0
    assert "'item_scraped_count': 10" in done.stderr
    records = [json.loads(line) for line in feed.read_text().splitlines()]
    assert len(records) == 10
    assert list(records[0])[:4] == ["url", "kind", "reason", "title"]
    assert {record["kind"] for record in records} == {"article"}
    assert tool.rows("SELECT count(*) FROM articles") == [(10,)]
    shell = scrapy("shell", "--nolog", "-c", "settings['BOT_NAME']")
    assert shell.stdout.strip() == "portal_spider"
