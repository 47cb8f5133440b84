"""The geometry of the report's plots; its template only draws what these say."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from portal_spider.archive.statistics import SectionCoverage

LEVELS = 5
"""Shades of the heat map, besides that for nothing."""

MONTHS = range(12, 37)
"""Fewest and most months that the heat map shows; what is older is summed up in one column."""

DAYS = 731
"""Days that the chart of days shows: two years."""

WIDTH, HEIGHT, LEFT, BOTTOM, LABEL = 960, 220, 44, 24, 50
"""Size of the chart of days, the room for its labels, and a label's width, in SVG units."""

TICKS = 4
"""Steps of the vertical scale, about."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Articles of one section in one month."""

    count: int
    level: int
    """0 for none, up to `LEVELS`; by magnitude, as a portal's sections differ by a thousand."""


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One section of the heat map."""

    portal: str
    portal_title: str
    section: str
    articles: int
    earlier: int
    """Articles from before the months shown."""
    undated: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class HeatMap:
    """Sections by months."""

    months: tuple[str, ...]
    rows: tuple[HeatRow, ...]


def heat_map(coverage: Sequence[SectionCoverage]) -> HeatMap:
    """Sections by the last months up to the latest that has an article, as many as `MONTHS`."""
    months = _last_months({month for section in coverage for month in section.months})
    most = max((section.months.get(m, 0) for section in coverage for m in months), default=0)
    rows = []
    for section in coverage:
        counts = [section.months.get(month, 0) for month in months]
        dated = sum(section.months.values())
        rows.append(
            HeatRow(
                portal=section.portal,
                portal_title=section.portal_title,
                section=section.section,
                articles=section.articles,
                earlier=dated - sum(counts),
                undated=section.articles - dated,
                cells=tuple(Cell(count, _level(count, most)) for count in counts),
            )
        )
    return HeatMap(months=tuple(months), rows=tuple(rows))


@dataclass(frozen=True, slots=True)
class Bar:
    """Articles published on one day."""

    day: str
    count: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class DayChart:
    """Articles by day of publication, as bars on a scale."""

    bars: tuple[Bar, ...]
    ticks: tuple[tuple[float, int], ...]
    """Height above the picture's top, and the count there."""
    labels: tuple[tuple[float, str], ...]
    """Where a labelled month begins, and its name."""
    earlier: int
    """Articles from before the days shown."""
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    floor: int = HEIGHT - BOTTOM
    """Where the bars stand."""


def day_chart(days: Iterable[tuple[str, int]]) -> DayChart | None:
    """The last `DAYS` days up to the latest that has an article; `None` where none has."""
    counts = {when: count for text, count in days if (when := _day(text))}
    if not counts:
        return None
    last = max(counts)
    shown = {d: count for d, count in counts.items() if d > last - timedelta(days=DAYS)}
    first = min(shown)
    step = _nice_step(max(shown.values()))
    top = step * math.ceil(max(shown.values()) / step)
    slot = (WIDTH - LEFT) / max((last - first).days + 1, 31)
    floor = HEIGHT - BOTTOM

    def x(when: date) -> float:
        return round(LEFT + (when - first).days * slot, 2)

    def y(count: int) -> float:
        return round(floor - (floor - 10) * count / top, 2)

    return DayChart(
        bars=tuple(
            Bar(when.isoformat(), n, x(when), y(n), round(slot * 0.85, 2), round(floor - y(n), 2))
            for when, n in sorted(shown.items())
        ),
        ticks=tuple((y(count), count) for count in range(0, top + 1, step)),
        labels=tuple(
            (x(month), f"{month:%Y-%m}")
            for month in _labelled_months(first, last)
            if x(month) < WIDTH - LABEL
        ),
        earlier=sum(counts.values()) - sum(shown.values()),
    )


def _level(count: int, most: int) -> int:
    if not count:
        return 0
    return 1 + round((LEVELS - 1) * math.log(count) / math.log(most)) if most > 1 else 1


def _last_months(found: Collection[str]) -> list[str]:
    numbers = {int(month[:4]) * 12 + int(month[5:7]) - 1 for month in found if _day(f"{month}-01")}
    if not numbers:
        return []
    last = max(numbers)
    first = min(number for number in numbers if number > last - MONTHS[-1])
    first = min(first, last - MONTHS[0] + 1)
    return [f"{n // 12:04}-{n % 12 + 1:02}" for n in range(first, last + 1)]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:  # a page may state a 31st of June, and the archive keeps what it states
        return None


def _nice_step(most: int) -> int:
    """1, 2 or 5 times a power of ten, so that `most` takes about `TICKS` of it."""
    rough = max(most // TICKS, 1)
    magnitude: int = 10 ** (len(str(rough)) - 1)
    return next(magnitude * n for n in (1, 2, 5, 10) if magnitude * n >= rough)


def _labelled_months(first: date, last: date) -> list[date]:
    """Firsts of months, far enough apart for their names to stand side by side."""
    months = [
        date(n // 12, n % 12 + 1, 1)
        for n in range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    ]
    months = [month for month in months if month >= first]
    return months[:: max(1, math.ceil(len(months) / 12))]
