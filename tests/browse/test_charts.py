"""The geometry of the report's plots."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from portal_spider.archive.statistics import SectionCoverage
from portal_spider.browse.charts import HEIGHT, LEVELS, MONTHS, WIDTH, day_chart, heat_map

months = st.dates(date(1999, 1, 1), date(2030, 12, 31)).map(lambda day: f"{day:%Y-%m}")
counts = st.integers(1, 5000)


@st.composite
def sections(draw: st.DrawFn) -> SectionCoverage:
    found = draw(st.dictionaries(months, counts, max_size=60))
    undated = draw(st.integers(0, 50))
    return SectionCoverage(
        portal="qingxi",
        portal_title="青溪市人民政府",
        section=draw(st.sampled_from(["通知公告", "政策文件"])),
        articles=sum(found.values()) + undated,
        months=found,
    )


@given(st.lists(sections(), max_size=4))
def test_the_heat_map_leaves_no_article_out(coverage: list[SectionCoverage]) -> None:
    heat = heat_map(coverage)

    assert [row.articles for row in heat.rows] == [section.articles for section in coverage]
    for row in heat.rows:
        shown = sum(cell.count for cell in row.cells)
        assert shown + row.earlier + row.undated == row.articles


@given(st.lists(sections(), min_size=1, max_size=4))
def test_more_articles_are_never_paler(coverage: list[SectionCoverage]) -> None:
    cells = sorted({(c.count, c.level) for row in heat_map(coverage).rows for c in row.cells})

    levels = [level for _, level in cells]
    assert levels == sorted(levels)
    assert all((count == 0) == (level == 0) for count, level in cells)
    assert not levels or max(levels) <= LEVELS


@given(sections().filter(lambda section: section.months))
def test_the_months_are_consecutive_and_end_with_the_latest(section: SectionCoverage) -> None:
    shown = heat_map([section]).months

    assert len(shown) in MONTHS
    assert shown[-1] == max(section.months)
    days = [date.fromisoformat(f"{month}-15") for month in shown]
    assert all(25 <= (b - a).days <= 35 for a, b in pairwise(days))


def test_no_article_makes_no_months() -> None:
    assert heat_map([]).months == ()
    assert day_chart([]) is None
    assert day_chart([("2024-06-31", 3)]) is None  # as a page stated it


days = st.integers(0, 4000).map(lambda n: (date(2015, 1, 1) + timedelta(days=n)).isoformat())


@given(st.dictionaries(days, counts, min_size=1, max_size=80))
def test_bars_stand_in_the_picture_in_proportion(published: dict[str, int]) -> None:
    chart = day_chart(published.items())

    assert chart is not None
    assert sum(bar.count for bar in chart.bars) + chart.earlier == sum(published.values())
    tallest = max(bar.height / bar.count for bar in chart.bars)
    for bar in chart.bars:
        assert chart.left <= bar.x <= bar.x + bar.width <= WIDTH
        assert 0 <= bar.y < bar.y + bar.height <= HEIGHT
        assert abs(bar.height / bar.count - tallest) < 0.02
    assert 2 <= len(chart.ticks) <= 7
    assert chart.ticks[-1][1] >= max(bar.count for bar in chart.bars)
