"""Pages from files: WARC and WET, saved HTML, plain text, folders of them, one after the other.

What cannot be read is an item with an `error`, in its place, and reading goes on: of a crawl of
a million pages one broken record costs one page, and is not passed over in silence.
"""

from __future__ import annotations

import re
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from warcio.archiveiterator import WARCIterator
from warcio.bufferedreaders import BufferedReader, ChunkedDataException
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeadersParserException

from portal_spider.archive.filetypes import detect
from portal_spider.archive.members import (
    GZIP_MAGIC,
    RECORD_START,
    Member,
    read_members,
    read_plain_records,
)
from portal_spider.extract.charset import decode

TEXT_SUFFIXES = (".txt", ".text")
HTML_SUFFIXES = (".html", ".htm", ".shtml", ".shtm", ".xhtml", ".jhtml")
WARC_SUFFIXES = (".warc", ".warc.gz", ".warc.gz.open", ".wet", ".wet.gz")
WACZ_SUFFIX = ".wacz"
DATA_SUFFIXES = (".json", ".xml", ".js", ".jsp")
SUFFIXES = (*TEXT_SUFFIXES, *HTML_SUFFIXES, *WARC_SUFFIXES, WACZ_SUFFIX)
"""What is read in a folder; a file that is named is read whatever it is called."""
PAGE_RECORDS = frozenset({"response", "resource", "conversion"})
VAGUE_TYPES = frozenset({"", "unknown", "application/octet-stream", "application/xml", "text/xml"})
"""Media types that say nothing: what begins as a page does is one."""
DATA_TYPE = re.compile(r"json|xml|javascript")
MAX_BODY = 64 << 20
"""Bytes of the largest page that is read."""

PAGE_KINDS = frozenset({"html", "xml", "json", "txt", "bin"})
"""Kinds of files that are pages, or may be: `bin` is whatever nothing tells."""
LETTERED = frozenset({"bmp", "exe", "mp3"})
"""Kinds that begin with letters, as a text may: told by their control characters alone."""
SQLITE_START = b"SQLite format 3\x00"
CDX_LINE = re.compile(rb"\s?CDX [A-Za-z] |[^\s()]{1,200}\)\S{0,2000} \d{14} [h{]")
"""An index of WARC files, as its header or its first line tells: CDX, CDXJ."""
CONTROLS = re.compile("[\x00-\x08\x0e-\x19\x1c-\x1f\x7f]")
"""Control characters that no text holds, but where it is damaged."""
TAG = re.compile(
    "</?(?:!doctype|html|head|title|meta|body|script|div|span|table|t[drh]|p|a|br|ul|li|h[1-6]|font)[\\s/>]",
    re.IGNORECASE,
)
LOOKED_AT = 1 << 14
"""Bytes by which noise is told."""
NOISE = 0.02
"""Share of such characters from which a file without a tag is no text."""

SAVED_FROM = re.compile(rb"<!--\s*saved from url=\(\d{1,6}\)(\S{1,2000}?)\s*-->")
"""What browsers write into a page that they save."""
TARGET = re.compile(rb"^WARC-Target-URI:[ \t]*<?([^\s>]+)", re.IGNORECASE | re.MULTILINE)
HTML_START = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html|head|meta|body)", re.I)
UNREADABLE = (
    ArchiveLoadFailed,
    StatusAndHeadersParserException,
    ChunkedDataException,
    AttributeError,  # a record without WARC-Target-URI
    EOFError,
    ValueError,
    zlib.error,
)
"""What warcio raises over the content of a record that is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcePage:
    """A page as it lies in a file, or why it cannot be read."""

    url: str
    """Its own, where the file says it; else a `file:` URL, of a broken record with its place."""
    body: bytes = b""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    content_type: str | None = None
    captured_at: datetime | None = None
    error: str | None = None
    """One line: what is wrong and where."""


def read_pages(path: Path, *, data: bool = False) -> Iterator[SourcePage]:
    """The pages of a file, or of the files in a folder and its subfolders, in order of name.

    What is a WARC file is seen from its first bytes. Records and files that are no pages
    (images, style sheets, requests) are passed over; with `data`, not JSON and XML, in which
    some servers give their listings.
    """
    suffixes = SUFFIXES + DATA_SUFFIXES if data else SUFFIXES
    if path.is_dir():
        for found in sorted(path.rglob("*")):
            if found.is_file() and found.name.lower().endswith(suffixes):
                yield from read_pages(found, data=data)
        return
    try:
        if path.name.lower().endswith(WACZ_SUFFIX):
            yield from pages_of_wacz(path, data=data)
            return
        with path.open("rb") as file:
            yield from read_stream(file, path, data=data)
    except OSError as error:
        yield broken(path, f"cannot be read: {error.strerror or error}")


def pages_of_wacz(path: Path, *, data: bool) -> Iterator[SourcePage]:
    """The pages of the WARC files that are packed in a WACZ file."""
    try:
        with zipfile.ZipFile(path) as package:
            for name in package.namelist():
                if not name.endswith((".warc", ".warc.gz")):
                    continue
                # Records are found by going back and forth, which a packed file does not do well.
                with package.open(name) as packed, tempfile.TemporaryFile() as unpacked:
                    shutil.copyfileobj(packed, unpacked)
                    unpacked.seek(0)
                    yield from read_stream(unpacked, path / name, data=data)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        yield broken(path, f"is no WACZ file: {error}")


def read_stream(file: BinaryIO, path: Path, *, data: bool) -> Iterator[SourcePage]:
    """The pages of an open file of any of the kinds."""
    head = file.read(len(RECORD_START))
    file.seek(0)
    name = path.name.lower().removesuffix(".open")
    named_warc = name.endswith(WARC_SUFFIXES)  # of a damaged file the first bytes may be wrong
    plain = head == RECORD_START
    if head.startswith(GZIP_MAGIC) or (named_warc and name.endswith(".gz") and not plain):
        for member in read_members(file, max_bytes=MAX_BODY):
            yield from pages_of_member(member, path, check_digests=False, data=data)
    elif plain or named_warc:
        for member in read_plain_records(file, max_bytes=MAX_BODY):
            yield from pages_of_member(member, path, check_digests=True, data=data)
    else:
        yield page_of_file(file, path)


def page_of_file(file: BinaryIO, path: Path) -> SourcePage:
    """The one page of an HTML or text file."""
    body = file.read(MAX_BODY + 1)
    if len(body) > MAX_BODY:
        return broken(path, f"is larger than {MAX_BODY >> 20} MiB")
    if (problem := why_no_page(body)) is not None:
        return broken(path, problem)
    saved_from = SAVED_FROM.search(body, 0, 4096)
    url = saved_from[1].decode("utf-8", "replace") if saved_from else path.absolute().as_uri()
    plain = path.name.lower().endswith(TEXT_SUFFIXES) and not HTML_START.match(body)
    return SourcePage(url=url, body=body, content_type="text/plain" if plain else None)


def why_no_page(body: bytes) -> str | None:
    """Why a file that was given as a page cannot be one; `None` where it may be."""
    if body.startswith(SQLITE_START):
        return "is an SQLite file, which holds no page (archives are united by `merge`)"
    if CDX_LINE.match(body):
        return "is an index of WARC files, not one of them: name those"
    kind = detect(body).kind
    if kind not in PAGE_KINDS | LETTERED:
        return f"is a file of kind {kind}, not a page"
    text = decode(body[:LOOKED_AT]).text
    if TAG.search(text) is None and len(CONTROLS.findall(text)) > NOISE * len(text):
        return "is neither HTML nor text"
    return None


def pages_of_member(
    member: Member, path: Path, *, check_digests: bool, data: bool
) -> Iterator[SourcePage]:
    """The pages of a piece of a WARC file: one record by the standard, more by careless tools.

    Digests need no check where gzip has one.
    """
    if member.fault not in (None, "too large"):
        yield broken(path, f"is {member.fault}", member)
        return
    if not member.data.startswith(RECORD_START):
        yield broken(path, "is no WARC record", member)
        return
    records = WARCIterator(BytesIO(member.data), check_digests=check_digests)
    try:
        for record in records:
            page = page_of_record(record, data=data)
            if page is not None and member.fault == "too large":
                yield broken(path, f"holds more than {MAX_BODY >> 20} MiB", member)
            elif page is not None:
                yield page
            if member.fault == "too large":
                return
    except UNREADABLE as error:
        yield broken(path, f"is damaged: {' '.join(str(error).split())}", member)


def page_of_record(record: ArcWarcRecord, *, data: bool) -> SourcePage | None:
    """The page that a WARC record holds; `None` if it holds none.

    Raises one of `UNREADABLE` where its content is not what its headers say.
    """
    if record.rec_type not in PAGE_RECORDS:
        return None
    url = record.rec_headers.get_header("WARC-Target-URI")
    if not url:
        raise ArchiveLoadFailed("it has no WARC-Target-URI")
    http = record.http_headers
    content_type = http.get_header("Content-Type") if http else record.content_type
    media_type = (content_type or "").partition(";")[0].strip().lower()
    named = "html" in media_type or media_type == "text/plain"
    if data:
        named = named or DATA_TYPE.search(media_type) is not None
    if not named and media_type not in VAGUE_TYPES:
        return None
    body = read_body(record)
    if not named and not HTML_START.match(body):
        return None
    return SourcePage(
        url=url,
        body=body,
        status=status_of(http.get_statuscode()) if http else 200,
        headers=tuple(http.headers) if http else (),
        content_type=content_type or None,
        captured_at=moment(record.rec_headers.get_header("WARC-Date")),
    )


def read_body(record: ArcWarcRecord) -> bytes:
    """A record's body, decoded; raises one of `UNREADABLE` where it is not as its digests say."""
    http = record.http_headers
    coding = (http.get_header("Content-Encoding") or "").lower() if http else ""
    if (
        coding not in ("", "identity")
        and coding not in BufferedReader.get_supported_decompressors()
    ):
        raise ArchiveLoadFailed(f"content encoding {coding} is not known")
    body: bytes = record.content_stream().read()
    problems = [text for text in record.digest_checker.problems if text.startswith("block digest")]
    if problems:
        raise ArchiveLoadFailed(problems[0])
    return body


def status_of(text: str | None) -> int:
    """The status of a status line; 200 where it has none."""
    return int(text) if text and text.isdecimal() else 200


def moment(text: str | None) -> datetime | None:
    """A WARC date, which is UTC; `None` where it is none."""
    try:
        found = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def broken(path: Path, problem: str, member: Member | None = None) -> SourcePage:
    """The item for something that cannot be read: a file, or the record in `member`."""
    if member is None:
        return SourcePage(url=path.absolute().as_uri(), error=f"{path}: {problem}")
    named = TARGET.search(member.data)
    return SourcePage(
        url=named[1].decode("utf-8", "replace")
        if named
        else f"{path.absolute().as_uri()}#offset={member.offset}",
        error=f"{path}: record at {member.offset} {problem}",
    )
