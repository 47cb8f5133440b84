"""A smaller archive to hand on: some of the articles, with their files, without the WARC files."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from portal_spider.archive.atomic import whole_output
from portal_spider.archive.database import Archive
from portal_spider.archive.filestore import copy_files
from portal_spider.archive.index import rebuild_index
from portal_spider.archive.rows import PARTS
from portal_spider.archive.search import Filters
from portal_spider.archive.selection import select_articles
from portal_spider.errors import ArchiveError, UsageError

_OF_CHOSEN = "IN (SELECT id FROM chosen)"

TABLES = {
    "portals": "id IN (SELECT portal_id FROM source.pages WHERE id IN (SELECT id FROM chosen))",
    "sections": "portal_id IN (SELECT id FROM main.portals)",
    "pages": f"id {_OF_CHOSEN}",
    "entries": f"page_id {_OF_CHOSEN}",
    "runs": "portal_id IN (SELECT id FROM main.portals)",
    "captures": f"page_id {_OF_CHOSEN}",
    "articles": f"id {_OF_CHOSEN}",
    "stripped": "id IN (SELECT stripped_id FROM source.article_removals"
    f" WHERE article_id {_OF_CHOSEN})",
    **dict.fromkeys((*PARTS, "versions"), f"article_id {_OF_CHOSEN}"),
    "files": f"id IN (SELECT file_id FROM source.article_files WHERE article_id {_OF_CHOSEN})",
    "downloads": "id IN (SELECT download_id FROM main.attachments)"
    " AND portal_id IN (SELECT id FROM main.portals)",
    "file_captures": "download_id IN (SELECT id FROM main.downloads)"
    " AND file_id IN (SELECT id FROM main.files)",
    "mirrors": f"article_id {_OF_CHOSEN} AND original_id {_OF_CHOSEN}",
}
"""What of each table goes with the chosen articles, parents first."""


def export_archive(
    archive: Archive, target: Path, *, filters: Filters | None = None, query: str | None = None
) -> int:
    """Write an archive with the articles that the filters and the query let through; how many.

    Raises `UsageError` where `target` cannot be written or is the archive itself, or the query asks
    for nothing, `ArchiveError` where the archive cannot be read.
    """
    where, values = select_articles(archive, filters or Filters(), query)
    rows = archive.db.conn.execute(f"SELECT a.id FROM articles a{where}", values).fetchall()
    with whole_output(target, source=archive.path) as path:
        try:
            with Archive.open(path) as excerpt:
                _fill(excerpt, archive, rows)
                chosen = {row[0] for row in excerpt.db.conn.execute("SELECT sha256 FROM files")}
        except ArchiveError as error:  # its message names the file beside the target
            why = error.__cause__ or error
            full = getattr(why, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
            refusal = UsageError if full else ArchiveError
            raise refusal(f"{target}: cannot be written from {archive.path}: {why}") from error
        copy_files(archive.files_directory, target.with_suffix(".files"), chosen)
    return len(rows)


def _fill(excerpt: Archive, source: Archive, chosen: list[tuple[int]]) -> None:
    connection = excerpt.db.conn
    connection.execute("ATTACH ? AS source", (source.uri,))
    with excerpt.transaction():
        connection.execute("CREATE TEMP TABLE chosen (id INTEGER PRIMARY KEY)")
        connection.executemany("INSERT INTO chosen VALUES (?)", chosen)
        for table, condition in TABLES.items():
            info = connection.execute(f"PRAGMA main.table_info({table})").fetchall()
            names = ", ".join(row[1] for row in info)
            connection.execute(
                f"INSERT INTO main.{table} ({names})"
                f" SELECT {names} FROM source.{table} WHERE {condition}"
            )
        connection.execute(
            "UPDATE captures SET run_id = NULL WHERE run_id NOT IN (SELECT id FROM runs)"
        )
        for table in ("captures", "file_captures"):
            connection.execute(
                f"UPDATE {table} SET warc_file = NULL, warc_offset = NULL, warc_length = NULL"
            )
        rebuild_index(connection)
    connection.execute("DROP TABLE chosen")
    connection.execute("DETACH source")
