"""Which hits of a search are most about what was looked for.

BM25 over the hits alone, computed from their texts: the index does not say how often a word stands
in an article, nor whether in its title.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from portal_spider.archive.query import Node, Word

SATURATION = 1.2
"""BM25's k1: how soon more occurrences stop to matter."""
LENGTH = 0.75
"""BM25's b: how much a long text needs more of them."""
TITLE = 10
"""Occurrences in the text that one in the title is worth."""


def best_first(articles: Iterable[tuple[int, str, str]], node: Node) -> list[int]:
    """Ids of articles, each given with title and text, by decreasing BM25; equal ones as given."""
    words = list(dict.fromkeys(node.words()))
    cased = any(form.lower() != form.upper() for word in words for form in word.forms)
    counts: dict[int, list[int]] = {}
    lengths: dict[int, int] = {}
    for article_id, title, text in articles:
        if cased:  # Width matters little here.
            title, text = title.casefold(), text.casefold()
        counts[article_id] = [TITLE * _count(word, title) + _count(word, text) for word in words]
        lengths[article_id] = len(text)
    mean = sum(lengths.values()) / max(len(lengths), 1) or 1
    weights = [
        _rarity(sum(row[place] > 0 for row in counts.values()), len(counts))
        for place in range(len(words))
    ]
    scores = {
        article_id: sum(
            weight
            * count
            / (count + SATURATION * (1 - LENGTH + LENGTH * lengths[article_id] / mean))
            for weight, count in zip(weights, row, strict=True)
        )
        for article_id, row in counts.items()
    }
    return sorted(counts, key=lambda article_id: -scores[article_id])


def _count(word: Word, text: str) -> int:
    return sum(text.count(form) for form in word.forms)


def _rarity(having: int, of: int) -> float:
    """What a word is worth: one that all hits have still counts, one that few have counts more."""
    return math.log(1 + (of + 1) / (having + 0.5))
