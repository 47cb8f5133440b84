"""Pages and listings as a person reads them on a terminal."""

from __future__ import annotations

from collections import Counter

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from portal_spider.cli.terminal import printable
from portal_spider.extract.explain import RULES, Explanation
from portal_spider.items import Listing, Page

MAX_SHOWN = 120
"""Characters shown of a passage that was left out."""
KINDS = {"article": "article", "listing": "listing", "not_article": "not an article"}


def show_page(page: Page) -> None:
    """Print a page: its headline, what is known of it, its text."""
    console = Console(highlight=False, soft_wrap=False)
    console.print(Text(printable(page.title or "(no title)"), style="bold"))
    console.print(facts(page))
    for paragraph in page.paragraphs:
        console.print(Padding(Text(printable(paragraph)), (1, 0, 0, 2)))
    console.print()


def facts(page: Page) -> Table:
    """What is known of a page, a row a fact, and what it was read from."""
    table = Table.grid(padding=(0, 1))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    kind = KINDS[page.kind] + (f": {page.reason}" if page.reason else "")
    rows: list[tuple[str, str | None, str | None]] = [
        ("url", page.url, None),
        ("kind", kind if page.kind != "article" else None, None),
        ("published", page.published_at, page.origins.get("published_at")),
        ("source", page.source, page.origins.get("source")),
    ]
    rows += [(credit.role or "byline", "、".join(credit.names), None) for credit in page.byline]
    rows.append(("section", " > ".join(page.breadcrumb) or None, page.origins.get("breadcrumb")))
    rows += [(label, value, None) for label, value in page.fields.items()]
    rows += [("attachment", f"{file.name}  {file.url}", None) for file in page.attachments]
    removed = Counter(f"{part.kind} by {part.rule}" for part in page.removed)
    rows += [("removed", f"{count} × {what}", None) for what, count in removed.items()]
    rows.append(("script", page.script if page.script != "hans" else None, None))
    rows.append(("flags", ", ".join(page.flags) or None, None))
    rows += [("continues", url, None) for url in page.continues_at]
    for label, value, origin in rows:
        if value:
            shown = Text(printable(value))
            if origin:
                shown.append(f"  [{origin}]", style="dim")
            table.add_row(printable(label), shown)
    return table


def show_explanation(explanation: Explanation) -> None:
    """Print a page's fields with what each was chosen from, and what was left out by which rule."""
    console = Console(highlight=False)
    page = explanation.page
    console.print(Text(printable(page.title or "(no title)"), style="bold"))
    kind = KINDS[page.kind] + (f": {page.reason}" if page.reason else "")
    console.print(Text(printable(f"{page.url}\n{kind}, {page.encoding}")))
    for field, rule in RULES.items():
        console.print(Text(f"\n{field}", style="bold"), Text(f"  {rule}", style="dim"))
        table = folding_table(4)
        for candidate in explanation.of(field):
            style = "green" if candidate.won else ""
            table.add_row(
                "→" if candidate.won else " ",
                Text(printable(candidate.value), style=style),
                Text(candidate.origin, style="dim"),
                Text(printable(candidate.evidence), style="dim"),
            )
        console.print(table if table.rows else Text("  none", style="dim"))
    console.print(Text("\nleft out", style="bold"))
    table = folding_table(2)
    for part in page.removed:
        text = " ".join(part.text.split())
        shown = text if len(text) <= MAX_SHOWN else f"{text[:MAX_SHOWN]}…"
        table.add_row(Text(f"{part.kind} by {part.rule}", style="dim"), Text(printable(shown)))
    console.print(table if table.rows else Text("  nothing", style="dim"))


def folding_table(columns: int) -> Table:
    """A table without lines that folds long text: Chinese has no spaces to break at."""
    table = Table.grid(padding=(0, 1))
    for _ in range(columns):
        table.add_column(overflow="fold")
    return table


def show_listing(listing: Listing) -> None:
    """Print what a listing lists, a row an entry, and where it goes on."""
    console = Console(highlight=False)
    console.print(Text(printable(listing.url), style="bold"))
    table = folding_table(3)
    for entry in listing.entries:
        table.add_row(entry.date or "", Text(printable(entry.title or "")), printable(entry.url))
    console.print(table)
    promised = f" of {listing.total}" if listing.total else ""
    console.print(f"{len(listing.entries)} entries{promised}; next page: ", end="")
    console.print(Text(printable(listing.next_url or "none")))


def show_error(url: str, error: str) -> None:
    """Say on stderr which page cannot be read, and why."""
    Console(stderr=True, highlight=False, soft_wrap=True).print(
        Text(printable(f"{url}: {error}" if url not in error else error), style="red")
    )
