"""Bringing the WARC files of one archive to another."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from portal_spider.archive.atomic import whole_file
from portal_spider.errors import ArchiveError


def copy_warc_files(source: Path, target: Path) -> int:
    """Copy the finished WARC files that `target` does not have yet; how many.

    Raises `ArchiveError` where a file of the same name differs, or none can be written.
    """
    files = sorted(source.glob("*.warc.gz")) if source.is_dir() else []
    missing = [file for file in files if not _has(target / file.name, file)]
    if missing:
        try:
            target.mkdir(exist_ok=True)
        except OSError as error:
            raise ArchiveError(f"{target}: cannot be made: {error.strerror}") from error
    for file in missing:
        with whole_file(target / file.name) as copy:
            shutil.copyfile(file, copy)
    return len(missing)


def sha256_of(path: Path) -> str:
    """Digest of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _has(path: Path, original: Path) -> bool:
    if not path.exists():
        return False
    if path.stat().st_size == original.stat().st_size and sha256_of(path) == sha256_of(original):
        return True
    raise ArchiveError(
        f"{path}: differs from {original}, which has the same name: rename neither; one of the "
        "archives holds a damaged copy (see `portal-spider verify`)"
    )
