from __future__ import annotations

import pytest

from portal_spider.extract import extract_listing
from portal_spider.items import Listing
from tests.samples.listings import (
    LAYOUTS,
    LISTING,
    PLAIN_ROWS,
    ROWS,
    Row,
    frame,
)


def read(main: str, *, url: str = LISTING, farm: bool = False) -> Listing:
    return extract_listing(frame(main, farm=farm).encode(), url, content_type="text/html")


def found(listing: Listing) -> list[tuple[str, str | None, str | None]]:
    return [(entry.url, entry.title, entry.date) for entry in listing.entries]


def wanted(rows: tuple[Row, ...]) -> list[tuple[str, str | None, str | None]]:
    return [(row.url, row.title, row.date) for row in rows]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("farm", [False, True], ids=["clean", "farm"])
def test_every_layout_gives_every_row_and_nothing_else(layout: str, farm: bool) -> None:
    assert found(read(LAYOUTS[layout](ROWS), farm=farm)) == wanted(ROWS)


@pytest.mark.parametrize("layout", sorted(set(LAYOUTS) - {"as_month_days"}))
def test_addresses_need_not_hold_a_date(layout: str) -> None:
    assert found(read(LAYOUTS[layout](PLAIN_ROWS))) == wanted(PLAIN_ROWS)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("count", [1, 2, 3])
def test_short_sections_are_listings_too(layout: str, count: int) -> None:
    assert found(read(LAYOUTS[layout](ROWS[:count]))) == wanted(ROWS[:count])
