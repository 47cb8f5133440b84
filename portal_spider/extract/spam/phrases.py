"""Runs of advertisers' phrases in a text, weighed by what they hold and where they stand."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from portal_spider.extract.spam.formal import OFFICIAL, is_thing
from portal_spider.extract.spam.lookup import strong_words
from portal_spider.extract.spam.trades import is_split, likeness
from portal_spider.extract.spam.words import find_hits, folded, topics

SEPARATOR = re.compile(
    r"[\s,，、;；|｜_\-—–－/／\\·•・>＞»“”‘’\"'《》【】\[\]()（）:：。.！？!?…~～*+=^@\u2190-\u2bff\U0001f000-\U0001faff\ufe0f\u200d]+"
)
"""Between the phrases of a run; a full stop too, for runs that end in one."""
_SOFT = (
    r"[\s,，、;；|｜_\-—–－/／\\·•・>＞»~～*+=^@\u2190-\u2bff\U0001f000-\U0001faff\ufe0f\u200d]+"
)
SOFT, SOFT_END = re.compile(_SOFT), re.compile(f"{_SOFT}$")
"""What goes with a phrase that is cut out; brackets, quotes and full stops stay."""
FUNCTION = re.compile("[的了在和是将对为与等及其并或被把从到于以由所这该我他不有要就都也已因此应]")
PROSE_FUNCTION = 0.04
"""Function words a character, from which a line is prose; sentences have twice as many."""
PROSE_CHARS, SAMPLE = 24, 200
"""Characters that a line of prose has at least; and how many are looked at."""
_PROSE = tuple(
    re.compile(f"(?:{FUNCTION.pattern.replace('[', '[^')}*+{FUNCTION.pattern}){{{count}}}")
    for count in range(math.ceil(PROSE_FUNCTION * SAMPLE) + 1)
)
"""Texts with so many function words: to stop at the last that is needed is twice as fast."""

PHRASE = 24
"""Characters that a phrase has at most."""
COVERED, MOSTLY, REST = 0.4, 0.6, 0.2
"""Share of a phrase that lies in words of the lexicon; of a line in phrases; and what is left."""
ALIEN = 0.8
"""Share of a phrase's pairs of characters that the page's prose has not, if it is not of it."""
DECIDES = 1.5
"""Evidence from which a stretch is advertising."""
WORD, PHRASES, TRADES, HIDDEN, LEAVES, APART, STRANGE, SCRIPT, LATE = (
    0.5, 0.5, 0.5, 1.0, 1.0, 0.7, 0.5, 1.0, 1.0,
)  # fmt: skip
IN_SENTENCE, BARE_WORD, ONE_WORD = -3.0, -0.5, -0.5
"""What speaks against it: a sentence names it, a word stands by itself, or with ordinary ones."""
LIKE = 1.25
"""Likeness from which a phrase around one word reads like advertising as a whole."""
OWN_MATTER = 0.3
"""What the evidence counts where all of it is of the page's own matter."""
BARE = 4
"""Characters below which a single word is one that anybody may write."""
MOST_WORDS, MOST_PHRASES = 4, 3
MOST_CUTS = 20
"""Stretches taken out of one line."""
QUOTES = "“\"‘'「『《"
INTEGRATED = re.compile(r"\s*(?:等|类|的|案|式|型|”|\"|’|」|』|》)|、[^。！？；，,;!?]{0,40}等")
"""After a word that a sentence speaks of: 六合彩等, 六合彩、网上投注等活动."""
SPOKEN_OF = re.compile("等|以及|及其|或者|属于|所谓|为由|为名|之类|名义|方式|行为|服务|业务")
"""In a phrase that is part of a sentence."""


@dataclass(frozen=True, slots=True)
class _Segment:
    """A phrase between two separators."""

    start: int
    end: int
    text: str
    strong: int
    covered: float
    families: frozenset[str]
    official: bool

    @property
    def is_spam(self) -> bool:
        """Does it consist of an advertiser's words?"""
        if self.official or self.end - self.start > PHRASE or SPOKEN_OF.search(self.text):
            return False
        return self.strong > 0 and self.covered >= COVERED

    @property
    def may_join(self) -> bool:
        """May it be a phrase that the lexicon does not know, next to one that it knows?"""
        return (
            not self.official
            and self.end - self.start <= PHRASE / 2
            and (self.covered >= MOSTLY or not FUNCTION.search(self.text))
        )


@dataclass(frozen=True, slots=True)
class _Run:
    """Phrases one after the other: `segments` of a line."""

    segments: tuple[_Segment, ...]

    @property
    def start(self) -> int:
        return self.segments[0].start

    @property
    def end(self) -> int:
        return self.segments[-1].end

    @property
    def spam(self) -> list[_Segment]:
        """The phrases that the lexicon knows."""
        return [segment for segment in self.segments if segment.is_spam]


class Judge:
    """Weighs stretches of one page's text."""

    def __init__(self, known: tuple[str, ...], texts: list[str]) -> None:
        """With the strong words that the page holds, and its lines."""
        self.known = known
        self.prose = folded("\n".join(_own_prose(texts, known)))
        self.matter = topics(folded("\n".join(texts)))

    def find(
        self, text: str, *, given: float = 0.0, line: bool = False
    ) -> tuple[int, int, float] | None:
        """The stretch of a text that is advertising, and how sure that is, 0 to 1.

        Args:
            text: A line or a phrase.
            given: Evidence from where it stands: hidden, leading elsewhere, …
            line: Whether it stands by itself, as a title or a line of a list does.
        """
        if not any(word in folded(text) for word in self.known):
            return None
        best: tuple[int, int, float] | None = None
        segments = list(_segments(text, self.known))
        for run in _runs(segments):
            run = _widened(run, segments, text, self.prose)
            evidence = given + self._weigh(run, text, line=line)
            if evidence >= DECIDES and (best is None or run.end - run.start > best[1] - best[0]):
                best = run.start, run.end, 1 - math.exp(-evidence)
        return best or self._inserted(text, given)

    def _weigh(self, run: _Run, text: str, *, line: bool) -> float:
        """The evidence of a run itself."""
        spam = run.spam
        families = frozenset[str]().union(*(segment.families for segment in spam))
        foreign = families - self.matter
        words = sum(segment.strong for segment in spam)
        evidence = WORD * min(words, MOST_WORDS) + PHRASES * min(len(spam) - 1, MOST_PHRASES)
        if len(foreign) >= 2:
            evidence += TRADES
        size = run.end - run.start
        if words == 1 and size < BARE:
            evidence += BARE_WORD
        if words == len(run.segments) == 1:
            evidence += ONE_WORD if self._is_doubtful(text[run.start : run.end]) else 0.0
        if line or size >= MOSTLY * len(text.strip()):
            evidence += APART
        if self.strangeness(text[run.start : run.end]) >= ALIEN:
            evidence += STRANGE
        before, after = text[: run.start].rstrip(), text[run.end :]
        if (before and before[-1] in QUOTES) or INTEGRATED.match(after):
            evidence += IN_SENTENCE
        return evidence if foreign else evidence * OWN_MATTER

    def _is_doubtful(self, phrase: str) -> bool:
        """May a phrase with one word of the lexicon be an ordinary one?"""
        if likeness(phrase) < LIKE or is_thing(phrase):
            return True
        word = next((word for word in self.known if word in folded(phrase)), None)
        return word is not None and is_split(phrase, word)

    def without(self, text: str) -> tuple[str, list[tuple[str, float]]]:
        """A tag or title without advertising, and each stretch cut out with its score."""
        cut: list[tuple[str, float]] = []
        while len(cut) < MOST_CUTS and (found := self.find(text, line=True)):
            start, end, score = found
            cut.append((text[start:end], score))
            text = joined(text[:start], text[end:])
        return text, cut

    def has_word(self, text: str) -> bool:
        """Does a text hold any strong word of the lexicon?"""
        low = folded(text)
        return any(word in low for word in self.known)

    def strangeness(self, text: str) -> float:
        """Share of a text's pairs of characters that the page's prose has not."""
        low = SEPARATOR.sub("", folded(text))
        pairs = {low[i : i + 2] for i in range(len(low) - 1)}
        return sum(pair not in self.prose for pair in pairs) / len(pairs) if pairs else 0.0

    def _inserted(self, text: str, given: float) -> tuple[int, int, float] | None:
        """Words pushed into a sentence without a mark between: two strong ones side by side."""
        low = folded(text)
        marks = sorted((word for word in self.known if word in low), key=len, reverse=True)
        spans = sorted(
            (m.start(), m.end()) for word in marks for m in re.finditer(re.escape(word), low)
        )
        for (start, end), (following, last) in pairwise(spans):
            if following < start + 2 or following > end or last - start < 5 or last <= end:
                continue
            hits = find_hits(low[start:last], self.known, self.matter)
            quoted = start > 0 and text[start - 1] in QUOTES
            if hits.strong >= 2 and not quoted and not INTEGRATED.match(text, last):
                evidence = given + WORD * hits.strong + STRANGE * self.strangeness(low[start:last])
                if evidence >= DECIDES:
                    return start, last, 1 - math.exp(-evidence)
        return None


def _segments(text: str, known: tuple[str, ...]) -> Iterator[_Segment]:
    """The phrases of a text, each with what of the lexicon it holds."""
    at = 0
    low = folded(text)
    for mark in (*SEPARATOR.finditer(text), None):
        end = mark.start() if mark else len(text)
        if end > at:
            hits = find_hits(low[at:end], known)
            yield _Segment(
                at,
                end,
                text[at:end],
                hits.strong,
                hits.covered,
                hits.families,
                OFFICIAL.search(text, at, end) is not None,
            )
        at = mark.end() if mark else end


def _runs(segments: list[_Segment]) -> Iterator[_Run]:
    """Stretches of phrases that begin and end in one that the lexicon knows."""
    start: int | None = None
    last = 0
    for at, segment in enumerate(segments):
        if segment.is_spam:
            start = at if start is None else start
            last = at
        elif start is not None and (not segment.may_join or at - last > 2):
            yield _Run(tuple(segments[start : last + 1]))
            start = None
    if start is not None:
        yield _Run(tuple(segments[start : last + 1]))


def _widened(run: _Run, segments: list[_Segment], text: str, prose: str) -> _Run:
    """A run with the strange phrases on both its sides, up to as many as it has known ones.

    They stand behind the same mark as the phrases of the run: in `A-B_title`, the title does not.
    """
    first = segments.index(run.segments[0])
    last = segments.index(run.segments[-1])
    marks = {text[a.end : b.start].strip() for a, b in pairwise(run.segments)}
    room = 2 * len(run.spam)
    while room and first:
        before = segments[first - 1]
        if text[before.end : run.start].strip() not in marks or not _is_strange(before, prose):
            break
        first, room = first - 1, room - 1
        run = _Run(tuple(segments[first : last + 1]))
    while room and last + 1 < len(segments):
        after = segments[last + 1]
        if text[run.end : after.start].strip() not in marks or not _is_strange(after, prose):
            break
        last, room = last + 1, room - 1
        run = _Run(tuple(segments[first : last + 1]))
    return run


def _is_strange(segment: _Segment, prose: str) -> bool:
    """Might a phrase be advertising of which the page itself knows nothing?"""
    low = folded(segment.text)
    pairs = [low[i : i + 2] for i in range(len(low) - 1)]
    known = sum(pair in prose for pair in pairs)
    return segment.may_join and len(pairs) >= 2 and not low.isdigit() and known <= len(pairs) / 4


def is_prose(text: str) -> bool:
    """Is a line one of sentences, and not of phrases?"""
    size = min(len(text), SAMPLE)
    if size < PROSE_CHARS:
        return False
    return _PROSE[math.ceil(PROSE_FUNCTION * size)].match(text, 0, SAMPLE) is not None


def _own_prose(texts: list[str], known: tuple[str, ...]) -> Iterator[str]:
    """The lines that speak for a page, without what may be advertising in them."""
    for text in filter(is_prose, texts):
        low = folded(text)
        if not any(word in low for word in known):
            yield text
        else:
            kept = [segment for segment in _segments(text, known) if not segment.is_spam]
            yield " ".join(segment.text for segment in kept)


def joined(before: str, after: str) -> str:
    """What stands around something cut out, with one separator of the two sides."""
    before, after = before.rstrip(), after.lstrip()
    if not before or SOFT.fullmatch(before):
        return after[_length(SOFT.match(after)) :].strip()
    ends = SOFT_END.search(before)
    if not after or SOFT.fullmatch(after):
        return before[: ends.start()].rstrip() if ends else before
    lead = SOFT.match(after)
    if ends and lead:
        return before[: ends.start()] + lead[0] + after[lead.end() :]
    return before + after


def _length(found: re.Match[str] | None) -> int:
    return found.end() if found else 0


def clean_lines(lines: Sequence[str]) -> list[str]:
    """The titles that a page lists, without advertising; "" where nothing else is in one."""
    known = strong_words("\n".join(lines))
    if not known:
        return list(lines)
    judge = Judge(known, list(lines))
    return [judge.without(line)[0] for line in lines]
