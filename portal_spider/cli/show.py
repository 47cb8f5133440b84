"""`portal-spider show`: one article of an archive, what changed in it or in a copy, its bytes."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.text import Text

from portal_spider.archive.articles import Article, find_article, read_bytes
from portal_spider.archive.database import Archive
from portal_spider.archive.mirrors import Link, copies_of, original_of
from portal_spider.cli.differences import differences_as_json, show_differences, steps
from portal_spider.cli.options import archive_option
from portal_spider.cli.terminal import print_json, printable
from portal_spider.errors import UsageError


@click.command()
@click.argument("page")
@click.option("--diff", is_flag=True, help="What versions changed, and a copy, by character.")
@click.option("--raw", is_flag=True, help="The bytes of the page, as they were fetched.")
@click.option("--version", type=click.IntRange(1), help="Of that version, 1 being the first.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout.")
@archive_option
def show(
    page: str, diff: bool, raw: bool, version: int | None, as_json: bool, archive: Path
) -> None:
    """Show the article of PAGE, a URL or an id.

    \b
    Examples:
      portal-spider show https://www.example.gov.cn/zwgk/t20260301_1.html
      portal-spider show https://www.example.gov.cn/zwgk/t20260301_1.html --diff
      portal-spider show 2817645391120384 --raw --version 1 > page.html
    """
    if raw and (diff or as_json):
        raise UsageError("--raw is the bytes alone: leave --diff and --json out")
    if diff and version is not None:
        raise UsageError("--diff is of all versions: leave --version out")
    with Archive.open(archive, create=False, read_only=True) as opened:
        article = find_article(opened, page)
        if raw:
            sys.stdout.buffer.write(read_bytes(opened, article, version))
        elif diff:
            found, original = steps(opened, article), original_of(opened, article.id)
            if as_json:
                print_json(differences_as_json(article, found, original))
            else:
                show_differences(article, found, original)
        elif as_json:
            print_json(article.as_json(version) | _links_as_json(opened, article))
        else:
            _show_article(article, version, _links(opened, article))


def _links(archive: Archive, article: Article) -> list[tuple[str, str]]:
    """The article that one is a copy of, and its own copies, as labels and values."""
    original = original_of(archive, article.id)
    found = [("copy of", original)] if original else []
    found += [("copied by", copy) for copy in copies_of(archive, article.id)]
    return [
        (label, f"{link.url}  ({link.likeness:.0%} alike, {_passages(link)} changed)")
        for label, link in found
    ]


def _passages(link: Link) -> str:
    return f"{len(link.changes)} passage{'' if len(link.changes) == 1 else 's'}"


def _links_as_json(archive: Archive, article: Article) -> dict[str, Any]:
    original = original_of(archive, article.id)
    copies = copies_of(archive, article.id)
    return {
        "copy_of": asdict(original) if original else None,
        "copies": [asdict(copy) for copy in copies],
    }


def _show_article(article: Article, number: int | None, links: list[tuple[str, str]]) -> None:
    console = Console(highlight=False, soft_wrap=True)
    shown = article.version(number)
    console.print(Text(printable(shown.title or "(no title)"), style="bold"))
    for label, value in [*_facts(article, number), *links]:
        console.print(Text(f"{printable(label)}  ", style="dim") + Text(printable(value)))
    for paragraph in shown.text.split("\n"):
        console.print()
        console.print(Text(printable(paragraph)))


def _facts(article: Article, number: int | None) -> list[tuple[str, str]]:
    shown = article.version(number)
    parts = article.parts
    facts = [
        ("url", article.url),
        ("published", shown.published_at),
        ("source", shown.source),
        *((row["role"], row["name"]) for row in parts["bylines"]),
        *((row["label"], row["value"]) for row in parts["document_fields"]),
        *(("attachment", f"{row['name']}  {row['url']}") for row in parts["attachments"]),
        ("page", " ".join(filter(None, (article.state, article.reason)))),
        ("seen", f"{article.first_seen} to {article.last_seen}"),
        ("version", f"{shown.number} of {len(article.versions)}, of {shown.captured_at}"),
    ]
    return [(label, value) for label, value in facts if value]
