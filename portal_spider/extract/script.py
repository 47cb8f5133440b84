"""Which script a text is written in, and Traditional text turned to Simplified.

Two standards tell the scripts apart without a table of our own: GB 2312 (1980) holds the
characters of everyday Simplified text, Big5 (1984) those of everyday Traditional text. A
character in one and not in the other belongs to one script; one in both, to either.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from itertools import islice
from typing import Any, Literal

from opencc import OpenCC

HAN_FIRST, HAN_LAST = "\u4e00", "\u9fff"
SAMPLE = 20_000
"""Characters of a page that are looked at: its script shows long before."""

ASCII_TO_FULL_WIDTH = str.maketrans(",!:;?()", "，！：；？（）")
HAN = "\u3400-\u9fff\U00020000-\U0003ffff"
FULL = f"{HAN}“”‘’《》〈〉「」『』【】、。，！：；？（）…—％"
# A mark is the text's own where a Chinese character or mark stands before it; a colon between
# digits (08:51), a decimal point and an English sentence keep theirs.
LONE_MARK = re.compile(rf"(?<=[{FULL}])[,!:;?]")
NUMBER_MARK = re.compile(rf"(?<=[0-9a-zA-Z%])[,;!?:](?=[{FULL}])")
PARENTHESES = re.compile(r"\(([^()]*)\)")


@cache
def _one_script_only() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Patterns for characters that only Simplified text has, and only Traditional text."""
    simplified, traditional = [], []
    for code in range(ord(HAN_FIRST), ord(HAN_LAST) + 1):
        char = chr(code)
        in_gb, in_big5 = in_gb2312(char), _encodes(char, "big5")
        if in_gb and not in_big5:
            simplified.append(char)
        elif in_big5 and not in_gb:
            traditional.append(char)
    return re.compile(f"[{''.join(simplified)}]"), re.compile(f"[{''.join(traditional)}]")


def _encodes(char: str, codec: str) -> bool:
    try:
        char.encode(codec)
    except UnicodeEncodeError:
        return False
    return True


def in_gb2312(char: str) -> bool:
    """Whether a character is one of the 6,763 (and 682 signs) of GB 2312."""
    return _encodes(char, "gb2312")


def is_everyday(char: str) -> bool:
    """Whether a character, in its Simplified form, is of GB 2312's first level (3,755 by use)."""
    simple = simplified_character(char)
    try:
        code = simple.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return len(code) == 2 and 0xB0 <= code[0] <= 0xD7


def count_scripts(text: str) -> tuple[int, int]:
    """Characters of a text that only Simplified has, and that only Traditional has."""
    simplified, traditional = _one_script_only()
    sample = text[:SAMPLE]
    return len(simplified.findall(sample)), len(traditional.findall(sample))


def holds_traditional(text: str) -> bool:
    """Whether any character of a text is one that Simplified has not."""
    return _one_script_only()[1].search(text) is not None


def script_of(texts: Iterable[str]) -> Literal["hans", "hant"]:
    """The script of a page's texts taken together; `hans` where nothing tells.

    Names and quotations put a few characters of the other script into any page, so the majority
    decides.
    """
    simplified, traditional = _one_script_only()
    sample = "".join(texts)[:SAMPLE]
    found = len(traditional.findall(sample))  # most pages have none, or a few
    others = sum(1 for _ in islice(simplified.finditer(sample), found))
    return "hant" if found > others else "hans"


@cache
def _tables() -> tuple[dict[int, str], re.Pattern[str], Any]:
    """OpenCC's `t2s`: its single characters, a pattern for its phrases, and the converter."""
    converter = OpenCC("t2s")
    characters: dict[int, str] = {}
    phrases: list[str] = []
    for _longest, _shortest, entries in converter.dict_cache.values():
        for key, value in entries.items():
            if len(key) == 1:
                characters[ord(key)] = value.split(" ")[0]
            else:
                phrases.append(key)
    pattern = re.compile("|".join(map(re.escape, sorted(phrases, key=len, reverse=True))))
    return characters, pattern, converter


def to_simplified(text: str) -> str:
    """The text as OpenCC's `t2s` converts it.

    OpenCC walks every string piece by piece (0.75 million characters a second); almost all text
    holds none of its 277 phrases, and is converted by its table of characters alone.
    """
    if text.isascii():
        return text
    characters, phrases, converter = _tables()
    if phrases.search(text):
        return str(converter.convert(text))
    return text.translate(characters)


def simplified_character(char: str) -> str:
    """The Simplified form of one character, out of context."""
    return _tables()[0].get(ord(char), char)


@cache
def _to_traditional() -> dict[str, str]:
    """OpenCC's `s2t`, its single characters alone."""
    return {
        key: value.split(" ")[0]
        for _longest, _shortest, entries in OpenCC("s2t").dict_cache.values()
        for key, value in entries.items()
        if len(key) == 1
    }


def traditional_character(char: str) -> str:
    """The Traditional form of one character, out of context, as mirrors convert."""
    return _to_traditional().get(char, char)


def restore_punctuation(text: str) -> str:
    """Full-width punctuation where a mirror wrote ASCII: `您好,世界` becomes `您好，世界`.

    Only beside Chinese text; clock times, numbers and foreign words keep theirs.
    """
    if not re.search(rf"[{FULL}]", text):
        return text
    text = PARENTHESES.sub(_widen_parentheses, text)
    text = LONE_MARK.sub(lambda mark: mark[0].translate(ASCII_TO_FULL_WIDTH), text)
    return NUMBER_MARK.sub(lambda mark: mark[0].translate(ASCII_TO_FULL_WIDTH), text)


def _widen_parentheses(found: re.Match[str]) -> str:
    text, start, end = found.string, found.start(), found.end()
    around = text[max(0, start - 1) : start] + found[1] + text[end : end + 1]
    return f"（{found[1]}）" if re.search(rf"[{HAN}]", around) else found[0]
