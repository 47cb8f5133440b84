"""`portal-spider verify`: is the archive whole?"""

from __future__ import annotations

import dataclasses
from pathlib import Path

import click

from portal_spider.archive.database import Archive, is_writable
from portal_spider.archive.index import rebuild_index
from portal_spider.archive.verification import verify_archive
from portal_spider.cli.options import archive_option
from portal_spider.cli.terminal import print_json, printable
from portal_spider.errors import ArchiveError


@click.command()
@click.option("--rebuild-index", "rebuild", is_flag=True, help="Build the search index anew first.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout.")
@archive_option
def verify(rebuild: bool, as_json: bool, archive: Path) -> None:
    """Check the database, the search index, the WARC files and their manifest.

    Names every fault and ends with exit code 4 where there is one. An archive of an older version
    is brought up to date first. One that may not be written is checked as it is.

    \b
    Examples:
      portal-spider verify
      portal-spider verify --archive data/archive.db --json
    """
    read_only = not rebuild and not is_writable(archive)
    with Archive.open(archive, create=False, read_only=read_only) as opened:
        if rebuild:
            with opened.transaction() as db:
                rebuild_index(db.conn)
        faults = []
        for fault in verify_archive(opened):
            faults.append(fault)
            if not as_json:
                click.echo(printable(f"{fault.check}: {fault.what}"))
    if as_json:
        listed = [dataclasses.asdict(fault) for fault in faults]
        print_json({"archive": str(archive), "faults": listed})
    if faults:
        plural = "s" if len(faults) > 1 else ""
        raise ArchiveError(f"{archive}: {len(faults)} fault{plural}")
    if not as_json:
        click.echo(f"{archive}: no fault")
