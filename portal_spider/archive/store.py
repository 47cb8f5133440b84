"""Storing what was fetched and extracted: captures, articles, their parts and their versions."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from portal_spider.archive.database import Archive
from portal_spider.archive.history import Content, archive_current, rebuild_versions
from portal_spider.archive.ids import derived_id
from portal_spider.archive.index import index_article, reindex_article
from portal_spider.archive.mirrors import link_original
from portal_spider.archive.rows import (
    ARTICLE_COLUMNS,
    BOOKKEEPING,
    ArticleRows,
    article_rows,
    read_rows,
    storable,
    write_parts,
)
from portal_spider.archive.runs import stamp
from portal_spider.items import Capture, Page
from portal_spider.urls import url_id

Outcome = Literal["new", "changed", "updated", "unchanged", "older", "kept"]
"""`new`: the first version of an article. `changed`: a new version. `updated`: the same text, with
another source, date or part. `older`: a capture from before the latest one took its place among
the versions. `kept`: no article, so the archive has only the capture more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What storing a page did."""

    outcome: Outcome
    page_id: int
    capture_id: int
    reason: str | None = None
    """Why nothing but the capture was stored."""


def store_page(archive: Archive, page: Page, capture: Capture, *, run_id: int | None) -> Stored:
    """Store a capture and what was extracted from it, all or nothing.

    The page of `capture.url` must be a row of `pages`; its state is left to the frontier. Within
    another transaction this one becomes a savepoint of it. A page that is no article, or has lost
    all its text, replaces nothing. Storing the same capture again changes nothing. A copy is linked
    to what it was made from, where the archive has that already.

    Raises `ArchiveError` where the archive cannot be written.
    """
    page_id = url_id(capture.url)
    with archive.transaction() as db:
        connection = db.conn
        new = article_rows(page, page_id) if page.kind == "article" else None
        old = read_rows(connection, page_id) if new else None
        reason = _no_article(page, new, old)
        if reason or new is None:
            capture_id = store_capture(archive, capture, run_id=run_id, page=page, reason=reason)
            return Stored(outcome="kept", page_id=page_id, capture_id=capture_id, reason=reason)
        capture_id = store_capture(
            archive, capture, run_id=run_id, page=page, text_hash=str(new.article["text_hash"])
        )
        moment = stamp(capture.captured_at)
        outcome = _store_article(connection, page_id, capture_id, moment, old, new)
        if page.script != "hans" and outcome in ("new", "changed"):
            link_original(archive, page_id)
    return Stored(outcome=outcome, page_id=page_id, capture_id=capture_id)


def store_capture(
    archive: Archive,
    capture: Capture,
    *,
    run_id: int | None,
    page: Page | None = None,
    reason: str | None = None,
    text_hash: str | None = None,
) -> int:
    """Store that a page was fetched, and return the capture's id; the same fetch is stored once.

    Enough for an answer with nothing to extract: 304, an error. `page` says how it was decoded
    and what it was taken for.
    """
    page_id = url_id(capture.url)
    moment = stamp(capture.captured_at)
    digest = _digest(capture)
    capture_id = capture_key(capture)
    place = capture.warc
    with archive.transaction() as db:
        db.conn.execute(
            _UPSERT_CAPTURE,
            (
                capture_id,
                page_id,
                run_id,
                moment,
                capture.status,
                storable(capture.final_url) if capture.final_url != capture.url else None,
                digest,
                len(capture.body),
                _media_type(capture),
                page.encoding if page else None,
                page.replacements if page else 0,
                page.kind if page else None,
                reason or (page.reason if page else None),
                text_hash,
                place.file if place else None,
                place.offset if place else None,
                place.length if place else None,
            ),
        )
    return capture_id


def capture_key(capture: Capture) -> int:
    """The id of a capture: of the same answer to the same page at the same time."""
    moment, digest = stamp(capture.captured_at), _digest(capture)
    return derived_id("capture", url_id(capture.url), moment, capture.status, digest)


def _digest(capture: Capture) -> str | None:
    return f"sha256:{hashlib.sha256(capture.body).hexdigest()}" if capture.body else None


_UPSERT_CAPTURE = """
INSERT INTO captures (id, page_id, run_id, captured_at, status, final_url, payload_digest, size,
  media_type, encoding, replacements, kind, reason, text_hash, warc_file, warc_offset, warc_length)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET
  encoding = excluded.encoding, replacements = excluded.replacements, kind = excluded.kind,
  reason = excluded.reason, text_hash = excluded.text_hash,
  warc_file = coalesce(warc_file, excluded.warc_file),
  warc_offset = coalesce(warc_offset, excluded.warc_offset),
  warc_length = coalesce(warc_length, excluded.warc_length)
"""


def _no_article(page: Page, new: ArticleRows | None, old: ArticleRows | None) -> str | None:
    """Why the page must not become an article; `None` where it may."""
    if new is None:
        return page.reason or page.kind
    if old is not None and old.article["text"] and not new.article["text"]:
        return "lost_text"
    return None


def _store_article(
    connection: sqlite3.Connection,
    page_id: int,
    capture_id: int,
    moment: str,
    old: ArticleRows | None,
    new: ArticleRows,
) -> Outcome:
    if old is None:
        _insert_article(connection, page_id, capture_id, moment, new)
        return "new"
    if _has_later(connection, page_id, capture_id, moment):
        content = _content(new, capture_id, moment)
        rebuild_versions(connection, page_id, [content])
        return "older"
    if old.article["text_hash"] != new.article["text_hash"]:
        archive_current(connection, page_id, moment)
        replace_article(connection, page_id, old, new, capture_id=capture_id)
        connection.execute("UPDATE articles SET captured_at = ? WHERE id = ?", (moment, page_id))
        return "changed"
    if set(old.differences(new)) - BOOKKEEPING:
        replace_article(connection, page_id, old, new, capture_id=capture_id)
        return "updated"
    return "unchanged"


def _has_later(connection: sqlite3.Connection, page_id: int, capture_id: int, moment: str) -> bool:
    """Whether the archive has a later capture of the article; in one instant, ids decide."""
    later = connection.execute(
        "SELECT 1 FROM captures WHERE page_id = ? AND text_hash IS NOT NULL"
        " AND (captured_at, id) > (?, ?) LIMIT 1",
        (page_id, moment, capture_id),
    )
    return later.fetchone() is not None


def _insert_article(
    connection: sqlite3.Connection, page_id: int, capture_id: int, moment: str, new: ArticleRows
) -> None:
    values = [new.article[column] for column in ARTICLE_COLUMNS]
    columns = ("id", "page_id", "capture_id", "first_captured_at", "captured_at", *ARTICLE_COLUMNS)
    connection.execute(
        f"INSERT INTO articles ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})",
        (page_id, page_id, capture_id, moment, moment, *values),
    )
    write_parts(connection, page_id, new)
    index_article(connection, page_id, *_searched(new.article))


def replace_article(
    connection: sqlite3.Connection,
    article_id: int,
    old: ArticleRows,
    new: ArticleRows,
    *,
    capture_id: int | None = None,
) -> None:
    """Write `new` over an article's rows and its search entry, as read from `capture_id`.

    Only what differs is written. Versions are the caller's business.
    """
    values = [new.article[column] for column in ARTICLE_COLUMNS]
    assignments = ", ".join(f"{column} = ?" for column in ARTICLE_COLUMNS)
    connection.execute(
        f"UPDATE articles SET {assignments}, capture_id = coalesce(?, capture_id) WHERE id = ?",
        (*values, capture_id, article_id),
    )
    write_parts(connection, article_id, new, old)
    reindex_article(connection, article_id, _searched(old.article), _searched(new.article))


def _searched(article: Mapping[str, object]) -> tuple[str | None, str]:
    title = article["title"]
    return None if title is None else str(title), str(article["text"])


def _content(rows: ArticleRows, capture_id: int, moment: str) -> Content:
    article = rows.article
    return Content(
        text_hash=str(article["text_hash"]),
        captured_at=moment,
        capture_id=capture_id,
        title=str(article["title"] or ""),
        source=str(article["source"] or ""),
        published_at=str(article["published_at"] or ""),
        text=str(article["text"]),
    )


def _media_type(capture: Capture) -> str | None:
    header = storable(capture.header("content-type"))
    return header.partition(";")[0].strip().lower() or None if header else None
