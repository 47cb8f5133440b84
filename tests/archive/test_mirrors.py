"""A mirror's copy is linked to its original, and what it forged is shown."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from samples.articles import article, put

from portal_spider.archive.database import Archive
from portal_spider.archive.merge import merge_archive
from portal_spider.archive.mirrors import link_mirrors, link_original
from portal_spider.archive.reextraction import reextract_archive
from portal_spider.items import Page

ORIGINAL = article(
    1,
    title="全市防汛抗旱工作会议召开",
    paragraphs=(
        "市长林远山出席会议并讲话，会议传达学习了全省防汛抗旱工作电视电话会议精神。",
        "会议指出，今年入汛以来我市降雨量较常年同期偏多三成，部分河流水位接近警戒线。",
        "会议要求，各级各部门要压实防汛责任，落实值班值守制度，做好抢险物资储备和队伍演练。",
        "各县区政府和市直有关部门负责同志参加会议，会议以视频形式开到乡镇一级。",
    ),
)
COPY = article(
    2,
    title=ORIGINAL.title,
    url="https://mirror.example/a/2.html",
    script="mirrored",
    paragraphs=(
        "市长王大财出席会议并讲话,会议传达学习了全省防汛抗旱工作电视电话会议精神。",
        *(text.replace("，", ",") for text in ORIGINAL.paragraphs[1:]),
        "本次会议由王氏集团独家赞助。",
    ),
)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "archive.db") as opened:
        for number in range(3, 8):
            put(opened, article(number))
        yield opened


def test_a_copy_is_linked_to_its_original_with_what_it_forged(archive: Archive) -> None:
    original, copy = put(archive, ORIGINAL), put(archive, COPY)
    mirror = link_original(archive, copy.page_id)
    assert mirror is not None
    assert mirror.original_id == original.page_id
    assert 0.6 < mirror.likeness < 1
    forged, slipped_in = mirror.changes
    assert forged.original == (ORIGINAL.paragraphs[0],)
    assert forged.copy == (COPY.paragraphs[0],)
    assert slipped_in.original == ()
    assert slipped_in.copy == ("本次会议由王氏集团独家赞助。",)
    (row,) = archive.db.query("SELECT * FROM mirrors")
    assert (row["article_id"], row["original_id"]) == (copy.page_id, original.page_id)
    assert json.loads(row["changes"])[1] == {"original": [], "copy": list(slipped_in.copy)}


def test_a_copy_that_changes_only_signs_has_no_changes(archive: Archive) -> None:
    put(archive, ORIGINAL)
    paragraphs = tuple(text.replace("，", ",") for text in ORIGINAL.paragraphs)
    copy = put(archive, Page(**_values(COPY) | {"paragraphs": paragraphs}))
    mirror = link_original(archive, copy.page_id)
    assert mirror is not None
    assert mirror.likeness == 1
    assert mirror.changes == ()


def test_an_article_of_the_same_formulas_is_no_original(archive: Archive) -> None:
    other = "会议要求，各级各部门要压实防汛责任，落实值班值守制度，做好抢险物资储备和队伍演练。"
    put(archive, article(9, paragraphs=(other, "全县春耕生产现场推进会在河口镇召开。" * 3)))
    copy = put(archive, COPY)
    assert link_original(archive, copy.page_id) is None
    assert not list(archive.db.query("SELECT * FROM mirrors"))


def notice(number: int, year: int, first: str, last: str, **fields: str) -> Page:
    text = (
        f"各单位：现将{year}年春节放假安排通知如下，请做好值班和安全保卫工作，遇有重大事件及时报告。",
        f"{first}至{last}放假调休。假日期间请安排好值班人员，并于节前三日将名单报送办公室备案。",
    )
    return article(number, title=f"{year}年春节放假安排", paragraphs=text, **fields)


def test_the_same_notice_of_another_year_is_no_original(archive: Archive) -> None:
    put(archive, notice(20, 2022, "1月31日", "2月6日"))
    mirror = {"script": "mirrored", "url": "https://mirror.example/a/21.html"}
    other = put(archive, notice(21, 2024, "2月10日", "2月17日", **mirror))
    assert link_original(archive, other.page_id) is None
    same = put(archive, notice(20, 2022, "1月31日", "2月6日", **mirror | {"url": COPY.url}))
    assert link_original(archive, same.page_id) is not None


def test_a_copy_of_a_traditional_page_is_linked(archive: Archive) -> None:
    original = put(archive, Page(**_values(ORIGINAL) | {"script": "hant"}))
    copy = put(archive, COPY)
    assert links(archive) == [(copy.page_id, original.page_id)]


def test_copies_stored_before_their_original_are_linked_later(archive: Archive) -> None:
    copy = put(archive, COPY)
    assert link_mirrors(archive) == 0
    put(archive, ORIGINAL)
    assert link_mirrors(archive) == 1
    assert link_mirrors(archive) == 1
    (row,) = archive.db.query("SELECT article_id FROM mirrors")
    assert row["article_id"] == copy.page_id


def test_a_copy_is_linked_when_it_is_stored(archive: Archive) -> None:
    original, copy = put(archive, ORIGINAL), put(archive, COPY)
    assert links(archive) == [(copy.page_id, original.page_id)]


def test_reextract_finds_an_original_that_came_later(archive: Archive) -> None:
    copy, original = put(archive, COPY), put(archive, ORIGINAL)
    assert links(archive) == []
    reextract_archive(archive, dry_run=True)
    assert links(archive) == []
    reextract_archive(archive)
    assert links(archive) == [(copy.page_id, original.page_id)]


@pytest.mark.parametrize("copy_first", [True, False])
def test_a_copy_in_one_archive_meets_its_original_in_another(
    archive: Archive, tmp_path: Path, copy_first: bool
) -> None:
    pages = (COPY, ORIGINAL) if copy_first else (ORIGINAL, COPY)
    here = put(archive, pages[0])
    with Archive.open(tmp_path / "other.db") as other:
        there = put(other, pages[1])
        merge_archive(archive, other)
    ids = (here.page_id, there.page_id)
    assert links(archive) == [ids if copy_first else ids[::-1]]


def links(archive: Archive) -> list[tuple[int, int]]:
    """The copies and their originals."""
    rows = archive.db.execute("SELECT article_id, original_id FROM mirrors ORDER BY 1")
    return list(rows.fetchall())


def _values(page: Page) -> dict[str, object]:
    return {name: getattr(page, name) for name in page.__dataclass_fields__}
