"""`portal-spider report`: what an archive holds and how well, in one HTML file."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime
from pathlib import Path

import click

from portal_spider.archive.atomic import whole_output
from portal_spider.archive.database import Archive
from portal_spider.archive.statistics import read_statistics
from portal_spider.browse.report import render_report
from portal_spider.cli.options import NamedPath, archive_option
from portal_spider.cli.terminal import print_json


@click.command()
@click.option(
    "--out",
    type=NamedPath(path_type=Path, dir_okay=False),
    default=Path("report.html"),
    show_default=True,
    help="The HTML file to write; one that is there is replaced.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the numbers as JSON, write no file.")
@archive_option
def report(out: Path, as_json: bool, archive: Path) -> None:
    """Write what an archive holds, and how well, as one HTML file.

    Sections by month, volume by day, fill rates, faults, hacked pages, failing hosts, changes and
    withdrawals. The file opens offline and holds no script.

    \b
    Examples:
      portal-spider report
      portal-spider report --archive data/archive.db --out coverage.html
    """
    with Archive.open(archive, create=False, read_only=True) as opened:
        statistics = read_statistics(opened)
    if as_json:
        print_json(dataclasses.asdict(statistics))
        return
    document = render_report(statistics, name=archive.stem, generated_at=datetime.now(UTC))
    with whole_output(out, source=archive) as path:
        path.write_text(document, "utf-8")
    click.echo(f"{out}: {statistics.totals.articles} articles reported", err=True)
