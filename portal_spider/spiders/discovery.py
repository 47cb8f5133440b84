"""Finding the sections of a portal that no profile names, from its home page on.

Once nothing is left to ask for, it is asked what links alone do not tell: sections that only the
breadcrumbs of articles name, sections of earlier runs that no page links any more, and in which
section those articles stand that the home page shows and no listing does.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.http import Response

from portal_spider.archive.rejections import is_listed_or_rejected, reject_section
from portal_spider.archive.walks import known_sections
from portal_spider.errors import PortalSpiderError
from portal_spider.extract import is_article_url
from portal_spider.extract.listing import Survey, survey_page
from portal_spider.extract.sections import NAME_LENGTH, breadcrumb_sections, section_key
from portal_spider.items import Entry, Listing, SectionLink
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
LOOKS_AT_ONCE = 2
"""Pages looked at side by side. Few: what a walk lists meanwhile need not be looked at any more."""
LOOK_PRIORITY = LISTING_PRIORITY - 1
"""After the walks, for the same reason."""
MOST_CRUMBS = 40
"""Sections that a run looks at because articles stand in them."""
MOST_STAND_INS = 20
"""Pages that a run looks at because others show them in their place: frames, redirects."""
MOST_SCOUTS = 6
"""Articles of the home page that a run asks for only to learn where they stand."""
NUMBER = re.compile(r"\d+")


class SectionFinder:
    """Looks at what the home page leads to, and has every listing among it walked."""

    def __init__(self, session: CrawlSession, walker: SectionWalker) -> None:
        self.session = session
        self.walker = walker
        self._seen: set[str] = set()
        self._queue: deque[tuple[SectionLink, int]] = deque()
        self._looking = 0
        self._leads_on = False
        self._crumbs = 0
        self._scouts = 0
        self._stand_ins: set[str] = set()
        self._shown: deque[str] = deque()
        self._known = {
            section_key(section.url): section
            for section in known_sections(session.archive, session.portal_id)
        }

    def home_request(self, url: str) -> Request:
        """Ask for the home page."""
        self._seen.add(section_key(url))
        self._looking += 1
        return self._request(SectionLink(url=url, name=""), 0, self.parse)

    def note(self, response: Response) -> None:
        """Keep the sections that an article's breadcrumb names for when nothing else is left."""
        if self._crumbs < MOST_CRUMBS:
            kind = header(response, "Content-Type")
            for link in breadcrumb_sections(response.body, response.url, content_type=kind):
                if self._is_new(link.url):
                    self._crumbs += 1
                    self._queue.append((link, MOST_DEPTH))

    def rest(self) -> Iterator[Request]:
        """What is to be asked once nothing is left; nothing where there is no more to learn."""
        if not self._queue:
            forgotten = [section for section in self._known.values() if self._is_new(section.url)]
            for section in forgotten:
                self._queue.append((SectionLink(url=section.url, name=section.name), MOST_DEPTH))
        requests = self._looks() or list(self._scout())
        yield from requests
        if not requests and not self._leads_on:
            self._leads_on = True
            url = self.session.options.portal.url
            self.session.trouble("no_sections", f"{url}: leads to no section; name one by its URL")

    def parse(self, response: Response, link: SectionLink, depth: int) -> Iterator[Request]:
        """Walk the page if it is a listing, and look at the sections it leads to."""
        try:
            self.session.answers += response.status < 400
            if response.status == 200:
                yield from self._read(response, link, depth)
            else:
                detail = f"{link.url}: answers {response.status}"
                self._fail(link, depth, f"http_{response.status}", detail)
                if depth and response.status in (404, 410):
                    reject_section(self.session.archive, self.session.portal_id, link.url)
        finally:
            following = self._go_on(link)
        yield from following

    def parse_scout(self, response: Response, link: SectionLink, depth: int) -> Iterator[Request]:
        """Look at the sections that an article of the home page says it stands in."""
        self.session.answers += response.status < 400
        reject_section(self.session.archive, self.session.portal_id, link.url)
        if response.status == 200:
            self.note(response)
        yield from self._go_on(link)

    def failed(self, failure: Failure) -> Iterator[Request]:
        """The page gave no answer."""
        request: Request = failure.request  # type: ignore[attr-defined]  # set by Scrapy
        link: SectionLink = request.cb_kwargs["link"]
        if isinstance(failure.value, PortalSpiderError):
            self.session.fail(failure.value)
        reason, detail = failure_reason(failure.value)
        self._fail(link, request.cb_kwargs["depth"], reason, located(link.url, detail))
        yield from self._go_on(link)

    def _read(self, response: Response, link: SectionLink, depth: int) -> Iterator[Request]:
        seen = survey_page(
            response.body,
            response.url,
            content_type=header(response, "Content-Type"),
            rules=self.session.options.portal.listing,
        )
        if depth == 0:
            self._shown.extend(seen.articles)
        known = section_key(link.url) in self._known and bool(seen.listing.entries)
        listed = depth > 0 and (known or is_listing(seen.listing))
        if listed:
            yield from self.walker.begin(Section(url=link.url, name=link.name), response)
        leads_on = False
        if depth < MOST_DEPTH:
            for found in self._new_links(seen):
                leads_on = True
                if (section := self._known.get(section_key(found.url))) is not None:
                    yield self.walker.head_request(section)
                else:
                    self._queue.append((found, depth + 1))
        self._leads_on |= leads_on
        if listed or leads_on or self._look_at_stand_ins(seen, link, depth):
            return
        if depth:
            reject_section(self.session.archive, self.session.portal_id, link.url)

    def _look_at_stand_ins(self, seen: Survey, link: SectionLink, depth: int) -> bool:
        """Look, in the place of a page, at what it shows in its own: whether there is any."""
        urls = [
            url for url in seen.stand_ins if url not in self._stand_ins and self.session.is_own(url)
        ][: MOST_STAND_INS - len(self._stand_ins)]
        self._stand_ins.update(urls)
        self._queue.extend((SectionLink(url=url, name=link.name), depth) for url in urls)
        return bool(urls)

    def _new_links(self, seen: Survey) -> Iterator[SectionLink]:
        """What a page leads to that may be a section, and has not been seen on another."""
        listing = seen.listing
        articles = {section_key(entry.url) for entry in listing.entries if is_dated_or_long(entry)}
        pager = NUMBER.sub("", listing.next.url) if listing.next else None
        for link in seen.sections:
            key = section_key(link.url)
            if key in self._seen or not self.session.is_own(link.url):
                continue
            if key not in self._known and (key in articles or NUMBER.sub("", link.url) == pager):
                continue
            if len(self._seen) > MOST_CANDIDATES:
                return
            self._seen.add(key)
            yield link

    def _is_new(self, url: str) -> bool:
        """Whether a page was not looked at yet; from now on it counts as if it were."""
        key = section_key(url)
        if key in self._seen or not self.session.is_own(url):
            return False
        self._seen.add(key)
        return True

    def _scout(self) -> Iterator[Request]:
        """Ask for the next article of the home page that no listing has shown."""
        while self._shown and self._scouts < MOST_SCOUTS and not self.session.halted:
            url = self._shown.popleft()
            if self.session.is_own(url) and not is_listed_or_rejected(self.session.archive, url):
                self._scouts += 1
                self._looking += 1
                yield self._request(SectionLink(url=url, name=""), MOST_DEPTH, self.parse_scout)
                return

    def _go_on(self, link: SectionLink) -> list[Request]:
        """The looks that take the place of one that is over."""
        self._looking -= 1
        requests = self._looks()
        self.session.walking.discard(_look(link))
        return requests

    def _looks(self) -> list[Request]:
        """Looks at pages that may be sections, as many as may go on side by side."""
        requests = []
        while self._queue and self._looking < LOOKS_AT_ONCE and not self.session.halted:
            following, depth = self._queue.popleft()
            if not is_listed_or_rejected(self.session.archive, following.url):
                self._looking += 1
                requests.append(self._request(following, depth, self.parse))
        return requests

    def _request(
        self,
        link: SectionLink,
        depth: int,
        callback: Callable[[Response, SectionLink, int], Iterator[Request]],
    ) -> Request:
        self.session.walking.add(_look(link))
        return Request(
            link.url,
            callback=callback,
            errback=self.failed,
            cb_kwargs={"link": link, "depth": depth},
            meta={"keep": True},
            priority=LOOK_PRIORITY,
            dont_filter=True,
        )

    def _fail(self, link: SectionLink, depth: int, reason: str, detail: str) -> None:
        if reason in QUIET:
            return
        if depth == 0:
            self._leads_on = True  # what became of it is told already
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


def is_dated_or_long(entry: Entry) -> bool:
    """Whether a row is of an article, though its link may be named as shortly as a section."""
    return entry.date is not None or len(entry.title or "") > NAME_LENGTH


def _look(link: SectionLink) -> str:
    """What stands in `session.walking` for a look at a page: not its URL, as for a walk of it."""
    return f"look {link.url}"
