"""What the search page asks of the archive: the form's values, and what it found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from portal_spider.archive.database import Archive
from portal_spider.archive.search import Filters, Order, Results, search
from portal_spider.errors import UsageError

PAGE_SIZE = 20
LAST_PAGE = 50
"""Pages one may turn: who needs the thousandth hit narrows the search, or exports it."""

SECTIONS_OFFERED = 500
"""Sections to choose from; whoever has more chooses the portal first."""

Form = Mapping[str, str]
Choices = tuple[tuple[str, str], ...]
"""What a form offers: values and the words for them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage:
    """A search as it was asked, and its answer."""

    form: Form
    """Every field of the form, empty where it was left so."""
    page: int
    results: Results | None
    """`None` where nothing was asked for, or it was not understood."""
    complaint: str | None
    """Why it was not understood."""
    portals: Choices
    """Names and titles."""
    sections: tuple[tuple[str, Choices], ...]
    """URLs and names, by portal; of the chosen portal alone, where one is chosen."""

    @property
    def more(self) -> bool:
        """Whether a further page has hits, as far as is known."""
        if self.results is None or self.page >= LAST_PAGE:
            return False
        total = self.results.total
        if total is None:
            return len(self.results.hits) == PAGE_SIZE
        return total > self.page * PAGE_SIZE


FIELDS = ("q", "portal", "section", "source", "since", "until", "order")


def read_search(archive: Archive, values: Form) -> SearchPage:
    """Answer the form's `values`; what it does not know it leaves alone."""
    form = {field: values.get(field, "").strip() for field in FIELDS}
    given = values.get("page", "")
    page = min(max(int(given), 1), LAST_PAGE) if given.isdecimal() else 1
    results, complaint = None, None
    if form["q"]:
        try:
            results = _search(archive, form, page)
        except UsageError as error:
            complaint = str(error)
    return SearchPage(
        form=form,
        page=page,
        results=results,
        complaint=complaint,
        portals=tuple((row["name"], row["title"]) for row in archive.db.query(_PORTALS)),
        sections=_sections(archive, form["portal"]),
    )


def _search(archive: Archive, form: Form, page: int) -> Results:
    narrowing = {name: form[name] or None for name in Filters.__slots__}
    order: Order = "newest" if form["order"] == "newest" else "relevance"
    return search(
        archive,
        form["q"],
        filters=Filters(**narrowing),
        limit=PAGE_SIZE,
        offset=(page - 1) * PAGE_SIZE,
        order=order,
    )


def _sections(archive: Archive, portal: str) -> tuple[tuple[str, Choices], ...]:
    rows: list[dict[str, Any]] = list(archive.db.query(_SECTIONS, {"portal": portal}))
    groups = groupby(rows, key=lambda row: str(row["portal"]))
    return tuple(
        (portal, tuple((row["url"], row["name"]) for row in found)) for portal, found in groups
    )


_PORTALS = "SELECT name, coalesce(title, name) AS title FROM portals ORDER BY title"

_SECTIONS = f"""
SELECT coalesce(p.title, p.name) AS portal, s.url, coalesce(s.name, s.url) AS name
FROM sections s JOIN portals p ON p.id = s.portal_id
WHERE :portal IN ('', p.name)
ORDER BY portal, name LIMIT {SECTIONS_OFFERED}
"""
