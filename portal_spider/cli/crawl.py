"""`portal-spider crawl`: sections into the archive."""

from __future__ import annotations

import dataclasses
import sys
import time
from pathlib import Path

import click

from portal_spider.archive.locks import refuse_if_busy
from portal_spider.cli.interrupts import Interrupts
from portal_spider.cli.loading import UNUSED, unseen
from portal_spider.cli.options import archive_option, profiles_option
from portal_spider.spiders.options import (
    DEMO,
    MOST_DELAY,
    CrawlOptions,
    choose_portal,
    parse_day,
    parse_recheck,
    parse_size,
    parse_window,
)


@click.command()
@click.argument("targets", nargs=-1, required=True, metavar="PORTAL|URL...")
@click.option("--section", "sections", multiple=True, help="Only this section; may be repeated.")
@click.option("--since", metavar="DATE", help="Only what is dated from this day on (or 30d).")
@click.option("--until", metavar="DATE", help="Only what is dated up to this day.")
@click.option(
    "--max-pages", type=click.IntRange(0, 10**9), help="Ask for at most so many articles."
)
@click.option(
    "--recheck",
    metavar="AGE|all",
    help="Ask again for articles published within AGE (30d), or all.",
)
@click.option(
    "--delay", type=click.FloatRange(0, MOST_DELAY), help="Seconds between requests to a host."
)
@click.option("--between", metavar="HH:MM-HH:MM", help="Ask only in these hours, local time.")
@click.option("--attachments", is_flag=True, help="Fetch the files that articles offer, too.")
@click.option(
    "--attachment-size",
    metavar="SIZE",
    default="32MiB",
    show_default=True,
    help="Fetch no larger files.",
)
@click.option(
    "--edition", type=click.IntRange(1, 2), default=1, show_default=True, help="Of the demo portal."
)
@profiles_option
@click.option("--dry-run", is_flag=True, help="Walk the listings, print what would be fetched.")
@archive_option
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="Print the run's record as JSON; of a dry run, the pages.",
)
def crawl(
    targets: tuple[str, ...],
    sections: tuple[str, ...],
    since: str | None,
    until: str | None,
    max_pages: int | None,
    recheck: str | None,
    delay: float | None,
    between: str | None,
    attachments: bool,
    attachment_size: str,
    edition: int,
    profiles: tuple[Path, ...],
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
    age, everything = parse_recheck(recheck) if recheck is not None else (None, False)
    common = CrawlOptions(
        portal=choose_portal(targets[0], sections, profiles)[0],
        archive=archive,
        since=parse_day(since, "--since") if since is not None else None,
        until=parse_day(until, "--until") if until is not None else None,
        max_pages=max_pages,
        recheck=age,
        recheck_all=everything,
        delay=delay,
        between=parse_window(between) if between is not None else None,
        attachments=attachments,
        attachment_size=parse_size(attachment_size),
        edition=edition,
        command=" ".join(["crawl", *sys.argv[2:]]),
    )
    crawls = plan(common, targets, sections, profiles)
    started = time.monotonic()
    interrupts = Interrupts()
    with interrupts.handled():
        if not dry_run:
            for options in crawls:
                refuse_if_busy(archive, options.portal.name)
        # Only now what takes long to import: a portal that is busy is left at once.
        with unseen(*UNUSED):
            from portal_spider.cli.crawl_report import report
            from portal_spider.cli.crawling import crawl_all, rehearse

        if dry_run:
            rehearse(crawls, interrupts, as_json=as_json)
            return
        sessions = crawl_all(crawls, interrupts)
    report(sessions, time.monotonic() - started, as_json=as_json)


def plan(
    common: CrawlOptions,
    targets: tuple[str, ...],
    sections: tuple[str, ...],
    profiles: tuple[Path, ...],
) -> list[CrawlOptions]:
    """One crawl a portal, with the sections that any of the targets names."""
    portals: dict[str, CrawlOptions] = {}
    for target in targets:
        portal, narrowed = choose_portal(target, sections, profiles)
        if (before := portals.get(portal.name)) is not None:
            merged = dict.fromkeys((*before.portal.sections, *portal.sections))
            portal = dataclasses.replace(portal, sections=tuple(merged))
        portals[portal.name] = dataclasses.replace(
            common, portal=portal, narrowed=narrowed, serve_demo=target == DEMO
        )
    return list(portals.values())
