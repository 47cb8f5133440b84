"""One crawl of one portal: what the spider, the pipelines and the middlewares share."""

from __future__ import annotations

import ipaddress
import os
import signal
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

from scrapy.exceptions import NotConfigured

from portal_spider.archive.database import Archive, check_path
from portal_spider.archive.frontier import Claim, Frontier, Scope
from portal_spider.archive.health import UNANSWERED, shortfalls
from portal_spider.archive.kept import latest_response
from portal_spider.archive.known_blocks import read_known_blocks
from portal_spider.archive.locks import PortalLock
from portal_spider.archive.manifest import record_warc_files
from portal_spider.archive.runs import Run
from portal_spider.archive.timetable import Timetable, open_timetable
from portal_spider.archive.verdicts import Verdict, is_blocked
from portal_spider.archive.walks import SectionRow, open_portal, open_section
from portal_spider.archive.warc import WarcWriter, adopt_orphans
from portal_spider.demo import DemoServer
from portal_spider.errors import ArchiveError, NothingFetched, PortalSpiderError
from portal_spider.extract.spam.known_blocks import KnownBlocks
from portal_spider.items import WarcPlace
from portal_spider.portals import Section
from portal_spider.spiders.options import DEFAULT_ARCHIVE, CrawlOptions
from portal_spider.spiders.rendering import check_browser
from portal_spider.urls import url_id

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

OWN_FOLDER = DEFAULT_ARCHIVE.parent
"""The folder that a crawl makes; others are the user's to make."""
CACHE_VARIABLE = "PORTAL_SPIDER_CACHE"
QUIET = ("stopped", "outside_hours")
"""Reasons for which a crawl ends that are no trouble: they were asked for."""
BLOCKS_IN_A_ROW = 3
"""Pages that answer with a challenge or a block, one after the other, before a host is left."""
TOO_MANY_UNANSWERED = 3
"""Pages that a run asked for from which it falls short if not one of them answers."""
BLOCK_HOLD = 600.0
"""Seconds that a host which blocks us is left alone the first time."""


@dataclass(slots=True)
class Tally:
    """How far a section is, for the eye; the archive is what counts."""

    name: str
    pending: int = 0
    done: int = 0
    failed: int = 0


@dataclass(slots=True)
class Trouble:
    """Something that kept a section or the portal from being crawled."""

    kind: str
    detail: str


@dataclass
class CrawlSession:
    """The archive, the run and the state in memory of one crawl; opened with `open_session`."""

    options: CrawlOptions
    archive: Archive
    lock: PortalLock
    portal_id: int
    run: Run
    frontier: Frontier
    timetable: Timetable
    warc: WarcWriter
    known_blocks: KnownBlocks
    """Short lines of the portal's pages, of this crawl and of earlier ones."""
    delay: float
    server: DemoServer | None = None
    crawl_delays: dict[str, float] = field(default_factory=dict)
    """What robots.txt asks for, in seconds, by host and port."""
    walking: set[str] = field(default_factory=set)
    """URLs of the sections, and of what may lead to some, that are still being looked at."""
    in_flight: dict[int, Claim] = field(default_factory=dict)
    tallies: dict[int | None, Tally] = field(default_factory=dict)
    troubles: list[Trouble] = field(default_factory=list)
    requests: int = 0
    """Requests sent that are not in the run's row yet."""
    answers: int = 0
    """Listings and pages that answered with something of theirs, 304 included."""
    blocks: int = 0
    """Pages in a row that kept us out."""
    settled: int = 0
    """Pages of which it is known what became of them."""
    unanswered: Counter[str] = field(default_factory=Counter)
    """Of these, those that gave no answer, by reason."""
    halted: str | None = None
    """Why no further pages are asked for."""
    error: PortalSpiderError | None = None
    """What ended the crawl, where something did."""
    signal: int | None = None
    """What interrupted the crawl, where something did."""
    closed: bool = False
    record: dict[str, Any] = field(default_factory=dict)
    """The run as the archive has it, once it is closed."""

    @property
    def proxy(self) -> str | None:
        """Where the portal is served, where that is by ourselves."""
        return self.server.proxy_url if self.server else None

    @property
    def is_open(self) -> bool:
        """Whether the portal may be asked at this time of the day."""
        window = self.options.between
        return window is None or datetime.now().time() in window

    def is_own(self, url: str) -> bool:
        """Whether `url` is of the portal, so that it may be asked for."""
        portal = self.options.portal
        sites = {site_of(portal.url), *(site_of(section.url) for section in portal.sections)}
        return site_of(url) in sites

    def private_hosts(self) -> set[str]:
        """Hosts that may be in a private network: addresses that the user named, and the demo's.

        A name may not: it could resolve to anything.
        """
        portal = self.options.portal
        urls = [portal.url, *(section.url for section in portal.sections), self.proxy or ""]
        hosts = {urlsplit(url).hostname or "" for url in urls}
        return {host for host in hosts if host == "localhost" or is_address(host)}

    def open_section(self, section: Section) -> SectionRow:
        """The section's row, and a line for it in the progress."""
        row = open_section(self.archive, self.portal_id, section)
        self.tallies.setdefault(row.id, Tally(section.name))
        return row

    def keep(
        self,
        url: str,
        captured_at: datetime,
        status: int,
        headers: Sequence[tuple[str, str]],
        body: bytes,
    ) -> WarcPlace | None:
        """Write a response into the run's WARC; of a 304, that the page is as it was kept before.

        `None` where there is nothing that a 304 could refer to, as with listings.
        """
        if status == 304:
            original = latest_response(self.archive, url)
            if original is None:
                return None
            return self.warc.write_revisit(
                url, captured_at, status, "Not Modified", headers, original
            )
        return self.warc.write_response(url, captured_at, status, "", headers, body)

    def settle(
        self,
        claim: Claim,
        verdict: Verdict,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        detail: str | None = None,
    ) -> None:
        """Write what became of a page that was asked for, with the run's counts.

        Call it in the transaction that stores what the page answered.
        """
        with self.archive.transaction():
            self.frontier.settle(claim.page_id, verdict, etag=etag, last_modified=last_modified)
            if verdict.problem:
                self.run.problem(
                    verdict.problem, detail, page_id=claim.page_id, section_id=claim.section_id
                )
            if verdict.state in ("gone", "failed", "refused"):
                self.run.count(verdict.state)
            self.flush_requests()
        self.in_flight.pop(claim.page_id, None)
        self.settled += 1
        if not verdict.answered:
            self.unanswered[verdict.reason or "no_answer"] += 1
        self._tally(claim, verdict)
        self.mind_blocks(claim.url, verdict)

    def claim(self, limit: int) -> list[Claim]:
        """The next pages to ask for, at most `limit`."""
        with self.archive.reading():
            claims = self.frontier.claim(limit, besides=self.in_flight.keys())
        self.in_flight |= {claim.page_id: claim for claim in claims}
        return claims

    def unclaim(self, claim: Claim, reason: str, detail: str) -> None:
        """Give back a page that was claimed and not asked for: it stays pending.

        What keeps one page from being asked for keeps them all: the crawl ends.
        """
        self.in_flight.pop(claim.page_id, None)
        if self.halted is None:
            self.halted = reason
            if reason not in QUIET:
                self.trouble(reason, detail)

    def in_flight_of(self, url: str) -> Claim:
        """The claim on the page at `url`, which has been asked for."""
        return self.in_flight[url_id(url)]

    def fail(self, error: PortalSpiderError) -> None:
        """End the crawl for want of something that it cannot do without."""
        self.error = self.error or error
        self.halted = self.halted or "error"

    def mind_silence(self) -> None:
        """Fall short where listings answered and not one of the pages that were asked for."""
        silent = self.unanswered.total() == self.settled >= TOO_MANY_UNANSWERED
        if not silent or self.halted:
            return
        reasons = ", ".join(f"{count} {reason}" for reason, count in self.unanswered.most_common())
        name = self.options.portal.name
        self.trouble(UNANSWERED, f"{name}: none of the {self.settled} pages answered: {reasons}")

    def compare(self) -> None:
        """Hold a run that went over the whole portal against what the profile expects of it."""
        options = self.options
        partial = (
            options.narrowed or options.since or options.until or options.max_pages is not None
        )
        if partial or self.halted or not self.answers:
            return
        with self.archive.reading():
            found = shortfalls(self.archive, self.portal_id, self.run.id, options.portal.expect)
        for symptom in found:
            self.trouble(symptom.kind, f"{options.portal.name}: {symptom.detail}")

    def conclude(self, *, interrupted: bool) -> tuple[str, int]:
        """The run's outcome, as the archive records it, and its exit code."""
        if self.error is not None:
            return "error", self.error.exit_code
        if interrupted:
            return "interrupted", 128 + (self.signal or signal.SIGINT)
        if self.halted == "outside_hours":
            return "outside_hours", 0
        if not self.answers:
            return "nothing_fetched", NothingFetched.exit_code
        if self.troubles:
            return "short", PortalSpiderError.exit_code
        return "finished", 0

    def flush_requests(self) -> None:
        """Bring the run's count of requests up to date."""
        sent, self.requests = self.requests, 0
        if sent:
            self.run.count("requests", sent)

    def trouble(
        self, kind: str, detail: str, *, section_id: int | None = None, page_id: int | None = None
    ) -> None:
        """Record a problem that is more than one page's: it makes the run fall short."""
        self.run.problem(kind, detail, section_id=section_id, page_id=page_id)
        self.troubles.append(Trouble(kind, detail))

    def close(self, outcome: str, exit_code: int) -> None:
        """Write the run's end and give everything back; does nothing a second time."""
        if self.closed:
            return
        self.closed = True
        try:
            self.warc.close()
            record_warc_files(self.archive)
            with self.archive.transaction():
                self.flush_requests()
                self.run.finish(outcome, exit_code)
            with self.archive.reading():
                self.record = self.run.record()
        finally:
            self.release()

    def release(self) -> None:
        """Give the lock, the files and the demo's port back."""
        if self.server is not None:
            self.server.close()
        self.timetable.close()
        self.archive.close()
        self.lock.release()

    def _tally(self, claim: Claim, verdict: Verdict) -> None:
        tally = self.tallies.setdefault(claim.section_id, Tally("(none)"))
        tally.pending -= 1
        if verdict.good or verdict.state == "gone":
            tally.done += 1
        else:
            tally.failed += 1

    def mind_blocks(self, url: str, verdict: Verdict) -> None:
        """Leave a host alone that answered several times in a row with a challenge or a block."""
        if verdict.reason is None or not is_blocked(verdict.reason):
            self.blocks = 0
            return
        self.blocks += 1
        if self.blocks >= BLOCKS_IN_A_ROW:
            host = urlsplit(url).netloc
            moment = datetime.now(UTC).timestamp()
            self.timetable.hold(host, moment, BLOCK_HOLD * 2 ** (self.blocks - BLOCKS_IN_A_ROW))


def session_of(crawler: Crawler) -> CrawlSession | None:
    """The session of the crawler's spider; `None` for a spider that crawls no portal."""
    session = getattr(crawler.spider, "session", None)
    return session if isinstance(session, CrawlSession) else None


class SessionPart:
    """A part of a portal's crawl that Scrapy makes; other spiders do without it."""

    def __init__(self, crawler: Crawler, session: CrawlSession) -> None:
        self.crawler = crawler
        self.session = session

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Bow out where the spider crawls no portal, as in `scrapy shell`.

        Raises:
            NotConfigured: Scrapy's way to be told so.
        """
        session = session_of(crawler)
        if session is None:
            raise NotConfigured
        return cls(crawler, session)


def check_place(archive: Path) -> None:
    """Raise `ArchiveError` where a crawl could not make `archive`; nothing is made."""
    if archive.exists():
        return
    if archive.parent != OWN_FOLDER or OWN_FOLDER.exists():
        check_path(archive, create=True, read_only=False)


def open_session(options: CrawlOptions) -> CrawlSession:
    """Open the archive, take the portal's lock and begin a run.

    Raises:
        ArchiveError: the archive cannot be opened or written.
        PortalBusy: another run holds the portal.
        UsageError: its pages need a browser, and there is none.
    """
    check_browser(options.portal)
    if options.archive.parent == OWN_FOLDER:
        try:
            OWN_FOLDER.mkdir(exist_ok=True)
        except OSError as error:
            raise ArchiveError(f"{OWN_FOLDER}: cannot be made: {error.strerror}") from error
    archive = Archive.open(options.archive)
    lock = PortalLock(options.archive, options.portal.name)
    try:
        lock.acquire()
    except PortalSpiderError:
        archive.close()
        raise
    try:
        return _begin(options, archive, lock)
    except BaseException:
        lock.release()
        archive.close()
        raise


def _begin(options: CrawlOptions, archive: Archive, lock: PortalLock) -> CrawlSession:
    portal = options.portal
    if archive.directory.is_dir():
        adopt_orphans(archive.directory)
    portal_id = open_portal(archive, portal)
    run = Run(archive, portal_id, portal=portal.name, command=options.command)
    sections = tuple(url_id(section.url) for section in portal.sections)
    scope = Scope(
        sections=sections if options.narrowed else (), since=options.since, until=options.until
    )
    return CrawlSession(
        options=options,
        archive=archive,
        lock=lock,
        portal_id=portal_id,
        run=run,
        frontier=Frontier(archive, portal_id, started_at=run.started_at, scope=scope),
        timetable=Timetable() if options.serve_demo else shared_timetable(),
        warc=WarcWriter(archive.directory, warc_name(run), info={"run": run.uid}),
        known_blocks=read_known_blocks(archive, portal_id),
        delay=portal.delay if options.delay is None else options.delay,
        server=DemoServer(edition=options.edition).start() if options.serve_demo else None,
    )


def shared_timetable() -> Timetable:
    """The timetable that all crawls of this user share; one in memory where there can be none."""
    folder = os.environ.get(CACHE_VARIABLE)
    if not folder:
        try:
            cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
        except RuntimeError:  # a user that the system does not know, as in a container
            return Timetable()
        folder = str(Path(cache) / "portal-spider")
    return open_timetable(Path(folder) / "hosts.db")


def warc_name(run: Run) -> str:
    """Name of the run's WARC file: when, what, and what makes it unique."""
    moment = datetime.fromisoformat(run.started_at).strftime("%Y%m%dT%H%M%SZ")
    portal = run.portal.replace("/", "_").replace(":", "_")
    return f"{moment}-{portal}-{run.uid.rpartition('/')[2]}"


def is_address(host: str) -> bool:
    """Whether `host` is an IP address."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def site_of(url: str) -> str:
    """Host and port of a site, however its address is written."""
    netloc = urlsplit(url).netloc.lower().rpartition("@")[2]
    return netloc.removeprefix("www.").removesuffix(":80").removesuffix(":443")
