"""How fast an article's page is where the archive is large."""

from __future__ import annotations

import asyncio
import statistics
import time
from pathlib import Path

import pytest
from browse import sample

from portal_spider.archive.database import Archive
from portal_spider.browse.service import make_datasette

ARTICLES = 100_000
SERVER_TIME = 0.050
"""Seconds that an article's page may take."""

COPIED = {  # table: columns that tell the copies apart, with what makes them differ
    "pages": {"id": "id + n", "url": "url || '?copy=' || n"},
    "entries": {"page_id": "page_id + n"},
    "captures": {"id": "id + n", "page_id": "page_id + n"},
    "articles": {"id": "id + n", "page_id": "page_id + n", "capture_id": "capture_id + n"},
    "bylines": {"article_id": "article_id + n"},
    "document_fields": {"article_id": "article_id + n"},
    "citations": {"article_id": "article_id + n"},
    "article_keys": {"article_id": "article_id + n", "key": "key + n"},
    "article_removals": {"article_id": "article_id + n"},
    "origins": {"article_id": "article_id + n"},
    "versions": {
        "id": "id + n",
        "article_id": "article_id + n",
        "capture_id": "capture_id + n",
    },
}


@pytest.fixture(scope="module")
def large_archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample, copied until it has 100,000 articles; thousands cite those of the sample."""
    path = sample.build(tmp_path_factory.mktemp("speed") / "large.db")
    copies = ARTICLES // len(sample.articles())
    with Archive.open(path) as archive, archive.transaction() as db:
        for table, changed in COPIED.items():
            columns = [column.name for column in db[table].columns]
            values = ", ".join(changed.get(column, column) for column in columns)
            db.execute(
                "WITH RECURSIVE copies(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copies"
                f" WHERE n < {copies}) INSERT INTO {table} ({', '.join(columns)})"
                f" SELECT {values} FROM {table}, copies"
            )
    return path


@pytest.mark.slow
def test_an_article_is_shown_at_once(large_archive: Path) -> None:
    ids = [sample.url_id(article["url"]) + n for article in sample.articles() for n in (0, 7)]

    async def times() -> list[float]:
        client = make_datasette(large_archive).client
        await client.get("/")  # opens the file and reads the templates
        taken = []
        for article_id in ids:
            started = time.perf_counter()
            answer = await client.get(f"/article/{article_id}")
            taken.append(time.perf_counter() - started)
            assert answer.status_code == 200
        return taken

    taken = asyncio.run(times())
    assert statistics.quantiles(taken, n=20)[-1] < SERVER_TIME, sorted(taken)
