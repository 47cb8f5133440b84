"""Text that a mirror broke by replacing bytes, recovered by undoing the replacement.

Some mirrors put readings into GBK text byte by byte, and so hit a pair of bytes that straddles
two characters: in 測量儀器 the last byte of 量 and the first of 儀 are those of 績, which they
write as 績(jī). What a reader is then shown is 測量?jī)x器: 量, a byte that pairs with nothing,
the reading, and the second byte of 儀 as a letter. Where that byte is not a letter it pairs with
the next one, and all that follows is shifted by a byte until a single byte ends it: 擔當的 becomes
擔當?shù)模, its last byte lost with the comma that followed.

So the bytes before and after a hole are known, and the reading names the character whose code
the hole completes. Every way to fill the holes is followed until the text is in step again; what
all the likely ones agree on is recovered, the rest is marked.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial

from portal_spider.extract.likelihood import Likelihood
from portal_spider.extract.mirror.glosses import SYLLABLE, TONED_VOWELS, is_reading
from portal_spider.extract.script import (
    HAN,
    in_gb2312,
    is_everyday,
    simplified_character,
    traditional_character,
)

DIGITS = frozenset("0123456789")
HOLES = "?\ufffd"
SITE = re.compile(rf"[?\ufffd]\(?({SYLLABLE})\)")
LETTER_SITE = re.compile(rf"([{HAN}])([@-~])\(({SYLLABLE})\)")
"""色IP, where the last byte of 色 and I are those of 獻: 色I(xiàn)P."""
GLOSS = re.compile(rf"\(({SYLLABLE})\)")
UNREAD = re.compile(rf"([{HAN}])(\(?)([a-zü]*[{TONED_VOWELS}][a-zü]*)\)")
"""A reading with its tone, whole or its first bracket lost, after a character that may not be its
own."""
DAMAGED = re.compile(rf"[^、。,;:]?[?\ufffd]\(?{SYLLABLE}\).{{0,40}}")
"""A stretch that may be shifted: it says nothing of what the page's words are."""
UNKNOWN = "\ufffd"
FIRST_TRAIL, FIRST_LEAD, LAST_LEAD = 0x40, 0x81, 0xFE
BARE = 0x80
"""A second byte that is no first one: it is shown as a hole without the byte that follows."""
SIGNS = "、。《》“”〈〉「」『』【】〔〕…—·"

LONGEST_RUN = 80
"""Characters of shifted text that are followed; the longest seen are a dozen or two."""
WIDEST, MOST_ALIKE = 120, 3
"""Ways to read a stretch that are followed at once, and of those that are in the same state."""

# Natural logarithms of rough probabilities; only their differences count.
SWALLOWED = {",": -0.5, ")": -3.5, "(": -3.5, ":": -3.7, ";": -3.9, "1": -3.0, "2": -3.2} | (
    dict.fromkeys("03456789", -4.8) | {" ": -4.0, "?": -5.1, "!": -5.2, "": -5.0}
)
"""A single byte that vanished with the byte before it: how often which follows a Chinese
character in news and notices; "": the element's text ended there."""
BEFORE_DIGIT = SWALLOWED | {",": -1.6, "1": -1.9, "2": -2.2} | dict.fromkeys("3456789", -2.7)
BEFORE_ZERO = BEFORE_DIGIT | dict.fromkeys(",:;()?! ", -7.0)
"""The same where a digit is next, which a digit may have stood before; no number begins with 0."""
VARIANT, RARE, ODD, FOREIGN_SCRIPT = -2.5, -3.0, -8.0, -9.0
"""A form that OpenCC's map of characters does not make (誌 for 志), others' may; and so on."""
SIGN, HOLE = -3.0, -4.0
LISTED, GLOSSED = 3.0, 4.0
OPEN_END = -8.0
CLOSING = {"”": "“", "》": "《", "〉": "〈", "」": "「", "』": "『", "】": "【", "〕": "〔"}
QUOTED = 200
"""Characters before a stretch in which a sign may have been opened."""
UNOPENED, DUE, LAST = -6.0, 1.0, 5.0
"""Of a sign that closes what nothing opened, what is open, and that at the end of a text."""
DOUBT = 1.0
"""Scores are divided by it before they are taken for logarithms of probabilities."""
SURELY, LIKELY = 0.88, 0.6
"""Share of the probability from which a character is taken as read, and as guessed."""
BEYOND = 6
"""Characters after a stretch that are looked at too: text still shifted reads like nothing."""
HOPELESS = 9.0
"""How much worse than the best one a reading may be while it is still followed."""


@dataclass(frozen=True, slots=True)
class Repair:
    """One damaged stretch: as served, and as recovered."""

    served: str
    recovered: str
    """With U+FFFD for what several characters fit about as well."""
    sure: bool
    """Whether no other reading is nearly as likely."""

    @property
    def complete(self) -> bool:
        """Whether all of it was recovered."""
        return UNKNOWN not in self.recovered


@dataclass(frozen=True, slots=True)
class Repaired:
    """A page's texts with the damage undone as far as that can be done exactly."""

    texts: tuple[str, ...]
    repairs: tuple[Repair, ...] = ()


def repair_damage(texts: Sequence[str], listed: Collection[str] = ()) -> Repaired:
    """Undo byte damage in a page's texts, from which aligned glosses are already stripped.

    Args:
        texts: All texts of the page: what they say elsewhere helps to choose.
        listed: Characters that the page's mirror is known to gloss.
    """
    listed = frozenset(listed)
    texts = [UNREAD.sub(partial(_with_hole, listed), text) for text in texts]
    in_step = [LETTER_SITE.sub(_after_letter, text) for text in texts]
    if not any(SITE.search(text) for text in texts):
        return Repaired(tuple(in_step))
    whole = [part for text in in_step for part in DAMAGED.split(text)]
    reader = _Reader(listed, Likelihood(whole))
    repairs: list[Repair] = []
    fixed = [reader.repair(text, repairs) for text in texts]
    return Repaired(tuple(LETTER_SITE.sub(_after_letter, text) for text in fixed), tuple(repairs))


def unread_readings(texts: Iterable[str]) -> Iterator[str]:
    """The readings left in repaired texts that are none of the character before: bytes are lost."""
    for text in texts:
        for found in UNREAD.finditer(text):
            if not found[2] or not is_reading(found[1], found[3]):
                yield found[0]


def _with_hole(listed: frozenset[str], found: re.Match[str]) -> str:
    """A reading of what straddles the bytes before it, its hole shown if a mirror showed none."""
    straddling = _glossed_characters((_gbk(found[1]) or b"\0")[-1:], found[3])
    if is_reading(found[1], found[3]) or listed.isdisjoint(char for char, _ in straddling):
        return found[0]
    return f"{found[1]}?({found[3]})"


@dataclass(frozen=True, slots=True)
class _Path:
    """One way to read a damaged stretch, up to an index of the text as served."""

    at: int
    out: str = ""
    pending: bytes = b""
    """First byte of a character whose second is to come; several after a hole: any of them."""
    score: float = 0.0


class _Reader:
    """Reads the damaged stretches of one page."""

    def __init__(self, listed: frozenset[str], likelihood: Likelihood) -> None:
        self.listed = listed
        self.likelihood = likelihood
        self.likely: dict[tuple[str, bytes], list[tuple[float, str, int]]] = {}

    def repair(self, text: str, repairs: list[Repair]) -> str:
        """One text with its damage undone; each stretch is noted in `repairs`."""
        out, at = "", 0
        while site := SITE.search(text, at):
            out += text[at : site.start()]
            paths = self._follow(text, site.start(), out[-QUOTED:])
            end, recovered, sure = self._agree(paths, text, out[-1:])
            if end == 0:
                end, recovered = site.end(), UNKNOWN
            repairs.append(Repair(text[site.start() : end], recovered, sure))
            out += recovered
            at = end
        return out + text[at:]

    def _follow(self, text: str, start: int, before: str) -> list[_Path]:
        """Every way to read a stretch, each up to where it is in step again."""
        running, done = [_Path(start)], []
        while running:
            stepped = [
                self._skip_gloss(text, longer)
                for path in running
                for longer in self._step(text, path, before)
                if longer.at - start <= LONGEST_RUN
            ]
            done += _likeliest([path for path in stepped if not path.pending])
            running = _likeliest([path for path in stepped if path.pending])
        return done

    def _step(self, text: str, path: _Path, start: str) -> Iterator[_Path]:
        """The ways to read one more character of the text as served, whose start is known."""
        before = path.out[-1:] or start[-1:]
        if site := SITE.match(text, path.at):
            yield from self._fill(path, before, site)
        if not path.pending:
            return
        served = text[path.at : path.at + 1]
        if served in HOLES:
            closing = _closing(start + path.out)
            yield from self._guess(path, before, closing, text[path.at + 1 : path.at + 2])
        elif code := _gbk(served):
            yield from self._shift(path, before, code)

    def _skip_gloss(self, text: str, path: _Path) -> _Path:
        """Past a reading of the character just completed, which the shift had hidden."""
        gloss = GLOSS.match(text, path.at)
        if path.pending or not path.out or not gloss:
            return path
        if not is_reading(path.out[-1], gloss[1]):
            return path
        return replace(path, at=gloss.end(), score=path.score + GLOSSED)

    def _fill(self, path: _Path, before: str, site: re.Match[str]) -> Iterator[_Path]:
        """A hole before a reading: the second byte of the character that the reading is of."""
        leads = path.pending or (_gbk(before) or b"\0")[-1:]
        for glossed, trail in _glossed_characters(leads, site[1]):
            score = path.score + (LISTED if glossed in self.listed else 0.0)
            if not path.pending:
                yield _Path(site.end(), path.out, bytes((trail,)), score)
            else:
                score += self._score(before, glossed)
                yield _Path(site.end(), path.out + glossed, b"", score)

    def _shift(self, path: _Path, before: str, code: bytes) -> Iterator[_Path]:
        """A character in shifted text: its first byte ends one, its second begins the next."""
        for lead in path.pending:
            char = _decode(lead, code[0])
            if char is None:
                continue
            score = path.score + self._score(before, char)
            if len(code) == 1:
                yield _Path(path.at + 1, path.out + char, b"", score)
            elif code[1] >= FIRST_LEAD:
                yield _Path(path.at + 1, path.out + char, code[1:], score)
            elif code[1] < 0x80:
                yield _Path(path.at + 1, path.out + char + chr(code[1]), b"", score)

    def _guess(self, path: _Path, before: str, closing: str, after: str) -> Iterator[_Path]:
        """A hole that took a second byte, and with it a single byte or the next first byte."""
        marks = _swallowed_before(after)
        for rank, (likely, char, trail) in enumerate(self._likely_after(before, path.pending)):
            score = path.score + likely
            if char in CLOSING:
                score += (LAST if not after else DUE) if char == closing else UNOPENED
            if trail == BARE:
                yield _Path(path.at + 1, path.out + char, b"", score)
                continue
            if not after:
                score += OPEN_END if char in SIGNS and char not in "。" + closing else 0.0
                yield _Path(path.at + 1, path.out + char, b"", score)
                continue
            for mark, swallowed in marks.items() if rank < MOST_ALIKE else ():
                yield _Path(path.at + 1, path.out + char + mark, b"", score + swallowed)
            if leads := _undefined_after(trail):
                yield _Path(path.at + 1, path.out + char, leads, score)

    def _likely_after(self, before: str, leads: bytes) -> list[tuple[float, str, int]]:
        """The likely characters of some first bytes, best first, with score and second byte."""
        key = before, leads
        if key not in self.likely:
            scored = [
                (self._score(before, char), char, trail)
                for char, trail in _plausible_characters(leads)
            ]
            least = max(scored, default=(0.0,))[0] - HOPELESS
            self.likely[key] = sorted((f for f in scored if f[0] >= least), reverse=True)
        return self.likely[key]

    def _agree(self, paths: list[_Path], text: str, before: str) -> tuple[int, str, bool]:
        """Where a stretch ends, what most ways to read it agree on, and whether that is sure.

        It ends at 0 if there is no way.
        Ways end at different places; each is carried on with the text as served to the last end.
        """
        end = max((path.at for path in paths), default=0)
        best: dict[str, float] = {}
        for path in paths:
            reading = path.out + text[path.at : end]
            rest = text[path.at : end + BEYOND]
            score = path.score + self._score_rest(path.out[-1:] or before, rest)
            best[reading] = max(score, best.get(reading, score))
        if not best:
            return 0, "", False
        return end, *_agreed(best)

    def _score_rest(self, before: str, rest: str) -> float:
        """Score of what follows a character."""
        score = 0.0
        for char in rest:
            score += self._score(before, char)
            before = char
        return score

    def _score(self, before: str, char: str) -> float:
        return _oddness(char) + self.likelihood.score(before, char)


def _closing(text: str) -> str:
    """The sign that closes what was opened last and is still open; "" if nothing is."""
    opened = {sign: text.rfind(opening) for sign, opening in CLOSING.items()}
    last = max(opened, key=lambda sign: opened[sign])
    return last if opened[last] > text.rfind(last) else ""


def _swallowed_before(after: str) -> dict[str, float]:
    """What may have vanished before a character as served, and how likely that is."""
    if after not in DIGITS:
        return SWALLOWED
    return BEFORE_ZERO if after == "0" else BEFORE_DIGIT


def _agreed(scores: Mapping[str, float]) -> tuple[str, bool]:
    """The likeliest of several readings, with marks for what is doubtful in it; whether it is sure.

    Each character has the support of all readings that have it in the same place.
    """
    top = max(scores, key=lambda reading: scores[reading])
    weights = {r: math.exp((score - scores[top]) / DOUBT) for r, score in scores.items()}
    support = [0.0] * len(top)
    for reading, weight in weights.items():
        start, end = _alike(reading, top)
        for i in range(len(top)):
            if i < start or i >= end or (len(reading) == len(top) and reading[i] == top[i]):
                support[i] += weight
    total = sum(weights.values())
    agreed = "".join(
        char if weight >= LIKELY * total else UNKNOWN
        for char, weight in zip(top, support, strict=True)
    )
    surely = min(support, default=0.0) >= SURELY * total
    return agreed, surely and not any(_is_strange(char) for char in agreed)


def _alike(one: str, other: str) -> tuple[int, int]:
    """Up to where two texts begin alike, and from where in the second they end alike."""
    shortest = min(len(one), len(other))
    start = next((i for i in range(shortest) if one[i] != other[i]), shortest)
    tail = next(
        (i for i in range(shortest - start) if one[-1 - i] != other[-1 - i]), shortest - start
    )
    return start, len(other) - tail


def _likeliest(paths: list[_Path]) -> list[_Path]:
    """The best paths of many, of those that go on in the same way only the first few."""
    kept: list[_Path] = []
    alike: Counter[tuple[int, bytes, str]] = Counter()
    paths.sort(key=lambda path: -path.score)
    for path in paths:
        if len(kept) == WIDEST or path.score < paths[0].score - 2 * HOPELESS:
            break
        state = path.at, path.pending, path.out[-1:]
        alike[state] += 1
        if alike[state] <= MOST_ALIKE:
            kept.append(path)
    return kept


def _after_letter(site: re.Match[str]) -> str:
    """A letter without the reading of the character that its code completes."""
    glossed = _decode((_gbk(site[1]) or b"\0")[-1], ord(site[2]))
    if glossed is None or in_gb2312(glossed) or not is_reading(glossed, site[3]):
        return site[0]
    return site[1] + site[2]


@cache
def _glossed_characters(leads: bytes, syllable: str) -> tuple[tuple[str, int], ...]:
    """Everyday characters outside GB 2312 of a first byte and a reading, with the second byte."""
    return tuple(
        (char, trail)
        for char, trail in _plausible_characters(leads)
        if trail >= FIRST_LEAD and not in_gb2312(char) and is_reading(char, syllable)
    )


@cache
def _plausible_characters(leads: bytes) -> tuple[tuple[str, int], ...]:
    """What Traditional text may hold that begins with a byte and goes on with one over 0x7F.

    Of several first bytes only what is everyday: they are too many.
    """
    least = RARE if len(leads) == 1 else 0.0
    pairs = ((lead, trail) for lead in leads for trail in range(0x80, LAST_LEAD + 1))
    found = ((_decode(lead, trail), trail) for lead, trail in pairs)
    return tuple((char, trail) for char, trail in found if char and _oddness(char) >= least)


@cache
def _undefined_after(trail: int) -> bytes:
    """Bytes that make no character with a first one: such a pair is shown as a hole."""
    if trail < FIRST_LEAD:
        return b""
    return bytes(lead for lead in range(FIRST_LEAD, LAST_LEAD + 1) if not _decode(trail, lead))


@cache
def _decode(lead: int | None, trail: int) -> str | None:
    """The character of two bytes in GBK, if they are one."""
    if lead is None or lead < FIRST_LEAD or trail < FIRST_TRAIL:
        return None
    try:
        return bytes((lead, trail)).decode("gbk")
    except UnicodeDecodeError:
        return None


@cache
def _gbk(char: str) -> bytes | None:
    try:
        return char.encode("gbk")
    except UnicodeEncodeError:
        return None


def _is_strange(char: str) -> bool:
    """Whether a character is so rare that reading it tells of another loss nearby."""
    return char not in SIGNS and _oddness(char) <= RARE


@cache
def _oddness(char: str) -> float:
    """How unusual a character is in Traditional text, beside its neighbours."""
    if char in HOLES:
        return HOLE
    if char < "\u0080":
        return 0.0
    if char in SIGNS:
        return SIGN if char not in "、。" else 0.0
    if traditional_character(char) != char:  # a mirror's map of characters leaves none of these
        return FOREIGN_SCRIPT
    if is_everyday(char):
        return 0.0 if traditional_character(simplified_character(char)) == char else VARIANT
    return RARE if in_gb2312(simplified_character(char)) and char >= "\u4e00" else ODD
