"""What a text cites, and under which keys an article can be cited itself.

Documents are cited by number (国发〔2023〕15号, 国务院令第752号, 公告2023年第23号) or by 《title》.
Both become keys that are equal where they mean the same document, whatever brackets, widths,
leading zeros and numerals were used.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from portal_spider.archive.tokens import fold

OPENING, CLOSING = "〔［【（〈﹝[({<", "〕］】）〉﹞])}>"
HAN = "\u4e00-\u9fff"
NUMERAL = "0-9０-９〇零一二三四五六七八九十百千"

YEAR = r"(?P<year>(?:19|20|１９|２０)[0-9０-９]{2})\s*年?"

NUMBERS = (
    re.compile(
        rf"(?P<word>)[{re.escape(OPENING)}]\s*{YEAR}\s*[{re.escape(CLOSING)}]"
        r"\s*第?\s*(?P<number>[0-9０-９]{1,5})\s*号"
    ),
    re.compile(rf"(?P<word>令)\s*第?\s*(?P<number>[{NUMERAL}]{{1,8}})\s*号"),
    re.compile(
        rf"(?P<word>公告)\s*[{re.escape(OPENING)}]?\s*{YEAR}\s*[{re.escape(CLOSING)}]?"
        rf"\s*第\s*(?P<number>[{NUMERAL}]{{1,8}})\s*号"
    ),
)
"""What follows the issuer in a document number; the issuer is sought backwards from there."""
ISSUER = re.compile(rf"[{HAN}]+\s?$")
ISSUER_LENGTH = 30

LEADING = re.compile(
    "^.*(?:中华人民共和国|根据|按照|依照|依据|遵照|参照|贯彻|落实|执行|转发|印发|废止|发布|公布|下发|颁布|修订|修改|"
    "以及|通知|文件|规定|意见|办法|文号|字号|的|了|以|见|即|由|并|经|及|按|与|(?<!共)和(?![政县田平龙顺静])|号)"
)
"""Words before a number that are no part of the issuer's abbreviation; up to the last of them."""

TITLE_LENGTH = range(2, 121)
"""Characters of a 《title》: shorter is a sign, longer is brackets that do not pair."""

NOT_IN_KEY = re.compile(r"[\W_]+")
DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0}
UNITS = {"十": 10, "百": 100, "千": 1000}


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A document that a text names."""

    kind: Literal["document_number", "title"]
    text: str
    """As written."""
    cites: str
    """Its key."""


def citations(paragraphs: Iterable[str]) -> tuple[Citation, ...]:
    """What the paragraphs cite, each document once, in order of first mention."""
    found: dict[str, Citation] = {}
    for paragraph in paragraphs:
        for citation in sorted(_mentions(paragraph), key=lambda mention: mention[0]):
            found.setdefault(citation[1].cites, citation[1])
    return tuple(found.values())


def own_keys(title: str | None, numbers: Iterable[str], paragraphs: Iterable[str]) -> list[str]:
    """Keys under which an article is cited: its title, and its document numbers.

    A number counts as the article's own where the policy header states it (`numbers`), or where
    it stands alone in one of the first paragraphs, as it does below the title of a document.
    """
    keys = {key for number in numbers if (key := number_key(number))}
    for paragraph, _ in zip(paragraphs, range(8), strict=False):
        if len(paragraph) < 40 and (key := _lone_number(paragraph)):
            keys.add(key)
    if title and (key := title_key(title)):
        keys.add(key)
    return sorted(keys)


def number_key(text: str) -> str | None:
    """Key of the first document number in `text`; `None` where there is none."""
    return next((citation.cites for _, citation in _numbers(text)), None)


def title_key(title: str) -> str | None:
    """Key of a title: its letters, digits and characters only; `None` where nothing is left."""
    return NOT_IN_KEY.sub("", fold(title)) or None


def _mentions(paragraph: str) -> Iterator[tuple[int, Citation]]:
    yield from _numbers(paragraph)
    for start, title in _titles(paragraph):
        if len(title) in TITLE_LENGTH and (key := title_key(title)):
            yield start, Citation(kind="title", text=f"《{title}》", cites=key)


def _numbers(text: str) -> Iterator[tuple[int, Citation]]:
    if "号" not in text:
        return
    for pattern in NUMBERS:
        for match in pattern.finditer(text):
            before = ISSUER.search(text[max(0, match.start() - ISSUER_LENGTH) : match.start()])
            issuer = LEADING.sub("", before[0]) if before else ""
            if issuer:
                start = match.start() - len(issuer)
                written, cites = text[start : match.end()], _number_key(issuer.strip(), match)
                yield start, Citation(kind="document_number", text=written, cites=cites)


def _number_key(issuer: str, match: re.Match[str]) -> str:
    groups = match.groupdict()
    year = f"〔{fold(groups['year'])}〕" if groups.get("year") else "第"
    return f"{issuer}{groups['word']}{year}{_integer(groups['number'])}号"


def _lone_number(paragraph: str) -> str | None:
    """Key of the number that is all of the paragraph, perhaps in brackets."""
    bare = paragraph.strip().strip(OPENING + CLOSING)
    for _, citation in _numbers(paragraph):
        if len(citation.text) >= len(bare) - 1:
            return citation.cites
    return None


def _titles(text: str) -> Iterator[tuple[int, str]]:
    """The outermost 《…》 of a paragraph, and where each begins."""
    if "《" not in text:
        return
    depth = start = 0
    for position, char in enumerate(text):
        if char == "《":
            if not depth:
                start = position
            depth += 1
        elif char == "》" and depth:
            depth -= 1
            if not depth:
                yield start, text[start + 1 : position]


def _integer(numeral: str) -> int:
    """Value of a numeral in digits, positional (七五二) or spoken (七百五十二) characters."""
    folded = fold(numeral)
    if folded.isdecimal():
        return int(folded)
    if not any(char in UNITS for char in folded):
        return int("".join(str(DIGITS.get(char, char)) for char in folded))
    total = digit = 0
    for char in folded:
        if char in UNITS:
            total += (digit or 1) * UNITS[char]
            digit = 0
        else:
            digit = DIGITS[char] if char in DIGITS else int(char)
    return total + digit
