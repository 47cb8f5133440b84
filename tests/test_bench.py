"""The benchmark measures what it says, and says what it measured."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from samples.corpus import Corpus

from portal_spider import bench
from portal_spider.archive.database import Archive
from portal_spider.archive.sources import SourcePage
from portal_spider.archive.warc import WarcWriter
from portal_spider.errors import UsageError


@pytest.fixture
def warc(tmp_path: Path) -> Path:
    with WarcWriter(tmp_path, "pages") as writer:
        for n in range(3):
            body = bench.synthetic_page("paragraphs", 20_000)
            at = datetime(2026, 1, 1, tzinfo=UTC)
            headers = [("Content-Type", "text/html")]
            writer.write_response(f"http://a.example/{n}.html", at, 200, "OK", headers, body)
    return tmp_path / "pages.warc.gz"


def test_extract_compares_ours_with_the_bare_parse(warc: Path) -> None:
    done = CliRunner().invoke(bench.bench, ["extract", str(warc), "--rounds", "1", "--json"])
    assert done.exit_code == 0, done.output
    measured = json.loads(done.stdout)
    assert measured["pages"] == 3
    assert measured["pages_per_second"].keys() >= {bench.OURS, bench.PARSE}
    assert all(speed > 0 for speed in measured["pages_per_second"].values())


def test_a_slower_extractor_has_fewer_pages_a_second() -> None:
    pages = [SourcePage(url="http://a.example/", body=b"<p>1</p>")] * 20
    speeds = bench.compare(
        {"quick": lambda page: sum(range(10_000)), "slow": lambda page: sum(range(300_000))},
        pages,
        rounds=3,
    )
    assert speeds["quick"] > 3 * speeds["slow"]


@pytest.mark.parametrize("shape", bench.SHAPES)
def test_synthetic_pages_have_the_size_asked_for(shape: str) -> None:
    assert 0.9 < len(bench.synthetic_page(shape, 50_000)) / 50_000 < 1.1


def test_scaling_prints_a_row_a_shape(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "SIZES", (2_000, 20_000))
    done = CliRunner().invoke(bench.bench, ["scaling", "--rounds", "1"])
    assert done.exit_code == 0, done.output
    assert len(done.stdout.splitlines()) == 2 + len(bench.SHAPES)


def test_archive_says_how_it_is_searched_and_exported(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with Archive.open(path) as opened:
        Corpus().fill(opened, range(20))
    done = CliRunner().invoke(bench.bench, ["archive", str(path), "--words", "12"])
    assert done.exit_code == 0, done.output
    assert [line.split()[0] for line in done.stdout.splitlines()] == ["20", "search", "export"]


def test_writing_compares_a_small_and_a_larger_archive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "archive.db"
    with Archive.open(path) as opened:
        Corpus().fill(opened, range(20))
    before = path.read_bytes()
    monkeypatch.setattr(bench, "FEW", 10)
    done = CliRunner().invoke(bench.bench, ["writing", str(path), "--articles", "15"])
    assert done.exit_code == 0, done.output
    one, many = done.stdout.splitlines()
    assert one.startswith("1 a commit: ")
    assert many.startswith("100 a commit: ")
    assert " at 10, " in one
    assert " at 20: " in one
    assert path.read_bytes() == before


def test_an_archive_without_text_has_no_words_to_search_for(tmp_path: Path) -> None:
    Archive.open(tmp_path / "archive.db").close()
    done = CliRunner().invoke(bench.bench, ["archive", str(tmp_path / "archive.db")])
    assert isinstance(done.exception, UsageError)
