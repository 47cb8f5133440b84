"""Checking an archive: is everything there, whole, and does it agree with itself?"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from heapq import nsmallest

from portal_spider.archive.database import Archive
from portal_spider.archive.filestore import file_path
from portal_spider.archive.index import article_tokens
from portal_spider.archive.manifest import warc_files
from portal_spider.archive.members import read_members
from portal_spider.archive.tokens import tokens
from portal_spider.archive.warc import payload_digest, read_record
from portal_spider.archive.warc_copies import sha256_of
from portal_spider.errors import ArchiveError
from portal_spider.items import WarcPlace

REPORTED = 20
"""Faults of one kind that are named one by one."""
TELLING = 8
"""Rarest words of an article by which the index has to find it: fewer could be its title alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something that is not as it should be."""

    check: str
    """`database`, `references`, `index`, `manifest`, `warc`, `bytes` or `files`."""
    what: str
    """One line: what, and where."""


def verify_archive(archive: Archive) -> Iterator[Fault]:
    """Every fault of an archive, as it is found; none where all is well.

    Raises `ArchiveError` where it cannot be told, as another one writes to it all the while.
    """
    for check in (_database, _references, _index, _manifest, _bytes, _files):
        try:
            yield from check(archive)
        except sqlite3.Error as error:
            yield Fault(
                check="database",
                what=f"cannot be read while checking {check.__name__[1:]}: {error}",
            )


def _database(archive: Archive) -> Iterator[Fault]:
    connection = archive.db.conn
    for (line,) in connection.execute("PRAGMA integrity_check"):
        if line != "ok":
            yield Fault(check="database", what=str(line))
    for table, row_id, parent, _ in connection.execute("PRAGMA foreign_key_check"):
        yield Fault(
            check="references",
            what=f"{table} row {row_id}: what it refers to in {parent} is missing",
        )


_REFERENCES = {
    "page {}: an article was extracted from it, but there is none": (
        "SELECT DISTINCT c.page_id FROM captures c WHERE c.text_hash IS NOT NULL"
        " AND NOT EXISTS (SELECT 1 FROM articles a WHERE a.page_id = c.page_id)"
    ),
    "article {}: is not that of its page": "SELECT id FROM articles WHERE id <> page_id",
    "article {}: the fetch it was extracted from shows another text": (
        "SELECT a.id FROM articles a JOIN captures c ON c.id = a.capture_id"
        " WHERE c.page_id <> a.page_id OR c.text_hash IS NOT a.text_hash"
    ),
    "version {}: is not replaced by the one that follows it": (
        "SELECT v.id FROM versions v JOIN articles a ON a.id = v.article_id WHERE v.replaced_at <>"
        " coalesce((SELECT min(n.captured_at) FROM versions n WHERE n.article_id = v.article_id"
        "  AND n.captured_at > v.captured_at), a.captured_at)"
    ),
    "article {}: is not in the search index": (
        "SELECT id FROM articles a WHERE NOT EXISTS"
        " (SELECT 1 FROM search_rows s WHERE s.article_id = a.id)"
    ),
}


def _references(archive: Archive) -> Iterator[Fault]:
    connection = archive.db.conn
    for what, sql in _REFERENCES.items():
        for (row_id,) in connection.execute(sql).fetchmany(REPORTED):
            yield Fault(check="references", what=what.format(row_id))


def _index(archive: Archive) -> Iterator[Fault]:
    """Whether the index is sound, and holds the words of the articles and no others."""
    connection = archive.db.conn
    damage = _damage(archive, "article_search")
    if damage is not None:
        yield Fault(check="index", what=f"the search index is damaged: {damage}")
        return
    expected: Counter[str] = Counter()
    for _, _, words in _indexed_articles(connection):
        expected.update(words)
    yield from _vocabulary(archive, "article_search", expected, "articles")
    for article_id, row_id, words in _indexed_articles(connection):
        rarest = nsmallest(TELLING, words, key=lambda word: (expected[word], word))
        query = " ".join(f'"{word}"' for word in rarest)
        if query and not connection.execute(_HAS, (query, row_id)).fetchone():
            yield Fault(check="index", what=f"article {article_id}: is indexed with another text")


_HAS = "SELECT 1 FROM article_search WHERE article_search MATCH ? AND rowid = ?"


def _indexed_articles(connection: sqlite3.Connection) -> Iterator[tuple[int, int, set[str]]]:
    """Articles with their row in the index, and what that should hold."""
    rows = connection.execute(
        "SELECT a.id, s.id, a.title, a.text FROM articles a JOIN search_rows s"
        " ON s.article_id = a.id"
    )
    for article_id, row_id, title, text in rows:
        yield article_id, row_id, set(article_tokens(title, text).split())


def _damage(archive: Archive, index: str) -> str | None:
    """What SQLite finds amiss inside of an index, which it writes to in order to look.

    `None` as well where it may not write: there the vocabulary, for which all of the index is
    read, has to do. Raises `ArchiveError` where another one writes all the while.
    """
    if archive.read_only:
        return None
    try:
        with archive.transaction() as db:
            db.conn.execute(f"INSERT INTO {index} ({index}) VALUES ('integrity-check')")
    except ArchiveError as error:
        cause = error.__cause__
        if isinstance(cause, sqlite3.Error) and cause.sqlite_errorcode == sqlite3.SQLITE_BUSY:
            raise
        return str(error)
    return None


def _vocabulary(archive: Archive, index: str, expected: Counter[str], what: str) -> Iterator[Fault]:
    """Whether as many articles, or files, have each word as the index says."""
    with closing(sqlite3.connect(archive.uri, uri=True)) as connection:  # of a table of its own
        connection.execute(f"CREATE VIRTUAL TABLE temp.words USING fts5vocab('main', {index}, row)")
        held = Counter(dict(connection.execute("SELECT term, doc FROM words")))
    wrong = [word for word in held.keys() | expected.keys() if held[word] != expected[word]]
    for word in sorted(wrong)[:REPORTED]:
        yield Fault(
            check="index",
            what=f"{word!r} stands in {expected[word]} {what}, in {held[word]} by the index",
        )


def _varints(blob: bytes) -> list[int]:
    """The numbers of an FTS5 size record: seven bits a byte, the highest bit meaning more."""
    numbers, value = [], 0
    for byte in blob:
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            numbers.append(value)
            value = 0
    return numbers


def _manifest(archive: Archive) -> Iterator[Fault]:
    """Whether every WARC file is what it was when it was finished."""
    rows = archive.db.conn.execute("SELECT name, records, bytes, sha256 FROM warc_files")
    manifest = {name: facts for name, *facts in rows.fetchall()}
    files = {path.name: path for path in warc_files(archive.directory)}
    for name in sorted(manifest.keys() - files.keys()):
        yield Fault(check="manifest", what=f"{archive.directory / name}: is missing")
    for name, path in files.items():
        size, faults, records = path.stat().st_size, [], 0
        with path.open("rb") as file:
            for member in read_members(file, max_bytes=0):
                records += 1
                if member.fault and member.fault != "too large":
                    faults.append(f"{path}: record at {member.offset}: {member.fault}")
        yield from (Fault(check="warc", what=fault) for fault in faults[:REPORTED])
        if name not in manifest:
            yield Fault(check="manifest", what=f"{path}: is not in the manifest")
            continue
        expected_records, expected_size, digest = manifest[name]
        if size != expected_size:
            change = "cut off" if size < expected_size else "grown"
            yield Fault(
                check="manifest",
                what=f"{path}: was {change}: {size} bytes and {records} records, it had "
                f"{expected_size} and {expected_records}",
            )
        elif sha256_of(path) != digest:
            yield Fault(check="manifest", what=f"{path}: its bytes were changed")


def _bytes(archive: Archive) -> Iterator[Fault]:
    """Whether the bytes of every fetch are where they should be, and what they were."""
    rows = archive.db.conn.execute(
        "SELECT 'capture ' || c.id || ' of ' || g.url, c.payload_digest,"
        " c.warc_file, c.warc_offset, c.warc_length"
        " FROM captures c JOIN pages g ON g.id = c.page_id WHERE c.warc_file IS NOT NULL"
        " UNION ALL SELECT 'file ' || d.url, 'sha256:' || f.sha256,"
        " c.warc_file, c.warc_offset, c.warc_length"
        " FROM file_captures c JOIN downloads d ON d.id = c.download_id"
        " JOIN files f ON f.id = c.file_id WHERE c.warc_file IS NOT NULL ORDER BY 3, 4"
    )
    for what, digest, name, offset, length in rows:
        place = WarcPlace(file=name, offset=offset, length=length)
        try:
            body = read_record(archive.directory, place).body
        except ArchiveError as error:
            yield Fault(check="bytes", what=f"{what}: {error}")
            continue
        if body and digest and payload_digest(body) != digest:
            yield Fault(check="bytes", what=f"{what}: other bytes than were fetched")


def _files(archive: Archive) -> Iterator[Fault]:
    """Whether every attached file is there, is what it was, and can be found by its text."""
    connection = archive.db.conn
    for sha256, size in connection.execute("SELECT sha256, size FROM files ORDER BY sha256"):
        path = file_path(archive.files_directory, sha256)
        if not path.is_file():
            yield Fault(check="files", what=f"{path}: is missing")
        elif path.stat().st_size != size or sha256_of(path) != sha256:
            yield Fault(check="files", what=f"{path}: its bytes were changed")
    damage = _damage(archive, "file_search")
    if damage is not None:
        yield Fault(check="index", what=f"the search index of files is damaged: {damage}")
    rows = connection.execute(
        "SELECT f.sha256, f.text, d.sz FROM files f LEFT JOIN file_rows r ON r.file_id = f.id"
        " LEFT JOIN file_search_docsize d ON d.id = r.id WHERE f.text IS NOT NULL"
    )
    expected: Counter[str] = Counter()
    for sha256, text, sizes in rows:
        said = tokens(text)
        expected.update(set(said))
        if sizes is None or _varints(sizes) != [len(said)]:
            yield Fault(check="index", what=f"file {sha256}: is not indexed with its text")
    if damage is None:
        yield from _vocabulary(archive, "file_search", expected, "files")
