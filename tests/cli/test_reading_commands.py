"""`search` and `show`: what a person reads, what a machine reads, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from samples.articles import PORTAL, RICH, START, add_page, article, capture_of, put
from samples.commands import complaint, run, run_json, run_text

from portal_spider.archive.database import Archive
from portal_spider.archive.store import store_page
from portal_spider.archive.warc import WarcWriter
from portal_spider.items import Removal
from portal_spider.urls import url_id

VERSIONS = ("会议听取了防汛工作汇报。", "会议听取了抗旱工作汇报。")
URL = article().url


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("reading") / "archive.db"
    with Archive.open(path) as opened, WarcWriter(opened.directory, "run") as warc:
        put(opened, RICH)
        add_page(opened, URL)
        for day, text in enumerate(VERSIONS):
            page = article(paragraphs=(text,))
            capture = capture_of(page, after=day, body=text.encode("gb18030"))
            place = warc.write_response(
                URL, START, 200, "OK", (("Content-Type", "text/html"),), capture.body
            )
            capture = capture_of(page, after=day, body=capture.body, warc=place)
            store_page(opened, page, capture, run_id=None)
        add_page(opened, f"{PORTAL}pending.html")
    return path


def test_search_shows_where_the_word_stands(archive: Path) -> None:
    shown = run_text("search", "供水", "--archive", archive)
    assert RICH.title in shown
    assert "城乡供水保障办法" in shown
    assert RICH.url in shown
    assert "best 1 of 1" in shown
    assert "No article" in run_text("search", "没有的词", "--archive", archive)


def test_search_prints_json_for_machines(archive: Path) -> None:
    found = run_json("search", "抗旱", "--archive", archive)
    assert found["total"] == 1
    (hit,) = found["hits"]
    assert hit["url"] == URL
    assert hit["article_id"] == url_id(URL)
    assert hit["snippet"] == "会议听取了[抗旱]工作汇报。"


def test_a_portal_is_called_by_its_name_and_its_title_beside_it(tmp_path: Path) -> None:
    """What is told of a portal can be asked for by `--portal`, whichever command told it."""
    path = tmp_path / "archive.db"
    with Archive.open(path) as opened:
        put(opened, RICH)
        with opened.transaction() as db:
            db.conn.execute("UPDATE portals SET title = '清河县人民政府', name = 'qinghe'")
    (hit,) = run_json("search", "供水", "--archive", path)["hits"]
    exported = json.loads(run_text("export", "-", "--archive", path))
    shown = run_json("show", RICH.url, "--archive", path)
    (coverage,) = run_json("report", "--archive", path)["coverage"]
    assert [one["portal"] for one in (hit, exported, shown, coverage)] == ["qinghe"] * 4
    assert [one["portal_title"] for one in (hit, coverage)] == ["清河县人民政府"] * 2
    assert "清河县人民政府" in run_text(
        "search", "供水", "--portal", hit["portal"], "--archive", path
    )


def test_status_names_hacked_portals_that_were_never_crawled(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    spam = (Removal(kind="spam", text="澳门娱乐城官网", rule="vocabulary"),)
    with Archive.open(path) as opened:
        put(opened, RICH)
        put(opened, article(1, removed=spam))
        put(opened, article(2, removed=spam), after=3)
    text = run_text("status", "--archive", path)
    assert "hacked: www.qinghe.gov.cn, 2 pages with spam, first seen 2026-03-01, last" in text
    found = run_json("status", "--archive", path)
    assert found["portal"] == "www.qinghe.gov.cn"
    assert found["spam"]["pages"] == 2
    assert found["spam"]["first_seen"].startswith("2026-03-01T08:00:00")


def test_search_narrows(archive: Path) -> None:
    options = ("--archive", archive, "--since", "2026-02-27", "--until", "2026-02-27")
    assert run_json("search", "通知", *options, "--source", "县政府办公室")["total"] == 1
    assert run_json("search", "通知", *options, "--source", "别处")["total"] == 0


def test_show_prints_the_article(archive: Path) -> None:
    shown = run_text("show", RICH.url, "--archive", archive)
    for part in (RICH.title, *RICH.paragraphs, "林小满", "清政发〔2026〕7号", "P020260227.pdf"):
        assert part in shown
    assert run_text("show", str(url_id(RICH.url)), "--archive", archive) == shown


def test_show_prints_json(archive: Path) -> None:
    record = run_json("show", RICH.url, "--archive", archive)
    assert record["paragraphs"] == list(RICH.paragraphs)
    assert record["removals"][0]["rule"] == "navigation"
    assert run_json("show", URL, "--version", "1", "--archive", archive)["paragraphs"] == [
        VERSIONS[0]
    ]


def test_show_diff_is_by_character(archive: Path) -> None:
    shown = run_text("show", URL, "--diff", "--archive", archive)
    assert "会议听取了[-防汛-]{+抗旱+}工作汇报。" in shown
    assert "nothing changed" in run_text("show", RICH.url, "--diff", "--archive", archive)


def test_show_raw_gives_the_bytes_of_a_version(archive: Path) -> None:
    for number, text in enumerate(VERSIONS, 1):
        done = run("show", URL, "--raw", "--version", str(number), "--archive", archive)
        assert done.stdout == text.encode("gb18030")
    assert run("show", URL, "--raw", "--archive", archive).stdout == VERSIONS[1].encode("gb18030")


def test_what_cannot_be_shown_is_said_in_one_line(archive: Path, tmp_path: Path) -> None:
    at = ("--archive", archive)
    assert "no such page" in complaint("show", f"{PORTAL}none.html", *at, code=2)
    assert "no article (done)" in complaint("show", f"{PORTAL}pending.html", *at, code=2)
    assert "neither a URL nor an id" in complaint("show", "www.qinghe.gov.cn", *at, code=2)
    assert "no version 3" in complaint("show", URL, "--version", "3", *at, code=2)
    assert "were not kept" in complaint("show", RICH.url, "--raw", *at, code=4)
    assert "nothing to search for" in complaint("search", "NOT", "教育", *at, code=2)
    missing = tmp_path / "none.db"
    assert "no such archive" in complaint("search", "教育", "--archive", missing, code=4)
    assert not missing.exists()


def test_hostile_text_commands_no_terminal(archive: Path, tmp_path: Path) -> None:
    path = tmp_path / "hostile.db"
    with Archive.open(path) as opened:
        put(opened, article(title="标\x1b]8;;http://evil\x07题", paragraphs=("\u202e文\x9b31m",)))
    for arguments in (("search", "文"), ("show", URL)):
        shown = run_text(*arguments, "--archive", path)
        assert not set("\x1b\x07\x9b\u202e") & set(shown)
