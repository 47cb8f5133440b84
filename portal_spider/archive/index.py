"""Keeping the search index in step with `articles`, within the caller's transaction.

The index holds no text (`content=''`): an article's old entry is taken out with the very tokens
that went in, which its row still has at that moment.
"""

from __future__ import annotations

import sqlite3

from portal_spider.archive.tokens import tokens

_ADD = "INSERT INTO article_search (rowid, text, title) VALUES (?, ?, ?)"
_TAKE_OUT = (
    "INSERT INTO article_search (article_search, rowid, text, title) VALUES ('delete', ?, ?, ?)"
)


def index_article(
    connection: sqlite3.Connection, article_id: int, title: str | None, text: str
) -> None:
    """Add an article that is not in the index; its row must be in `articles` already."""
    cursor = connection.execute("INSERT INTO search_rows (article_id) VALUES (?)", (article_id,))
    connection.execute(_ADD, (cursor.lastrowid, tokens(text), tokens(title or "")))


def reindex_article(
    connection: sqlite3.Connection,
    article_id: int,
    old: tuple[str | None, str],
    new: tuple[str | None, str],
) -> None:
    """Replace what the index holds of an article; `old` and `new` are its title and text."""
    if old == new:
        return
    row = connection.execute(
        "SELECT id FROM search_rows WHERE article_id = ?", (article_id,)
    ).fetchone()
    for statement, (title, text) in ((_TAKE_OUT, old), (_ADD, new)):
        connection.execute(statement, (row[0], tokens(text), tokens(title or "")))


def rebuild_index(connection: sqlite3.Connection) -> int:
    """Build the index anew from `articles`; how many articles it holds."""
    connection.execute("INSERT INTO article_search (article_search) VALUES ('delete-all')")
    connection.execute("DELETE FROM search_rows")
    connection.execute("INSERT INTO search_rows (article_id) SELECT id FROM articles ORDER BY id")
    rows = connection.execute(
        "SELECT s.id, a.title, a.text FROM search_rows s JOIN articles a ON a.id = s.article_id"
    )
    cursor = connection.executemany(
        _ADD, ((row_id, tokens(text), tokens(title or "")) for row_id, title, text in rows)
    )
    return cursor.rowcount
