"""README is true: its generated parts are current, its commands exist, its queries run."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


@pytest.fixture(scope="session")
def demo_archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("readme") / "archive.db"
    command = [sys.executable, "-m", "portal_spider", "crawl", "demo", "--archive", str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return path


def test_generated_parts_are_current() -> None:
    check = [sys.executable, "-m", "cogapp", "--check", "README.md"]
    done = subprocess.run(check, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, f"run python -m cogapp -r README.md\n{done.stdout}{done.stderr}"


def test_the_check_runs_readmes_test_command() -> None:
    install_and_test = blocks("sh")[0].splitlines()[-1]
    assert install_and_test in (ROOT / ".ci/run").read_text("utf-8").splitlines()


def test_commands_shown_exist() -> None:
    shown = {
        name
        for block in blocks("sh") + blocks("cron")
        for name in re.findall(r"portal-spider ([a-z]+)", block)
    }
    helped = subprocess.run(
        [sys.executable, "-m", "portal_spider", "--help"], capture_output=True, text=True
    )
    known = set(re.findall(r"^  ([a-z]+)  ", helped.stdout, re.MULTILINE))
    assert shown
    assert shown <= known


@pytest.mark.parametrize("query", blocks("sql"))
def test_queries_run_in_plain_sqlite(query: str, demo_archive: Path) -> None:
    sqlite = (
        "import sqlite3, sys; print(sqlite3.connect(sys.argv[1]).execute(sys.argv[2]).fetchall())"
    )
    subprocess.run(
        [sys.executable, "-c", sqlite, str(demo_archive), query],
        check=True,
        capture_output=True,
    )
