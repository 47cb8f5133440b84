"""Finding the sections of a portal that no profile names, from its home page on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.http import Response

from portal_spider.archive.walks import known_sections
from portal_spider.errors import PortalSpiderError
from portal_spider.extract import extract_listing, extract_sections, is_article_url
from portal_spider.extract.sections import section_key
from portal_spider.items import Listing, SectionLink
from portal_spider.portals import Section
from portal_spider.spiders.answers import failure_reason, header, located
from portal_spider.spiders.sections import LISTING_PRIORITY, SectionWalker
from portal_spider.spiders.session import QUIET, CrawlSession

if TYPE_CHECKING:
    from twisted.python.failure import Failure

MOST_CANDIDATES = 400
"""Pages that may be sections; a portal that links more is none that one crawl can discover."""
MOST_DEPTH = 2
"""Clicks from the home page: a channel, and the sections it shows."""
FROM_SERVER = frozenset(
    {"gkmlpt", "next_group", "data_proxy", "search_data", "jpaas", "ucap", "data_file"}
)
"""Pagination strategies of listings whose page holds no row: a script asks the server for them."""
LEAST_ROWS = 2
"""Rows by which a listing is known."""


class SectionFinder:
    """Looks at what the home page leads to, and has every listing among it walked."""

    def __init__(self, session: CrawlSession, walker: SectionWalker) -> None:
        self.session = session
        self.walker = walker
        self._seen: set[str] = set()
        self._known = {
            section_key(section.url): section
            for section in known_sections(session.archive, session.portal_id)
        }

    def home_request(self, url: str) -> Request:
        """Ask for the home page."""
        self._seen.add(section_key(url))
        return self._request(SectionLink(url=url, name=""), depth=0)

    def parse(self, response: Response, link: SectionLink, depth: int) -> Iterator[Request]:
        """Walk the page if it is a listing, and look at the sections it leads to."""
        try:
            self.session.answers += response.status < 400
            if response.status != 200:
                self._fail(
                    link, depth, f"http_{response.status}", f"{link.url}: answers {response.status}"
                )
                return
            if depth and is_listing(self._listing(response)):
                yield from self.walker.begin(Section(url=link.url, name=link.name), response)
            if depth < MOST_DEPTH:
                yield from self._candidates(response, depth + 1)
        finally:
            self.session.walking.discard(_look(link))

    def failed(self, failure: Failure) -> None:
        """The page gave no answer."""
        request: Request = failure.request  # type: ignore[attr-defined]  # set by Scrapy
        link: SectionLink = request.cb_kwargs["link"]
        if isinstance(failure.value, PortalSpiderError):
            self.session.fail(failure.value)
        reason, detail = failure_reason(failure.value)
        self._fail(link, request.cb_kwargs["depth"], reason, located(link.url, detail))
        self.session.walking.discard(_look(link))

    def _candidates(self, response: Response, depth: int) -> Iterator[Request]:
        found = extract_sections(
            response.body,
            response.url,
            content_type=header(response, "Content-Type"),
            rules=self.session.options.portal.listing,
        )
        for link in found:
            key = section_key(link.url)
            if key in self._seen or not self.session.is_own(link.url):
                continue
            if len(self._seen) > MOST_CANDIDATES:
                return
            self._seen.add(key)
            if (section := self._known.get(key)) is not None:
                yield self.walker.head_request(section)
            else:
                yield self._request(link, depth)

    def _request(self, link: SectionLink, depth: int) -> Request:
        self.session.walking.add(_look(link))
        return Request(
            link.url,
            callback=self.parse,
            errback=self.failed,
            cb_kwargs={"link": link, "depth": depth},
            meta={"keep": True},
            priority=LISTING_PRIORITY,
            dont_filter=True,
        )

    def _listing(self, response: Response) -> Listing:
        return extract_listing(
            response.body,
            response.url,
            content_type=header(response, "Content-Type"),
            rules=self.session.options.portal.listing,
        )

    def _fail(self, link: SectionLink, depth: int, reason: str, detail: str) -> None:
        if reason in QUIET:
            return
        if depth == 0:
            self.session.trouble(reason, detail)
        else:
            self.session.run.problem(reason, detail)


def is_listing(listing: Listing) -> bool:
    """Whether what a page lists makes it a section: rows with dates, or leading to articles."""
    rows = [entry for entry in listing.entries if entry.target != "offsite"]
    if not listing.entries:
        return listing.next is not None and listing.strategy in FROM_SERVER
    if len(rows) < LEAST_ROWS:
        return False
    telling = sum(entry.date is not None or is_article_url(entry.url) for entry in rows)
    return telling * 2 >= len(rows)


def _look(link: SectionLink) -> str:
    """What stands in `session.walking` for a look at a page: not its URL, as for a walk of it."""
    return f"look {link.url}"
