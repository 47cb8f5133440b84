"""Running crawls: Scrapy's process, and what a person sees of it meanwhile."""

from __future__ import annotations

import dataclasses
import logging
import os
import sys
import tempfile
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import click

from portal_spider.archive.copying import copy_archive
from portal_spider.archive.database import Archive
from portal_spider.cli.crawl_report import complaints
from portal_spider.cli.interrupts import Interrupts
from portal_spider.cli.options import CONTACT_VARIABLE
from portal_spider.cli.terminal import print_json
from portal_spider.errors import PortalSpiderError
from portal_spider.spiders.options import CrawlOptions
from portal_spider.spiders.session import CrawlSession, check_place, open_session

UNTRUSTED = "while verifying certificate"
"""What Twisted logs, with a traceback, of a certificate that is not the host's."""


class Unforeseen(logging.Filter):
    """Keeps expected errors out of the log: the command says them itself, in one line."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record is worth its traceback."""
        error = record.exc_info[1] if record.exc_info else None
        return not isinstance(error, PortalSpiderError) and record.getMessage() != UNTRUSTED


RECORDED = (
    "scrapy.core.downloader.handlers.http11",
    "scrapy.downloadermiddlewares.httpcompression",
)
"""Loggers that warn of answers too large or cut short: of which the archive keeps a record."""


def progress(sessions: Sequence[CrawlSession]) -> AbstractContextManager[object]:
    """A board on the terminal; nothing where stderr is none."""
    if not sys.stderr.isatty():
        return nullcontext()
    from portal_spider.cli.progress import Board

    return Board(sessions).live()


def run_crawls(sessions: Sequence[CrawlSession], interrupts: Interrupts) -> None:
    """Crawl until every session is closed, side by side in one process."""
    from scrapy.crawler import AsyncCrawlerProcess
    from scrapy.settings import Settings
    from twisted.logger import globalLogBeginner

    from portal_spider.spiders.portal import PortalSpider

    settings = Settings()
    settings.setmodule("portal_spider.settings", priority="project")
    if contact := os.environ.get(CONTACT_VARIABLE):
        settings.set(CONTACT_VARIABLE, contact, priority="cmdline")
    process = AsyncCrawlerProcess(settings)
    # Until something begins to log, Twisted prints what is critical, on top of the log.
    globalLogBeginner.beginLoggingTo([], redirectStandardIO=False, discardBuffer=True)
    for name in ("scrapy.core.scraper", "scrapy.core.engine", "twisted"):
        logging.getLogger(name).addFilter(Unforeseen())
    for name in RECORDED:
        logging.getLogger(name).setLevel(logging.ERROR)
    crawls = [process.crawl(PortalSpider, session=session) for session in sessions]
    interrupts.watch(process, sessions)
    with progress(sessions):
        process.start(install_signal_handlers=False)
    for crawl in crawls:
        if not crawl.cancelled() and (error := crawl.exception()) is not None:
            raise error


def crawl_all(crawls: list[CrawlOptions], interrupts: Interrupts) -> list[CrawlSession]:
    """Open a session for every crawl, all or none, and run them side by side."""
    sessions: list[CrawlSession] = []
    try:
        for options in crawls:
            sessions.append(open_session(options))  # noqa: PERF401  # those opened are closed
        run_crawls(sessions, interrupts)
    finally:
        for session in sessions:
            session.close("interrupted", 130)
    return sessions


def rehearse(crawls: list[CrawlOptions], interrupts: Interrupts, *, as_json: bool) -> None:
    """Crawl the listings into a copy of the archive, and print what would be fetched next."""
    worst = 0
    with tempfile.TemporaryDirectory(prefix="portal-spider-") as folder:
        copies = []
        for number, options in enumerate(crawls):
            copy = Path(folder) / f"{number}.db"
            check_place(options.archive)
            copy_archive(options.archive, copy)
            copies.append(
                dataclasses.replace(options, archive=copy, max_pages=0, attachments=False)
            )
        for options, session in zip(crawls, crawl_all(copies, interrupts), strict=True):
            with Archive.open(session.options.archive) as archive:
                session.frontier.archive = archive
                for claim in session.frontier.claim(options.max_pages or sys.maxsize):
                    if as_json:
                        print_json({"portal": options.portal.name, "url": claim.url})
                    else:
                        click.echo(claim.url)
            for line in complaints(session):
                click.echo(f"portal-spider: {line}", err=True)
            worst = max(worst, int(session.record["exit_code"]))
    sys.exit(worst)
