"""Reading the kept bytes again, after the rules of extraction improved.

What comes of it is a new extraction of the versions there are, not a new version: the page did
not change. Pages that were taken for something else and now turn out to be articles become some.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from portal_spider.archive.database import Archive
from portal_spider.archive.hints import Profiles, listing_entry
from portal_spider.archive.history import Period, periods, version_id
from portal_spider.archive.known_blocks import PortalBlocks
from portal_spider.archive.mirrors import link_mirrors
from portal_spider.archive.parts import kept_parts
from portal_spider.archive.rows import ArticleRows, article_rows, read_rows
from portal_spider.archive.runs import stamp
from portal_spider.archive.store import replace_article, store_page
from portal_spider.archive.warc import read_record
from portal_spider.errors import ArchiveError
from portal_spider.extract import extract_page
from portal_spider.extract.joining import MOST_PARTS, is_part, join_pages
from portal_spider.extract.spam.known_blocks import KnownBlocks
from portal_spider.items import ArticleRules, Capture, Entry, Page, WarcPlace

BATCH = 200
"""Pages in one transaction: another writer waits no longer than they take."""


@dataclass(slots=True)
class Summary:
    """What reading again changed, or would change."""

    articles: int = 0
    """Articles that were read again."""
    changed: int = 0
    """Of these, articles of which anything changed."""
    fields: Counter[str] = field(default_factory=Counter)
    """By column or part, how many current versions changed in it."""
    versions: int = 0
    """Earlier versions whose text changed."""
    found: int = 0
    """Pages that were taken for something else and are articles."""
    lost: list[str] = field(default_factory=list)
    """URLs of articles that would no longer be any; they stay as they are."""
    unreadable: list[str] = field(default_factory=list)
    """Why bytes could not be read, a line each; those articles stay as they are."""


def reextract_archive(
    archive: Archive,
    *,
    folders: Sequence[Path] = (),
    dry_run: bool = False,
    progress: Callable[[], None] | None = None,
) -> Summary:
    """Extract every page anew from its kept bytes; with `dry_run`, only say what would change.

    The portals' profiles are looked for in `folders` first. `progress` is called for every
    page that is done. Raises `ArchiveError` where the archive cannot be written, `ProfileError`
    where a profile is wrong.
    """
    summary = Summary()
    profiles = Profiles(archive.db.conn, folders)
    blocks = PortalBlocks(archive)
    pages = archive.db.conn.execute(
        "SELECT DISTINCT g.id, g.url FROM pages g JOIN captures c ON c.page_id = g.id"
        " WHERE c.warc_file IS NOT NULL ORDER BY g.id"
    ).fetchall()
    for start in range(0, len(pages), BATCH):
        with nullcontext() if dry_run else archive.transaction():
            for page_id, url in pages[start : start + BATCH]:
                read_page_again(archive, page_id, url, profiles, blocks, summary, dry_run=dry_run)
                if progress:
                    progress()
    if not dry_run:
        link_mirrors(archive)
        _forget_unused(archive)
    return summary


def read_page_again(
    archive: Archive,
    page_id: int,
    url: str,
    profiles: Profiles,
    blocks: PortalBlocks,
    summary: Summary,
    *,
    dry_run: bool = False,
) -> None:
    """Extract one page anew, as `reextract_archive` does all, and add to the summary."""
    entry = listing_entry(archive.db.conn, page_id, url)
    rules = profiles.rules(page_id, entry)
    known = blocks.of_page(page_id)
    _Page(archive, page_id, url, entry, rules, known, summary, dry_run).read_again()


class _Page:
    """One page that is read again."""

    def __init__(
        self,
        archive: Archive,
        page_id: int,
        url: str,
        entry: Entry | None,
        rules: ArticleRules | None,
        known_blocks: KnownBlocks,
        summary: Summary,
        dry_run: bool,
    ) -> None:
        self.archive = archive
        self.connection: sqlite3.Connection = archive.db.conn
        self.page_id = page_id
        self.url = url
        self.entry = entry
        self.rules = rules
        self.known_blocks = known_blocks
        self.summary = summary
        self.dry_run = dry_run

    def read_again(self) -> None:
        """Extract its current version, its earlier ones, and what was no article."""
        old = read_rows(self.connection, self.page_id)
        if old is not None:
            *earlier, current = periods(self.connection, self.page_id)
            self.summary.articles += 1
            self._current(current, old)
            for period in earlier:
                self._version(period)
        self._others()

    def _current(self, period: Period, old: ArticleRows) -> None:
        (capture_id,) = self.connection.execute(
            "SELECT capture_id FROM articles WHERE id = ?", (self.page_id,)
        ).fetchone()
        new = self._article(capture_id, old)
        if new is None:
            return
        changed = [
            name for name in old.differences(new) if name not in ("extracted_by", "text_hash")
        ]
        if not changed:
            return
        self.summary.changed += 1
        self.summary.fields.update(changed)
        if not self.dry_run:
            replace_article(self.connection, self.page_id, old, new)
            self._mark_captures(period, str(new.article["text_hash"]))

    def _version(self, period: Period) -> None:
        ident = version_id(self.page_id, period.captured_at, period.text_hash)
        row = self.connection.execute(
            "SELECT capture_id, text FROM versions WHERE id = ?", (ident,)
        ).fetchone()
        new = self._article(row[0], None) if row else None
        if new is None:
            return
        article = new.article
        self.summary.versions += article["text"] != row[1]
        if self.dry_run:
            return
        digest = str(article["text_hash"])
        self.connection.execute(
            "UPDATE versions SET id = ?, title = ?, source = ?, published_at = ?, text = ?,"
            " text_hash = ? WHERE id = ?",
            (
                version_id(self.page_id, period.captured_at, digest),
                article["title"],
                article["source"],
                article["published_at"],
                article["text"],
                digest,
                ident,
            ),
        )
        self._mark_captures(period, digest)

    def _article(self, capture_id: int | None, old: ArticleRows | None) -> ArticleRows | None:
        """The rows of the article in a capture; `None`, with why in the summary, for none."""
        read = self._extract(capture_id)
        if read is None:
            return None
        page = self._joined(*read)
        if page is None:
            return None
        if page.kind != "article" or (old and old.article["text"] and not page.paragraphs):
            self.summary.lost.append(self.url)
            return None
        return article_rows(page, self.page_id)

    def _others(self) -> None:
        """Captures that were taken for no article; those that are one take their place."""
        rows = self.connection.execute(
            "SELECT id, run_id FROM captures WHERE page_id = ? AND text_hash IS NULL"
            " AND status = 200 AND kind IS NOT NULL AND reason IS NOT 'part'"
            " AND warc_file IS NOT NULL ORDER BY captured_at, id",
            (self.page_id,),
        ).fetchall()
        for capture_id, run_id in rows:
            read = self._extract(capture_id)
            if read is None or read[1].kind != "article":
                continue
            page = self._joined(*read)
            if page is None:
                continue
            self.summary.found += 1
            if not self.dry_run:
                store_page(self.archive, page, read[0], run_id=run_id)
                self.connection.execute(
                    "UPDATE pages SET state = 'done', reason = NULL, retry_at = NULL"
                    " WHERE id = ? AND state = 'refused'",
                    (self.page_id,),
                )

    def _joined(self, capture: Capture, page: Page) -> Page | None:
        """The page with its further parts; `None` where one was kept and cannot be read."""
        parts: list[Page] = []
        kept = kept_parts(self.connection, self.page_id, stamp(capture.captured_at))
        for url in page.continues_at[:MOST_PARTS]:
            if url not in kept:
                break
            read = self._extract(kept[url], part=True)
            if read is None:
                return None
            if not is_part(read[1]):
                break
            parts.append(read[1])
        return join_pages(page, parts)

    def _mark_captures(self, period: Period, digest: str) -> None:
        self.connection.executemany(
            "UPDATE captures SET text_hash = ? WHERE id = ?",
            [(digest, capture_id) for capture_id in period.captures],
        )

    def _extract(
        self, capture_id: int | None, *, part: bool = False
    ) -> tuple[Capture, Page] | None:
        row = self.connection.execute(
            "SELECT final_url, status, captured_at, warc_file, warc_offset, warc_length, size"
            " FROM captures WHERE id = ?",
            (capture_id,),
        ).fetchone()
        if row is None or row[3] is None:
            self.summary.unreadable.append(f"{self.url}: its bytes were not kept")
            return None
        place = WarcPlace(file=row[3], offset=row[4], length=row[5])
        try:
            headers, body = read_record(self.archive.directory, place)
        except ArchiveError as error:
            self.summary.unreadable.append(f"{self.url}: {error}")
            return None
        if row[6] and not body:
            self.summary.unreadable.append(f"{self.url}: {place.file} refers to another record")
            return None
        capture = Capture(
            url=self.url,
            final_url=row[0] or self.url,
            status=row[1],
            headers=headers,
            body=body,
            captured_at=datetime.fromisoformat(row[2]),
            entry=None if part else self.entry,
            warc=place,
        )
        page = extract_page(
            body,
            capture.final_url,
            content_type=capture.header("Content-Type"),
            status=capture.status,
            entry=capture.entry,
            rules=self.rules,
            known_blocks=self.known_blocks,
        )
        return capture, replace(page, url=self.url)


def _forget_unused(archive: Archive) -> None:
    """Delete stripped texts that no article refers to any more."""
    with archive.transaction() as db:
        db.conn.execute(
            "DELETE FROM stripped WHERE id NOT IN (SELECT stripped_id FROM article_removals)"
        )
