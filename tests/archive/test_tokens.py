"""Tokens: one per character, in any SQLite, and the same for every part of a text."""

from __future__ import annotations

import sqlite3
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from portal_spider.archive.tokens import fold, occurs, phrase, tokens

STORABLE = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=40)


def test_every_character_is_one_token_for_sqlite() -> None:
    """Also those that its tables do not know or take for separators."""
    database = sqlite3.connect(":memory:")
    database.execute(
        "CREATE VIRTUAL TABLE t USING fts5(x, content='', tokenize='unicode61 remove_diacritics 0')"
    )
    database.execute("CREATE VIRTUAL TABLE v USING fts5vocab(t, 'row')")
    text = "".join(
        chr(code) for code in range(1, 0x32000) if unicodedata.category(chr(code)) != "Cs"
    )
    database.execute("INSERT INTO t (rowid, x) VALUES (1, ?)", [tokens(text)])
    known = {row[0] for row in database.execute("SELECT term FROM v")}
    assert known == set(tokens(text).split())


@given(STORABLE, STORABLE)
def test_a_part_folds_as_it_does_in_the_whole(one: str, other: str) -> None:
    assert fold(one + other) == fold(one) + fold(other)
    assert tokens(one + other).split() == tokens(one).split() + tokens(other).split()


@given(STORABLE, st.data())
def test_a_part_of_a_text_occurs_in_it(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    part = text[start : data.draw(st.integers(start, len(text)))]
    assert occurs(fold(part), text)


@given(STORABLE, STORABLE)
def test_occurs_is_what_folding_both_says(word: str, text: str) -> None:
    assert occurs(fold(word), text) == (fold(word) in fold(text))


def test_compatibility_characters_are_what_they_stand_for() -> None:
    assert occurs("一", "㈠、总则")
    assert occurs("金", "\uf90a")
    assert phrase("ＧＤＰ增长〔５〕") == '"g d p 增 长 u3014 5 u3015"'
