"""Walking a section: which page of its listing is next, and why a walk ends."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from portal_spider.archive.walks import SectionRow, Shown
from portal_spider.items import Listing, PageRequest

MOST_SHELLS = 3
"""Pages without entries before the first with some: a frame, then an answer of its server."""

MOST_PAGES = 5000
"""Pages of one listing after which a walk is cut: no portal lists that many, a calendar does."""

Stop = Literal["end", "repeated", "stub", "since", "known", "limit"]
COMPLETE: frozenset[Stop] = frozenset({"end", "repeated", "stub"})
"""Reasons that mean that the whole listing was seen."""


@dataclass(slots=True)
class Walk:
    """One walk of a section, as far as it has come."""

    section: SectionRow
    started_at: str
    full: bool
    """Whether it goes on past pages of which everything is known."""
    since: str | None = None
    """Date before which nothing is wanted."""
    pages: int = 0
    """Pages with entries that it has seen."""
    shells: int = 0
    """Pages without entries that it passed through on the way to the first with some."""
    asked: set[tuple[str, str | None]] = field(default_factory=set)
    """URL and body of every page that was asked for."""

    def next_step(self, listing: Listing, shown: Shown, live: int) -> Stop | PageRequest:
        """Where the walk goes after a page of the listing, or why it ends there.

        `live` is how many entries the archive thinks the section has, this page's included.
        """
        if not shown.entries:
            return "stub"
        if self.pages > 1 and shown.repeated == shown.entries:
            return "repeated"
        if self.since and shown.latest and shown.latest < self.since:
            return "since"
        if not self.full and self._all_known(listing, shown, live):
            return "known"
        if listing.next is None:
            return "end"
        if (listing.next.url, listing.next.body) in self.asked:
            return "repeated"
        if self.pages >= MOST_PAGES:
            return "limit"
        return listing.next

    def _all_known(self, listing: Listing, shown: Shown, live: int) -> bool:
        """Whether what follows is known, too.

        The page shows nothing new, and the number of entries that the listing promises has
        changed by no more than the new ones that were seen: else something was withdrawn.
        """
        if shown.new or shown.changed:
            return False
        before, listed = self.section.promised, self.section.listed
        if listing.total is None or before is None or listed is None:
            return True
        return listing.total - before == live - listed
