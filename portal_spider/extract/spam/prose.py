"""What follows what in the prose of authorities, and what in advertisers' phrases.

Two models of the same kind, each of how likely one character follows another: one counted from a
newspaper's sentences and from words in general, one from the lexicon. What tells them apart tells
where in a sentence a phrase was pushed in, though the lexicon holds no word of it.
"""

from __future__ import annotations

import math
from collections import Counter
from functools import cache
from itertools import pairwise

from portal_spider.extract.likelihood import read_counts, word_counts
from portal_spider.extract.script import simplified_character
from portal_spider.extract.spam.words import families, modern_words

PROSE_FILE = "prose.txt"
"""Counts of single characters and pairs in prose; the file says where they are from."""
SIGNS = "，。；：！？、（）“”《》"
"""What sentences are divided by; every other sign is `OTHER`."""
OTHER, DIGIT, LATIN = "+", "n", "a"
NOT_HAN = frozenset((*SIGNS, OTHER, DIGIT, LATIN))
_SAME = dict(zip(",:;!?()‘’\"'『』「」…", "，：；！？（）“”“”“”“”。", strict=True))
IN_PROSE, IN_WORDS, ALONE = 0.55, 0.2, 0.25
"""Weights of the three estimates of prose: pairs in it, pairs in words, single characters."""
FEW_IN_PROSE, FEW_IN_WORDS, FEW_ADVERTISED = 8, 3000, 4
"""Occurrences of a character that are not enough to say what follows it."""
ADVERTISED = 0.55
"""Weight of the lexicon's pairs; the rest is that of single characters."""
LEXICON_ALONE = 0.6
"""Weight of the lexicon in what is known of single characters in advertising."""
STRONG, OTHERS = 2, 1
"""How often a word of the lexicon is counted."""
MODERN = 100
"""How often a word that is younger than the newspaper is taken to be in it."""
RARE = 64
"""Count of a character that words in general hold nowhere."""
FLOOR = 1e-7
LEAST, MOST = -4.0, 5.0
"""What one pair may tell."""
NO_PHRASE = -99.0
"""What a pair with a sign tells: no phrase goes beyond it."""
HOT = 3.25
"""What a pair tells from which it says where to look."""


class _Shapes(dict[int, str]):
    """The character by which each is known to the models."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        if "\u3400" <= char <= "\u9fff":
            shape = simplified_character(char)
        elif char.isdigit():
            shape = DIGIT
        elif "a" <= char.lower() <= "z" or "\uff21" <= char <= "\uff5a":
            shape = LATIN
        else:
            shape = char if char in SIGNS else _SAME.get(char, OTHER)
        self[code] = shape
        return shape


_shapes = _Shapes()


def shaped(text: str) -> str:
    """A text as the models know it, of the same length."""
    return text.translate(_shapes)


class _Prose(dict[str, float]):
    """Logarithms of how likely the second of two characters follows the first in prose."""

    def __missing__(self, pair: str) -> float:
        self[pair] = value = math.log(_in_prose(pair) + FLOOR)
        return value


class _Gains(dict[str, float]):
    """Logarithms of how many times likelier it does in advertisers' phrases."""

    def __missing__(self, pair: str) -> float:
        if pair[0] in SIGNS or pair[1] in SIGNS:
            self[pair] = NO_PHRASE
            return NO_PHRASE
        value = math.log((_in_advertising(pair) + FLOOR) / (_in_prose(pair) + FLOOR))
        self[pair] = value = max(LEAST, min(MOST, value))
        return value


prose = cache(_Prose)
gains = cache(_Gains)


@cache
def hot_pairs() -> frozenset[str]:
    """Pairs that hardly stand in prose and often in the lexicon."""
    known = gains()
    return frozenset(pair for pair in _lexicon()[1] if known[pair] >= HOT and not {*pair} & NOT_HAN)


@cache
def opening(char: str) -> float:
    """Logarithm of how likely a phrase begins with a character."""
    return math.log(_alone_advertised(char) + FLOOR)


def _in_prose(pair: str) -> float:
    first, second = pair[0], pair[1]
    alone, pairs = _prose_counts()
    words_alone, in_words = word_counts()
    known = IN_PROSE * pairs.get(pair, 0) / (alone.get(first, 0) + FEW_IN_PROSE)
    known += IN_WORDS * in_words.get(pair, 0) / (words_alone.get(first, 1) + FEW_IN_WORDS)
    return known + ALONE * _alone(second)


@cache
def _alone(char: str) -> float:
    alone, words_alone = _prose_counts()[0], word_counts()[0]
    here = alone.get(char, 1) / alone["*"]
    if not "\u3400" <= char <= "\u9fff":
        return here
    return 0.6 * here + 0.4 * words_alone.get(char, RARE) / words_alone["*"]


def _in_advertising(pair: str) -> float:
    first, second = pair[0], pair[1]
    alone, pairs = _lexicon()
    known = ADVERTISED * pairs[pair] / (alone[first] + FEW_ADVERTISED)
    return known + (1 - ADVERTISED) * _alone_advertised(second)


def _alone_advertised(char: str) -> float:
    alone = _lexicon()[0]
    lexicon = alone[char] / _total()
    return LEXICON_ALONE * lexicon + (1 - LEXICON_ALONE) * _alone(char)


@cache
def _prose_counts() -> tuple[dict[str, int], dict[str, int]]:
    """Those of the data file, and of words that are younger than it."""
    alone, pairs = read_counts(__package__, PROSE_FILE)
    for word in modern_words():
        for pair in map("".join, pairwise(word)):
            pairs[pair] = pairs.get(pair, 0) + MODERN
            alone[pair[0]] = alone.get(pair[0], 0) + MODERN
    alone["*"] = sum(count for char, count in alone.items() if char != "*")
    return alone, pairs


@cache
def _total() -> int:
    return _lexicon()[0].total()


@cache
def _lexicon() -> tuple[Counter[str], Counter[str]]:
    """Characters and pairs in the lexicon's words."""
    alone: Counter[str] = Counter()
    pairs: Counter[str] = Counter()
    for family in families():
        weighed = [(word, STRONG) for word in family.strong]
        weighed += [(word, OTHERS) for word in (*family.weak, *family.common)]
        for word, times in weighed:
            shape = shaped(word)
            for char in shape:
                alone[char] += times
            for pair in pairwise(shape):
                pairs["".join(pair)] += times
    return alone, pairs
