"""The pages that a command was given: files, folders, WARC files, URLs, standard input."""

from __future__ import annotations

import gzip
import os
import sys
import time
import urllib.error
import urllib.request
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email.message import Message
from http.client import HTTPException, HTTPResponse, IncompleteRead
from io import BytesIO
from pathlib import Path

from w3lib.url import safe_url_string

from portal_spider.archive.members import GZIP_MAGIC, RECORD_START
from portal_spider.archive.sources import SourcePage, read_pages, read_stream, why_no_page
from portal_spider.cli.options import CONTACT_VARIABLE, NAMES_NOTHING
from portal_spider.errors import UsageError
from portal_spider.settings import DOWNLOAD_MAXSIZE, DOWNLOAD_TIMEOUT, USER_AGENT
from portal_spider.urls import require_web_url

STDIN = "-"
FROM_WEB = ("http://", "https://")
REDIRECTS = (301, 302, 303, 307, 308)
AT_ONCE = 1 << 16
"""Bytes of a response that are read before it is looked at the clock."""


def pages_of(
    sources: Iterable[str],
    *,
    url: str | None = None,
    archive: Path | None = None,
    data: bool = False,
) -> Iterator[SourcePage]:
    """The pages of all `sources`, in order; what cannot be read is an item with an `error`.

    `url` says where the one page of one file, or of standard input, came from. URLs are
    asked for, or with `archive` taken from what it keeps. With `data`, JSON and XML of WARC files
    count as pages too, as listings can be, and an answer that is an error does not.

    Raises `UsageError` where `url` does not fit, `ArchiveError` where there is no archive.
    """
    sources = list(sources)
    if "" in sources:
        raise UsageError(NAMES_NOTHING)
    if url is not None and (len(sources) != 1 or sources[0].startswith(FROM_WEB)):
        raise UsageError("--url says where one file came from: give one file, or -")
    if url is not None:
        require_web_url(url)
    for source in sources:
        if source.startswith(FROM_WEB):
            page = fetch(source) if archive is None else page_in_archive(source, archive)
            if data and page.error is None and page.status >= 400:
                page = SourcePage(url=source, error=f"{source}: answers {page.status}")
            yield page
            continue
        found = 0
        for page in pages_of_file(source, url, data=data):
            found += 1
            yield page
        if not found:
            yield SourcePage(url=Path(source).absolute().as_uri(), error=f"{source}: has no page")


def page_in_archive(url: str, path: Path) -> SourcePage:
    """What the archive at `path` keeps of `url`."""
    from portal_spider.archive.database import Archive  # SQLite is loaded for this alone
    from portal_spider.archive.kept import kept_page

    with Archive.open(path, create=False, read_only=True) as archive:
        return kept_page(archive, url)


def pages_of_file(source: str, url: str | None, *, data: bool) -> Iterator[SourcePage]:
    """The pages of a file, a folder or standard input."""
    if source == STDIN:
        yield from pages_of_stdin(sys.stdin.buffer.read(), url, data=data)
    else:
        path = Path(source)
        if not path.exists() and url is None and source.lower().startswith("www."):
            yield SourcePage(url=f"http://{source}", error=f"{source}: begin a URL with http://")
            return
        for number, page in enumerate(read_pages(path, data=data)):
            if url is not None and number:
                raise UsageError(f"{source}: holds several pages, so --url does not fit")
            yield page if url is None else replace(page, url=url)


def pages_of_stdin(body: bytes, url: str | None, *, data: bool) -> Iterator[SourcePage]:
    """The one page that standard input holds, or those of a WARC file."""
    if url is None and body.startswith((GZIP_MAGIC, RECORD_START)):
        yield from read_stream(BytesIO(body), Path("standard input"), data=data)
        return
    problem = why_no_page(body)
    error = f"standard input: {problem}" if problem else None
    yield SourcePage(url=url or "about:blank", body=body, error=error)


def fetch(url: str) -> SourcePage:
    """Ask for one page, as a crawl would: who we are, how long and how much we wait for.

    Proxies are those of the environment (`http_proxy`). An error status is a page too. After
    redirects the page has the URL that answered: its links are relative to that.
    """
    headers = {"User-Agent": user_agent(), "Accept-Encoding": "gzip"}
    try:
        request = urllib.request.Request(safe_url_string(url), headers=headers)
        opener = urllib.request.build_opener()  # the shared one keeps the proxies of its first use
        try:
            response = opener.open(request, timeout=DOWNLOAD_TIMEOUT)
        except urllib.error.HTTPError as answered:
            if answered.code in REDIRECTS:  # that lead in a circle, or out of the web
                return SourcePage(url=url, error=f"{url}: redirects to no page: {answered.reason}")
            response = answered
        with response:
            body = read_whole(response, time.monotonic() + DOWNLOAD_TIMEOUT)
            return answer(response.url, response.status, response.headers, body)
    except IncompleteRead as error:
        return SourcePage(url=url, error=f"{url}: breaks off after {len(error.partial)} bytes")
    except (OSError, HTTPException, ValueError) as error:
        reason = error.reason if isinstance(error, urllib.error.URLError) else error
        said = " ".join(str(reason).split()) or type(reason).__name__
        return SourcePage(url=url, error=f"{url}: cannot be fetched: {said}")


def user_agent() -> str:
    """Who asks, and whom a portal may complain to."""
    contact = os.environ.get(CONTACT_VARIABLE)
    return f"{USER_AGENT} (+{contact})" if contact else USER_AGENT


def read_whole(response: HTTPResponse, until: float) -> bytes:
    """The body of a response, no more of it than shows that it is too large.

    Raises `TimeoutError` where it is still coming in at `until` (of `time.monotonic`), however
    steadily, and `IncompleteRead` where it breaks off.
    """
    body = bytearray()
    while len(body) <= DOWNLOAD_MAXSIZE:
        piece = response.read1(AT_ONCE)
        if not piece:
            if response.length:
                raise IncompleteRead(bytes(body), response.length)
            break
        body += piece
        if time.monotonic() > until:
            raise TimeoutError(f"not all of it came within {DOWNLOAD_TIMEOUT} seconds")
    return bytes(body[: DOWNLOAD_MAXSIZE + 1])


def answer(url: str, status: int, headers: Message, body: bytes) -> SourcePage:
    """The page in a response; servers that compress unasked, and bombs, are provided for."""
    coding = (headers.get("Content-Encoding") or "identity").strip().lower()
    if coding in ("gzip", "x-gzip"):
        try:
            with gzip.GzipFile(fileobj=BytesIO(body)) as packed:
                body = packed.read(DOWNLOAD_MAXSIZE + 1)
        except (OSError, EOFError, zlib.error) as error:
            return SourcePage(url=url, error=f"{url}: its gzip is damaged: {error}")
    elif coding != "identity":
        return SourcePage(url=url, error=f"{url}: is encoded as {coding}, which was not asked for")
    if len(body) > DOWNLOAD_MAXSIZE:
        return SourcePage(url=url, error=f"{url}: is larger than {DOWNLOAD_MAXSIZE >> 20} MiB")
    return SourcePage(
        url=url,
        body=body,
        status=status,
        headers=tuple(headers.items()),
        content_type=headers.get("Content-Type"),
        captured_at=datetime.now(UTC),
    )
