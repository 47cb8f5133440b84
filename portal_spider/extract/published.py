"""When an article was published: as its page says, or as tags, URL and listing do."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import chain
from typing import TYPE_CHECKING

from portal_spider.extract.about import LASTS, is_in_parentheses
from portal_spider.extract.byline import is_credit_line
from portal_spider.extract.dates import (
    WITHOUT_YEAR,
    find_date,
    find_labelled,
    parse_compact,
    parse_date,
    with_hour,
)
from portal_spider.extract.document import Document
from portal_spider.extract.labels import CHANGED, FIELDS, PUBLISHED

if TYPE_CHECKING:
    from portal_spider.extract.regions import Regions

META_NAMES = (
    "pubdate",
    "publishdate",
    "firstpublishedtime",
    "article:published_time",
    "publishtime",
    "published",
    "publish_time",
    "pub_date",
    "publish-date",
    "og:release_date",
    "releasedate",
)
"""Tags that state it, the national standard's first; `maketime` is when the page was generated."""
DAY_CHARS, DAY_BEHIND = 10, 12
"""Characters of a day, and those that a label's value has before it at most."""
ISSUED_ON = "发文日期"
WRITTEN_ON = frozenset(("成文日期", "成文时间", "印发日期", "签发日期", "形成日期", "制发日期"))
URL_DATES = (
    re.compile(r"/t?((?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))_"),
    re.compile(r"/((?:19|20)\d\d)[-/_](0?[1-9]|1[0-2])[-/_](0?[1-9]|[12]\d|3[01])(?:/|_|\.)"),
    re.compile(r"/((?:19|20)\d\d)(0[1-9]|1[0-2])[-/]?(0[1-9]|[12]\d|3[01])/"),
    re.compile(r"/((?:19|20)\d\d)-(0[1-9]|1[0-2])/(0[1-9]|[12]\d|3[01])/"),
)


def read_published(
    document: Document, regions: Regions, fields: Mapping[str, str]
) -> tuple[str | None, str | None]:
    """The date, as precise as the page, and where it was read.

    Args:
        document: The page.
        regions: Its parts, with the lines about the article.
        fields: The policy header; its date counts where no line has one.
    """
    day = None
    for index, pairs in regions.about.items():
        for pair in pairs:
            stamp = find_labelled(pair.value) if pair.field == PUBLISHED else None
            if stamp and stamp.start < DAY_BEHIND:
                return with_stated_hour(document, regions, stamp.iso), "label"
        text = document.blocks[index].text
        if any(pair.field in (PUBLISHED, CHANGED) for pair in pairs):
            continue
        if (unlabelled := parse_date(text)) is not None:
            if not is_in_parentheses(text):
                if len(unlabelled) == DAY_CHARS and index + 1 < len(document.blocks):
                    unlabelled = with_hour(unlabelled, document.blocks[index + 1].text)
                return unlabelled, "line"
            day = day or unlabelled
    stated, origin = stated_date(document, regions, fields)
    if day is not None and (stated is None or stated.startswith(day)):
        return day, "line"
    if stated is not None and len(stated) == DAY_CHARS:
        stated = with_shown_hour(document, regions, stated)
    if stated is None and (shown := day_in_parentheses(document, regions)):
        regions.taken[regions.body.pop(0)] = "info_line"
        return shown, "line"  # on pages that state another it is that of a speech
    return stated, origin


def day_in_parentheses(document: Document, regions: Regions) -> str | None:
    """The day that the first line of the text, right below the headline, consists of."""
    if not regions.body or regions.body[0] != regions.title_end:
        return None
    text = document.blocks[regions.body[0]].text
    stamp = find_date(text) if is_in_parentheses(text) else None
    if stamp is None or LASTS.match(text, stamp.end):
        return None  # 公示时间：3月1日—7日
    return parse_date(text)


def with_stated_hour(document: Document, regions: Regions, day: str) -> str:
    """A labelled day with the hour that another line about the article states with that day.

    A policy header has the day alone, the line below the headline the hour with it.
    """
    if len(day) != DAY_CHARS:
        return day
    for index, pairs in regions.about.items():
        if any(pair.field == CHANGED for pair in pairs):
            continue
        stated = parse_date(document.blocks[index].text)
        if stated is not None and stated.startswith(day) and len(stated) > DAY_CHARS:
            return stated
    return day


def with_shown_hour(document: Document, regions: Regions, day: str) -> str:
    """A day stated elsewhere with the hour of a line that has no year: 03-05 09:30."""
    labelled = (
        p.value for p in chain.from_iterable(regions.about.values()) if p.field == PUBLISHED
    )
    lines = (document.blocks[index].text for index in regions.about)
    for text in (*labelled, *lines):
        if shown := WITHOUT_YEAR.match(text):
            month, date, clock = shown.groups()
            if day[5:] == f"{int(month):02}-{int(date):02}":
                return parse_date(f"{day} {clock}") or day
    return day


def stated_date(
    document: Document, regions: Regions, fields: Mapping[str, str]
) -> tuple[str | None, str | None]:
    """The date as tags, policy header, URL or listing have it, or that of the last change."""
    header = header_date(fields)
    for name in META_NAMES:
        if (content := document.metas.get(name)) and (iso := parse_date(content)):
            if header is None or iso.startswith(header[:10]):
                return iso, "meta"
            break
    if header:
        return header, "policy_header"
    last = document.blocks[regions.body[-1]].text if regions.body else ""
    if (iso := parse_date(last)) and last[0] in "（(" and is_credit_line(last):
        return iso, "line"  # （县果业办 张三供稿 2002.9.8）
    known = (pair for pairs in regions.about.values() for pair in pairs)
    changed = (parse_date(pair.value) for pair in known if pair.field == CHANGED)
    if iso := next(filter(None, changed), None):
        return iso, "label"
    if iso := date_of_element(document):
        return iso, "line"
    if iso := date_of_url(document.url):
        return iso, "url"
    if document.entry is not None and document.entry.date:
        return document.entry.date, "listing"
    if issued := date_of_issue(fields):
        return issued, "policy_header"
    return None, None


def header_date(fields: Mapping[str, str]) -> str | None:
    """The date of publication in a policy header; that of writing is none."""
    dates = (parse_date(value) for label, value in fields.items() if FIELDS.get(label) == PUBLISHED)
    return next(filter(None, dates), None)


def date_of_issue(fields: Mapping[str, str]) -> str | None:
    """The 发文日期 of a policy header that says nothing else of when it was written.

    The label carries either sense, of signing and of publication; beside 成文日期 it is no date of
    a page's, and where a page states another, that one counts.
    """
    if WRITTEN_ON & fields.keys():
        return None
    return parse_date(fields.get(ISSUED_ON, ""))


def date_of_element(document: Document) -> str | None:
    """The day that the page's only `<time>` shows, as blogs have it below the text."""
    times = document.root.css("time") if document.root is not None else []
    return parse_date(times[0].text()) if len(times) == 1 else None


def date_of_url(url: str) -> str | None:
    """The day in a URL: `t20240131_12.html`, `/2024/1/31/`, `/202401/31/`."""
    for pattern in URL_DATES:
        if match := pattern.search(url):
            if len(match.groups()) == 1:
                return parse_compact(match[1])
            return parse_date("-".join(match.groups()))
    return None
