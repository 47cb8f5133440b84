"""Searching the articles of an archive: exact words, ranked, with the place where they stand.

Words that few articles have and words that many have are answered differently. Few hits are all
ranked by BM25. Where a word stands in every other article it tells nothing, and looking at all
takes long: then articles are taken from the newest on until enough of them have it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Container, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, Literal

from portal_spider.archive.database import Archive
from portal_spider.archive.finding import Finder
from portal_spider.archive.query import Node, Word, parse_query
from portal_spider.archive.ranking import best_first
from portal_spider.archive.snippets import Passage, mark, passage

Order = Literal["relevance", "newest"]

RANKED = 1_000
"""Hits up to which all are ranked; more are shown the newest first."""
LISTED = 5_000
"""Hits up to which the index is asked for all; more are so many that reading finds them sooner."""
PATIENCE = 1_000
"""Articles that are read in that hope; after them, the index is asked after all."""


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
    """Name of its portal."""
    portal_title: str
    """What people know the portal by; its name, where that is not known."""
    title: Passage
    source: str | None
    published_at: str | None
    state: str
    """Of its page: `gone` where the portal no longer serves it."""
    snippet: Passage
    """Where the words stand in the text; its beginning where they stand in the title only."""
    file: str | None = None
    """Name of the attached file that the snippet is from, where the article lacks some words."""


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
    finder = Finder(connection, node)
    candidates = finder.candidates(LISTED + 1)
    total: int | None = None
    if len(candidates) > RANKED:
        order = "newest"
        known = set(candidates) if len(candidates) <= LISTED else None
        ids = list(islice(_newest(connection, finder, narrowing, known), offset + limit))
    else:
        found = finder.read(_among(connection, candidates, narrowing))
        ids = best_first(found, node) if order == "relevance" else [row[0] for row in found]
        total = len(ids)
    hits = tuple(_hit(connection, ident, node) for ident in ids[offset : offset + limit])
    return Results(hits=hits, order=order, total=total)


def matching(archive: Archive, query: str, *, filters: Filters | None = None) -> Iterator[int]:
    """Ids of all articles that have the words of `query`, the newest first.

    Raises `UsageError` where the query asks for nothing.
    """
    connection = archive.db.conn
    finder = Finder(connection, parse_query(query))
    ids = _among(connection, finder.candidates(), filters or Filters())
    yield from ids if finder.certain else (row[0] for row in finder.read(ids))


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
    finder: Finder,
    filters: Filters,
    known: Container[int] | None,
) -> Iterator[int]:
    """The hits, the newest first: those among the `known` candidates, or else those read to."""
    where, values = conditions(filters)
    rows = connection.execute(
        f"SELECT a.id FROM articles a{where} ORDER BY a.published_at DESC, a.id DESC", values
    )
    for number, (article_id,) in enumerate(rows):
        if known is None and number == PATIENCE:
            known = set(finder.candidates())
        if known is None:
            yield from (row[0] for row in finder.read([article_id], candidates=False))
        elif article_id in known:
            yield from (row[0] for row in finder.read([article_id]))


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


def _hit(connection: sqlite3.Connection, article_id: int, node: Node) -> Hit:
    row = connection.execute(
        "SELECT g.url, p.name, coalesce(p.title, p.name), a.title, a.source, a.published_at,"
        " g.state, a.text FROM articles a JOIN pages g ON g.id = a.page_id"
        " JOIN portals p ON p.id = g.portal_id WHERE a.id = ?",
        (article_id,),
    ).fetchone()
    title, text, file = row[3] or "", row[7], None
    forms = tuple(dict.fromkeys(form for word in node.words() for form in word.forms))
    said = f"{title}\0{text}"
    if not node.holds(lambda word: word.stands_in(said)):
        missing = [word for word in node.words() if not word.stands_in(said)]
        file, text = _file_with(connection, article_id, missing) or (None, text)
    return Hit(
        article_id=article_id,
        url=row[0],
        portal=row[1],
        portal_title=row[2],
        title=mark(title, forms),
        source=row[4],
        published_at=row[5],
        state=row[6],
        snippet=passage(text, forms),
        file=file,
    )


def _file_with(
    connection: sqlite3.Connection, article_id: int, words: list[Word]
) -> tuple[str, str] | None:
    """Name and text of the article's file that has most of the words, the first of such."""
    rows = connection.execute(
        "SELECT name, text FROM article_files WHERE article_id = ? AND text IS NOT NULL"
        " ORDER BY position",
        (article_id,),
    )
    return max(rows, key=lambda row: sum(word.stands_in(row[1]) for word in words), default=None)
