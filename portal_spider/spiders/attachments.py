"""Fetching the files that stored articles offer: after the pages, a few at a time.

Scrapy's FilesPipeline holds in memory what it has to fetch, and forgets what it could not; here
files are rows of the archive, so that a crawl which is killed goes on with them, and a file that
cannot be had today is asked for again.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

from scrapy import Request, Spider, signals
from scrapy.exceptions import DontCloseSpider, NotConfigured
from scrapy.http import Response

from portal_spider.archive.downloads import (
    TOO_LARGE,
    Downloads,
    FileClaim,
    KeptFile,
    keep,
    read_missed,
)
from portal_spider.archive.filestore import clear_left_overs
from portal_spider.archive.filetypes import detect, promised_kinds
from portal_spider.archive.members import MAX_MEMBER
from portal_spider.archive.verdicts import (
    ANSWERED,
    DAY,
    MAX_REFUSALS,
    Verdict,
    is_blocked,
    judge_elsewhere,
    judge_refused,
    judge_unanswered,
)
from portal_spider.errors import PortalSpiderError
from portal_spider.items import WarcPlace
from portal_spider.spiders.answers import (
    ELSEWHERE,
    UNASKED,
    conditions,
    failure_reason,
    header,
    header_pairs,
    located,
)
from portal_spider.spiders.session import CrawlSession, SessionPart

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from twisted.python.failure import Failure

WINDOW = 16
"""Files asked for at a time."""
FILE_TIMEOUT = 300
"""Seconds that a file may take to come."""
MOST_RECORDED = MAX_MEMBER - (1 << 20)
"""Bytes of a file that goes into the WARC as well: larger records are not read again."""
PLAIN = frozenset(("html", "xml", "json", "txt"))
"""What servers say in place of a file that is not there."""


class FileFetcher(SessionPart):
    """Asks for pending files whenever the crawl has nothing else to do."""

    def __init__(self, crawler: Crawler, session: CrawlSession) -> None:
        super().__init__(crawler, session)
        self.downloads = Downloads(
            session.archive, session.portal_id, started_at=session.run.started_at
        )
        self._asked: set[int] = set()
        self._begun = False
        self._stopped = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Bow out where no files are wanted."""
        fetcher = super().from_crawler(crawler)
        if not fetcher.session.options.attachments:
            raise NotConfigured
        crawler.signals.connect(fetcher.spider_idle, signal=signals.spider_idle)
        return fetcher

    def spider_idle(self, spider: Spider) -> None:
        """All pages are done: go on with the next files.

        Raises:
            DontCloseSpider: there are some.
        """
        try:
            requests = [] if self._is_over() else self._next_requests()
        except PortalSpiderError as error:
            self.session.fail(error)
            return
        assert self.crawler.engine is not None
        for request in requests:
            self.crawler.engine.crawl(request)
        if requests:
            raise DontCloseSpider

    async def parse_file(self, response: Response, claim: FileClaim) -> None:
        """Store the file, or settle why there is none."""
        verdict = judge_file(response.status, response.body, claim)
        if verdict is not None:
            self._settle(claim, verdict, located(claim.url, verdict.reason or ""))
            return
        captured_at = datetime.now(UTC)
        kept = await asyncio.to_thread(keep, self.session.archive, response.body)
        place = await self._record(response, captured_at, kept)
        promised = promised_kinds(claim.url, claim.name)
        self.session.warc.sync()
        with self.session.archive.transaction():
            self.downloads.store(
                claim,
                kept,
                mismatch=promised[0] if promised and kept.type.kind not in promised else None,
                etag=header(response, "ETag"),
                last_modified=header(response, "Last-Modified"),
                warc=place,
            )
            self.session.run.count("files")
            self.session.flush_requests()
        self.session.mind_blocks(claim.url, ANSWERED)

    async def _record(
        self, response: Response, captured_at: datetime, kept: KeptFile
    ) -> WarcPlace | None:
        """Write the answer into the run's WARC file; where its bytes lie already, that it did."""
        if kept.size > MOST_RECORDED:
            return None
        fetched = (response.url, captured_at, response.status, "OK", header_pairs(response))
        warc = self.session.warc
        original = self.downloads.original(kept)
        if original is not None:
            return warc.write_revisit(*fetched, original)
        return await asyncio.to_thread(warc.write_response, *fetched, response.body)

    def file_failed(self, failure: Failure) -> None:
        """Settle a file that gave no answer."""
        if isinstance(failure.value, PortalSpiderError):
            self.session.fail(failure.value)
            return
        request: Request = failure.request  # type: ignore[attr-defined]  # set by Scrapy
        claim: FileClaim = request.meta["file"]
        reason, detail = failure_reason(failure.value)
        detail = located(claim.url, detail)
        if reason in UNASKED:
            self._unasked(claim, reason, detail)
        elif reason == "too_large":
            limit = self.session.options.attachment_size
            verdict = judge_elsewhere(f"{TOO_LARGE}{limit}", known=claim.known)
            self._settle(claim, verdict, f"{claim.url}: larger than {limit} bytes", "too_large")
        elif reason in ELSEWHERE or reason.startswith("http_3"):
            self._settle(claim, judge_elsewhere(reason, known=claim.known), detail, reason)
        else:
            verdict = judge_unanswered(reason, known=claim.known, attempts=claim.attempts)
            self._settle(claim, verdict, detail)

    def _is_over(self) -> bool:
        session = self.session
        return bool(self._stopped or session.halted or session.error or not session.is_open)

    def _next_requests(self) -> list[Request]:
        if not self._begun:
            self._begin()
        requests: list[Request] = []
        while not requests:
            claims = self.downloads.claim(WINDOW, besides=self._asked)
            if not claims:
                break
            self._asked |= {claim.id for claim in claims}
            for claim in claims:
                if (reason := self._forbidden(claim)) is None:
                    requests.append(self._request(claim))
                else:
                    verdict = judge_elsewhere(reason, known=claim.known)
                    self._settle(claim, verdict, f"{claim.url}: {reason}", reason)
        return requests

    def _begin(self) -> None:
        options = self.session.options
        clear_left_overs(self.session.archive.files_directory)
        read_missed(self.session.archive)
        self.downloads.enrol(options.attachment_size)
        if options.rechecks:
            self.downloads.recheck(options.recheck)
        self._begun = True

    def _forbidden(self, claim: FileClaim) -> str | None:
        """Why a file is not asked for; `None` where it is."""
        if urlsplit(claim.url).scheme not in ("http", "https"):
            return "scheme"
        return None if is_near(self.session, claim.url) else "offsite"

    def _request(self, claim: FileClaim) -> Request:
        return Request(
            claim.url,
            headers=conditions(claim) if claim.known else None,
            callback=self.parse_file,
            errback=self.file_failed,
            cb_kwargs={"claim": claim},
            meta={
                "file": claim,
                "download_maxsize": self.session.options.attachment_size,
                "download_timeout": FILE_TIMEOUT,
            },
            dont_filter=True,  # the archive knows what was asked for already
        )

    def _unasked(self, claim: FileClaim, reason: str, detail: str) -> None:
        """The file stays pending; where it is the portal that cannot be asked, all others do."""
        if reason in ("stopped", "outside_hours"):
            self._stopped = True
        elif self.session.is_own(claim.url):
            self._stopped = True
            self.session.trouble(reason, detail)
        else:
            self.session.run.problem(reason, detail, page_id=claim.article_id)

    def _settle(
        self, claim: FileClaim, verdict: Verdict, detail: str, problem: str | None = None
    ) -> None:
        with self.session.archive.transaction():
            self.downloads.settle(claim, verdict)
            if not verdict.good:
                self.session.run.count("files_failed")
            if kind := verdict.problem or problem:
                self.session.run.problem(kind, detail, page_id=claim.article_id)
            self.session.flush_requests()
        self.session.mind_blocks(claim.url, verdict)


def judge_file(status: int, body: bytes, claim: FileClaim) -> Verdict | None:
    """The verdict on an answer that is not the file; `None` where it is."""
    if status == 304:
        return ANSWERED
    if status >= 500:
        return judge_unanswered(f"http_{status}", known=claim.known, attempts=claim.attempts)
    if status != 200:
        reason = f"http_{status}"
        if is_blocked(reason):
            return judge_refused(reason, known=claim.known, attempts=claim.attempts)
        return judge_no_file(reason, claim)
    kind = detect(body).kind if body else "html"
    promised = promised_kinds(claim.url, claim.name)
    if kind in PLAIN and kind not in promised and (promised or kind in ("html", "json")):
        return judge_no_file("not_a_file", claim)
    return None


def judge_no_file(reason: str, claim: FileClaim) -> Verdict:
    """For an answer that is something else: looked at again a few times, a known file is kept."""
    if claim.known:
        return Verdict(state="done", reason=reason, retry_in=7 * DAY, problem=reason)
    again = DAY * 3**claim.attempts if claim.attempts + 1 < MAX_REFUSALS else None
    return Verdict(state="failed", reason=reason, retry_in=again, problem=reason)


def is_near(session: CrawlSession, url: str) -> bool:
    """Whether a file's address is the portal's own, or under the same registered domain.

    Portals keep files on hosts of their own (`file.x.gov.cn`). What an intruder links to, or
    another authority serves, is not the portal's to offer.
    """
    if session.is_own(url):
        return True
    host = urlsplit(url).hostname or ""
    domain = registered_domain(host)
    return bool(domain) and domain == registered_domain(
        urlsplit(session.options.portal.url).hostname or ""
    )


@cache
def registered_domain(host: str) -> str:
    """`qingyuan.gov.cn` for `www.qingyuan.gov.cn`; empty for an address."""
    extracted: Any = _suffixes()(host)
    return str(extracted.top_domain_under_public_suffix)


@cache
def _suffixes() -> Any:
    """The public suffixes as tldextract brings them: nothing is fetched for it."""
    from tldextract import TLDExtract

    return TLDExtract(suffix_list_urls=(), cache_dir=None)
