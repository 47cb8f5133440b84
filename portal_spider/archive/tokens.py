"""How text is indexed for search: by its characters and its pairs of neighbouring characters.

SQLite's own tokenizers find either no Chinese word (`unicode61`) or none of two characters
(`trigram`). Here every character, punctuation and spaces too, is a token, and so is every pair of
neighbours, for articles: 教育局 gives 教, 育, 局, 教育 and 育局. What has 教育 has its pair; what
has 教育局 has both its pairs, and is then looked at. Any SQLite can ask that.

Characters that `unicode61` takes for separators, or that older SQLites do not know, are written
as their code point, in as many digits for all, after a letter that never stands for itself: `〔` is
`ø3014`. So no two pairs look alike. Width and case are folded, character by character, so that
every part of a text folds to the same part of its folded form.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from functools import lru_cache
from operator import add

_ITSELF = re.compile("[0-9a-z\u3007\u3400-\u4db5\u4e00-\u9fcc]")
"""Characters that are their own token; `unicode61` has known them since it exists."""

MOST_PAIRS = 16
"""Pairs of a word that the index is asked for."""

_FOLDED_BLOCKS = (
    range(0x3400),
    range(0xA640, 0xAC00),
    range(0xF900, 0x11000),
    range(0x11800, 0x11A00),
    range(0x16E00, 0x17000),
    range(0x1D000, 0x1FC00),
    range(0x2F800, 0x2FA20),
)
"""Where all characters are that fold to others."""


class _Folding(dict[int, str]):
    """For `str.translate`: a character without its width and case."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = self[code] = unicodedata.normalize("NFKC", char).casefold() or char
        return folded


class _Tokens(dict[int, str]):
    """For `str.translate`: the tokens of a character as it stands, each with a space before it."""

    def __missing__(self, code: int) -> str:
        written = self[code] = "".join(f" {_token(char)}" for char in _folding[code])
        return written


def _token(char: str) -> str:
    if _ITSELF.fullmatch(char):
        return char
    return f"ø{ord(char):04x}" if char <= "\uffff" else f"þ{ord(char):06x}"


_folding = _Folding()
_tokens = _Tokens()


def fold(text: str) -> str:
    """Take case and width from `text`, as search compares it; of `a + b`, just as of each."""
    return text.translate(_folding)


def tokens(text: str) -> list[str]:
    """The characters of `text` as tokens, in order."""
    return text.translate(_tokens).split()


def pairs(text: str) -> list[str]:
    """The pairs of neighbouring characters of `text` as tokens, in order."""
    singles = tokens(text)
    return list(map(add, singles, singles[1:]))


def indexed(text: str) -> list[str]:
    """The characters of `text` and their pairs, each once: what goes into the index of articles."""
    singles = tokens(text)
    return list(dict.fromkeys((*singles, *map(add, singles, singles[1:]))))


def phrase(word: str) -> str:
    """The FTS5 phrase that finds `word` where every character is indexed in its place."""
    return f'"{" ".join(tokens(word))}"'


def conjunction(word: str) -> str:
    """The FTS5 query for what may have `word`: its pairs, or the one character that it is.

    Two characters stand together where their pair does; three may have their pairs apart. Of a
    long word some of the pairs are enough, for what has them is few and is looked at anyway.
    """
    found = list(dict.fromkeys(pairs(word))) or tokens(word)
    step = -(-len(found) // MOST_PAIRS)
    return " AND ".join(f'"{token}"' for token in found[::step])


def is_told_by_index(word: str) -> bool:
    """Whether what `conjunction` finds has the word for certain."""
    return len(tokens(word)) <= 2


def occurs(folded: str, text: str) -> bool:
    """Whether `text`, once folded, has the word `folded`; folds it only where that can matter."""
    if folded in text:
        return True
    spelled, unfolding = _spellings(folded)
    if spelled is not None and spelled.search(text):
        return True
    return unfolding is not None and unfolding.search(text) is not None and folded in fold(text)


@lru_cache(maxsize=256)
def _spellings(word: str) -> tuple[re.Pattern[str] | None, re.Pattern[str] | None]:
    """The word with each character as any that folds to it, and what folds to more than one.

    `None` for what no text can have.
    """
    single, several = _disguises()
    found = [single.get(char, "") for char in word]
    classes = "".join(f"[{re.escape(char + more)}]" for char, more in zip(word, found, strict=True))
    unfolding = "".join(dict.fromkeys(other for char in word for other in several.get(char, "")))
    return (
        re.compile(classes) if any(found) else None,
        re.compile(f"[{re.escape(unfolding)}]") if unfolding else None,
    )


@lru_cache(maxsize=1)
def _disguises() -> tuple[dict[str, str], dict[str, str]]:
    """By folded character: others that fold to it, and those that fold to it among others."""
    single: defaultdict[str, str] = defaultdict(str)
    several: defaultdict[str, str] = defaultdict(str)
    for char in (chr(code) for block in _FOLDED_BLOCKS for code in block):
        folded = _folding[ord(char)]
        if folded != char:
            for part in set(folded):
                (single if len(folded) == 1 else several)[part] += char
    return single, several
