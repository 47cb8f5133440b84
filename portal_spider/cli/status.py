"""`portal-spider status`: the last runs, and where every portal stands."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from portal_spider.archive.database import Archive
from portal_spider.archive.names import find_portal_id
from portal_spider.archive.runs import last_runs
from portal_spider.archive.statistics import HackedPortal, hacked_portals
from portal_spider.cli.options import archive_option
from portal_spider.cli.terminal import print_json, printable

LEAST_WIDTH = 110
"""Columns of text below which the table would be cut; a pipe has none to speak of."""
COLUMNS = ("new", "changed", "gone", "refused", "failed")


@click.command()
@click.argument("portal", required=False)
@archive_option
@click.option("--limit", type=click.IntRange(1, 10**6), default=10, show_default=True, help="Runs.")
@click.option("--json", "as_json", is_flag=True, help="Print an object a run, or a hacked portal.")
def status(portal: str | None, archive: Path, limit: int, as_json: bool) -> None:
    """Show the last runs, the latest first, and the portals on which spam was seen.

    \b
    Example: portal-spider status demo --limit 3
    """
    with Archive.open(archive, create=False, read_only=True) as opened:
        if portal is not None:
            find_portal_id(opened, portal)
        runs = last_runs(opened, portal, limit)
        hacked = [found for found in hacked_portals(opened) if portal in (None, found.portal)]
    if as_json:
        for record in (*with_spam(runs, hacked), *without_runs(runs, hacked)):
            print_json(record)
        return
    if runs:
        Console(width=max(Console().width, LEAST_WIDTH)).print(as_table(runs))
    else:
        click.echo("no runs yet")
    for found in hacked:
        seen = f"first seen {found.first_seen[:10]}, last seen {found.last_seen[:10]}"
        pages = f"{found.pages} page{'s' if found.pages > 1 else ''} with spam"
        click.echo(f"hacked: {printable(found.portal)}, {pages}, {seen}")


def with_spam(
    runs: Sequence[dict[str, Any]], hacked: Sequence[HackedPortal]
) -> Iterator[dict[str, Any]]:
    """The runs, each with what spam was seen on its portal's pages, in whatever run."""
    spam = {found.portal: sightings(found) for found in hacked}
    for run in runs:
        yield {**run, "spam": spam.get(run["portal"])}


def without_runs(
    runs: Sequence[dict[str, Any]], hacked: Sequence[HackedPortal]
) -> Iterator[dict[str, Any]]:
    """The hacked portals of which no run is shown: imported ones, or not crawled of late."""
    shown = {run["portal"] for run in runs}
    for found in hacked:
        if found.portal not in shown:
            yield {"portal": found.portal, "spam": sightings(found)}


def sightings(found: HackedPortal) -> dict[str, Any]:
    """On how many pages of a portal spam was seen, and when first and last."""
    record = dataclasses.asdict(found)
    return {name: record[name] for name in ("pages", "first_seen", "last_seen", "example_url")}


def as_table(runs: list[dict[str, Any]]) -> Table:
    """The runs as a table, one a row."""
    table = Table(box=None, padding=(0, 2, 0, 0))
    for name in ("portal", "started (UTC)", "outcome"):
        table.add_column(name, no_wrap=True)
    for name in (*COLUMNS, "pending"):
        table.add_column(name, justify="right", no_wrap=True)
    for run in runs:
        table.add_row(
            printable(str(run["portal"])),
            str(run["started_at"])[:16].replace("T", " "),
            run["outcome"] or "not finished",
            *(str(run[name]) for name in COLUMNS),
            str(run["pages"].get("pending", 0)),
        )
    return table
