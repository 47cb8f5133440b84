"""Reads one article with all that the archive knows of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Any

from portal_spider.archive.database import Archive
from portal_spider.archive.filestore import file_path, safe_name
from portal_spider.archive.warc import read_record
from portal_spider.errors import ArchiveError
from portal_spider.items import WarcPlace

Row = dict[str, Any]

REMOVAL_ORDER = ("spam", "gloss", "damage", "hidden", "boilerplate")
"""What a reader wants to know of first."""

BRIEF = 12
"""Characters of a removal that needs no line of its own."""

UNFOLDED = 800
"""Characters that one rule took, up to which they are shown at once."""

CITING_SHOWN, CITING_READ = 50, 500
"""Citing articles shown, the newest of so many: a law may be cited by every page of a portal."""


@dataclass(frozen=True, slots=True)
class RemovalGroup:
    """What one rule took from a page."""

    kind: str
    rule: str
    texts: tuple[str, ...]

    @property
    def brief(self) -> bool:
        """Whether they are words rather than passages, as the glosses of single characters are."""
        return max(map(len, self.texts)) <= BRIEF

    @property
    def unfolded(self) -> bool:
        """Whether it is shown at once: not what every page has, nor what would bury the rest."""
        return self.kind != "boilerplate" and sum(map(len, self.texts)) <= UNFOLDED


@dataclass(frozen=True, slots=True)
class Text:
    """The text of one version, and how long it stood."""

    version_id: int | None
    """`None` for the current version."""
    title: str | None
    text: str
    captured_at: str
    replaced_at: str | None
    """When the next version was seen; `None` for the current version."""
    capture_id: int | None

    @property
    def whole(self) -> str:
        """Title and text, as one text to compare."""
        return f"{self.title or ''}\n{self.text}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """An article, its parts and its history."""

    article: Row
    """Columns of `articles`, of its page and of its portal."""
    sections: tuple[Row, ...]
    byline: tuple[Row, ...]
    fields: tuple[Row, ...]
    attachments: tuple[Row, ...]
    origins: tuple[Row, ...]
    """What each field was read from."""
    flags: tuple[str, ...]
    removals: tuple[RemovalGroup, ...]
    texts: tuple[Text, ...]
    """Every version, oldest first; the last is the current one."""
    cites: tuple[Row, ...]
    cited_by: tuple[Row, ...]

    @property
    def cited_by_more(self) -> bool:
        """Whether more articles may cite it than are shown."""
        return len(self.cited_by) == CITING_SHOWN

    @property
    def paragraphs(self) -> list[str]:
        """The current text."""
        text: str = self.article["text"]
        return text.split("\n") if text else []

    @property
    def hacked(self) -> bool:
        """Whether somebody else's spam stood on the page."""
        return any(group.kind == "spam" for group in self.removals)


def read_article(archive: Archive, article_id: int) -> Article | None:
    """The article with that id, or `None`."""

    def rows(sql: str) -> tuple[Row, ...]:
        return tuple(archive.db.query(sql, {"id": article_id}))

    found = rows(_ARTICLE)
    if not found:
        return None
    return Article(
        article=found[0],
        sections=rows(_SECTIONS),
        byline=rows(_BYLINE),
        fields=rows(_FIELDS),
        attachments=rows(_ATTACHMENTS),
        origins=rows(_ORIGINS),
        flags=tuple(row["flag"] for row in rows(_FLAGS)),
        removals=tuple(_by_rule(rows(_REMOVALS))),
        texts=tuple(Text(**row) for row in rows(_TEXTS)),
        cites=rows(_CITES),
        cited_by=rows(_CITED_BY),
    )


def read_change(archive: Archive, article_id: int, version_id: int) -> tuple[Text, Text] | None:
    """That version of the article and the one that replaced it, or `None`."""
    texts = [Text(**row) for row in archive.db.query(_TEXTS, {"id": article_id})]
    pairs = pairwise(texts)
    return next((pair for pair in pairs if pair[0].version_id == version_id), None)


@dataclass(frozen=True, slots=True)
class RawPage:
    """The bytes of one capture, and how they were read."""

    body: bytes
    encoding: str | None


def read_raw(archive: Archive, article_id: int, capture_id: int | None) -> RawPage | None:
    """The bytes of a capture of the article, by default those its current version came from.

    A capture that gave the same bytes again may be kept as a mere reference to an earlier one:
    then they are read from that. `None` where there is no such capture, or no bytes were kept.

    Raises `ArchiveError` where they were kept and cannot be read.
    """
    wanted = {"id": article_id, "capture_id": capture_id}
    for row in archive.db.query(_RAW, wanted):
        place = WarcPlace(
            file=row["warc_file"], offset=row["warc_offset"], length=row["warc_length"]
        )
        if body := read_record(archive.directory, place).body:
            return RawPage(body, row["encoding"])
    return None


@dataclass(frozen=True, slots=True)
class StoredFile:
    """An attached file, under the name that it may be saved by."""

    body: bytes
    name: str


def read_file(archive: Archive, file_id: int) -> StoredFile | None:
    """An attached file that an article offers; `None` where there is none.

    Raises `ArchiveError` where its bytes cannot be read.
    """
    for row in archive.db.query(_FILE, {"id": file_id}):
        path = file_path(archive.files_directory, row["sha256"])
        try:
            return StoredFile(path.read_bytes(), safe_name(row["name"], row["kind"]))
        except OSError as error:
            raise ArchiveError(f"{path}: cannot be read: {error.strerror}") from error
    return None


def _by_rule(removals: Iterable[Row]) -> list[RemovalGroup]:
    def rank(row: Row) -> tuple[int, str, str]:
        known = row["kind"] in REMOVAL_ORDER
        place = REMOVAL_ORDER.index(row["kind"]) if known else len(REMOVAL_ORDER)
        return place, row["kind"], row["rule"]

    groups = groupby(sorted(removals, key=rank), key=rank)
    return [
        RemovalGroup(kind, rule, tuple(row["text"] for row in rows))
        for (_, kind, rule), rows in groups
    ]


_ARTICLE = """
SELECT a.*, g.url, g.state, g.reason, g.first_seen, g.last_seen, g.fetched_at,
  p.id AS portal_id, coalesce(p.title, p.name) AS portal, p.url AS portal_url
FROM articles a
JOIN pages g ON g.id = a.page_id
JOIN portals p ON p.id = g.portal_id
WHERE a.id = :id
"""

_SECTIONS = """
SELECT s.id, s.name, s.url, s.breadcrumb, e.vanished_at
FROM entries e JOIN sections s ON s.id = e.section_id
WHERE e.page_id = :id ORDER BY s.name
"""

_BYLINE = """
SELECT role, group_concat(name, '、') AS names
FROM (SELECT role, name, position FROM bylines WHERE article_id = :id ORDER BY position)
GROUP BY role ORDER BY min(position)
"""

_FIELDS = "SELECT label, value FROM document_fields WHERE article_id = :id ORDER BY position"

_ATTACHMENTS = """
SELECT name, url, state, reason, mismatch, file_id, kind, size FROM article_files
WHERE article_id = :id ORDER BY position
"""

_FILE = """
SELECT f.sha256, f.kind, a.name FROM files f
JOIN downloads d ON d.file_id = f.id JOIN attachments a ON a.download_id = d.id
WHERE f.id = :id ORDER BY a.id LIMIT 1
"""

_ORIGINS = "SELECT field, origin FROM origins WHERE article_id = :id ORDER BY field DESC"

_FLAGS = "SELECT flag FROM flags WHERE article_id = :id ORDER BY flag"

_REMOVALS = "SELECT kind, rule, text FROM removals WHERE article_id = :id ORDER BY position"

_TEXTS = """
SELECT id AS version_id, title, text, captured_at, replaced_at, capture_id
FROM versions WHERE article_id = :id
UNION ALL
SELECT NULL, title, text, captured_at, NULL, capture_id
FROM articles WHERE id = :id
ORDER BY captured_at
"""

_RAW = """
SELECT same.warc_file, same.warc_offset, same.warc_length, c.encoding
FROM articles a
JOIN captures c ON c.page_id = a.page_id AND c.id = coalesce(:capture_id, a.capture_id)
JOIN captures same ON same.page_id = c.page_id AND same.payload_digest = c.payload_digest
WHERE a.id = :id AND same.warc_file IS NOT NULL
ORDER BY same.id <> c.id, same.captured_at
"""

_CITES = """
SELECT c.text, c.kind, t.id AS article_id, t.title
FROM citations c
LEFT JOIN article_keys k ON k.key = c.key AND k.article_id <> c.article_id
LEFT JOIN articles t ON t.id = k.article_id
WHERE c.article_id = :id AND NOT EXISTS (
  SELECT 1 FROM article_keys own WHERE own.article_id = c.article_id AND own.key = c.key)
ORDER BY c.position
"""

_CITED_BY = f"""
SELECT a.id AS article_id, a.title, a.published_at
FROM (
  SELECT DISTINCT c.article_id
  FROM article_keys k JOIN citations c ON c.key = k.key AND c.article_id <> k.article_id
  WHERE k.article_id = :id
  LIMIT {CITING_READ}
) JOIN articles a ON a.id = article_id
ORDER BY a.published_at DESC LIMIT {CITING_SHOWN}
"""
