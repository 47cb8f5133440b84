"""`portal-spider crawl`: sections into the archive."""

from __future__ import annotations

import dataclasses
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import click

from portal_spider.archive.copying import copy_archive
from portal_spider.archive.database import Archive
from portal_spider.cli.crawling import Interrupts, run_crawls
from portal_spider.errors import NothingFetched
from portal_spider.spiders.options import (
    ARCHIVE_VARIABLE,
    DEFAULT_ARCHIVE,
    DEMO,
    CrawlOptions,
    choose_portal,
    parse_day,
    parse_recheck,
    parse_window,
)
from portal_spider.spiders.session import CrawlSession, open_session

MOST_LINES = 5
"""Complaints printed about one portal."""


@click.command()
@click.argument("targets", nargs=-1, required=True, metavar="PORTAL|URL...")
@click.option("--section", "sections", multiple=True, help="Only this section; may be repeated.")
@click.option("--since", metavar="DATE", help="Only what is dated from this day on (or 30d).")
@click.option("--until", metavar="DATE", help="Only what is dated up to this day.")
@click.option("--max-pages", type=click.IntRange(min=0), help="Ask for at most so many articles.")
@click.option(
    "--recheck",
    metavar="AGE|all",
    help="Ask again for articles published within AGE (30d), or all.",
)
@click.option("--delay", type=click.FloatRange(min=0), help="Seconds between requests to a host.")
@click.option("--between", metavar="HH:MM-HH:MM", help="Ask only in these hours, local time.")
@click.option(
    "--edition", type=click.IntRange(1, 2), default=1, show_default=True, help="Of the demo portal."
)
@click.option("--dry-run", is_flag=True, help="Walk the listings, print what would be fetched.")
@click.option(
    "--archive",
    type=click.Path(path_type=Path),
    default=DEFAULT_ARCHIVE,
    envvar=ARCHIVE_VARIABLE,
    show_default=True,
    show_envvar=True,
    help="The SQLite file to crawl into.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the run's record as JSON.")
def crawl(
    targets: tuple[str, ...],
    sections: tuple[str, ...],
    since: str | None,
    until: str | None,
    max_pages: int | None,
    recheck: str | None,
    delay: float | None,
    between: str | None,
    edition: int,
    dry_run: bool,
    archive: Path,
    as_json: bool,
) -> None:
    """Crawl portals, or sections by their listings' URLs, into the archive.

    A second crawl asks only what is new. A crawl that was cut short, even by kill -9, is carried
    on by the next one.

    \b
    Examples:
      portal-spider crawl demo
      portal-spider crawl gdqy --section 政务要闻 --since 90d
      portal-spider crawl https://www.example.gov.cn/xxgk/tzgg/ --recheck 30d
    """
    age, everything = parse_recheck(recheck) if recheck else (None, False)
    common = CrawlOptions(
        portal=choose_portal(targets[0], sections)[0],
        archive=archive,
        since=parse_day(since, "--since") if since else None,
        until=parse_day(until, "--until") if until else None,
        max_pages=max_pages,
        recheck=age,
        recheck_all=everything,
        delay=delay,
        between=parse_window(between) if between else None,
        edition=edition,
        command=" ".join(["crawl", *sys.argv[2:]]),
    )
    crawls = plan(common, targets, sections)
    interrupts = Interrupts()
    with interrupts.handled():
        if dry_run:
            rehearse(crawls, interrupts)
            return
        started = time.monotonic()
        sessions = crawl_all(crawls, interrupts)
    report(sessions, time.monotonic() - started, as_json=as_json)


def plan(
    common: CrawlOptions, targets: tuple[str, ...], sections: tuple[str, ...]
) -> list[CrawlOptions]:
    """One crawl a portal, with the sections that any of the targets names."""
    portals: dict[str, CrawlOptions] = {}
    for target in targets:
        portal, narrowed = choose_portal(target, sections)
        if (before := portals.get(portal.name)) is not None:
            merged = dict.fromkeys((*before.portal.sections, *portal.sections))
            portal = dataclasses.replace(portal, sections=tuple(merged))
        portals[portal.name] = dataclasses.replace(
            common, portal=portal, narrowed=narrowed, serve_demo=target == DEMO
        )
    return list(portals.values())


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


def rehearse(crawls: list[CrawlOptions], interrupts: Interrupts) -> None:
    """Crawl the listings into a copy of the archive, and print what would be fetched next."""
    worst = 0
    with tempfile.TemporaryDirectory(prefix="portal-spider-") as folder:
        copies = []
        for number, options in enumerate(crawls):
            copy = Path(folder) / f"{number}.db"
            copy_archive(options.archive, copy)
            copies.append(dataclasses.replace(options, archive=copy, max_pages=0))
        for options, session in zip(crawls, crawl_all(copies, interrupts), strict=True):
            with Archive.open(session.options.archive) as archive:
                session.frontier.archive = archive
                for claim in session.frontier.claim(options.max_pages or sys.maxsize):
                    click.echo(claim.url)
            for line in complaints(session):
                click.echo(f"portal-spider: {line}", err=True)
            worst = max(worst, int(session.record["exit_code"]))
    sys.exit(worst)


def report(sessions: list[CrawlSession], seconds: float, *, as_json: bool) -> None:
    """Say in one line a portal what came of the crawl; exit with the worst code."""
    worst = 0
    for session in sessions:
        if session.error is not None:
            raise session.error
        record = session.record
        if as_json:
            click.echo(json.dumps(record, ensure_ascii=False))
        elif record["exit_code"] != NothingFetched.exit_code:
            click.echo(summary(record, seconds))
        for line in complaints(session):
            click.echo(f"portal-spider: {line}", err=True)
        worst = max(worst, int(record["exit_code"]))
    sys.exit(worst)


def complaints(session: CrawlSession) -> list[str]:
    """What kept sections from being crawled, in few lines; the archive has them all."""
    lines = list(dict.fromkeys(trouble.detail for trouble in session.troubles))
    if session.record["exit_code"] == NothingFetched.exit_code:
        why = lines[0] if lines else "robots.txt forbids it"
        return [f"{session.options.portal.name}: nothing could be fetched: {why}"]
    if len(lines) > MOST_LINES:
        lines[MOST_LINES:] = [f"and {len(lines) - MOST_LINES} more: see table problems"]
    return lines


def summary(record: dict[str, Any], seconds: float) -> str:
    """A run in one line."""
    counts = ", ".join(
        f"{record[name]} {name}"
        for name in ("new", "changed", "unchanged", "gone", "refused", "failed")
        if record[name] or name == "new"
    )
    pending = record["pages"].get("pending", 0)
    return (
        f"{record['portal']}: {record['outcome']}; {counts}; {pending} pending;"
        f" {record['requests']} requests in {seconds:.1f} s"
    )
