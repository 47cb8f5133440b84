"""`verify` and `merge`: every fault is named, and a healthy archive has none."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from samples.articles import START, add_page, article, capture_of
from samples.commands import complaint, run, run_json, run_text

from portal_spider.archive.database import Archive
from portal_spider.archive.manifest import record_warc_files
from portal_spider.archive.store import store_page
from portal_spider.archive.verification import verify_archive
from portal_spider.archive.warc import WarcWriter
from portal_spider.errors import ArchiveError


def build(path: Path, name: str = "run", numbers: range = range(5)) -> Path:
    with Archive.open(path) as archive:
        with WarcWriter(archive.directory, name) as warc:
            for number in numbers:
                page = article(number, paragraphs=(f"第{number}稿。",))
                add_page(archive, page.url)
                body = f"<p>第{number}稿。</p>".encode()
                place = warc.write_response(page.url, START, 200, "OK", (), body)
                capture = capture_of(page, after=number, body=body, warc=place)
                store_page(archive, page, capture, run_id=None)
        record_warc_files(archive)
    return path


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return build(tmp_path / "archive.db")


def warc(path: Path) -> Path:
    return path.with_suffix(".warc") / "run.warc.gz"


def faults(path: Path) -> list[tuple[str, str]]:
    with Archive.open(path) as archive:
        return [(fault.check, fault.what) for fault in verify_archive(archive)]


def execute(path: Path, sql: str, *values: object) -> None:
    with Archive.open(path) as archive:
        archive.db.conn.execute("PRAGMA foreign_keys = OFF")
        archive.db.conn.execute(sql, values)


def cut_between_records(path: Path) -> None:
    """As a disk does that was full: what is left is a WARC file without fault."""
    with Archive.open(path) as archive:
        ends = archive.db.execute("SELECT max(warc_offset) FROM captures").fetchone()
    data = warc(path).read_bytes()
    warc(path).write_bytes(data[: ends[0]])


def cut_within_a_record(path: Path) -> None:
    warc(path).write_bytes(warc(path).read_bytes()[:-30])


def flip_a_byte(path: Path) -> None:
    data = bytearray(warc(path).read_bytes())
    data[len(data) // 2] ^= 0xFF
    warc(path).write_bytes(bytes(data))


def edit_behind_the_index(path: Path) -> None:
    execute(path, "UPDATE articles SET text = '改了。改了。' WHERE title LIKE '第3%'")


def swap_words_behind_the_index(path: Path) -> None:
    execute(path, "UPDATE articles SET text = replace(text, '稿', '篇') WHERE title LIKE '第3%'")


def mix_up_the_index(path: Path) -> None:
    execute(path, "UPDATE search_rows SET id = CASE id WHEN 1 THEN -2 WHEN 2 THEN -1 ELSE id END")
    execute(path, "UPDATE search_rows SET id = abs(id)")


@pytest.mark.parametrize(
    ("damage", "check", "what"),
    [
        (cut_between_records, "manifest", "was cut off"),
        (cut_between_records, "bytes", "not there"),
        (cut_within_a_record, "warc", "record at"),
        (cut_within_a_record, "manifest", "was cut off"),
        (flip_a_byte, "manifest", "bytes were changed"),
        (flip_a_byte, "bytes", "capture"),
        (lambda path: warc(path).unlink(), "manifest", "is missing"),
        (lambda path: execute(path, "DELETE FROM warc_files"), "manifest", "not in the manifest"),
        (edit_behind_the_index, "index", "is indexed with another text"),
        (swap_words_behind_the_index, "index", "'稿' stands in 4 articles, in 5 by"),
        (mix_up_the_index, "index", "is indexed with another text"),
        (lambda path: execute(path, "DELETE FROM portals"), "references", "missing"),
        (lambda path: execute(path, "UPDATE captures SET text_hash = 'x'"), "references", "text"),
        (lambda path: execute(path, "DELETE FROM search_rows"), "references", "search index"),
    ],
)
def test_a_fault_is_found_and_named(
    archive: Path, damage: Callable[[Path], None], check: str, what: str
) -> None:
    assert faults(archive) == []
    damage(archive)
    found = faults(archive)
    assert [text for kind, text in found if kind == check and what in text], found


def test_an_archive_that_another_one_writes_to_is_not_called_damaged(archive: Path) -> None:
    with (
        Archive.open(archive) as writer,
        writer.transaction(),
        Archive.open(archive, busy_timeout=0.1) as opened,
        pytest.raises(ArchiveError, match="locked"),
    ):
        list(verify_archive(opened))


def test_verify_says_so(archive: Path) -> None:
    assert "no fault" in run_text("verify", "--archive", archive)
    assert run_json("verify", "--archive", archive)["faults"] == []
    cut_between_records(archive)
    done = run("verify", "--json", "--archive", archive, code=4)
    assert {fault["check"] for fault in json.loads(done.stdout)["faults"]} == {"manifest", "bytes"}
    assert "2 faults" in complaint("verify", "--archive", archive, code=4)


def test_the_index_is_rebuilt_where_asked(archive: Path) -> None:
    edit_behind_the_index(archive)
    run("verify", "--archive", archive, code=4)
    run("verify", "--rebuild-index", "--archive", archive)
    assert run_json("search", "改了", "--archive", archive)["total"] == 1


def test_merge_unites_archives_and_the_result_is_whole(tmp_path: Path) -> None:
    one = build(tmp_path / "one.db", "one", range(3))
    other = build(tmp_path / "other.db", "other", range(2, 6))
    target = tmp_path / "all.db"
    (first, second) = map(
        json.loads, run_text("merge", one, other, "--json", "--archive", target).splitlines()
    )
    assert (first["articles"], second["articles"]) == (3, 3)
    assert second["warc_files"] == 1
    assert faults(target) == []
    assert "0 articles" in run_text("merge", one, "--archive", target)
    missing = tmp_path / "none.db"
    assert "no such archive" in complaint("merge", missing, "--archive", target, code=4)
    assert "merge into" in complaint("merge", target, "--archive", target, code=2)


def test_the_index_of_the_tokens_is_what_verify_compares(archive: Path) -> None:
    """A token that stands in no text, put into the index behind the archive's back."""
    execute(
        archive,
        "INSERT INTO article_search (rowid, words) VALUES (99, '凭空')",
    )
    assert any("'凭空' stands in 0 articles, in 1 by" in what for _, what in faults(archive))
