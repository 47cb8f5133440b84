"""What 100,000 articles take: room on the disk, and memory to export."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from samples.corpus import Corpus

from portal_spider.archive.database import CACHE_KIB, Archive

pytestmark = pytest.mark.slow

ARTICLES = 100_000


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("scale") / "archive.db"
    with Archive.open(path) as opened:
        Corpus().fill(opened, range(ARTICLES))
        opened.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


def text_bytes(path: Path) -> int:
    with sqlite3.connect(path) as plain:
        sql = "SELECT sum(length(CAST(text AS BLOB)) + length(CAST(title AS BLOB))) FROM articles"
        return int(plain.execute(sql).fetchone()[0])


def test_the_database_takes_little_more_than_twice_its_text(archive: Path) -> None:
    text = text_bytes(archive)
    with sqlite3.connect(archive) as plain:
        index = plain.execute("SELECT sum(length(block)) FROM article_search_data").fetchone()[0]
    print(f"database {archive.stat().st_size / text:.2f}, index {index / text:.2f} of the text")
    assert archive.stat().st_size <= 2.2 * text
    assert index <= text


EXPORT = """
import resource, sys
from pathlib import Path
from portal_spider.archive.database import Archive
from portal_spider.archive.export import export_articles
with Archive.open(sys.argv[1], read_only=True) as archive:
    count = export_articles(archive, Path(sys.argv[2]), sys.argv[3])
print(count, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""
MADE_UP = """
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
INSERT INTO {} SELECT {} FROM n
"""
PAGES = ("pages (id, portal_id, url, first_seen, last_seen)", "i, 1, printf('u%09d', i), '', ''")
MANY = (
    "articles (id, page_id, title, script, text_hash, first_captured_at, captured_at,"
    " extracted_by, text)",
    "i, i, '第' || i || '号通知', 'hans', '', '', '', '', printf('%.*c', 120, '会')",
)


def peak_of_export(folder: Path, articles: int, form: str) -> int:
    """MiB that the process takes at most, the 64 of SQLite's cache included."""
    path = folder / f"{articles}.db"
    if not path.exists():
        with Archive.open(path) as opened, opened.transaction() as db:
            db.conn.execute("INSERT INTO portals (id, name, url) VALUES (1, 'sample', 'u')")
            for table, values in (PAGES, MANY):
                db.conn.execute(MADE_UP.format(table, values), (articles,))
    arguments = [sys.executable, "-c", EXPORT, str(path), str(folder / "out"), form]
    done = subprocess.run(arguments, capture_output=True, text=True, check=True)
    count, peak = map(int, done.stdout.split())
    assert count == articles
    return peak


def test_memory_of_an_export_does_not_grow_with_a_million_articles(tmp_path: Path) -> None:
    for form in ("csv", "jsonl"):
        few, many = (peak_of_export(tmp_path, count, form) for count in (1_000, 1_000_000))
        size = (tmp_path / "out").stat().st_size >> 20
        print(f"{form}: {few} MiB for 1,000, {many} MiB for 1,000,000 articles of {size} MiB")
        assert many - few <= CACHE_KIB // 1024 + 32 < size
