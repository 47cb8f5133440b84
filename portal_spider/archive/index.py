"""Keeping the search index in step with `articles` and `files`, within the caller's transaction.

The index holds no text (`content=''`): an old entry is taken out with the very tokens that went
in, which its row still has at that moment.

Articles are indexed by characters and pairs, without places: short, there are many, and their text
is at hand to look at. Files are few and may be as long as books, so that each has most pairs:
theirs is an index of characters with their places, which tells a word without looking.
"""

from __future__ import annotations

import sqlite3

from portal_spider.archive.tokens import indexed, tokens

_ADD = "INSERT INTO article_search (rowid, words) VALUES (?, ?)"
_TAKE_OUT = "INSERT INTO article_search (article_search, rowid, words) VALUES ('delete', ?, ?)"
_ADD_FILE = "INSERT INTO file_search (rowid, text) VALUES (?, ?)"
_TAKE_OUT_FILE = "INSERT INTO file_search (file_search, rowid, text) VALUES ('delete', ?, ?)"


def article_tokens(title: str | None, text: str) -> str:
    """What the index holds of an article; no pair has one character of each, title and text."""
    return " ".join((*indexed(title or ""), *indexed(text)))


def file_tokens(text: str) -> str:
    """What the index holds of a file."""
    return " ".join(tokens(text))


def index_article(
    connection: sqlite3.Connection, article_id: int, title: str | None, text: str
) -> None:
    """Add an article that is not in the index; its row must be in `articles` already."""
    cursor = connection.execute("INSERT INTO search_rows (article_id) VALUES (?)", (article_id,))
    connection.execute(_ADD, (cursor.lastrowid, article_tokens(title, text)))


def reindex_article(
    connection: sqlite3.Connection,
    article_id: int,
    old: tuple[str | None, str],
    new: tuple[str | None, str],
) -> None:
    """Replace what the index holds of an article; `old` and `new` are its title and text."""
    if old == new:
        return
    (row_id,) = connection.execute(
        "SELECT id FROM search_rows WHERE article_id = ?", (article_id,)
    ).fetchone()
    for statement, said in ((_TAKE_OUT, old), (_ADD, new)):
        connection.execute(statement, (row_id, article_tokens(*said)))


def index_file(connection: sqlite3.Connection, file_id: int) -> None:
    """Add a file's text, where it has one that is not in the index; a file never changes."""
    row = connection.execute(
        "SELECT text FROM files f WHERE id = ? AND text IS NOT NULL"
        " AND NOT EXISTS (SELECT 1 FROM file_rows r WHERE r.file_id = f.id)",
        (file_id,),
    ).fetchone()
    if row is not None:
        cursor = connection.execute("INSERT INTO file_rows (file_id) VALUES (?)", (file_id,))
        connection.execute(_ADD_FILE, (cursor.lastrowid, file_tokens(row[0])))


def forget_file(connection: sqlite3.Connection, file_id: int, text: str) -> None:
    """Take a file out of the index, which holds it with `text`."""
    row = connection.execute("SELECT id FROM file_rows WHERE file_id = ?", (file_id,)).fetchone()
    connection.execute(_TAKE_OUT_FILE, (row[0], file_tokens(text)))
    connection.execute("DELETE FROM file_rows WHERE id = ?", row)


def index_files(connection: sqlite3.Connection) -> None:
    """Add the texts of all files that are not in the index."""
    rows = connection.execute(
        "SELECT id FROM files WHERE text IS NOT NULL AND id NOT IN (SELECT file_id FROM file_rows)"
        " ORDER BY id"
    ).fetchall()
    for (file_id,) in rows:
        index_file(connection, file_id)


def rebuild_index(connection: sqlite3.Connection) -> int:
    """Build the index anew from `articles` and `files`; how many articles it holds."""
    connection.execute("INSERT INTO file_search (file_search) VALUES ('delete-all')")
    connection.execute("DELETE FROM file_rows")
    index_files(connection)
    connection.execute("INSERT INTO article_search (article_search) VALUES ('delete-all')")
    connection.execute("DELETE FROM search_rows")
    connection.execute("INSERT INTO search_rows (article_id) SELECT id FROM articles ORDER BY id")
    rows = connection.execute(
        "SELECT s.id, a.title, a.text FROM search_rows s JOIN articles a ON a.id = s.article_id"
    )
    cursor = connection.executemany(
        _ADD, ((row_id, article_tokens(title, text)) for row_id, title, text in rows)
    )
    return cursor.rowcount
