"""An archive as one of Datasette's databases: read-only, and each question limited in time."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from datasette.database import Database
from datasette.utils import sqlite_timelimit
from datasette.views.base import DatasetteError

from portal_spider.archive.database import Archive

T = TypeVar("T")

NAME = "archive"
"""Name of the database in URLs, whatever its file is called: canned queries keep their address."""


class ArchiveDatabase(Database):  # type: ignore[misc]  # Datasette has no types
    """Datasette's database whose connections are opened read-only, and as an archive."""

    def __init__(self, datasette: Any, path: Path) -> None:
        super().__init__(datasette, path=str(path))
        self._in_thread = threading.local()

    def connect(self, write: bool = False) -> sqlite3.Connection:
        """Open the archive for the thread that asks."""
        if write:
            raise DatasetteError("The archive is open for reading only", status=403)
        archive = Archive.open(self.path, create=False, read_only=True)
        self._in_thread.archive = archive
        connection: sqlite3.Connection = archive.db.conn
        return connection

    async def read(self, function: Callable[[Archive], T]) -> T:
        """Run `function` on the archive in one of Datasette's threads, for a limited time."""

        def call(connection: sqlite3.Connection) -> T:
            with sqlite_timelimit(connection, self.ds.sql_time_limit_ms):
                return function(self._in_thread.archive)

        try:
            answer: T = await self.execute_fn(call)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_INTERRUPT:
                raise
            raise DatasetteError(
                f"This took longer than {self.ds.sql_time_limit_ms} ms: ask for less at once.",
                title="Took too long",
                status=503,
            ) from error
        return answer
