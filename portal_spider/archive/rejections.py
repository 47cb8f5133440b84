"""Pages that were looked at as sections, for want of a profile, and were none.

They are remembered so that not every crawl from a home page asks for them again, in rows of
`pages` that a listing takes over as soon as it shows the page.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from portal_spider.archive.database import Archive
from portal_spider.archive.runs import now, stamp
from portal_spider.urls import canonical_url, url_id

NO_SECTION = "no_section"
"""The reason of such a page."""
REMEMBERED = timedelta(days=30)
"""After this time one is looked at again: it may have become a section."""


def reject_section(archive: Archive, portal_id: int, url: str) -> None:
    """Remember that the page at `url` is no section, unless it is known as an article's."""
    moment = now()
    with archive.transaction() as db:
        db.conn.execute(
            "INSERT INTO pages (id, portal_id, url, state, reason, first_seen, last_seen,"
            " fetched_at) VALUES (?, ?, ?, 'refused', ?, ?, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET fetched_at = excluded.fetched_at"
            " WHERE reason = excluded.reason",
            (url_id(url), portal_id, canonical_url(url), NO_SECTION, moment, moment, moment),
        )


def is_listed_or_rejected(archive: Archive, url: str) -> bool:
    """Whether `url` need not be looked at: a listing shows it, or it was rejected of late."""
    row = archive.db.conn.execute(
        "SELECT reason IS NOT ? OR fetched_at > ? FROM pages WHERE id = ?",
        (NO_SECTION, stamp(datetime.now(UTC) - REMEMBERED), url_id(url)),
    ).fetchone()
    return row is not None and bool(row[0])
