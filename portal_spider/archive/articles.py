"""One article of an archive as a whole: its versions, its parts, its bytes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal_spider.archive.database import Archive
from portal_spider.archive.warc import read_record
from portal_spider.errors import ArchiveError, UsageError
from portal_spider.items import WarcPlace
from portal_spider.urls import is_web_url, url_id

ID = re.compile(r"\d{1,18}", re.ASCII)
"""What may be the id of an article: a number that SQLite can hold."""
SHOWN_PARTS: Mapping[str, tuple[str, ...]] = {
    "bylines": ("role", "name"),
    "attachments": ("url", "name"),
    "document_fields": ("label", "field", "value"),
    "citations": ("kind", "text", "cites"),
    "removals": ("kind", "text", "rule", "score"),
    "flags": ("flag",),
}
"""Parts of an article that belong to its current version, with their columns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """What an article said for some time."""

    number: int
    """1 is the first."""
    capture_id: int | None
    captured_at: str
    replaced_at: str | None
    """`None` for the current version."""
    title: str | None
    source: str | None
    published_at: str | None
    text: str

    @property
    def whole(self) -> str:
        """Title and text as one, to compare."""
        return f"{self.title or ''}\n{self.text}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """An article with its page and its history."""

    id: int
    url: str
    portal: str
    state: str
    reason: str | None
    first_seen: str
    last_seen: str
    versions: tuple[Version, ...]
    """The earliest first; the last is the current one."""
    parts: Mapping[str, list[dict[str, Any]]]

    def version(self, number: int | None = None) -> Version:
        """The version of that number, by default the current one. Raises `UsageError`."""
        if number is not None and number > len(self.versions):
            raise UsageError(f"{self.url}: has no version {number}, only {len(self.versions)}")
        return self.versions[-1 if number is None else number - 1]

    def as_json(self, number: int | None = None) -> dict[str, Any]:
        """All that is known, with the text of one version, by default of the current one."""
        shown = self.version(number)
        return {
            "id": self.id,
            "url": self.url,
            "portal": self.portal,
            "state": self.state,
            "reason": self.reason,
            "first_seen": self.first_seen,
            "last_seen": self.last_seen,
            "version": shown.number,
            "versions": len(self.versions),
            "captured_at": shown.captured_at,
            "replaced_at": shown.replaced_at,
            "title": shown.title,
            "source": shown.source,
            "published_at": shown.published_at,
            "paragraphs": shown.text.split("\n") if shown.text else [],
            **self.parts,
        }


def find_article(archive: Archive, page: str) -> Article:
    """The article of a page, given by URL or by id. Raises `UsageError` where there is none."""
    connection = archive.db.conn
    article_id = int(page) if ID.fullmatch(page) else _id_of(page)
    row = connection.execute(
        "SELECT g.url, p.name, g.state, g.reason, g.first_seen, g.last_seen, a.id FROM pages g"
        " JOIN portals p ON p.id = g.portal_id LEFT JOIN articles a ON a.page_id = g.id"
        " WHERE g.id = ?",
        (article_id,),
    ).fetchone()
    if row is None:
        raise UsageError(f"{page}: no such page in {archive.path}")
    if row[6] is None:
        why = f"{row[2]}, {row[3]}" if row[3] else row[2]
        raise UsageError(f"{page}: is known to {archive.path}, but no article ({why})")
    return Article(
        id=article_id,
        url=row[0],
        portal=row[1],
        state=row[2],
        reason=row[3],
        first_seen=row[4],
        last_seen=row[5],
        versions=_versions(archive, article_id),
        parts={table: _part(archive, table, article_id) for table in SHOWN_PARTS},
    )


def read_bytes(archive: Archive, article: Article, number: int | None = None) -> bytes:
    """The body that a version was extracted from.

    Raises `ArchiveError` where it was not kept or cannot be read, `UsageError` where there is no
    such version.
    """
    version = article.version(number)
    row = archive.db.conn.execute(
        "SELECT warc_file, warc_offset, warc_length FROM captures WHERE id = ?",
        (version.capture_id,),
    ).fetchone()
    if row is None or row[0] is None:
        raise ArchiveError(f"{article.url}: the bytes of version {version.number} were not kept")
    place = WarcPlace(file=row[0], offset=row[1], length=row[2])
    return read_record(archive.directory, place).body


def _id_of(url: str) -> int:
    if not is_web_url(url):
        raise UsageError(f"{url}: is neither a URL nor an id: give one with http:// or https://")
    return url_id(url)


def _versions(archive: Archive, article_id: int) -> tuple[Version, ...]:
    columns = "capture_id, captured_at, replaced_at, title, source, published_at, text"
    rows = archive.db.conn.execute(
        f"SELECT {columns} FROM versions WHERE article_id = :id UNION ALL"
        f" SELECT {columns.replace('replaced_at', 'NULL')} FROM articles WHERE id = :id"
        " ORDER BY captured_at",
        {"id": article_id},
    )
    names = columns.split(", ")
    return tuple(
        Version(number=number, **dict(zip(names, row, strict=True)))
        for number, row in enumerate(rows, 1)
    )


def _part(archive: Archive, table: str, article_id: int) -> list[dict[str, Any]]:
    columns = SHOWN_PARTS[table]
    order = "flag" if table == "flags" else "position"
    rows = archive.db.conn.execute(
        f"SELECT {', '.join(columns)} FROM {table} WHERE article_id = ? ORDER BY {order}",
        (article_id,),
    )
    return [dict(zip(columns, row, strict=True)) for row in rows]
