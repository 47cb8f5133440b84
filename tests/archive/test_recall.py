"""Recall: search finds just what a scan of all titles, texts and files finds, for any query."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from samples.articles import article, put

from portal_spider.archive import search as searching
from portal_spider.archive.database import Archive
from portal_spider.archive.index import index_file
from portal_spider.archive.search import matching, search
from portal_spider.extract.script import to_simplified

Scan = Callable[[Sequence[str]], bool]
"""Whether a document is meant, by its folded parts: title, text, file."""
LETTERS = "教育局发展發⼀一㈠〔〕（)，,。 aAＡbß2２½㎡ｶ\u0301é𠮷🈚\t"
SAID = st.text(LETTERS, max_size=12) | st.text(st.characters(), max_size=6)
WORDS = (
    st.text(LETTERS, min_size=1, max_size=5) | st.text(st.characters(), min_size=1, max_size=3)
).filter(lambda word: word.strip() and '"' not in word)


@dataclass(frozen=True, slots=True)
class Query:
    """A query as it is typed, and what it means."""

    typed: str
    means: Scan


def fold(text: str) -> str:
    """Without width and case, as README promises; not by the code under test."""
    return "".join(unicodedata.normalize("NFKC", char).casefold() or char for char in text)


def word(text: str) -> Query:
    stored = text.replace("\0", "\ufffd")
    forms = fold(stored), fold(to_simplified(stored))
    return Query(f'"{text}"', lambda said: any(form in part for form in forms for part in said))


def both(one: Query, other: Query) -> Query:
    return Query(f"({one.typed} {other.typed})", lambda said: one.means(said) and other.means(said))


def either(one: Query, other: Query) -> Query:
    return Query(
        f"({one.typed} OR {other.typed})", lambda said: one.means(said) or other.means(said)
    )


def but_not(one: Query, other: Query) -> Query:
    return Query(
        f"({one.typed} NOT {other.typed})", lambda said: one.means(said) and not other.means(said)
    )


QUERIES = st.recursive(
    st.builds(word, WORDS),
    lambda queries: st.one_of(
        *(st.builds(operator, queries, queries) for operator in (both, either, but_not))
    ),
    max_leaves=4,
)
DOCUMENTS = st.lists(
    st.tuples(SAID, SAID, st.none() | SAID, st.none() | SAID), min_size=1, max_size=5
)
"""Title, text, text before an edit and text of a file of each."""


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with Archive.open(tmp_path_factory.mktemp("recall") / "archive.db") as opened:
        yield opened


def attach(archive: Archive, article_id: int, text: str) -> None:
    """Give an article a file with a text, as if it had been fetched."""
    execute = archive.db.conn.execute
    text = text.encode("utf-8", "replace").decode().replace("\0", " ")
    execute(
        "INSERT INTO files (id, sha256, size, kind, media_type, text_state, text)"
        " VALUES (?1, ?1, 0, 'txt', 'text/plain', 'read', ?2)",
        (article_id, text),
    )
    execute(
        "INSERT INTO downloads (id, portal_id, url, state, file_id)"
        " SELECT ?1, id, 'u', 'done', ?1 FROM portals",
        (article_id,),
    )
    execute("INSERT INTO attachments VALUES (?1, ?1, 0, 'u', 'n', ?1)", (article_id,))
    index_file(archive.db.conn, article_id)


def scan(archive: Archive, means: Scan) -> set[int]:
    rows = archive.db.conn.execute(
        "SELECT a.id, a.title, a.text, f.text FROM articles a LEFT JOIN files f ON f.id = a.id"
    )
    return {row[0] for row in rows if means([fold(part or "") for part in row[1:]])}


def check(archive: Archive, query: Query) -> None:
    expected = scan(archive, query.means)
    assert set(matching(archive, query.typed)) == expected
    for ranked, listed, patience in ((1000, 5000, 1000), (0, 5000, 0), (0, 0, 1000), (0, 0, 1)):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(searching, "RANKED", ranked)
            patch.setattr(searching, "LISTED", listed)
            patch.setattr(searching, "PATIENCE", patience)
            hits = search(archive, query.typed).hits
        assert {hit.article_id for hit in hits} == expected, (ranked, listed, patience)


@given(DOCUMENTS, st.lists(QUERIES, min_size=1, max_size=4), st.data())
@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
def test_search_finds_what_a_scan_finds(
    archive: Archive,
    documents: list[tuple[str, str, str | None, str | None]],
    queries: list[Query],
    data: st.DataObject,
) -> None:
    connection = archive.db.conn
    connection.execute("BEGIN")
    try:
        for number, (title, text, before, file) in enumerate(documents):
            if before:
                put(archive, article(number, title=text or None, paragraphs=(before,)))
            page = article(number, title=title or None, paragraphs=(text,))
            stored = put(archive, page, after=1)
            if file is not None:
                attach(archive, stored.page_id, file)
        (_, text, _, file) = data.draw(st.sampled_from(documents))
        for query in (*queries, *parts(text, data), *parts(file or "", data)):
            check(archive, query)
    finally:
        connection.execute("ROLLBACK")


def parts(text: str, data: st.DataObject) -> list[Query]:
    """Something that does stand in a text."""
    start = data.draw(st.integers(0, len(text)))
    part = text[start : start + data.draw(st.integers(1, 6))].replace('"', "")
    return [word(part)] if part.strip() else []
