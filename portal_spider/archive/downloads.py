"""Which files are to be fetched, and what became of each: a frontier of its own.

A file is known by its address, whatever many articles offer it; a row of `downloads` is `pending`
until an answer settles it. Its content is a row of `files`, by digest.
"""

from __future__ import annotations

import importlib.util
import sqlite3
from collections.abc import Collection
from dataclasses import astuple, dataclass
from datetime import UTC, date, datetime, timedelta

from portal_spider.archive.database import Archive
from portal_spider.archive.filestore import file_path, keep_file
from portal_spider.archive.filetext import FileText, text_of
from portal_spider.archive.filetypes import FileType, detect
from portal_spider.archive.ids import derived_id
from portal_spider.archive.index import index_file
from portal_spider.archive.rows import storable
from portal_spider.archive.runs import now, stamp
from portal_spider.archive.verdicts import Verdict
from portal_spider.archive.warc import Original
from portal_spider.items import WarcPlace

TOO_LARGE = "too_large:"
"""Reason of a file that is larger than the limit, which follows in bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileClaim:
    """A file that this run is to ask for."""

    id: int
    url: str
    name: str
    """As an article calls it."""
    article_id: int
    """An article that offers it."""
    etag: str | None
    last_modified: str | None
    attempts: int
    known: bool
    """Whether its content is in the archive."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFile:
    """A file that lies in the archive's folder, not in its tables yet."""

    sha256: str
    size: int
    type: FileType
    text: FileText


def keep(archive: Archive, body: bytes) -> KeptFile:
    """Store a file beside the archive and read its text; slow, and safe in any thread.

    Raises:
        ArchiveError: it cannot be written.
    """
    sha256 = keep_file(archive.files_directory, body)
    found = detect(body)
    text = text_of(file_path(archive.files_directory, sha256), found.kind)
    return KeptFile(sha256=sha256, size=len(body), type=found, text=text)


_ENROL = """
INSERT OR IGNORE INTO downloads (id, portal_id, url)
SELECT f.download_id, g.portal_id, min(f.url)
FROM pages g JOIN attachments f ON f.article_id = g.id
WHERE g.portal_id = :portal
  AND NOT EXISTS (SELECT 1 FROM downloads d WHERE d.id = f.download_id)
GROUP BY f.download_id
"""
_CHANGED = """
UPDATE downloads SET state = 'pending', reason = 'article_changed'
WHERE portal_id = :portal AND state = 'done' AND retry_at IS NULL AND fetched_at < :started
  AND EXISTS (SELECT 1 FROM attachments f JOIN articles a ON a.id = f.article_id
    WHERE f.download_id = downloads.id AND a.captured_at > downloads.fetched_at)
"""
_RETRY = """
UPDATE downloads SET state = 'pending', retry_at = NULL
WHERE portal_id = :portal AND state <> 'pending'
  AND (retry_at <= :now
    OR (reason LIKE 'too_large:%' AND CAST(substr(reason, 11) AS INTEGER) < :limit))
"""
_RECHECK = """
UPDATE downloads SET state = 'pending', reason = 'recheck'
WHERE portal_id = :portal AND state = 'done' AND retry_at IS NULL AND fetched_at < :started
  AND EXISTS (SELECT 1 FROM attachments f JOIN articles a ON a.id = f.article_id
    WHERE f.download_id = downloads.id AND (:earliest IS NULL OR a.published_at >= :earliest))
"""
_CLAIM = """
SELECT d.id, d.url, f.name, f.article_id, d.etag, d.last_modified, d.attempts,
  d.file_id IS NOT NULL
FROM downloads d JOIN attachments f ON f.download_id = d.id
WHERE d.portal_id = :portal AND d.state = 'pending'
  AND (d.fetched_at IS NULL OR d.fetched_at < :started)
  AND (d.retry_at IS NULL OR d.retry_at <= :now)
GROUP BY d.id ORDER BY d.id LIMIT :limit
"""


_CAPTURED = """
INSERT INTO file_captures
  (download_id, file_id, captured_at, warc_file, warc_offset, warc_length)
VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (download_id, file_id) DO UPDATE SET warc_file = excluded.warc_file,
  warc_offset = excluded.warc_offset, warc_length = excluded.warc_length
WHERE warc_file IS NULL
"""
_ORIGINAL = """
SELECT d.url, c.captured_at FROM file_captures c JOIN downloads d ON d.id = c.download_id
WHERE c.file_id = ? AND c.warc_file IS NOT NULL ORDER BY c.captured_at, d.id LIMIT 1
"""


class Downloads:
    """The files of one portal, as one run sees them."""

    def __init__(self, archive: Archive, portal_id: int, *, started_at: str) -> None:
        self.archive = archive
        self.portal_id = portal_id
        self.started_at = started_at

    def enrol(self, limit: int) -> None:
        """Make pending what the articles offer and was not asked for, or is to be asked again.

        That is what was given up for a time, what an article changed since, and what was larger
        than a limit below `limit`, in bytes.
        """
        with self.archive.transaction() as db:
            for statement in (_ENROL, _CHANGED, _RETRY):
                db.conn.execute(statement, self._values() | {"limit": limit})

    def recheck(self, within: timedelta | None) -> None:
        """Ask again for the files of articles published within that time, or of all."""
        earliest: date | None = None if within is None else (datetime.now(UTC) - within).date()
        values = {"earliest": earliest.isoformat() if earliest else None}
        with self.archive.transaction() as db:
            db.conn.execute(_RECHECK, self._values() | values)

    def claim(self, limit: int, *, besides: Collection[int] = ()) -> list[FileClaim]:
        """At most `limit` files to ask for next, none of `besides` nor asked for by this run."""
        rows = self.archive.db.conn.execute(
            _CLAIM, self._values() | {"limit": limit + len(besides)}
        ).fetchall()
        claims = [
            FileClaim(
                id=row[0],
                url=row[1],
                name=row[2],
                article_id=row[3],
                etag=row[4],
                last_modified=row[5],
                attempts=row[6],
                known=bool(row[7]),
            )
            for row in rows
            if row[0] not in besides
        ]
        return claims[:limit]

    def settle(self, claim: FileClaim, verdict: Verdict) -> None:
        """Write what an answer without the file, or the lack of one, makes of it."""
        moment = datetime.now(UTC)
        retry_at = None if verdict.retry_in is None else stamp(moment + verdict.retry_in)
        with self.archive.transaction() as db:
            db.conn.execute(
                "UPDATE downloads SET state = ?, reason = ?, fetched_at = ?, retry_at = ?,"
                " attempts = CASE WHEN ? THEN 0 ELSE attempts + 1 END WHERE id = ?",
                (
                    "failed" if verdict.state == "gone" else verdict.state,
                    verdict.reason,
                    stamp(moment),
                    retry_at,
                    verdict.good,
                    claim.id,
                ),
            )

    def store(
        self,
        claim: FileClaim,
        kept: KeptFile,
        *,
        mismatch: str | None,
        etag: str | None,
        last_modified: str | None,
        warc: WarcPlace | None = None,
    ) -> None:
        """Write that a file was fetched, with its text and its search entry, all or nothing.

        `mismatch` is the kind that its name promises, where it is of another. `warc` is where the
        answer lies.
        """
        moment = now()
        with self.archive.transaction() as db:
            file_id = _store_file(db.conn, kept)
            db.conn.execute(
                "UPDATE downloads SET state = 'done', reason = NULL, file_id = ?, mismatch = ?,"
                " etag = ?, last_modified = ?, fetched_at = ?, retry_at = NULL, attempts = 0"
                " WHERE id = ?",
                (file_id, mismatch, storable(etag), storable(last_modified), moment, claim.id),
            )
            db.conn.execute(
                _CAPTURED,
                (claim.id, file_id, moment, *(astuple(warc) if warc else (None, None, None))),
            )

    def original(self, kept: KeptFile) -> Original | None:
        """The answer in the archive's WARC files that brought the same file first."""
        row = self.archive.db.conn.execute(_ORIGINAL, (derived_id("file", kept.sha256),)).fetchone()
        if row is None:
            return None
        return Original(
            url=row[0],
            captured_at=datetime.fromisoformat(row[1]),
            payload_digest=f"sha256:{kept.sha256}",
        )

    def _values(self) -> dict[str, object]:
        return {"portal": self.portal_id, "started": self.started_at, "now": now()}


def read_missed(archive: Archive) -> int:
    """Read the files whose reader was not installed when they came, and is now; how many."""
    rows = archive.db.conn.execute(
        "SELECT id, sha256, kind, substr(text_state, 9) FROM files"
        " WHERE text_state LIKE 'missing:%'"
    ).fetchall()
    readable = [row for row in rows if importlib.util.find_spec(row[3]) is not None]
    for file_id, sha256, kind, _ in readable:
        found = text_of(file_path(archive.files_directory, sha256), kind)
        with archive.transaction() as db:
            db.conn.execute(
                "UPDATE files SET text = ?, text_state = ? WHERE id = ?",
                (storable(found.text), found.state, file_id),
            )
            index_file(db.conn, file_id)
    return len(readable)


def _store_file(connection: sqlite3.Connection, kept: KeptFile) -> int:
    file_id = derived_id("file", kept.sha256)
    connection.execute(
        "INSERT OR IGNORE INTO files (id, sha256, size, kind, media_type, text_state, text)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            file_id,
            kept.sha256,
            kept.size,
            kept.type.kind,
            kept.type.media_type,
            kept.text.state,
            storable(kept.text.text),
        ),
    )
    index_file(connection, file_id)
    return file_id
