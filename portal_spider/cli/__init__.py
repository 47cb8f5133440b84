"""The command line: click commands, thin; the work is done elsewhere."""

from __future__ import annotations

import sys

import click

from portal_spider import __version__
from portal_spider.errors import PortalSpiderError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="portal-spider")
def cli() -> None:
    """Collect what Chinese government portals publish, and keep it."""


def main() -> None:
    """Run the command line; an error that is expected ends with one line and its exit code."""
    try:
        cli()
    except PortalSpiderError as error:
        click.echo(f"portal-spider: {error}", err=True)
        sys.exit(error.exit_code)
