"""Sections and what they list: walking a listing page by page, and what a walk has shown.

Everything that a listing page says is committed before any of it is asked for, together with
where the walk goes on, so that a walk cut short at any point carries on or begins again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from portal_spider.archive.database import Archive
from portal_spider.archive.rejections import NO_SECTION
from portal_spider.archive.runs import now
from portal_spider.items import Entry, Listing, PageRequest
from portal_spider.portals.profile import Portal, Section
from portal_spider.urls import canonical_url, url_id

UNFETCHED: dict[str, str] = {"offsite": "offsite", "wechat": "wechat", "file": "file"}
"""Targets of entries that are recorded and not asked for, with the reason their pages get."""

COLLAPSE = 0.5
"""A complete walk that shows less than this share of what the section listed before says nothing
about withdrawn articles: far more likely the listing was redesigned."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenWalk:
    """A walk that was cut short, as kept with its section."""

    next: PageRequest
    started_at: str
    since: str | None = None
    """The walk stopped because what follows is older than this date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionRow:
    """A section as the archive knows it."""

    id: int
    url: str
    name: str
    etag: str | None
    last_modified: str | None
    payload_digest: str | None
    promised: int | None
    listed: int | None
    completed_at: str | None
    head: PageRequest | None
    """What the first entries are asked for with, where the section's own page shows none."""
    walk: OpenWalk | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What one page of a listing added to what the archive knows."""

    entries: int
    new: int
    changed: int
    repeated: int
    """Entries that an earlier page of the same walk showed already."""
    latest: str | None
    """Date of its latest dated entry; `None` where none has a date."""

    @property
    def known(self) -> int:
        """Entries that earlier walks showed, the same as now."""
        return self.entries - self.new - self.changed


def open_portal(archive: Archive, portal: Portal) -> int:
    """The id of the portal's row, which is written or brought up to date."""
    with archive.transaction() as db:
        known = db.conn.execute(
            "SELECT id FROM portals WHERE name = ? OR url = ? ORDER BY name = ? DESC",
            (portal.name, portal.url, portal.name),
        ).fetchone()
        portal_id = int(known[0]) if known else url_id(portal.url)
        db.conn.execute(
            "INSERT INTO portals (id, name, title, url, family) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET title = excluded.title, family = excluded.family,"
            " name = CASE WHEN ? THEN excluded.name ELSE name END",  # as its profile calls it
            (
                portal_id,
                portal.name,
                portal.title,
                portal.url,
                portal.family,
                portal.path is not None,
            ),
        )
    return portal_id


def open_section(archive: Archive, portal_id: int, section: Section) -> SectionRow:
    """The section's row, which is written where it is new."""
    url = canonical_url(section.url)
    with archive.transaction() as db:
        db.conn.execute(
            "INSERT INTO sections (id, portal_id, url, name) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET name = excluded.name",
            (url_id(url), portal_id, url, section.name),
        )
        row = db.conn.execute(
            "SELECT id, url, name, etag, last_modified, payload_digest, promised, listed,"
            " completed_at, head, walk FROM sections WHERE id = ?",
            (url_id(url),),
        ).fetchone()
    return SectionRow(
        id=row[0],
        url=row[1],
        name=row[2] or row[1],
        etag=row[3],
        last_modified=row[4],
        payload_digest=row[5],
        promised=row[6],
        listed=row[7],
        completed_at=row[8],
        head=_read_request(row[9]),
        walk=_read_walk(row[10]),
    )


def record_head(
    archive: Archive,
    section_id: int,
    *,
    etag: str | None,
    last_modified: str | None,
    payload_digest: str,
    promised: int | None,
    head: PageRequest | None,
) -> None:
    """Keep the validators of the page with a listing's first entries, for the next run to ask with.

    `head` is what that page was asked for with, where it is not the section's own.
    """
    kept = None if head is None else json.dumps(_written(head), ensure_ascii=False)
    with archive.transaction() as db:
        db.conn.execute(
            "UPDATE sections SET etag = ?, last_modified = ?, payload_digest = ?, promised = ?,"
            " head = ?, crawled_at = ? WHERE id = ?",
            (etag, last_modified, payload_digest, promised, kept, now(), section_id),
        )


def touch_section(archive: Archive, section_id: int, stopped_by: str) -> None:
    """The first page of the listing answered, and there is nothing to walk."""
    with archive.transaction() as db:
        db.conn.execute(
            "UPDATE sections SET crawled_at = ?, stopped_by = ? WHERE id = ?",
            (now(), stopped_by, section_id),
        )


def record_listing(
    archive: Archive, portal_id: int, section_id: int, listing: Listing, *, walk_started_at: str
) -> Shown:
    """Commit the entries of one listing page, each new page as a `pending` row.

    A page that is done and that its entry shows changed is asked again; so is one that was gone
    and is listed again.
    """
    entries = _first_of_each(listing.entries)
    seen = now()
    counts = {"new": 0, "changed": 0, "repeated": 0}
    with archive.transaction() as db:
        for page_id, entry in entries.items():
            before = db.conn.execute(
                "SELECT title, date, last_seen, vanished_at FROM entries"
                " WHERE section_id = ? AND page_id = ?",
                (section_id, page_id),
            ).fetchone()
            _record_page(db.conn, portal_id, page_id, entry, seen)
            db.conn.execute(
                "INSERT INTO entries (section_id, page_id, title, date, first_seen, last_seen)"
                " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (section_id, page_id) DO UPDATE SET"
                " title = coalesce(excluded.title, title), date = coalesce(excluded.date, date),"
                " last_seen = excluded.last_seen, vanished_at = NULL",
                (section_id, page_id, entry.title, entry.date, seen, seen),
            )
            if before is None:
                counts["new"] += 1
            elif before[2] >= walk_started_at:
                counts["repeated"] += 1
            elif _differs(entry, before[0], before[1]) or before[3] is not None:
                counts["changed"] += 1
                _ask_again(db.conn, page_id, "listing_changed")
    dates = [entry.date for entry in entries.values() if entry.date]
    return Shown(entries=len(entries), latest=max(dates, default=None), **counts)


def keep_walk(archive: Archive, section_id: int, walk: OpenWalk, stopped_by: str | None) -> None:
    """Keep where a walk goes on; `stopped_by` where it does not go on in this run."""
    kept = {**_written(walk.next), "started_at": walk.started_at, "since": walk.since}
    text = json.dumps(kept, ensure_ascii=False)
    with archive.transaction() as db:
        db.conn.execute(
            "UPDATE sections SET walk = ?, stopped_by = coalesce(?, stopped_by) WHERE id = ?",
            (text, stopped_by, section_id),
        )


def close_walk(archive: Archive, section_id: int, stopped_by: str) -> None:
    """A walk ended before the listing did, and needs no going on: all that follows is known."""
    with archive.transaction() as db:
        db.conn.execute(
            "UPDATE sections SET walk = NULL, stopped_by = ? WHERE id = ?", (stopped_by, section_id)
        )


def complete_walk(
    archive: Archive, section_id: int, stopped_by: str, *, walk_started_at: str
) -> int | None:
    """A walk saw the whole listing: articles that it no longer shows are asked again.

    Returns how many entries vanished; `None` where so much is missing that nothing is concluded.
    """
    with archive.transaction() as db:
        live, seen = db.conn.execute(
            "SELECT count(*), coalesce(sum(last_seen >= ?), 0) FROM entries"
            " WHERE section_id = ? AND vanished_at IS NULL",
            (walk_started_at, section_id),
        ).fetchone()
        collapsed = seen < live * COLLAPSE
        db.conn.execute(
            "UPDATE sections SET walk = NULL, stopped_by = ?, listed = ?, completed_at = ?"
            " WHERE id = ?",
            (stopped_by, seen, now(), section_id),
        )
        if collapsed:
            return None
        vanished = db.conn.execute(
            "SELECT page_id FROM entries"
            " WHERE section_id = ? AND vanished_at IS NULL AND last_seen < ?",
            (section_id, walk_started_at),
        ).fetchall()
        for (page_id,) in vanished:
            db.conn.execute(
                "UPDATE entries SET vanished_at = ? WHERE section_id = ? AND page_id = ?",
                (now(), section_id, page_id),
            )
            if not is_listed(archive, page_id):
                _ask_again(db.conn, page_id, "vanished", only="done")
    return len(vanished)


def is_listed(archive: Archive, page_id: int) -> bool:
    """Whether any section shows the page, as far as its last complete walk tells."""
    row = archive.db.conn.execute(
        "SELECT 1 FROM entries WHERE page_id = ? AND vanished_at IS NULL", (page_id,)
    ).fetchone()
    return row is not None


def known_sections(archive: Archive, portal_id: int) -> tuple[Section, ...]:
    """The portal's sections that the archive has, in the order in which they were found."""
    rows = archive.db.conn.execute(
        "SELECT url, name FROM sections WHERE portal_id = ? ORDER BY rowid", (portal_id,)
    )
    return tuple(Section(url=url, name=name or url) for url, name in rows)


def live_entries(archive: Archive, section_id: int) -> int:
    """Entries that the section shows, as far as its last complete walk and later ones tell."""
    row = archive.db.conn.execute(
        "SELECT count(*) FROM entries WHERE section_id = ? AND vanished_at IS NULL", (section_id,)
    ).fetchone()
    return int(row[0])


def _first_of_each(entries: Iterable[Entry]) -> dict[int, Entry]:
    found: dict[int, Entry] = {}
    for entry in entries:
        found.setdefault(url_id(entry.url), entry)
    return found


def _record_page(connection: Any, portal_id: int, page_id: int, entry: Entry, seen: str) -> None:
    reason = UNFETCHED.get(entry.target)
    connection.execute("DELETE FROM pages WHERE id = ? AND reason = ?", (page_id, NO_SECTION))
    connection.execute(
        "INSERT INTO pages (id, portal_id, url, state, reason, first_seen, last_seen)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET last_seen = excluded.last_seen",
        (
            page_id,
            portal_id,
            canonical_url(entry.url),
            "refused" if reason else "pending",
            reason,
            seen,
            seen,
        ),
    )


def _differs(entry: Entry, title: str | None, date: str | None) -> bool:
    """Whether a listing shows an entry otherwise than before; what either lacks is no change."""
    pairs: Sequence[tuple[str | None, str | None]] = ((entry.title, title), (entry.date, date))
    return any(after and before and after != before for after, before in pairs)


def _ask_again(connection: Any, page_id: int, reason: str, *, only: str | None = None) -> None:
    states = (only,) if only else ("done", "gone")
    connection.execute(
        "UPDATE pages SET state = 'pending', reason = ?, attempts = 0, retry_at = NULL"
        f" WHERE id = ? AND state IN ({', '.join('?' * len(states))})",
        (reason, page_id, *states),
    )


def _written(request: PageRequest) -> dict[str, str | None]:
    return {"url": request.url, "method": request.method, "body": request.body}


def _read_request(text: str | None) -> PageRequest | None:
    if text is None:
        return None
    kept = json.loads(text)
    return PageRequest(url=kept["url"], method=kept["method"], body=kept["body"])


def _read_walk(text: str | None) -> OpenWalk | None:
    if text is None:
        return None
    kept = json.loads(text)
    return OpenWalk(
        next=PageRequest(url=kept["url"], method=kept["method"], body=kept["body"]),
        started_at=kept["started_at"],
        since=kept["since"],
    )
