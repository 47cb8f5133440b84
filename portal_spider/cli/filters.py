"""The options that narrow which articles a command is about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from portal_spider.archive.database import Archive
from portal_spider.archive.names import find_portal_id, refuse_unknown_section
from portal_spider.archive.search import Filters
from portal_spider.spiders.options import parse_day

F = TypeVar("F", bound=Callable[..., Any])


def filter_options(command: F) -> F:
    """Add `--portal`, `--section`, `--source`, `--since` and `--until` to a command."""
    for option in (
        click.option("--until", metavar="DATE", help="Last day of publication."),
        click.option("--since", metavar="DATE", help="First day of publication (or 30d)."),
        click.option("--source", help="Who published it first (来源)."),
        click.option("--section", help="A section's name, or the URL of its listing."),
        click.option("--portal", help="A portal's name."),
    ):
        command = option(command)
    return command


def to_filters(
    archive: Archive,
    *,
    portal: str | None,
    section: str | None,
    source: str | None,
    since: str | None,
    until: str | None,
) -> Filters:
    """What those options say of the archive.

    Raises `UsageError` where there is no such portal or section in it, or a date is none.
    """
    if portal is not None:
        find_portal_id(archive, portal)
    if section is not None:
        refuse_unknown_section(archive, section)
    return Filters(
        portal=portal,
        section=section,
        source=source,
        since=parse_day(since, "--since").isoformat() if since is not None else None,
        until=parse_day(until, "--until").isoformat() if until is not None else None,
    )
