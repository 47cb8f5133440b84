"""Opening: what is an archive and what is not, and who waits for whom."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlite_utils import Database

from portal_spider.archive import database as opening
from portal_spider.archive.database import Archive
from portal_spider.archive.migrations import SCHEMA_VERSION, migrations
from portal_spider.archive.search import search
from portal_spider.archive.verification import verify_archive
from portal_spider.errors import ArchiveError


def add_portal(archive: Archive, number: int) -> None:
    archive.db.execute(
        "INSERT INTO portals(id, name, url) VALUES (?, ?, ?)",
        [number, f"portal-{number}", f"https://www.portal-{number}.gov.cn/"],
    )


def fail_after_adding(archive: Archive, number: int) -> None:
    with archive.transaction():
        add_portal(archive, number)
        raise ZeroDivisionError


def portals(path: Path) -> list[int]:
    with Archive.open(path, read_only=True) as archive:
        return [row[0] for row in archive.db.execute("SELECT id FROM portals ORDER BY id")]


def test_a_new_archive_has_the_schema_and_its_warc_folder_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    with Archive.open(path) as archive:
        assert archive.directory == tmp_path / "news.warc"
        pragmas = {
            name: archive.db.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("user_version", "journal_mode", "foreign_keys", "synchronous")
        }
    assert pragmas == {
        "user_version": SCHEMA_VERSION,
        "journal_mode": "wal",
        "foreign_keys": 1,
        "synchronous": 2,
    }
    with sqlite3.connect(path) as plain:
        tables = {row[0] for row in plain.execute("SELECT name FROM sqlite_schema")}
    assert {"portals", "pages", "captures", "articles", "paragraphs", "removals"} <= tables


def test_opening_again_keeps_what_was_written(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with Archive.open(path) as archive, archive.transaction():
        add_portal(archive, 1)
    with Archive.open(path) as archive, archive.transaction():
        add_portal(archive, 2)
    assert portals(path) == [1, 2]


def foreign_database(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE orders (id INTEGER)")


def newer_archive(path: Path) -> None:
    Archive.open(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")


@pytest.mark.parametrize(
    ("prepare", "message"),
    [
        (lambda path: path.mkdir(), "is a folder"),
        (lambda path: path.write_text("a note, long enough to be anything"), "not an SQLite file"),
        (foreign_database, "SQLite file of something else"),
        (newer_archive, "newer version"),
    ],
    ids=["folder", "text", "other database", "newer schema"],
)
@pytest.mark.parametrize("read_only", [False, True])
def test_what_is_no_archive_is_refused_in_one_line_and_left_alone(
    tmp_path: Path, prepare: object, message: str, read_only: bool
) -> None:
    path = tmp_path / "archive.db"
    prepare(path)  # type: ignore[operator]
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(ArchiveError, match=message) as caught:
        Archive.open(path, read_only=read_only)
    assert "\n" not in str(caught.value)
    assert str(path) in str(caught.value)
    assert (path.read_bytes() if path.is_file() else None) == before


@pytest.mark.parametrize("options", [{"create": False}, {"read_only": True}])
def test_nothing_is_created_where_it_must_exist(tmp_path: Path, options: dict[str, bool]) -> None:
    with pytest.raises(ArchiveError, match="no such archive"):
        Archive.open(tmp_path / "archive.db", **options)
    assert not list(tmp_path.iterdir())


def test_a_missing_folder_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="folder does not exist"):
        Archive.open(tmp_path / "missing" / "archive.db")
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anything")
def test_a_file_without_write_permission_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    Archive.open(path).close()
    path.chmod(0o400)
    with pytest.raises(ArchiveError, match="not writable"):
        Archive.open(path)


def test_reading_cannot_write(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    Archive.open(path).close()
    with (
        Archive.open(path, read_only=True) as archive,
        pytest.raises(ArchiveError, match="cannot be written"),
        archive.transaction(),
    ):
        add_portal(archive, 1)


def test_a_transaction_is_all_or_nothing_and_nests(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with Archive.open(path) as archive:
        with archive.transaction():
            add_portal(archive, 1)
            with pytest.raises(ZeroDivisionError):
                fail_after_adding(archive, 2)
            with archive.transaction():
                add_portal(archive, 3)
        with pytest.raises(ZeroDivisionError):
            fail_after_adding(archive, 4)
    assert portals(path) == [1, 3]


def test_an_interrupted_migration_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "archive.db"
    with monkeypatch.context() as patch:
        patch.setattr(migrations, "_record_applied", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            Archive.open(path)
    with sqlite3.connect(path) as plain:
        assert plain.execute("SELECT count(*) FROM sqlite_schema").fetchone() == (0,)
    with Archive.open(path) as archive:
        assert archive.db["pages"].count == 0


@pytest.fixture
def later_schema(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[Database], None]], None]:
    """Have a version of the program with one step more than this one."""

    def add(step: Callable[[Database], None]) -> None:
        monkeypatch.setattr(migrations, "_migrations", list(migrations._migrations))
        migrations(name="next")(step)
        monkeypatch.setattr(opening, "SCHEMA_VERSION", SCHEMA_VERSION + 1)

    return add


def test_an_older_archive_is_brought_up_to_date_with_all_that_it_holds(
    tmp_path: Path, later_schema: Callable[[Callable[[Database], None]], None]
) -> None:
    path = tmp_path / "archive.db"
    with Archive.open(path) as archive, archive.transaction():
        add_portal(archive, 1)

    def step(db: Database) -> None:
        assert db.conn.in_transaction
        db.execute("ALTER TABLE portals ADD COLUMN region TEXT")
        db.execute("UPDATE portals SET region = '清河'")
        db.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")

    later_schema(step)
    with pytest.raises(ArchiveError, match="bring it up to date"):
        Archive.open(path, read_only=True)
    for _ in range(2):
        with Archive.open(path) as archive:
            found = archive.db.execute("SELECT id, region FROM portals").fetchall()
            assert found == [(1, "清河")]
            assert archive.db.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION + 1,)


def test_a_step_that_breaks_off_leaves_the_older_archive_as_it_was(
    tmp_path: Path, later_schema: Callable[[Callable[[Database], None]], None]
) -> None:
    path = tmp_path / "archive.db"
    with Archive.open(path) as archive, archive.transaction():
        add_portal(archive, 1)
    with sqlite3.connect(path) as plain:
        before = list(plain.iterdump())

    def step(db: Database) -> None:
        db.execute("DROP TABLE mirrors")
        db.execute("DELETE FROM portals")
        db.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
        raise ZeroDivisionError

    later_schema(step)
    with pytest.raises(ZeroDivisionError):
        Archive.open(path)
    with sqlite3.connect(path) as plain:
        assert list(plain.iterdump()) == before
        assert plain.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)


ARTICLE = (
    "INSERT INTO articles (id, page_id, title, script, text_hash, first_captured_at, captured_at,"
    " extracted_by, text) VALUES (1, 1, '供水办法', 'hans', '', '', '', '', '县教育局〔2026〕7号。')"
)


def test_an_archive_with_the_index_of_the_first_schema_gets_the_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "archive.db"
    with monkeypatch.context() as first:
        first.setattr(migrations, "_migrations", migrations._migrations[:1])
        first.setattr(opening, "SCHEMA_VERSION", 1)
        with Archive.open(path) as archive, archive.transaction() as db:
            add_portal(archive, 1)
            db.execute(
                "INSERT INTO pages (id, portal_id, url, first_seen, last_seen)"
                " VALUES (1, 1, 'https://www.portal-1.gov.cn/1', '', '')"
            )
            db.execute(ARTICLE)
            db.execute("INSERT INTO search_rows VALUES (1, 1)")
            db.execute("INSERT INTO article_search (rowid, text) VALUES (1, '县 教 育 局')")
            db.execute(
                "INSERT INTO files VALUES (2, lower(hex(randomblob(32))), 0, 'txt', 'text/plain', 'read', '〔甲〕')"
            )
            db.execute("INSERT INTO file_rows VALUES (1, 2)")
            db.execute("INSERT INTO file_search (rowid, text) VALUES (1, 'u3014 甲 u3015')")
    with pytest.raises(ArchiveError, match="has schema 1, this version reads 3: run"):
        Archive.open(path, read_only=True)
    with Archive.open(path) as archive:
        assert [fault.what for fault in verify_archive(archive) if fault.check == "index"] == []
        assert search(archive, "教育局〔2026〕 供水").total == 1
        found = archive.db.execute("SELECT id FROM search WHERE query MATCH '供水'").fetchall()
        assert found == [(1,)]


def test_a_writer_waits_for_another_and_then_fails_loudly(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    Archive.open(path).close()
    holder = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    holder.execute("BEGIN IMMEDIATE")
    threading.Timer(0.5, holder.execute, ["ROLLBACK"]).start()
    started = time.monotonic()
    with Archive.open(path) as archive, archive.transaction():
        add_portal(archive, 1)
    assert time.monotonic() - started > 0.4
    holder.execute("BEGIN IMMEDIATE")
    with (
        Archive.open(path, busy_timeout=0.2) as archive,
        pytest.raises(ArchiveError, match="locked"),
        archive.transaction(),
    ):
        add_portal(archive, 2)
    holder.close()
    assert portals(path) == [1]


KILLED = """
import os, signal, sys
from portal_spider.archive.database import Archive
with Archive.open(sys.argv[1]) as archive:
    for number in range(1, 10_000):
        with archive.transaction():
            archive.db.execute("INSERT INTO portals(id, name, url) VALUES (?, ?, ?)",
                               [number, str(number), str(number)])
            if number == 50:
                os.kill(os.getpid(), signal.SIGKILL)
"""


def test_killed_in_a_transaction_keeps_what_was_committed(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    done = subprocess.run([sys.executable, "-c", KILLED, str(path)], check=False)
    assert done.returncode == -9
    assert portals(path) == list(range(1, 50))


def test_two_processes_may_create_the_same_archive_at_once(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    code = f"from portal_spider.archive.database import Archive; Archive.open({str(path)!r})"
    started = [
        subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE) for _ in range(3)
    ]
    assert [process.communicate()[1] for process in started] == [b"", b"", b""]
    with Archive.open(path) as archive:
        assert archive.db["pages"].count == 0
