"""The rows that an extracted article is kept as: `articles` itself and its parts."""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any, TypeVar, cast

from portal_spider import __version__
from portal_spider.archive.citations import citations, own_keys
from portal_spider.archive.document_fields import standard_field
from portal_spider.archive.ids import derived_id
from portal_spider.archive.tokens import fold
from portal_spider.items import Page

Value = str | int | float | None
Row = tuple[Value, ...]

ARTICLE_COLUMNS = (
    "title",
    "source",
    "published_at",
    "text",
    "script",
    "breadcrumb",
    "published_title",
    "published_text",
    "text_hash",
    "extracted_by",
)
"""Columns of `articles` that extraction fills."""

PARTS: Mapping[str, tuple[str, ...]] = {
    "bylines": ("position", "role", "name"),
    "attachments": ("id", "position", "url", "name", "download_id"),
    "document_fields": ("position", "label", "field", "value"),
    "citations": ("position", "kind", "text", "cites", "key"),
    "article_keys": ("key",),
    "article_removals": ("position", "stripped_id", "score"),
    "origins": ("field", "origin"),
    "flags": ("flag",),
}
"""Tables of an article's parts, each with its columns besides `article_id`."""

BOOKKEEPING = frozenset({"article_removals", "origins", "extracted_by", "text_hash"})
"""How the article was read, not what it says: may differ from one fetch to the next."""

COUNTERS = re.compile(
    r"(?:浏览|点击|阅读|访问)(?:次数|数|量|率)?\s*[:：]?\s*\d+\s*次?|本文(?:被|已)?(?:浏览|阅读)\s*\d+\s*次"
)
"""View counters that stand in the text: they change with every visit."""
NOT_STORABLE = re.compile("[\x00\ud800-\udfff\ufdd0]")
"""Half a surrogate pair is no UTF-8, SQLite's functions end a text at NUL, and U+FDD0 (which is no
character) is what the view `paragraphs` works with."""
UNSEEN = re.compile(r"[\s\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRows:
    """An article as rows; two are equal where they say the same."""

    article: Mapping[str, Value]
    parts: Mapping[str, Sequence[Row]]
    stripped: Sequence[Row] = field(default=(), compare=False)
    """Rows of `stripped` that its removals refer to, to be written before them."""

    def differences(self, other: ArticleRows) -> tuple[str, ...]:
        """Columns of `articles` and part tables in which two extractions differ, in order."""
        columns = [name for name in ARTICLE_COLUMNS if self.article[name] != other.article[name]]
        tables = [name for name in PARTS if self.parts[name] != other.parts[name]]
        return (*columns, *tables)


def text_hash(title: str | None, text: str) -> str:
    """Digest of what makes a version: title and text without width, case, spaces and counters."""
    pieces = (UNSEEN.sub("", fold(COUNTERS.sub("", piece))) for piece in (title or "", text))
    return hashlib.sha256("\x00".join(pieces).encode()).hexdigest()[:16]


def page_text(page: Page) -> str:
    """The paragraphs as `articles.text` has them: one a line."""
    return "\n".join(paragraph.replace("\n", " ") for paragraph in page.paragraphs)


T = TypeVar("T")


def storable(value: T) -> T:
    """`value`, a text or a record of texts, with what cannot be stored as U+FFFD."""
    cleaned: Any = value
    if isinstance(value, str):
        cleaned = NOT_STORABLE.sub("\ufffd", value)
    elif isinstance(value, tuple):
        cleaned = tuple(map(storable, value))
    elif isinstance(value, Mapping):
        cleaned = {storable(key): storable(part) for key, part in value.items()}
    elif is_dataclass(value) and not isinstance(value, type):
        parts = {part.name: storable(getattr(value, part.name)) for part in fields(value)}
        cleaned = replace(value, **parts)
    return cast(T, cleaned)


def article_rows(page: Page, article_id: int) -> ArticleRows:
    """The rows of an article page."""
    page = storable(page)
    text = page_text(page)
    published = page.published_paragraphs
    return ArticleRows(
        article={
            "title": page.title,
            "source": page.source,
            "published_at": page.published_at,
            "text": text,
            "script": page.script,
            "breadcrumb": " > ".join(page.breadcrumb) or None,
            "published_title": page.published_title,
            "published_text": "\n".join(published) if published else None,
            "text_hash": text_hash(page.title, text),
            "extracted_by": __version__,
        },
        parts=_parts(page, article_id),
        stripped=[
            (_stripped_id(taken.kind, taken.rule, taken.text), taken.kind, taken.rule, taken.text)
            for taken in page.removed
        ],
    )


def _parts(page: Page, article_id: int) -> dict[str, list[Row]]:
    credits = [(credit.role, name) for credit in page.byline for name in credit.names]
    fields = [(label, standard_field(label), value) for label, value in page.fields.items()]
    numbers = [value for _, field, value in fields if field == "document_number"]
    return {
        "bylines": [(position, *credit) for position, credit in enumerate(credits)],
        "attachments": _attachments(page, article_id),
        "document_fields": [(position, *field) for position, field in enumerate(fields)],
        "citations": [
            (position, citation.kind, citation.text, citation.cites, _key(citation.cites))
            for position, citation in enumerate(citations(page.paragraphs))
        ],
        "article_keys": sorted(
            (_key(key),) for key in own_keys(page.title, numbers, page.paragraphs)
        ),
        "article_removals": [
            (position, _stripped_id(removal.kind, removal.rule, removal.text), removal.score)
            for position, removal in enumerate(page.removed)
        ],
        "origins": sorted(page.origins.items()),
        "flags": [(flag,) for flag in sorted(set(page.flags))],
    }


def _key(cites: str) -> int:
    return derived_id("cites", cites)


def _attachments(page: Page, article_id: int) -> list[Row]:
    """A file linked twice is kept once, under its first name."""
    files: dict[int, Row] = {}
    for position, file in enumerate(page.attachments):
        key = derived_id("attachment", article_id, file.url)
        download = derived_id("download", file.url)
        files.setdefault(key, (key, position, file.url, file.name, download))
    return sorted(files.values())


def _stripped_id(kind: str, rule: str, text: str) -> int:
    return derived_id("stripped", kind, rule, text)


def read_rows(connection: sqlite3.Connection, article_id: int) -> ArticleRows | None:
    """The rows of an article in the archive; `None` where there is none."""
    columns = ", ".join(ARTICLE_COLUMNS)
    row = connection.execute(f"SELECT {columns} FROM articles WHERE id = ?", (article_id,))
    values = row.fetchone()
    if values is None:
        return None
    return ArticleRows(
        article=dict(zip(ARTICLE_COLUMNS, values, strict=True)),
        parts={table: read_part(connection, table, article_id) for table in PARTS},
    )


def read_part(connection: sqlite3.Connection, table: str, article_id: int) -> list[Row]:
    """An article's rows of one of `PARTS`, in the order in which `article_rows` gives them."""
    columns = PARTS[table]
    return connection.execute(
        f"SELECT {', '.join(columns)} FROM {table} WHERE article_id = ? ORDER BY {columns[0]}",
        (article_id,),
    ).fetchall()


def write_parts(
    connection: sqlite3.Connection,
    article_id: int,
    new: ArticleRows,
    old: ArticleRows | None = None,
) -> None:
    """Write an article's parts, those that differ from `old` where it has some already."""
    connection.executemany(
        "INSERT OR IGNORE INTO stripped (id, kind, rule, text) VALUES (?, ?, ?, ?)", new.stripped
    )
    for table, rows in new.parts.items():
        if old is not None and old.parts[table] == rows:
            continue
        if old is not None:
            connection.execute(f"DELETE FROM {table} WHERE article_id = ?", (article_id,))
        columns = ("article_id", *PARTS[table])
        connection.executemany(
            f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})",
            ((article_id, *row) for row in rows),
        )
