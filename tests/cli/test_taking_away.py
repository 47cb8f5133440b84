"""`export` and `feed`: what is taken away is all there, whole, and harmless."""

from __future__ import annotations

import csv
import json
import sqlite3
from pathlib import Path

import pytest
from lxml import etree
from samples.articles import PORTAL, RICH, article, put
from samples.commands import complaint, run, run_json, run_text

from portal_spider.archive.database import Archive
from portal_spider.items import Credit

FORMULA = '=HYPERLINK("http://evil.example","点")'
ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("taking") / "archive.db"
    with Archive.open(path) as opened:
        put(opened, RICH)
        put(opened, article(1, title=FORMULA, published_at="2026-01-05", paragraphs=()))
        put(opened, article(2, byline=(Credit(role="记者", names=("=1+1",)),)), after=1)
        put(opened, article(2, paragraphs=("改稿。", '引号"与\\斜线', "第三段\t制表")), after=3)
        put(opened, article(3, title="含\x01控制符"), after=2)
        opened.db.execute("UPDATE pages SET state = 'gone' WHERE url LIKE '%2026_3.html'")
        opened.db.execute("UPDATE pages SET fetched_at = '2026-03-09T00:00:00.000+00:00'")
    return path


def test_jsonl_has_what_the_archive_has(archive: Path, tmp_path: Path) -> None:
    target = tmp_path / "articles.jsonl"
    run("export", target, "--archive", archive)
    records = {r["url"]: r for r in map(json.loads, target.read_text().splitlines())}
    assert len(records) == 4
    rich = records[RICH.url]
    assert rich["title"] == RICH.title
    assert rich["paragraphs"] == list(RICH.paragraphs)
    assert rich["breadcrumb"] == list(RICH.breadcrumb)
    assert rich["byline"] == [
        {"role": "责任编辑", "name": "林小满"},
        {"role": "责任编辑", "name": "周知远"},
    ]
    assert rich["attachments"] == [
        {"url": RICH.attachments[0].url, "name": "城乡供水保障办法.pdf", "sha256": None}
    ]
    assert rich["fields"] == dict(RICH.fields)
    assert records[article(1).url]["paragraphs"] == []
    assert records[article(1).url]["title"] == FORMULA
    assert records[article(2).url]["paragraphs"] == ["改稿。", '引号"与\\斜线', "第三段\t制表"]
    assert records[article(3).url]["state"] == "gone"
    assert run("export", "-", "--archive", archive).stdout == target.read_bytes()


def test_csv_computes_nothing_in_a_spreadsheet(archive: Path, tmp_path: Path) -> None:
    target = tmp_path / "articles.csv"
    run("export", target, "--archive", archive)
    with target.open(newline="", encoding="utf-8") as file:
        rows = {row["url"]: row for row in csv.DictReader(file)}
    assert rows[RICH.url]["text"] == "\n".join(RICH.paragraphs)
    assert rows[RICH.url]["document_number"] == "清政发〔2026〕7号"
    assert rows[RICH.url]["attachments"] == RICH.attachments[0].url
    assert rows[RICH.url]["attachments_sha256"] == "none"
    assert rows[article(1).url]["title"] == f"'{FORMULA}"
    for row in rows.values():
        assert not any(value.startswith(("=", "+", "-", "@", "\t", "\r")) for value in row.values())


def test_parquet_reads_back(archive: Path, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    target = tmp_path / "articles.parquet"
    run("export", target, "--archive", archive)
    rows = {row["url"]: row for row in parquet.read_table(target).to_pylist()}
    assert rows[RICH.url]["text"] == "\n".join(RICH.paragraphs)
    assert rows[article(1).url]["title"] == FORMULA
    assert rows[article(1).url]["byline"] is None


def test_an_sqlite_export_is_an_archive_of_its_own(archive: Path, tmp_path: Path) -> None:
    target = tmp_path / "water.db"
    run("export", target, "--search", "供水", "--archive", archive)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["water.db"]
    assert run_json("search", "供水", "--archive", target)["total"] == 1
    assert run_json("search", "会议", "--archive", target)["total"] == 0
    record = run_json("show", RICH.url, "--archive", target)
    assert record == run_json("show", RICH.url, "--archive", archive)
    with sqlite3.connect(target) as plain:
        assert plain.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert plain.execute("PRAGMA foreign_key_check").fetchall() == []


def test_an_export_can_be_narrowed(archive: Path) -> None:
    lines = run_text("export", "-", "--until", "2026-01-31", "--archive", archive).splitlines()
    assert [json.loads(line)["title"] for line in lines] == [FORMULA]


def test_an_export_is_whole_or_not_there(archive: Path, tmp_path: Path) -> None:
    at = ("--archive", archive)
    target = tmp_path / "articles.jsonl"
    target.write_text("before")
    assert "nothing to search for" in complaint("export", target, "--search", "-", *at, code=2)
    assert target.read_text() == "before"
    assert "cannot tell the format" in complaint("export", tmp_path / "a.doc", *at, code=2)
    missing = tmp_path / "missing" / "a.csv"
    assert "cannot be written" in complaint("export", missing, *at, code=2)
    assert "is the archive itself" in complaint("export", archive, *at, code=2)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["articles.jsonl"]


def test_the_feed_tells_what_is_new_changed_and_gone(archive: Path, tmp_path: Path) -> None:
    text = run("feed", "--title", "清河", "--archive", archive).stdout
    root = etree.fromstring(text)
    assert root.tag == f"{{{ATOM['a']}}}feed"
    entries = [
        (entry.findtext("a:title", None, ATOM), entry.find("a:category", ATOM).get("term"))
        for entry in root.findall("a:entry", ATOM)
    ]
    assert ("[withdrawn] 含\ufffd控制符", "gone") in entries
    assert ("[changed] 第2次常务会议召开", "changed") in entries
    assert ("第2次常务会议召开", "new") in entries
    assert len(entries) == 6
    assert entries[0][1] == "gone"
    for entry in root.findall("a:entry", ATOM):
        for required in ("id", "title", "updated", "author/a:name"):
            assert entry.findtext(f"a:{required}", None, ATOM)
        assert entry.find("a:link", ATOM).get("href").startswith(PORTAL)
    ids = [entry.findtext("a:id", None, ATOM) for entry in root.findall("a:entry", ATOM)]
    assert len(set(ids)) == len(ids)
    target = tmp_path / "feed.atom"
    run("feed", "--search", "供水", "--output", target, "--archive", archive)
    assert len(etree.parse(target).findall("a:entry", ATOM)) == 1
    assert run("feed", "--title", "清河", "--archive", archive).stdout == text


def test_the_news_for_machines(archive: Path, tmp_path: Path) -> None:
    items = run_json("feed", "--limit", "2", "--archive", archive)["items"]
    assert [item["news"] for item in items][:1] == ["gone"]
    assert {item["portal"] for item in items} == {PORTAL.split("/")[2]}
    target = tmp_path / "news.json"
    said = complaint("feed", "--json", "--output", target, "--archive", archive, code=2)
    assert "leave --output out" in said
    assert not target.exists()


def test_an_empty_feed_is_a_feed(archive: Path) -> None:
    root = etree.fromstring(run("feed", "--source", "无", "--archive", archive).stdout)
    assert root.findall("a:entry", ATOM) == []
    assert root.findtext("a:updated", None, ATOM)
