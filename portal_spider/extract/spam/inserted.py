"""Phrases pushed into a sentence, or between two, without a mark that would set them off.

Two stories of a line are compared: that somebody wrote it, and that somebody wrote it without a
stretch of it, which is advertising. The second is believed where both kinds of evidence say so: the
stretch itself reads like advertising and not like prose, and the sentence goes on better without.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, repeat
from operator import add

from portal_spider.extract.spam.lookup import strong_words
from portal_spider.extract.spam.own import ANNOUNCES, Own
from portal_spider.extract.spam.phrases import INTEGRATED, QUOTES
from portal_spider.extract.spam.prose import (
    NOT_HAN,
    OTHER,
    SIGNS,
    gains,
    opening,
    prose,
    shaped,
)
from portal_spider.extract.spam.runs import sureness
from portal_spider.extract.spam.trades import trade
from portal_spider.extract.spam.words import matters

BAR = 0.4
"""What a pair must tell to be of the phrase: what is in neither model tells a little."""
LEAST = -1.4
"""What it may tell against it: advertisers use plain words, too."""
OWN = -1.0
"""What a pair tells that the page has elsewhere."""
SEED = 5.0
"""What such a stretch must tell."""
MARGIN = 6
"""Characters around it at which the phrase may begin and end."""
SHORTEST, LONGEST, AROUND, NEAR = 4, 40, 50, 12
CONTENT, EDGES, ENOUGH = 3.0, 1.5, 9.5
"""Evidence of what a stretch says, and of how the sentence goes on; and of both."""
SURELY, SURE_EDGES, SHORT_EDGES = 10.0, -0.5, 2.2
"""Content from which it is enough that the sentence goes on as well; what a single word needs."""
BREAKS, BREAKING_CONTENT = 7.0, 1.0
"""How much better a sentence goes on where a phrase stands inside a word; and what is enough then.

Of 548 stretches of clean pages that telling pairs lead to, none of which the content tells anything
for advertising, goes on better by more than 5.4 without it.
"""
CLAUSE_ENDS = -2.5
"""Logarithm of how likely a clause ends where it may."""
SCALE = 7.0
"""Evidence of this kind that is as much as 1 of the others."""
SPOKEN_OF = 6.0
"""What more is needed where the sentence may speak of it."""
OFFICIAL_TRADES, OFFICES_TOO = frozenset(("papers", "loans", "quacks")), 2.5
"""Trades with whose matters offices deal, too, and what more is needed for it."""
STRANGE = 0.6
"""Share of its pairs that the page has nowhere else."""
FULL_STOP = "。"
CLAUSE_MARKS = "。！？；：，、（）"
CLAUSE_MARK = re.compile(f"[{CLAUSE_MARKS}]")
MOST_REST, NO_CLAUSE = 4, -4.6
"""Characters left of a clause that may be of the phrase; and how likely they are a clause, each.

近日, 其中, 同志们 are some with -3 to -4.5, 贵宾码 is none with -6.
"""
NOT_IN_PHRASE = re.compile(rf"[{SIGNS}{re.escape(OTHER)}等]")
IN_NAME = re.compile(
    "[\u4e00-\u9fff]{0,10}?(?:公司|集团|酒店|商行|工作室|大厦|广场|小区|社区|学校|医院)"
)
"""Behind a stretch that is part of a name: 成都银河威尼斯装饰有限公司."""
_NAMED = (
    "(?:协会|学会|商会|联合会|基金会|合唱团|艺术团|乐团|音乐会|演唱会|晚会|花会|展会|博览会|公开赛|大赛|联赛|锦标赛"
    "|度假[区村城]|综合体|景区|园区|文化园|产业园|乐园|加盟店|专卖店|旗舰店|门店|文化节|艺术节|旅游节|嘉年华)"
)
OF_NAME, ENDS_AS_NAME = re.compile(f"[\u4e00-\u9fff]{{0,3}}?{_NAMED}"), re.compile(f"{_NAMED}$")
"""The same nearer to it, of what sentences speak of as often by itself: 激情五月音乐会."""
SAID_OF = re.compile(
    "[打做]?广告|题材|主题|案|罪|犯罪|的(?:说法|宣传|广告|做法|行为|现象|问题|需求|功效|作用)"
)
"""Behind what a sentence is about."""
OPENS = re.compile("(?:^|[。！？；，、：]|其中|包括|例如|比如)$")
"""Before a stretch that a clause begins with."""
PREDICATE = re.compile("会(?![议上见后同员展])|和(?![谐平])|[与及的是已也都还能]")
"""Behind one that is its subject: no clause begins so."""
IN_CLAUSE = re.compile("在(?!线)|[的与及或]")
"""In a stretch that is more of a clause than a phrase."""
VENUE = re.compile(
    "[A-Za-z\u4e00-\u9fff]{2,12}(?:会所|浴[场池]|KTV|[游电][玩艺]厅|欢乐城|俱乐部|养生馆|宾馆|旅馆|网吧|茶楼|影城|[药门]店|诊所"
    "|(?:洗浴|足浴|水疗|休闲|养生|保健|健身|美容)中心)|[\u4e00-\u9fff]{2,8}队"
)
"""Places and teams that bear what casinos are called, too: 皇冠国际KTV."""
OFFERS = re.compile(
    "官网|网址|开户|注册|地址|下载|入口|登[录陆]|平台|预约|招聘|公主|佳丽|模特|包夜|全套|上门|热线|电话|加盟|排名|推荐|价格|哪家|怎么"
)
"""Behind such a name in advertising."""
NAME_REST = 4
"""Characters of such a name behind a stretch of it, or of the stretch behind the name."""
WORD_REST = 3
"""Characters of a word of the lexicon on either side of where a stretch begins or ends."""
NEVER = 1000.0
QUOTED = re.compile(f"[{QUOTES}][^”』」》]{{0,40}}$")
CLOSING = "”』」》\"'"
CLOSED = re.compile(f"[^“『「《]{{0,40}}[{CLOSING}]")
"""Before and behind what is quoted."""
QUOTES_SPAM = re.compile("广告|宣传|宣称|声称|自称|谎称|短信|标语|发布|张贴|散发|反映")
"""In a sentence that quotes advertising."""
BINDING = frozenset("的了和是将对为与等及其并或被把从到于以由也都")
"""Characters that no phrase begins or ends with."""
STOPS = frozenset("。！？；：，")
TOLD_OF = re.compile(
    "赌|非法|诈骗|骗[取局子走]|淫|黄赌|色情|嫖|违法|犯罪|涉嫌|嫌疑|案件|公安|民警|警方|法院|检察院|查处|查获|取缔|伪造|走私|毒品|敲诈|勒索|威胁|受害|整治|打击|严禁|禁止"
    "|销售|影片|电影|小说|演出|剧目|游戏|彩票|地名|酒店|场所|品牌|名称|又称|俗称|所谓|名为|代言|参展"
)
"""In a sentence that may speak of what is advertised, or of what bears such a name."""


def find_inserted(text: str, hot: Iterable[str], own: Own) -> tuple[int, int, float] | None:
    """The stretch of a line that was pushed into it, and how sure that is, 0 to 1.

    Args:
        text: A line.
        hot: Pairs of characters that say where to look.
        own: What the page itself writes.
    """
    end = 0
    for at in sorted(_places(text, hot)):
        if at < end:
            continue
        if not _is_suspect(text[max(0, at - NEAR) : at + NEAR]):
            continue
        begin, end = max(0, at - AROUND), at + AROUND
        found = _find_in(text[begin:end], text, begin, own)
        if found is not None:
            return found
    return None


def _is_suspect(part: str) -> bool:
    """May the few characters around a telling pair be of a phrase?"""
    shape = shaped(part)
    values = map(gains().__getitem__, map(add, shape, shape[1:]))
    told = [value - BAR for value in values]
    return sum(value for value in told if value > 0) >= SEED and any(_regions(told))


def _places(text: str, hot: Iterable[str]) -> Iterator[int]:
    """Where a text holds pairs."""
    for pair in hot:
        at = text.find(pair)
        while at >= 0:
            yield at
            at = text.find(pair, at + 1)


def _find_in(part: str, text: str, offset: int, own: Own) -> tuple[int, int, float] | None:
    """The same for a part of a line that begins at an offset."""
    shape = shaped(part)
    values = [value - BAR for value in map(gains().__getitem__, map(add, shape, shape[1:]))]
    for first, last in _regions(values):
        begin, end = max(0, first - MARGIN), min(len(shape), last + MARGIN + 1)
        told = values[begin : end - 1]
        if _best(shape, begin, end, told) is None:
            continue
        found = _best(shape, begin, end, _contents(shape[begin:end], told, own, shape))
        if found is None:
            continue
        start, stop, score = found
        if score < ENOUGH + _spoken_of(text, start + offset, stop + offset, own):
            continue
        start, stop = _with_rest(shape, start, stop)
        if score >= ENOUGH + _spoken_of(text, start + offset, stop + offset, own):
            start, stop = _with_mark(shape, start, stop)
            return start + offset, stop + offset, sureness(score / SCALE)
    return None


def _regions(values: list[float]) -> Iterator[tuple[int, int]]:
    """Stretches that read like advertising on the whole, from first to last but one."""
    total, begin, best, end = 0.0, 0, 0.0, 0
    for at, value in enumerate(values):
        total += value
        if total <= 0:
            if best >= SEED:
                yield begin, end
            total, begin, best = 0.0, at + 1, 0.0
        elif total > best:
            best, end = total, at + 1
    if best >= SEED:
        yield begin, end


def _best(
    shape: str, begin: int, end: int, values: Sequence[float]
) -> tuple[int, int, float] | None:
    """Where around a region a phrase begins and ends, so that the rest is best of one piece."""
    best: tuple[int, int, float] | None = None
    sums = list(accumulate((max(LEAST, v) for v in values), initial=0.0))
    for start in range(begin, min(end, begin + 2 * MARGIN + 1)):
        if shape[start] in BINDING:
            continue
        sign = NOT_IN_PHRASE.search(shape, start, end)
        last = min(sign.start() if sign else end, start + LONGEST)
        for stop in range(max(start + SHORTEST, end - 2 * MARGIN), last + 1):
            content = sums[stop - 1 - begin] - sums[start - begin]
            if content < BREAKING_CONTENT or shape[stop - 1] in BINDING:
                continue
            edges = _edges(shape, start, stop)
            score = content + edges
            if score < ENOUGH:
                continue
            if content < CONTENT and not (edges >= BREAKS and _is_within(shape, start, stop)):
                continue
            if edges >= _least_edges(content, shape[start:stop]) and (
                best is None or score > best[2]
            ):
                best = start, stop, score
    return best


def _is_within(shape: str, start: int, stop: int) -> bool:
    """Stands a phrase of one piece between two characters, without a mark or a space?"""
    around = shape[max(0, start - 1) : stop + 1]
    beside = {around[0], around[-1]}
    return len(around) == stop - start + 2 and OTHER not in around and not beside & NOT_HAN


def _least_edges(content: float, phrase: str) -> float:
    """How much better a sentence must go on without a phrase that tells so much."""
    if len(phrase) == SHORTEST:
        return SHORT_EDGES
    return EDGES if content < SURELY or BINDING & {*phrase} else SURE_EDGES


def _contents(stretch: str, values: Sequence[float], own: Own, shape: str) -> list[float]:
    """What each pair of a stretch tells, in the light of what the page has elsewhere."""
    pairs = map(add, stretch, stretch[1:])
    return [
        min(value, OWN) if value > OWN and own.text.count(pair) > shape.count(pair) else value
        for pair, value in zip(pairs, values, strict=True)
    ]


def _edges(shape: str, start: int, stop: int) -> float:
    """How much better a sentence goes on without a stretch of it."""
    known = prose()
    before = shape[start - 1] if start else FULL_STOP
    after = shape[stop] if stop < len(shape) else FULL_STOP
    with_it = known[before + shape[start]] + known[shape[stop - 1] + after]
    if before in STOPS and after in STOPS:
        return opening(shape[start]) + CLAUSE_ENDS - with_it
    return opening(shape[start]) + known[before + after] - with_it


def _spoken_of(text: str, start: int, stop: int, own: Own) -> float:
    """What more evidence is needed because the sentence, or the page, may speak of it."""
    phrase = text[start:stop]
    quoted = QUOTED.search(text, max(0, start - LONGEST), start) and CLOSED.match(text, stop)
    if quoted and (text[start - 1] in QUOTES or text[stop] in CLOSING):
        return NEVER
    if any(told.match(text, stop) for told in (IN_NAME, OF_NAME, SAID_OF)):
        return NEVER
    if phrase in matters() or ENDS_AS_NAME.search(phrase) or _names_venue(text, start, stop):
        return NEVER
    if ANNOUNCES.search(text, 0, start) and " " in text[max(0, start - 1) : stop + 1]:
        return NEVER  # names in a row
    if _cuts_word(text, start) or _cuts_word(text, stop):
        return NEVER
    if own.strangeness_elsewhere(phrase) < STRANGE:
        return NEVER
    begins, ends = text.rfind(FULL_STOP, 0, start) + 1, text.find(FULL_STOP, stop)
    ends = ends if ends > 0 else len(text)
    told = TOLD_OF.search(text, begins, start) or TOLD_OF.search(text, stop, ends)
    if quoted and (told or QUOTES_SPAM.search(text, begins, ends)):
        return NEVER
    subject = OPENS.search(text, max(0, start - NEAR), start) and PREDICATE.match(text, stop)
    spoken_of = told or quoted or subject or INTEGRATED.match(text, stop)
    offices_too = trade(phrase) in OFFICIAL_TRADES or any(word in phrase for word in matters())
    more = SPOKEN_OF if spoken_of or own.warns or own.is_own_matter(phrase) else 0.0
    more += SPOKEN_OF if IN_CLAUSE.search(phrase) else 0.0
    return more + (OFFICES_TOO if offices_too else 0.0)


def _cuts_word(text: str, at: int) -> bool:
    """Does a word of the trades, or of their matters, begin before a place and end behind it?"""
    before = text[max(0, at - WORD_REST) : at].lower()
    around = before + text[at : at + WORD_REST].lower()
    found = ((around.find(word), len(word)) for word in (*strong_words(around), *matters()))
    return any(0 <= begin < len(before) < begin + size for begin, size in found)


def _names_venue(text: str, start: int, stop: int) -> bool:
    """Is a stretch the name of a place, or such a name and what is said of it?"""
    found = VENUE.match(text, start, stop + NAME_REST)
    rest = text[found.end() : stop] if found else ""
    return found is not None and len(rest) <= NAME_REST and not OFFERS.search(rest)


def _with_rest(shape: str, start: int, stop: int) -> tuple[int, int]:
    """A stretch with what is left of its clause, where that is too little to be one."""
    before = max(map(shape.rfind, CLAUSE_MARKS, repeat(0), repeat(start))) + 1
    found = CLAUSE_MARK.search(shape, stop)
    if not before or found is None:
        return start, stop
    after = found.start()
    for first, last in ((before, start), (stop, after)):
        is_whole = start - before + after - stop == last - first
        if not is_whole or not 0 < last - first <= MOST_REST:
            continue
        if shape[before - 1] == "（" or _is_no_clause(shape[first:last]):
            return before, after
    return start, stop


def _is_no_clause(rest: str) -> bool:
    """Do sentences hardly have so few characters between two marks?"""
    pairs = list(map(add, f"，{rest}", f"{rest}，"))
    return sum(map(prose().__getitem__, pairs)) < NO_CLAUSE * len(pairs)


def _with_mark(shape: str, start: int, stop: int) -> tuple[int, int]:
    """A stretch with the mark that came with it: one too many for the sentence."""
    left = shape[start - 1] if start else FULL_STOP
    if left == "（" and shape[stop : stop + 1] == "）":
        return start - 1, stop + 1
    if left in STOPS and stop < len(shape) and shape[stop] in STOPS:
        stop += 1
    return start, stop
