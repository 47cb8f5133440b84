"""What ordinary language, or the page, vouches for: one word of the lexicon never decides."""

from __future__ import annotations

import re

from portal_spider.extract.spam.formal import is_formal, is_of_authorities, is_thing
from portal_spider.extract.spam.own import LIKE, Own
from portal_spider.extract.spam.runs import ALIEN, NUMBERED, RUN, phrases_of
from portal_spider.extract.spam.words import is_button

PIECES = 3
"""Phrases of a line from which it is a run: the company of one tells of the others."""
ORDINARY = -1.5
"""Likeness from which down a phrase reads like anything but advertising."""
ENTICES = re.compile("(?:入口|新?地址|网址|官网|在线看|免费看?|观看|高清|破解版)$")
"""How phrases end that lead to what is advertised, whatever words of authorities they hold."""


def is_vouched_for(phrase: str, own: Own) -> bool:
    """Is a phrase next to advertising the page's own, or one that authorities write?"""
    like = own.likeness(phrase)
    if like >= LIKE or ENTICES.search(phrase):
        return False
    if like <= ORDINARY or own.strangeness(phrase) < ALIEN:
        return True
    return (
        is_formal(phrase)
        or is_of_authorities(phrase)
        or is_button(phrase)
        or is_thing(phrase)
        or NUMBERED.search(phrase) is not None
    )


def is_rest_of_run(left: str, whole: str, own: Own) -> bool:
    """Is what is left of a line of short phrases vouched for by nothing?"""
    if RUN.fullmatch(whole) is None or len(phrases_of(whole)) < PIECES:
        return False
    return not any(is_vouched_for(phrase, own) for phrase in phrases_of(left))
