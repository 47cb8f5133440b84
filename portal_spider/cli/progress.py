"""What a person at a terminal sees of a crawl: a line a section."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import AbstractContextManager

from rich.console import Console
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from portal_spider.spiders.session import CrawlSession


class Board:
    """The sections of all crawls, each with what is done, pending and failed, and its rate."""

    def __init__(self, sessions: Sequence[CrawlSession]) -> None:
        self._sessions = sessions
        self._started = time.monotonic()

    def live(self) -> AbstractContextManager[object]:
        """Draw the board on stderr until the block ends."""
        return Live(get_renderable=self.render, console=Console(stderr=True), refresh_per_second=4)

    def render(self) -> Table:
        """The board as it stands."""
        seconds = max(time.monotonic() - self._started, 0.1)
        table = Table.grid(padding=(0, 1))
        for session in self._sessions:
            for tally in list(session.tallies.values()):
                pending = max(tally.pending, 0)
                settled = tally.done + tally.failed
                table.add_row(
                    Text(tally.name),
                    ProgressBar(total=max(settled + pending, 1), completed=settled, width=24),
                    f"{tally.done} done",
                    f"{pending} pending",
                    Text(f"{tally.failed} failed", style="red" if tally.failed else ""),
                    f"{settled / seconds:.1f}/s",
                )
        return table
