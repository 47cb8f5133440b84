"""The words of injected advertising, by family, and where a text holds them."""

from __future__ import annotations

import pkgutil
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

WORDS_FILE = "words.txt"
"""The lexicon, with its sources and what its marks mean."""
PORTALS = "portals"
"""The section of it that is of no trade."""
COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"
    "十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平"
    "形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党"
    "程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干"
    "做必战先回则任取据处南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切"
    "打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律"
    "叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精"
    "值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严网页网站在线"
    "0123456789abcdefghijklmnopqrstuvwxyz."
)
"""Characters of ordinary text, which tell nothing about a word."""
FULL_WIDTH = re.compile("[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\u2164]")
"""Letters and digits, without the punctuation that all Chinese text has."""
WIDE = re.compile("[\uff10-\uff5a]")
"""The same and the signs between them, which where those are go with them."""
TO_NARROW = 0xFEE0


@dataclass(frozen=True, slots=True)
class Family:
    """The words of one trade."""

    name: str
    strong: tuple[str, ...]
    """Hardly ever written by an authority."""
    weak: tuple[str, ...]
    """Evidence only beside a strong one."""
    topic: tuple[str, ...]
    """What an authority writes about the same matter."""
    common: tuple[str, ...]
    """What the trade has in common with others: it is only counted how often."""


@dataclass(frozen=True, slots=True)
class Hits:
    """What of the lexicon a text holds."""

    strong: int
    """Different strong words that do not lie in one another."""
    weak: int
    covered: float
    """Share of the text's characters that lie in words of the lexicon."""
    families: frozenset[str]
    """Families of the strong words."""


@cache
def families() -> tuple[Family, ...]:
    """The lexicon's trades as the data file holds them."""
    return tuple(
        Family(name, *(tuple(words[mark]) for mark in "+-=~"))
        for name, words in _sections().items()
        if name != PORTALS
    )


@cache
def portal_words() -> tuple[str, ...]:
    """What portals themselves write over a paragraph or on a button."""
    return tuple(_sections()[PORTALS]["~"])


@cache
def _sections() -> dict[str, dict[str, list[str]]]:
    """The data file's words by section and mark."""
    data = (pkgutil.get_data(__package__, WORDS_FILE) or b"").decode()
    found: dict[str, dict[str, list[str]]] = {}
    for section in re.split(r"^\[", data, flags=re.MULTILINE)[1:]:
        name, _, lines = section.partition("]")
        words = found[name] = {"+": [], "-": [], "=": [], "~": []}
        for line in lines.strip().splitlines():
            words[line[0]] += line[1:].split()
    return found


@cache
def _strong() -> tuple[re.Pattern[str], dict[str, list[str]]]:
    """Two characters of each strong word, the rarest, and the words that hold them.

    The pattern finds all pairs that may be among them, wherever they begin.
    """
    found: dict[str, list[str]] = {}
    shared = Counter(pair for word in _family_of() for pair in _pairs(word))
    for word in _family_of():
        rarest = min(_pairs(word), key=lambda pair: _commonness(pair, shared[pair]))
        found.setdefault(rarest, []).append(word)
    first, second = ("".join(sorted({re.escape(pair[side]) for pair in found})) for side in (0, 1))
    return re.compile(f"(?=([{first}][{second}]))"), found


def _pairs(word: str) -> list[str]:
    return [word[at : at + 2] for at in range(len(word) - 1)]


def _commonness(pair: str, words: int) -> tuple[int, int, int]:
    """How little a pair tells that stands in so many words: 视频 and 网站 are on any page."""
    common = sum(char in COMMON for char in pair)
    return common + 2 * (words > 2), words, -ord(pair[0])


@cache
def _weak() -> tuple[str, ...]:
    words = {word for family in families() for word in family.weak}
    return tuple(sorted(words, key=len, reverse=True))


def folded(text: str) -> str:
    """A text in lower case and half width, as words are compared."""
    low = text.lower()
    return WIDE.sub(_narrow, low) if FULL_WIDTH.search(text) else low


def _narrow(wide: re.Match[str]) -> str:
    return chr(ord(wide[0]) - TO_NARROW)


def strong_words(text: str) -> tuple[str, ...]:
    """Strong words in a folded text, the longest first; cheap where there are none."""
    pairs, words = _strong()
    found = {
        word
        for pair in words.keys() & set(pairs.findall(text))
        for word in words[pair]
        if word in text
    }
    return tuple(sorted(found, key=lambda word: (-len(word), word)))


def topics(text: str) -> frozenset[str]:
    """Families whose matter a text writes about as an authority does."""
    return frozenset(
        family.name for family in families() if sum(map(text.count, family.topic)) >= 2
    )


def find_hits(text: str, known: Iterable[str], skip: frozenset[str] = frozenset()) -> Hits:
    """What of the lexicon a folded text holds.

    Args:
        text: What is looked at.
        known: Strong words of the whole page, the longest first: no others are looked for.
        skip: Families that are the page's own matter.
    """
    of = _family_of()
    left = text
    strong, named = 0, set()
    for word in known:
        if of[word] not in skip and word in left:
            left = left.replace(word, "\0" * len(word))
            strong += 1
            named.add(of[word])
    weak = 0
    for word in _weak():
        if word in left:
            left = left.replace(word, "\0" * len(word))
            weak += 1
    size = sum(not char.isspace() for char in text) or 1
    return Hits(strong, weak, left.count("\0") / size, frozenset(named))


@cache
def _family_of() -> dict[str, str]:
    """The family of each strong word."""
    return {word: family.name for family in families() for word in family.strong}
