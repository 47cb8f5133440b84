"""Lines about an article: when it was published, from whom, and the tool bar they share."""

from __future__ import annotations

import re

from portal_spider.extract.dates import find_date
from portal_spider.extract.labels import (
    CHANGED,
    ISSUER,
    POLICY,
    PUBLISHED,
    SOURCE,
    WIDGET,
    Pair,
    read_pairs,
)

MAX_CHARS = 200
"""A line about the article is shorter; some run everything into one."""
MAX_LEAD = 60
"""Characters before the first label: the site's name, a date without a label."""
MAX_CREDIT = 40
"""Characters of names in a line that only credits."""
MAX_DAY_LINE = 60
MAX_BESIDE_DAY = 24
"""Characters beside a date without a label: the outlet, the time."""
TELLING = frozenset((PUBLISHED, CHANGED, SOURCE, ISSUER, WIDGET))
SENTENCE = re.compile("[，。；]")


def pairs_about(text: str) -> list[Pair] | None:
    """The pairs of a line about the article; `None` where the line is no such line.

    A date by itself, or with the outlet beside it, is one without pairs.
    """
    if len(text) > MAX_CHARS:
        return None
    if pairs := read_pairs(text):
        known = [pair for pair in pairs if pair.field != POLICY]
        lead = text[: pairs[0].start].strip(" 【[(（|")
        if any(pair.field in TELLING for pair in known):
            return pairs if len(lead) < MAX_LEAD else None
        if not known or lead or any(len(pair.value) > MAX_CREDIT for pair in known):
            return None
        return pairs
    stamp = find_date(text) if len(text) < MAX_DAY_LINE else None
    if stamp is None or len(text) - (stamp.end - stamp.start) > MAX_BESIDE_DAY:
        return None
    return None if SENTENCE.search(text) else []


def starts_with_label(pairs: list[Pair]) -> bool:
    """Does a line begin with its first label?"""
    return bool(pairs) and pairs[0].start <= 2
