"""How much a phrase reads like advertising of the lexicon's trades: its words need not be known.

Advertisers make new names every week, of old parts. So what is compared is pairs of characters: how
often they stand in the lexicon's words, and how often in words in general (`likelihood`).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from functools import cache, lru_cache
from itertools import pairwise
from operator import add

from portal_spider.extract.likelihood import word_counts
from portal_spider.extract.spam.words import families, folded, portal_words

PAIRS, SINGLES = 0.6, 0.4
"""Weights of the two estimates: pairs of characters, single characters."""
RARE = 3000
"""Count of a character that words in general hold nowhere: it tells nothing."""
FLOOR = 1e-9
LEAST, MOST = -3.0, 6.0
"""Of one pair: no single one decides."""
SHARED = 0.5
"""Most that a pair tells which portals write, too: 下载, 视频."""
OWN = -1.0
"""Of a pair that the page itself holds in its sentences."""
MOST_PAIRS = 100_000
"""Whose weights are remembered: Chinese has some ten thousand in use."""
MOST_TEXTS = 4096
"""Short lines whose likeness is remembered: those of a portal's frame and tables recur."""
ORDINARY = 64
"""Count of a pair from which it is a word that many know."""
SHRINK = 1.0
"""Pairs that tell nothing, added to each phrase: a short one says little."""


def likeness(text: str, is_own: Callable[[str], bool] | None = None) -> float:
    """Mean logarithm of how many times likelier a phrase is in advertising; 0 says nothing.

    Args:
        text: A phrase in Simplified; only pairs of Chinese characters are looked at.
        is_own: Whether the page that it stands in has a pair elsewhere.
    """
    if is_own is None:
        return _likeness(text)
    low = folded(text)
    weigh = _weights().__getitem__
    weighed = ((pair, weigh(pair)) for pair in map(add, low, low[1:]))
    values = [
        OWN if value > OWN and is_own(pair) else value
        for pair, value in weighed
        if value is not None
    ]
    return sum(values) / (len(values) + SHRINK)


@lru_cache(maxsize=MOST_TEXTS)
def _likeness(text: str) -> float:
    """The same where nothing is known of the page."""
    low = folded(text)
    weigh = _weights().__getitem__
    values = [value for value in map(weigh, map(add, low, low[1:])) if value is not None]
    return sum(values) / (len(values) + SHRINK)


def advertised_pairs() -> Counter[str]:
    """The pairs of characters in the lexicon's words, and how often each is in them."""
    return _counts()[1]


def trade(phrase: str) -> str | None:
    """The family whose words hold most of a phrase's pairs; `None` where none holds any."""
    pairs = list(map("".join, pairwise(folded(phrase))))
    held = {name: sum(pair in of for pair in pairs) for name, of in _pairs_of().items()}
    best = max(held, key=lambda name: held[name])
    return best if held[best] else None


class _Weights(dict[str, float | None]):
    """What is known of pairs of characters, each worked out once; `None`: not both Chinese."""

    def __missing__(self, pair: str) -> float | None:
        if len(self) == MOST_PAIRS:
            self.clear()
        first, second = pair[0], pair[1]
        chinese = "\u3400" <= first <= "\u9fff" and "\u3400" <= second <= "\u9fff"
        known = weight(first, second) if chinese else None
        if known is not None and pair in _shared():
            known = min(known, SHARED)
        self[pair] = known
        return known


_weights = cache(_Weights)


@lru_cache(maxsize=MOST_PAIRS)
def weight(first: str, second: str) -> float:
    """Logarithm of how many times likelier a pair is in advertising than in words in general."""
    characters, pairs, total, pair_total, word_pairs = _counts()
    alone, in_words = word_counts()
    advertised = PAIRS * pairs[first + second] / pair_total
    advertised += SINGLES * characters[first] * characters[second] / total**2
    general = PAIRS * in_words.get(first + second, 0) / word_pairs
    general += SINGLES * alone.get(first, RARE) * alone.get(second, RARE) / alone["*"] ** 2
    return max(LEAST, min(MOST, math.log((advertised + FLOOR) / (general + FLOOR))))


def is_split(phrase: str, word: str) -> bool:
    """Does an ordinary word begin in a word of the lexicon and end outside: 百家乐 in 百家乐业?"""
    low = folded(phrase)
    start = low.find(word)
    end = start + len(word)
    across = (low[start - 1 : start + 1] if start else "", low[end - 1 : end + 1])
    in_words, advertised = word_counts()[1], _counts()[1]
    return any(in_words.get(pair, 0) >= ORDINARY and not advertised[pair] for pair in across)


@cache
def _shared() -> frozenset[str]:
    """Pairs in words that portals write themselves."""
    return frozenset("".join(pair) for word in portal_words() for pair in pairwise(word))


@cache
def _counts() -> tuple[Counter[str], Counter[str], int, int, int]:
    """Characters and pairs in the lexicon's words, their sums, and that of pairs in all words."""
    characters: Counter[str] = Counter()
    pairs: Counter[str] = Counter()
    for family in families():
        for word in {*family.strong, *family.weak, *family.common}:
            characters.update(word)
            pairs.update(map("".join, pairwise(word)))
    total = pairs.total()  # names, however many, make no other word less likely
    for family in families():
        for word in set(family.apart):
            pairs.update(map("".join, pairwise(word)))
    in_words = sum(word_counts()[1].values())
    return characters, pairs, characters.total(), total, in_words


@cache
def _pairs_of() -> dict[str, frozenset[str]]:
    """The pairs in each family's words."""
    return {
        family.name: frozenset(
            "".join(pair)
            for word in (*family.strong, *family.weak, *family.common, *family.apart)
            for pair in pairwise(word)
        )
        for family in families()
    }
