"""The table of commands says what the commands say, and saves loading them."""

import importlib
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from samples.tool import Tool

import portal_spider.cli
from portal_spider.cli import COMMANDS, cli, load_command
from portal_spider.cli.loading import unseen


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


def test_no_command_loads_what_is_installed_for_other_work(tool: Tool) -> None:
    for name in ("pandas", "numpy", "aiohttp", "requests", "tldextract"):
        source = f"import sys; sys.exit('{name} was loaded')"
        (tool.folder / f"{name}.py").write_text(source)
    path = os.pathsep.join(filter(None, [str(tool.folder), os.environ.get("PYTHONPATH")]))
    crawled = tool("crawl", "demo", "--max-pages", "1", "--delay", "0", PYTHONPATH=path)
    assert (crawled.returncode, crawled.stderr) == (0, "")
    assert "1 new" in crawled.stdout
    assert tool("search", "供水", PYTHONPATH=path).stderr == ""


def test_what_was_unseen_can_be_loaded_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "seldom_used.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    with unseen("seldom_used", "sys"):
        with pytest.raises(ModuleNotFoundError):
            importlib.import_module("seldom_used")
        assert importlib.import_module("sys") is sys
    assert importlib.import_module("seldom_used")
    assert "sys" in sys.modules
