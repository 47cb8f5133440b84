"""Dates as portals write them, read as precisely as they are given and no more."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

FIRST_YEAR, LAST_YEAR = 1949, 2099
"""Of what can be a date here: the republic's first, and one that no page of now can bear."""
ZONE = "+08:00"
"""Portals state China's time and say so nowhere."""

CHINESE_DIGITS = {
    char: value
    for value, chars in enumerate(("〇○零ＯOo0", *"一二三四五六七八九"))
    for char in chars
}
NUMERAL = "[〇○零ＯOo一二三四五六七八九]"
DASH = r"\s{0,3}[-/.．年—–－／―‐]{1,2}\s{0,3}"
CLOCK = (
    r"(?:\s{0,2}[日号])?[\sT,，]{0,6}(?:(?:星期|周)[一二三四五六日天]\s{0,3})?"
    r"(?:(?P<half>上午|下午|[AaPp][Mm])\s{0,2})?"
    r"(?P<hour>[01]?\d|2[0-4])\s{0,2}(?:[:：]|时|点)\s{0,2}(?P<minute>[0-5]?\d)"
    r"(?:\s{0,2}(?:[:：]|分)\s{0,2}(?P<second>[0-5]\d))?(?!\d)"
)
NUMERIC = re.compile(
    rf"(?<![\d.])(?P<year>(?:19|20)\d\d)(?:{DASH}|\s{{1,3}}(?=\d\d?[-/]\d))(?P<month>1[0-2]|0?[1-9])(?:\s{{0,3}}月\s{{0,3}}|{DASH})"
    rf"(?P<day>3[01]|[12]\d|0?[1-9])(?=\d\d:|(?!\d|\s?月))(?:{CLOCK})?"
)
CHINESE = re.compile(
    rf"(?P<year>{NUMERAL}{{4}})\s{{0,3}}年\s{{0,3}}(?P<month>[元正〇○零Ｏ一二三四五六七八九十]{{1,3}})\s{{0,3}}月"
    r"\s{0,3}(?P<day>[〇○零Ｏ一二三四五六七八九十廿卅]{1,3})\s{0,3}日"
)
WITHOUT_YEAR = re.compile(
    r"\W{0,2}(0?[1-9]|1[0-2])[-/.月](0?[1-9]|[12]\d|3[01])日?\s+([0-2]?\d:[0-5]\d(?::[0-5]\d)?)(?!\d)"
)
"""A day and its hour at the beginning of a line that leaves the year to be known."""
COMPACT = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?!\d)"
)
MINGUO = re.compile(
    r"\s*(?:(?:中[华華])?民[国國]\s*(?P<named>\d{2,3})|(?P<bare>1[0-4]\d))\s*[-/.年]\s*(?P<month>1[0-2]|0?[1-9])"
    r"\s*[-/.月]\s*(?P<day>3[01]|[12]\d|0?[1-9])(?!\d)日?"
)
"""Taiwan's years count from 1912: 民國113年5月6日; without a name, 113-05-06 by itself."""
MAX_MINGUO = 16
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    "Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    "|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?"
)
ENGLISH = re.compile(
    rf"\b(?:(?P<month>{_MONTH})\.?\s+(?P<first>\d{{1,2}})(?:st|nd|rd|th)?"
    rf"|(?P<behind>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<named>{_MONTH})\.?),?\s*"
    rf"(?P<year>(?:19|20)\d\d)(?!\d)(?:{CLOCK})?"
)
"""As English editions write it: October 9, 2023; 9 Oct 2023 15:30."""
MAX_ENGLISH = 160
DAY_FIRST = re.compile(
    r"\s*(?P<day>3[01]|[12]\d|0?[1-9])日?\s*(?P<year>(?:19|20)\d\d)[-/.年](?P<month>1[0-2]|0?[1-9])月?\s*"
)
"""A large day with year and month beside it, and nothing else: 06 2019-05."""
YEAR_LAST = re.compile(
    r"\W{0,2}(?P<day>3[01]|[12]\d|0?[1-9])(?P<mark>[-/.])(?P<month>1[0-2]|0?[1-9])(?P=mark)"
    rf"(?P<year>(?:19|20)\d\d)(?!\d)(?:{CLOCK})?\W{{0,2}}"
)
"""As Hong Kong and Macau write it, and nothing else: 21/04/2006 10:30."""
MAX_DAY_FIRST = 24
SHORT_YEAR = re.compile(
    rf"\D?(?P<year>\d\d){DASH}(?P<month>1[0-2]|0?[1-9])(?:\s?月\s?|{DASH})(?P<day>3[01]|[12]\d|0?[1-9])"
    rf"(?=\d\d:|(?!\d|\s?月))(?:{CLOCK})?"
)
"""A year of two digits, as old pages have it behind a label: 07-9-12."""
CENTURY = 90
"""The first year of two digits that is of the last century: there were no portals before."""
FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")
HOUR = re.compile(
    r"\s*(?:(?:香港|澳[门門]|北京)?[时時][间間]|Issued at HKT)\s*(?P<hour>[0-9０-９]{1,2})"
    r"\s*[时時:：]\s*(?P<minute>[0-9０-９]{1,2})分?\s*$"
)
"""The hour in a line of its own, below the day: 香港時間１６時３０分."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """A date found in a text, and where."""

    iso: str
    """`YYYY-MM-DD`, or `YYYY-MM-DDTHH:MM[:SS]+08:00`; midnight is a day without a time."""
    start: int
    end: int


def find_date(text: str, start: int = 0) -> Stamp | None:
    """The first date of a text, in digits or in Chinese numerals.

    Version numbers and the like are passed over: month and day must exist in the calendar.
    """
    if "２０" in text or "１９" in text:
        text = text.translate(FULL_WIDTH)
    in_digits = "20" in text or "19" in text  # the pattern itself looks at every character
    for match in NUMERIC.finditer(text, start) if in_digits else ():
        if (
            day := _calendar(int(match["year"]), int(match["month"]), int(match["day"]))
        ) is not None:
            return Stamp(iso=_with_clock(day, match), start=match.start(), end=match.end())
    if in_digits and len(text) <= MAX_ENGLISH and (stamp := _english(text, start)):
        return stamp
    if "年" in text:
        for match in CHINESE.finditer(text, start):
            year = int("".join(str(CHINESE_DIGITS[char]) for char in match["year"]))
            day = _calendar(year, _chinese_number(match["month"]), _chinese_number(match["day"]))
            if day is not None:
                return Stamp(iso=day, start=match.start(), end=match.end())
    if in_digits and len(text) <= MAX_DAY_FIRST and (beside := _beside(text)):
        return _stamp(int(beside["year"]), beside)
    return _minguo(text, start) if "民" in text or len(text) <= MAX_MINGUO else None


def _beside(text: str) -> re.Match[str] | None:
    """A short text as a day that stands before its year."""
    return DAY_FIRST.fullmatch(text) or YEAR_LAST.fullmatch(text)


def find_labelled(value: str) -> Stamp | None:
    """The date in the value of a label that asks for one, whose year may be of two digits."""
    if stamp := find_date(value):
        return stamp
    if (match := SHORT_YEAR.match(value)) is None:
        return None
    year = int(match["year"])
    return _stamp(year + (1900 if year >= CENTURY else 2000), match)


def _stamp(year: int, match: re.Match[str]) -> Stamp | None:
    """The day of a year that a match has, if the calendar does, and the time behind it."""
    day = _calendar(year, int(match["month"]), int(match["day"]))
    if day is None:
        return None
    return Stamp(iso=_with_clock(day, match), start=match.start(), end=match.end())


def _english(text: str, start: int) -> Stamp | None:
    """The first date of a text with the month's name in English."""
    if (match := ENGLISH.search(text, start)) is None:
        return None
    month = 1 + MONTHS.index((match["month"] or match["named"]).lower()[:3])
    day = _calendar(int(match["year"]), month, int(match["first"] or match["behind"]))
    if day is None:
        return None
    return Stamp(iso=_with_clock(day, match), start=match.start(), end=match.end())


def _minguo(text: str, start: int) -> Stamp | None:
    """The day at the beginning of a text, in years of the Republic."""
    match = MINGUO.match(text, start)
    if match is None or (match["bare"] and text[match.end() :].strip()):
        return None
    year = 1911 + int(match["named"] or match["bare"])
    day = _calendar(year, int(match["month"]), int(match["day"]))
    return Stamp(iso=day, start=match.start(), end=match.end()) if day else None


def parse_date(text: str) -> str | None:
    """The date that a text begins with or holds, as `Stamp.iso`; `None` where it holds none."""
    found = find_date(text)
    return found.iso if found else None


def with_hour(day: str, line: str) -> str:
    """A day with the hour that a line below it states; the day where the line states none."""
    if (hour := HOUR.match(line)) is None:
        return day
    shown = f"{int(hour['hour'])}:{int(hour['minute']):02}"
    return parse_date(f"{day} {shown}") or day


def states_hour(line: str) -> bool:
    """Is an hour, of a place's time perhaps, all that a line says: 香港时间16时45分?"""
    return HOUR.match(line) is not None


def parse_compact(text: str) -> str | None:
    """The date in `20240131`, as URLs and file names have it."""
    for match in COMPACT.finditer(text):
        if (
            day := _calendar(int(match["year"]), int(match["month"]), int(match["day"]))
        ) is not None:
            return day
    return None


def _calendar(year: int, month: int, day: int) -> str | None:
    """ISO form of a day of the calendar, if it is one."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _with_clock(day: str, match: re.Match[str]) -> str:
    """The day with the time that stands behind it, as precise as it is."""
    if match.groupdict().get("hour") is None:
        return day
    hour, minute, second = int(match["hour"]), int(match["minute"]), match["second"]
    if (match["half"] or "").lower() in ("下午", "pm") and hour < 12:
        hour += 12
    if hour > 23 or (hour == 0 and minute == 0 and not int(second or 0)):
        return day
    clock = f"{hour:02}:{minute:02}" + (f":{second}" if second else "")
    return f"{day}T{clock}{ZONE}"


def _chinese_number(text: str) -> int:
    """Of a month or a day: 十二, 二十一, 廿一, 三〇; 0 where it is none."""
    if text in ("元", "正"):
        return 1
    text = text.replace("廿", "二十").replace("卅", "三十")
    tens, ten, ones = text.rpartition("十")
    if ten:
        return (_digits(tens) if tens else 1) * 10 + (_digits(ones) if ones else 0)
    return _digits(text)


def _digits(text: str) -> int:
    """Positional numerals: 三〇 is 30; 0 for what is not a numeral."""
    value = 0
    for char in text:
        if char not in CHINESE_DIGITS:
            return 0
        value = value * 10 + CHINESE_DIGITS[char]
    return value
