"""`portal-spider extract` and `listing`: one object a page, in order, whatever the pages are."""

from __future__ import annotations

import gzip
import json
import os
import pty
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from samples.articles import add_page

from portal_spider import __version__
from portal_spider.archive.database import Archive
from portal_spider.archive.store import store_capture
from portal_spider.archive.warc import WarcWriter
from portal_spider.cli import inputs
from portal_spider.items import Capture

CONTRACT = [
    "url", "kind", "reason", "title", "published_at", "source", "byline", "breadcrumb",
    "paragraphs", "attachments", "fields", "script", "removed", "origins", "encoding",
]  # fmt: skip
COMMAND = [sys.executable, "-m", "portal_spider"]


HANS = "春耕备耕物资储备充足，农技人员已下沉到各村指导，各乡镇要压实责任。"
HANT = "縣政府關於推動社區長者照顧服務的公告，各鄉鎮公所應依規定辦理，並將結果報縣政府備查。"


def article(n: int, text: str = HANS, title: str = "第{n}号通知") -> bytes:
    title = title.format(n=n)
    head = f'<title>{title}</title><meta name="ArticleTitle" content="{title}">'
    body = f'<h1>{title}</h1><div class="TRS_Editor"><p>{text}</p><p>{text}{n}</p></div>'
    date = f'<meta name="PubDate" content="2026-03-0{n + 1} 09:00">'
    return f"<html><head>{head}{date}</head><body>{body}</body></html>".encode()


def run(*args: str | Path, stdin: bytes = b"", **env: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*COMMAND, *map(str, args)],
        input=stdin,
        capture_output=True,
        check=False,
        env={**os.environ, "NO_PROXY": "", "no_proxy": "", **env},
        timeout=60,
    )


def rows(done: subprocess.CompletedProcess[bytes]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture
def warc(tmp_path: Path) -> Path:
    with WarcWriter(tmp_path, "pages") as writer:
        for n in range(5):
            writer.write_response(
                f"http://www.example.gov.cn/{n}.html",
                datetime(2026, 1, 1, tzinfo=UTC),
                200,
                "OK",
                [("Content-Type", "text/html")],
                article(n),
            )
    return tmp_path / "pages.warc.gz"


class Portal(BaseHTTPRequestHandler):
    """Answers any host, so that it can stand for a proxy too."""

    def do_GET(self) -> None:
        type(self).seen.append((self.path, self.headers.get("User-Agent", "")))
        path = "/" + self.path.rpartition("/")[2]
        body = gzip.compress(article(1)) if path == "/packed.html" else article(1)
        if path == "/moved.html":
            self.send_response(302)
            self.send_header("Location", "/sub/final.html")
        else:
            self.send_response(404 if path == "/gone.html" else 200)
        if path == "/packed.html":
            self.send_header("Content-Encoding", "gzip")
        if path == "/cut.html":
            self.send_header("Content-Encoding", "gzip")
        if path == "/short.html":
            self.send_header("Content-Length", str(len(body) + 1))
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        if path == "/dripping.html":
            self.drip()
            return
        self.wfile.write(body if path != "/cut.html" else gzip.compress(body)[:40])

    def drip(self) -> None:
        """Send on and on, a little at a time, until the other side has enough of it."""
        with suppress(OSError):
            while True:
                self.wfile.write(b"<p>")
                time.sleep(0.05)

    def log_message(self, format: str, *args: object) -> None:
        pass

    seen: list[tuple[str, str]]


@pytest.fixture
def portal() -> Iterator[str]:
    Portal.seen = []
    with ThreadingHTTPServer(("127.0.0.1", 0), Portal) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_every_page_is_one_object_with_every_key_in_input_order(warc: Path, tmp_path: Path) -> None:
    single = tmp_path / "single.html"
    single.write_bytes(article(7))
    done = run("extract", single, warc, "--jsonl")
    assert done.returncode == 0, done.stderr
    found = rows(done)
    assert [row["url"] for row in found] == [
        single.as_uri(),
        *(f"http://www.example.gov.cn/{n}.html" for n in range(5)),
    ]
    for row in found:
        assert set(CONTRACT) <= row.keys()
        assert "error" not in row
    assert [row["title"] for row in found] == [f"第{n}号通知" for n in (7, 0, 1, 2, 3, 4)]
    assert done.stderr == b""


def test_unreadable_pages_stand_in_their_place_and_the_rest_follows(
    warc: Path, tmp_path: Path
) -> None:
    data = bytearray(warc.read_bytes())
    broken = tmp_path / "broken.warc.gz"
    broken.write_bytes(data[:-30])
    missing = tmp_path / "missing.html"
    done = run("extract", missing, broken, warc, "--jsonl")
    assert done.returncode == 1
    found = rows(done)
    assert len(found) == 11
    assert found[0] == {
        "url": missing.as_uri(),
        "error": f"{missing}: cannot be read: No such file or directory",
    }
    assert found[5].keys() == {"url", "error"}
    assert "cut short" in found[5]["error"]
    assert all("error" not in row for row in found[6:])


def test_many_jobs_give_the_same_lines(warc: Path) -> None:
    assert run("extract", warc, warc, "--jsonl", "--jobs", "2").stdout == (
        run("extract", warc, warc, "--jsonl").stdout
    )


def test_plain_text_and_standard_input(tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text("关于放假的通知\n各单位要安排好值班。\n", encoding="gb18030")
    (row,) = rows(run("extract", note, "--jsonl"))
    assert row["encoding"] == "gb18030"
    assert "各单位要安排好值班。" in [row["title"], *row["paragraphs"]]
    url = "http://www.example.gov.cn/a.html"
    (row,) = rows(run("extract", "-", "--url", url, "--jsonl", stdin=article(3)))
    assert (row["url"], row["title"]) == (url, "第3号通知")


def test_traditional_text_is_simplified_or_kept(tmp_path: Path) -> None:
    page = tmp_path / "hant.html"
    page.write_bytes(article(1, HANT * 3, "縣政府公告第{n}號"))
    (simplified,) = rows(run("extract", page, "--jsonl"))
    (kept,) = rows(run("extract", page, "--jsonl", "--script", "keep"))
    assert "县政府关于推动社区" in "".join(simplified["paragraphs"])
    assert "縣政府關於推動社區" in "".join(kept["paragraphs"])


def test_a_url_is_asked_for_under_our_name(portal: str) -> None:
    urls = [f"{portal}/a.html", f"{portal}/packed.html", f"{portal}/moved.html"]
    done = run("extract", *urls, "--jsonl")
    assert done.returncode == 0, done.stderr
    assert [row["title"] for row in rows(done)] == ["第1号通知"] * 3
    assert rows(done)[2]["url"] == f"{portal}/sub/final.html"
    assert {agent for _, agent in Portal.seen} == {f"portal-spider/{__version__}"}


def test_proxy_of_the_environment_and_bare_chinese_urls(portal: str) -> None:
    done = run("extract", "http://www.example.gov.cn/公告.html", "--jsonl", http_proxy=portal)
    assert done.returncode == 0, done.stdout
    assert Portal.seen[0][0] == "http://www.example.gov.cn/%E5%85%AC%E5%91%8A.html"


def test_what_cannot_be_fetched_is_an_error_in_its_place(portal: str) -> None:
    done = run(
        "extract", "http://127.0.0.1:9/x", f"{portal}/cut.html", f"{portal}/a.html", "--jsonl"
    )
    assert done.returncode == 1
    refused, cut, good = rows(done)
    assert "Connection refused" in refused["error"]
    assert "gzip is damaged" in cut["error"]
    assert good["title"] == "第1号通知"


def test_a_url_can_be_taken_from_an_archive(tmp_path: Path, portal: str) -> None:
    path = tmp_path / "kept.db"
    url = f"{portal}/zwgk/t20260301_1.html"
    with Archive.open(path) as archive:
        add_page(archive, url)
        with WarcWriter(archive.directory, "run") as writer:
            for day, body in ((1, article(1)), (2, article(2))):
                at = datetime(2026, 3, day, tzinfo=UTC)
                place = writer.write_response(url, at, 200, "OK", [], body)
                capture = Capture(
                    url=url, final_url=url, status=200, body=body, captured_at=at, warc=place
                )
                store_capture(archive, capture, run_id=None)
    done = run("extract", url, f"{portal}/other.html", "--archive", path, "--jsonl")
    assert done.returncode == 1
    kept, other = rows(done)
    assert (kept["url"], kept["title"]) == (url, "第2号通知")
    assert other["error"] == f"{portal}/other.html: is not in {path}"
    assert Portal.seen == []
    missing = run("extract", url, "--archive", tmp_path / "none.db", "--jsonl")
    assert missing.returncode == 4
    assert b"no such archive" in missing.stderr


def test_an_answer_that_breaks_off_is_not_taken_for_the_page(portal: str) -> None:
    done = run("extract", f"{portal}/short.html", "--jsonl")
    assert done.returncode == 1
    assert rows(done)[0]["error"].endswith(f"breaks off after {len(article(1))} bytes")


def test_an_answer_that_never_ends_is_given_up(
    portal: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inputs, "DOWNLOAD_TIMEOUT", 1)
    error = inputs.fetch(f"{portal}/dripping.html").error
    assert error is not None
    assert error.endswith("not all of it came within 1 seconds")


def test_an_error_status_is_no_article(portal: str) -> None:
    (row,) = rows(run("extract", f"{portal}/gone.html", "--jsonl"))
    assert row["kind"] == "not_article"
    assert row["reason"] == "http_404"


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["extract"], b"Missing argument"),
        (["extract", "a.html", "b.html", "--url", "http://a.example/"], b"--url says where one"),
        (["extract", "a.html", "--jobs", "0"], b"--jobs"),
    ],
)
def test_wrong_usage_is_exit_code_2(args: list[str], message: bytes) -> None:
    done = run(*args)
    assert done.returncode == 2
    assert message in done.stderr
    assert b"Traceback" not in done.stderr


def test_a_file_without_pages_says_so(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = run("extract", tmp_path / "empty", "--jsonl")
    assert done.returncode == 1
    assert rows(done)[0]["error"].endswith("empty: has no page")


def test_for_a_person_text_that_commands_the_terminal_is_disarmed(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_bytes(
        article(1, "办理结果\x1b]8;;http://evil.example\x07公示\u202e倒序，请各单位知悉。")
    )
    done = run("extract", page)
    assert done.returncode == 0
    text = done.stdout.decode()
    assert "第1号通知" in text
    assert "公示" in text
    for char in "\x1b\x07\u202e":
        assert char not in text


def test_explain_shows_candidates_and_what_was_left_out(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_bytes(article(1).replace(b"</body>", "<p>版权所有：某县</p></body>".encode()))
    shown = run("extract", page, "--explain").stdout.decode()
    for part in (
        "published_at",
        "→ 2026-03-02",
        "meta",
        "tag pubdate",
        "div.TRS_Editor",
        "left out",
    ):
        assert part in shown
    (row,) = rows(run("extract", page, "--explain", "--jsonl"))
    won = {found["field"] for found in row["candidates"] if found["won"]}
    assert {"title", "published_at", "body"} <= won


def test_progress_only_on_a_terminal(warc: Path) -> None:
    main, secondary = pty.openpty()
    done = subprocess.run(
        [*COMMAND, "extract", str(warc), "--jsonl"],
        stdout=subprocess.PIPE,
        stderr=secondary,
        check=True,
        env={**os.environ, "TERM": "xterm"},
    )
    os.close(secondary)
    shown = os.read(main, 65536)
    os.close(main)
    assert b"Pages read:" in shown
    assert len(done.stdout.splitlines()) == 5


def test_output_cut_off_by_a_pipe_is_no_crash(warc: Path) -> None:
    command = f"{sys.executable} -m portal_spider extract {warc} {warc} {warc} --jsonl | head -c 10"
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, check=False)
    assert b"Traceback" not in done.stderr


LISTING = """<html><body><ul class="list">{}</ul><a href="index_2.html">下一页</a></body></html>"""


def test_listing_prints_entries_and_the_next_page(tmp_path: Path) -> None:
    items = "".join(
        f'<li><a href="./202601/t202601{n:02}_{n}.html">关于第{n}批项目的公示</a>'
        f"<span>2026-01-{n:02}</span></li>"
        for n in range(1, 16)
    )
    page = tmp_path / "index.html"
    page.write_text(LISTING.format(items), encoding="utf-8")
    url = "http://www.example.gov.cn/zwgk/index.html"
    done = run("listing", page, "--url", url, "--jsonl")
    assert done.returncode == 0, done.stderr
    (row,) = rows(done)
    assert {"url", "entries", "next_url", "pages"} <= row.keys()
    assert row["url"] == url
    assert len(row["entries"]) == 15
    assert row["entries"][0]["url"] == "http://www.example.gov.cn/zwgk/202601/t20260101_1.html"
    assert row["entries"][0]["title"] == "关于第1批项目的公示"
    assert row["entries"][0]["date"] == "2026-01-01"
    assert row["next_url"] == "http://www.example.gov.cn/zwgk/index_2.html"
    assert "关于第1批项目的公示" in run("listing", page, "--url", url).stdout.decode()


def test_listing_of_what_cannot_be_read(tmp_path: Path) -> None:
    done = run("listing", tmp_path / "none.html", "--jsonl")
    assert done.returncode == 1
    assert rows(done)[0].keys() == {"url", "error"}
