"""Merging: idempotent, in any order the same, and nothing is lost."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from samples.articles import PORTAL, RICH, START, add_page, article, capture_of, put

from portal_spider.archive.database import Archive
from portal_spider.archive.merge import merge_archive
from portal_spider.archive.search import search
from portal_spider.archive.store import store_page
from portal_spider.archive.warc import WarcWriter
from portal_spider.errors import ArchiveError, UsageError
from portal_spider.urls import url_id

LOCAL = (
    "_sqlite_migrations",
    "search_rows",
    "article_search",
    "file_rows",
    "file_search",
    "sqlite_",
)
"""Tables that may differ between archives that hold the same."""


def contents(archive: Archive) -> dict[str, list[Any]]:
    connection = archive.db.conn
    tables = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
    return {
        name: connection.execute(f"SELECT * FROM {name} ORDER BY 1, 2").fetchall()
        for (name,) in tables
        if not name.startswith(LOCAL)
    }


def merge_all(target: Path, sources: tuple[Path, ...]) -> dict[str, list[Any]]:
    with Archive.open(target) as archive:
        for path in sources:
            with Archive.open(path, read_only=True) as source:
                merge_archive(archive, source)
        assert archive.db.conn.execute("PRAGMA foreign_key_check").fetchall() == []
        for row_id, text in archive.db.conn.execute("SELECT id, text FROM articles"):
            hits = search(archive, f'"{text}"', limit=100).hits
            assert row_id in [hit.article_id for hit in hits]
        return contents(archive)


VISITS = st.lists(
    st.tuples(
        st.integers(0, 2),  # which archive
        st.integers(0, 2),  # which page
        st.integers(0, 12),  # on which day
        st.sampled_from("甲乙丙"),  # with which text
    ),
    min_size=1,
    max_size=14,
    unique_by=lambda visit: visit[1:3],  # a page says one thing at a time
)


def store_visits(path: Path, visits: list[tuple[int, int, int, str]]) -> None:
    with Archive.open(path) as archive:
        for _, number, day, text in visits:
            put(archive, article(number, paragraphs=(f"{text}{number}。",)), after=day)
            archive.db.execute(
                "UPDATE pages SET last_seen = ?, fetched_at = ? WHERE id = ?",
                [f"2026-03-{day:02}", f"2026-03-{day:02}", url_id(article(number).url)],
            )


@settings(max_examples=25)
@given(VISITS)
def test_the_order_of_merges_does_not_matter_and_nothing_is_lost(
    visits: list[tuple[int, int, int, str]],
) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        sources = tuple(folder / f"source-{number}.db" for number in range(3))
        for number, path in enumerate(sources):
            store_visits(path, [visit for visit in visits if visit[0] == number])
        store_visits(folder / "whole.db", visits)
        results = [
            merge_all(folder / f"merged-{place}.db", order)
            for place, order in enumerate(permutations(sources))
        ]
        assert all(result == results[0] for result in results)
        again = merge_all(folder / "merged-0.db", (*sources, folder / "merged-1.db"))
        assert again == results[0]
        with Archive.open(folder / "whole.db") as whole:
            expected = contents(whole)
        for table in ("articles", "versions", "captures", "article_keys"):
            assert results[0][table] == expected[table], table


def test_a_listing_row_is_as_it_was_last_seen_and_known_since_it_was_first(
    tmp_path: Path,
) -> None:
    seen = (("早", "2026-03-01", "2026-03-05"), ("晚", "2026-03-03", "2026-03-09"))
    sources = tuple(tmp_path / f"{title}.db" for title, *_ in seen)
    for path, (title, first, last) in zip(sources, seen, strict=True):
        with Archive.open(path) as archive:
            put(archive, article())
            archive.db.execute(
                "INSERT INTO sections (id, portal_id, url, name)"
                " SELECT 1, id, 'http://www.qinghe.gov.cn/tzgg/', '通知' FROM portals"
            )
            archive.db.execute(
                "INSERT INTO entries (section_id, page_id, title, first_seen, last_seen)"
                " VALUES (1, ?, ?, ?, ?)",
                [url_id(article().url), title, first, last],
            )
    for place, order in enumerate(permutations(sources)):
        rows = merge_all(tmp_path / f"merged-{place}.db", order)["entries"]
        assert [row[2:6] for row in rows] == [("晚", None, "2026-03-01", "2026-03-09")]


def archive_with_bytes(path: Path, day: int, text: str) -> None:
    page = article(paragraphs=(text,))
    with Archive.open(path) as archive, WarcWriter(archive.directory, f"run-{day}") as warc:
        add_page(archive, page.url)
        body = text.encode()
        place = warc.write_response(page.url, START, 200, "OK", (), body)
        capture = capture_of(page, after=day, body=body, warc=place)
        store_page(archive, page, capture, run_id=None)


def test_parts_and_bytes_come_along(tmp_path: Path) -> None:
    one, other = tmp_path / "one.db", tmp_path / "other.db"
    archive_with_bytes(one, 1, "旧稿。")
    archive_with_bytes(other, 2, "新稿。")
    with Archive.open(other) as archive:
        put(archive, RICH)
    with Archive.open(one) as target, Archive.open(other, read_only=True) as source:
        merged = merge_archive(target, source)
        assert (merged.pages, merged.articles, merged.united, merged.warc_files) == (1, 1, 1, 1)
        again = merge_archive(target, source)
        assert (again.pages, again.captures, again.articles, again.warc_files) == (0, 0, 0, 0)
        assert sorted(path.name for path in target.directory.iterdir()) == [
            "run-1.warc.gz",
            "run-2.warc.gz",
        ]
        rows = target.db.conn.execute("SELECT text FROM versions").fetchall()
        assert rows == [("旧稿。",)]
        assert target.db["bylines"].count == 2


def test_the_better_original_of_a_copy_wins(tmp_path: Path) -> None:
    likeness = {"one": 0.8, "other": 0.9}
    for name, value in likeness.items():
        with Archive.open(tmp_path / f"{name}.db") as archive:
            ids = [put(archive, article(number)).page_id for number in (1, 2)]
            archive.db.execute("INSERT INTO mirrors VALUES (?, ?, ?, '[]')", [*ids, value])
    for first, second in (("one", "other"), ("other", "one")):
        target = tmp_path / f"{first}-first.db"
        merged = merge_all(target, (tmp_path / f"{first}.db", tmp_path / f"{second}.db"))
        assert [row[2] for row in merged["mirrors"]] == [0.9]


def test_what_cannot_be_one_is_refused_and_left_alone(tmp_path: Path) -> None:
    one, other = tmp_path / "one.db", tmp_path / "other.db"
    for path, portal in ((one, PORTAL), (other, "https://www.qinghe.gov.cn/en/")):
        with Archive.open(path) as archive:
            add_page(archive, f"{portal}a.html", portal)
    with Archive.open(one) as target:
        before = contents(target)
        with (
            Archive.open(other, read_only=True) as source,
            pytest.raises(ArchiveError, match="both archives have a portal called"),
        ):
            merge_archive(target, source)
        with (
            Archive.open(one, read_only=True) as source,
            pytest.raises(UsageError, match="is the archive to merge into"),
        ):
            merge_archive(target, source)
        assert contents(target) == before


LINKS = st.lists(
    st.tuples(
        st.integers(0, 2),  # which archive
        st.integers(0, 2),  # which copy
        st.integers(3, 4),  # which original
        st.sampled_from((0.6, 0.75, 1.0)),
        st.sampled_from(("[]", '[{"original": [], "copy": ["甲。"]}]')),
    ),
    min_size=1,
    max_size=8,
    unique_by=lambda link: link[:2],
)


@settings(max_examples=15)
@given(LINKS)
def test_links_of_copies_are_the_likeliest_in_whatever_order(
    links: list[tuple[int, int, int, float, str]],
) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        sources = tuple(folder / f"source-{number}.db" for number in range(3))
        for number, path in enumerate(sources):
            link_copies(path, [link[1:] for link in links if link[0] == number])
        results = [
            merge_all(folder / f"merged-{place}.db", order)["mirrors"]
            for place, order in enumerate(permutations(sources))
        ]
        assert all(result == results[0] for result in results)
        again = merge_all(folder / "merged-0.db", (*sources, folder / "merged-1.db"))
        assert again["mirrors"] == results[0]
        likeliest = {copy: max(x[3] for x in links if x[1] == copy) for _, copy, *_ in links}
        ids = {copy: url_id(article(copy).url) for copy in likeliest}
        assert {row[0]: row[2] for row in results[0]} == {
            ids[copy]: likeness for copy, likeness in likeliest.items()
        }


def link_copies(path: Path, links: list[tuple[int, int, float, str]]) -> None:
    with Archive.open(path) as archive:
        stored = [put(archive, article(number)).page_id for number in range(5)]
        for copy, original, likeness, changes in links:
            archive.db.execute(
                "INSERT INTO mirrors (article_id, original_id, likeness, changes)"
                " VALUES (?, ?, ?, ?)",
                [stored[copy], stored[original], likeness, changes],
            )
