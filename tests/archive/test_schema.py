"""The descriptions describe just what is there, and their queries run in plain SQLite."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from samples.articles import RICH, article, put
from sqlite_utils import Database

from portal_spider.archive import database
from portal_spider.archive.database import Archive
from portal_spider.archive.migrations import SCHEMA_VERSION, migrations
from portal_spider.archive.schema import data_dictionary, describe_schema
from portal_spider.archive.verification import verify_archive
from portal_spider.urls import url_id


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "archive.db") as opened:
        put(opened, RICH)
        cited = f"见{RICH.fields['发文字号']}和《{RICH.title}》。"
        for day, text in enumerate(("初稿。", "二稿。", cited)):
            put(opened, article(1, paragraphs=(text,)), after=day)
        opened.db.execute("UPDATE pages SET state = 'gone' WHERE url LIKE '%2026_1.html'")
        yield opened


def test_every_table_and_column_is_described_and_nothing_else(archive: Archive) -> None:
    shadow = ("_sqlite_migrations", "article_search_", "file_search_", "sqlite_")
    names = [
        row[0]
        for row in archive.db.execute(
            "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')"
        )
        if not row[0].startswith(shadow)
    ]
    described = describe_schema()
    assert sorted(names) == sorted(described)
    for name in names:
        columns = [row[1] for row in archive.db.execute(f"PRAGMA table_info({name})")]
        if name == "search":
            columns = columns[:3]
        assert columns == list(described[name].columns), name


@pytest.mark.parametrize("version", range(1, SCHEMA_VERSION))
def test_an_archive_of_an_earlier_schema_becomes_one_of_this(
    archive: Archive, tmp_path: Path, version: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "old.db"
    with monkeypatch.context() as patch:
        patch.setattr(migrations, "_migrations", list(migrations._migrations)[:version])
        patch.setattr(database, "SCHEMA_VERSION", version)
        with Archive.open(path):
            pass
    with Archive.open(path) as brought:
        put(brought, RICH)
        for name in describe_schema():
            columns = f"PRAGMA table_info({name})"
            assert brought.db.execute(columns).fetchall() == archive.db.execute(columns).fetchall()
        assert list(verify_archive(brought)) == []


@pytest.mark.parametrize("table", describe_schema())
def test_the_example_runs_in_plain_sqlite(archive: Archive, table: str) -> None:
    sql = describe_schema()[table].example
    subprocess.run(
        ["sqlite3", "-readonly", str(archive.path), sql], check=True, capture_output=True
    )


def test_the_dictionary_names_every_column() -> None:
    text = data_dictionary()
    for table in describe_schema().values():
        assert f"### `{table.name}`" in text
        assert all(f"| `{column}` |" in text for column in table.columns)


def test_views_answer_who_cites_whom_what_changed_and_what_disappeared(archive: Archive) -> None:
    def rows(sql: str) -> list[tuple[object, ...]]:
        return archive.db.conn.execute(sql).fetchall()

    assert rows("SELECT DISTINCT cited_title, kind FROM cited_articles ORDER BY kind") == [
        (RICH.title, "document_number"),
        (RICH.title, "title"),
    ]
    changes = rows("SELECT old_text, new_text FROM changes ORDER BY changed_at")
    assert [change[0] for change in changes] == ["初稿。", "二稿。"]
    assert changes[0][1] == "二稿。"
    assert str(changes[1][1]).startswith("见清政发")
    assert rows("SELECT title FROM withdrawn") == [("第1次常务会议召开",)]
    assert rows("SELECT portal, state FROM articles_with_portal ORDER BY state") == [
        ("www.qinghe.gov.cn", "done"),
        ("www.qinghe.gov.cn", "gone"),
    ]


def test_paragraphs_of_one_article_are_read_without_the_others(archive: Archive) -> None:
    sql = "EXPLAIN QUERY PLAN SELECT * FROM paragraphs WHERE article_id = 7"
    plan = " ".join(str(row[3]) for row in archive.db.conn.execute(sql))
    assert "USING INTEGER PRIMARY KEY" in plan
    assert "SCAN a" not in plan


def test_sqlite_utils_and_pandas_read_every_table_and_view(archive: Archive) -> None:
    plain = Database(archive.path)
    for name in describe_schema():
        if name not in ("article_search", "search"):
            assert all(isinstance(row, dict) for row in plain[name].rows), name
    assert len(list(plain["paragraphs"].rows_where("article_id = ?", [url_id(RICH.url)]))) == 3
    pandas = pytest.importorskip("pandas")
    frame = pandas.read_sql("SELECT * FROM articles_with_portal", plain.conn)
    assert set(frame["article_id"]) == {url_id(RICH.url), url_id(article(1).url)}


def test_ids_survive_the_floats_that_pandas_makes(archive: Archive) -> None:
    ids = archive.db.execute("SELECT id FROM articles UNION SELECT id FROM captures").fetchall()
    assert all(int(float(row[0])) == row[0] for row in ids)
