"""How text is indexed for search: one token per character, so that a word is a phrase.

SQLite's own tokenizers find either no Chinese word (`unicode61`) or none of two characters
(`trigram`). Here every character of the text, punctuation and spaces too, is one token in its
place; the phrase `"教 育"` then is found exactly where 教育 stands, by any SQLite.

Characters that `unicode61` takes for separators, or that older SQLites do not know, are written
as their code point: `〔` is `u3014`. Width and case are folded, character by character, so that
every part of a text folds to the same part of its folded form.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_ITSELF = re.compile("[0-9a-z\u3007\u3400-\u4db5\u4e00-\u9fcc]")
"""Characters that are their own token; `unicode61` has known them since it exists."""


_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]+")
_FOLDS_TO_HAN = (
    range(0x2E80, 0x2FE0),
    range(0x3200, 0x3400),
    range(0xF900, 0xFB00),
    range(0x1F200, 0x1F300),
    range(0x2F800, 0x2FA20),
)
"""Blocks of radicals, enclosed and compatibility characters."""


class _Folding(dict[int, str]):
    """For `str.translate`: a character without its width and case."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = self[code] = unicodedata.normalize("NFKC", char).casefold() or char
        return folded


class _Tokens(dict[int, str]):
    """For `str.translate`: the tokens of a character as it stands, each with a space before it."""

    def __missing__(self, code: int) -> str:
        folded = (char if _ITSELF.fullmatch(char) else f"u{ord(char):x}" for char in _folding[code])
        written = self[code] = "".join(f" {token}" for token in folded)
        return written


_folding = _Folding()
_tokens = _Tokens()


def fold(text: str) -> str:
    """Take case and width from `text`, as search compares it; of `a + b`, just as of each."""
    return text.translate(_folding)


def tokens(text: str) -> str:
    """The tokens of `text`, separated by spaces: what goes into the index."""
    return text.translate(_tokens).lstrip()


def phrase(word: str) -> str:
    """The FTS5 phrase that finds `word` exactly where it stands."""
    return f'"{tokens(word)}"'


def occurs(folded: str, text: str) -> bool:
    """Whether `text`, once folded, has the word `folded`; folds it only where that can matter."""
    if folded in text:
        return True
    if _HAN.fullmatch(folded) and not any(char in text for char in _disguises(folded)):
        return False
    return folded in fold(text)


@lru_cache(maxsize=256)
def _disguises(word: str) -> tuple[str, ...]:
    """Other characters that fold to one of the word's, a Han one each."""
    return tuple(char for char, folded in _folding_to_han() if not set(folded).isdisjoint(word))


@lru_cache(maxsize=1)
def _folding_to_han() -> tuple[tuple[str, str], ...]:
    codes = (code for block in _FOLDS_TO_HAN for code in block)
    return tuple((chr(code), _folding[code]) for code in codes)
