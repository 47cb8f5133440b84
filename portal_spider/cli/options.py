"""Options that several commands share."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click

from portal_spider.portals import FOLDERS_VARIABLE
from portal_spider.spiders.options import ARCHIVE_VARIABLE, DEFAULT_ARCHIVE

CONTACT_VARIABLE = "PORTAL_SPIDER_CONTACT"
"""Environment variable and setting: whom a portal may complain to."""
NAMES_NOTHING = "'' names no file: a variable of the shell that is not set, perhaps"


class NamedPath(click.Path):
    """A path, which an empty word is none: `Path("")` is the working directory."""

    def convert(
        self,
        value: str | os.PathLike[str],
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> Any:
        """The path that `value` names."""
        if value == "":
            self.fail(NAMES_NOTHING, param, ctx)
        return super().convert(value, param, ctx)


archive_option = click.option(
    "--archive",
    type=NamedPath(path_type=Path, readable=False),  # opening it says what is wrong
    default=DEFAULT_ARCHIVE,
    envvar=ARCHIVE_VARIABLE,
    show_default=True,
    show_envvar=True,
    help="The archive, an SQLite file.",
)
"""`--archive PATH` of the commands that go by an archive."""

profiles_option = click.option(
    "--profiles",
    type=NamedPath(path_type=Path, file_okay=False),
    multiple=True,
    help="A folder of profiles of your own, looked in before the shipped ones; may be repeated."
    f"  [env var: {FOLDERS_VARIABLE}]",
)
"""`--profiles DIR` of the commands that go by profiles."""
