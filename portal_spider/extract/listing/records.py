"""Entries of answers that are records rather than HTML: an array of objects in JSON."""

from __future__ import annotations

import html
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone
from itertools import islice
from typing import Any

from portal_spider.extract.family import is_article_url
from portal_spider.extract.listing.dates import COMPACT, FULL, make_date, url_date
from portal_spider.extract.listing.document import Document
from portal_spider.extract.listing.targets import target_of
from portal_spider.extract.listing.titles import clean
from portal_spider.items import Entry

TITLE_KEYS = (
    "title", "doctitle", "articletitle", "infotitle", "subject", "showtitle", "topic", "name",
)  # fmt: skip
URL_KEYS = (
    "url", "docpuburl", "docurl", "linkurl", "infourl", "publishurl", "chnldocurl", "pageurl",
    "href", "link", "post_url", "path",
)  # fmt: skip
DATE_KEYS = (
    "publishedtimestr", "docrelpubtime", "pubtimestr", "display_publish_time", "publish_time",
    "publishtime", "pubtime", "pubdate", "publishdate", "publish_date", "releasetime",
    "releasedate", "showdate", "docreltime", "infodate", "first_publish_time", "publishedtime",
    "writtendate", "daytime", "created_at", "createtime", "create_time", "date", "time",
)  # fmt: skip
"""Names of fields, lower case, the ones that say most plainly what they hold first."""

BEIJING = timezone(timedelta(hours=8))
MILLISECONDS = 100_000_000_000
"""Numbers from here on count milliseconds, not seconds (the seconds would be of the year 5138)."""
MOST_ASSIGNED = 40
"""Values of scripts that are tried as records."""
_ADDRESS = re.compile(r"^(?!.*(?:img|image|pic|thumb|logo|icon|file|video)).*(?:url|href|link)")
_TITLE = re.compile(r"^(?!.*(?:sub|short|site|column|channel|cat)).*title")
"""Names that say what they hold, beyond those that are known."""
_ASSIGNED = re.compile(r"[\w.$]\s*=\s*([\[{](?=\s*[\[{\"]))")
_TAG = re.compile(r"<[^>]*>")


def record_entries(document: Document) -> tuple[Entry, ...]:
    """The entries of the longest array of records that have a title and an address."""
    return _entries_of(document, document.data)


def script_entries(document: Document) -> tuple[Entry, ...]:
    """The entries of the records that a script of the page holds: `var list = [{"title": …}]`.

    Most of them must be dated or lead to articles: menus are written so, too.
    """
    best: tuple[Entry, ...] = ()
    decoder = json.JSONDecoder(strict=False)
    for found in islice(_ASSIGNED.finditer(document.text), MOST_ASSIGNED):
        try:
            data, _ = decoder.raw_decode(document.text, found.start(1))
        except (ValueError, RecursionError):
            continue
        entries = _entries_of(document, data)
        telling = sum(entry.date is not None or is_article_url(entry.url) for entry in entries)
        if len(entries) > max(len(best), 1) and telling * 2 >= len(entries):
            best = entries
    return best


def _entries_of(document: Document, data: Any) -> tuple[Entry, ...]:
    best: list[Entry] = []
    for records in _arrays(data):
        entries = {
            entry.url: entry
            for record in records
            if isinstance(record, Mapping) and (entry := _entry(document, record)) is not None
        }
        if len(entries) > len(best):
            best = list(entries.values())
    return tuple(best)


def _arrays(data: Any, depth: int = 0) -> Iterator[Sequence[Any]]:
    """Every array in the first levels of `data`; those of one name in records of one are one."""
    if depth > 4:
        return
    if isinstance(data, list):
        yield data
        groups: defaultdict[str, list[Any]] = defaultdict(list)
        for record in data:
            for key, value in record.items() if isinstance(record, Mapping) else ():
                if isinstance(value, list):
                    groups[key] += value
        children: Iterable[Any] = groups.values()
    else:
        children = data.values() if isinstance(data, Mapping) else ()
    for child in map(_parsed, children):
        if isinstance(child, list | Mapping):
            yield from _arrays(child, depth + 1)


def _parsed(value: Any) -> Any:
    """A text that is JSON itself, read."""
    if isinstance(value, str) and value.startswith("[{"):
        try:
            return json.loads(value, strict=False)
        except (ValueError, RecursionError):
            return value
    return value


def _entry(document: Document, record: Mapping[str, Any]) -> Entry | None:
    fields = {str(key).lower(): value for key, value in record.items()}
    address = _first_text(fields, URL_KEYS) or _named(fields, _ADDRESS)
    title = _first_text(fields, TITLE_KEYS) or _named(fields, _TITLE)
    url = document.link(address) if address else None
    if url is None or title is None:
        return None
    return Entry(
        url=url,
        title=clean(html.unescape(_TAG.sub("", title))) or None,
        date=_date(fields) or url_date(url),
        target=target_of(url, document.url),
    )


def _named(fields: Mapping[str, Any], pattern: re.Pattern[str]) -> str | None:
    return _first_text(fields, [key for key in fields if pattern.search(key)])


def _first_text(fields: Mapping[str, Any], keys: Sequence[str]) -> str | None:
    values = (fields.get(key) for key in keys)
    return next((value for value in values if isinstance(value, str) and value.strip()), None)


def _date(fields: Mapping[str, Any]) -> str | None:
    for key in DATE_KEYS:
        day = _day(fields.get(key))
        if day is not None:
            return day
    return None


def _day(value: Any) -> str | None:
    """The day in Beijing of a text, or of a number of seconds or milliseconds."""
    if isinstance(value, str):
        found = FULL.search(value) or COMPACT.match(value)
        if found:
            return make_date(*found.groups())
        value = int(value) if value.isascii() and value.isdigit() else None
    if isinstance(value, bool) or not isinstance(value, int | float) or value <= 0:
        return None
    seconds = value / 1000 if value >= MILLISECONDS else value
    try:
        return datetime.fromtimestamp(seconds, UTC).astimezone(BEIJING).date().isoformat()
    except (OverflowError, OSError, ValueError):
        return None
