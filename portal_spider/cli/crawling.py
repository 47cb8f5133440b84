"""Running crawls: Scrapy's process, its signals, and what a person sees of it meanwhile."""

from __future__ import annotations

import logging
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from types import FrameType
from typing import Any

from portal_spider.cli.progress import Board
from portal_spider.errors import PortalSpiderError
from portal_spider.spiders.session import CrawlSession

CONTACT_VARIABLE = "PORTAL_SPIDER_CONTACT"
"""Environment variable and setting: whom a portal may complain to."""
SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Interrupts:
    """What SIGINT and SIGTERM do: end the crawl in good order, and at once the second time.

    Ending at once is safe: whatever is not committed is asked for again.
    """

    def __init__(self) -> None:
        self.received: int | None = None
        self._process: Any = None
        self._sessions: Sequence[CrawlSession] = ()

    @contextmanager
    def handled(self) -> Iterator[None]:
        """Handle the signals while the block runs."""
        before = [signal.signal(number, self._receive) for number in SIGNALS]
        try:
            yield
        finally:
            for number, handler in zip(SIGNALS, before, strict=True):
                signal.signal(number, handler)

    def watch(self, process: Any, sessions: Sequence[CrawlSession]) -> None:
        """From now on there is a crawl to be ended."""
        self._process, self._sessions = process, sessions

    def _receive(self, number: int, frame: FrameType | None) -> None:
        if self._process is None:
            raise SystemExit(128 + number)
        if self.received is not None:
            os._exit(128 + number)
        self.received = number
        for session in self._sessions:
            session.signal = number
        from twisted.internet import reactor

        reactor.callFromThread(self._stop)

    def _stop(self) -> None:
        from scrapy.utils.defer import deferred_from_coro

        deferred_from_coro(self._process.stop())


class Unforeseen(logging.Filter):
    """Keeps expected errors out of the log: the command says them itself, in one line."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record is worth its traceback."""
        error = record.exc_info[1] if record.exc_info else None
        return not isinstance(error, PortalSpiderError)


def run_crawls(sessions: Sequence[CrawlSession], interrupts: Interrupts) -> None:
    """Crawl until every session is closed, side by side in one process."""
    from scrapy.crawler import AsyncCrawlerProcess
    from scrapy.settings import Settings

    from portal_spider.spiders.portal import PortalSpider

    settings = Settings()
    settings.setmodule("portal_spider.settings", priority="project")
    if contact := os.environ.get(CONTACT_VARIABLE):
        settings.set(CONTACT_VARIABLE, contact, priority="cmdline")
    process = AsyncCrawlerProcess(settings)
    for name in ("scrapy.core.scraper", "scrapy.core.engine"):
        logging.getLogger(name).addFilter(Unforeseen())
    crawls = [process.crawl(PortalSpider, session=session) for session in sessions]
    interrupts.watch(process, sessions)
    board = Board(sessions).live() if sys.stderr.isatty() else nullcontext()
    with board:
        process.start(install_signal_handlers=False)
    for crawl in crawls:
        if not crawl.cancelled() and (error := crawl.exception()) is not None:
            raise error
