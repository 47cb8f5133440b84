"""The attached files on disk: `archive.files/ab/<sha256>`, named by what is in them.

Nothing of a page or an answer makes it into a path, so no name can lead elsewhere, and a file that
many articles offer is kept once.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import time
import unicodedata
from collections.abc import Collection
from pathlib import Path

from portal_spider.archive.atomic import whole_file
from portal_spider.archive.warc_copies import sha256_of
from portal_spider.errors import ArchiveError

SHA256 = re.compile(r"[0-9a-f]{64}")
LEFT_OVER = 24 * 3600
"""Seconds after which the beginnings of a file that a killed crawl left are nobody's."""

UNSAFE = re.compile(r'[\\/:*?"<>|%]')
RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)", re.IGNORECASE)
"""Names that Windows takes for devices, whatever their ending."""
NAME_BYTES = 180
"""Bytes of UTF-8 in a file's name: file systems take 255, and browsers add to it."""


def file_path(directory: Path, sha256: str) -> Path:
    """Where the file of that digest is, or would be.

    Raises:
        ArchiveError: it is no digest.
    """
    if not SHA256.fullmatch(sha256):
        raise ArchiveError(f"{directory}: {sha256!r} is not the digest of a file")
    return directory / sha256[:2] / sha256


def keep_file(directory: Path, body: bytes) -> str:
    """Store `body`, on the disk when this returns; its digest, in hex.

    Raises:
        ArchiveError: it cannot be written.
    """
    sha256 = hashlib.sha256(body).hexdigest()
    path = _writable(directory, sha256)
    if not _is_whole(path, len(body), sha256):
        with whole_file(path) as new:
            new.write_bytes(body)
        _sync(path.parent)
    return sha256


def copy_files(source: Path, target: Path, only: Collection[str] | None = None) -> int:
    """Copy the files that `target` does not have yet, those that are what their name says.

    `only` are the digests of those to copy; `None`: all. Returns how many were copied.

    Raises:
        ArchiveError: one cannot be written.
    """
    copied = 0
    for original in sorted(source.glob("??/*")) if source.is_dir() else ():
        sha256 = original.name
        if not SHA256.fullmatch(sha256) or not original.is_file():
            continue
        if only is not None and sha256 not in only:
            continue
        path = _writable(target, sha256)
        if path.exists() or sha256_of(original) != sha256:
            continue
        with whole_file(path) as new:
            shutil.copyfile(original, new)
        copied += 1
    return copied


def clear_left_overs(directory: Path) -> None:
    """Remove what crawls that were killed had begun to write, long ago."""
    for path in directory.glob("??/.*"):
        if time.time() - path.lstat().st_mtime > LEFT_OVER:
            path.unlink(missing_ok=True)


def safe_name(name: str, kind: str) -> str:
    """A name for a file of `kind` that is harmless on any system, as near to `name` as can be."""
    shown = "".join(
        char for char in unicodedata.normalize("NFC", name) if unicodedata.category(char)[0] != "C"
    )
    stem = UNSAFE.sub("_", shown).strip(" .")
    ending = f".{kind}"
    if stem.lower().endswith(ending):
        stem = stem[: -len(ending)].rstrip(" .")
    room = NAME_BYTES - len(ending)
    stem = stem.encode()[:room].decode("utf-8", "ignore").strip(" .")
    if not stem or RESERVED.match(stem):
        stem = f"file_{stem}" if stem else "file"
    return stem + ending


def _writable(directory: Path, sha256: str) -> Path:
    """The file's path, its folder made; refuses a link in the folder's place."""
    path = file_path(directory, sha256)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ArchiveError(f"{path.parent}: cannot be made: {error.strerror}") from error
    if path.parent.is_symlink():
        raise ArchiveError(f"{path.parent}: is a link: the archive's files must lie in its folder")
    return path


def _is_whole(path: Path, size: int, sha256: str) -> bool:
    if path.is_symlink() or not path.is_file():
        return False
    return path.stat().st_size == size and sha256_of(path) == sha256


def _sync(folder: Path) -> None:
    """Make the new name in `folder` last: a file's own fsync does not cover it."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
