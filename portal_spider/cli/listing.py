"""`portal-spider listing`: what listing pages list."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from portal_spider.archive.sources import SourcePage
from portal_spider.cli.counting import counted
from portal_spider.cli.extract import print_record
from portal_spider.cli.inputs import pages_of
from portal_spider.cli.options import NamedPath
from portal_spider.cli.rendering import show_error, show_listing
from portal_spider.extract import extract_listing
from portal_spider.items import Listing
from portal_spider.jsonl import listing_to_json


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="FILE|WARC|FOLDER|URL|-...")
@click.option("--jsonl", "--json", "as_jsonl", is_flag=True, help="One JSON object a listing.")
@click.option("--url", help="Where the one file given came from; links are relative to it.")
@click.option(
    "--archive",
    type=NamedPath(path_type=Path),
    help="Take URLs from what this archive keeps, without asking the portal.",
)
def listing(
    sources: tuple[str, ...], as_jsonl: bool, url: str | None, archive: Path | None
) -> None:
    """Print what listings in files, WARC files, folders and at URLs list; store nothing.

    \b
    Examples:
      portal-spider listing https://www.example.gov.cn/zwgk/tzgg/
      portal-spider listing saved/*.html --jsonl > listings.jsonl
    """
    failed = 0
    for page in counted(pages_of(sources, url=url, archive=archive, data=True), "Listings read:"):
        result = read_one(page)
        failed += isinstance(result, str)
        if as_jsonl:
            record = {"error": result} if isinstance(result, str) else listing_to_json(result)
            print_record({"url": page.url, **record})
        elif isinstance(result, str):
            show_error(page.url, result)
        else:
            show_listing(result)
    if failed:
        sys.exit(1)


def read_one(page: SourcePage) -> Listing | str:
    """The listing that a page is, or why it cannot be read."""
    if page.error is not None:
        return page.error
    try:
        return extract_listing(page.body, page.url, content_type=page.content_type)
    except Exception as error:  # noqa: BLE001  # the outer edge: reported, and the run goes on
        return f"cannot be extracted: {type(error).__name__}: {error}"
