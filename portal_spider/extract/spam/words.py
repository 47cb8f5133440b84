"""The words of injected advertising, by family, and where a text holds them."""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

WORDS_FILE = "words.txt"
"""The lexicon, with its sources and what its marks mean."""
PORTALS, MODERN, BUTTONS = "portals", "modern", "buttons"
"""The sections of it that are of no trade."""
FULL_WIDTH = re.compile("[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\u2164]")
"""Letters and digits, without the punctuation that all Chinese text has."""
WIDE = re.compile("[\uff10-\uff5a]")
"""The same and the signs between them, which where those are go with them."""
TO_NARROW = 0xFEE0


@dataclass(frozen=True, slots=True)
class Family:
    """The words of one trade."""

    name: str
    strong: tuple[str, ...]
    """Hardly ever written by an authority."""
    weak: tuple[str, ...]
    """Evidence only beside a strong one."""
    topic: tuple[str, ...]
    """What an authority writes about the same matter."""
    common: tuple[str, ...]
    """What the trade has in common with others: it is only counted how often."""
    apart: tuple[str, ...]
    """The same, of lines of their own only: names as any company may have."""


@dataclass(frozen=True, slots=True)
class Hits:
    """What of the lexicon a text holds."""

    strong: int
    """Different strong words that do not lie in one another."""
    weak: int
    covered: float
    """Share of the text's characters that lie in words of the lexicon."""
    families: frozenset[str]
    """Families of the strong words."""


@cache
def families() -> tuple[Family, ...]:
    """The lexicon's trades as the data file holds them."""
    return tuple(
        Family(name, *(tuple(words[mark]) for mark in "+-=~*"))
        for name, words in _sections().items()
        if name not in (PORTALS, MODERN, BUTTONS)
    )


@cache
def portal_words() -> tuple[str, ...]:
    """What portals themselves write over a paragraph or on a button."""
    return tuple(_sections()[PORTALS]["~"])


@cache
def modern_words() -> tuple[str, ...]:
    """What portals write that no newspaper of 1998 does."""
    return tuple({*_sections()[PORTALS]["~"], *_sections()[MODERN]["~"]})


@cache
def _button() -> re.Pattern[str]:
    words = sorted(_sections()[BUTTONS]["~"], key=len, reverse=True)
    return re.compile(f"(?:{'|'.join(words)})+")


def is_button(text: str) -> bool:
    """Holds a text nothing but words that portals write on buttons?"""
    return _button().fullmatch(text) is not None


@cache
def _sections() -> dict[str, dict[str, list[str]]]:
    """The data file's words by section and mark."""
    data = (pkgutil.get_data(__package__, WORDS_FILE) or b"").decode()
    found: dict[str, dict[str, list[str]]] = {}
    for section in re.split(r"^\[", data, flags=re.MULTILINE)[1:]:
        name, _, lines = section.partition("]")
        words = found[name] = {mark: [] for mark in "+-=~*"}
        for line in lines.strip().splitlines():
            words[line[0]] += line[1:].split()
    return found


@cache
def _weak() -> tuple[str, ...]:
    words = {word for family in families() for word in family.weak}
    return tuple(sorted(words, key=len, reverse=True))


def folded(text: str) -> str:
    """A text in lower case and half width, as words are compared."""
    low = text.lower()
    return WIDE.sub(_narrow, low) if FULL_WIDTH.search(text) else low


def _narrow(wide: re.Match[str]) -> str:
    return chr(ord(wide[0]) - TO_NARROW)


@cache
def matters() -> frozenset[str]:
    """What authorities call the matters that the trades deal in."""
    return frozenset(word for family in families() for word in family.topic)


def topics(text: str) -> frozenset[str]:
    """Families whose matter a text writes about as an authority does."""
    return frozenset(
        family.name for family in families() if sum(map(text.count, family.topic)) >= 2
    )


def find_hits(text: str, known: Iterable[str], skip: frozenset[str] = frozenset()) -> Hits:
    """What of the lexicon a folded text holds.

    Args:
        text: What is looked at.
        known: Strong words of the whole page, the longest first: no others are looked for.
        skip: Families that are the page's own matter.
    """
    of = family_of()
    left = text
    strong, named = 0, set()
    for word in known:
        if of[word] not in skip and word in left:
            left = left.replace(word, "\0" * len(word))
            strong += 1
            named.add(of[word])
    weak = 0
    for word in _weak():
        if word in left:
            left = left.replace(word, "\0" * len(word))
            weak += 1
    size = sum(not char.isspace() for char in text) or 1
    return Hits(strong, weak, left.count("\0") / size, frozenset(named))


@cache
def family_of() -> dict[str, str]:
    """The family of each strong word."""
    return {word: family.name for family in families() for word in family.strong}
