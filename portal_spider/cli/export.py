"""`portal-spider export`: take articles away."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import click

from portal_spider.archive.database import Archive
from portal_spider.archive.excerpt import export_archive
from portal_spider.archive.export import STDOUT, Format, export_articles
from portal_spider.cli.filters import filter_options, to_filters
from portal_spider.cli.options import NamedPath, archive_option
from portal_spider.cli.terminal import print_json
from portal_spider.errors import UsageError

FORMATS = {
    ".jsonl": "jsonl",
    ".csv": "csv",
    ".parquet": "parquet",
    ".db": "sqlite",
    ".sqlite": "sqlite",
}
"""By the ending of the file's name."""


@click.command()
@click.argument("file", type=NamedPath(path_type=Path, allow_dash=True))
@click.option(
    "--format",
    "form",
    type=click.Choice(["jsonl", "csv", "parquet", "sqlite"]),
    help="By default what the name of FILE ends in; JSON lines on stdout.",
)
@click.option("--search", "query", help="Only articles that have these words.")
@filter_options
@click.option("--json", "as_json", is_flag=True, help="Say what was written as JSON, on stderr.")
@archive_option
def export(
    file: Path,
    form: str | None,
    query: str | None,
    as_json: bool,
    archive: Path,
    **narrowing: Any,
) -> None:
    """Write articles to FILE, which is whole or not there; `-` is stdout.

    An SQLite export is an archive of its own with everything that belongs to its articles, except
    the raw bytes. Cells of CSV that a spreadsheet would compute get an apostrophe before them.

    \b
    Examples:
      portal-spider export articles.csv --portal demo --since 2026-01-01
      portal-spider export - --search '防汛 预案' | jq .title
      portal-spider export education.db --search 教育
    """
    form = form or ("jsonl" if file == STDOUT else FORMATS.get(file.suffix.lower()))
    if form is None:
        raise UsageError(f"{file}: cannot tell the format by its name: give one with --format")
    with Archive.open(archive, create=False, read_only=True) as opened:
        filters = to_filters(opened, **narrowing)
        if form == "sqlite":
            if file == STDOUT:
                raise UsageError("an archive cannot be written to stdout: name a file")
            count = export_archive(opened, file, filters=filters, query=query)
        else:
            count = export_articles(opened, file, cast(Format, form), filters=filters, query=query)
    said = {"file": str(file), "format": form, "articles": count}
    if as_json:
        print_json(said, err=True)
    else:
        click.echo(f"{count} articles written to {file}", err=True)
