"""`portal-spider feed`: an Atom feed of what is new, changed and gone."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import click

from portal_spider.archive.atomic import whole_output
from portal_spider.archive.database import Archive
from portal_spider.archive.feed import read_news, render_feed
from portal_spider.cli.filters import filter_options, to_filters
from portal_spider.cli.options import NamedPath, archive_option
from portal_spider.cli.terminal import print_json
from portal_spider.errors import UsageError


@click.command()
@click.option("--search", "query", help="Only articles that have these words.")
@filter_options
@click.option("--limit", type=click.IntRange(1, 1000), default=50, show_default=True)
@click.option("--title", default="portal_spider", help="Title of the feed.")
@click.option(
    "--link", default="urn:portal-spider:feed", help="Where the feed will be; also its id."
)
@click.option(
    "--output", type=NamedPath(path_type=Path), help="A file, replaced as a whole; else stdout."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout, not a feed.")
@archive_option
def feed(
    query: str | None,
    limit: int,
    title: str,
    link: str,
    output: Path | None,
    as_json: bool,
    archive: Path,
    **narrowing: Any,
) -> None:
    """Print an Atom feed of the latest new, changed and withdrawn articles.

    \b
    Examples:
      portal-spider feed --portal demo > news.atom
      portal-spider feed --search 防汛 --output /srv/www/flood.atom
    """
    if as_json and output is not None:
        raise UsageError("--json goes to stdout: leave --output out")
    with Archive.open(archive, create=False, read_only=True) as opened:
        items = read_news(opened, filters=to_filters(opened, **narrowing), query=query, limit=limit)
    if as_json:
        print_json({"items": [dataclasses.asdict(item) for item in items]})
        return
    text = render_feed(items, title=title, link=link)
    if output is None:
        click.echo(text.encode("utf-8", "replace"))  # as its first line says, whatever the locale
        return
    with whole_output(output, source=archive) as path:
        path.write_text(text, "utf-8")
