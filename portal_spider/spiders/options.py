"""What a crawl is told: the words of the command line and of `scrapy crawl -a`, made sense of."""

from __future__ import annotations

import dataclasses
import difflib
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any, TypeVar

from portal_spider.errors import UsageError
from portal_spider.portals import Portal, Section, load_portal, portal_for_url

DEMO = "demo"
"""The portal that the crawl itself serves, on loopback."""
EDITIONS = (1, 2)
ARCHIVE_VARIABLE = "PORTAL_SPIDER_ARCHIVE"
DEFAULT_ARCHIVE = Path("data/archive.db")

_AGE = re.compile(r"(\d{1,5})\s*([dwmy])")
_DAYS = {"d": 1, "w": 7, "m": 30, "y": 365}
_SIZE = re.compile(r"(\d{1,9}(?:\.\d{1,3})?)\s*(|b|k|m|g|kb|mb|gb|kib|mib|gib)", re.IGNORECASE)
_UNITS = {"": 1, "b": 1, "kb": 10**3, "mb": 10**6, "gb": 10**9} | {
    name: 1 << shift
    for shift, names in ((10, ("k", "kib")), (20, ("m", "mib")), (30, ("g", "gib")))
    for name in names
}
MOST_DELAY = 3600
"""Seconds between two requests at most, as in profiles."""
MOST_CRAWL_DELAY = 60.0
"""Seconds: a `Crawl-delay` of a robots.txt above this is taken for a mistake."""
ALL = "all"
N = TypeVar("N", int, float)


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlOptions:
    """One crawl of one portal."""

    portal: Portal
    """With the sections that are to be crawled; none: they are read from its home page."""
    archive: Path = DEFAULT_ARCHIVE
    since: date | None = None
    until: date | None = None
    max_pages: int | None = None
    """Articles to ask for at most; the rest stays pending."""
    recheck: timedelta | None = None
    """Known articles published within this time are asked again."""
    recheck_all: bool = False
    delay: float | None = None
    """Seconds between requests to a host, instead of the profile's."""
    between: Window | None = None
    """Hours outside of which nothing is asked for."""
    attachments: bool = False
    """The files that articles offer are fetched, too."""
    attachment_size: int = 32 << 20
    """Bytes of a file at most."""
    edition: int = 1
    """Of the demo portal."""
    narrowed: bool = False
    """Only some of the portal's sections are meant."""
    serve_demo: bool = False
    """The portal is the demo, and the crawl serves it itself."""
    command: str = "crawl"
    """As the archive records it."""

    def __post_init__(self) -> None:
        """Refuse what no page can fulfil."""
        if self.delay is not None and not 0 <= self.delay <= MOST_DELAY:
            raise UsageError(f"delay {self.delay}: give seconds from 0 to {MOST_DELAY}")
        if self.since and self.until and self.since > self.until:
            raise UsageError(f"--since {self.since} is after --until {self.until}: swap them")

    @property
    def rechecks(self) -> bool:
        """Whether known articles are asked again whatever the listings say."""
        return self.recheck_all or self.recheck is not None


def crawl_options(portal: str, arguments: dict[str, Any]) -> tuple[CrawlOptions, dict[str, Any]]:
    """The options that `scrapy crawl portal -a` gives as text, and the arguments that are none.

    Raises:
        UsageError: a value makes no sense, or there is no such portal.
    """
    rest = dict(arguments)
    sections = [name.strip() for name in str(rest.pop("section", "")).split(",") if name.strip()]
    chosen, narrowed = choose_portal(portal, sections)
    recheck, recheck_all = (
        parse_recheck(text) if (text := rest.pop("recheck", None)) else (None, False)
    )
    since, until = rest.pop("since", None), rest.pop("until", None)
    max_pages, delay = rest.pop("max_pages", None), rest.pop("delay", None)
    between = rest.pop("between", None)
    options = CrawlOptions(
        portal=chosen,
        serve_demo=portal == DEMO,
        narrowed=narrowed,
        archive=Path(
            rest.pop("archive", None) or os.environ.get(ARCHIVE_VARIABLE) or DEFAULT_ARCHIVE
        ),
        since=parse_day(since, "since") if since else None,
        until=parse_day(until, "until") if until else None,
        max_pages=_number(max_pages, "max_pages", int) if max_pages else None,
        recheck=recheck,
        recheck_all=recheck_all,
        between=parse_window(between) if between else None,
        delay=_number(delay, "delay", float) if delay else None,
        attachments=str(rest.pop("attachments", "")).lower() in ("1", "true", "yes"),
        attachment_size=parse_size(str(rest.pop("attachment_size", "32MiB"))),
        edition=_number(rest.pop("edition", 1), "edition", int),
        command=f"scrapy crawl portal -a portal={portal}",
    )
    return options, rest


def _number(text: Any, option: str, kind: type[N]) -> N:
    try:
        value = kind(text)
    except ValueError:
        raise UsageError(f"{option} {text!r}: is not a number") from None
    if value < 0:
        raise UsageError(f"{option} {text!r}: must not be negative")
    return value


def choose_portal(
    target: str, sections: Sequence[str] = (), folders: Sequence[str | Path] = ()
) -> tuple[Portal, bool]:
    """The portal called or at `target`, and whether it is narrowed to some of its sections.

    Raises:
        UsageError: no such portal or section, or a URL without a scheme.
    """
    if "://" in target:
        portal = portal_for_url(target, folders)
        narrowed = len(portal.sections) == 1
    elif looks_like_url(target):
        raise UsageError(f"{target!r} is neither a portal's name nor a URL: write https://{target}")
    else:
        portal, narrowed = load_portal(target, folders), False
    if not sections:
        return portal, narrowed
    return dataclasses.replace(portal, sections=_chosen(portal, sections)), True


def looks_like_url(target: str) -> bool:
    """Whether someone meant a URL and left out its scheme."""
    return "/" in target or (target.count(".") >= 2 and " " not in target)


def parse_day(text: str, option: str) -> date:
    """A date given as `YYYY-MM-DD`, or as an age (`30d`) before today."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        pass
    age = _age(text)
    if age is not None and age.days < date.today().toordinal():
        return date.today() - age
    raise UsageError(f"{option} {text!r}: give a date as 2026-01-31, or an age as 30d, 8w, 6m, 1y")


@dataclass(frozen=True, slots=True)
class Window:
    """Hours of the day in which a portal may be asked, in local time; may go over midnight."""

    opens: time
    closes: time

    def __contains__(self, moment: time) -> bool:
        """Whether a time of day is inside."""
        if self.opens <= self.closes:
            return self.opens <= moment < self.closes
        return moment >= self.opens or moment < self.closes

    def __str__(self) -> str:
        return f"{self.opens:%H:%M}-{self.closes:%H:%M}"


def parse_window(text: str) -> Window:
    """`22:00-06:00` as a window."""
    opens, dash, closes = text.partition("-")
    try:
        window = Window(time.fromisoformat(opens.strip()), time.fromisoformat(closes.strip()))
    except ValueError:
        dash = ""
    if not dash or window.opens == window.closes:
        raise UsageError(f"--between {text!r}: give two times of the day as 22:00-06:00")
    return window


def parse_size(text: str) -> int:
    """`32MiB`, `500KB` or a number of bytes, as bytes."""
    match = _SIZE.fullmatch(text.strip())
    if match is None or not (size := int(float(match[1]) * _UNITS[match[2].lower()])):
        raise UsageError(f"--attachment-size {text!r}: give a size as 32MiB, 500KB or 2000000")
    return size


def parse_recheck(text: str) -> tuple[timedelta | None, bool]:
    """`30d` or `all`, as an age and whether it is all."""
    if text == ALL:
        return None, True
    if age := _age(text):
        return age, False
    raise UsageError(f"--recheck {text!r}: give an age as 30d, 8w, 6m, 1y, or all")


def _age(text: str) -> timedelta | None:
    match = _AGE.fullmatch(text.strip())
    return timedelta(days=int(match[1]) * _DAYS[match[2]]) if match else None


def _chosen(portal: Portal, names: Sequence[str]) -> tuple[Section, ...]:
    by_name = {section.name: section for section in portal.sections}
    by_url = {section.url: section for section in portal.sections}
    chosen: list[Section] = []
    for name in names:
        section = by_name.get(name) or by_url.get(name)
        if section is None:
            raise UsageError(_no_section(portal, name, by_name))
        if section not in chosen:
            chosen.append(section)
    return tuple(chosen)


def _no_section(portal: Portal, name: str, known: Sequence[str] | dict[str, Section]) -> str:
    near = difflib.get_close_matches(name, list(known), n=3)
    if near:
        return f"{portal.name} has no section {name!r}; did you mean {', '.join(near)}?"
    if not known:
        return f"{portal.name} has no section {name!r}: its profile names none"
    return f"{portal.name} has no section {name!r}; it has {', '.join(known)}"
