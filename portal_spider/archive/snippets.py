"""Where the words of a query stand in a text: the text cut into marked and unmarked parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portal_spider.archive.tokens import fold

WIDTH = 90
"""Characters of a snippet."""
LEAD = 18
"""Characters before the first marked word of a snippet."""
OCCURRENCES = 200
"""Occurrences of a word that are looked at to choose a passage."""


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a passage."""

    text: str
    marked: bool = False
    """Whether it is one of the words that were looked for."""


Passage = tuple[Part, ...]
"""A text, or what is shown of it."""


def mark(text: str, words: Sequence[str]) -> Passage:
    """The whole of `text`, with every occurrence of the folded `words` marked."""
    return _cut(text, _spans(text, words), 0, len(text))


def passage(text: str, words: Sequence[str], width: int = WIDTH) -> Passage:
    """The `width` characters of `text` that have most of the folded `words`; else its beginning."""
    spans = _spans(text, words)
    best = max(
        spans, key=lambda span: (_variety(text, spans, span[0], width), -span[0]), default=None
    )
    start = max(0, best[0] - LEAD) if best else 0
    end = min(len(text), start + width)
    parts = _cut(text.replace("\n", " "), spans, start, end)
    before = (Part("…"),) if start else ()
    after = (Part("…"),) if end < len(text) else ()
    return (*before, *parts, *after)


def plain(parts: Passage, opening: str = "", closing: str = "") -> str:
    """A passage as text, with signs about what is marked."""
    return "".join(f"{opening}{part.text}{closing}" if part.marked else part.text for part in parts)


def _variety(text: str, spans: list[tuple[int, int]], start: int, width: int) -> int:
    """How many different words stand in the `width` characters from `start` on."""
    return len({text[left:right] for left, right in spans if start <= left < start + width - LEAD})


def _cut(text: str, spans: list[tuple[int, int]], start: int, end: int) -> Passage:
    parts: list[Part] = []
    position = start
    for left, right in spans:
        left, right = max(left, position), min(right, end)
        if left < right:
            parts += [Part(text[position:left])] if position < left else []
            parts.append(Part(text[left:right], marked=True))
            position = right
    return (*parts, Part(text[position:end])) if position < end else tuple(parts)


def _spans(text: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Where the words stand in `text`, in order."""
    folded = fold(text)
    found: set[tuple[int, int]] = set()
    for word in words:
        position = folded.find(word)
        for _ in range(OCCURRENCES):
            if position < 0:
                break
            found.add((position, position + len(word)))
            position = folded.find(word, position + len(word))
    if len(folded) == len(text):
        return sorted(found)
    origin = [index for index, char in enumerate(text) for _ in fold(char)]
    return sorted({(origin[left], origin[right - 1] + 1) for left, right in found})
