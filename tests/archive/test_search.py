"""Search: finds every word exactly where it stands, and nothing else."""

from __future__ import annotations

import random
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from samples.articles import PORTAL, article, capture_of, put
from samples.corpus import Corpus

from portal_spider.archive import search as searching
from portal_spider.archive.database import Archive
from portal_spider.archive.search import Filters, matching, search
from portal_spider.archive.snippets import plain
from portal_spider.archive.store import store_page
from portal_spider.errors import UsageError
from portal_spider.urls import url_id

TEXTS = {
    1: ("教育改革方案", "县教育局召开会议。各学校要落实。"),
    2: ("卫生工作要点", "教、育两字分开写，不算。推进公共卫生。"),
    3: ("ＧＤＰ增长5.2%", "全县GDP增长５.２％，高于预期㎡。"),
    4: ("通知", "根据国发〔2023〕15号文件，教育和卫生部门配合。\n教\n育"),
    5: (None, "供水保障。"),
}


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "archive.db") as opened:
        for number, (title, text) in TEXTS.items():
            put(
                opened,
                article(
                    number,
                    title=title,
                    paragraphs=tuple(text.split("\n")),
                    published_at=f"2026-02-{number:02}",
                    source="新华社" if number % 2 else None,
                ),
            )
        yield opened


def numbers(archive: Archive, query: str, **options: object) -> list[int]:
    results = search(archive, query, **options)  # type: ignore[arg-type]
    assert results.total is None or results.total >= len(results.hits)
    return [int(hit.url.rpartition("_")[2].removesuffix(".html")) for hit in results.hits]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("教育", [1, 4]),
        ("育", [1, 2, 4]),
        ("教、育", [2]),
        ("教育局召开会议", [1]),
        ("教育 卫生", [4]),
        ("教育 OR 供水", [1, 4, 5]),
        ("卫生 -教育", [2]),
        ("卫生 NOT (教育 OR 供水)", [2]),
        ("gdp", [3]),
        ("ＧＤＰ增长", [3]),
        ("5.2%", [3]),
        ("m2", [3]),
        ("衛生", [2, 4]),
        ("國發〔2023〕15號", [4]),
        ("国发 2023", [4]),
        ("〕", [4]),
        ("两字分开写，不算", [2]),
        ("不存在的词", []),
    ],
)
def test_words_are_found_exactly_where_they_stand(
    archive: Archive, query: str, expected: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert sorted(numbers(archive, query)) == expected
    monkeypatch.setattr(searching, "RANKED", 0)
    assert sorted(numbers(archive, query)) == expected, "the newest first"
    monkeypatch.setattr(searching, "LISTED", 0)
    assert sorted(numbers(archive, query)) == expected, "read from the newest on"
    monkeypatch.setattr(searching, "PATIENCE", 1)
    assert sorted(numbers(archive, query)) == expected, "read in vain"
    ids = {url_id(f"{PORTAL}zwgk/tzgg/t2026_{number}.html") for number in expected}
    assert set(matching(archive, query)) == ids


def test_a_hit_in_the_title_comes_first_and_newest_when_asked(archive: Archive) -> None:
    assert numbers(archive, "教育") == [1, 4]
    assert numbers(archive, "教育", order="newest") == [4, 1]
    assert numbers(archive, "教育", limit=1, offset=1) == [4]


def test_what_was_found_is_marked(archive: Archive) -> None:
    (hit,) = search(archive, "教育 会议").hits
    assert plain(hit.title, "[", "]") == "[教育]改革方案"
    assert plain(hit.snippet, "[", "]") == "县[教育]局召开[会议]。各学校要落实。"
    (hit,) = search(archive, "m2").hits
    assert plain(hit.snippet, "[", "]") == "全县GDP增长５.２％，高于预期[㎡]。"


def test_a_snippet_shows_where_most_words_stand(archive: Archive) -> None:
    filler = "会议要求各部门认真贯彻。" * 30
    put(archive, article(9, title="长文", paragraphs=(f"水。{filler}水库移民安置。{filler}",)))
    (hit,) = search(archive, "水 移民 安置").hits
    shown = plain(hit.snippet, "[", "]")
    assert "[水]库[移民][安置]" in shown
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert len(plain(hit.snippet)) < 100


def test_filters_narrow(archive: Archive) -> None:
    assert numbers(archive, "教育", filters=Filters(source="新华社")) == [1]
    assert numbers(archive, "教育", filters=Filters(since="2026-02-02")) == [4]
    assert numbers(archive, "教育", filters=Filters(until="2026-02-01")) == [1]
    assert numbers(archive, "教育", filters=Filters(portal="www.qinghe.gov.cn")) == [1, 4]
    assert numbers(archive, "教育", filters=Filters(portal="other")) == []
    page_id = url_id(f"{PORTAL}zwgk/tzgg/t2026_4.html")
    with archive.transaction() as db:
        db.execute(
            "INSERT INTO sections (id, portal_id, url, name) SELECT 7, id, 'u', '通知' FROM portals"
        )
        db.execute(f"INSERT INTO entries VALUES (7, {page_id}, NULL, NULL, 'x', 'x', NULL)")
    assert numbers(archive, "教育", filters=Filters(section="通知")) == [4]
    assert numbers(archive, "教育", filters=Filters(section="u", source="新华社")) == []


def test_until_a_day_includes_its_hours(archive: Archive) -> None:
    put(archive, article(8, title="防汛", published_at="2026-02-20T17:30:00+08:00"))
    assert numbers(archive, "防汛", filters=Filters(since="2026-02-20", until="2026-02-20")) == [8]


def test_nothing_to_search_for_is_refused(archive: Archive) -> None:
    with pytest.raises(UsageError):
        search(archive, "-教育")


@pytest.mark.parametrize(
    ("condition", "titles"),
    [
        ("query MATCH '教育'", ["教育改革方案", "通知"]),
        ("query MATCH '育'", ["教育改革方案", "卫生工作要点", "通知"]),
        ("query MATCH '教育 育局' AND instr(said, '教育局')", ["教育改革方案"]),
        ("query MATCH '国发 02 23 15' AND instr(said, '国发〔2023〕15号')", ["通知"]),
        ("query MATCH '发ø3014 ø30142' AND instr(said, '发〔2')", ["通知"]),
    ],
)
def test_plain_sqlite_searches_by_the_documented_query(
    archive: Archive, condition: str, titles: list[str]
) -> None:
    sql = f"SELECT title FROM search WHERE {condition} ORDER BY published_at"
    run = subprocess.run(
        ["sqlite3", str(archive.path), sql], capture_output=True, text=True, check=True
    )
    assert run.stdout.splitlines() == titles


def test_the_index_follows_an_edit_within_the_same_transaction(archive: Archive) -> None:
    page = article(1, title="防汛", paragraphs=("水位上涨。",))
    with archive.transaction():
        store_page(archive, page, capture_of(page, after=3), run_id=None)
        assert numbers(archive, "教育") == [4]
        assert numbers(archive, "水位") == [1]


def fill(archive: Archive, articles: int) -> None:
    Corpus(topics=10).fill(archive, range(articles))


def random_words(archive: Archive, count: int, chance: random.Random) -> list[str]:
    """Words of one to six characters as they stand in the texts, punctuation included."""
    texts = [row[0] for row in archive.db.execute("SELECT text FROM articles LIMIT 500")]
    words = []
    for _ in range(count):
        text, length = chance.choice(texts), chance.randint(1, 6)
        start = chance.randrange(len(text) - length)
        words.append(text[start : start + length])
    return words


def check_recall(archive: Archive, words: list[str]) -> None:
    rows = archive.db.execute("SELECT id, coalesce(title, '') || char(0) || text FROM articles")
    texts = rows.fetchall()
    for word in words:
        expected = {article_id for article_id, text in texts if word in text}
        assert set(matching(archive, f'"{word}"')) == expected, word


def test_random_words_are_found_just_where_a_scan_finds_them(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "archive.db") as archive:
        fill(archive, 150)
        words = [word for word in random_words(archive, 400, random.Random(1)) if word.strip()]
        check_recall(archive, words)


@pytest.mark.slow
def test_ten_thousand_random_words_are_found_just_where_a_scan_finds_them(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "archive.db") as archive:
        fill(archive, 600)
        words = [word for word in random_words(archive, 10_000, random.Random(2)) if word.strip()]
        check_recall(archive, words)
