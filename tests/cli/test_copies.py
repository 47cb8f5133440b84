"""`show` says what an article is a copy of, and what the copy changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from samples.articles import article, put
from samples.commands import run_json, run_text

from portal_spider.archive.database import Archive

TEXT = (
    "市长林远山出席会议并讲话，会议传达学习了全省防汛抗旱工作电视电话会议精神。",
    "会议指出，今年入汛以来我市降雨量较常年同期偏多三成，部分河流水位接近警戒线。",
    "会议要求，各级各部门要压实防汛责任，落实值班值守制度，做好抢险物资储备和队伍演练。",
)
ORIGINAL = article(1, title="全市防汛抗旱工作会议召开", paragraphs=TEXT)
COPY = article(
    2,
    title=ORIGINAL.title,
    url="https://mirror.example/a/2.html",
    script="mirrored",
    paragraphs=(
        TEXT[0].replace("林远山", "王大财").replace("，", ","),
        *(text.replace("，", ",") for text in TEXT[1:]),
        "本次会议由王氏集团独家赞助。",
    ),
)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("copies") / "archive.db"
    with Archive.open(path) as opened:
        for page in (ORIGINAL, COPY, article(3)):
            put(opened, page)
    return path


def test_a_copy_names_its_original_and_the_original_its_copies(archive: Path) -> None:
    shown = run_text("show", COPY.url, "--archive", archive)
    assert f"copy of  {ORIGINAL.url}  (" in shown
    assert "2 passages changed" in shown
    assert f"copied by  {COPY.url}  (" in run_text("show", ORIGINAL.url, "--archive", archive)
    assert "cop" not in run_text("show", article(3).url, "--archive", archive)


def test_the_difference_is_what_was_forged_and_no_sign(archive: Path) -> None:
    lines = run_text("show", COPY.url, "--diff", "--archive", archive).splitlines()
    at = lines.index(f"original {ORIGINAL.url} -> this copy")
    forged, slipped_in = lines[at + 1 :]
    assert forged == f"  市长[-林远山-]{{+王大财+}}{TEXT[0][5:]}"
    assert slipped_in == "  {+本次会议由王氏集团独家赞助。+}"
    assert "this copy" not in run_text("show", ORIGINAL.url, "--diff", "--archive", archive)


def test_the_links_are_in_the_json(archive: Path) -> None:
    record = run_json("show", COPY.url, "--archive", archive)
    assert record["copy_of"]["url"] == ORIGINAL.url
    assert record["copy_of"]["changes"][1]["original"] == []
    assert record["copies"] == []
    (copy,) = run_json("show", ORIGINAL.url, "--archive", archive)["copies"]
    assert copy["url"] == COPY.url
