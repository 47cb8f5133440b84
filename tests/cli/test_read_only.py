"""An archive on a medium that takes no writing, as one that was handed on: all can be read."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from samples.articles import RICH, article, put
from samples.commands import PERMISSIONS_HOLD, UNPRIVILEGED, run

from portal_spider.archive.database import Archive

pytestmark = pytest.mark.skipif(not PERMISSIONS_HOLD, reason="root may write anything")

READING = [
    ("verify",),
    ("search", "供水"),
    ("show", RICH.url),
    ("show", RICH.url, "--diff"),
    ("export", "{out}/x.jsonl"),
    ("export", "{out}/x.db"),
    ("feed",),
    ("report", "--out", "{out}/r.html"),
    ("status",),
    ("reextract", "--dry-run"),
]


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Path]:
    """In a folder of its own, which may not be written to."""
    folder = tmp_path / "medium"
    folder.mkdir()
    path = folder / "archive.db"
    with Archive.open(path) as opened:
        put(opened, RICH)
        for number in range(5):
            put(opened, article(number))
    make_writable(folder, False)
    yield path
    make_writable(folder, True)


def make_writable(folder: Path, writable: bool) -> None:
    for path in (*folder.rglob("*"), folder):
        path.chmod((0o700 if path.is_dir() else 0o600) & (0o777 if writable else 0o555))


@pytest.mark.parametrize("command", READING, ids=" ".join)
def test_all_can_be_read(archive: Path, tmp_path: Path, command: tuple[str, ...]) -> None:
    words = [word.format(out=tmp_path) for word in command]
    done = run(*words, "--archive", archive, under=UNPRIVILEGED)
    assert done.stdout or list(tmp_path.glob("?.*"))
    assert {path.name for path in archive.parent.iterdir()} == {"archive.db"}


def test_what_was_taken_from_it_is_whole(archive: Path, tmp_path: Path) -> None:
    run("export", tmp_path / "part.db", "--archive", archive, under=UNPRIVILEGED)
    run("merge", archive, "--archive", tmp_path / "all.db", under=UNPRIVILEGED)
    for name in ("part.db", "all.db"):
        run("verify", "--archive", tmp_path / name)
        with Archive.open(tmp_path / name, read_only=True) as taken:
            assert taken.db["articles"].count == 6


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        ("UPDATE articles SET text = '改了。改了。' WHERE title LIKE '第3%'", "by the index"),
        ("DELETE FROM search_rows", "is not in the search index"),
    ],
)
def test_its_faults_are_found_as_well(archive: Path, damage: str, said: str) -> None:
    make_writable(archive.parent, True)
    with sqlite3.connect(archive) as plain:
        plain.execute(damage)
    plain.close()
    make_writable(archive.parent, False)
    done = run("verify", "--archive", archive, code=4, under=UNPRIVILEGED)
    assert said in done.stdout.decode()


@pytest.mark.parametrize(
    "command", [("verify", "--rebuild-index"), ("reextract",), ("crawl", "demo")], ids=" ".join
)
def test_what_would_write_to_it_says_that_it_cannot(
    archive: Path, command: tuple[str, ...]
) -> None:
    done = run(*command, "--archive", archive, code=4, under=UNPRIVILEGED)
    assert done.stderr.decode().count("\n") == 1
    assert "is not writable" in done.stderr.decode()


def test_what_a_killed_crawl_left_beside_it_is_not_passed_over(
    archive: Path, tmp_path: Path
) -> None:
    make_writable(archive.parent, True)
    with Archive.open(archive) as opened:
        put(opened, article(9))
        kept = archive.with_name("archive.db-wal").read_bytes()
    archive.with_name("archive.db-wal").write_bytes(kept)
    make_writable(archive.parent, False)
    done = run("search", "供水", "--archive", archive, code=4, under=UNPRIVILEGED)
    assert "copy both to another folder" in done.stderr.decode()


def test_an_older_one_is_to_be_copied(archive: Path) -> None:
    make_writable(archive.parent, True)
    with sqlite3.connect(archive) as plain:
        plain.execute("PRAGMA user_version = 1")
    plain.close()
    make_writable(archive.parent, False)
    done = run("verify", "--archive", archive, code=4, under=UNPRIVILEGED)
    assert "run `portal-spider verify` on a copy that can be written" in done.stderr.decode()
