"""Opening an archive: what it takes for an SQLite file to be one, and how it is written to."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import TracebackType
from urllib.parse import quote

from sqlite_utils import Database

from portal_spider.archive.migrations import APPLICATION_ID, PAGE_SIZE, SCHEMA_VERSION, migrations
from portal_spider.errors import ArchiveError

BUSY_TIMEOUT = 60.0
"""Seconds to wait for another writer before failing."""

CACHE_KIB = 4 * 1024
"""Pages kept in memory. No more: SQLite looks through all of them at every commit that moved a page
within a B-tree, which took longer than reading them again from the system's cache."""

CHECKPOINT_PAGES = 4_000
"""Pages of the write-ahead log after which it is written into the file, 8 MB: ids are hashes, so
that most pages are written by several commits before."""

MMAP_BYTES = 1 << 31
"""Mapped into memory for reading, at most: halves the time of a first search."""

_SQLITE_HEADER = b"SQLite format 3\x00"


class Archive:
    """An open archive: `db` for SQL, `directory` for the WARC files beside it.

    Opened with `Archive.open`; a context manager that closes it.
    """

    def __init__(
        self, db: Database, path: Path, *, uri: str, read_only: bool, busy_timeout: float
    ) -> None:
        self.db = db
        self.path = path
        self.uri = uri
        """By which SQLite opens it just so, in `ATTACH` too: a read-only medium takes its own."""
        self.read_only = read_only
        self._busy_timeout = busy_timeout

    @classmethod
    def open(
        cls,
        path: str | os.PathLike[str],
        *,
        create: bool = True,
        read_only: bool = False,
        busy_timeout: float = BUSY_TIMEOUT,
    ) -> Archive:
        """Open the archive at `path`, bringing an older schema up to date in one transaction.

        Creates the file where it does not exist, unless `create` is false or `read_only` is
        true; never its folder. `busy_timeout` is in seconds.

        Raises `ArchiveError` where there is no archive, where something else is in its place,
        or where it was written by a newer version.
        """
        path = Path(path)
        check_path(path, create=create and not read_only, read_only=read_only)
        try:
            uri = _uri(path, read_only=read_only, timeout=busy_timeout)
            connection = _connect(uri, busy_timeout)
        except sqlite3.Error as error:
            raise ArchiveError(f"{path}: cannot be opened: {error}") from error
        archive = cls(
            Database(connection, execute_plugins=False),
            path,
            uri=uri,
            read_only=read_only,
            busy_timeout=busy_timeout,
        )
        try:
            archive._prepare()
        except sqlite3.Error as error:
            archive.close()
            advice = ""
            if error.sqlite_errorcode == sqlite3.SQLITE_CORRUPT:
                kept = archive.directory
                advice = f": restore a copy, or `portal-spider import` {kept} into a new archive"
            raise ArchiveError(f"{path}: cannot be opened: {error}{advice}") from error
        except BaseException:
            archive.close()
            raise
        return archive

    @property
    def directory(self) -> Path:
        """Folder of the WARC files: `data/archive.warc` beside `data/archive.db`."""
        return self.path.with_suffix(".warc")

    @property
    def files_directory(self) -> Path:
        """Folder of the attached files: `data/archive.files` beside `data/archive.db`."""
        return self.path.with_suffix(".files")

    @contextmanager
    def transaction(self) -> Iterator[Database]:
        """Commit what the block does, all or nothing; inside another one, as a savepoint.

        The outermost one takes the write lock at once: a transaction that reads before it writes
        could otherwise be refused half-way, without waiting, because another one wrote between.
        Raises `ArchiveError` where SQLite refuses: locked for longer than the busy timeout, disk
        full, a constraint that does not hold.
        """
        try:
            if self.db.conn.in_transaction:
                with self.db.atomic():
                    yield self.db
            else:
                with self._immediate():
                    yield self.db
        except sqlite3.Error as error:
            raise ArchiveError(f"{self.path}: cannot be written: {error}") from error

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Have `ArchiveError` raised where SQLite cannot read, as it cannot a damaged file."""
        try:
            yield
        except sqlite3.Error as error:
            raise self._unreadable(error) from error

    def _unreadable(self, error: sqlite3.Error) -> ArchiveError:
        why = str(error).partition(" column ")[0]  # what follows is SQL, and what it found
        return ArchiveError(
            f"{self.path}: cannot be read: {why}: `portal-spider verify` says what is damaged"
        )

    @contextmanager
    def _immediate(self) -> Iterator[None]:
        connection = self.db.conn
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise

    def close(self) -> None:
        """Close the file; what was not committed is rolled back."""
        self.db.close()

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close; what SQLite cannot read, as of a damaged file, becomes an `ArchiveError`."""
        self.close()
        if isinstance(exc, sqlite3.Error):
            raise self._unreadable(exc) from exc

    def _prepare(self) -> None:
        connection = self.db.conn
        connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        connection.execute("PRAGMA foreign_keys = ON")
        version = self._schema_version()
        if self.read_only:
            connection.execute("PRAGMA query_only = ON")
            connection.execute(f"PRAGMA mmap_size = {MMAP_BYTES}")
            if version < SCHEMA_VERSION:
                whom = "it" if is_writable(self.path) else "a copy that can be written"
                raise ArchiveError(
                    f"{self.path}: has schema {version}, this version reads {SCHEMA_VERSION}: "
                    f"run `portal-spider verify` on {whom} to bring it up to date"
                )
            return
        if not version:  # Neither can be changed once something is written in WAL mode.
            connection.execute(f"PRAGMA page_size = {PAGE_SIZE}")
        self._enter_wal_mode()
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}")
        if version < SCHEMA_VERSION:
            with self.transaction() as db:
                migrations.apply(db)

    def _enter_wal_mode(self) -> None:
        """Switch to WAL; SQLite does not wait by itself where another is switching just now."""
        deadline = time.monotonic() + self._busy_timeout
        while True:
            try:
                self.db.conn.execute("PRAGMA journal_mode = WAL")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                    raise
                time.sleep(0.01)
            else:
                return

    def _schema_version(self) -> int:
        """Schema of this archive, 0 for an empty file; refuses whatever is no archive."""
        execute = self.db.conn.execute
        with self.db.atomic():  # One view of the file, which another may just be creating.
            application = execute("PRAGMA application_id").fetchone()[0]
            version = int(execute("PRAGMA user_version").fetchone()[0])
            empty = execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchone() is None
        if application != APPLICATION_ID:
            if not empty:
                raise ArchiveError(
                    f"{self.path}: is an SQLite file of something else, not an archive: "
                    "give another path with --archive"
                )
            return 0
        if version > SCHEMA_VERSION:
            raise ArchiveError(
                f"{self.path}: has schema {version}, this version of portal-spider knows "
                f"{SCHEMA_VERSION}: install the newer version that wrote it"
            )
        return version


def check_path(path: Path, *, create: bool, read_only: bool) -> None:
    """Refuse what is not an archive before SQLite touches it: nothing is created or changed."""
    if path.is_dir():
        raise ArchiveError(f"{path}: is a folder, not an archive: name a file in it")
    if not path.exists():
        if not create:
            raise ArchiveError(f"{path}: no such archive: crawl first, or name one with --archive")
        if not path.parent.is_dir():
            raise ArchiveError(f"{path}: its folder does not exist: create {path.parent} first")
        if not os.access(path.parent, os.W_OK):
            raise ArchiveError(f"{path}: its folder is not writable")
        return
    if not read_only and not os.access(path, os.W_OK):
        raise ArchiveError(f"{path}: is not writable: change its permissions or name another")
    try:
        with path.open("rb") as file:
            header = file.read(len(_SQLITE_HEADER))
    except OSError as error:
        raise ArchiveError(f"{path}: cannot be read: {error.strerror}") from error
    if header not in (_SQLITE_HEADER, b""):
        raise ArchiveError(f"{path}: is not an SQLite file: name another with --archive")
    if not header and not create:
        raise ArchiveError(f"{path}: is an empty file: crawl first, or name an archive")


def is_writable(path: Path) -> bool:
    """Whether the archive at `path` can be written to, and what SQLite puts beside it made."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def _uri(path: Path, *, read_only: bool, timeout: float) -> str:
    """How SQLite is to open the file."""
    file = f"file:{quote(str(path.absolute()))}"
    if not read_only:
        return f"{file}?mode=rwc"
    if is_writable(path):
        # Only who may write takes the -wal and -shm files away that a reader has to make.
        return f"{file}?mode=rw"
    uri = f"{file}?mode=ro"
    with closing(_connect(uri, timeout)) as connection:
        try:  # Reading in WAL mode needs the -shm file, which a read-only folder cannot take;
            connection.execute("SELECT 1 FROM sqlite_schema").fetchone()
        except sqlite3.OperationalError as error:
            if path.with_name(path.name + "-wal").exists():
                raise ArchiveError(
                    f"{path}: cannot be read where nothing can be written, as what was written "
                    f"last is in {path.name}-wal: copy both to another folder"
                ) from error
            return f"{uri}&immutable=1"  # without a -wal nobody writes, and the file is whole.
    return uri


def _connect(uri: str, timeout: float) -> sqlite3.Connection:
    return sqlite3.connect(
        uri, uri=True, timeout=timeout, isolation_level=None, cached_statements=512
    )
