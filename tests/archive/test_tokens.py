"""Tokens: of characters and pairs, in any SQLite, and the same for every part of a text."""

from __future__ import annotations

import sqlite3
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from portal_spider.archive.tokens import (
    conjunction,
    fold,
    indexed,
    is_told_by_index,
    occurs,
    pairs,
    phrase,
    tokens,
)

STORABLE = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=40)


def terms(words: list[str]) -> set[str]:
    """What SQLite makes of the tokens, split as it splits."""
    database = sqlite3.connect(":memory:")
    database.execute(
        "CREATE VIRTUAL TABLE t USING fts5(x, content='', tokenize='unicode61 remove_diacritics 0')"
    )
    database.execute("CREATE VIRTUAL TABLE v USING fts5vocab(t, 'row')")
    for start in range(0, len(words), 1000):
        part = " ".join(words[start : start + 1000])
        database.execute("INSERT INTO t (rowid, x) VALUES (?, ?)", [start, part])
    return {row[0] for row in database.execute("SELECT term FROM v")}


def test_every_character_and_every_pair_is_one_token_for_sqlite() -> None:
    """Also those that its tables do not know or take for separators."""
    text = "".join(
        chr(code) for code in range(1, 0x32000) if unicodedata.category(chr(code)) != "Cs"
    )
    assert terms(tokens(text)) == set(tokens(text))
    assert terms(pairs(text)) == set(pairs(text))


def test_what_folds_is_known_wherever_it_stands_in_unicode() -> None:
    chars = map(chr, range(0x110000))
    folded = [char for char in chars if unicodedata.normalize("NFKC", char).casefold() != char]
    for char in (*folded[::40], folded[-1]):
        assert occurs(fold(char), char), hex(ord(char))


ANY = st.characters()


@given(ANY, ANY, ANY, ANY)
def test_no_two_pairs_and_no_pair_and_character_look_alike(
    one: str, two: str, three: str, four: str
) -> None:
    folded = fold(one), fold(two), fold(three), fold(four)
    (left, right) = (tokens(folded[0])[0] + tokens(folded[1])[0] for _ in range(2))
    other = tokens(folded[2])[0] + tokens(folded[3])[0]
    assert left == right
    assert (left == other) == ((folded[0][0], folded[1][0]) == (folded[2][0], folded[3][0]))
    assert left not in tokens(three)


@given(STORABLE, STORABLE)
def test_a_part_folds_as_it_does_in_the_whole(one: str, other: str) -> None:
    assert fold(one + other) == fold(one) + fold(other)
    assert tokens(one + other) == tokens(one) + tokens(other)


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
    assert phrase("ＧＤＰ增长〔５〕") == '"g d p 增 长 ø3014 5 ø3015"'


def test_an_article_is_indexed_by_each_character_and_pair_once() -> None:
    assert indexed("教育、教育") == ["教", "育", "ø3001", "教育", "育ø3001", "ø3001教"]
    assert indexed("教") == ["教"]
    assert indexed("") == []


@given(STORABLE, st.data())
def test_what_a_word_is_asked_for_by_is_in_every_text_that_has_it(
    text: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text)))
    word = text[start : data.draw(st.integers(start, len(text)))]
    if not word:
        return
    asked = {part.strip('"') for part in conjunction(word).split(" AND ")}
    assert asked <= set(indexed(text))
    assert len(asked) <= 16


@given(STORABLE.filter(bool), STORABLE)
def test_a_pair_is_in_the_index_just_where_it_stands(word: str, text: str) -> None:
    if is_told_by_index(word):
        assert (conjunction(word).strip('"') in indexed(text)) == (fold(word) in fold(text))
