"""The table of commands says what the commands say, and saves loading them."""

import importlib
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

import portal_spider.cli
from portal_spider.cli import COMMANDS, cli, load_command


@pytest.mark.parametrize("name", COMMANDS)
def test_the_table_says_what_the_command_says_of_itself(name: str) -> None:
    command = load_command(name)
    listed = cli.get_command(click.Context(cli), name)
    assert listed is not None
    assert (listed.name, listed.get_short_help_str(200)) == (
        command.name,
        command.get_short_help_str(200),
    )


def test_every_command_is_in_the_table() -> None:
    found = set()
    for path in Path(portal_spider.cli.__file__).parent.glob("*.py"):
        module = importlib.import_module(f"portal_spider.cli.{path.stem}")
        if isinstance(command := getattr(module, path.stem, None), click.Command):
            found.add(command.name)
    assert found == set(COMMANDS)


@pytest.mark.parametrize("complete", [False, True])
def test_listing_the_commands_loads_none_of_them(complete: bool) -> None:
    code = """
import sys
from portal_spider.cli import main
sys.argv[0] = "portal-spider"
try:
    main()
except SystemExit:
    pass
print(*sys.modules.keys() & {"scrapy", "lxml", "sqlite3", "portal_spider.items"}, file=sys.stderr)
"""
    environment = {
        "_PORTAL_SPIDER_COMPLETE": "bash_complete",
        "COMP_WORDS": "portal-spider ",
        "COMP_CWORD": "1",
    }
    done = subprocess.run(
        [sys.executable, "-c", code, *([] if complete else ["--help"])],
        env=os.environ | (environment if complete else {}),
        capture_output=True,
        text=True,
    )
    assert done.stderr.strip() == ""
    assert all(name in done.stdout for name in COMMANDS)
