"""Extensions: the run's row is opened with the crawl and closed with what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

from scrapy import Request, Spider, signals
from scrapy.http import Response
from scrapy.logformatter import LogFormatter, LogFormatterResult

from portal_spider.archive.frontier import Claim
from portal_spider.archive.verdicts import judge_unanswered
from portal_spider.errors import ArchiveError, PortalSpiderError
from portal_spider.resolver import GuardedResolver
from portal_spider.spiders.session import SessionPart

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from twisted.python.failure import Failure


class ShortLog(LogFormatter):
    """Log messages without the whole item, which holds the page."""

    def item_error(
        self,
        item: Any,
        exception: BaseException,
        response: Response | Failure | None,
        spider: Spider,
    ) -> LogFormatterResult:
        """Name the page that could not be read or stored."""
        result = super().item_error(item, exception, response, spider)
        name = response.url if isinstance(response, Response) else type(item).__name__
        return {**result, "args": {"item": name}}


class RunKeeper(SessionPart):
    """Counts requests, settles what fell through, and closes the run."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Listen to what the crawl does, where the spider crawls a portal."""
        keeper = super().from_crawler(crawler)
        connect = crawler.signals.connect
        connect(keeper.engine_started, signal=signals.engine_started)
        connect(keeper.request_sent, signal=signals.request_reached_downloader)
        connect(keeper.callback_failed, signal=signals.spider_error)
        connect(keeper.pipeline_failed, signal=signals.item_error)
        connect(keeper.spider_closed, signal=signals.spider_closed)
        return keeper

    def engine_started(self) -> None:
        """Let the demo's server, and an address that the user asked for, be connected to."""
        from twisted.internet import reactor

        resolver = reactor.nameResolver
        if isinstance(resolver, GuardedResolver):
            resolver.allow(self.session.private_hosts())
            portal = self.session.options.portal
            host = urlsplit(portal.url).hostname
            if host and portal.quirks.ip:
                resolver.prefer(host, portal.quirks.ip)

    def request_sent(self, request: Request, spider: Spider) -> None:
        """One more request went out."""
        self.session.requests += 1

    def callback_failed(self, failure: Failure, response: Response | None, spider: Spider) -> None:
        """Reading a listing or settling a page raised."""
        self._settle_error(failure, response)

    def pipeline_failed(
        self, item: Any, response: Response | None, failure: Failure, spider: Spider
    ) -> None:
        """Reading or storing a page raised."""
        self._settle_error(failure, response)

    def spider_closed(self, spider: Spider, reason: str) -> None:
        """Leave no page between two states, and write the run's end.

        A request can vanish without a word (a redirect onto a filtered URL, an extension that
        drops it): its page stays pending, one attempt the poorer.
        """
        interrupted = reason == "shutdown" or self.session.halted == "stopped"
        try:
            if not interrupted and self.session.error is None:
                for claim in list(self.session.in_flight.values()):
                    self._settle(claim, "no_answer", f"{claim.url}: neither answer nor error")
                self.session.mind_silence()
                self.session.compare()
            outcome, exit_code = self.session.conclude(interrupted=interrupted)
            self.session.close(outcome, exit_code)
        except PortalSpiderError as error:
            self.session.fail(error)

    def _settle_error(self, failure: Failure, response: Response | None) -> None:
        error = failure.value
        if isinstance(error, PortalSpiderError):
            self.session.fail(error)
            return
        claim = response.meta.get("claim") if response is not None else None
        detail = f"{response.url if response else ''}: {failure.getErrorMessage()}"
        try:
            reason = f"error:{type(error).__name__}"
            if isinstance(claim, Claim):
                self._settle(claim, reason, detail)
            self.session.trouble(reason, detail)
        except ArchiveError as refused:
            self.session.fail(refused)

    def _settle(self, claim: Claim, reason: str, detail: str) -> None:
        verdict = judge_unanswered(reason, known=claim.known, attempts=claim.attempts)
        self.session.settle(claim, verdict, detail=detail)
