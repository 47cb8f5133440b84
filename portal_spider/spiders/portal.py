"""The one spider, for any portal: walks listings, and asks for the pages that are pending."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import TYPE_CHECKING, Any, Self

from scrapy import Request, Spider, signals
from scrapy.http import Response

from portal_spider.archive.frontier import Claim
from portal_spider.archive.store import store_capture
from portal_spider.archive.walks import is_listed
from portal_spider.errors import PortalSpiderError
from portal_spider.items import Capture
from portal_spider.spiders.answers import (
    capture_of,
    conditions,
    failure_reason,
    judge_failure,
    judge_response,
    located,
)
from portal_spider.spiders.discovery import SectionFinder
from portal_spider.spiders.options import CrawlOptions, crawl_options
from portal_spider.spiders.rendering import render_settings
from portal_spider.spiders.sections import SectionWalker
from portal_spider.spiders.session import CrawlSession, open_session

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings
    from twisted.python.failure import Failure

WINDOW = 16
"""Pages claimed at a time: enough to keep every connection busy, few enough to forget."""
LEGACY_HANDLER = "portal_spider.tls.LegacyHandler"
CONTACT_SETTING = "PORTAL_SPIDER_CONTACT"
SWITCHES = {
    "TELNETCONSOLE_ENABLED": ("EXTENSIONS_BASE", "scrapy.extensions.telnet.TelnetConsole"),
    "REMOTE_CONTROL_ENABLED": ("EXTENSIONS_BASE", "scrapy.extensions.remote_control.RemoteControl"),
    "COOKIES_ENABLED": (
        "DOWNLOADER_MIDDLEWARES_BASE",
        "scrapy.downloadermiddlewares.cookies.CookiesMiddleware",
    ),
}
"""Parts of Scrapy that a setting switches off, and the table that has each loaded nonetheless."""


class PortalSpider(Spider):
    """Crawls a portal into the archive.

    `-a portal=` takes a profile's name, a home page or a section's listing; `section` (names,
    separated by commas), `since`, `until`, `max_pages`, `recheck`, `delay`, `edition` and
    `archive` are the options of `portal-spider crawl`.
    """

    name = "portal"
    handle_httpstatus_list = (304, *range(400, 600))
    """Every answer says something of its page; redirects are followed."""

    session: CrawlSession | None = None
    finder: SectionFinder | None = None
    """Finds the sections of a portal for which none are named."""

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Leave out the parts of Scrapy that are switched off.

        It loads them to ask them, and with them aiohttp and requests: a tenth of every start.
        """
        super().update_settings(settings)
        for switch, (table, part) in SWITCHES.items():
            if not settings.getbool(switch):
                settings[table].pop(part, None)

    @classmethod
    def from_crawler(
        cls,
        crawler: Crawler,
        *args: Any,
        portal: str | None = None,
        session: CrawlSession | None = None,
        **kwargs: Any,
    ) -> Self:
        """Begin a run on the portal; without one (as in `scrapy shell`) the spider is idle.

        Raises:
            PortalSpiderError: the portal, an option or the archive is not to be had.
        """
        options: CrawlOptions | None = None
        if session is None and portal is not None:
            options, kwargs = crawl_options(portal, kwargs)
        spider = super().from_crawler(crawler, *args, **kwargs)
        if options is not None:
            session = open_session(options)
        spider.session = session
        if session is not None:
            spider.apply_profile(crawler, session)
        return spider

    @staticmethod
    def apply_profile(crawler: Crawler, session: CrawlSession) -> None:
        """Settings that the profile decides, unless the user did."""
        settings = crawler.settings
        settings.set("DOWNLOAD_DELAY", session.delay, priority="spider")
        contact = settings.get(CONTACT_SETTING)
        quirks = session.options.portal.quirks
        if quirks.user_agent:
            settings.set("USER_AGENT", quirks.user_agent, priority="spider")
        elif contact:
            settings.set("USER_AGENT", f"{settings['USER_AGENT']} (+{contact})", priority="spider")
        settings.set("DOWNLOAD_VERIFY_CERTIFICATES", quirks.verify, priority="spider")
        if quirks.tls == "legacy":
            settings.set("DOWNLOAD_TLS_MIN_VERSION", "TLSv1.0", priority="spider")
            handlers = {**settings.getdict("DOWNLOAD_HANDLERS"), "https": LEGACY_HANDLER}
            settings.set("DOWNLOAD_HANDLERS", handlers, priority="spider")
        if quirks.render:
            render_settings(settings, session.options.portal, session.private_hosts())
        if quirks.headers:
            headers = {**settings.getdict("DEFAULT_REQUEST_HEADERS"), **dict(quirks.headers)}
            settings.set("DEFAULT_REQUEST_HEADERS", headers, priority="spider")

    async def start(self) -> AsyncIterator[Any]:
        """Ask for the head of every listing, then for pending pages whenever nothing is left."""
        if self.session is None or not self._may_ask():
            return
        walker = SectionWalker(self.session)
        self.session.frontier.revive()
        portal = self.session.options.portal
        for section in portal.sections:
            yield walker.head_request(section)
        if not portal.sections:
            self.finder = SectionFinder(self.session, walker)
            yield self.finder.home_request(portal.url)
        rechecked = not self.session.options.rechecks
        asked = 0
        while True:
            claims = self._claim(asked)
            asked += len(claims)
            for claim in claims:
                yield self.page_request(claim)
            if not claims and not self.session.walking:
                rest = self._rest(asked)
                for request in rest or ():
                    yield request
                if rest == []:
                    if rechecked:
                        return
                    self._recheck()
                    rechecked = True
                    continue
            await self.crawler.signals.wait_for(signals.scheduler_empty)

    def page_request(self, claim: Claim) -> Request:
        """The request for a pending page, a conditional one where its article is known."""
        return Request(
            claim.url,
            headers=conditions(claim) if claim.known else None,
            callback=self.parse_page,
            errback=self.page_failed,
            cb_kwargs={"claim": claim},
            meta={"claim": claim, "keep": True},
            dont_filter=True,  # the archive knows what was asked for already
        )

    def parse_page(self, response: Response, claim: Claim) -> Iterator[Capture]:
        """Settle what needs no reading; what does goes through the pipelines."""
        session = self.session
        assert session is not None
        session.answers += response.status < 400
        capture = capture_of(response, claim)
        verdict = judge_response(
            response,
            claim,
            listed=is_listed(session.archive, claim.page_id),
            seen=lambda page_id: session.frontier.state(page_id) is not None,
        )
        if verdict is None:
            if self.finder is not None:
                self.finder.note(response)
            yield capture
            return
        with session.archive.transaction():
            store_capture(session.archive, capture, run_id=session.run.id, reason=verdict.reason)
            if verdict.good:
                session.run.count("unchanged")
            session.settle(claim, verdict, detail=response.url)

    def page_failed(self, failure: Failure) -> None:
        """Settle a page that gave no answer."""
        assert self.session is not None
        if isinstance(failure.value, PortalSpiderError):
            self.session.fail(failure.value)
            return
        request: Request = failure.request  # type: ignore[attr-defined]  # set by Scrapy
        claim: Claim = request.meta["claim"]
        reason, detail = failure_reason(failure.value)
        verdict = judge_failure(reason, claim)
        if verdict is None:
            self.session.unclaim(claim, reason, detail)
        else:
            self.session.settle(claim, verdict, detail=located(claim.url, detail))

    def _claim(self, asked: int) -> list[Claim]:
        """The next pages to ask for, none where the crawl is to end."""
        assert self.session is not None
        most = self.session.options.max_pages
        limit = WINDOW if most is None else min(WINDOW, most - asked)
        if limit <= 0 or self.session.halted or not self._may_ask():
            return []
        try:
            return self.session.claim(limit)
        except PortalSpiderError as error:
            self.session.fail(error)
            return []

    def _rest(self, asked: int) -> list[Request] | None:
        """What may still lead to sections, where the crawl is not to end.

        `None` while that cannot be told: an article on its way may name a section.
        """
        assert self.session is not None
        most = self.session.options.max_pages
        if self.finder is None or self.session.halted or (most is not None and asked >= most):
            return []
        engine = self.crawler.engine
        assert engine is not None
        assert engine.scraper.slot is not None
        if engine.downloader.active or not engine.scraper.slot.is_idle():
            return None
        return list(self.finder.rest())

    def _may_ask(self) -> bool:
        """Whether it is a time for crawling; ends the crawl where it is not."""
        assert self.session is not None
        if not self.session.is_open:
            self.session.halted = self.session.halted or "outside_hours"
        return self.session.is_open

    def _recheck(self) -> None:
        """Ask again for known articles, once the walks have told which are still listed."""
        assert self.session is not None
        self.session.frontier.recheck(self.session.options.recheck)
