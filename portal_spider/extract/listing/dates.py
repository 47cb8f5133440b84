"""Dates as listing rows show them, and as URLs carry them. No clock: a year is never guessed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

_YEAR = r"((?:19|20)\d\d)"
_DASH = r"\s*[-/.年‐‑–—－_]{1,2}\s*"
_MONTH_DASH = r"\s*[-/.月‐‑–—－_]{1,2}\s*"

FULL = re.compile(rf"(?<!\d){_YEAR}{_DASH}(\d{{1,2}}){_MONTH_DASH}(\d{{1,2}})(?!\d)")
COMPACT = re.compile(rf"(?<!\d){_YEAR}(\d\d)(\d\d)(?!\d)")

SPLIT = (
    # 12 | 2022-11, 12 / 2022-11
    (
        re.compile(rf"(?<![\d:])(\d{{1,2}})日?(?:\s+|\s*[/|]\s*){_YEAR}{_DASH}(\d{{1,2}})(?!\d)"),
        "dym",
    ),
    # 2022-11 | 12
    (re.compile(rf"(?<!\d){_YEAR}{_DASH}(\d{{1,2}})月?\s+(\d{{1,2}})(?![\d:])"), "ymd"),
    # 2022 | 11-12
    (re.compile(rf"(?<!\d){_YEAR}年?\s+(\d{{1,2}}){_MONTH_DASH}(\d{{1,2}})(?!\d)"), "ymd"),
    # 11-12 | 2022
    (re.compile(rf"(?<!\d)(\d{{1,2}}){_MONTH_DASH}(\d{{1,2}})日?\s+{_YEAR}(?!\d)"), "mdy"),
    # 12 | 11月 | 2022
    (re.compile(rf"(?<!\d)(\d{{1,2}})日?\s+(\d{{1,2}})月\s+{_YEAR}(?!\d)"), "dmy"),
    # 2022 | 11月 | 12
    (re.compile(rf"(?<!\d){_YEAR}年?\s+(\d{{1,2}})月?\s+(\d{{1,2}})日?(?!\d)"), "ymd"),
)
"""Dates whose parts stand in elements of their own, joined by a space, and the parts' order."""

MONTH_DAY = re.compile(rf"(?<![\d:])(\d{{1,2}}){_MONTH_DASH}(\d{{1,2}})日?(?![\d:])")
DATE_AND_LITTLE_ELSE = re.compile(
    rf"(?:\w{{0,4}}(?:时间|日期)\s*[:：]?)?\s*{_YEAR}{_DASH}\d{{1,2}}{_MONTH_DASH}\d{{1,2}}\s*日?\s*T?"
    r"(?:星期\w|周\w)?\s*(?:\d{1,2}[:：时]\d{1,2}分?(?:[:：]?\d{1,2}(?:\.\d+)?秒?)?)?"
)
SHORT_YEAR = re.compile(r"\D*(\d\d)[-/.](\d\d)[-/.](\d\d)\D*")

PUBLISHED = re.compile(
    r"(?:发布|公布|发文|上传|上载|更新|发表)(?:时间|日期)?\s*[:：]?\s*[\[(【（]?\s*$"
)
"""What stands before a date of publication."""
OTHER_DATE = re.compile(
    r"(?:成文|生成|印发|施行|实施|生效|失效|废止|截止|截至|结束|有效|开始|起始|至|到|~|—)"
    r"(?:时间|日期|期)?\s*[:：]?\s*[\[(【（]?\s*$"
)
"""What stands before a date that is not one of publication."""

_URL_DATES = (
    re.compile(rf"(?<!\d){_YEAR}[-_/]?(\d\d)[-_/]?(\d\d)(?!\d)"),
    re.compile(rf"/{_YEAR}[-/](\d{{1,2}})[-/](\d{{1,2}})/"),
)
_URL_MONTH = re.compile(rf"/{_YEAR}[-/]?(0[1-9]|1[0-2])(?=/)")
_URL_YEAR = re.compile(rf"/{_YEAR}(?=/)")


PART = re.compile(r"[\d\s/|.年月日-]{1,12}")
"""A piece of a date in pieces."""
RUNNING = 40
"""Characters from which a piece of text is a summary of the article, with dates of its own."""
TRAILING = re.compile(
    rf"(?:\s+({_YEAR}[-/.年]\d{{1,2}}[-/.月]\d{{1,2}}日?)(?:\s+\d{{1,2}}:\d\d(?::\d\d)?)?"
    rf"|\s*[\[(【（]({_YEAR}[-/.]\d{{1,2}}[-/.]\d{{1,2}})[\])】）])\s*$"
)
"""A date that a template has put behind a title, into the same piece of text."""


def make_date(year: str, month: str, day: str) -> str | None:
    """`YYYY-MM-DD`, or `None` where there is no such day."""
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def url_date(url: str) -> str | None:
    """The day that the path of an article's URL holds (`/202011/t20201127_1.html`)."""
    for pattern in _URL_DATES:
        for found in pattern.finditer(url):
            day = make_date(*found.groups())
            if day is not None:
                return day
    return None


def url_year(url: str) -> str | None:
    """The year that the path of an article's URL holds."""
    day = url_date(url)
    if day is not None:
        return day[:4]
    found = _URL_MONTH.search(url) or _URL_YEAR.search(url)
    return found[1] if found else None


def row_date(texts: Sequence[str], url: str | None, labels: Sequence[str] = ()) -> str | None:
    """The date of publication that a row shows, else the one its URL holds.

    Args:
        texts: the row's pieces of text, in order, without its title.
        url: where the row leads to: completes a date without a year.
        labels: for each of `texts`, the heading of its column, where there is one.
    """
    shown = _full_date(texts, url, labels) or _split_date(texts, url)
    return shown or (url_date(url) if url else None)


def is_date(text: str) -> bool:
    """Whether `text` is a date and little else: no part of a title."""
    stripped = text.strip(" \t\r\n\u3000\xa0[]()（）【】<>《》|·-")
    if not stripped or len(stripped) > 40:
        return False
    patterns = (DATE_AND_LITTLE_ELSE, MONTH_DAY, COMPACT)
    return any(pattern.fullmatch(stripped) for pattern in patterns)


def _full_date(texts: Sequence[str], url: str | None, labels: Sequence[str]) -> str | None:
    """The best of the whole dates: labelled as publication, or as the URL's, or the last."""
    best: tuple[int, str] | None = None
    in_url = url_date(url) if url else None
    for number, text in enumerate(texts):
        before = f"{texts[number - 1]} " if number else ""
        label = labels[number] if number < len(labels) else ""
        for found in (*FULL.finditer(text), *COMPACT.finditer(text)):
            day = make_date(*found.groups())
            if day is None:
                continue
            rank = _rank(f"{label} {before}{text[: found.start()]}", label) + (day == in_url)
            rank -= len(text) > RUNNING
            if best is None or rank >= best[0]:
                best = (rank, day)
    if best is None:
        joined = FULL.search(" ".join(texts))
        return make_date(*joined.groups()) if joined else None
    return best[1]


def _rank(before: str, label: str) -> int:
    if PUBLISHED.search(before) or PUBLISHED.search(label):
        return 4
    return 0 if OTHER_DATE.search(before) or OTHER_DATE.search(label) else 2


def _split_date(texts: Sequence[str], url: str | None) -> str | None:
    """A date in pieces, or without its year, or with two digits of it."""
    joined = " ".join(text.strip() for text in texts if len(text) < 40)
    for pattern, order in SPLIT:
        found = pattern.search(joined)
        if found:
            parts = dict(zip(order, found.groups(), strict=True))
            day = make_date(parts["y"], parts["m"], parts["d"])
            if day is not None:
                return day
    for text in texts:
        short = SHORT_YEAR.fullmatch(text)
        if short and int(short[1]) < 50:
            return make_date(f"20{short[1]}", short[2], short[3])
    year = url_year(url) if url else None
    found = MONTH_DAY.search(joined)
    return make_date(year, *found.groups()) if year and found else None
