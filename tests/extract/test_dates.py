"""Dates are read in every form that portals write, and as precisely as they are given."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal_spider.extract.dates import find_date, find_labelled, parse_compact, parse_date

NUMERALS = "〇一二三四五六七八九"


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2010/1/6 16:43:13", "2010-01-06T16:43:13+08:00"),
        ("2024年04月06日 16:40", "2024-04-06T16:40+08:00"),
        ("2024年4月6日16时40分", "2024-04-06T16:40+08:00"),
        ("2024-03-01 下午 3:05", "2024-03-01T15:05+08:00"),
        ("2024-03-01 星期五 09:30", "2024-03-01T09:30+08:00"),
        ("2024.09.30 09:24:36 GMT+08:00", "2024-09-30T09:24:36+08:00"),
        ("2024-06-13T14:54:00+08:00", "2024-06-13T14:54:00+08:00"),
        ("2024-03-0315:54:07", "2024-03-03T15:54:07+08:00"),
        ("2017——04——12", "2017-04-12"),
        ("［2024－03－01］", "2024-03-01"),
        ("2011-06-18 00:00:00", "2011-06-18"),
        ("2011-06-18 00:00", "2011-06-18"),
        ("二○一一年四月八日", "2011-04-08"),
        ("二〇二一年十二月三十一日", "2021-12-31"),
        ("二零二四年二月廿九日", "2024-02-29"),
        ("21/04/2006", "2006-04-21"),
        ("[3.4.2006 09:30]", "2006-04-03T09:30+08:00"),
        ("第2.20.3.4版于2024-01-02发布", "2024-01-02"),
        ("2024-13-40", None),
        ("2023-02-29", None),
        ("1024-02-03", None),
        ("共 2024 条", None),
        ("", None),
    ],
)
def test_forms(text: str, iso: str | None) -> None:
    assert parse_date(text) == iso


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        ("07-09-12", "2007-09-12"),
        ("03年11月8日", "2003-11-08"),
        ("99/1/2 8:30", "1999-01-02T08:30+08:00"),
        ("2007-9-12", "2007-09-12"),
        ("07-13-12", None),
        ("03-05 09:30", None),
    ],
)
def test_a_label_asks_for_a_date_whose_year_may_be_short(value: str, iso: str | None) -> None:
    stamp = find_labelled(value)
    assert (stamp.iso if stamp else None) == iso
    assert iso is None or value.startswith("2007") or parse_date(value) is None


def test_midnight_is_a_day_but_a_minute_past_is_a_time() -> None:
    assert parse_date("2024-01-01 00:00:01") == "2024-01-01T00:00:01+08:00"


def test_where_it_stands() -> None:
    text = "发布于 2024-01-02 03:04，来源"
    stamp = find_date(text)
    assert stamp is not None
    assert text[stamp.start : stamp.end] == "2024-01-02 03:04"


@pytest.mark.parametrize(
    ("text", "iso"),
    [("t20240131_12.html", "2024-01-31"), ("20241331", None), ("120240131", None)],
)
def test_compact(text: str, iso: str | None) -> None:
    assert parse_compact(text) == iso


@given(st.dates(min_value=date(1949, 1, 1), max_value=date(2099, 12, 31)))
def test_every_day_is_read_in_digits_and_numerals(day: date) -> None:
    assert parse_date(f"（{day.year}年{day.month}月{day.day}日）") == day.isoformat()
    year = "".join(NUMERALS[int(digit)] for digit in str(day.year))
    assert parse_date(f"{year}年{numeral(day.month)}月{numeral(day.day)}日") == day.isoformat()


@given(st.datetimes(min_value=datetime(1949, 1, 1), max_value=datetime(2099, 12, 31)))
def test_every_time_is_read_to_the_second(moment: datetime) -> None:
    moment = moment.replace(microsecond=0, fold=0)
    read = parse_date(f"{moment:%Y-%m-%d %H:%M:%S}")
    midnight = moment.hour == moment.minute == moment.second == 0
    assert read == (f"{moment:%Y-%m-%d}" if midnight else f"{moment.isoformat()}+08:00")


@given(st.text(alphabet="0123456789年月日时:-/. 〇一二十廿卅元Ｏ", max_size=40))
def test_never_fails_and_only_gives_days_of_the_calendar(text: str) -> None:
    read = parse_date(text)
    assert read is None or date.fromisoformat(read[:10])


def numeral(number: int) -> str:
    tens, ones = divmod(number, 10)
    lead = "" if tens == 0 else "十" if tens == 1 else NUMERALS[tens] + "十"
    return lead + (NUMERALS[ones] if ones else "")
