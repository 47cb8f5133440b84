"""`show --diff` says what a newer version states otherwise: text, day, source and byline."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from samples.articles import START
from samples.inside import say
from samples.portal_pages import BODY, URL, article
from samples.records import write_records


def page(day: str, source: str, name: str) -> bytes:
    info = f"<div>发布时间：{day} 09:30　来源：{source}　责任编辑：{name}</div>"
    return article(info=info, body=f'<div id="zoom">{BODY}<p>{source}供稿。</p></div>')


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "archive.db"
    older = page("2026-03-05", "县农业农村局", "王建国")
    newer = page("2026-03-06", "县政府办公室", "李晓明")
    warc = write_records(tmp_path, [(URL, START, older), (URL, START + timedelta(days=1), newer)])
    assert say("import", warc, "--archive", path).out == "new: 1\nchanged: 1\n"
    return path


def test_a_changed_day_source_and_byline_are_shown(archive: Path) -> None:
    lines = say("show", URL, "--diff", "--archive", archive).out.splitlines()
    assert lines[1:4] == [
        "  published  [-2026-03-05T09:30+08:00-]{+2026-03-06T09:30+08:00+}",
        "  source  [-县农业农村局-]{+县政府办公室+}",
        "  byline  [-责任编辑 王建国-]{+责任编辑 李晓明+}",
    ]


def test_machines_are_told_the_same(archive: Path) -> None:
    said = say("show", URL, "--diff", "--json", "--archive", archive).json
    assert (said["url"], said["versions"]) == (URL, 2)
    (change,) = said["changes"]
    assert [fact["name"] for fact in change["facts"]] == ["published", "source", "byline"]
    assert change["facts"][1] == {
        "name": "source",
        "older": "县农业农村局",
        "newer": "县政府办公室",
    }
    assert "".join(run["text"] for run in change["paragraphs"][-1] if run["kind"] != "removed") == (
        "县政府办公室供稿。"
    )


def test_without_the_bytes_the_byline_is_left_out(archive: Path) -> None:
    for file in archive.with_suffix(".warc").iterdir():
        file.unlink()
    said = say("show", URL, "--diff", "--json", "--archive", archive).json
    assert [fact["name"] for fact in said["changes"][0]["facts"]] == ["published", "source"]


@pytest.mark.parametrize(
    "extra", [("--raw", "--diff"), ("--raw", "--json"), ("--diff", "--version", "1")]
)
def test_options_that_exclude_each_other_are_refused(archive: Path, extra: tuple[str, ...]) -> None:
    assert "leave" in say("show", URL, *extra, "--archive", archive, code=2).complaint
