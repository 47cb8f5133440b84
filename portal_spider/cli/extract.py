"""`portal-spider extract`: what pages say, stored nowhere."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any, Literal

import click

from portal_spider.archive.sources import SourcePage
from portal_spider.cli.counting import counted
from portal_spider.cli.inputs import pages_of
from portal_spider.cli.options import NamedPath
from portal_spider.cli.rendering import show_error, show_explanation, show_page
from portal_spider.errors import PortalSpiderError
from portal_spider.extract import extract_page
from portal_spider.extract.explain import Explanation, explain_page
from portal_spider.items import Page
from portal_spider.jsonl import page_to_json, to_line
from portal_spider.parallel import in_order

Script = Literal["hans", "keep"]
Outcome = tuple[str, Page | Explanation | str]
"""A page's URL, and what was made of it: the page, or why it cannot be read."""

AHEAD = 8
"""Pages a worker process is given ahead of the one that is printed next."""


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="FILE|WARC|FOLDER|URL|-...")
@click.option("--jsonl", "--json", "as_jsonl", is_flag=True, help="One JSON object a page.")
@click.option("--explain", is_flag=True, help="For each field the candidates, and which one won.")
@click.option(
    "--script",
    type=click.Choice(["hans", "keep"]),
    default="hans",
    show_default=True,
    help="Text in Simplified, or as it was published.",
)
@click.option(
    "--restore-punctuation",
    is_flag=True,
    help="Full-width punctuation where a mirror made it ASCII.",
)
@click.option("--url", help="Where the one file given came from; links are relative to it.")
@click.option(
    "--archive",
    type=NamedPath(path_type=Path),
    help="Take URLs from what this archive keeps, without asking the portal.",
)
@click.option(
    "--jobs",
    type=click.IntRange(1, 256),
    default=1,
    show_default=True,
    help="Processes to extract with; the order stays.",
)
def extract(
    sources: tuple[str, ...],
    as_jsonl: bool,
    explain: bool,
    script: Script,
    restore_punctuation: bool,
    url: str | None,
    archive: Path | None,
    jobs: int,
) -> None:
    """Print what the pages of files, WARC files, folders and URLs say; store nothing.

    A page that cannot be read is printed as {"url", "error"} in its place, and the exit code is 1
    at the end.

    \b
    Examples:
      portal-spider extract page.html --url http://www.example.gov.cn/zwgk/1.html
      portal-spider extract data/archive.warc/*.warc.gz --jsonl > pages.jsonl
      portal-spider extract https://www.example.gov.cn/zwgk/1.html --explain
    """
    pages = counted(pages_of(sources, url=url, archive=archive), "Pages read:")
    failed = 0
    work = partial(
        read_one, script=script, restore_punctuation=restore_punctuation, explain=explain
    )
    show = show_as_json if as_jsonl else show_to_person
    for page_url, result in outcomes(pages, work, jobs):
        failed += isinstance(result, str)
        show(page_url, result)
    if failed:
        sys.exit(1)


def outcomes(
    pages: Iterable[SourcePage], work: Callable[[SourcePage], Outcome], jobs: int
) -> Iterator[Outcome]:
    """What `work` makes of each page, in order, in this process or in `jobs` others."""
    if jobs == 1:
        yield from map(work, pages)
        return
    leave_it_to_us = (signal.SIGINT, signal.SIG_IGN)
    with ProcessPoolExecutor(jobs, initializer=signal.signal, initargs=leave_it_to_us) as executor:
        try:
            yield from in_order(executor, work, pages, ahead=jobs * AHEAD)
        except BrokenProcessPool as error:
            raise PortalSpiderError(
                "a worker process was killed, out of memory perhaps: use fewer --jobs"
            ) from error


def read_one(
    page: SourcePage, *, script: Script, restore_punctuation: bool, explain: bool
) -> Outcome:
    """What is made of one page; a page that breaks extraction costs no other."""
    if page.error is not None:
        return page.url, page.error
    try:
        return page.url, (explain_page if explain else extract_page)(
            page.body,
            page.url,
            content_type=page.content_type,
            status=page.status,
            script=script,
            restore_punctuation=restore_punctuation,
        )
    except Exception as error:  # noqa: BLE001  # the outer edge: reported, and the run goes on
        return page.url, f"cannot be extracted: {type(error).__name__}: {error}"


def show_as_json(url: str, result: Page | Explanation | str) -> None:
    """Print one page, or its error, as a line of JSON."""
    if isinstance(result, str):
        print_record({"url": url, "error": result})
    elif isinstance(result, Explanation):
        candidates = [asdict(candidate) for candidate in result.candidates]
        print_record({**page_to_json(result.page), "candidates": candidates})
    else:
        print_record(page_to_json(result))


def show_to_person(url: str, result: Page | Explanation | str) -> None:
    """Print one page for reading, or its error on stderr."""
    if isinstance(result, str):
        show_error(url, result)
    elif isinstance(result, Explanation):
        show_explanation(result)
    else:
        show_page(result)


def print_record(record: Mapping[str, Any]) -> None:
    """Print one record as a line of JSON, whatever the terminal's encoding."""
    sys.stdout.buffer.write(to_line(record))
