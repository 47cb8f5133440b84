"""`portal-spider search`: find words in the articles of an archive."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.text import Text

from portal_spider.archive.database import Archive
from portal_spider.archive.search import Hit, Results
from portal_spider.archive.search import search as search_archive
from portal_spider.archive.snippets import Passage, plain
from portal_spider.cli.filters import filter_options, to_filters
from portal_spider.cli.options import archive_option
from portal_spider.cli.terminal import print_json, printable


@click.command()
@click.argument("words", nargs=-1, required=True)
@filter_options
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True)
@click.option("--newest", is_flag=True, help="The newest first, not the best.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout.")
@archive_option
def search(
    words: tuple[str, ...],
    limit: int,
    newest: bool,
    as_json: bool,
    archive: Path,
    **narrowing: Any,
) -> None:
    """Find articles that have all the WORDS, exactly as written, in title or text.

    Words of any length are found, those in Traditional characters also in Simplified text.
    OR takes either of two words, NOT excludes one, parentheses group, and double quotes (within
    single ones, for the shell) keep a phrase with spaces together.

    \b
    Examples:
      portal-spider search 防汛 预案
      portal-spider search '教育 OR 卫生' NOT 考试 --since 2026-01-01 --json
    """
    with Archive.open(archive, create=False, read_only=True) as opened:
        results = search_archive(
            opened,
            " ".join(words),
            filters=to_filters(opened, **narrowing),
            limit=limit,
            order="newest" if newest else "relevance",
        )
    if as_json:
        print_json(_as_json(results))
    else:
        _show(results)


def _as_json(results: Results) -> dict[str, Any]:
    hits = [
        dataclasses.asdict(hit)
        | {"title": plain(hit.title) or None, "snippet": plain(hit.snippet, "[", "]")}
        for hit in results.hits
    ]
    return {"total": results.total, "order": results.order, "hits": hits}


def _show(results: Results) -> None:
    console = Console(highlight=False, soft_wrap=True)
    for hit in results.hits:
        console.print(_marked(hit.title, "bold") if hit.title else Text("(no title)"))
        console.print(Text(printable(_facts(hit)), style="dim"))
        console.print(Text("  ") + _marked(hit.snippet))
        console.print()
    if results.total == 0:
        console.print("No article has these words.")
    elif results.total is None:
        console.print(f"The newest {len(results.hits)} of many.")
    else:
        order = "newest" if results.order == "newest" else "best"
        console.print(f"The {order} {len(results.hits)} of {results.total}.")


def _facts(hit: Hit) -> str:
    gone = "withdrawn" if hit.state == "gone" else None
    file = f"in {hit.file}" if hit.file else None
    facts = (hit.published_at, hit.portal_title, hit.source, gone, file, hit.url)
    return "  ".join(filter(None, facts))


def _marked(passage: Passage, style: str = "") -> Text:
    text = Text(style=style)
    for part in passage:
        text.append(printable(part.text), style="reverse" if part.marked else "")
    return text
