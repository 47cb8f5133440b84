"""`portal-spider import`: take in what others fetched."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from portal_spider.archive.database import Archive
from portal_spider.archive.importing import check_sources, import_pages
from portal_spider.cli.counting import counting
from portal_spider.cli.options import NamedPath, archive_option, profiles_option
from portal_spider.cli.terminal import print_json, printable
from portal_spider.errors import PortalSpiderError


@click.command("import")
@click.argument("paths", nargs=-1, required=True, type=NamedPath(path_type=Path))
@click.option("--base", help="URL that saved pages which do not say their own are below.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout.")
@archive_option
@profiles_option
def import_(
    paths: tuple[Path, ...],
    base: str | None,
    as_json: bool,
    archive: Path,
    profiles: tuple[Path, ...],
) -> None:
    """Take in the pages of WARC and WACZ files, of saved pages, and of folders of them.

    Their bytes are kept in a WARC file of this archive, in which a page has its versions by when
    it was fetched, in whatever order they are imported. Importing again changes nothing. What
    cannot be read or has no URL is skipped and named, and the exit code is 1 at the end.

    What is made of a page is what a crawl makes of it, but for what only a listing says. Articles
    cut in several pages are joined; a page that was imported before the article that it is a part
    of stays one of its own.

    \b
    Examples:
      portal-spider import crawl.warc.gz collection.wacz
      portal-spider import saved/ --base https://www.example.gov.cn/
    """
    check_sources(paths, base)
    with Archive.open(archive) as opened, counting("Pages imported:") as tick:
        imported = import_pages(opened, list(paths), base=base, folders=profiles, progress=tick)
    if as_json:
        print_json({"pages": dict(imported.outcomes), "skipped": imported.skipped})
    else:
        for outcome, count in imported.outcomes.most_common():
            click.echo(f"{outcome}: {count}")
        for line in imported.skipped:
            click.echo(printable(f"skipped: {line}"), err=True)
    if imported.skipped:
        sys.exit(PortalSpiderError.exit_code)
