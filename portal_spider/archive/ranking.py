"""Which hits of a search are most about what was looked for.

BM25 over the hits alone, computed from their texts: FTS5's own needs two more passes over the
entries of every character, which for a phrase of common characters takes longer than the search.
"""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Sequence

from portal_spider.archive.query import Node, Word

SATURATION = 1.2
"""BM25's k1: how soon more occurrences stop to matter."""
LENGTH = 0.75
"""BM25's b: how much a long text needs more of them."""
TITLE = 10
"""Occurrences in the text that one in the title is worth."""


def best_first(connection: sqlite3.Connection, ids: Sequence[int], node: Node) -> list[int]:
    """The articles by decreasing BM25; equal ones stay in the order given."""
    words = list(dict.fromkeys(node.words()))
    counts: list[list[int]] = []
    lengths: list[int] = []
    for article_id in ids:
        title, text = connection.execute(
            "SELECT title, text FROM articles WHERE id = ?", (article_id,)
        ).fetchone()
        title, text = (title or "").casefold(), text.casefold()  # Width matters little here.
        counts.append([TITLE * _count(word, title) + _count(word, text) for word in words])
        lengths.append(len(text))
    mean = sum(lengths) / max(len(lengths), 1) or 1
    weights = [
        _rarity(sum(row[place] > 0 for row in counts), len(ids)) for place in range(len(words))
    ]
    scores = {
        article_id: sum(
            weight * count / (count + SATURATION * (1 - LENGTH + LENGTH * length / mean))
            for weight, count in zip(weights, row, strict=True)
        )
        for article_id, row, length in zip(ids, counts, lengths, strict=True)
    }
    return sorted(ids, key=lambda article_id: -scores[article_id])


def _count(word: Word, text: str) -> int:
    return sum(text.count(form) for form in word.forms)


def _rarity(having: int, of: int) -> float:
    """What a word is worth: one that all hits have still counts, one that few have counts more."""
    return math.log(1 + (of + 1) / (having + 0.5))
