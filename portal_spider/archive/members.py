"""A WARC file cut into its records, gzip members or plain, each checked to its last byte.

`warcio` reads past a file that ends in the middle of a record without a word, and a damaged
record ends its iteration; here every record is whole, or says what is wrong with it, and reading
goes on with the next one.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

GZIP_MAGIC = b"\x1f\x8b\x08"
RECORD_START = b"WARC/"
PLAIN_START = b"\r\n\r\nWARC/"
PLAIN_LENGTH = re.compile(rb"^content-length[ \t]*:[ \t]*(\d{1,15})[ \t]*\r?$", re.I | re.M)
MAX_HEADER = 1 << 16
CHUNK = 1 << 16
MAX_MEMBER = 64 << 20
"""Bytes that a member may hold; a bigger one is read to its end, but its content dropped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A piece of the file that holds one record: what is in it, or why it cannot be read."""

    offset: int
    length: int
    """Bytes in the file, as far as it could be read."""
    data: bytes = b""
    """What it holds; of a member beyond `MAX_MEMBER` or damaged, the beginning."""
    fault: str | None = None
    """`cut short`, `damaged`, `no gzip`, `too large`; `None`: whole."""


def read_members(file: BinaryIO, *, max_bytes: int = MAX_MEMBER) -> Iterator[Member]:
    """Every member of a seekable file from where it stands, damaged ones too.

    After a damaged one, reading goes on where the next record begins.
    """
    offset = file.tell()
    while True:
        file.seek(offset)
        member = read_member(file, max_bytes=max_bytes)
        if member is None:
            return
        yield member
        if member.fault not in ("damaged", "no gzip"):
            offset += member.length
            continue
        following = find_record(file, offset + 1)
        if following is None:
            return
        offset = following


def read_member(file: BinaryIO, *, max_bytes: int = MAX_MEMBER) -> Member | None:
    """The member that begins where `file` stands; `None` at its end."""
    offset = file.tell()
    decompressor = zlib.decompressobj(wbits=31)
    pieces: list[bytes] = []
    kept = read = 0
    while not decompressor.eof:
        chunk = file.read(CHUNK)
        if not chunk:
            fault = "cut short" if read else None
            break
        if not read and not chunk.startswith(GZIP_MAGIC[: len(chunk)]):
            return Member(offset=offset, length=len(chunk), fault="no gzip")
        read += len(chunk)
        try:
            while chunk and not decompressor.eof:
                piece = decompressor.decompress(chunk, 1 << 20)
                chunk = decompressor.unconsumed_tail
                if kept < max_bytes:
                    pieces.append(piece)
                kept += len(piece)
        except zlib.error:
            fault = "damaged"
            break
    else:
        fault = "too large" if kept > max_bytes else None
        read -= len(decompressor.unused_data)
    if not read:
        return None
    return Member(offset=offset, length=read, data=b"".join(pieces), fault=fault)


def find_record(file: BinaryIO, offset: int) -> int | None:
    """Where the next member that holds a WARC record begins, from `offset` on."""
    file.seek(offset)
    window = b""
    while chunk := file.read(CHUNK):
        window += chunk
        found = window.find(GZIP_MAGIC)
        while found >= 0:
            place = file.tell() - len(window) + found
            if holds_record(file, place):
                return place
            found = window.find(GZIP_MAGIC, found + 1)
        window = window[-len(GZIP_MAGIC) + 1 :]
    return None


def holds_record(file: BinaryIO, offset: int) -> bool:
    """Is there a WARC record in the gzip member at `offset`? Leaves `file` where it stands."""
    back = file.tell()
    file.seek(offset)
    head = file.read(512)
    file.seek(back)
    try:
        start = zlib.decompressobj(wbits=31).decompress(head, len(RECORD_START))
    except zlib.error:
        return False
    return start == RECORD_START


def read_plain_records(file: BinaryIO, *, max_bytes: int = MAX_MEMBER) -> Iterator[Member]:
    """Every record of a WARC file without compression, from where it stands.

    A record is whole if as many bytes as it announces, and a blank line, follow its header.
    """
    offset = file.tell()
    while True:
        file.seek(offset)
        member = read_plain_record(file, max_bytes=max_bytes)
        if member is None:
            return
        yield member
        if member.fault not in ("damaged", "cut short"):  # a damaged length looks like a cut
            offset += member.length
            continue
        following = find_plain_record(file, offset + 1)
        if following is None:
            return
        offset = following


def read_plain_record(file: BinaryIO, *, max_bytes: int = MAX_MEMBER) -> Member | None:
    """The record that begins where `file` stands; `None` at its end."""
    offset = file.tell()
    head = file.read(MAX_HEADER)
    if not head.strip():
        return None
    blank = re.search(rb"\r?\n\r?\n", head)
    length = PLAIN_LENGTH.search(head, 0, blank.end()) if blank else None
    if blank is None or length is None or not head.startswith(RECORD_START):
        cut = head.startswith(RECORD_START) and blank is None and len(head) < MAX_HEADER
        fault: str | None = "cut short" if cut else "damaged"
        return Member(offset=offset, length=len(head), data=head, fault=fault)
    size = blank.end() + int(length[1])
    file.seek(offset)
    data = file.read(min(size, max_bytes))
    file.seek(offset + size)
    end = file.read(4)
    if not end:
        fault = "cut short"
    elif end.strip():
        fault = "damaged"
    else:
        fault = "too large" if size > max_bytes else None
    return Member(offset=offset, length=size + len(end), data=data, fault=fault)


def find_plain_record(file: BinaryIO, offset: int) -> int | None:
    """Where the next record that stands after a blank line begins, from `offset` on."""
    file.seek(offset)
    window = b""
    while chunk := file.read(CHUNK):
        window += chunk
        if (found := window.find(PLAIN_START)) >= 0:
            return file.tell() - len(window) + found + len(PLAIN_START) - len(RECORD_START)
        window = window[-len(PLAIN_START) + 1 :]
    return None
