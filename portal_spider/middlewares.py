"""Downloader middlewares: the manners of a crawl, and the bytes kept as they came."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Self

from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request, Response
from scrapy.http.request import NO_CALLBACK
from scrapy.robotstxt import RobotParser
from scrapy.utils.httpobj import urlparse_cached
from scrapy.utils.misc import build_from_crawler

from portal_spider.spiders.answers import failure_reason, header_pairs
from portal_spider.spiders.attachments import is_near
from portal_spider.spiders.options import MOST_CRAWL_DELAY
from portal_spider.spiders.rendering import render_request
from portal_spider.spiders.session import SessionPart, session_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

ROBOTS_MAX_BYTES = 512 * 1024
"""RFC 9309 2.5: at least 500 KiB of a robots.txt are read."""
PATIENCE = 120.0
"""Seconds that a request waits for a host that asked for a pause; longer ones end the visit."""
SLICE = 0.5
"""Seconds after which a waiting request looks whether the crawl is being stopped."""
TOO_MANY = (429, 503)
"""Status codes that ask for a pause."""


class Refused(IgnoreRequest):
    """A request that is not made; `reason` goes into the page's row, `detail` to a person."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


class ClosedHost(RobotParser):
    """Stands for a robots.txt that could not be had: nothing of the host may be asked for."""

    def __init__(self, detail: str) -> None:
        self.detail = detail

    @classmethod
    def from_crawler(cls, crawler: Crawler, robotstxt_body: bytes) -> Self:
        """A host closed for no stated reason."""
        return cls("")

    def allowed(self, url: str | bytes, user_agent: str | bytes) -> bool:
        """Never."""
        return False


class RobotsMiddleware(RobotsTxtMiddleware):
    """Obeys robots.txt as RFC 9309 has it: 4xx opens the host, 5xx and silence close it."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._loading: dict[str, asyncio.Future[RobotParser]] = {}

    async def robot_parser(self, request: Request) -> RobotParser:
        """The rules of the request's host, fetched once a crawl."""
        netloc = urlparse_cached(request).netloc
        if netloc not in self._loading:
            self._loading[netloc] = asyncio.ensure_future(self._load(request))
        return await asyncio.shield(self._loading[netloc])

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        """Refuse what robots.txt forbids, with a reason that the archive keeps."""
        if isinstance(rp, ClosedHost):
            raise Refused("robots_unreachable", rp.detail)
        try:
            super().process_request_2(rp, request)
        except IgnoreRequest:
            raise Refused("robots", "robots.txt forbids it") from None

    async def _load(self, request: Request) -> RobotParser:
        parts = urlparse_cached(request)
        robots = Request(
            f"{parts.scheme}://{parts.netloc}/robots.txt",
            priority=self.DOWNLOAD_PRIORITY,
            meta={"dont_obey_robotstxt": True},
            callback=NO_CALLBACK,
        )
        assert self.crawler.engine is not None
        try:
            response = await self.crawler.engine.download_async(robots)
        except Exception as error:  # noqa: BLE001  # whatever kept us from it, the host is closed
            return ClosedHost(f"{robots.url}: {failure_reason(error)[1]}")
        if response.status >= 500 or response.status == 429:
            return ClosedHost(f"{robots.url}: answers {response.status}, which closes the host")
        body = b"" if response.status >= 300 else response.body[:ROBOTS_MAX_BYTES]
        rules: RobotParser = build_from_crawler(self._parserimpl, self.crawler, body)
        session = session_of(self.crawler)
        delay = rules.crawl_delay(self._robotstxt_useragent or self._default_useragent)
        if session is not None and delay is not None and delay <= MOST_CRAWL_DELAY:
            session.crawl_delays[parts.netloc] = delay
        return rules


class PortalMiddleware(SessionPart):
    """Keeps the crawl on its portal, and shows it the way there (the demo's own proxy)."""

    def process_request(self, request: Request) -> None:
        """Refuse a request that a redirect took away from the portal."""
        if self.session.proxy is not None:
            request.meta["proxy"] = self.session.proxy
        is_file = "file" in request.meta
        if not self.session.is_open and (is_file or request.meta.get("keep")):
            raise Refused("outside_hours", f"not between {self.session.options.between}")
        redirected = request.meta.get("redirect_times")
        robots = request.meta.get("dont_obey_robotstxt")  # RFC 9309 2.3.1.2: they may lead away
        if self.session.options.portal.quirks.render and request.meta.get("keep"):
            render_request(request)
        own = self.session.is_own(request.url) or (is_file and is_near(self.session, request.url))
        if redirected and not robots and not own:
            raise Refused("offsite", f"redirects to {request.url}")


class PaceMiddleware(SessionPart):
    """Lets a host be asked at its pace, and leaves it alone while it asks for that."""

    async def process_request(self, request: Request) -> None:
        """Wait for the host's next turn."""
        host = urlparse_cached(request).netloc
        delay = max(self.session.delay, self.session.crawl_delays.get(host, 0.0))
        while True:
            turn = self.session.timetable.reserve(host, delay, time.time())
            if turn.held and turn.at - time.time() > PATIENCE:
                raise Refused("throttled", f"{host} is left alone until {clock(turn.at)}")
            await self._sleep_until(turn.at)
            if not turn.held and self.session.timetable.held_until(host) <= time.time():
                return

    def process_response(self, request: Request, response: Response) -> Response:
        """Hold the host where it asks for a pause, as long as it says or for a growing time."""
        host = urlparse_cached(request).netloc
        if "cached" in response.flags:
            return response
        if response.status in TOO_MANY:
            after = retry_after(response, time.time())
            self.session.timetable.hold(host, time.time(), after)
        elif response.status < 400:
            self.session.timetable.forgive(host)
        return response

    async def _sleep_until(self, at: float) -> None:
        until = time.monotonic() + at - time.time()  # whatever becomes of the clock meanwhile
        while (left := until - time.monotonic()) > 0:
            if not self.crawler.crawling:
                raise Refused("stopped", "the crawl is being stopped")
            await asyncio.sleep(min(left, SLICE))


class WarcMiddleware(SessionPart):
    """Writes what pages and listings answered into the run's WARC, before anything points there."""

    def process_response(self, request: Request, response: Response) -> Response:
        """Keep the response as it came, without its transfer encoding; a 304 as a `revisit`."""
        if request.meta.get("keep"):
            request.meta["captured_at"] = captured_at = datetime.now(UTC)
            request.meta["warc"] = self.session.keep(
                response.url, captured_at, response.status, header_pairs(response), response.body
            )
        return response


def retry_after(response: Response, now: float) -> float | None:
    """Seconds that `Retry-After` asks to wait, as a number or a date; `None` where it says none."""
    text = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    if not text:
        return None
    if text.isdecimal():
        return float(text[:9])
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - now)
    except (ValueError, OverflowError):
        return None


def clock(at: float) -> str:
    """A moment of the next hours for a person: local time of day."""
    return datetime.fromtimestamp(at).astimezone().strftime("%H:%M:%S")
