"""What `report` shows: counts over a whole archive, each by one query."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import urlsplit

from portal_spider.archive.database import Archive

T = TypeVar("T")

RECENT = 50
"""Rows of lists that would otherwise be as long as the archive."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """How much the archive holds."""

    portals: int
    sections: int
    pages: int
    articles: int
    versions: int
    gone: int
    """Articles that their portals no longer serve."""
    captures: int
    first_captured_at: str | None
    last_captured_at: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionCoverage:
    """One section: what it published in each month, and how well its fields are filled.

    Here and below `portal` is a portal's name, `portal_title` what people know it by, which is the
    name again where that is not known.
    """

    portal: str
    portal_title: str
    section: str
    articles: int
    months: dict[str, int] = field(default_factory=dict)
    """Articles by month of publication, `YYYY-MM`."""
    filled: dict[str, int] = field(default_factory=dict)
    """Articles that have each field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemCount:
    """Problems of one kind: how many, on how many pages, when last, and one of them."""

    kind: str
    count: int
    pages: int
    last_at: str
    example: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HackedPortal:
    """Pages of one portal that carried what its owner did not write."""

    portal: str
    portal_title: str
    pages: int
    first_seen: str
    last_seen: str
    example_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HostRecord:
    """How one host answered: pages fetched, failed and refused."""

    host: str
    pages: int
    failed: int
    refused: int
    pending: int

    @property
    def failing(self) -> float:
        """Share of its pages that could not be had, 0 to 1."""
        return (self.failed + self.refused) / self.pages


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalPace:
    """How long a portal's requests took, its politeness included, in seconds."""

    portal: str
    portal_title: str
    runs: int
    requests: int
    seconds_per_request: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """An article that changed or was withdrawn."""

    at: str
    article_id: int
    portal: str
    portal_title: str
    title: str | None
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics:
    """Everything that the report shows."""

    totals: Totals
    coverage: tuple[SectionCoverage, ...]
    days: tuple[tuple[str, int], ...]
    problems: tuple[ProblemCount, ...]
    hacked: tuple[HackedPortal, ...]
    hosts: tuple[HostRecord, ...]
    pace: tuple[PortalPace, ...]
    changes: tuple[Event, ...]
    withdrawals: tuple[Event, ...]


def read_statistics(archive: Archive) -> Statistics:
    """Count over the whole archive; some seconds on a large one."""
    return Statistics(
        totals=_totals(archive),
        coverage=tuple(_coverage(archive)),
        days=tuple((row["day"], row["articles"]) for row in archive.db.query(_DAYS)),
        problems=_rows(archive, ProblemCount, _PROBLEMS),
        hacked=hacked_portals(archive),
        hosts=_hosts(archive),
        pace=_rows(archive, PortalPace, _PACE),
        changes=_rows(archive, Event, _CHANGES),
        withdrawals=_rows(archive, Event, _WITHDRAWALS),
    )


def hacked_portals(archive: Archive) -> tuple[HackedPortal, ...]:
    """The portals with pages that carried advertising, the worst first."""
    return _rows(archive, HackedPortal, _HACKED)


def _rows(archive: Archive, record: type[T], sql: str) -> tuple[T, ...]:
    """The query's rows as records: its columns are named as the record's fields."""
    return tuple(record(**row) for row in archive.db.query(sql))


def _totals(archive: Archive) -> Totals:
    (row,) = archive.db.query(_TOTALS)
    return Totals(**row)


def _coverage(archive: Archive) -> Iterable[SectionCoverage]:
    sections: dict[tuple[str, str], dict[str, Any]] = {}
    names = ("portal", "portal_title", "section", "articles")
    for row in archive.db.query(_FILLED):
        named = {name: row.pop(name) for name in names}
        sections[named["portal"], named["section"]] = named | {"filled": row, "months": {}}
    for row in archive.db.query(_MONTHS):
        sections[row["portal"], row["section"]]["months"][row["month"]] = row["articles"]
    for counts in sections.values():
        yield SectionCoverage(**counts)


def _hosts(archive: Archive) -> tuple[HostRecord, ...]:
    """Pages by host and state; the host is read here, as SQL knows no URLs."""
    hosts: dict[str, dict[str, int]] = {}
    for row in archive.db.query(_PAGE_STATES):
        host = urlsplit(row["origin"]).netloc
        counts = hosts.setdefault(host, {"pages": 0, "failed": 0, "refused": 0, "pending": 0})
        counts["pages"] += row["pages"]
        if row["state"] in counts:
            counts[row["state"]] += row["pages"]
    records = [HostRecord(host=host, **counts) for host, counts in hosts.items()]
    return tuple(sorted(records, key=lambda record: (-record.failed - record.refused, record.host)))


_TOTALS = """
SELECT
  (SELECT count(*) FROM portals) AS portals,
  (SELECT count(*) FROM sections) AS sections,
  (SELECT count(*) FROM pages) AS pages,
  (SELECT count(*) FROM articles) AS articles,
  (SELECT count(*) FROM versions) AS versions,
  (SELECT count(*) FROM pages g JOIN articles a ON a.page_id = g.id WHERE g.state = 'gone') AS gone,
  (SELECT count(*) FROM captures) AS captures,
  (SELECT min(captured_at) FROM captures) AS first_captured_at,
  (SELECT max(captured_at) FROM captures) AS last_captured_at
"""

# An article listed in two sections counts in both; one that none lists has a line of its own.
_PLACED = """
WITH placed AS (
  SELECT p.name AS portal, coalesce(p.title, p.name) AS portal_title,
    coalesce(s.name, s.url) AS section, a.id
  FROM articles a
  JOIN pages g ON g.id = a.page_id
  JOIN portals p ON p.id = g.portal_id
  JOIN entries e ON e.page_id = a.page_id
  JOIN sections s ON s.id = e.section_id
  UNION ALL
  SELECT p.name, coalesce(p.title, p.name), '—', a.id
  FROM articles a
  JOIN pages g ON g.id = a.page_id
  JOIN portals p ON p.id = g.portal_id
  WHERE NOT EXISTS (SELECT 1 FROM entries e WHERE e.page_id = a.page_id)
)
"""

_FILLED = f"""
{_PLACED}
SELECT
  portal, portal_title, section, count(*) AS articles,
  count(a.title) AS title,
  count(a.published_at) AS published_at,
  count(a.source) AS source,
  sum(a.text <> '') AS text,
  sum(EXISTS (SELECT 1 FROM bylines b WHERE b.article_id = a.id)) AS byline,
  sum(EXISTS (SELECT 1 FROM attachments t WHERE t.article_id = a.id)) AS attachments,
  sum(EXISTS (SELECT 1 FROM document_fields f WHERE f.article_id = a.id)) AS document_fields
FROM placed JOIN articles a USING (id)
GROUP BY portal, section ORDER BY portal_title, portal, articles DESC, section
"""

_MONTHS = f"""
{_PLACED}
SELECT portal, section, substr(a.published_at, 1, 7) AS month, count(*) AS articles
FROM placed JOIN articles a USING (id)
WHERE a.published_at IS NOT NULL
GROUP BY portal, section, month ORDER BY month
"""

_DAYS = """
SELECT substr(published_at, 1, 10) AS day, count(*) AS articles
FROM articles WHERE length(published_at) >= 10
GROUP BY day ORDER BY day
"""

_PROBLEMS = """
SELECT kind, count(*) AS count, count(DISTINCT page_id) AS pages, max(at) AS last_at,
  detail AS example
FROM problems GROUP BY kind ORDER BY count DESC, kind
"""  # A bare column beside max() is of the row that holds the maximum: SQLite's own rule.

_HACKED = """
SELECT p.name AS portal, coalesce(p.title, p.name) AS portal_title, count(DISTINCT g.id) AS pages,
  min(a.captured_at) AS first_seen, max(g.last_seen) AS last_seen, g.url AS example_url
FROM removals r
JOIN articles a ON a.id = r.article_id
JOIN pages g ON g.id = a.page_id
JOIN portals p ON p.id = g.portal_id
WHERE r.kind = 'spam'
GROUP BY p.id ORDER BY pages DESC
"""

_PAGE_STATES = """
SELECT substr(url, 1, instr(substr(url, 9), '/') + 8) AS origin, state, count(*) AS pages
FROM pages GROUP BY origin, state
"""

_PACE = """
SELECT p.name AS portal, coalesce(p.title, p.name) AS portal_title, count(*) AS runs,
  sum(r.requests) AS requests,
  sum(strftime('%s', r.finished_at) - strftime('%s', r.started_at)) * 1.0 / sum(r.requests)
    AS seconds_per_request
FROM runs r JOIN portals p ON p.id = r.portal_id
WHERE r.finished_at IS NOT NULL AND r.requests > 0
GROUP BY p.id ORDER BY seconds_per_request DESC
"""

_CHANGES = f"""
SELECT v.replaced_at AS at, a.id AS article_id, p.name AS portal,
  coalesce(p.title, p.name) AS portal_title, a.title, g.url
FROM versions v
JOIN articles a ON a.id = v.article_id
JOIN pages g ON g.id = a.page_id
JOIN portals p ON p.id = g.portal_id
ORDER BY at DESC LIMIT {RECENT}
"""

_WITHDRAWALS = f"""
SELECT coalesce(g.fetched_at, g.last_seen) AS at, a.id AS article_id,
  p.name AS portal, coalesce(p.title, p.name) AS portal_title, a.title, g.url
FROM pages g
JOIN articles a ON a.page_id = g.id
JOIN portals p ON p.id = g.portal_id
WHERE g.state = 'gone'
ORDER BY at DESC LIMIT {RECENT}
"""
