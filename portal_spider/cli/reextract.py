"""`portal-spider reextract`: read the kept bytes again."""

from __future__ import annotations

from pathlib import Path

import click

from portal_spider.archive.database import Archive
from portal_spider.archive.reextraction import Summary, reextract_archive
from portal_spider.cli.counting import counting
from portal_spider.cli.options import archive_option, profiles_option
from portal_spider.cli.terminal import print_json, printable


@click.command()
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout.")
@archive_option
@profiles_option
def reextract(dry_run: bool, as_json: bool, archive: Path, profiles: tuple[Path, ...]) -> None:
    """Rebuild all articles from the raw bytes, after the rules of extraction improved.

    The selectors of the portals' profiles hold as in a crawl. Versions stay versions: the pages
    did not change. Says which fields changed on how many pages.

    \b
    Examples:
      portal-spider reextract --dry-run
      portal-spider reextract --archive data/archive.db
    """
    with (
        Archive.open(archive, create=False, read_only=dry_run) as opened,
        counting("Pages read again:") as tick,
    ):
        summary = reextract_archive(opened, folders=profiles, dry_run=dry_run, progress=tick)
    if as_json:
        print_json(_as_json(summary, dry_run))
    else:
        _show(summary, dry_run)


def _as_json(summary: Summary, dry_run: bool) -> dict[str, object]:
    return {
        "dry_run": dry_run,
        "articles": summary.articles,
        "changed": summary.changed,
        "fields": dict(summary.fields.most_common()),
        "versions": summary.versions,
        "found": summary.found,
        "lost": summary.lost,
        "unreadable": summary.unreadable,
    }


def _show(summary: Summary, dry_run: bool) -> None:
    would = "would change" if dry_run else "changed"
    click.echo(f"{summary.articles} articles read again, {summary.changed} {would}")
    for name, count in summary.fields.most_common():
        click.echo(f"  {name}: {count}")
    if summary.versions:
        click.echo(f"{summary.versions} earlier versions {would}")
    if summary.found:
        click.echo(f"{summary.found} pages that were taken for something else are articles")
    for url in summary.lost:
        click.echo(printable(f"no article any more, left as it was: {url}"))
    for line in summary.unreadable:
        click.echo(printable(f"not read: {line}"))
