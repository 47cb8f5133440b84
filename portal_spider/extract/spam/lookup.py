"""What of the lexicon a text holds: words and telling pairs of characters, in one look at it."""

from __future__ import annotations

from collections.abc import Set
from functools import cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation

from portal_spider.extract.spam.prose import hot_pairs
from portal_spider.extract.spam.words import FULL_WIDTH, family_of, folded

WIDE = frozenset(filter(FULL_WIDTH.match, map(chr, range(0xFF10, 0xFF5B))))
"""What is narrowed before words are compared."""


class Found(NamedTuple):
    """What a text holds."""

    strong: tuple[str, ...]
    """Strong words, the longest first."""
    hot: Set[str]
    """Pairs that hardly stand in prose and often in the lexicon."""


def look_up(text: str) -> Found:
    """What a text holds of the lexicon."""
    found = set(_automaton().find_matches_as_strings(text.lower(), overlapping=True))
    if not found.isdisjoint(WIDE):  # hardly ever: to ask the text for them costs as much again
        found = set(_automaton().find_matches_as_strings(folded(text), overlapping=True))
    strong = sorted(found & family_of().keys(), key=lambda word: (-len(word), word))
    return Found(tuple(strong), found & hot_pairs())


def strong_words(text: str) -> tuple[str, ...]:
    """Strong words in a text, the longest first."""
    return look_up(text).strong


@cache
def _automaton() -> AhoCorasick:
    # not a DFA: its tables are too large to stay in a processor's cache between pages
    words = family_of().keys() | hot_pairs() | WIDE
    return AhoCorasick(words, implementation=Implementation.ContiguousNFA)
