"""WARC files of an archive: one a run, every response as it came, written to survive a kill.

A file is called `….warc.gz.open` while it is written, and renamed when it is whole. Every record
is a gzip member of its own and handed to the operating system before its place is returned, so
that a row of the database that points to it never points to nothing; what a kill leaves behind,
`adopt_orphans` closes properly. Requests are not kept: they say nothing that the settings of the
run, kept in the `warcinfo` record, do not.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import IO, NamedTuple

from filelock import lock_descriptor
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from portal_spider import __version__
from portal_spider.archive.members import Member, read_member, read_members
from portal_spider.errors import ArchiveError
from portal_spider.items import WarcPlace

Headers = Sequence[tuple[str, str]]

SUFFIX = ".warc.gz"
OPEN_SUFFIX = ".warc.gz.open"
MAX_FILE_BYTES = 1 << 30
"""Size from which the next record goes to a new file: 1 GiB, as is the custom."""
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
TRANSFER_HEADERS = frozenset({"content-encoding", "transfer-encoding", "content-length"})
"""Headers that describe the bytes on the wire, not the body that is kept."""
MOVED_PREFIX = "X-Archive-Orig-"
"""Put before their names: readers of WARC would decode the body a second time (pywb's prefix)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """An earlier response with the same payload, which a revisit record refers to."""

    url: str
    captured_at: datetime
    payload_digest: str


class StoredResponse(NamedTuple):
    """A response as read back from a WARC file."""

    headers: tuple[tuple[str, str], ...]
    body: bytes


class HeaderBlock(StatusAndHeaders):  # type: ignore[misc]  # warcio has no types
    """HTTP headers that are written as the bytes they came in, not percent-encoded."""

    def compute_headers_buffer(self, header_filter: object = None) -> None:
        """Set the bytes that warcio writes before the payload."""
        text = self.to_str()
        try:
            block = text.encode("latin-1")
        except UnicodeEncodeError:
            block = text.encode()
        self.headers_buff = block + b"\r\n"


class WarcWriter:
    """Writes the responses of one run below `directory`; a context manager that closes it.

    `name` is the file's without its suffix (run start and portal); from the second file on, when
    one grew beyond `max_bytes`, it is followed by a number. Raises `ArchiveError` where nothing
    can be written; what was written before stays readable. Several threads may write.
    """

    def __init__(
        self,
        directory: Path,
        name: str,
        *,
        info: Mapping[str, str] | None = None,
        max_bytes: int = MAX_FILE_BYTES,
    ) -> None:
        self.directory = directory
        self.name = name
        self.max_bytes = max_bytes
        self._info = {"software": f"portal-spider/{__version__}", "format": "WARC File Format 1.1"}
        self._info.update(info or {})
        self._lock = Lock()
        self._files = 0
        self._file: IO[bytes] | None = None
        self._path = directory / f"{name}{SUFFIX}"

    def write_response(
        self,
        url: str,
        captured_at: datetime,
        status: int,
        reason: str,
        headers: Headers,
        body: bytes,
        ip: str | None = None,
    ) -> WarcPlace:
        """Write a response whose `body` is decoded (no gzip, no chunks) and say where it lies."""
        return self._write(
            "response",
            url,
            stored_headers(status, reason, headers, len(body)),
            {**record_headers(captured_at, ip), "WARC-Payload-Digest": payload_digest(body)},
            body,
        )

    def write_revisit(
        self,
        url: str,
        captured_at: datetime,
        status: int,
        reason: str,
        headers: Headers,
        original: Original,
        ip: str | None = None,
    ) -> WarcPlace:
        """Write that a response was as `original` was: the same bytes again, or a 304."""
        extra = record_headers(captured_at, ip)
        extra["WARC-Profile"] = NOT_MODIFIED if status == 304 else WARCWriter.REVISIT_PROFILE_1_1
        extra["WARC-Refers-To-Target-URI"] = original.url
        extra["WARC-Refers-To-Date"] = warc_date(original.captured_at)
        extra["WARC-Payload-Digest"] = original.payload_digest
        block = stored_headers(status, reason, headers, None)
        return self._write("revisit", url, block, extra, b"")

    def sync(self) -> None:
        """Force what was written to the disk, for a commit that must outlive a power cut."""
        if self._file is not None:
            try:
                os.fsync(self._file.fileno())
            except OSError as error:
                raise cannot_write(self._path, error) from error

    def close(self) -> None:
        """Sync the file and give it its final name; without any record there is no file."""
        if self._file is None:
            return
        self.sync()
        rename_durably(being_written(self._path), self._path)
        self._file.close()  # only now: closing gives up the lock
        self._file = None

    def __enter__(self) -> WarcWriter:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _write(
        self, kind: str, url: str, http: HeaderBlock, extra: dict[str, str], body: bytes
    ) -> WarcPlace:
        builder = WARCWriter(BytesIO(), gzip=True, warc_version=WARCWriter.WARC_1_1)
        record = builder.create_warc_record(
            url,
            kind,
            payload=BytesIO(body),
            length=len(body),
            http_headers=http,
            warc_headers_dict=extra,
        )
        data = packed(record)  # takes long for a large file, and others may write meanwhile
        with self._lock:
            if self._file is not None and self._file.tell() >= self.max_bytes:
                self.close()
            if self._file is None:
                self._file = self._open()
            return self._append(self._file, data)

    def _open(self) -> IO[bytes]:
        """Create the next file, locked as ours, with its `warcinfo` record."""
        file = None
        while file is None:
            self._files += 1
            number = f"-{self._files:05}" if self._files > 1 else ""
            self._path = self.directory / f"{self.name}{number}{SUFFIX}"
            file = self._create()
        builder = WARCWriter(BytesIO(), warc_version=WARCWriter.WARC_1_1)
        self._append(file, packed(builder.create_warcinfo_record(self._path.name, self._info)))
        return file

    def _create(self) -> IO[bytes] | None:
        """The file at `_path`, new and locked; `None` if another run takes it for an orphan."""
        path = being_written(self._path)
        try:
            self.directory.mkdir(parents=True, exist_ok=True)
            if self._path.exists():
                raise FileExistsError(0, "a WARC file of this name exists already")
            file = path.open("xb", buffering=0)
        except OSError as error:
            raise cannot_write(self._path, error) from error
        if lock_descriptor(file.fileno(), blocking=False) and path.exists():
            return file
        file.close()
        return None

    def _append(self, file: IO[bytes], data: bytes) -> WarcPlace:
        """Add a record in one piece: all of it is in the file, or nothing."""
        offset = file.tell()
        try:
            written = 0
            while written < len(data):
                written += file.write(memoryview(data)[written:])
        except OSError as error:
            file.seek(offset)
            file.truncate()
            raise cannot_write(self._path, error) from error
        return WarcPlace(file=self._path.name, offset=offset, length=len(data))


def packed(record: ArcWarcRecord) -> bytes:
    """A record as it lies in the file: a gzip member of its own."""
    buffer = BytesIO()
    WARCWriter(buffer, gzip=True, warc_version=WARCWriter.WARC_1_1).write_record(record)
    return buffer.getvalue()


def read_record(directory: Path, place: WarcPlace) -> StoredResponse:
    """The response at `place` of the WARC files in `directory`, finished or being written.

    Raises `ArchiveError` where the file is missing, the record damaged, or none begins there.
    """
    path = directory / place.file
    if not path.resolve().is_relative_to(directory.resolve()):
        raise ArchiveError(f"{place.file}: lies outside {directory}")
    try:
        file = (path if path.exists() else being_written(path)).open("rb")
    except OSError as error:
        raise ArchiveError(f"{path}: cannot be read: {error.strerror}") from error
    with file:
        file.seek(place.offset)
        member = read_member(file)
    where = f"{path}: record at {place.offset}"
    if member is None or member.fault or member.length != place.length:
        raise ArchiveError(f"{where}: {(member and member.fault) or 'not there'}")
    try:
        record = next(iter(ArchiveIterator(BytesIO(member.data), check_digests="raise")))
        headers = tuple(record.http_headers.headers) if record.http_headers else ()
        return StoredResponse(headers, record.content_stream().read())
    except (StopIteration, ArchiveLoadFailed, EOFError) as error:
        raise ArchiveError(f"{where}: {error or 'holds no record'}") from error


def adopt_orphans(directory: Path) -> list[Path]:
    """Close the files that killed runs left open: keep all whole records, cut the rest, rename.

    Files that a live run is writing are left alone. Returns the finished files, by name.
    """
    adopted = []
    for orphan in sorted(directory.glob(f"*{OPEN_SUFFIX}")):
        with orphan.open("r+b") as file:
            if not lock_descriptor(file.fileno(), blocking=False) or not orphan.exists():
                continue  # being written, or finished just now
            whole = [m.offset + m.length for m in read_members(file, max_bytes=0) if not broken(m)]
            file.truncate(max(whole, default=0))
            os.fsync(file.fileno())
            if not whole:
                orphan.unlink()
                continue
            finished = orphan.with_name(orphan.name.removesuffix(OPEN_SUFFIX) + SUFFIX)
            rename_durably(orphan, finished)
            adopted.append(finished)
    return adopted


def payload_digest(body: bytes) -> str:
    """What WARC records and the archive know a payload by: `sha256:` and 64 hex digits."""
    return f"sha256:{hashlib.sha256(body).hexdigest()}"


def stored_headers(status: int, reason: str, headers: Headers, length: int | None) -> HeaderBlock:
    """The HTTP header block for a body of `length` bytes that is kept decoded.

    What described the bytes on the wire stays, under a name that no reader acts on. Line breaks
    within a header, which would end it, become spaces.
    """
    kept = [
        (f"{MOVED_PREFIX}{name}" if name.lower() in TRANSFER_HEADERS else name, value)
        for name, value in headers
    ]
    if length is not None:
        kept.append(("Content-Length", str(length)))
    lines = [(one_line(name), one_line(value)) for name, value in kept]
    return HeaderBlock(one_line(f"{status} {reason}").strip(), lines, protocol="HTTP/1.1")


def one_line(text: str) -> str:
    """`text` without line breaks and NUL, as a header has to be."""
    return " ".join(text.replace("\x00", " ").splitlines()).strip()


def record_headers(captured_at: datetime, ip: str | None) -> dict[str, str]:
    """The WARC headers that every record of a fetch has."""
    headers = {"WARC-Date": warc_date(captured_at)}
    if ip:
        headers["WARC-IP-Address"] = ip
    return headers


def warc_date(moment: datetime) -> str:
    """An aware time as WARC 1.1 writes it: UTC, to the microsecond."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def broken(member: Member) -> bool:
    """Is the member not to be read? One that is merely large can be."""
    return member.fault not in (None, "too large")


def being_written(path: Path) -> Path:
    """The name that the WARC file `path` has while it is written."""
    return path.with_name(path.name.removesuffix(SUFFIX) + OPEN_SUFFIX)


def rename_durably(source: Path, target: Path) -> None:
    """Rename within a folder, and make the folder remember it."""
    try:
        source.rename(target)
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except OSError as error:
        raise cannot_write(target, error) from error


def cannot_write(path: Path, error: OSError) -> ArchiveError:
    """The error to raise when the system refuses to write."""
    return ArchiveError(f"{path}: cannot be written: {error.strerror or error}")
