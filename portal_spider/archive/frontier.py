"""The frontier: which pages are to be asked for, and what becomes of each that was.

A page is `pending` until an answer settles it; there is no state for "being fetched", so a killed
process leaves nothing to clean up. The next few pending pages are claimed in memory only.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from portal_spider.archive.database import Archive
from portal_spider.archive.rejections import NO_SECTION
from portal_spider.archive.runs import now, stamp
from portal_spider.archive.verdicts import Verdict
from portal_spider.items import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A page that this run is to ask for."""

    page_id: int
    url: str
    reason: str | None
    """Why a known page is asked again: `listing_changed`, `vanished`, `recheck`, …"""
    etag: str | None
    last_modified: str | None
    attempts: int
    known: bool
    """Whether the archive holds an article of it."""
    section_id: int | None
    entry: Entry | None
    """The listing row that led here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What of a portal a run is about; what is outside stays pending for a later run."""

    sections: tuple[int, ...] = ()
    """Ids; empty: all."""
    since: date | None = None
    until: date | None = None


_CLAIM = """
SELECT p.id, p.url, p.reason, p.etag, p.last_modified, p.attempts,
       EXISTS (SELECT 1 FROM articles a WHERE a.page_id = p.id),
       e.section_id, e.title, e.date
FROM pages p
LEFT JOIN entries e ON e.page_id = p.id
  AND e.section_id = (SELECT min(o.section_id) FROM entries o WHERE o.page_id = p.id)
WHERE p.portal_id = :portal AND p.state = 'pending'
  AND (p.fetched_at IS NULL OR p.fetched_at < :started)
  AND (p.retry_at IS NULL OR p.retry_at <= :now)
  AND (:since IS NULL OR e.date IS NULL OR e.date >= :since)
  AND (:until IS NULL OR e.date IS NULL OR e.date <= :until)
  {scope}
ORDER BY e.date DESC, p.id
LIMIT :limit
"""


class Frontier:
    """The pages of one portal, as one run sees them."""

    def __init__(
        self, archive: Archive, portal_id: int, *, started_at: str, scope: Scope | None = None
    ) -> None:
        self.archive = archive
        self.portal_id = portal_id
        self.started_at = started_at
        self.scope = scope or Scope()

    def claim(self, limit: int, *, besides: Collection[int] = ()) -> list[Claim]:
        """At most `limit` pages to ask for next, the latest first, none of `besides`.

        A page that this run has asked for already is not claimed again, whatever the answer was.
        """
        rows = self.archive.db.conn.execute(
            _CLAIM.format(scope=self._in_sections()),
            {
                "portal": self.portal_id,
                "started": self.started_at,
                "now": now(),
                "since": _day(self.scope.since),
                "until": _day(self.scope.until),
                "limit": limit + len(besides),
            },
        ).fetchall()
        claims = [
            Claim(
                page_id=row[0],
                url=row[1],
                reason=row[2],
                etag=row[3],
                last_modified=row[4],
                attempts=row[5],
                known=bool(row[6]),
                section_id=row[7],
                entry=None if row[7] is None else Entry(url=row[1], title=row[8], date=row[9]),
            )
            for row in rows
            if row[0] not in besides
        ]
        return claims[:limit]

    def settle(
        self,
        page_id: int,
        verdict: Verdict,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
    ) -> None:
        """Write what an answer, or the lack of one, makes of a page.

        Validators are kept only with an article: what refused us must not answer 304 later.
        """
        moment = datetime.now(UTC)
        retry_at = None if verdict.retry_in is None else stamp(moment + verdict.retry_in)
        with self.archive.transaction() as db:
            db.conn.execute(
                "UPDATE pages SET state = ?, reason = ?, fetched_at = ?, retry_at = ?,"
                " attempts = CASE WHEN ? THEN 0 ELSE attempts + 1 END,"
                " last_seen = CASE WHEN ? THEN ? ELSE last_seen END WHERE id = ?",
                (
                    verdict.state,
                    verdict.reason,
                    stamp(moment),
                    retry_at,
                    verdict.good,
                    verdict.good,
                    stamp(moment),
                    page_id,
                ),
            )
            if verdict.good and (etag or last_modified):
                db.conn.execute(
                    "UPDATE pages SET etag = ?, last_modified = ? WHERE id = ?",
                    (etag, last_modified, page_id),
                )

    def revive(self) -> int:
        """Make pages pending whose time to be tried again has come; how many."""
        with self.archive.transaction() as db:
            cursor = db.conn.execute(
                "UPDATE pages SET state = 'pending', reason = coalesce(reason, 'again'),"
                " retry_at = NULL"
                " WHERE portal_id = ? AND state <> 'pending' AND retry_at <= ?",
                (self.portal_id, now()),
            )
        return cursor.rowcount

    def recheck(self, within: timedelta | None) -> int:
        """Ask again for articles published within that time, or for all; how many.

        Pages that this run has fetched already are fresh enough, and those that answered badly
        have a time of their own.
        """
        earliest = None if within is None else _day((datetime.now(UTC) - within).date())
        with self.archive.transaction() as db:
            cursor = db.conn.execute(
                "UPDATE pages AS p SET state = 'pending', reason = 'recheck'"
                " WHERE portal_id = :portal AND state = 'done' AND fetched_at < :started"
                " AND retry_at IS NULL"
                " AND id IN (SELECT page_id FROM articles"
                "   WHERE :earliest IS NULL OR published_at >= :earliest)" + self._in_sections(),
                {
                    "portal": self.portal_id,
                    "started": self.started_at,
                    "earliest": earliest,
                },
            )
        return cursor.rowcount

    def pending(self) -> dict[int | None, int]:
        """Pending pages by section (of the first that lists them)."""
        rows = self.archive.db.conn.execute(
            "SELECT (SELECT min(e.section_id) FROM entries e WHERE e.page_id = p.id), count(*)"
            " FROM pages p WHERE p.portal_id = ? AND p.state = 'pending' GROUP BY 1",
            (self.portal_id,),
        )
        return dict(rows.fetchall())

    def state(self, page_id: int) -> str | None:
        """State of the page with that id; `None` where nothing listed it."""
        row = self.archive.db.conn.execute(
            "SELECT state FROM pages WHERE id = ? AND reason IS NOT ?", (page_id, NO_SECTION)
        ).fetchone()
        return None if row is None else str(row[0])

    def _in_sections(self) -> str:
        if not self.scope.sections:
            return ""
        ids = ", ".join(str(int(section)) for section in self.scope.sections)
        return (
            " AND EXISTS (SELECT 1 FROM entries o"
            f" WHERE o.page_id = p.id AND o.section_id IN ({ids}))"
        )


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
