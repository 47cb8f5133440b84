"""What `show --diff` says: how the versions of an article differ, and a copy from its original."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any

from rich.console import Console
from rich.text import Text

from portal_spider.archive.articles import Article, Version, read_bytes
from portal_spider.archive.database import Archive
from portal_spider.archive.mirrors import Link
from portal_spider.browse.diff import Difference, Paragraph, Run, compare
from portal_spider.cli.terminal import printable
from portal_spider.errors import ArchiveError
from portal_spider.extract.script import restore_punctuation

STYLES = {"same": "", "added": "green underline", "removed": "red strike"}
SIGNS = {"same": ("", ""), "added": ("{+", "+}"), "removed": ("[-", "-]")}
"""About what was added and removed, where there is no colour: as `git diff --word-diff` does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactChange:
    """A value that the newer version states otherwise."""

    name: str
    older: str | None
    newer: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """From one version of an article to the next."""

    older: Version
    newer: Version
    facts: tuple[FactChange, ...]
    text: Difference
    """Of titles and texts."""


def steps(archive: Archive, article: Article) -> list[Step]:
    """What each version changed, the earliest first."""
    bylines = {version.number: _byline(archive, article, version) for version in article.versions}
    return [
        Step(
            older=older,
            newer=newer,
            facts=tuple(_facts(older, newer, bylines[older.number], bylines[newer.number])),
            text=compare(older.whole, newer.whole),
        )
        for older, newer in pairwise(article.versions)
    ]


def _facts(
    older: Version, newer: Version, old_byline: str | None, new_byline: str | None
) -> Iterator[FactChange]:
    values = [
        ("published", older.published_at, newer.published_at),
        ("source", older.source, newer.source),
    ]
    if old_byline is not None and new_byline is not None:
        values.append(("byline", old_byline or None, new_byline or None))
    for name, before, after in values:
        if before != after:
            yield FactChange(name=name, older=before, newer=after)


def _byline(archive: Archive, article: Article, version: Version) -> str | None:
    """Who is credited in a version, which only its bytes still say; `None` where none are kept."""
    from portal_spider.extract import extract_page  # loads all rules, for this alone

    if len(article.versions) == 1:
        return None
    try:
        body = read_bytes(archive, article, version.number)
    except ArchiveError:
        return None
    credits = extract_page(body, article.url).byline
    return "; ".join(" ".join((credit.role, *credit.names)).strip() for credit in credits)


def differences_as_json(article: Article, found: list[Step], original: Link | None) -> Any:
    """The same for machines."""
    return {
        "url": article.url,
        "versions": len(article.versions),
        "changes": [
            {
                "since": step.older.captured_at,
                "changed_at": step.newer.captured_at,
                "facts": [asdict(fact) for fact in step.facts],
                "paragraphs": [
                    [asdict(run) for run in paragraph.runs]
                    for paragraph in step.text.paragraphs
                    if paragraph.changed
                ],
            }
            for step in found
        ],
        "copy_of": asdict(original) if original else None,
    }


def show_differences(article: Article, found: list[Step], original: Link | None) -> None:
    """Print what versions changed, and what a copy changed of its original."""
    console = Console(highlight=False, soft_wrap=True)
    if not found:
        console.print("The article has one version: nothing changed since it was first fetched.")
    for step in found:
        older, newer = step.older, step.newer
        heading = f"version {older.number} of {older.captured_at}"
        console.print(Text(f"{heading} -> {newer.number} of {newer.captured_at}", style="bold"))
        for fact in step.facts:
            runs = (Run("removed", fact.older or ""), Run("added", fact.newer or ""))
            changed = Paragraph(tuple(run for run in runs if run.text))
            _print_runs(console, changed, f"{fact.name}  ")
        _print_changed(console, step.text)
    if original is not None:
        console.print(Text(f"original {printable(original.url)} -> this copy", style="bold"))
    for change in original.changes if original else ():
        copy = restore_punctuation("\n".join(change.copy))
        _print_changed(console, compare("\n".join(change.original), copy))


def _print_changed(console: Console, difference: Difference) -> None:
    for paragraph in difference.paragraphs:
        if paragraph.changed:
            _print_runs(console, paragraph)


def _print_runs(console: Console, paragraph: Paragraph, label: str = "") -> None:
    line = Text("  ").append(label, style="dim")
    for run in paragraph.runs:
        before, after = SIGNS[run.kind] if not console.is_terminal else ("", "")
        line.append(f"{before}{printable(run.text)}{after}", style=STYLES[run.kind])
    console.print(line)
