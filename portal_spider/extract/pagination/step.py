"""What a pagination strategy answers, and what one is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from portal_spider.extract.listing.document import Document
from portal_spider.items import PageRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """The way on from one page of a listing."""

    next: PageRequest | None = None
    """The next page; `None`: this is the last."""
    pages: int | None = None
    """Pages that the listing says it has."""
    total: int | None = None
    """Entries that the listing says it has."""


Strategy = Callable[[Document, int], Step | None]
"""Takes a page and the number of rows found on it; `None`: this is not how the page is turned."""


def get(url: str | None) -> PageRequest | None:
    """A plain request for `url`."""
    return PageRequest(url=url) if url else None
