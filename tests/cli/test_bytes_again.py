"""`import` and `reextract`: pages read from bytes that are there already."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from samples.commands import complaint, run, run_json, run_text
from warcio.warcwriter import WARCWriter

from portal_spider.archive.database import Archive
from portal_spider.archive.history import version_id
from portal_spider.archive.index import rebuild_index
from portal_spider.archive.rows import text_hash
from portal_spider.archive.verification import verify_archive
from portal_spider.archive.warc import WarcWriter

HOST = "https://www.qinghe.gov.cn"
URL = f"{HOST}/zwgk/t20260301_1.html"
DAYS = (1, 2, 3)


def html(title: str, *paragraphs: str, head: str = "") -> bytes:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title>
<meta name="ArticleTitle" content="{title}"><meta name="PubDate" content="2026-03-01 09:30">
<meta name="ContentSource" content="县政府办公室">{head}</head>
<body><div class="nav"><a href="/">首页</a> <a href="/zwgk/">政务公开</a></div>
<h1>{title}</h1><div class="TRS_Editor">{body}</div>
<div class="footer">版权所有：清河县人民政府</div></body></html>""".encode()


def text(day: int) -> str:
    return (
        f"会议听取了第{day}轮防汛工作汇报，要求各乡镇、各部门压实责任，备足物资，确保安全度汛。" * 3
    )


def write_warc(path: Path, days: tuple[int, ...]) -> Path:
    """As another crawler writes it."""
    with WarcWriter(path.parent, path.name.removesuffix(".warc.gz")) as warc:
        for day in days:
            moment = datetime(2026, 3, day, 8, tzinfo=UTC)
            headers = (("Content-Type", "text/html; charset=utf-8"),)
            warc.write_response(URL, moment, 200, "OK", headers, html("防汛会议", text(day)))
            warc.write_response(f"{HOST}/no.html", moment, 404, "Not Found", headers, b"<p>404</p>")
    return path


def rows(path: Path, sql: str) -> list[tuple[object, ...]]:
    with Archive.open(path, read_only=True) as archive:
        return archive.db.conn.execute(sql).fetchall()


def is_whole(path: Path) -> bool:
    with Archive.open(path) as archive:
        return list(verify_archive(archive)) == []


def test_a_warc_of_others_becomes_articles_with_versions_and_bytes(tmp_path: Path) -> None:
    target = tmp_path / "archive.db"
    later = write_warc(tmp_path / "later.warc.gz", DAYS[1:])
    earlier = write_warc(tmp_path / "earlier.warc.gz", DAYS[:1])
    first = run_json("import", later, "--archive", target)
    assert first["pages"] == {"new": 1, "changed": 1, "status 404": 2}
    assert run_json("import", earlier, "--archive", target)["pages"]["older"] == 1
    assert run_json("import", earlier, later, "--archive", target)["pages"]["known"] == 3
    assert rows(target, "SELECT text FROM versions ORDER BY captured_at") == [
        (text(1),),
        (text(2),),
    ]
    assert rows(target, "SELECT title, text, source FROM articles") == [
        ("防汛会议", text(3), "县政府办公室")
    ]
    assert rows(target, "SELECT name FROM portals") == [("www.qinghe.gov.cn",)]
    for day in DAYS:
        done = run("show", URL, "--raw", "--version", str(day), "--archive", target)
        assert done.stdout == html("防汛会议", text(day))
    assert is_whole(target)


def test_a_wacz_is_unpacked(tmp_path: Path) -> None:
    inner = write_warc(tmp_path / "data.warc.gz", DAYS[:1])
    with zipfile.ZipFile(tmp_path / "site.wacz", "w") as packed:
        packed.write(inner, "archive/data.warc.gz")
        packed.writestr("datapackage.json", "{}")
    target = tmp_path / "archive.db"
    assert run_json("import", tmp_path / "site.wacz", "--archive", target)["pages"]["new"] == 1
    (tmp_path / "broken.wacz").write_bytes(b"PK no")
    broken = run_json("import", tmp_path / "broken.wacz", "--archive", target, code=1)
    assert "is no WACZ file" in broken["skipped"][0]


def test_saved_pages_take_their_url_from_the_page_or_the_base(tmp_path: Path) -> None:
    folder = tmp_path / "saved"
    (folder / "zwgk").mkdir(parents=True)
    (folder / "zwgk" / "通知.html").write_bytes(html("停水通知", text(1)))
    origin = f"<!-- saved from url=(0{len(URL)}){URL} -->"
    (folder / "a.html").write_bytes(html("防汛会议", text(2), head=origin))
    for path in folder.rglob("*.html"):
        os.utime(path, (1_772_000_000, 1_772_000_000))
    target = tmp_path / "archive.db"
    without = run_json("import", folder, "--archive", target, code=1)
    assert without["pages"] == {"new": 1}
    assert "give one with --base" in without["skipped"][0]
    based = run_json("import", folder, "--base", f"{HOST}/", "--archive", target)
    assert based["pages"] == {"known": 1, "new": 1}
    assert rows(target, "SELECT url FROM pages ORDER BY url") == [
        (f"{HOST}/zwgk/%E9%80%9A%E7%9F%A5.html",),
        (URL,),
    ]


def test_a_damaged_record_costs_no_other(tmp_path: Path) -> None:
    path = write_warc(tmp_path / "cut.warc.gz", DAYS)
    path.write_bytes(path.read_bytes()[:-40])
    found = run_json("import", path, "--archive", tmp_path / "archive.db", code=1)
    assert found["pages"]["changed"] == 2
    assert found["skipped"]
    assert "no such file" in complaint(
        "import", tmp_path / "none.warc", "--archive", tmp_path / "archive.db", code=2
    )


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    target = tmp_path / "archive.db"
    run("import", write_warc(tmp_path / "all.warc.gz", DAYS), "--archive", target)
    return target


@pytest.mark.parametrize("command", ["import", "reextract"])
def test_progress_is_for_a_terminal_alone(archive: Path, tmp_path: Path, command: str) -> None:
    main, secondary = pty.openpty()
    sources = [str(tmp_path / "all.warc.gz")] if command == "import" else []
    subprocess.run(
        [sys.executable, "-m", "portal_spider", command, *sources, "--archive", str(archive)],
        stdout=subprocess.PIPE, stderr=secondary, check=True, env={**os.environ, "TERM": "xterm"},
    )  # fmt: skip
    os.close(secondary)
    shown = os.read(main, 65536)
    os.close(main)
    assert b"Pages " in shown
    assert run(command, *sources, "--archive", archive).stderr == b""


def snapshot(path: Path) -> list[object]:
    return [
        rows(path, f"SELECT * FROM {table} ORDER BY 1, 2")
        for table in ("articles", "versions", "captures", "bylines", "origins", "article_removals")
    ]


def spoil(path: Path) -> None:
    """Make the archive as an older, worse extraction would have left it."""
    with Archive.open(path) as archive, archive.transaction() as db:
        connection = db.conn
        connection.execute("UPDATE articles SET source = NULL, text = text || '打印本页'")
        connection.execute("UPDATE versions SET text = text || '打印本页', text_hash = 'v' || id")
        ((ident, title, body),) = connection.execute("SELECT id, title, text FROM articles")
        digest = text_hash(title, body)
        connection.execute("UPDATE articles SET text_hash = ?", [digest])
        connection.execute(
            "UPDATE captures SET text_hash = coalesce((SELECT v.text_hash FROM versions v"
            " WHERE v.capture_id = captures.id), ?) WHERE kind = 'article'",
            [digest],
        )
        for version, at, hashed in connection.execute(
            "SELECT id, captured_at, text_hash FROM versions"
        ).fetchall():
            connection.execute(
                "UPDATE versions SET id = ? WHERE id = ?",
                [version_id(ident, at, hashed), version],
            )
        rebuild_index(connection)


def test_reextraction_is_no_new_version_and_gives_what_the_rules_give_now(archive: Path) -> None:
    expected = snapshot(archive)
    spoil(archive)
    assert is_whole(archive)
    spoiled = snapshot(archive)
    assert spoiled != expected
    summary = run_json("reextract", "--dry-run", "--archive", archive)
    assert (summary["articles"], summary["changed"], summary["versions"]) == (1, 1, 2)
    assert summary["fields"] == {"source": 1, "text": 1}
    assert snapshot(archive) == spoiled
    assert "1 changed" in run_text("reextract", "--archive", archive)
    assert snapshot(archive) == expected
    assert is_whole(archive)
    again = run_json("reextract", "--archive", archive)
    assert (again["changed"], again["versions"]) == (0, 0)
    assert snapshot(archive) == expected
    assert run_json("search", "打印本页", "--archive", archive)["total"] == 0


def test_a_page_that_is_an_article_after_all_becomes_one(archive: Path) -> None:
    expected = snapshot(archive)
    with Archive.open(archive) as opened, opened.transaction() as db:
        for table in ("search_rows", "articles"):
            db.conn.execute(f"DELETE FROM {table}")
        db.conn.execute(
            "UPDATE captures SET kind = 'not_article', reason = 'shell', text_hash = NULL"
        )
        db.conn.execute("UPDATE pages SET state = 'refused', reason = 'shell'")
        db.conn.execute("INSERT INTO article_search (article_search) VALUES ('delete-all')")
    summary = run_json("reextract", "--archive", archive)
    assert summary["found"] == 3
    assert snapshot(archive) == expected
    assert rows(archive, "SELECT state, reason FROM pages") == [("done", None)]


def test_what_cannot_be_read_again_stays_as_it_is(archive: Path) -> None:
    expected = snapshot(archive)
    for path in archive.with_suffix(".warc").iterdir():
        path.unlink()
    summary = run_json("reextract", "--archive", archive)
    assert len(summary["unreadable"]) == 3
    assert snapshot(archive) == expected


def test_a_warc_without_compression_is_read(tmp_path: Path) -> None:
    path = tmp_path / "plain.warc"
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=False)
        record = writer.create_warc_record(
            URL, "resource", payload=BytesIO(html("防汛会议", text(1))),
            warc_content_type="text/html", warc_headers_dict={"WARC-Date": "2026-03-01T08:00:00Z"},
        )  # fmt: skip
        writer.write_record(record)
    found = run_json("import", path, "--archive", tmp_path / "archive.db")
    assert found["pages"] == {"new": 1}
