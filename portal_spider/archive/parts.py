"""The further pages of articles that are cut in several, as an archive keeps them.

Such a page is a capture of its article's page, with the reason `part` and its own address as
`final_url`; it has no row of its own among the pages.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from portal_spider.extract.parts import END, NUMBER
from portal_spider.items import Capture

PART = "part"
"""Reason of the capture of a further page."""

_KEPT_PARTS = """
SELECT final_url, id FROM captures c
WHERE page_id = :page AND reason = 'part'
  AND (captured_at >= :at OR NOT EXISTS
    (SELECT 1 FROM captures e WHERE e.page_id = :page AND e.reason IS NOT 'part'
      AND e.status = 200 AND e.captured_at < :at))
  AND captured_at < coalesce(
    (SELECT min(captured_at) FROM captures l WHERE l.page_id = :page AND l.reason IS NOT 'part'
      AND l.status = 200 AND l.captured_at > :at), '~')
ORDER BY captured_at, id
"""


def head_of(url: str) -> str | None:
    """The page whose further part `url` is, if it is one, by its name: `x.html` of `x_2.html`."""
    end = END.search(url)
    number = NUMBER.search(url, 0, end.start()) if end else None
    return None if number is None or end is None else url[: number.start()] + end[0]


def kept_parts(connection: sqlite3.Connection, page_id: int, captured_at: str) -> dict[str, int]:
    """The parts that belong to what a page was at that time: captures, by address.

    They were fetched after the page itself, and before anyone fetched the page again; to its first
    fetch belongs what was there before, too, as pages that are imported come in any order.
    """
    values = {"page": page_id, "at": captured_at}
    return dict(connection.execute(_KEPT_PARTS, values).fetchall())


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """What was fetched of one page, and of those that by their names are its parts."""

    url: str
    captures: Sequence[Capture]
    """In order of time; empty where only parts are there."""
    parts: Mapping[str, Sequence[Capture]]
    """By address."""


def _heads_above(url: str) -> int:
    """How many pages have to come before this one: its head, the head of that, and so on."""
    above = 0
    while (head := head_of(url)) is not None:
        url, above = head, above + 1
    return above


class WaitingRoom:
    """Captures that may be of a cut article: what they are shows once all pages are there.

    Kept without their bytes, which lie in the WARC already.
    """

    def __init__(self) -> None:
        self._captures: dict[str, list[Capture]] = defaultdict(list)

    def add(self, capture: Capture) -> None:
        """Have a capture wait."""
        self._captures[capture.url].append(replace(capture, body=b"", headers=()))

    def families(self) -> Iterator[Family]:
        """All that wait, as they came; a page before its parts, which may have parts as well."""
        parts: dict[str, list[str]] = defaultdict(list)
        for url in self._captures:
            if (head := head_of(url)) is not None:
                parts[head].append(url)
        for url in sorted(dict.fromkeys((*self._captures, *parts)), key=_heads_above):
            yield Family(
                url=url,
                captures=sorted(self._captures.get(url, ()), key=lambda one: one.captured_at),
                parts={part: self._captures[part] for part in parts.get(url, ())},
            )
