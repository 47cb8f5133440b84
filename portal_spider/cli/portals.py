"""`portal-spider portals`: the profiles, and making and checking them."""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from portal_spider.archive.atomic import whole_output
from portal_spider.cli.inspection import Findings, check_portal, inspect_portal
from portal_spider.cli.options import profiles_option
from portal_spider.cli.profile_writing import profile_name, profile_text
from portal_spider.cli.terminal import print_json, printable
from portal_spider.errors import NothingFetched, ProfileError, UsageError
from portal_spider.portals import Portal, iter_portals, load_portal, own_folder
from portal_spider.portals.reading import NAME, NAME_RULE
from portal_spider.spiders.options import MOST_DELAY
from portal_spider.urls import require_web_url

json_option = click.option("--json", "as_json", is_flag=True, help="For machines.")


@click.group(invoke_without_command=True)
@click.pass_context
def portals(context: click.Context) -> None:
    """List, show, write and check the profiles of portals.

    \b
    Examples:
      portal-spider portals
      portal-spider portals new https://www.example.gov.cn/
      portal-spider portals check gdqy
    """
    if context.invoked_subcommand is None:
        context.invoke(list_portals)


@portals.command("list")
@profiles_option
@json_option
def list_portals(profiles: tuple[Path, ...] = (), as_json: bool = False) -> None:
    """List every portal that has a profile.

    A profile that is wrong is named on stderr, and the exit code is 2 at the end.

    \b
    Example: portal-spider portals list --profiles ~/portals
    """
    listed = list(iter_portals(profiles))
    show_portals([one for one in listed if isinstance(one, Portal)], as_json=as_json)
    wrong = [one for one in listed if isinstance(one, ProfileError)]
    for error in wrong:
        click.echo(printable(f"portal-spider: {error}"), err=True)
    if wrong:
        sys.exit(ProfileError.exit_code)


def show_portals(found: Sequence[Portal], *, as_json: bool) -> None:
    """Print portals, one a row."""
    if as_json:
        print_json([record(portal) for portal in found], indent=2)
        return
    table = Table("name", Column("title", overflow="fold"), "family", "sections", "verified")
    for portal in found:
        table.add_row(
            portal.name,
            Text(printable(portal.title or "")),
            portal.family or "",
            str(len(portal.sections) or "from its home page"),
            Text(printable(portal.verified or "no")),
        )
    Console().print(table)


@portals.command("show")
@click.argument("name")
@profiles_option
@json_option
def show_portal(name: str, profiles: tuple[Path, ...], as_json: bool) -> None:
    """Show a profile as it is understood, its family's defaults included.

    \b
    Example: portal-spider portals show gdqy
    """
    portal = load_portal(name, profiles)
    if as_json:
        print_json(record(portal), indent=2)
        return
    table = Table.grid(padding=(0, 2))
    for key, value in facts(portal):
        table.add_row(key, Text(printable(value)))
    Console(highlight=False).print(table)


@portals.command("new")
@click.argument("url")
@click.option("--name", help="What to call it; otherwise as its host is called.")
@click.option(
    "--delay",
    type=click.FloatRange(0, MOST_DELAY),
    default=1.0,
    show_default=True,
    help="Seconds between two requests, now and as the profile has it.",
)
@click.option("--force", is_flag=True, help="Replace a profile of that name.")
@profiles_option
@json_option
def new_portal(
    url: str,
    name: str | None,
    delay: float,
    force: bool,
    profiles: tuple[Path, ...],
    as_json: bool,
) -> None:
    """Write a profile for the portal at URL, from a look at a few of its pages.

    \b
    Example: portal-spider portals new https://www.example.gov.cn/ --profiles ~/portals
    """
    require_web_url(url)
    if name is not None and not NAME.fullmatch(name):
        raise UsageError(f"--name {name!r}: {NAME_RULE}")
    folder = own_folder(profiles)
    path = folder / f"{name or profile_name(url)}.toml"
    if path.exists() and not force:
        raise UsageError(f"{path} exists: give another --name, or --force to replace it")
    findings = inspect_portal(url, delay)
    if not findings.sections:
        raise NothingFetched(f"{url}: no section was found on it; nothing was written")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{folder}: cannot be made: {error.strerror}") from error
    with whole_output(path) as file:
        file.write_text(profile_text(findings, date.today(), delay), encoding="utf-8")
    portal = load_portal(path.stem, (folder,))
    if as_json:
        found = {"file": str(path), "requests": findings.requests, **record(portal)}
        print_json(found, indent=2)
        return
    show_findings(findings)
    click.echo(f"wrote {path}; next: portal-spider crawl {path.stem} --profiles {folder}")


@portals.command("check")
@click.argument("name")
@click.option("--delay", type=click.FloatRange(0, MOST_DELAY), help="Instead of the profile's.")
@profiles_option
@json_option
def check(name: str, delay: float | None, profiles: tuple[Path, ...], as_json: bool) -> None:
    """Run a profile against its portal, and say what no longer matches.

    \b
    Example: portal-spider portals check gdqy
    """
    portal = load_portal(name, profiles)
    wrong, findings = check_portal(portal, portal.delay if delay is None else delay)
    if as_json:
        print_json(
            {"portal": portal.name, "requests": findings.requests, "faults": wrong}, indent=2
        )
    else:
        show_findings(findings)
        for line in wrong:
            click.echo(f"does not match: {printable(line)}")
        faults = f"{len(wrong)} fault{'s' if len(wrong) > 1 else ''}"
        click.echo(f"{portal.name}: {faults if wrong else 'all matches'}")
    if wrong:
        sys.exit(1)


def show_findings(findings: Findings) -> None:
    """Print the sections found, and the sample of extractions."""
    console = Console(highlight=False)
    table = Table("section", "entries", "dated", "pages", "turned by", "family")
    for found in findings.sections:
        listing = found.survey.listing
        promised = f" of {listing.total}" if listing.total else ""
        table.add_row(
            Text(printable(found.section.name)),
            f"{len(listing.entries)}{promised}",
            f"{found.dated_share:.0%}",
            str(listing.pages or "?"),
            listing.strategy or "one page",
            listing.family or "",
        )
    console.print(table)
    samples = Table("sample", "published", "source", "paragraphs")
    for page in findings.samples:
        samples.add_row(
            Text(printable(page.title or page.reason or page.url)),
            page.published_at or "",
            Text(printable(page.source or "")),
            str(len(page.paragraphs)),
        )
    console.print(samples)


def facts(portal: Portal) -> Iterator[tuple[str, str]]:
    """What a profile says, a line a fact; what it leaves as it is everywhere is left out."""
    yield from (
        (key, str(value))
        for key, value in record(portal).items()
        if value is not None and isinstance(value, str | float)
    )
    for section in portal.sections:
        yield "section", f"{section.name}  {section.url}"
    tables: tuple[Any, ...] = (portal.listing, portal.expect, portal.quirks, *portal.layouts)
    for table in tables:
        kind = type(table).__name__.removesuffix("Rules").lower()
        for entry in dataclasses.fields(table):
            value = getattr(table, entry.name)
            if value and value != entry.default:
                shown = (
                    value
                    if isinstance(value, str)
                    else json.dumps(value, ensure_ascii=False, default=str)
                )
                yield f"{kind}.{entry.name}", shown


def record(portal: Portal) -> dict[str, object]:
    """A portal for machines."""
    return dataclasses.asdict(portal)
