"""Taking in pages that others fetched: WARC, WACZ, and folders of saved pages."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import chain, islice
from pathlib import Path
from urllib.parse import quote, urljoin, urlsplit

from portal_spider.archive.database import Archive
from portal_spider.archive.hints import Profiles, listing_entry
from portal_spider.archive.kept import kept_page
from portal_spider.archive.known_blocks import PortalBlocks
from portal_spider.archive.manifest import record_warc_files
from portal_spider.archive.parts import PART, Family, WaitingRoom, head_of, kept_parts
from portal_spider.archive.reextraction import Summary, read_page_again
from portal_spider.archive.runs import stamp
from portal_spider.archive.sources import SUFFIXES, SourcePage, read_pages
from portal_spider.archive.store import Stored, capture_key, store_capture, store_page
from portal_spider.archive.walks import open_portal
from portal_spider.archive.warc import WarcWriter, adopt_orphans, read_record
from portal_spider.errors import UsageError
from portal_spider.extract import extract_page
from portal_spider.extract.joining import MOST_PARTS, is_part, join_pages
from portal_spider.items import Capture, Page, WarcPlace
from portal_spider.portals import portal_for_url
from portal_spider.urls import canonical_url, is_web_url, require_web_url, url_id

BATCH = 50
"""Pages in memory, and in one transaction."""


@dataclass(slots=True)
class Imported:
    """What an import did."""

    outcomes: Counter[str] = field(default_factory=Counter)
    """Pages by what storing them did, as `Stored.outcome` says; `known` were there already, `part`
    were joined to the article that they are of."""
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
    The further pages of an article that is cut in several are joined to it, in whatever order they
    come, but for those that an earlier import had without it.
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
            importer.finish()
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


class _CutError(Exception):
    """The page is the first of several, which have to be joined."""


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
        self._waiting = WaitingRoom()

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
        head = head_of(capture.url)
        if self._is_known(capture) or (head and self._is_known_part(_part_of(head, capture))):
            self.imported.outcomes["known"] += 1
            return
        capture = replace(capture, warc=self._keep(capture))
        portal_id = self._portal(capture.url)  # which stays, whatever becomes of the page
        if head is not None or not self._stored(capture, portal_id):
            self._waiting.add(capture)

    def finish(self) -> None:
        """Store what waited for all pages to be there: articles that are cut in several."""
        joined: set[str] = set()
        families = self._waiting.families()
        while batch := list(islice(families, BATCH)):
            with self.archive.transaction():
                for family in batch:
                    if family.url not in joined:
                        joined |= self._store_family(family)

    def _store_family(self, family: Family) -> set[str]:
        """Store a page with those of its parts that are some; their addresses."""
        if not family.captures:
            return self._complete(family)
        captures = [self._with_bytes(capture) for capture in family.captures]
        portal_id = self._portal(family.url)
        for capture in captures:
            _add_page(self.archive.db.conn, capture, portal_id)
        pages = [self._read(capture) for capture in captures]
        parts = self._store_parts(family, pages)
        for capture in captures:  # so that each finds those parts that are its own
            store_capture(self.archive, capture, run_id=None)
        for capture, page in zip(captures, pages, strict=True):
            self._store_page(join_pages(page, self._parts_of(page, capture, parts)), capture)
        return {part.url for part in parts.values()}

    def _complete(self, family: Family) -> set[str]:
        """Join parts to an article that the archive has already; their addresses."""
        page_id = url_id(family.url)
        has = self.archive.db.conn.execute("SELECT 1 FROM articles WHERE id = ?", (page_id,))
        if has.fetchone() is None:
            return set()
        source = kept_page(self.archive, family.url)
        if source.error is not None:
            return set()
        parts = self._store_parts(family, [self._read(_capture(source))])
        if parts:
            read_page_again(
                self.archive, page_id, family.url, self._profiles, self._blocks, Summary()
            )
        return {part.url for part in parts.values()}

    def _parts_of(self, page: Page, capture: Capture, parts: Mapping[int, Page]) -> list[Page]:
        """Those of the parts that belong to a capture, in order, up to one that is missing."""
        moment = stamp(capture.captured_at)
        kept = kept_parts(self.archive.db.conn, url_id(capture.url), moment)
        found: list[Page] = []
        for url in page.continues_at:
            if (part := parts.get(kept.get(url, 0))) is None:
                break
            found.append(part)
        return found

    def _store_parts(self, family: Family, pages: Sequence[Page]) -> dict[int, Page]:
        """File those captures under the page that it continues at; the pages by capture."""
        linked = {url for page in pages for url in page.continues_at[:MOST_PARTS]}
        found: dict[int, Page] = {}
        for url in linked & family.parts.keys():
            for part in map(self._with_bytes, family.parts[url]):
                page = self._read(_part_of(family.url, part), part=True)
                if not is_part(page):
                    continue
                refused = replace(page, kind="not_article", reason=PART)
                filed = _part_of(family.url, part)
                found[store_capture(self.archive, filed, run_id=None, page=refused)] = page
                self.imported.outcomes["part"] += 1
        return found

    def _with_bytes(self, capture: Capture) -> Capture:
        assert capture.warc is not None
        headers, body = read_record(self.archive.directory, capture.warc)
        return replace(capture, headers=headers, body=body)

    def _stored(self, capture: Capture, portal_id: int) -> bool:
        """Store a page, but where it has parts: then nothing is."""
        with suppress(_CutError), self.archive.transaction() as db:
            _add_page(db.conn, capture, portal_id)
            page = self._read(capture)
            if page.continues_at:
                raise _CutError
            self._store_page(page, capture)
            return True
        return False

    def _read(self, capture: Capture, *, part: bool = False) -> Page:
        page_id = url_id(capture.url)
        entry = listing_entry(self.archive.db.conn, page_id, capture.url)
        return extract_page(
            capture.body,
            capture.final_url,
            content_type=capture.header("Content-Type"),
            status=capture.status,
            entry=None if part else entry,
            rules=self._profiles.rules(page_id, entry),
            known_blocks=self._blocks.of_page(page_id),
        )

    def _store_page(self, page: Page, capture: Capture) -> None:
        stored = store_page(self.archive, replace(page, url=capture.url), capture, run_id=None)
        if stored.outcome == "kept":
            _refuse_page(self.archive.db.conn, stored)
        self._blocks.of_page(stored.page_id).note_page(page)
        self.imported.outcomes[stored.outcome] += 1

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

    def _is_known(self, capture: Capture) -> bool:
        values = (capture_key(capture),)
        row = self.archive.db.conn.execute("SELECT 1 FROM captures WHERE id = ?", values)
        return row.fetchone() is not None

    def _is_known_part(self, capture: Capture) -> bool:
        row = self.archive.db.conn.execute(
            "SELECT 1 FROM captures WHERE id = ? AND reason = ? AND final_url = ?",
            (capture_key(capture), PART, capture.final_url),
        )
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


def _part_of(head: str, capture: Capture) -> Capture:
    """The capture as one of a further page of the article at `head`."""
    return replace(capture, url=head, final_url=capture.url)


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
