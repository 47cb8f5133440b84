"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path

import click

from portal_spider.portals import FOLDERS_VARIABLE
from portal_spider.spiders.options import ARCHIVE_VARIABLE, DEFAULT_ARCHIVE

archive_option = click.option(
    "--archive",
    type=click.Path(path_type=Path, readable=False),  # opening it says what is wrong
    default=DEFAULT_ARCHIVE,
    envvar=ARCHIVE_VARIABLE,
    show_default=True,
    show_envvar=True,
    help="The archive, an SQLite file.",
)
"""`--archive PATH` of the commands that go by an archive."""

profiles_option = click.option(
    "--profiles",
    type=click.Path(path_type=Path, file_okay=False),
    multiple=True,
    help="A folder of profiles of your own, looked in before the shipped ones; may be repeated."
    f"  [env var: {FOLDERS_VARIABLE}]",
)
"""`--profiles DIR` of the commands that go by profiles."""
