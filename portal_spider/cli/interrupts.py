"""What SIGINT and SIGTERM do to a crawl."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from portal_spider.spiders.session import CrawlSession

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
