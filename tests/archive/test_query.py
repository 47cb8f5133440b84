"""Queries: what people type, however odd, is understood or refused in one line."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal_spider.archive.query import parse_query
from portal_spider.archive.tokens import tokens
from portal_spider.errors import UsageError


@pytest.mark.parametrize(
    ("typed", "match"),
    [
        ("教育", '"教 育"'),
        ("教育 改革", '("教 育" AND "改 革")'),
        ("教育\u3000改革", '("教 育" AND "改 革")'),
        ("教育 AND 改革", '("教 育" AND "改 革")'),
        ("教育 OR 卫生", '("教 育" OR "卫 生")'),
        ("教育 NOT 考试", '(("教 育") NOT ("考 试"))'),
        ("教育 -考试", '(("教 育") NOT ("考 试"))'),
        ('-"a b" 教育', '(("教 育") NOT ("a u20 b"))'),
        ("(教育 OR 卫生) 改革", '(("教 育" OR "卫 生") AND "改 革")'),
        ("教育 -(考试 OR 招生)", '(("教 育") NOT (("考 试" OR "招 生")))'),
        ("((教育))", '"教 育"'),
        ("發展", '("發 展" OR "发 展")'),
        ("ＧＤＰ", '"g d p"'),
        ("国发(2023)15号", '"国 发 u28 2 0 2 3 u29 1 5 号"'),
        ("(2023)15号", '"u28 2 0 2 3 u29 1 5 号"'),
        ('"(教育)"', '"u28 教 育 u29"'),
        ('"教育', '"教 育"'),
        ("教育 AND", '"教 育"'),
        ("教育) 改革", '("教 育" AND "改 革")'),
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
def test_sqlite_and_python_agree_on_every_query(typed: str, text: str) -> None:
    try:
        node = parse_query(typed)
    except UsageError:
        return
    database = sqlite3.connect(":memory:")
    database.execute(
        "CREATE VIRTUAL TABLE t USING fts5(x, tokenize='unicode61 remove_diacritics 0')"
    )
    database.execute("INSERT INTO t VALUES (?)", [tokens(text)])
    found = database.execute("SELECT count(*) FROM t WHERE t MATCH ?", [node.match()]).fetchone()
    assert bool(found[0]) == node.holds(text)
