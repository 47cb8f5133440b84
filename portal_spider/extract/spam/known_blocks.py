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
        self._spam: dict[str, tuple[str, ...]] = {}
        self._lines: dict[str, tuple[str, ...]] = {}

    def note_page(self, page: Page) -> None:
        """Remember the lines of a page that was read."""
        if page.kind == "article" and page.title:
            spam = (removal.text for removal in page.removed if removal.kind == "spam")
            self.note_spam(page.title, spam)
            self.note_lines(page.title, page.paragraphs)

    def note_spam(self, title: str, texts: Iterable[str]) -> None:
        """Remember what was taken out of the article of that title."""
        _note(self._spam, title, texts)

    def note_lines(self, title: str, lines: Iterable[str]) -> None:
        """Remember the short lines of the article of that title."""
        _note(self._lines, title, lines)

    def is_spam(self, text: str, headlines: str) -> bool:
        """Was a line taken out of an article of another headline than those given?

        That it was taken out of the page itself is no evidence: rules improve.
        """
        return any(title not in headlines for title in self._spam.get(text, ()))

    def is_repeated(self, text: str, headlines: str) -> bool:
        """Is a line in several articles of other headlines than those given?"""
        titles = self._lines.get(text, ())
        return sum(title not in headlines for title in titles) >= OTHERS


def _note(seen: dict[str, tuple[str, ...]], title: str, lines: Iterable[str]) -> None:
    """Remember under which headlines lines stand, as many as are ever asked for."""
    for line in lines:
        titles = seen.get(line, ())
        if title in titles or not SHORTEST <= len(line) <= LONGEST:
            continue
        if len(titles) <= OTHERS and (titles or len(seen) < MOST_LINES):
            seen[line] = (*titles, title)
