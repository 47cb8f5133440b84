"""Reads what the first page shows: the portals, their sections, and what happened last."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby, islice
from typing import Any

from portal_spider.archive.database import Archive

Row = dict[str, Any]

RECENT = 8
"""Rows of each list of what happened last."""

PORTALS_SHOWN, SECTIONS_SHOWN = 50, 12
"""Portals, and sections of each, that the first page lists; Datasette's tables have them all."""


@dataclass(frozen=True, slots=True)
class PortalSections:
    """A portal and its largest sections."""

    portal_id: int
    portal: str
    sections: tuple[Row, ...]
    count: int
    """Sections it has, those not shown included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The archive at a glance."""

    totals: Row
    portals: tuple[PortalSections, ...]
    newest: tuple[Row, ...]
    changed: tuple[Row, ...]
    gone: tuple[Row, ...]


def read_overview(archive: Archive) -> Overview:
    """Portals with their sections, the newest articles, the last changes and withdrawals."""

    def rows(sql: str) -> tuple[Row, ...]:
        return tuple(archive.db.query(sql))

    by_portal = groupby(rows(_SECTIONS), key=lambda row: (row["portal_id"], row["portal"]))
    return Overview(
        totals=rows(_TOTALS)[0],
        portals=tuple(
            PortalSections(*portal, sections[:SECTIONS_SHOWN], len(sections))
            for portal, found in islice(by_portal, PORTALS_SHOWN)
            for sections in [tuple(row for row in found if row["id"])]
        ),
        newest=rows(_NEWEST),
        changed=rows(_CHANGED),
        gone=rows(_GONE),
    )


_TOTALS = """
SELECT
  (SELECT count(*) FROM articles) AS articles,
  (SELECT count(*) FROM versions) AS versions,
  (SELECT count(*) FROM pages g JOIN articles a ON a.page_id = g.id WHERE g.state = 'gone') AS gone,
  (SELECT count(*) FROM portals) AS portals,
  (SELECT max(started_at) FROM runs) AS last_run
"""

_SECTIONS = """
SELECT p.id AS portal_id, coalesce(p.title, p.name) AS portal, s.id,
  coalesce(s.name, s.url) AS name, s.promised, s.completed_at,
  (SELECT count(*) FROM entries e WHERE e.section_id = s.id) AS entries
FROM portals p LEFT JOIN sections s ON s.portal_id = p.id
ORDER BY portal, p.id, entries DESC, name
"""

_NEWEST = f"""
SELECT a.id, a.title, a.published_at AS at
FROM articles a ORDER BY a.published_at DESC LIMIT {RECENT}
"""

_CHANGED = f"""
SELECT a.id, a.title, v.replaced_at AS at
FROM versions v JOIN articles a ON a.id = v.article_id
ORDER BY v.replaced_at DESC LIMIT {RECENT}
"""

_GONE = f"""
SELECT a.id, a.title, g.fetched_at AS at
FROM pages g JOIN articles a ON a.page_id = g.id
WHERE g.state = 'gone'
ORDER BY g.fetched_at DESC LIMIT {RECENT}
"""
