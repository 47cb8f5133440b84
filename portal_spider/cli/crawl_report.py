"""What a crawl says at its end: one line a portal, and what kept sections from being crawled."""

from __future__ import annotations

import sys
from typing import Any

import click

from portal_spider.archive.runs import COUNTS
from portal_spider.cli.terminal import print_json
from portal_spider.errors import NothingFetched
from portal_spider.spiders.session import CrawlSession

MOST_LINES = 5
"""Complaints printed about one portal."""


def report(sessions: list[CrawlSession], seconds: float, *, as_json: bool) -> None:
    """Say in one line a portal what came of the crawl; exit with the worst code."""
    worst = 0
    for session in sessions:
        if session.error is not None:
            raise session.error
        record = session.record
        if as_json:
            print_json(record)
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
        f"{record[name]} {name.replace('_', ' ')}"
        for name in COUNTS
        if name != "requests" and (record[name] or name == "new")
    )
    pending = record["pages"].get("pending", 0)
    return (
        f"{record['portal']}: {record['outcome']}; {counts}; {pending} pending;"
        f" {record['requests']} requests in {seconds:.1f} s"
    )
