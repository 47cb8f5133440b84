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

_ITSELF = re.compile("[0-9a-z\u3007\u3400-\u4db5\u4e00-\u9fcc]")
"""Characters that are their own token; `unicode61` has known them since it exists."""


_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]+")
_FOLDS_TO_HAN = re.compile(
    "[\u2e80-\u2fdf\u3200-\u33ff\uf900-\ufaff\U0001f200-\U0001f2ff\U0002f800-\U0002fa1f]"
)
"""Radicals, enclosed and compatibility characters."""


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
    if _HAN.fullmatch(folded) and not _FOLDS_TO_HAN.search(text):
        return False
    return folded in fold(text)
