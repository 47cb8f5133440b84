"""Uniting two archives: whatever either knows, in whatever order archives are merged.

Ids are derived from what rows are about, so rows of the two meet by id. Where both have one, a
rule takes the greater in some order, or the union; nothing depends on which archive came first.
The versions of an article are put together anew from the captures of both.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from portal_spider.archive.database import Archive
from portal_spider.archive.filestore import copy_files
from portal_spider.archive.history import periods, read_contents, rebuild_versions
from portal_spider.archive.index import forget_file, index_article, index_files
from portal_spider.archive.mirrors import link_mirrors
from portal_spider.archive.rows import PARTS, ArticleRows, read_rows
from portal_spider.archive.store import replace_article
from portal_spider.archive.warc_copies import copy_warc_files
from portal_spider.errors import ArchiveError, UsageError

Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What a merge added."""

    pages: int
    captures: int
    articles: int
    united: int
    """Articles that both archives had, and that were not alike."""
    warc_files: int
    files: int
    """Attached files copied."""


def merge_archive(target: Archive, source: Archive) -> Merged:
    """Add to `target` all that `source` has and it has not, WARC files and attached files included.

    Merging again changes nothing; the order of merges does not matter. Raises `UsageError` where
    the two are one already, `ArchiveError` where they cannot be: a name that stands for two
    portals, or for two WARC files.
    """
    if target.path.samefile(source.path):
        raise UsageError(f"{source.path}: is the archive to merge into: name another")
    copied = copy_warc_files(source.directory, target.directory)
    files = copy_files(source.files_directory, target.files_directory)
    with _attached(target, source):
        before = _counts(target.db.conn)
        with target.transaction() as db:
            united = merge_rows(db.conn, source.db.conn)
            link_mirrors(target)  # the copy may be in the one, its original in the other
        after = _counts(target.db.conn)
    pages, captures, articles = (new - old for new, old in zip(after, before, strict=True))
    return Merged(
        pages=pages,
        captures=captures,
        articles=articles,
        united=united,
        warc_files=copied,
        files=files,
    )


def merge_rows(connection: sqlite3.Connection, other: sqlite3.Connection) -> int:
    """Merge the attached `source`, of which `other` is a connection; how many were united."""
    _refuse_two_portals_of_one_name(connection)
    shared = connection.execute(
        "SELECT id FROM source.articles s WHERE EXISTS (SELECT 1 FROM articles a WHERE a.id = s.id)"
        " ORDER BY id"
    ).fetchall()
    reread = _files_read_otherwise(connection)
    for table, rule in RULES.items():
        _unite(connection, table, rule)
    _add_articles(connection)
    for file_id, text in reread:
        forget_file(connection, file_id, text)
    index_files(connection)
    _unite(connection, "mirrors", _latest("likeness"))
    return sum(_unite_article(connection, other, article_id) for (article_id,) in shared)


def _files_read_otherwise(connection: sqlite3.Connection) -> list[tuple[int, str]]:
    """Files that the two read to different texts, as by other releases of a library; with ours."""
    rows: list[tuple[int, str]] = connection.execute(
        "SELECT m.id, m.text FROM main.files m JOIN source.files s ON s.id = m.id"
        " WHERE m.text IS NOT NULL AND s.text IS NOT m.text"
    ).fetchall()
    return rows


def _latest(*columns: str) -> Callable[[Row, Row], Row]:
    """A rule: the row that is greater in `columns`, then in all others."""

    def rank(row: Row) -> list[tuple[bool, Any]]:
        ordered = [row[column] for column in columns] + list(row.values())
        return [(value is not None, value if value is not None else 0) for value in ordered]

    return lambda mine, theirs: max(mine, theirs, key=rank)


def _seen(rule: Callable[[Row, Row], Row]) -> Callable[[Row, Row], Row]:
    """A rule: as `rule` says, but seen first and last when either saw it."""

    def unite(mine: Row, theirs: Row) -> Row:
        united = dict(rule(mine | _NO_TIMES, theirs | _NO_TIMES))
        united["first_seen"] = min(mine["first_seen"], theirs["first_seen"])
        united["last_seen"] = max(mine["last_seen"], theirs["last_seen"])
        return united

    return unite


_NO_TIMES = {"first_seen": None, "last_seen": None}


def _entry(mine: Row, theirs: Row) -> Row:
    """A rule: the entry as last listed, seen first when either saw it."""
    united = dict(_latest("last_seen")(mine | {"first_seen": None}, theirs | {"first_seen": None}))
    united["first_seen"] = min(mine["first_seen"], theirs["first_seen"])
    return united


def _file_capture(mine: Row, theirs: Row) -> Row:
    """A rule: a file was first fetched when either fetched it first; of the records, the first."""
    rows = (mine, theirs)
    kept = [row for row in rows if row["warc_file"] is not None] or [mine]
    placed = min(kept, key=lambda row: (row["warc_file"], row["warc_offset"]))
    return {**placed, "captured_at": min(row["captured_at"] for row in rows)}


RULES: Mapping[str, Callable[[Row, Row], Row]] = {
    "portals": _latest("title"),
    "sections": _latest("crawled_at"),
    "pages": _seen(_latest("fetched_at")),
    "entries": _entry,
    "runs": _latest("finished_at"),
    "problems": _latest(),
    "captures": _latest("warc_file"),
    "warc_files": _latest("closed_at"),
    "stripped": _latest(),
    "files": _latest("text"),
    "downloads": _latest("fetched_at"),
    "file_captures": _file_capture,
}
"""Tables that are merged row by row, parents first, each with what becomes of a row of both."""


def _unite(connection: sqlite3.Connection, table: str, rule: Callable[[Row, Row], Row]) -> None:
    info = connection.execute(f"PRAGMA main.table_info({table})").fetchall()
    columns = [row[1] for row in info]
    keys = " AND ".join(f"s.{row[1]} = m.{row[1]}" for row in info if row[5])
    names = ", ".join(columns)
    differing = connection.execute(
        f"SELECT {', '.join(f'm.{name}' for name in columns)},"
        f" {', '.join(f's.{name}' for name in columns)}"
        f" FROM source.{table} s JOIN main.{table} m ON {keys}"
        f" WHERE ({' OR '.join(f's.{name} IS NOT m.{name}' for name in columns)})"
    ).fetchall()
    connection.execute(
        f"INSERT INTO main.{table} ({names}) SELECT {names} FROM source.{table} s"
        f" WHERE NOT EXISTS (SELECT 1 FROM main.{table} m WHERE {keys})"
    )
    assignments = ", ".join(f"{name} = :{name}" for name in columns)
    match = " AND ".join(f"{row[1]} = :{row[1]}" for row in info if row[5])
    for row in differing:
        mine = dict(zip(columns, row[: len(columns)], strict=True))
        theirs = dict(zip(columns, row[len(columns) :], strict=True))
        united = rule(mine, theirs)
        if united != mine:
            connection.execute(f"UPDATE main.{table} SET {assignments} WHERE {match}", united)


def _add_articles(connection: sqlite3.Connection) -> None:
    """Copy the articles that only the source has, with parts and versions."""
    new = connection.execute(
        "SELECT s.id, s.title, s.text FROM source.articles s"
        " WHERE NOT EXISTS (SELECT 1 FROM main.articles a WHERE a.id = s.id) ORDER BY s.id"
    ).fetchall()
    connection.execute("CREATE TEMP TABLE added (id INTEGER PRIMARY KEY)")
    connection.executemany("INSERT INTO added VALUES (?)", [row[:1] for row in new])
    for table in ("articles", *PARTS, "versions"):
        key = "id" if table == "articles" else "article_id"
        names = ", ".join(
            row[1] for row in connection.execute(f"PRAGMA main.table_info({table})").fetchall()
        )
        connection.execute(
            f"INSERT INTO main.{table} ({names}) SELECT {names} FROM source.{table}"
            f" WHERE {key} IN (SELECT id FROM added)"
        )
    for article_id, title, text in new:
        index_article(connection, article_id, title, text)
    connection.execute("DROP TABLE added")


def _unite_article(
    connection: sqlite3.Connection, other: sqlite3.Connection, article_id: int
) -> bool:
    """Give an article of both archives its latest content and all versions; were they unlike?"""
    mine, theirs = read_rows(connection, article_id), read_rows(other, article_id)
    contents = read_contents(other, article_id)
    chain = periods(connection, article_id)
    assert mine is not None
    assert theirs is not None
    if mine == theirs and set(contents) <= set(read_contents(connection, article_id)):
        rebuild_versions(connection, article_id)
        return False
    known = set(read_contents(connection, article_id)) | set(contents)
    latest = max((mine, theirs), key=lambda rows: _rank(rows, chain[-1].text_hash))
    if latest is theirs:
        replace_article(connection, article_id, mine, theirs)
    rebuild_versions(connection, article_id, known)
    return True


def _rank(rows: ArticleRows, latest_hash: str) -> tuple[bool, str]:
    """The content of the latest capture first; of two such, whichever, but always the same."""
    said = {column: value for column, value in rows.article.items() if column != "extracted_by"}
    return rows.article["text_hash"] == latest_hash, repr(
        (rows.article["extracted_by"], said, rows.parts)
    )


def _refuse_two_portals_of_one_name(connection: sqlite3.Connection) -> None:
    row = connection.execute(
        "SELECT m.name, m.url, s.url FROM main.portals m JOIN source.portals s"
        " ON s.name = m.name AND s.id <> m.id"
    ).fetchone()
    if row is not None:
        raise ArchiveError(
            f"both archives have a portal called {row[0]}, but one is {row[1]} and the other "
            f"{row[2]}: rename one of them in its archive"
        )


def _counts(connection: sqlite3.Connection) -> tuple[int, ...]:
    return tuple(
        connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        for table in ("pages", "captures", "articles")
    )


@contextmanager
def _attached(target: Archive, source: Archive) -> Iterator[None]:
    """The source as schema `source` of the target's connection."""
    try:
        target.db.conn.execute("ATTACH ? AS source", (source.uri,))
        try:
            yield
        finally:
            target.db.conn.execute("DETACH source")
    except sqlite3.Error as error:
        raise ArchiveError(
            f"{source.path}: cannot be merged into {target.path}: {error}: "
            "`portal-spider verify` says which of them is damaged"
        ) from error
