"""How likely one character follows another: from the page at hand and from words in general."""

from __future__ import annotations

import math
import pkgutil
import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from itertools import pairwise

from portal_spider.extract.script import simplified_character, to_simplified

PAIRS_FILE = "pairs.txt"
"""Counts of single characters and pairs in Simplified words; the file says where they are from."""
HERE, IN_WORDS, ALONE = 0.5, 0.35, 0.15
"""Weights of the three estimates: pairs of the page, pairs in words, single characters."""
FEW = 2
"""Occurrences on a page of which half is believed: what was seen once may be chance."""
SLIGHT = 100
"""Characters by which a page is taken to be longer: what a short one says of itself is little."""
FLOOR = 1e-6
"""Of what is seen nowhere."""


class Likelihood:
    """Scores characters in the light of a page's own text; in Simplified, whatever it is in."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.characters: Counter[str] = Counter()
        self.pairs: Counter[str] = Counter()
        for text in texts:
            simple = to_simplified(text)
            self.characters.update(simple)
            self.pairs.update(map("".join, pairwise(simple)))
        self.total = self.characters.total() or 1
        self.known: dict[tuple[str, str], float] = {}

    def score(self, before: str, char: str) -> float:
        """Natural logarithm of the probability of `char` after `before`."""
        known = self.known.get((before, char))
        if known is None:
            known = self.known[before, char] = self._estimate(before, char)
        return known

    def _estimate(self, before: str, char: str) -> float:
        first, second = simplified_character(before), simplified_character(char)
        alone, in_words = word_counts()
        here = self.pairs[first + second] / (self.characters[first] + FEW)
        words = in_words.get(first + second, 0) / alone.get(first, 1)
        single = alone.get(second, 0) / alone["*"] + self.characters[second] / (self.total + SLIGHT)
        return math.log(HERE * here + IN_WORDS * words + ALONE * single / 2 + FLOOR)


@cache
def word_counts() -> tuple[dict[str, int], dict[str, int]]:
    """Counts of single characters, their sum as `*`, and of pairs of characters in words."""
    return read_counts(__package__, PAIRS_FILE)


def read_counts(package: str, name: str) -> tuple[dict[str, int], dict[str, int]]:
    """The counts of a data file: of single characters, their sum as `*`, and of pairs."""
    alone: dict[str, int] = {}
    pairs: dict[str, int] = {}
    data = pkgutil.get_data(package, name) or b""
    for line in data.decode().splitlines():
        if line.startswith("#"):
            continue
        first = line[0]
        for power, characters in re.findall(r"(\d+)(\D+)", line[1:]):
            counts = dict.fromkeys(characters, 1 << int(power))
            if first == "*":
                alone |= counts
            else:
                pairs |= {first + second: count for second, count in counts.items()}
    alone["*"] = sum(alone.values())
    return alone, pairs
