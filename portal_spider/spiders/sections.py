"""The walks of a crawl: asks for listings page by page, and commits what each page shows."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.http import Response

from portal_spider.archive.runs import now
from portal_spider.archive.verdicts import is_blocked
from portal_spider.archive.walks import (
    OpenWalk,
    SectionRow,
    close_walk,
    complete_walk,
    keep_walk,
    live_entries,
    record_head,
    record_listing,
    touch_section,
)
from portal_spider.archive.warc import payload_digest
from portal_spider.errors import PortalSpiderError
from portal_spider.extract import extract_listing, extract_page
from portal_spider.items import Listing, PageRequest
from portal_spider.portals import Section
from portal_spider.spiders.answers import conditions, failure_reason, header, located
from portal_spider.spiders.session import QUIET, CrawlSession
from portal_spider.spiders.walking import COMPLETE, MOST_SHELLS, Stop, Walk

if TYPE_CHECKING:
    from twisted.python.failure import Failure

logger = logging.getLogger(__name__)

TELLING = ("soft_404", "login", "maintenance")
"""Reasons for which a page may list nothing, besides those of a host that keeps us out."""

LISTING_PRIORITY = 10
"""Listings before pages: the sooner a walk ends, the less its listing moves under it."""


class SectionWalker:
    """Walks the sections of one crawl; a walk that has not ended is in `session.walking`."""

    def __init__(self, session: CrawlSession) -> None:
        self.session = session

    def head_request(self, section: Section) -> Request:
        """Ask for the first page of a section, conditionally where it was walked before."""
        walk = self._open(section)
        row = walk.section
        headers = {} if self.session.options.rechecks else conditions(row)
        return self._request(row.head or PageRequest(url=row.url), walk, headers)

    def begin(self, section: Section, response: Response) -> Iterator[Request]:
        """Walk a section whose first page has been asked for already."""
        walk = self._open(section)
        return self.parse(response, walk, PageRequest(url=response.url))

    def parse(self, response: Response, walk: Walk, asked: PageRequest) -> Iterator[Request]:
        """Commit what a listing page shows, and ask for the next one."""
        following = None
        try:
            self.session.answers += response.status < 400
            following = self._after(response, walk, asked)
        finally:
            if following is None:
                self.session.walking.discard(walk.section.url)
        if following is not None:
            yield following

    def failed(self, failure: Failure) -> None:
        """A listing page gave no answer: the walk is left open for the next run."""
        request: Request = failure.request  # type: ignore[attr-defined]  # set by Scrapy
        walk: Walk = request.cb_kwargs["walk"]
        asked: PageRequest = request.cb_kwargs["asked"]
        if isinstance(failure.value, PortalSpiderError):
            self.session.fail(failure.value)
        reason, detail = failure_reason(failure.value)
        self._fail(walk, asked, reason, located(asked.url, detail))
        self.session.walking.discard(walk.section.url)

    def _open(self, section: Section) -> Walk:
        row = self.session.open_section(section)
        self.session.walking.add(row.url)
        return Walk(section=row, started_at=now(), full=self._is_full(row), since=self._since())

    def _is_full(self, row: SectionRow) -> bool:
        """Whether a walk goes on past known pages: until one saw the end, or when rechecking."""
        return self.session.options.rechecks or row.completed_at is None or row.walk is not None

    def _since(self) -> str | None:
        since = self.session.options.since
        return since.isoformat() if since else None

    def _request(
        self, asked: PageRequest, walk: Walk, headers: dict[str, str] | None = None
    ) -> Request:
        walk.asked.add((asked.url, asked.body))
        sent = dict(headers or {})
        if asked.media_type is not None:
            sent["Content-Type"] = asked.media_type
        return Request(
            asked.url,
            method=asked.method,
            body=asked.body or "",
            headers=sent,
            callback=self.parse,
            errback=self.failed,
            cb_kwargs={"walk": walk, "asked": asked},
            meta={"keep": True, "section": walk.section.id},
            priority=LISTING_PRIORITY,
            dont_filter=True,
        )

    def _after(self, response: Response, walk: Walk, asked: PageRequest) -> Request | None:
        section = walk.section
        first = walk.pages == 0 and walk.shells == 0
        if first and self._is_unchanged(response, section):
            return self._resume(walk)
        if response.status != 200:
            if first and asked == section.head:  # as it was kept; the section's page knows better
                return self._request(PageRequest(url=section.url), walk)
            detail = f"{asked.url}: answers {response.status}"
            self._fail(walk, asked, f"http_{response.status}", detail)
            return None
        listing = extract_listing(
            response.body,
            response.url,
            content_type=header(response, "Content-Type"),
            rules=self.session.options.portal.listing,
            sent=asked.body,
        )
        if walk.pages == 0 and not listing.entries:
            if listing.next is not None and walk.shells < MOST_SHELLS:
                walk.shells += 1
                return self._request(listing.next, walk)
            self._report_empty(response, walk)
            return None
        walk.pages += 1
        step = self._commit(response, walk, listing, asked)
        return self._request(step, walk) if isinstance(step, PageRequest) else None

    def _commit(
        self, response: Response, walk: Walk, listing: Listing, asked: PageRequest
    ) -> Stop | PageRequest:
        session, section = self.session, walk.section
        with session.archive.transaction():
            shown = record_listing(
                session.archive,
                session.portal_id,
                section.id,
                listing,
                walk_started_at=walk.started_at,
            )
            step = walk.next_step(listing, shown, live_entries(session.archive, section.id))
            if walk.pages == 1:
                record_head(
                    session.archive,
                    section.id,
                    etag=header(response, "ETag"),
                    last_modified=header(response, "Last-Modified"),
                    payload_digest=payload_digest(response.body),
                    promised=listing.total,
                    head=asked if walk.shells or asked == section.head else None,
                )
            self._note(walk, listing, step)
            session.flush_requests()
        session.tallies[section.id].pending += shown.new
        return step

    def _note(self, walk: Walk, listing: Listing, step: Stop | PageRequest) -> None:
        """Write where the walk stands."""
        archive, section_id = self.session.archive, walk.section.id
        if isinstance(step, PageRequest):
            keep_walk(archive, section_id, OpenWalk(next=step, started_at=walk.started_at), None)
        elif step == "since" and listing.next is not None:
            rest = OpenWalk(next=listing.next, started_at=walk.started_at, since=walk.since)
            keep_walk(archive, section_id, rest, step)
        elif step in COMPLETE or step == "since":
            vanished = complete_walk(archive, section_id, step, walk_started_at=walk.started_at)
            if vanished is None:
                self.session.trouble(
                    "listing_collapsed",
                    f"{walk.section.name}: lists far less than before; redesigned?",
                    section_id=section_id,
                )
        else:
            close_walk(archive, section_id, step)

    def _is_unchanged(self, response: Response, section: SectionRow) -> bool:
        if response.status == 304:
            return True
        if self.session.options.rechecks or section.payload_digest is None:
            return False
        return response.status == 200 and payload_digest(response.body) == section.payload_digest

    def _resume(self, walk: Walk) -> Request | None:
        """The listing is as it was: go on where a walk was cut short, if one was."""
        rest = walk.section.walk
        wanted = rest is not None and (
            rest.since is None or walk.since is None or walk.since < rest.since
        )
        if rest is None or not wanted:
            touch_section(self.session.archive, walk.section.id, "unchanged")
            return None
        walk.started_at = rest.started_at
        walk.full = True
        walk.pages = 1
        return self._request(rest.next, walk)

    def _report_empty(self, response: Response, walk: Walk) -> None:
        """Say why a listing lists nothing; its validators are not kept, so it is asked anew."""
        page = extract_page(
            response.body,
            response.url,
            content_type=header(response, "Content-Type"),
            status=response.status,
        )
        told = page.reason is not None and (is_blocked(page.reason) or page.reason in TELLING)
        reason = page.reason if told and page.reason else "empty_listing"
        detail = f"{walk.section.url}: lists nothing ({reason})"
        self.session.trouble(reason, detail, section_id=walk.section.id)

    def _fail(self, walk: Walk, asked: PageRequest, reason: str, detail: str) -> None:
        section = walk.section
        if walk.pages > 0 and reason in ("http_404", "http_410"):
            # Promised and not there: asking again on every run would not bring it.
            close_walk(self.session.archive, section.id, "missing")
            self.session.run.problem("listing_missing", detail, section_id=section.id)
        elif reason == "robots":
            self.session.run.problem(reason, detail, section_id=section.id)
        elif reason not in QUIET:
            self.session.trouble(reason, detail, section_id=section.id)
