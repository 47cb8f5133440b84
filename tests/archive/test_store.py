"""Storing pages: what becomes a version, what only updates one, and what must not."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from samples.articles import PORTAL, RICH, add_page, article, capture_of, put

from portal_spider.archive.database import Archive
from portal_spider.archive.rows import read_rows, storable
from portal_spider.archive.store import store_page
from portal_spider.archive.tokens import conjunction
from portal_spider.errors import ArchiveError
from portal_spider.items import Attachment, Credit, Page, Removal


@pytest.fixture
def archive(tmp_path: Path) -> Any:
    with Archive.open(tmp_path / "archive.db") as opened:
        yield opened


def query(archive: Archive, sql: str, *values: object) -> list[tuple[Any, ...]]:
    return archive.db.conn.execute(sql, values).fetchall()


def found(archive: Archive, word: str) -> list[int]:
    rows = query(archive, "SELECT id FROM search WHERE query MATCH ?", conjunction(word))
    return [row[0] for row in rows]


def test_everything_of_an_article_is_kept(archive: Archive) -> None:
    stored = put(archive, RICH)
    assert stored.outcome == "new"
    page_id = stored.page_id
    (row,) = archive.db.query("SELECT * FROM articles")
    assert row["id"] == row["page_id"] == page_id
    assert row["title"] == RICH.title
    assert row["text"] == "\n".join(RICH.paragraphs)
    assert row["published_at"] == "2026-02-27T09:30:00+08:00"
    assert row["breadcrumb"] == "首页 > 政务公开 > 通知公告"
    assert row["captured_at"] == row["first_captured_at"] == "2026-03-01T08:00:00.000+00:00"
    assert query(
        archive, "SELECT position, text FROM paragraphs WHERE article_id = ?", page_id
    ) == [*enumerate(RICH.paragraphs)]
    assert query(archive, "SELECT role, name FROM bylines") == [
        ("责任编辑", "林小满"),
        ("责任编辑", "周知远"),
    ]
    assert query(archive, "SELECT article_id, url, name FROM attachments") == [
        (page_id, RICH.attachments[0].url, "城乡供水保障办法.pdf")
    ]
    assert query(archive, "SELECT label, field, value FROM document_fields") == [
        ("索 引 号", "index_number", "000123/2026-00007"),
        ("发文字号", "document_number", "清政发〔2026〕7号"),
    ]
    assert query(archive, "SELECT article_id, kind, text, rule FROM removals") == [
        (page_id, "boilerplate", "首页 新闻 公开 服务", "navigation")
    ]
    assert query(archive, "SELECT field, origin FROM origins ORDER BY field") == [
        ("published_at", "label"),
        ("title", "meta"),
    ]
    assert query(archive, "SELECT flag FROM flags") == [("table",)]
    assert query(archive, "SELECT status, media_type, encoding, kind FROM captures") == [
        (200, "text/html", "utf-8", "article")
    ]
    assert found(archive, "供水") == [page_id]


def test_the_same_page_again_is_no_version_and_only_a_capture_more(archive: Archive) -> None:
    put(archive, RICH)
    before = query(archive, "SELECT * FROM articles")
    assert put(archive, RICH, after=1).outcome == "unchanged"
    assert query(archive, "SELECT * FROM articles") == before
    assert archive.db["versions"].count == 0
    assert archive.db["captures"].count == 2


def test_storing_the_same_capture_twice_changes_nothing(archive: Archive) -> None:
    put(archive, RICH)
    before = list(archive.db.conn.iterdump())
    assert put(archive, RICH).outcome == "unchanged"
    assert list(archive.db.conn.iterdump()) == before


def test_an_edit_is_a_new_version_and_the_old_one_stays(archive: Archive) -> None:
    put(archive, article())
    edited = article(paragraphs=("会议听取了财政工作汇报。",))
    stored = put(archive, edited, after=2)
    assert stored.outcome == "changed"
    (row,) = archive.db.query("SELECT * FROM articles")
    assert row["text"] == "会议听取了财政工作汇报。"
    assert row["first_captured_at"] == "2026-03-01T08:00:00.000+00:00"
    assert row["captured_at"] == "2026-03-03T08:00:00.000+00:00"
    (version,) = archive.db.query("SELECT * FROM versions")
    assert version["text"].startswith("会议听取了第1季度")
    assert version["captured_at"] == "2026-03-01T08:00:00.000+00:00"
    assert version["replaced_at"] == "2026-03-03T08:00:00.000+00:00"
    assert found(archive, "财政") == [stored.page_id]
    assert found(archive, "春耕") == []


@pytest.mark.parametrize(
    "paragraphs",
    [
        ("会议听取了第１季度工作汇报。", "会议强调, 要抓好春耕备耕。"),
        ("会议听取了第1季度 工作汇报。", "会议强调，要抓好春耕备耕。", "浏览次数：128"),
        ("会议听取了第1季度\u200b工作汇报。会议强调，要抓好春耕备耕。",),
    ],
    ids=["width", "counter", "paragraph break"],
)
def test_what_no_reader_sees_is_no_new_version(
    archive: Archive, paragraphs: tuple[str, ...]
) -> None:
    put(archive, article(paragraphs=(*article().paragraphs,)))
    assert put(archive, article(paragraphs=paragraphs), after=1).outcome == "updated"
    assert archive.db["versions"].count == 0


def test_chrome_is_no_new_version(archive: Archive) -> None:
    def with_counter(count: int) -> Page:
        removal = Removal(kind="boilerplate", text=f"浏览次数：{count}", rule="counter")
        return article(removed=(removal,))

    put(archive, with_counter(5))
    assert put(archive, with_counter(6), after=1).outcome == "unchanged"
    assert query(archive, "SELECT text FROM removals") == [("浏览次数：5",)]


def test_another_source_updates_the_article_without_a_version(archive: Archive) -> None:
    put(archive, article())
    corrected = article(source="县融媒体中心", byline=(Credit(role="编辑", names=("何田",)),))
    assert put(archive, corrected, after=1).outcome == "updated"
    assert query(archive, "SELECT source FROM articles") == [("县融媒体中心",)]
    assert query(archive, "SELECT name FROM bylines") == [("何田",)]
    assert archive.db["versions"].count == 0


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (Page(url=article().url, kind="not_article", reason="challenge:jsl"), "challenge:jsl"),
        (Page(url=article().url, kind="not_article", reason="soft_404"), "soft_404"),
        (Page(url=article().url, kind="listing"), "listing"),
        (article(paragraphs=()), "lost_text"),
    ],
    ids=["challenge", "soft 404", "listing", "shell"],
)
def test_what_is_no_article_replaces_none(archive: Archive, page: Page, reason: str) -> None:
    put(archive, article())
    before = query(archive, "SELECT * FROM articles")
    stored = put(archive, page, after=1)
    assert (stored.outcome, stored.reason) == ("kept", reason)
    assert query(archive, "SELECT * FROM articles") == before
    assert archive.db["versions"].count == 0
    assert query(
        archive, "SELECT reason, text_hash FROM captures WHERE id = ?", stored.capture_id
    ) == [(reason, None)]


def test_an_article_that_never_had_text_is_one(archive: Archive) -> None:
    assert put(archive, article(paragraphs=(), flags=("image_only",))).outcome == "new"


def test_an_article_that_comes_back_to_an_old_text_has_three_versions(archive: Archive) -> None:
    first, second = article(), article(paragraphs=("已撤回。",))
    for day, page in enumerate((first, second, first)):
        put(archive, page, after=day)
    assert query(archive, "SELECT text FROM versions ORDER BY captured_at") == [
        ("\n".join(first.paragraphs),),
        ("已撤回。",),
    ]
    assert query(archive, "SELECT text FROM articles") == [("\n".join(first.paragraphs),)]


def test_captures_stored_out_of_order_give_the_same_history(tmp_path: Path) -> None:
    texts = ["甲", "甲", "乙", "丙", "甲"]
    captured = [(day, article(paragraphs=(text,))) for day, text in enumerate(texts)]
    histories = []
    for name, order in (("a", [0, 1, 2, 3, 4]), ("b", [4, 2, 0, 3, 1]), ("c", [1, 4, 3, 0, 2])):
        with Archive.open(tmp_path / f"{name}.db") as archive:
            for position in order:
                day, page = captured[position]
                put(archive, page, after=day)
            histories.append(
                [
                    query(
                        archive,
                        "SELECT id, captured_at, replaced_at, text FROM versions ORDER BY 2",
                    ),
                    query(archive, "SELECT text, first_captured_at, captured_at FROM articles"),
                    query(archive, "SELECT id FROM captures ORDER BY 1"),
                ]
            )
            assert found(archive, "甲")
            assert not found(archive, "乙")
    assert histories[0] == histories[1] == histories[2]
    assert [row[3] for row in histories[0][0]] == ["甲", "乙", "丙"]


def test_a_failure_takes_back_everything(archive: Archive) -> None:
    add_page(archive, RICH.url)
    archive.db.execute(
        "CREATE TRIGGER no_flags BEFORE INSERT ON flags BEGIN SELECT raise(ABORT, 'full'); END"
    )
    with pytest.raises(ArchiveError, match="full"):
        store_page(archive, RICH, capture_of(RICH), run_id=None)
    for table in ("captures", "articles", "bylines", "stripped", "search_rows"):
        assert archive.db[table].count == 0
    assert found(archive, "供水") == []


def test_within_another_transaction_nothing_is_committed_by_itself(archive: Archive) -> None:
    def store_and_fail() -> None:
        with archive.transaction():
            put(archive, RICH)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        store_and_fail()
    assert archive.db["pages"].count == archive.db["articles"].count == 0


def test_a_page_that_was_never_seen_is_refused(archive: Archive) -> None:
    with pytest.raises(ArchiveError, match="FOREIGN KEY"):
        store_page(archive, RICH, capture_of(RICH), run_id=None)


def test_rows_read_back_are_those_written(archive: Archive) -> None:
    page = replace(RICH, attachments=RICH.attachments * 2)
    stored = put(archive, page)
    assert put(archive, page, after=1).outcome == "unchanged"
    rows = read_rows(archive.db.conn, stored.page_id)
    assert rows is not None
    assert len(rows.parts["attachments"]) == 1


HOSTILE = st.text(
    st.one_of(st.characters(), st.sampled_from("\x00\ud800\udfff\ufdd0\ufdd1\"\\\n\r\u2028';--甲")),
    max_size=20,
)


@settings(max_examples=50)
@given(title=HOSTILE, paragraphs=st.lists(HOSTILE.filter(bool), max_size=4), name=HOSTILE)
def test_any_text_is_stored_and_found(title: str, paragraphs: list[str], name: str) -> None:
    page = article(
        title=title or None,
        paragraphs=tuple(paragraphs),
        attachments=(Attachment(url=f"{PORTAL}a.pdf", name=name),),
        removed=(Removal(kind="spam", text=name, rule="lexicon"),),
        fields={name: title},
    )
    with TemporaryDirectory() as folder, Archive.open(Path(folder) / "archive.db") as archive:
        stored = put(archive, page)
        expected = [storable(paragraph.replace("\n", " ")) for paragraph in paragraphs]
        rows = query(archive, "SELECT text FROM paragraphs ORDER BY position")
        assert [row[0] for row in rows] == expected
        assert query(archive, "SELECT title FROM articles") == [(storable(title or None),)]
        assert put(archive, page, after=1).outcome == "unchanged"
        for paragraph in expected:
            assert found(archive, paragraph) == [stored.page_id]


KILLED = """
import os, signal, sys
sys.path.insert(0, sys.argv[2])
from samples.articles import article, put
from portal_spider.archive.database import Archive
with Archive.open(sys.argv[1]) as archive:
    steps = 0
    def count(statement):
        global steps
        steps += 1
        if steps == int(sys.argv[3]):
            os.kill(os.getpid(), signal.SIGKILL)
    archive.db.conn.set_trace_callback(count)
    for number in range(100):
        put(archive, article(number % 5, paragraphs=(f"第{number}稿",)), after=number)
"""


@pytest.mark.parametrize("step", [7, 40, 63, 111, 148, 190])
def test_killed_while_storing_leaves_whole_articles(tmp_path: Path, step: int) -> None:
    path = tmp_path / "archive.db"
    tests = Path(__file__).parents[1]
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(path), str(tests), str(step)], check=False
    )
    assert done.returncode == -9
    with Archive.open(path) as archive:
        assert query(archive, "PRAGMA integrity_check") == [("ok",)]
        assert query(archive, "PRAGMA foreign_key_check") == []
        for page_id, text in query(archive, "SELECT id, text FROM articles"):
            assert found(archive, text) == [page_id]
        captures = query(archive, "SELECT count(*) FROM captures")[0][0]
        assert captures == archive.db["articles"].count + archive.db["versions"].count
