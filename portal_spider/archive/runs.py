"""Runs: what a crawl did, and what went wrong."""

from __future__ import annotations

import secrets
from collections import Counter
from datetime import UTC, datetime
from typing import Any, Literal, get_args

from portal_spider.archive.database import Archive
from portal_spider.archive.ids import derived_id

Count = Literal[
    "requests", "new", "changed", "unchanged", "gone", "failed", "refused", "hacked", "files",
    "files_failed",
]  # fmt: skip
"""The columns of `runs` that count."""

COUNTS: tuple[Count, ...] = get_args(Count)


def stamp(moment: datetime) -> str:
    """`moment` (aware) as the archive writes times: UTC, to the millisecond, sortable as text."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")


def now() -> str:
    """This moment as the archive writes it."""
    return stamp(datetime.now(UTC))


class Run:
    """One run of a crawl: a row of `runs` that is kept up to date as the crawl goes on."""

    def __init__(self, archive: Archive, portal_id: int, *, portal: str, command: str) -> None:
        self.archive = archive
        self.portal_id = portal_id
        self.portal = portal
        self.started_at = now()
        self.uid = f"{portal}/{self.started_at}/{secrets.token_hex(4)}"
        self.id = derived_id("run", self.uid)
        with archive.transaction() as db:
            db.conn.execute(
                "INSERT INTO runs (id, uid, portal_id, command, started_at) VALUES (?, ?, ?, ?, ?)",
                (self.id, self.uid, portal_id, command, self.started_at),
            )

    def count(self, what: Count, by: int = 1) -> None:
        """Add `by` to one of the run's counts, in the transaction that is open, if any."""
        assert what in COUNTS
        with self.archive.transaction() as db:
            db.conn.execute(f"UPDATE runs SET {what} = {what} + ? WHERE id = ?", (by, self.id))

    def problem(
        self,
        kind: str,
        detail: str | None = None,
        *,
        page_id: int | None = None,
        section_id: int | None = None,
    ) -> None:
        """Record that something went wrong: `kind` for machines, `detail` for a person."""
        with self.archive.transaction() as db:
            db.conn.execute(
                "INSERT INTO problems (id, run_id, page_id, section_id, kind, detail, at)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    derived_id("problem", self.uid, secrets.token_hex(8)),
                    self.id,
                    page_id,
                    section_id,
                    kind,
                    detail,
                    now(),
                ),
            )

    def finish(self, outcome: str, exit_code: int) -> None:
        """Close the run; without this it counts as killed."""
        with self.archive.transaction() as db:
            db.conn.execute(
                "UPDATE runs SET finished_at = ?, outcome = ?, exit_code = ? WHERE id = ?",
                (now(), outcome, exit_code, self.id),
            )

    def record(self) -> dict[str, Any]:
        """The run as `--json` prints it: its row, its problems by kind, the portal's pages."""
        return run_record(self.archive, self.id)


def run_record(archive: Archive, run_id: int) -> dict[str, Any]:
    """What the archive knows of a run: counts, problems by kind, and the portal's pages by state.

    Raises `KeyError` where there is no such run.
    """
    connection = archive.db.conn
    columns = ("uid", "command", "started_at", "finished_at", "outcome", "exit_code", *COUNTS)
    row = connection.execute(
        f"SELECT p.name, r.portal_id, {', '.join('r.' + name for name in columns)}"
        " FROM runs r LEFT JOIN portals p ON p.id = r.portal_id WHERE r.id = ?",
        (run_id,),
    ).fetchone()
    if row is None:
        raise KeyError(run_id)
    problems = connection.execute(
        "SELECT kind, count(*) FROM problems WHERE run_id = ? GROUP BY kind ORDER BY kind",
        (run_id,),
    )
    return {
        "portal": row[0],
        **dict(zip(columns, row[2:], strict=True)),
        "problems": dict(problems.fetchall()),
        "pages": dict(page_states(archive, row[1])),
    }


def last_runs(archive: Archive, portal: str | None, limit: int) -> list[dict[str, Any]]:
    """Records of the last runs, of one portal or of all, the latest first."""
    rows = archive.db.conn.execute(
        "SELECT r.id FROM runs r LEFT JOIN portals p ON p.id = r.portal_id"
        " WHERE ? IS NULL OR p.name = ? ORDER BY r.started_at DESC LIMIT ?",
        (portal, portal, limit),
    ).fetchall()
    return [run_record(archive, run_id) for (run_id,) in rows]


def known_portals(archive: Archive) -> dict[str, int]:
    """Ids of the portals in the archive, by name."""
    rows = archive.db.conn.execute("SELECT name, id FROM portals ORDER BY name")
    return dict(rows.fetchall())


def page_states(archive: Archive, portal_id: int) -> Counter[str]:
    """How many of the portal's pages are in each state."""
    rows = archive.db.conn.execute(
        "SELECT state, count(*) FROM pages WHERE portal_id = ? GROUP BY state", (portal_id,)
    )
    return Counter(dict(rows.fetchall()))
