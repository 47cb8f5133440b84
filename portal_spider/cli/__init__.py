"""The command line: click commands, thin; the work is done elsewhere."""

from __future__ import annotations

import errno
import importlib
import keyword
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
from portal_spider.cli.loading import UNUSED, unseen
from portal_spider.cli.terminal import printable
from portal_spider.errors import PortalSpiderError, UsageError

COMMANDS = {
    "crawl": "Crawl portals, or sections by their listings' URLs, into the archive.",
    "extract": "Print what the pages of files, WARC files, folders and URLs say; store nothing.",
    "listing": "Print what listings in files, WARC files, folders and at URLs list; store nothing.",
    "portals": "List, show, write and check the profiles of portals.",
    "demo": "The small portal that `crawl demo` crawls.",
    "search": "Find articles that have all the WORDS, exactly as written, in title or text.",
    "show": "Show the article of PAGE, a URL or an id.",
    "export": "Write articles to FILE, which is whole or not there; `-` is stdout.",
    "feed": "Print an Atom feed of the latest new, changed and withdrawn articles.",
    "status": "Show the last runs, the latest first, and the portals on which spam was seen.",
    "health": "Say what ails the portals of the archive; exit with 1 where anything does.",
    "serve": "Show an archive in a browser: articles, what changed, sections, search, tables.",
    "report": "Write what an archive holds, and how well, as one HTML file.",
    "verify": "Check the database, the search index, the WARC files and their manifest.",
    "reextract": "Rebuild all articles from the raw bytes, after the rules of extraction improved.",
    "import": "Take in the pages of WARC and WACZ files, of saved pages, and of folders of them.",
    "merge": "Add to the archive all that the SOURCES have and it has not, WARC files included.",
}
"""Every command, with the first line of its help; `x` is the function `x` of the module `x`."""

NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
"""What the system says where a disk is full, or as much was written as is allowed."""


class LazyGroup(click.Group):
    """Imports a command's module when it is run: `--help` need not load Scrapy, nor completion."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names of all commands, in the order of `COMMANDS`."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """What the command called `cmd_name` is to lists of commands, or `None`."""
        if cmd_name not in COMMANDS:
            return None
        return click.Command(cmd_name, short_help=COMMANDS[cmd_name])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that `args` begin with, as it runs, and the other arguments."""
        name, _, rest = super().resolve_command(ctx, args)
        return name, load_command(name) if name else None, rest


def load_command(name: str) -> click.Command:
    """The command called `name`, which is among `COMMANDS`."""
    attribute = f"{name}_" if keyword.iskeyword(name) else name
    with unseen(*UNUSED):
        module = importlib.import_module(f"{__name__}.{attribute}")
    command = getattr(module, attribute)
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
