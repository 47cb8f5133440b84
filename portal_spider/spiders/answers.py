"""What an answer says of a page before anything reads it, and what the lack of one says."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError

from portal_spider.archive.downloads import FileClaim
from portal_spider.archive.frontier import Claim
from portal_spider.archive.verdicts import (
    ANSWERED,
    Verdict,
    is_blocked,
    judge_elsewhere,
    judge_missing,
    judge_refused,
    judge_unanswered,
)
from portal_spider.archive.walks import SectionRow
from portal_spider.items import Capture, Page
from portal_spider.portals import is_home
from portal_spider.settings import DOWNLOAD_MAXSIZE
from portal_spider.urls import canonical_url, url_id

READ_TYPES = ("text/html", "application/xhtml+xml", "text/plain", "application/xml", "text/xml")
"""Media types that may be an article; a server that names none is taken at its page's word."""

TOO_LARGE = f"the answer is larger than {DOWNLOAD_MAXSIZE >> 20} MiB"

FAILURES: tuple[tuple[type[Exception], str, str], ...] = (
    (CannotResolveHostError, "dns", "no such host, or its address is in a private network"),
    (DownloadConnectionRefusedError, "connection_refused", "the host refuses connections"),
    (DownloadTimeoutError, "timeout", "no answer in time"),
    (ResponseDataLossError, "cut_short", "the answer breaks off"),
    (DownloadCancelledError, "too_large", TOO_LARGE),
    (UnsupportedURLSchemeError, "scheme", "not an http or https address"),
)
"""What kept a page from answering: as the archive names it, and for a person."""

TLS_ERROR = re.compile(r"SSL routines', '[^']*', '([^']+)'")
"""What OpenSSL says, in the midst of what Twisted says."""

LOST = re.compile(r"twisted\.[\w.]+: ([^<>]+?)\.?>")
"""What Twisted says of a connection that gave no answer, in the midst of what that is to Python."""

ELSEWHERE = ("robots", "offsite", "scheme", "too_large", "redirect_loop")
"""Reasons that trying again would not change."""
UNASKED = ("throttled", "stopped", "robots_unreachable", "outside_hours")
"""Reasons for which a page was not asked for at all: it stays as it is."""


def conditions(row: Claim | FileClaim | SectionRow) -> dict[str, str]:
    """The headers that ask for an answer only where it is not the one that `row` knows."""
    named = {"If-None-Match": row.etag, "If-Modified-Since": row.last_modified}
    return {name: value for name, value in named.items() if value}


def capture_of(response: Response, claim: Claim) -> Capture:
    """The response to a request for a page, as the archive takes it."""
    meta = response.meta
    return Capture(
        url=claim.url,
        final_url=claim.url if same_page(response.url, claim.url) else response.url,
        status=response.status,
        headers=header_pairs(response),
        body=response.body if response.status != 304 else b"",
        captured_at=meta.get("captured_at") or datetime.now(UTC),
        entry=claim.entry,
        section_id=claim.section_id,
        warc=meta.get("warc"),
    )


def judge_response(
    response: Response, claim: Claim, *, listed: bool, seen: Callable[[int], bool]
) -> Verdict | None:
    """The verdict on an answer that need not be read; `None` for one that the pipelines read.

    `listed` says whether a section shows the page, `seen` whether the archive has a page.
    """
    status = response.status
    if status == 304:
        return ANSWERED
    if status in (404, 410):
        reason = f"http_{status}"
        return judge_missing(reason, known=claim.known, listed=listed, attempts=claim.attempts)
    if not same_page(response.url, claim.url):
        if is_home(response.url):
            return judge_missing(
                "redirect_home", known=claim.known, listed=listed, attempts=claim.attempts
            )
        if seen(url_id(response.url)):
            return judge_elsewhere(f"redirect:{response.url}", known=claim.known)
    media_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
    media_type = media_type.partition(";")[0].strip().lower()
    if status == 200 and media_type and media_type not in READ_TYPES:
        return judge_elsewhere(f"file:{media_type}", known=claim.known)
    return None


def judge_page(page: Page, capture: Capture, claim: Claim, *, listed: bool) -> Verdict:
    """The verdict on an answer that was read."""
    if page.kind == "article" and capture.status == 200:
        return ANSWERED
    reason = page.reason or page.kind
    if capture.status != 200 and not is_blocked(reason):
        reason = f"http_{capture.status}"
        if capture.status >= 500:
            return judge_unanswered(reason, known=claim.known, attempts=claim.attempts)
    if reason == "soft_404":
        return judge_missing(reason, known=claim.known, listed=listed, attempts=claim.attempts)
    return judge_refused(reason, known=claim.known, attempts=claim.attempts)


def judge_failure(reason: str, claim: Claim) -> Verdict | None:
    """The verdict on a page that gave no answer; `None` where it was not asked for at all."""
    if reason in UNASKED:
        return None
    if reason in ELSEWHERE or reason.startswith("http_3"):
        return judge_elsewhere(reason, known=claim.known)
    return judge_unanswered(reason, known=claim.known, attempts=claim.attempts)


def failure_reason(error: BaseException | None) -> tuple[str, str]:
    """Why a request got no answer: the reason that the archive keeps, and a line for a person."""
    detail = " ".join(str(error).split()) or type(error).__name__
    if isinstance(reason := getattr(error, "reason", None), str):
        return reason, detail
    for kind, name, words in FAILURES:
        if isinstance(error, kind):
            return name, words
    if match := TLS_ERROR.search(detail):
        return "tls", f"TLS: {match[1]}"
    if "service_identity" in detail:
        return "tls", "TLS: the certificate is another host's"
    if match := LOST.search(detail):
        return "unreachable", match[1]
    if isinstance(error, HttpError):
        return f"http_{error.response.status}", f"answers {error.response.status}"
    if isinstance(error, IgnoreRequest):  # Scrapy's own: whatever it is for, says its text
        return ("too_large", TOO_LARGE) if "MAXSIZE" in detail else ("redirect_loop", detail)
    return "unreachable", detail


def located(url: str, detail: str) -> str:
    """`detail` with the URL that it is about, where it does not name one."""
    return detail if "://" in detail else f"{url}: {detail}"


def same_page(url: str, other: str) -> bool:
    """Whether two URLs are one page: equal but for `http` and `https`."""
    return _without_scheme(url) == _without_scheme(other)


def header_pairs(response: Response) -> tuple[tuple[str, str], ...]:
    """The response's headers as text, byte for byte (latin-1)."""
    pairs: list[tuple[str, str]] = []
    for name, values in response.headers.items():
        many: Any = values if isinstance(values, list) else [values]
        pairs += [(name.decode("latin-1"), value.decode("latin-1")) for value in many]
    return tuple(pairs)


def header(response: Response, name: str) -> str | None:
    """A header of the response as text; `None` where it has none."""
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None


def _without_scheme(url: str) -> str:
    return canonical_url(url).partition("://")[2]
