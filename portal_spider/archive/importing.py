"""Taking in pages that others fetched: WARC, WACZ, and folders of saved pages."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import chain, islice
from pathlib import Path
from urllib.parse import quote, urljoin, urlsplit

from portal_spider.archive.database import Archive
from portal_spider.archive.hints import Profiles, listing_entry
from portal_spider.archive.known_blocks import PortalBlocks
from portal_spider.archive.manifest import record_warc_files
from portal_spider.archive.runs import stamp
from portal_spider.archive.sources import SUFFIXES, SourcePage, read_pages
from portal_spider.archive.store import Stored, capture_key, store_page
from portal_spider.archive.walks import open_portal
from portal_spider.archive.warc import WarcWriter, adopt_orphans
from portal_spider.errors import UsageError
from portal_spider.extract import extract_page
from portal_spider.items import Capture, WarcPlace
from portal_spider.portals import portal_for_url
from portal_spider.urls import canonical_url, is_web_url, require_web_url, url_id

BATCH = 50
"""Pages in memory, and in one transaction."""


@dataclass(slots=True)
class Imported:
    """What an import did."""

    outcomes: Counter[str] = field(default_factory=Counter)
    """Pages by what storing them did, as `Stored.outcome` says; `known` were there already."""
    skipped: list[str] = field(default_factory=list)
    """What was left out and why, a line each."""


def import_pages(
    archive: Archive,
    paths: list[Path],
    *,
    base: str | None = None,
    folders: Sequence[Path] = (),
    progress: Callable[[], None] | None = None,
) -> Imported:
    """Store the pages of WARC and WACZ files, saved pages and folders of them, with their bytes.

    A saved page that does not say its own URL gets it from `base`, followed by its path in the
    folder. Portals' profiles are looked for in `folders` first. Importing again changes nothing.
    `progress` is called for every page that is done. Raises `UsageError` where a path does not
    exist or `base` is no URL, `ProfileError` where a profile is wrong, `ArchiveError` where the
    archive cannot be written.
    """
    check_sources(paths, base)
    imported = Imported()
    name = f"import-{datetime.now(UTC):%Y%m%dT%H%M%S%f}"
    adopt_orphans(archive.directory)
    try:
        with WarcWriter(archive.directory, name, info={"description": "imported pages"}) as warc:
            importer = _Importer(archive, warc, imported, folders)
            pages = chain.from_iterable(_pages(path, base) for path in paths)
            while batch := list(islice(pages, BATCH)):
                with archive.transaction():
                    for page in batch:
                        importer.take(page)
                        if progress:
                            progress()
                    warc.sync()  # The bytes are on the disk before the rows that refer to them.
    finally:
        record_warc_files(archive)
    return imported


def check_sources(paths: Sequence[Path], base: str | None) -> None:
    """Raise `UsageError` where one of the paths leads to nothing, or `base` is no URL."""
    for path in paths:
        if not path.exists():
            raise UsageError(f"{path}: no such file or folder")
    if base is not None:
        require_web_url(base)


class _Importer:
    def __init__(
        self, archive: Archive, warc: WarcWriter, imported: Imported, folders: Sequence[Path]
    ) -> None:
        self.archive = archive
        self.warc = warc
        self.imported = imported
        self._folders = folders
        self._profiles = Profiles(archive.db.conn, folders)
        self._blocks = PortalBlocks(archive)
        self._portals: dict[str, int] = {}

    def take(self, source: SourcePage) -> None:
        """Store one page, or say why not."""
        if source.error is not None:
            self.imported.skipped.append(source.error)
            return
        if not is_web_url(source.url):
            self.imported.skipped.append(
                f"{source.url}: does not say its URL: give one with --base"
            )
            return
        if source.status != 200:
            self.imported.outcomes[f"status {source.status}"] += 1
            return
        capture = _capture(source)
        if self._is_known(capture_key(capture)):
            self.imported.outcomes["known"] += 1
            return
        place = self._keep(capture)
        stored = self._store(replace(capture, warc=place))
        self.imported.outcomes[stored.outcome] += 1

    def _store(self, capture: Capture) -> Stored:
        page_id = url_id(capture.url)
        with self.archive.transaction() as db:
            _add_page(db.conn, capture, self._portal(capture.url))
            entry = listing_entry(db.conn, page_id, capture.url)
            known_blocks = self._blocks.of_page(page_id)
            page = extract_page(
                capture.body,
                capture.final_url,
                content_type=capture.header("Content-Type"),
                status=capture.status,
                entry=entry,
                rules=self._profiles.rules(page_id, entry),
                known_blocks=known_blocks,
            )
            stored = store_page(self.archive, replace(page, url=capture.url), capture, run_id=None)
            if stored.outcome == "kept":
                _refuse_page(db.conn, stored)
            known_blocks.note_page(page)
        return stored

    def _keep(self, capture: Capture) -> WarcPlace:
        return self.warc.write_response(
            capture.url, capture.captured_at, capture.status, "", capture.headers, capture.body
        )

    def _portal(self, url: str) -> int:
        parts = urlsplit(url)
        home = f"{parts.scheme}://{parts.netloc}/"
        if home not in self._portals:
            self._portals[home] = open_portal(self.archive, portal_for_url(home, self._folders))
        return self._portals[home]

    def _is_known(self, capture_id: int) -> bool:
        row = self.archive.db.conn.execute("SELECT 1 FROM captures WHERE id = ?", (capture_id,))
        return row.fetchone() is not None


def _capture(source: SourcePage) -> Capture:
    url = canonical_url(source.url)
    headers = source.headers
    if source.content_type and not any(name.lower() == "content-type" for name, _ in headers):
        headers = (*headers, ("Content-Type", source.content_type))
    assert source.captured_at is not None
    return Capture(
        url=url,
        final_url=url,
        status=source.status,
        headers=headers,
        body=source.body,
        captured_at=source.captured_at,
    )


def _add_page(connection: sqlite3.Connection, capture: Capture, portal_id: int) -> None:
    moment = stamp(capture.captured_at)
    connection.execute(
        "INSERT INTO pages (id, portal_id, url, state, first_seen, last_seen, fetched_at)"
        " VALUES (:id, :portal, :url, 'done', :at, :at, :at) ON CONFLICT (id) DO UPDATE SET"
        " state = CASE state WHEN 'pending' THEN 'done' ELSE state END,"
        " first_seen = min(first_seen, :at), last_seen = max(last_seen, :at)",
        {"id": url_id(capture.url), "portal": portal_id, "url": capture.url, "at": moment},
    )


def _refuse_page(connection: sqlite3.Connection, stored: Stored) -> None:
    """Say of a page without any article why it has none."""
    connection.execute(
        "UPDATE pages SET state = 'refused', reason = ? WHERE id = ?"
        " AND NOT EXISTS (SELECT 1 FROM articles WHERE page_id = pages.id)",
        (stored.reason, stored.page_id),
    )


def _pages(path: Path, base: str | None) -> Iterator[SourcePage]:
    """The pages of a path, each with a URL and a time as far as can be known."""
    files = [(path, Path(path.name))]
    if path.is_dir():
        files = [
            (found, found.relative_to(path))
            for found in sorted(path.rglob("*"))
            if found.is_file() and found.name.lower().endswith(SUFFIXES)
        ]
    empty = True
    for file, place in files:
        for page in _pages_of_file(file, base, place):
            empty = False
            yield page
    if empty:
        yield SourcePage(url=path.absolute().as_uri(), error=f"{path}: has no page")


def _pages_of_file(path: Path, base: str | None, place: Path) -> Iterator[SourcePage]:
    saved = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    for page in read_pages(path):
        if base is not None and page.url.startswith("file:") and page.error is None:
            page = replace(page, url=urljoin(base, quote(place.as_posix())))
        yield replace(page, captured_at=page.captured_at or saved)
