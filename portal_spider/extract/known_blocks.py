"""Short lines that a portal's other articles hold, or had taken out of them as advertising.

A line of advertising is on many pages, under different headlines; that is evidence of its own where
nothing else is known of it. What an authority repeats is on many pages, too: it reads like one.
"""

from __future__ import annotations

from collections.abc import Iterable

from portal_spider.items import Page

SHORTEST, LONGEST = 4, 40
"""Characters of a line that is remembered."""
OTHERS = 2
"""Other headlines under which a line stands from which it is repeated: with its own page, three."""
MOST_LINES = 100_000
"""Lines of a portal that are remembered: some 20 MB."""


class KnownBlocks:
    """What is known of a portal's short lines; grows as its pages are read."""

    def __init__(self) -> None:
        self._spam: set[str] = set()
        self._titles: dict[str, tuple[str, ...]] = {}

    def note_page(self, page: Page) -> None:
        """Remember the lines of a page that was read."""
        self.note_spam(removal.text for removal in page.removed if removal.kind == "spam")
        if page.kind == "article" and page.title:
            self.note_lines(page.title, page.paragraphs)

    def note_spam(self, texts: Iterable[str]) -> None:
        """Remember what was taken for advertising."""
        for text in texts:
            if SHORTEST <= len(text) <= LONGEST and len(self._spam) < MOST_LINES:
                self._spam.add(text)

    def note_lines(self, title: str, lines: Iterable[str]) -> None:
        """Remember the short lines of the article of that title."""
        for line in lines:
            if not SHORTEST <= len(line) <= LONGEST:
                continue
            titles = self._titles.get(line, ())
            room = titles or len(self._titles) < MOST_LINES
            if room and len(titles) <= OTHERS and title not in titles:
                self._titles[line] = (*titles, title)

    def is_spam(self, text: str) -> bool:
        """Was a line taken for advertising on another page?"""
        return text in self._spam

    def is_repeated(self, text: str, headlines: str) -> bool:
        """Is a line in several articles of other headlines than those given?"""
        titles = self._titles.get(text, ())
        return sum(title not in headlines for title in titles) >= OTHERS
