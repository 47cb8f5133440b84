"""Readings that mirror sites push into the words: `當(dāng)前`, `政(zheng)(zheng)府(fu)`.

Two programs are seen. One puts the toned reading after every occurrence of a fixed list of
characters, all of them outside GB 2312; the other puts toneless readings, mostly repeated at
random, after every occurrence of characters of any kind. A writer annotates too: a rare name
(赟(yūn)), a poem, a dictionary's entry. So a page is judged as a whole, from all its texts: what a
mirror glosses are everyday characters, many, in Traditional text, and never nearly all of them.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import takewhile
from typing import Literal

from portal_spider.extract.script import HAN, in_gb2312, is_everyday, script_of

Style = Literal["toned", "toneless"]

TONED_VOWELS = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹ"
PINYIN = f"a-zü{TONED_VOWELS}"
SYLLABLE = rf"[{PINYIN}]{{1,7}}"
LETTERS = f"{PINYIN}{PINYIN.upper().replace('A-Z', '')}A-Z"
WRITTEN = rf"\s?[{LETTERS}]{{1,7}}[1-5]?\s?"
"""A reading as programs may write it: also in capitals, its tone a digit, spaces around it."""
BRACKETED = rf"(?:\({WRITTEN}\)|（{WRITTEN}）)"
GLOSSED = re.compile(rf"([{HAN}])({BRACKETED}+)")
ONE_READING = re.compile(BRACKETED)
READING = re.compile(rf"[{LETTERS}]+[1-5]?")
HINT = re.compile(rf"[(（](?=\s?[{LETTERS}]+[1-5]?\s?[)）])(?<=[{HAN}].)")
"""What may be a gloss, told from its bracket: those are fewer than characters."""
HAN_CHARACTER = re.compile(f"[{HAN}]")

LEAST_GLOSSES, FEWEST = 3, 2
"""Fewer on a page are a writer's; and where every one of them is of a character that no writer
annotates."""
LEAST_DENSITY = 0.01
"""Glossed share of a page's characters; the mirrors seen gloss one in six to one in sixteen."""
MANY = 10
"""Different characters glossed from which density is not asked: a page of names in tables has few
words of everyday."""
MOST_DENSITY = 0.8
"""A page glossed nearly throughout is a text for learners."""
LEAST_SHARE = 0.8
"""Share of the glosses that must fit the program."""
NEARLY = 0.9
"""Share of the characters glossed in nearly all places, if readings have no tones nor repeat."""
LEAST_OCCURRENCES = 0.6
"""Share of a listed character's occurrences that are glossed: a writer annotates the first."""


@dataclass(frozen=True, slots=True)
class Glosses:
    """What a page's texts are without the glosses of a mirror."""

    texts: tuple[str, ...]
    taken: tuple[tuple[str, str], ...] = ()
    """Each gloss taken, in order: the character and what stood after it, `("國", "(guó)")`."""
    style: Style | None = None
    """Which program put them in; `None`: none did, and `texts` are as given."""


def strip_glosses(texts: Sequence[str]) -> Glosses:
    """Take a mirror's readings out of a page's texts; all of them are judged together."""
    given = Glosses(tuple(texts))
    if not any("(" in text or "（" in text for text in texts):
        return given
    found = [match for text in texts for match in GLOSSED.finditer(text)]
    if len(found) < FEWEST:
        return given
    style = _style_of(found, texts) if len(found) >= LEAST_GLOSSES else None
    if style is None and _are_none_but_listed(found, texts):
        style = "toned"
    if style is None:
        return given
    taken: list[tuple[str, str]] = []

    def cut(match: re.Match[str]) -> str:
        if not _is_mirrors(match, style):
            first = _first_reading(match)
            return cut(first) + match[0][first.end() :] if first else match[0]
        taken.append((match[1], match[2]))
        return match[1]

    cleaned = tuple(GLOSSED.sub(cut, text) for text in texts)
    return Glosses(cleaned, tuple(taken), style)


def gather_glosses(pieces: Sequence[str]) -> list[str]:
    """Pieces of one line with each reading moved to the piece that its character is in.

    Tags may part them, `當<span>(dāng)</span>前`; the pieces joined stay the same.
    """
    line = "".join(pieces)
    owners = [number for number, piece in enumerate(pieces) for _ in piece]
    for match in GLOSSED.finditer(line):
        start, end = match.span()
        if owners[start] != owners[end - 1] and _reads(match):
            owners[start:end] = [owners[start]] * (end - start)
    gathered: list[list[str]] = [[] for _ in pieces]
    for char, owner in zip(line, owners, strict=True):
        gathered[owner].append(char)
    return ["".join(chars) for chars in gathered]


def is_reading(char: str, syllable: str) -> bool:
    """Whether a syllable, with its tone, its tone's digit or neither, is a character's reading."""
    syllable = syllable.lower()
    if syllable[-1:].isdigit():
        return syllable.replace("ü", "v") in _numbered_readings(char)
    return _plain(syllable) in _plain_readings(char) and (
        syllable.isascii() or syllable in readings(char)
    )


@cache
def readings(char: str) -> frozenset[str]:
    """All toned readings of a character, as pypinyin knows them."""
    from pypinyin import Style as PinyinStyle
    from pypinyin import pinyin

    return frozenset(pinyin(char, style=PinyinStyle.TONE, heteronym=True)[0])


@cache
def _plain_readings(char: str) -> frozenset[str]:
    return frozenset(_plain(reading) for reading in readings(char))


@cache
def _numbered_readings(char: str) -> frozenset[str]:
    """All readings of a character with digits for tones: `dang1`, `lv4`."""
    from pypinyin import Style as PinyinStyle
    from pypinyin import pinyin

    style = PinyinStyle.TONE3
    return frozenset(pinyin(char, style, heteronym=True, neutral_tone_with_five=True)[0])


def _plain(syllable: str) -> str:
    """A syllable without its tone; ü is written v, as on keyboards."""
    decomposed = unicodedata.normalize("NFD", syllable).replace("u\u0308", "v")
    return "".join(char for char in decomposed if char.isascii())


def _style_of(found: list[re.Match[str]], texts: Sequence[str]) -> Style | None:
    """The program whose marks a page's glosses bear, if any."""
    characters = sum(len(HAN_CHARACTER.findall(text)) for text in texts)
    density = len(found) / characters
    fitting = [match for match in found if _reads(match)]
    least = LEAST_DENSITY if len({match[1] for match in fitting}) < MANY else 0
    if not least <= density <= MOST_DENSITY:
        return None
    if len(fitting) < LEAST_SHARE * len(found):
        return None
    toneless = [match for match in fitting if _is_toneless(match)]
    if len(toneless) > len(fitting) / 2:
        mirrors = _repeats(toneless) or _replaces_all(toneless, texts)
        return "toneless" if mirrors else None
    if script_of({match.string for match in found}) != "hant":  # spam beside it is in Simplified
        return None
    return "toned" if _follows_a_list(fitting, texts) else None


def _follows_a_list(toned: list[re.Match[str]], texts: Sequence[str]) -> bool:
    """Whether a fixed list of characters is glossed wherever they stand, each in one way."""
    by_character = Counter(match[1] for match in toned)
    listed = {char for char in by_character if not in_gb2312(char) and is_everyday(char)}
    glossed = sum(by_character[char] for char in listed)
    if glossed < LEAST_SHARE * len(toned):
        return False
    ways = {match[0] for match in toned if match[1] in listed}
    occurrences = sum(text.count(char) for text in texts for char in listed)
    return len(ways) == len(listed) and glossed >= LEAST_OCCURRENCES * occurrences


def _repeats(toneless: list[re.Match[str]]) -> bool:
    """Whether readings are repeated, (zheng)(zheng), as no writer does."""
    repeated = sum(len(READING.findall(match[2])) > 1 for match in toneless)
    return repeated >= LEAST_GLOSSES and repeated >= 0.1 * len(toneless)


def _replaces_all(toneless: list[re.Match[str]], texts: Sequence[str]) -> bool:
    """Whether many characters of a Traditional page are glossed wherever they stand.

    A writer annotates a name or a lesson's words, and leaves the same characters alone elsewhere.
    """
    glossed = Counter(match[1] for match in toneless)
    occurrences = Counter(char for text in texts for char in text if char in glossed)
    often = [char for char in glossed if occurrences[char] > 1]
    if len(often) < MANY or script_of({match.string for match in toneless}) != "hant":
        return False
    always = sum(glossed[char] >= NEARLY * occurrences[char] for char in often)
    return always >= NEARLY * len(often)


def _reads(match: re.Match[str]) -> bool:
    """Whether every syllable after a character is the same reading of it."""
    syllables = {syllable.lower() for syllable in READING.findall(match[2])}
    return len(syllables) == 1 and is_reading(match[1], syllables.pop())


def _first_reading(match: re.Match[str]) -> re.Match[str] | None:
    """The readings after a character up to the first that is another, if there is one.

    It may be of a character that lost its bytes, or no reading at all: 总值(zhi)(zhi)(GDP).
    """
    written = [reading[0] for reading in ONE_READING.finditer(match[2])]
    alike = len(list(takewhile(written[0].__eq__, written)))
    if alike == len(written):
        return None
    return GLOSSED.match(match[1] + "".join(written[:alike]))


def _are_none_but_listed(found: list[re.Match[str]], texts: Sequence[str]) -> bool:
    """Whether all of a Traditional page's readings are the first program's, however few.

    A short text has few of the listed characters; what a writer annotates is never everyday.
    """
    return (
        all(_reads(match) and not _is_toneless(match) for match in found)
        and all(_is_mirrors(match, "toned") for match in found)
        and script_of(texts) == "hant"
        and _follows_a_list(found, texts)
    )


def _is_toneless(match: re.Match[str]) -> bool:
    """Whether the readings after a character are without their tones."""
    return all(syllable.isascii() and syllable.isalpha() for syllable in READING.findall(match[2]))


def _is_mirrors(match: re.Match[str], style: Style) -> bool:
    """Whether one gloss of a mirrored page is the mirror's, and not a name's in the original."""
    if not _reads(match):
        return False
    if style == "toneless":
        return _is_toneless(match)
    return not in_gb2312(match[1]) and is_everyday(match[1])
