"""Running the command line in the test's own process, where the process itself is not the point."""

from __future__ import annotations

import json
import signal
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any
from unittest import mock

from portal_spider.cli import main


@dataclass(frozen=True)
class Said:
    """What a command printed."""

    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        """One JSON object a line."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def complaint(self) -> str:
        """The one line that it failed with."""
        lines = self.err.splitlines()
        assert len(lines) == 1, lines
        return lines[0]


def say(*arguments: str | Path, code: int = 0) -> Said:
    """Run `portal-spider` with the arguments; it must end with `code`."""
    out, err = (TextIOWrapper(BytesIO(), encoding="utf-8") for _ in range(2))
    handler = signal.getsignal(signal.SIGTERM)
    words = ["portal-spider", *map(str, arguments)]
    try:
        with mock.patch.object(sys, "argv", words), redirect_stdout(out), redirect_stderr(err):
            try:
                main()
            except SystemExit as end:
                ended = end.code or 0
    finally:
        signal.signal(signal.SIGTERM, handler)
    said = Said(*(_written(stream) for stream in (out, err)))
    assert ended == code, said.err
    return said


def _written(stream: TextIOWrapper) -> str:
    stream.flush()
    buffer = stream.buffer
    assert isinstance(buffer, BytesIO)
    return buffer.getvalue().decode()
