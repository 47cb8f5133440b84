"""When a host may next be asked: one timetable for all crawls of a user on a machine.

Politeness is owed to a host, not to a process. Every request takes its turn here, so that crawls
side by side keep a host's pace together, and a host that asked to be left alone is left alone by
all of them, the next run included. The file is a hint that may be deleted at any time.
"""

from __future__ import annotations

import logging
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

logger = logging.getLogger(__name__)

_SCHEMA = """
CREATE TABLE IF NOT EXISTS hosts (
  host TEXT PRIMARY KEY,
  next_at REAL NOT NULL DEFAULT 0,       -- seconds since the epoch: the next free turn
  held_until REAL NOT NULL DEFAULT 0,    -- nobody is to ask before
  strikes INTEGER NOT NULL DEFAULT 0     -- refusals in a row
) WITHOUT ROWID
"""

MOST_HELD = 24 * 3600.0
"""Seconds that a host is left alone at most, whatever it asks for."""

MOST_AHEAD, TURNS_AHEAD = 3600.0, 128
"""Seconds, and turns, that the next free turn is ahead at most, whoever else asks. What is beyond,
or is held for longer than `MOST_HELD`, was written by a clock that has been put back since."""

FIRST_HOLD = 2.0
"""Seconds after the first refusal that names no time; each further one doubles them."""


class Turn(NamedTuple):
    """When to ask, in seconds since the epoch, and whether the host is being left alone."""

    at: float
    held: bool


def open_timetable(path: Path) -> Timetable:
    """The timetable in the file at `path`; one for this process where that cannot be used."""
    try:
        return Timetable(path)
    except (OSError, sqlite3.Error) as error:
        if path.exists():  # a folder that cannot be written to is common, a bad file is not
            logger.warning(
                "portal-spider: %s: cannot be used (%s), so that other crawls do not keep pace "
                "with this one: delete it",
                path,
                error,
            )
        return Timetable()


class Timetable:
    """Turns of hosts, in the SQLite file at `path`; without one, for this process only.

    Raises `sqlite3.Error` where the file cannot be used.
    """

    def __init__(self, path: Path | None = None) -> None:
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(path or ":memory:", timeout=10, isolation_level=None)
        self._db.execute("PRAGMA synchronous = OFF")
        self._db.execute(_SCHEMA)
        self._db.execute("PRAGMA user_version = 1")  # refused now, where it may not be written to

    def reserve(self, host: str, delay: float, now: float) -> Turn:
        """Take the host's next turn, `delay` seconds after the one before it.

        A host that is held gives no turn away: the answer says until when it is held.
        """
        with closing(self._db.cursor()) as cursor:
            cursor.execute("BEGIN IMMEDIATE")
            next_at, held_until, _ = self._row(cursor, host)
            if now < held_until <= now + MOST_HELD:
                cursor.execute("COMMIT")
                return Turn(held_until, held=True)
            if next_at > now + max(MOST_AHEAD, TURNS_AHEAD * delay):
                next_at = now
            at = max(now, next_at)
            self._write(cursor, host, next_at=at + delay, held_until=min(held_until, now))
            cursor.execute("COMMIT")
        return Turn(at, held=False)

    def held_until(self, host: str) -> float:
        """Until when the host is left alone; in the past where it is not."""
        with closing(self._db.cursor()) as cursor:
            return self._row(cursor, host)[1]

    def hold(self, host: str, now: float, seconds: float | None = None) -> float:
        """Leave the host alone for that long, or for a growing time; returns until when.

        What several requests in flight are told counts once: an answer that came while the host
        was held already is no further strike.
        """
        with closing(self._db.cursor()) as cursor:
            cursor.execute("BEGIN IMMEDIATE")
            _, held_until, strikes = self._row(cursor, host)
            if held_until > now + MOST_HELD:
                held_until = now
            if seconds is None:
                if held_until > now:
                    cursor.execute("COMMIT")
                    return held_until
                seconds = FIRST_HOLD * 2.0**strikes
                strikes += 1
            until = max(held_until, now + min(seconds, MOST_HELD))
            self._write(cursor, host, held_until=until, strikes=strikes)
            cursor.execute("COMMIT")
        return until

    def forgive(self, host: str) -> None:
        """The host answered as it should: the next refusal is the first again."""
        self._db.execute("UPDATE hosts SET strikes = 0 WHERE host = ? AND strikes > 0", (host,))

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    @staticmethod
    def _row(cursor: sqlite3.Cursor, host: str) -> tuple[float, float, int]:
        row = cursor.execute(
            "SELECT next_at, held_until, strikes FROM hosts WHERE host = ?", (host,)
        ).fetchone()
        return (0.0, 0.0, 0) if row is None else (row[0], row[1], row[2])

    @staticmethod
    def _write(cursor: sqlite3.Cursor, host: str, **values: float) -> None:
        cursor.execute("INSERT OR IGNORE INTO hosts (host) VALUES (?)", (host,))
        assignments = ", ".join(f"{name} = ?" for name in values)
        cursor.execute(f"UPDATE hosts SET {assignments} WHERE host = ?", (*values.values(), host))
