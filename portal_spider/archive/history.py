"""The versions of an article as its captures show them, whatever the order they arrived in.

A version lasts from the first capture that shows its text to the first that shows another; a text
that comes back is a version of its own. Pages usually arrive in order of time and the chain only
grows at its end; imports and merges put captures between.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from portal_spider.archive.ids import derived_id

CONTENT_COLUMNS = ("capture_id", "title", "source", "published_at", "text", "text_hash")


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Content:
    """What one capture of an article says, as `versions` keeps it."""

    text_hash: str
    captured_at: str
    """When the capture `capture_id` was made."""
    capture_id: int
    title: str
    source: str
    published_at: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A time during which all captures show the same text."""

    captured_at: str
    text_hash: str
    captures: frozenset[int]
    first: int
    """The earliest of them, which stands for the version."""


def version_id(article_id: int, captured_at: str, digest: str) -> int:
    """Id of the version of an article that was first captured at that time."""
    return derived_id("version", article_id, captured_at, digest)


def periods(connection: sqlite3.Connection, article_id: int) -> list[Period]:
    """The periods of an article, from its captures, the earliest first."""
    captures = connection.execute(
        "SELECT id, captured_at, text_hash FROM captures"
        " WHERE page_id = ? AND text_hash IS NOT NULL ORDER BY captured_at, id",
        (article_id,),
    )
    chain: list[tuple[str, str, list[int]]] = []
    for capture_id, captured_at, digest in captures:
        if not chain or chain[-1][1] != digest:
            chain.append((captured_at, digest, []))
        chain[-1][2].append(capture_id)
    return [
        Period(captured_at=start, text_hash=digest, captures=frozenset(ids), first=ids[0])
        for start, digest, ids in chain
    ]


def archive_current(connection: sqlite3.Connection, article_id: int, replaced_at: str) -> None:
    """Copy an article's current row into `versions`: something else takes its place."""
    captured_at, digest = connection.execute(
        "SELECT captured_at, text_hash FROM articles WHERE id = ?", (article_id,)
    ).fetchone()
    connection.execute(
        "INSERT OR REPLACE INTO versions (id, article_id, capture_id, captured_at, replaced_at,"
        " title, source, published_at, text, text_hash)"
        " SELECT ?, id, capture_id, captured_at, ?, title, source, published_at, text, text_hash"
        " FROM articles WHERE id = ?",
        (version_id(article_id, captured_at, digest), replaced_at, article_id),
    )


def rebuild_versions(
    connection: sqlite3.Connection, article_id: int, contents: Iterable[Content] = ()
) -> None:
    """Put an article's versions in the order of its captures.

    The current row must be that of the latest period already. `contents` are added to those that
    the archive knows.
    """
    known = sorted({*read_contents(connection, article_id), *contents}, reverse=True)
    chain = periods(connection, article_id)
    connection.execute(
        "UPDATE articles SET first_captured_at = ?, captured_at = ?, capture_id = ? WHERE id = ?",
        (chain[0].captured_at, chain[-1].captured_at, chain[-1].first, article_id),
    )
    connection.execute("DELETE FROM versions WHERE article_id = ?", (article_id,))
    for period, following in pairwise(chain):
        content = _content_of(period, known)
        if content is not None:
            _insert_version(connection, article_id, period, following.captured_at, content)


def _content_of(period: Period, known: list[Content]) -> Content | None:
    """What the period shows: as extracted from one of its own captures, if there is such."""
    same = [content for content in known if content.text_hash == period.text_hash]
    own = [content for content in same if content.capture_id in period.captures]
    return next(iter(own or same), None)


def _insert_version(
    connection: sqlite3.Connection,
    article_id: int,
    period: Period,
    replaced_at: str,
    content: Content,
) -> None:
    connection.execute(
        "INSERT INTO versions (id, article_id, capture_id, captured_at, replaced_at, title,"
        " source, published_at, text, text_hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            version_id(article_id, period.captured_at, period.text_hash),
            article_id,
            period.first,
            period.captured_at,
            replaced_at,
            content.title or None,
            content.source or None,
            content.published_at or None,
            content.text,
            period.text_hash,
        ),
    )


def read_contents(connection: sqlite3.Connection, article_id: int) -> list[Content]:
    """The contents that the archive has of an article: its versions and its current row."""
    columns = ", ".join(f"x.{column}" for column in CONTENT_COLUMNS)
    rows = connection.execute(
        f"SELECT {columns}, c.captured_at FROM"
        f" (SELECT {', '.join(CONTENT_COLUMNS)} FROM versions WHERE article_id = :id"
        f"  UNION ALL SELECT {', '.join(CONTENT_COLUMNS)} FROM articles WHERE id = :id) x"
        " JOIN captures c ON c.id = x.capture_id",
        {"id": article_id},
    )
    return [
        Content(
            capture_id=row[0],
            title=row[1] or "",  # None does not sort
            source=row[2] or "",
            published_at=row[3] or "",
            text=row[4],
            text_hash=row[5],
            captured_at=row[6],
        )
        for row in rows
    ]
