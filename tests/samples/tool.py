"""`portal-spider` run as a process of its own, with its archive in a folder of the test."""

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

Rows = list[tuple[Any, ...]]


@dataclass
class Tool:
    """`portal-spider` as a process of its own, with its archive in a folder of the test."""

    folder: Path
    archive: Path
    environment: dict[str, str] = field(default_factory=dict)

    def start(self, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "portal_spider", *arguments],
            cwd=self.folder,
            env={**os.environ, **self.environment, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def __call__(
        self, *arguments: str, timeout: float = 120, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        process = self.start(*arguments, **environment)
        try:
            out, err = process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            out, err = process.communicate()
            pytest.fail(f"{arguments} took longer than {timeout} s: {err}")
        return subprocess.CompletedProcess(arguments, process.returncode, out, err)

    def execute(self, sql: str, *values: object) -> None:
        with closing(sqlite3.connect(self.archive)) as connection, connection:
            connection.execute(sql, values)

    def rows(self, sql: str, *values: object) -> Rows:
        with closing(sqlite3.connect(self.archive)) as connection:
            return connection.execute(sql, values).fetchall()


def make_tool(folder: Path, archive: Path) -> Tool:
    return Tool(
        folder,
        archive,
        {
            "PORTAL_SPIDER_ARCHIVE": str(archive),
            "PORTAL_SPIDER_CACHE": str(folder / "cache"),
            "NO_PROXY": "",
            "no_proxy": "",
        },
    )
