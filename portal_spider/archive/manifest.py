"""The manifest of the WARC files: what each was when it was finished.

Needed because a file whose tail is cut off between two records is a WARC file without fault.
"""

from __future__ import annotations

from pathlib import Path

from portal_spider.archive.database import Archive
from portal_spider.archive.members import read_members
from portal_spider.archive.runs import now
from portal_spider.archive.warc import SUFFIX
from portal_spider.archive.warc_copies import sha256_of


def record_warc_files(archive: Archive) -> int:
    """Enter the finished WARC files that the manifest does not have yet; how many."""
    known = {row[0] for row in archive.db.conn.execute("SELECT name FROM warc_files")}
    new = [path for path in warc_files(archive.directory) if path.name not in known]
    entries = [
        (path.name, count_records(path), path.stat().st_size, sha256_of(path), now())
        for path in new
    ]
    with archive.transaction() as db:
        db.conn.executemany(
            "INSERT OR IGNORE INTO warc_files (name, records, bytes, sha256, closed_at)"
            " VALUES (?, ?, ?, ?, ?)",
            entries,
        )
    return len(entries)


def warc_files(directory: Path) -> list[Path]:
    """The finished WARC files of an archive, by name."""
    return sorted(directory.glob(f"*{SUFFIX}")) if directory.is_dir() else []


def count_records(path: Path) -> int:
    """Records of a WARC file in which each is a gzip member, damaged ones included."""
    with path.open("rb") as file:
        return sum(1 for _ in read_members(file, max_bytes=0))
