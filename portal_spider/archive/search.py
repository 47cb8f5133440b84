"""Searching the articles of an archive: exact words, ranked, with the place where they stand.

An article is found by its title and text, or by the text of a file that it offers.

Words that few articles have and words that many have are answered differently. Few hits are all
ranked by BM25. Where a word stands in every other article it tells nothing, and looking at all
takes long: then articles are taken from the newest on until enough of them have it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, Literal

from portal_spider.archive.database import Archive
from portal_spider.archive.query import Node, parse_query
from portal_spider.archive.ranking import best_first
from portal_spider.archive.snippets import Passage, mark, passage

Order = Literal["relevance", "newest"]

RANKED = 1_000
"""Hits up to which all are ranked; more are shown the newest first."""
LISTED = 5_000
"""Hits up to which the index is asked for all; more are so many that reading finds them sooner."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What to search in; `None` does not restrict."""

    portal: str | None = None
    """Name of a portal."""
    section: str | None = None
    """Name or URL of a section that lists the article."""
    source: str | None = None
    since: str | None = None
    """First day of publication, `YYYY-MM-DD`."""
    until: str | None = None
    """Last day of publication."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An article that was found."""

    article_id: int
    url: str
    portal: str
    title: Passage
    source: str | None
    published_at: str | None
    state: str
    """Of its page: `gone` where the portal no longer serves it."""
    snippet: Passage
    """Where the words stand in the text; its beginning where they stand in the title only."""
    file: str | None = None
    """Name of the attached file that the snippet is from, where the article has not the words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """What a search found."""

    hits: tuple[Hit, ...]
    order: Order
    """How the hits are ordered: `newest` where there are too many to rank."""
    total: int | None
    """How many articles there are; `None` where there are more than are counted."""


def search(
    archive: Archive,
    query: str,
    *,
    filters: Filters | None = None,
    limit: int = 20,
    offset: int = 0,
    order: Order = "relevance",
) -> Results:
    """Articles that have the words of `query`, the best first.

    Raises `UsageError` where the query asks for nothing.
    """
    node = parse_query(query)
    connection = archive.db.conn
    narrowing = filters or Filters()
    in_files = set(_in_files(connection, node))
    candidates = list(islice(_matches(connection, node), LISTED + 1))
    candidates = list(dict.fromkeys((*candidates, *in_files)))
    total: int | None = None
    if len(candidates) > RANKED:
        order = "newest"
        known = set(candidates) if len(candidates) <= LISTED else None
        ids = list(islice(_newest(connection, node, narrowing, known, in_files), offset + limit))
    else:
        found = _among(connection, candidates, narrowing)
        total = len(found)
        ids = found if order == "newest" else best_first(connection, found, node)
    words = tuple(dict.fromkeys(form for word in node.words() for form in word.forms))
    hits = tuple(_hit(connection, ident, words, node) for ident in ids[offset : offset + limit])
    return Results(hits=hits, order=order, total=total)


def matching(archive: Archive, query: str, *, filters: Filters | None = None) -> Iterator[int]:
    """Ids of all articles that have the words of `query`, or a file with them, the newest first.

    Raises `UsageError` where the query asks for nothing.
    """
    connection, node = archive.db.conn, parse_query(query)
    ids = dict.fromkeys((*_matches(connection, node), *_in_files(connection, node)))
    yield from _among(connection, list(ids), filters or Filters())


def _matches(connection: sqlite3.Connection, node: Node) -> Iterator[int]:
    rows = connection.execute(
        "SELECT r.article_id FROM article_search s CROSS JOIN search_rows r ON r.id = s.rowid"
        " WHERE article_search MATCH ?",
        (node.match(),),
    )
    return (row[0] for row in rows)


def _in_files(connection: sqlite3.Connection, node: Node) -> Iterator[int]:
    """Articles that offer a file with all the words."""
    rows = connection.execute(
        "SELECT DISTINCT t.article_id FROM file_search s CROSS JOIN file_rows r ON r.id = s.rowid"
        " CROSS JOIN downloads d ON d.file_id = r.file_id"
        " CROSS JOIN attachments t ON t.download_id = d.id WHERE file_search MATCH ?",
        (node.match(),),
    )
    return (row[0] for row in rows)


def _among(connection: sqlite3.Connection, ids: list[int], filters: Filters) -> list[int]:
    """Those of the articles that the filters let through, the newest first."""
    where, values = conditions(filters)
    rows = connection.execute(
        "SELECT a.id FROM json_each(:ids) j CROSS JOIN articles a ON a.id = j.value"
        f"{where} ORDER BY a.published_at DESC, a.id DESC",
        values | {"ids": json.dumps(ids)},
    )
    return [row[0] for row in rows]


def _newest(
    connection: sqlite3.Connection,
    node: Node,
    filters: Filters,
    known: set[int] | None,
    in_files: set[int],
) -> Iterator[int]:
    """Articles that have the words, the newest first: those `known` to, or else those read to."""
    where, values = conditions(filters)
    columns = "a.id" if known is not None else "a.id, a.title, a.text"
    rows = connection.execute(
        f"SELECT {columns} FROM articles a{where} ORDER BY a.published_at DESC, a.id DESC", values
    )
    if known is not None:
        return (row[0] for row in rows if row[0] in known)
    return (row[0] for row in rows if row[0] in in_files or node.holds(f"{row[1] or ''}\0{row[2]}"))


_NARROWING = {
    "portal": "a.page_id IN (SELECT g.id FROM pages g JOIN portals p ON p.id = g.portal_id"
    " WHERE p.name = :portal)",
    "section": "a.page_id IN (SELECT e.page_id FROM entries e JOIN sections s"
    " ON s.id = e.section_id WHERE :section IN (s.name, s.url))",
    "source": "a.source = :source",
    "since": "a.published_at >= :since",
    "until": "substr(a.published_at, 1, 10) <= :until",
}


def conditions(filters: Filters) -> tuple[str, dict[str, Any]]:
    """A `WHERE` clause over `articles a` that lets through what the filters do, and its values."""
    values = {name: getattr(filters, name) for name in _NARROWING}
    given = {name: value for name, value in values.items() if value is not None}
    where = " AND ".join(_NARROWING[name] for name in given)
    return (f" WHERE {where}" if where else ""), given


def _hit(
    connection: sqlite3.Connection, article_id: int, words: tuple[str, ...], node: Node
) -> Hit:
    row = connection.execute(
        "SELECT g.url, coalesce(p.title, p.name), a.title, a.source, a.published_at, g.state,"
        " a.text FROM articles a JOIN pages g ON g.id = a.page_id"
        " JOIN portals p ON p.id = g.portal_id WHERE a.id = ?",
        (article_id,),
    ).fetchone()
    text, file = row[6], None
    if not node.holds(f"{row[2] or ''}\0{text}"):
        file, text = _file_with(connection, article_id, node) or (None, text)
    return Hit(
        article_id=article_id,
        url=row[0],
        portal=row[1],
        title=mark(row[2] or "", words),
        source=row[3],
        published_at=row[4],
        state=row[5],
        snippet=passage(text, words),
        file=file,
    )


def _file_with(
    connection: sqlite3.Connection, article_id: int, node: Node
) -> tuple[str, str] | None:
    """Name and text of the article's first file that has the words."""
    rows = connection.execute(
        "SELECT name, text FROM article_files WHERE article_id = ? AND text IS NOT NULL"
        " ORDER BY position",
        (article_id,),
    )
    return next(((name, text) for name, text in rows if node.holds(text)), None)
