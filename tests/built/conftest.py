"""The archive that tests of what befalls portals later begin with."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from built.builder import load, names
from built.crawling import crawl

WITHHELD = 3
"""Articles that every portal has yet to publish."""


@pytest.fixture(scope="session")
def archive_of_all(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Path]:
    """Makes copies of an archive of all portals, each crawled by its listing's URL."""
    original = tmp_path_factory.mktemp("all")
    run = crawl([load(name, withheld=WITHHELD) for name in names()], original / "archive.db")
    assert run.exit_code == 0, run.output

    def copy() -> Path:
        folder = tmp_path_factory.mktemp("copy")
        shutil.copytree(original, folder, dirs_exist_ok=True)
        return folder / "archive.db"

    return copy
