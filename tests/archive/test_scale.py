"""What 100,000 articles take: room, time to write, to find and to export.

Times are of the processor, so that whatever else the machine does is left out.
"""

from __future__ import annotations

import random
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from samples.corpus import Corpus

from portal_spider.archive.database import CACHE_KIB, Archive
from portal_spider.archive.export import export_articles
from portal_spider.archive.search import search

pytestmark = pytest.mark.slow

ARTICLES = 100_000
PROBE = 2_000
"""Articles written to measure the speed."""


@pytest.fixture(scope="module")
def speeds() -> dict[str, float]:
    return {}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory, speeds: dict[str, float]) -> Path:
    path = tmp_path_factory.mktemp("scale") / "archive.db"
    corpus = Corpus()
    with Archive.open(path) as opened:
        corpus.fill(opened, range(PROBE))
        for name, start, stop in (
            ("small", PROBE, 2 * PROBE),
            ("", 2 * PROBE, ARTICLES - PROBE),
            ("large", ARTICLES - PROBE, ARTICLES),
        ):
            seconds = measure(
                lambda start=start, stop=stop: corpus.fill(opened, range(start, stop))
            )
            speeds[name] = (stop - start) / seconds
        opened.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


def measure(function: Callable[[], object]) -> float:
    """Processor seconds that it takes."""
    start = time.process_time()
    function()
    return time.process_time() - start


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


def test_writing_is_as_fast_in_a_large_archive(archive: Path, speeds: dict[str, float]) -> None:
    print(f"{speeds['small']:.0f} articles/s at first, {speeds['large']:.0f} at the end")
    assert speeds["large"] >= 0.8 * speeds["small"]


def test_opening_is_as_fast_as_for_an_empty_archive(archive: Path, tmp_path: Path) -> None:
    Archive.open(tmp_path / "empty.db").close()

    def opening(path: Path) -> float:
        return statistics.median(
            measure(lambda: Archive.open(path, read_only=True).close()) for _ in range(50)
        )

    assert opening(archive) <= 1.2 * opening(tmp_path / "empty.db") + 0.0002


def test_search_is_many_times_faster_than_a_scan(archive: Path) -> None:
    chance = random.Random(5)
    with Archive.open(archive, read_only=True) as opened, sqlite3.connect(archive) as plain:
        texts = [row[0] for row in plain.execute("SELECT text FROM articles LIMIT 2000")]
        words = []
        for number in range(300):
            text, length = chance.choice(texts), number % 6 + 1
            start = chance.randrange(len(text) - length)
            words.append(text[start : start + length])
        found = sorted(measure(lambda w=w: search(opened, f'"{w}"')) for w in words if w.strip())
        sql = "SELECT id FROM articles WHERE instr(text, ?) OR instr(title, ?)"
        scan = statistics.median(
            measure(lambda w=w: plain.execute(sql, [w, w]).fetchall()) for w in words[:6]
        )
    p95 = found[int(len(found) * 0.95)]
    print(f"search p95 {p95 * 1000:.0f} ms, scan {scan * 1000:.0f} ms: {scan / p95:.0f} times")
    assert scan / p95 >= 25  # Measured 33 to 37: the index reads all of a phrase's characters.


def test_export_is_fast(archive: Path, tmp_path: Path) -> None:
    with Archive.open(archive, read_only=True) as opened:
        seconds = measure(lambda: export_articles(opened, tmp_path / "all.jsonl", "jsonl"))
    print(f"{ARTICLES / seconds:.0f} articles/s")
    assert ARTICLES / seconds >= 20_000


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
