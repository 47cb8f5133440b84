"""Reads what a section published, month by month."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from portal_spider.archive.database import Archive

Row = dict[str, Any]

UNDATED = "undated"
"""In place of a year: pages that neither state a date nor have one in the listing."""


@dataclass(frozen=True, slots=True)
class Month:
    """What a section published in one month, newest first."""

    month: str
    """`YYYY-MM`, or `undated`."""
    articles: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """A section, and what it published in one year."""

    section: Row
    years: tuple[tuple[str, int], ...]
    """Years with their articles, newest first; `undated` is the last of them."""
    counts: tuple[tuple[str, int], ...]
    """Months of the year shown, January first, with their articles; empty for `undated`."""
    year: str | None
    """The year shown; `None` where the section has no article."""
    months: tuple[Month, ...]

    @property
    def most(self) -> int:
        """Articles of the fullest month of the year shown."""
        return max((count for _, count in self.counts), default=0)


def read_timeline(archive: Archive, section_id: int, year: str | None = None) -> Timeline | None:
    """The section with that id in `year`, by default its latest; `None` where there is none."""
    section = next(iter(archive.db.query(_SECTION, {"id": section_id})), None)
    if section is None:
        return None
    found = list(archive.db.query(_MONTHS, {"id": section_id}))
    by_year = {
        key: sum(row["articles"] for row in rows)
        for key, rows in groupby(found, key=lambda row: str(row["month"] or UNDATED)[:7][:4])
    }
    years = {UNDATED if key == UNDATED[:4] else key: count for key, count in by_year.items()}
    if year not in years:
        year = next(iter(years), None)
    return Timeline(
        section=section,
        years=tuple(years.items()),
        counts=_months_of(year, found),
        year=year,
        months=tuple(_read_months(archive, section_id, year)) if year else (),
    )


def _months_of(year: str | None, found: list[Row]) -> tuple[tuple[str, int], ...]:
    if year is None or year == UNDATED:
        return ()
    counts = {row["month"]: row["articles"] for row in found}
    months = (f"{year}-{month:02}" for month in range(1, 13))
    return tuple((month, counts.get(month, 0)) for month in months)


def _read_months(archive: Archive, section_id: int, year: str) -> list[Month]:
    wanted = {"id": section_id, "year": None if year == UNDATED else year}
    rows = archive.db.query(_ARTICLES, wanted)
    groups = groupby(rows, key=lambda row: str(row["date"] or UNDATED)[:7])
    return [Month(month, tuple(articles)) for month, articles in groups]


_SECTION = """
SELECT s.*, coalesce(p.title, p.name) AS portal, p.url AS portal_url
FROM sections s JOIN portals p ON p.id = s.portal_id
WHERE s.id = :id
"""

_MONTHS = """
SELECT substr(coalesce(a.published_at, e.date), 1, 7) AS month, count(*) AS articles
FROM entries e JOIN articles a ON a.id = e.page_id
WHERE e.section_id = :id
GROUP BY month ORDER BY month IS NULL, month DESC
"""

_ARTICLES = """
SELECT a.id, a.title, coalesce(a.published_at, e.date) AS date, a.source, g.state,
  (SELECT count(*) FROM versions v WHERE v.article_id = a.id) AS changes,
  EXISTS (SELECT 1 FROM removals r WHERE r.article_id = a.id AND r.kind = 'spam') AS hacked
FROM entries e
JOIN articles a ON a.id = e.page_id
JOIN pages g ON g.id = a.page_id
WHERE e.section_id = :id AND substr(coalesce(a.published_at, e.date), 1, 4) IS :year
ORDER BY date DESC, a.title
"""
