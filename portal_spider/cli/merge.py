"""`portal-spider merge`: unite archives."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import click

from portal_spider.archive.database import Archive
from portal_spider.archive.merge import merge_archive
from portal_spider.cli.options import NamedPath, archive_option
from portal_spider.cli.terminal import print_json


@click.command()
@click.argument("sources", nargs=-1, required=True, type=NamedPath(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON object a source on stdout.")
@archive_option
def merge(sources: tuple[Path, ...], as_json: bool, archive: Path) -> None:
    """Add to the archive all that the SOURCES have and it has not, WARC files included.

    Merging twice changes nothing, and the order of merges does not matter. The archive is made
    where there is none.

    \b
    Examples:
      portal-spider merge other.db --archive data/archive.db
      portal-spider merge north.db south.db --archive all.db
    """
    for path in sources:  # none of which may be missing, before an archive is made for them
        Archive.open(path, create=False, read_only=True).close()
    with Archive.open(archive) as target:
        for path in sources:
            with Archive.open(path, create=False, read_only=True) as source:
                merged = merge_archive(target, source)
            if as_json:
                print_json({"source": str(path), **dataclasses.asdict(merged)})
            else:
                click.echo(
                    f"{path}: {merged.pages} pages, {merged.articles} articles, "
                    f"{merged.captures} fetches, {merged.warc_files} WARC files and "
                    f"{merged.files} attached files added, "
                    f"{merged.united} articles united"
                )
