"""The lock that keeps a portal of an archive to one crawl at a time.

Imports next to nothing: a crawl that finds its portal busy is to leave at once.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from portal_spider.errors import ArchiveError, PortalBusy


class PortalLock:
    """Keeps a portal of an archive to one crawl at a time.

    An operating system lock on a file beside the archive: a crashed owner's is free at once.
    """

    def __init__(self, archive_path: Path, portal: str) -> None:
        self.portal = portal
        folder = archive_path.with_name(archive_path.name + ".locks")
        self._path = folder / f"{portal.replace('/', '_').replace(':', '_')}.lock"
        self._lock = FileLock(self._path)

    def acquire(self) -> None:
        """Take the lock.

        Raises:
            PortalBusy: another process has it; returns at once.
            ArchiveError: the lock file cannot be written.
        """
        try:
            self._path.parent.mkdir(exist_ok=True)
            self._lock.acquire(timeout=0)
        except Timeout:
            raise PortalBusy(
                f"{self.portal}: another run{self._owner()} is crawling it into this archive; "
                "nothing was asked for"
            ) from None
        except OSError as error:
            raise ArchiveError(f"{self._path}: cannot be locked: {error.strerror}") from error
        self._note().write_text(
            json.dumps(
                {"pid": os.getpid(), "since": datetime.now(UTC).isoformat(timespec="seconds")}
            )
        )

    def exists(self) -> bool:
        """Whether the portal was ever locked."""
        return self._path.exists()

    def release(self) -> None:
        """Give the lock back; harmless where it is not held."""
        if self._lock.is_locked:
            self._note().unlink(missing_ok=True)
            self._lock.release()

    def _note(self) -> Path:
        return self._path.with_suffix(".json")

    def _owner(self) -> str:
        """Who holds the lock, as far as its note says: a hint for the reader, nothing more."""
        with suppress(OSError, ValueError):
            note = json.loads(self._note().read_text())
            return f" (process {note['pid']}, since {note['since']})"
        return ""


def refuse_if_busy(archive_path: Path, portal: str) -> None:
    """Raise `PortalBusy` where another process crawls the portal; leave no trace elsewhere."""
    lock = PortalLock(archive_path, portal)
    if lock.exists():
        lock.acquire()
        lock.release()
