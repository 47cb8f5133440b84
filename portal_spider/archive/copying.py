"""A copy of an archive to try something on."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from portal_spider.archive.database import Archive


def copy_archive(source: Path, target: Path) -> None:
    """Copy the archive at `source`, even while it is written to; nothing where there is none.

    Raises `ArchiveError` where there is something else, or one could not be made.
    """
    if not source.exists():
        return
    with Archive.open(source, create=False, read_only=True) as archive:
        copy = sqlite3.connect(target)
        try:
            archive.db.conn.backup(copy)
        finally:
            copy.close()
