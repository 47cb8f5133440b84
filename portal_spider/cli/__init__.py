"""The command line: click commands, thin; the work is done elsewhere."""

from __future__ import annotations

import errno
import importlib
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import NoReturn

import click

from portal_spider import __version__
from portal_spider.cli.terminal import printable
from portal_spider.errors import PortalSpiderError, UsageError

COMMANDS = {
    "crawl": "portal_spider.cli.crawl",
    "extract": "portal_spider.cli.extract",
    "listing": "portal_spider.cli.listing",
    "portals": "portal_spider.cli.portals",
    "demo": "portal_spider.cli.demo",
    "search": "portal_spider.cli.search",
    "show": "portal_spider.cli.show",
    "export": "portal_spider.cli.export",
    "feed": "portal_spider.cli.feed",
    "status": "portal_spider.cli.status",
    "health": "portal_spider.cli.health",
    "serve": "portal_spider.cli.serve",
    "report": "portal_spider.cli.report",
    "verify": "portal_spider.cli.verify",
    "reextract": "portal_spider.cli.reextract",
    "import": "portal_spider.cli.import_",
    "merge": "portal_spider.cli.merge",
}
"""Where each command is; its module holds a click command of the module's own name."""


NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
"""What the system says where a disk is full, or as much was written as is allowed."""


class LazyGroup(click.Group):
    """Imports a command's module only when it is asked for: `--version` need not load Scrapy."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names of all commands, in the order of `COMMANDS`."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command called `cmd_name`, or `None`."""
        if cmd_name not in COMMANDS:
            return None
        path = COMMANDS[cmd_name]
        command = getattr(importlib.import_module(path), path.rpartition(".")[2])
        assert isinstance(command, click.Command)
        return command


@click.command(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="portal-spider")
def cli() -> None:
    """Collect what Chinese government portals publish, and keep it."""


def main() -> None:
    """Run the command line; an error that is expected ends with one line and its exit code."""
    open_what_is_closed()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # of an encoding that lacks Chinese, perhaps
            stream.reconfigure(errors="backslashreplace")
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))  # having cleaned up
    with told_in_one_line(), output_told_of():
        try:
            status = cli(standalone_mode=False)
        finally:
            sys.stdout.flush()  # here, where it can still be said that the disk is full
    sys.exit(status)


def open_what_is_closed() -> None:
    """Have standard streams that were closed (`>&-`) lead nowhere.

    The next file that is opened would take the place of one, and get what is printed.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            stream = Path(os.devnull).open(mode, encoding="utf-8")  # noqa: SIM115  # to the end
            setattr(sys, name, stream)


@contextmanager
def told_in_one_line() -> Iterator[None]:
    """End the process with a line on stderr where the block raises what is to be expected."""
    try:
        yield
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        sys.exit(error.exit_code)
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx else cli.name
        message = error.format_message().removesuffix(".")
        fail(f"{message}: see `{command} --help`", error.exit_code)
    except click.Abort:
        fail("interrupted", 128 + signal.SIGINT)
    except PortalSpiderError as error:
        fail(str(error), error.exit_code)
    except UnicodeEncodeError as error:
        if error.reason != "surrogates not allowed":
            raise
        fail("the command holds bytes that are not UTF-8: retype it", UsageError.exit_code)


@contextmanager
def output_told_of() -> Iterator[None]:
    """End the process where what the block prints cannot be: nobody reads it, or no room is left.

    Raises `UsageError` where there is no room.
    """
    try:
        yield
    except OSError as error:
        if error.errno not in (errno.EPIPE, *NO_ROOM):
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what is left cannot be written either
        if error.errno == errno.EPIPE:  # as `head` has it
            sys.exit(1)
        where = error.filename or "standard output"
        raise UsageError(f"{where}: cannot be written: {error.strerror}") from error


def fail(message: str, exit_code: int) -> NoReturn:
    """Say in one line what went wrong, and leave."""
    click.echo(printable(f"portal-spider: {message}"), err=True)
    sys.exit(exit_code)
