"""Queries: what people type, however odd, is understood or refused in one line."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal_spider.archive.query import parse_query
from portal_spider.archive.tokens import indexed
from portal_spider.errors import UsageError


@pytest.mark.parametrize(
    ("typed", "match"),
    [
        ("教育", '("教育")'),
        ("育", '("育")'),
        ("教育局", '("教育" AND "育局")'),
        ("教育 改革", '(("教育") AND ("改革"))'),
        ("教育\u3000改革", '(("教育") AND ("改革"))'),
        ("教育 AND 改革", '(("教育") AND ("改革"))'),
        ("教育 OR 卫生", '(("教育") OR ("卫生"))'),
        ("教育 NOT 考试", '((("教育")) NOT (("考试")))'),
        ("教育 -考试", '((("教育")) NOT (("考试")))'),
        ("教育 -考试院", '(("教育"))'),
        ('-"a b" 教育', '(("教育"))'),
        ("(教育 OR 卫生) 改革", '((("教育") OR ("卫生")) AND ("改革"))'),
        ("教育 -(考试 OR 招生)", '((("教育")) NOT ((("考试") OR ("招生"))))'),
        ("教育 -(考试 -招生)", '(("教育"))'),
        ("((教育))", '("教育")'),
        ("發展", '(("發展") OR ("发展"))'),
        ("發展 改革", '((("發展") OR ("发展")) AND ("改革"))'),
        ("ＧＤＰ", '("gd" AND "dp")'),
        ("发(20)号", '("发ø0028" AND "ø00282" AND "20" AND "0ø0029" AND "ø0029号")'),
        ("(2)号", '("ø00282" AND "2ø0029" AND "ø0029号")'),
        ('"(教"', '("ø0028教")'),
        ('"教育', '("教育")'),
        ("教育 AND", '("教育")'),
        ("教育) 改革", '(("教育") AND ("改革"))'),
    ],
)
def test_what_is_typed_becomes_an_fts_query(typed: str, match: str) -> None:
    assert parse_query(typed).match() == match


@pytest.mark.parametrize("typed", ["", "  ", "-教育", "NOT 教育", "OR", '""', "()", "(-a)", "- -"])
def test_a_query_that_asks_for_nothing_is_refused(typed: str) -> None:
    with pytest.raises(UsageError, match="nothing to search for"):
        parse_query(typed)


def test_a_pasted_page_is_refused() -> None:
    with pytest.raises(UsageError, match="at most 64 words"):
        parse_query("教育 " * 65)


TYPED = st.text(
    st.sampled_from('教育发 發()"-〔A２ \u3000*:^+') | st.characters(), max_size=30
) | st.lists(
    st.sampled_from(["教育", "AND", "OR", "NOT", "(", ")", "-", '"', "-(", "發展"]), max_size=12
).map(" ".join)


@given(TYPED, st.text("教育发展 ()a", max_size=20))
def test_sqlite_finds_what_python_holds_and_says_when_that_is_all(typed: str, text: str) -> None:
    try:
        node = parse_query(typed)
    except UsageError:
        return
    database = sqlite3.connect(":memory:")
    database.execute(
        "CREATE VIRTUAL TABLE t USING fts5(x, detail=none, tokenize='unicode61 remove_diacritics 0')"
    )
    database.execute("INSERT INTO t VALUES (?)", [" ".join(indexed(text))])
    found = database.execute("SELECT count(*) FROM t WHERE t MATCH ?", [node.match()]).fetchone()
    holds = node.holds(lambda word: word.stands_in(text))
    assert found[0] or not holds
    assert bool(found[0]) == holds or not node.certain
