"""What is damaged, missing, full or misspelt: one line, the exit code of the contract, no loss."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from samples.articles import RICH, article, put
from samples.commands import (
    PERMISSIONS_HOLD,
    UNPRIVILEGED,
    complaint,
    run,
    run_json,
    run_text,
)
from samples.inside import say

from portal_spider.archive.database import Archive
from portal_spider.archive.warc import WarcWriter

FULL = Path("/dev/full")
PAGES = 1000
"""More than can be read while a test looks on."""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("whole") / "archive.db"
    with Archive.open(path) as opened:
        put(opened, RICH)
        for number in range(40):
            put(opened, article(number, paragraphs=(f"第{number}稿。" * 200,)))
    return path


@pytest.fixture
def archive(whole: Path, tmp_path: Path) -> Path:
    """An archive of one test's own."""
    assert [path.name for path in whole.parent.iterdir()] == [whole.name]
    return shutil.copy(whole, tmp_path / "archive.db")


def damage(path: Path, table: str) -> None:
    """Overwrite the first page of a table, as a bad disk does."""
    with sqlite3.connect(path) as plain:
        (page,) = plain.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", [table])
        size = plain.execute("PRAGMA page_size").fetchone()[0]
    plain.close()
    with path.open("r+b") as file:
        file.seek((page[0] - 1) * size)
        file.write(b"\xaa" * size)


READING = [
    ("search", "供水"),
    ("show", RICH.url),
    ("export", "-"),
    ("export", "{folder}/x.csv"),
    ("export", "{folder}/x.db"),
    ("feed",),
    ("report", "--out", "{folder}/r.html"),
    ("merge", "{folder}/other.db"),
]


@pytest.mark.parametrize("command", READING, ids=" ".join)
def test_a_damaged_archive_is_told_in_one_line(
    archive: Path, tmp_path: Path, command: tuple[str, ...]
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    shutil.copy(archive, folder / "other.db")
    damage(archive, "articles")
    words = [word.format(folder=folder) for word in command]
    line = complaint(*words, "--archive", archive, code=4)
    assert str(archive) in line
    assert "malformed" in line
    assert [path.name for path in folder.iterdir()] == ["other.db"]


def test_verify_goes_on_after_what_it_cannot_read(archive: Path) -> None:
    damage(archive, "articles")
    for table in ("file_search_data", "downloads"):
        damage(archive, table)
    found = run("verify", "--archive", archive, code=4).stdout.decode()
    assert "cannot be read while checking references" in found
    assert "the search index of files is damaged" in found


@pytest.mark.skipif(not FULL.is_char_device(), reason="no /dev/full")
@pytest.mark.parametrize(
    "command", [("export", "-"), ("search", "供水"), ("feed",), ("report", "--json"), ("health",)]
)
def test_a_full_disk_under_stdout(archive: Path, command: tuple[str, ...]) -> None:
    with FULL.open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "portal_spider", *command, "--archive", archive],
            stdout=full, stderr=subprocess.PIPE, text=True, check=False, timeout=60,
        )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr == (
        "portal-spider: standard output: cannot be written: No space left on device\n"
    )


def test_an_output_that_is_no_file_is_written_to_and_a_link_followed(
    archive: Path, tmp_path: Path
) -> None:
    pipe, link, kept = tmp_path / "pipe", tmp_path / "link.csv", tmp_path / "kept.csv"
    os.mkfifo(pipe)
    link.symlink_to(kept)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()), daemon=True)
    reader.start()
    run("export", pipe, "--format", "csv", "--archive", archive)
    reader.join(30)
    run("export", link, "--archive", archive)
    assert pipe.is_fifo()
    assert link.is_symlink()
    assert read == [kept.read_bytes()]


@pytest.mark.parametrize("link", [False, True])
@pytest.mark.parametrize(
    "command",
    [
        ("export", "--format", "csv"),
        ("export", "--format", "jsonl"),
        ("export",),
        ("feed", "--output"),
        ("report", "--out"),
    ],
    ids=" ".join,
)
def test_an_output_never_takes_the_place_of_the_archive(
    archive: Path, command: tuple[str, ...], link: bool
) -> None:
    target = archive
    if link:
        target = archive.with_name("link.db")
        target.symlink_to(archive)
    before = archive.read_bytes()
    said = complaint(*command, target, "--archive", archive, code=2)
    assert f"{target}: is the archive itself" in said
    assert archive.read_bytes() == before


@pytest.mark.skipif(not PERMISSIONS_HOLD, reason="root may read anything")
@pytest.mark.parametrize("command", [("search", "供水"), ("verify",), ("crawl", "demo")])
def test_an_archive_that_may_not_be_read(archive: Path, command: tuple[str, ...]) -> None:
    archive.chmod(0o000)
    done = run(*command, "--archive", archive, code=4, under=UNPRIVILEGED)
    said = done.stderr.decode()
    assert said.startswith(f"portal-spider: {archive}: ")
    assert said.count("\n") == 1


def test_of_an_archive_cut_short_it_is_said_what_to_do(archive: Path) -> None:
    archive.write_bytes(archive.read_bytes()[:100_000])
    assert "restore a copy, or" in complaint("verify", "--archive", archive, code=4)


def test_a_page_that_cannot_be_read_is_one_line_however_long(tmp_path: Path) -> None:
    missing = tmp_path / ("a" * 200)
    assert "cannot be read" in complaint("extract", missing, code=1)


@pytest.mark.parametrize("command", ["extract", "listing"])
def test_an_empty_name_is_not_the_working_directory(command: str) -> None:
    assert "names no file" in complaint(command, "", code=2)


@pytest.mark.parametrize(
    "command", [("search", "供水"), ("export", "-"), ("feed",), ("status",), ("show", RICH.url)]
)
def test_a_reader_leaves_nothing_behind(archive: Path, command: tuple[str, ...]) -> None:
    before = archive.read_bytes()
    run(*command, "--archive", archive)
    assert [path.name for path in archive.parent.iterdir()] == [archive.name]
    assert archive.read_bytes() == before


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("search", "供水", "--portal", "www.qingh.gov.cn"), "did you mean"),
        (("export", "-", "--section", "无此栏目"), "has no section '无此栏目'"),
        (("feed", "--portal", "x"), "has no portal 'x'"),
        (("status", "x"), "has no portal 'x'"),
        (("health", "x"), "has no portal 'x'"),
        (("export", "-", "--since", "2026-02-30"), "give a date as"),
    ],
)
def test_a_slip_in_a_name_is_not_answered_with_nothing(
    archive: Path, command: tuple[str, ...], said: str
) -> None:
    assert said in complaint(*command, "--archive", archive, code=2)


BEYOND = "http://www.example.gov.cn:99999/"


@pytest.mark.parametrize(
    ("command", "code", "said"),
    [
        (("show", "9" * 20), 2, "neither a URL nor an id"),
        (("show", "http://[bad"), 2, "neither a URL nor an id"),
        (("search", "供水", "--source", b"\xff"), 2, "not UTF-8"),
        (("export", "-", "--since", "99999999999d"), 2, "give a date as"),
        (("export", "-", "--since", "9999y"), 2, "give a date as"),
        (("status", "--limit", "9" * 20), 2, "is not in the range"),
        (("crawl", BEYOND), 2, "is no URL"),
        (("crawl", "demo", "--delay", "inf"), 2, "not in the range 0<=x<=3600"),
        (("crawl", "demo", "--delay", "nan"), 2, "give seconds from 0 to 3600"),
        (("crawl", "demo", "--recheck", "99999999999d"), 2, "give an age as"),
        (("extract", BEYOND), 1, "cannot be fetched"),
        (("extract", "http://[bad/"), 1, "cannot be fetched"),
    ],
)
def test_what_no_number_or_url_can_be(
    archive: Path, command: tuple[str | bytes, ...], code: int, said: str
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "portal_spider", *command, "--archive", archive]
        if command[0] != "extract"
        else [sys.executable, "-m", "portal_spider", *command],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert (done.returncode, done.stderr.count("\n")) == (code, 1), done.stderr
    assert said in done.stderr


def test_ages_are_dates_too(archive: Path) -> None:
    assert run_text("export", "-", "--until", "1d", "--archive", archive)
    assert run_text("export", "-", "--since", "1d", "--archive", archive) == ""


def test_a_terminal_that_has_no_chinese_shows_what_it_can(archive: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "portal_spider", "search", "供水", "--archive", archive],
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert "\\u4f9b\\u6c34" in done.stdout


@pytest.mark.parametrize("encoding", ["ascii", "gbk"])
def test_what_machines_read_is_utf_8_on_any_terminal(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "archive.db"
    page = article(1, title="防汛🌊手册", paragraphs=("各单位做好防汛🌊准备。",))
    with Archive.open(path) as opened:
        put(opened, page)
    commands = (
        ("search", "防汛", "--json"),
        ("show", page.url, "--json"),
        ("feed", "--json"),
        ("feed",),
        ("export", "-"),
    )
    for command in commands:
        done = subprocess.run(
            [sys.executable, "-m", "portal_spider", *command, "--archive", path],
            env={**os.environ, "PYTHONIOENCODING": encoding},
            capture_output=True, check=False, timeout=60,
        )  # fmt: skip
        assert "🌊" in done.stdout.decode(), command


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (("export", "-", "--archive", "{archive}"), 0),
        (("search", "供水", "--archive", "{archive}"), 0),
        (("show", RICH.url, "--archive", "{archive}"), 0),
        (("verify", "--json", "--archive", "{archive}"), 0),
        (("extract", "-", "--jsonl"), 0),
        (("extract", "none.html"), 1),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else None,
)
def test_standard_streams_may_be_closed(archive: Path, command: tuple[str, ...], code: int) -> None:
    words = [sys.executable, "-m", "portal_spider", *command]
    line = shlex.join(word.format(archive=archive) for word in words)
    done = subprocess.run(
        ["sh", "-c", f"{line} <&- >&-"], stderr=subprocess.PIPE, text=True, check=False, timeout=60
    )
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    assert run_json("verify", "--archive", archive)["faults"] == []


MISSING: dict[str, Callable[[Path], tuple[str, ...]]] = {
    "import": lambda folder: ("import", f"{folder}/none.html"),
    "import --base": lambda folder: ("import", str(folder), "--base", "www.example.gov.cn"),
    "merge": lambda folder: ("merge", f"{folder}/none.db"),
}


@pytest.mark.parametrize("command", MISSING)
def test_no_archive_is_made_for_what_is_not_there(tmp_path: Path, command: str) -> None:
    run(
        *MISSING[command](tmp_path),
        "--archive",
        tmp_path / "new.db",
        code=2 + 2 * (command == "merge"),
    )
    assert list(tmp_path.iterdir()) == []


def test_an_import_of_nothing_falls_short(tmp_path: Path) -> None:
    (tmp_path / "empty.warc.gz").touch()
    done = run(
        "import", tmp_path / "empty.warc.gz", "--archive", tmp_path / "new.db", "--json", code=1
    )
    assert b"has no page" in done.stdout


def test_a_dry_run_reads_an_archive_that_may_not_be_written(archive: Path) -> None:
    before = archive.read_bytes()
    assert run_json("reextract", "--dry-run", "--archive", archive)["dry_run"]
    assert archive.read_bytes() == before


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("crawl",), "Missing argument 'PORTAL|URL...': see `"),
        (("search", "防汛", "--limit", "0"), "0 is not in the range"),
        (("nosuch",), "No such command 'nosuch': see `"),
        (("serve", "--port", "x"), "'x' is not a valid integer range"),
    ],
)
def test_what_was_typed_wrong_is_told_in_one_line(command: tuple[str, ...], said: str) -> None:
    assert said in complaint(*command, code=2)


@pytest.fixture(scope="module")
def big_warc(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("big")
    page = "<html><h1>公告</h1><p>" + "各单位要认真落实。" * 40 + "</p></html>"
    with WarcWriter(folder, "big") as warc:
        for number in range(PAGES):
            url = f"http://www.example.gov.cn/t20260301_{number}.html"
            moment = datetime(2026, 3, 1, tzinfo=UTC)
            warc.write_response(
                url, moment, 200, "OK", (("Content-Type", "text/html"),), page.encode()
            )
    return folder / "big.warc.gz"


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_import_that_is_interrupted_leaves_a_whole_archive(
    big_warc: Path, tmp_path: Path, number: int, code: int
) -> None:
    archive = tmp_path / "new.db"
    command = ("import", big_warc, "--archive", archive)
    process = subprocess.Popen(
        [sys.executable, "-m", "portal_spider", *map(str, command)],
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    while not list(tmp_path.glob("new.warc/*.open")):
        assert process.poll() is None
        time.sleep(0.01)
    process.send_signal(number)
    errors = process.communicate(timeout=60)[1]
    assert process.returncode == code
    assert "Traceback" not in errors
    assert run_json("verify", "--archive", archive)["faults"] == []
    assert sum(run_json(*command)["pages"].values()) == PAGES
    assert run_json("verify", "--archive", archive)["faults"] == []


def test_an_interrupted_extraction_says_so_once(big_warc: Path) -> None:
    """Ctrl-C reaches the worker processes, too."""
    process = subprocess.Popen(
        [sys.executable, "-m", "portal_spider", "extract", big_warc, "--jsonl", "--jobs", "2"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    assert process.stdout is not None
    process.stdout.readline()
    os.killpg(process.pid, signal.SIGINT)
    errors = process.communicate(timeout=60)[1].decode()
    assert process.returncode == 130
    assert errors.split() == ["portal-spider:", "interrupted"]


EMPTY_WORDS = [
    ("import", ""),
    ("merge", ""),
    ("extract", ""),
    ("listing", ""),
    ("export", ""),
    ("report", "--out", ""),
    ("feed", "--output", ""),
    ("status", "--archive", ""),
    ("portals", "list", "--profiles", ""),
]


@pytest.mark.parametrize("words", EMPTY_WORDS, ids=" ".join)
def test_an_empty_word_is_no_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "page.html").write_text("<p>各单位要认真做好防汛工作，确保安全。</p>")
    assert "names no file" in say(*words, code=2).complaint
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]


def test_a_dry_run_refuses_a_place_where_no_archive_can_be(tmp_path: Path) -> None:
    line = complaint("crawl", "demo", "--dry-run", "--archive", tmp_path / "none" / "a.db", code=4)
    assert "create" in line
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("dry", [(), ("--dry-run",)])
def test_a_folder_that_cannot_be_made_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dry: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PORTAL_SPIDER_ARCHIVE", raising=False)
    (tmp_path / "data").write_text("")
    assert "data" in complaint("crawl", "demo", *dry, code=4)


@pytest.mark.parametrize("option", ["--since", "--until", "--recheck", "--between"])
def test_an_empty_word_is_no_limit_left_out(tmp_path: Path, option: str) -> None:
    path = tmp_path / "archive.db"
    assert "''" in say("crawl", "demo", option, "", "--archive", path, code=2).complaint
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("option", ["--since", "--until"])
def test_an_empty_word_does_not_select_everything(archive: Path, option: str) -> None:
    assert "''" in say("export", "-", option, "", "--archive", archive, code=2).complaint
