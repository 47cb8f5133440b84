"""The options that narrow which articles a command is about."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

import click

from portal_spider.archive.search import Filters

F = TypeVar("F", bound=Callable[..., Any])
DAY = click.DateTime(["%Y-%m-%d"])


def filter_options(command: F) -> F:
    """Add `--portal`, `--section`, `--source`, `--since` and `--until` to a command."""
    for option in (
        click.option("--until", type=DAY, help="Last day of publication."),
        click.option("--since", type=DAY, help="First day of publication."),
        click.option("--source", help="Who published it first (来源)."),
        click.option("--section", help="A section's name, or the URL of its listing."),
        click.option("--portal", help="A portal's name."),
    ):
        command = option(command)
    return command


def to_filters(
    *,
    portal: str | None,
    section: str | None,
    source: str | None,
    since: datetime | None,
    until: datetime | None,
) -> Filters:
    """What those options say."""
    return Filters(
        portal=portal,
        section=section,
        source=source,
        since=f"{since:%Y-%m-%d}" if since else None,
        until=f"{until:%Y-%m-%d}" if until else None,
    )
