"""An article that is cut in several pages is one after an import, as it is after a crawl."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from samples.articles import START
from samples.inside import say
from samples.portal_pages import BODY, TEXTS, URL, article
from samples.records import write_records

from portal_spider.archive.database import Archive

STEM = URL.removesuffix(".html").removesuffix("_1") + "_1234567"
FIRST, SECOND, THIRD = (f"{STEM}{number}.html" for number in ("", "_1", "_2"))
OTHER = f"{STEM}8_1.html"
LINES = (
    "第二部分：县农业农村局已组织技术人员包村联户，指导农户科学选种、适时播种。",
    "第三部分：县财政局要及时拨付补贴资金，县审计局对资金使用情况进行监督检查。",
)
NEW_LINE = "第三部分（更正）：补贴资金由县财政局于四月底前直接拨付到户，不再经乡镇转付。"
PAGER = "<p>[1] <a href='{second}'>[2]</a> <a href='{third}'>[3]</a></p>"


def first(more: str = "") -> bytes:
    pager = PAGER.format(second=SECOND.rpartition("/")[2], third=THIRD.rpartition("/")[2])
    return article(body=f"<div id='zoom'>{BODY}{more}{pager}</div>", after="")


def part(line: str) -> bytes:
    return article(body=f"<div id='zoom'><p>{line}</p></div>", after="")


def pages(after: float = 0, last: str = LINES[1]) -> list[tuple[str, datetime, bytes]]:
    """The three pages as fetched one after the other, and one that merely looks like a part."""
    bodies = {FIRST: first(), SECOND: part(LINES[0]), THIRD: part(last), OTHER: article()}
    return [
        (url, START + timedelta(days=after, seconds=number), body)
        for number, (url, body) in enumerate(bodies.items())
    ]


def rows(archive: Path, sql: str) -> list[tuple[object, ...]]:
    with Archive.open(archive, read_only=True) as opened:
        return opened.db.conn.execute(sql).fetchall()


def content(archive: Path) -> tuple[object, ...]:
    """What the archive says, but not where its bytes lie."""
    return tuple(
        rows(archive, sql)
        for sql in (
            "SELECT url, state, reason FROM pages ORDER BY url",
            "SELECT id, page_id, final_url, reason, text_hash FROM captures ORDER BY id",
            "SELECT page_id, text, capture_id, captured_at FROM articles ORDER BY page_id",
            "SELECT id, text FROM versions ORDER BY id",
            "SELECT article_id, flag FROM flags ORDER BY 1, 2",
        )
    )


def texts(archive: Path) -> dict[object, list[str]]:
    found = rows(archive, "SELECT g.url, a.text FROM articles a JOIN pages g ON g.id = a.page_id")
    return {url: str(text).split("\n") for url, text in found}


@pytest.mark.parametrize("seed", range(3))
def test_parts_are_joined_in_whatever_order_they_come(tmp_path: Path, seed: int) -> None:
    answers = pages()
    random.Random(seed).shuffle(answers)
    archive = tmp_path / "archive.db"
    warc = write_records(tmp_path, answers)
    assert say("import", warc, "--archive", archive, "--json").json["pages"] == {
        "new": 2,
        "part": 2,
    }
    assert texts(archive) == {FIRST: [*TEXTS, *LINES], OTHER: list(TEXTS)}
    assert rows(archive, "SELECT flag FROM flags WHERE flag = 'part_missing'") == []
    assert rows(archive, "SELECT final_url FROM captures WHERE reason = 'part' ORDER BY 1") == [
        (SECOND,),
        (THIRD,),
    ]
    before = content(archive)
    again = say("import", warc, "--archive", archive, "--json").json["pages"]
    assert (again, content(archive)) == ({"known": 4}, before)
    assert say("reextract", "--archive", archive, "--json").json["changed"] == 0
    assert content(archive) == before
    assert say("verify", "--archive", archive).out.endswith("no fault\n")


def test_a_part_that_changed_makes_a_version(tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    warc = write_records(tmp_path, [*pages(1, last=NEW_LINE), *pages()])
    say("import", warc, "--archive", archive)
    assert texts(archive)[FIRST] == [*TEXTS, LINES[0], NEW_LINE]
    assert rows(archive, "SELECT text FROM versions") == [("\n".join((*TEXTS, *LINES)),)]
    before = content(archive)
    say("reextract", "--archive", archive)
    assert content(archive) == before


def test_a_part_that_is_missing_is_flagged_and_joined_when_it_comes(tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    head, second, third, _ = pages()
    say("import", write_records(tmp_path, [head, second], "one"), "--archive", archive)
    assert texts(archive) == {FIRST: [*TEXTS, LINES[0]]}
    assert rows(archive, "SELECT flag FROM flags WHERE flag = 'part_missing'") != []
    later = write_records(tmp_path, [third], "two")
    assert say("import", later, "--archive", archive).out == "part: 1\n"
    assert texts(archive) == {FIRST: [*TEXTS, *LINES]}
    assert rows(archive, "SELECT flag FROM flags WHERE flag = 'part_missing'") == []
    assert rows(archive, "SELECT count(*) FROM versions") == [(0,)]
    assert say("import", later, "--archive", archive).out == "known: 1\n"


def test_a_page_that_nobody_continues_at_is_one_of_its_own(tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    answers = [(FIRST, START, article()), (SECOND, START, article())]
    say("import", write_records(tmp_path, answers), "--archive", archive)
    assert texts(archive) == {FIRST: list(TEXTS), SECOND: list(TEXTS)}
