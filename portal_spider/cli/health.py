"""`portal-spider health`: is every portal still what it was?"""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path

import click

from portal_spider.archive.database import Archive
from portal_spider.archive.health import Health, examine
from portal_spider.archive.names import find_portal_id
from portal_spider.archive.runs import known_portals
from portal_spider.cli.options import archive_option, profiles_option
from portal_spider.cli.terminal import print_json, printable
from portal_spider.errors import ProfileError
from portal_spider.portals import Expect, find_portal


@click.command()
@click.argument("portals", nargs=-1)
@archive_option
@profiles_option
@click.option("--json", "as_json", is_flag=True, help="Print an object a portal.")
def health(
    portals: tuple[str, ...], archive: Path, profiles: tuple[Path, ...], as_json: bool
) -> None:
    """Say what ails the portals of the archive; exit with 1 where anything does.

    A portal ails where it fell silent, a section lists nothing any more, articles lack fields
    that they used to have, or pages turned out to be no articles. Where a profile is wrong, the
    exit code is 2, and its portal alone is left out.

    \b
    Examples:
      portal-spider health
      portal-spider health gdqy --json
    """
    found: list[Health] = []
    wrong: list[ProfileError] = []
    with Archive.open(archive, create=False, read_only=True) as opened:
        for name in portals or known_portals(opened):
            portal_id = find_portal_id(opened, name)
            try:
                found.append(examine(opened, portal_id, expect=expectation(name, profiles)))
            except ProfileError as error:
                wrong.append(error)
    for one in found:
        if as_json:
            print_json({**dataclasses.asdict(one), "healthy": not one.symptoms})
        else:
            click.echo(printable(as_text(one)))
    for problem in wrong:
        click.echo(printable(f"portal-spider: {problem}"), err=True)
    if wrong:
        sys.exit(ProfileError.exit_code)
    sys.exit(1 if any(one.symptoms for one in found) else 0)


def expectation(name: str, profiles: tuple[Path, ...]) -> Expect | None:
    """What the portal's profile expects; `None` where it has no profile."""
    profile = find_portal(name, None, profiles)
    return profile.expect if profile else None


def as_text(found: Health) -> str:
    """One portal as lines for a person."""
    last = f"last run {found.last_run[:16].replace('T', ' ')} UTC" if found.last_run else "no run"
    head = f"{found.portal}: {'ails' if found.symptoms else 'healthy'}; {last}"
    lines = [f"{head}; {found.articles} articles"]
    lines += [f"  {symptom.kind}: {symptom.detail}" for symptom in found.symptoms]
    return "\n".join(lines)
