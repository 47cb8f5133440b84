"""How far a command is, for a person at a terminal; nobody else is told."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from rich.console import Console

T = TypeVar("T")


@contextmanager
def counting(what: str) -> Iterator[Callable[[], None]]:
    """A function to call for each of `what` that is done; their number is shown on stderr."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda: None
        return
    done = 0
    with console.status(what) as status:

        def count() -> None:
            nonlocal done
            done += 1
            status.update(f"{what} {done:,}")

        yield count


def counted(things: Iterable[T], what: str) -> Iterator[T]:
    """The same things, their number shown where stdout, to which they are printed, is elsewhere."""
    if sys.stdout.isatty():
        yield from things
        return
    with counting(what) as count:
        for thing in things:
            count()
            yield thing
