"""Phrases pushed into the middle of a sentence, without a mark on either side.

A strong word of the lexicon says where to look; how far the phrase goes is told by what reads like
advertising around it. It is taken for inserted where the sentence does not go on at its edges: the
pairs of characters there are none of words, and the page has them nowhere else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from portal_spider.extract.likelihood import word_counts
from portal_spider.extract.spam.own import Own
from portal_spider.extract.spam.phrases import FUNCTION, INTEGRATED, QUOTES
from portal_spider.extract.spam.runs import sureness
from portal_spider.extract.spam.trades import advertised_pairs, likeness, weight
from portal_spider.extract.spam.words import folded

BAR = 1.0
"""What a pair must tell, for the phrase to reach so far."""
LATIN = 0.3
"""What a letter or a digit beside the phrase tells."""
FARTHEST, SHORTEST = 10, 4
ENOUGH, SURELY, STRANGE = 1.5, 2.5, 0.9
"""Likeness of what is taken for inserted, and where a clause begins with it; and strangeness."""
SPEAKS_ON = re.compile("[的等和与及或、]")
"""Behind what a sentence speaks of."""
NATURAL = 256
"""Count in words in general from which a pair is one that sentences have."""
HAN = re.compile("[\u3400-\u9fff]")
LATIN_CHAR = re.compile("[a-z0-9]")
TOLD_OF = re.compile(
    "赌|诈骗|骗[取局子走]|淫|黄赌|色情|嫖|违法|犯罪|涉嫌|嫌疑|案件|公安|民警|警方|法院|检察院|查处|查获|取缔|伪造|走私|毒品"
    "|销售|影片|电影|小说|演出|剧目|游戏|彩票|地名|酒店|场所|品牌|名称|又称|俗称|所谓|名为|代言|参展"
)
"""In a sentence that may speak of what is advertised, or of what bears such a name."""


def find_inserted(text: str, known: Iterable[str], own: Own) -> tuple[int, int, float] | None:
    """The stretch of a sentence that was pushed into it, and how sure that is, 0 to 1.

    Args:
        text: A line.
        known: Strong words of the page, the longest first.
        own: What the page itself writes.
    """
    low = folded(text)
    for word in known:
        at = low.find(word)
        if at < 0 or own.is_own_matter(word):
            continue
        start, end = at - _reach(low[:at][::-1], low[at]), at + len(word)
        end += _reach(low[end:], low[end - 1], ahead=True)
        start, end = _settled(low, start, end)
        phrase = low[start:end]
        if end - start < SHORTEST or FUNCTION.search(phrase.replace("在线", "")):
            continue
        if (start and text[start - 1] in QUOTES) or INTEGRATED.match(text, end):
            continue
        if TOLD_OF.search(text[:start]) or TOLD_OF.search(text[end:]):
            continue
        like = likeness(phrase)
        begins = start == 0 or not (HAN.match(low[start - 1]) or LATIN_CHAR.match(low[start - 1]))
        surely = begins and like >= SURELY and not SPEAKS_ON.match(low, end)
        if not surely and (_goes_on(low, start, own) or _goes_on(low, end, own)):
            continue
        if like >= ENOUGH and own.strangeness_elsewhere(phrase) >= STRANGE:
            return start, end, sureness(like)
    return None


def core(text: str, start: int, end: int) -> tuple[int, int]:
    """The part of a stretch of a sentence that reads like advertising, in one piece."""
    low = folded(text[start:end])
    best, best_sum, total, begin = (0, len(low)), 0.0, 0.0, 0
    for at, (first, second) in enumerate(pairwise(low)):
        if HAN.match(first) and HAN.match(second):
            total += weight(first, second) - BAR
        else:
            total += LATIN
        if total <= 0:
            total, begin = 0.0, at + 1
        elif total > best_sum:
            best, best_sum = (begin, at + 2), total
    return _settled(folded(text), start + best[0], start + best[1])


def _settled(low: str, start: int, end: int) -> tuple[int, int]:
    """A stretch whose ends cut no word in two: 集|团引导 is 集团|引导."""
    end = min(_ends(low, end, start + 2), key=lambda at: (_cut_word(low, at), abs(at - end)))
    if end - start > 2 and low[end - 2 : end] not in advertised_pairs():
        shorter = end - 1
        end = shorter if _cut_word(low, shorter) <= _cut_word(low, end) else end
    start = min(_ends(low, start, 0), key=lambda at: (_cut_word(low, at), abs(at - start)))
    return start, max(end, start)


def _ends(low: str, at: int, least: int) -> range:
    return range(max(least, at - 1), min(len(low), at + 1) + 1)


def _cut_word(low: str, at: int) -> int:
    """Count in words of the pair that a place cuts in two."""
    return word_counts()[1].get(low[at - 1 : at + 1], 0) if 0 < at < len(low) else 0


def _reach(rest: str, last: str, *, ahead: bool = False) -> int:
    """How many characters away from a word its phrase goes on reading like advertising."""
    best, best_sum, total = 0, 0.0, 0.0
    for count, char in enumerate(rest[:FARTHEST], 1):
        if LATIN_CHAR.match(char):
            total += LATIN
        elif not HAN.match(char):
            break
        elif HAN.match(last):
            total += (weight(last, char) if ahead else weight(char, last)) - BAR
        if total > best_sum:
            best, best_sum = count, total
        last = char
    return best


def _goes_on(low: str, at: int, own: Own) -> bool:
    """Does a sentence go on at a place, as words do?"""
    if at == 0 or at == len(low):
        return False
    before, after = low[at - 1], low[at]
    if not HAN.match(before) or not HAN.match(after):
        return False
    natural = word_counts()[1].get(before + after, 0) >= NATURAL
    return natural or low.count(before + after) + own.text.count(before + after) > 2
