"""What kind of file bytes are, by the bytes themselves; and what a name promises.

Servers call most files `application/octet-stream` and answer a missing one with a page, so neither
the media type nor the ending says what came.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "ppt": "application/vnd.ms-powerpoint",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "ofd": "application/ofd",
    "rtf": "application/rtf",
    "zip": "application/zip",
    "rar": "application/vnd.rar",
    "7z": "application/x-7z-compressed",
    "gz": "application/gzip",
    "jpg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "bmp": "image/bmp",
    "tif": "image/tiff",
    "webp": "image/webp",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
    "wmv": "video/x-ms-wmv",
    "exe": "application/vnd.microsoft.portable-executable",
    "html": "text/html",
    "xml": "application/xml",
    "json": "application/json",
    "txt": "text/plain",
    "bin": "application/octet-stream",
}
"""Kinds of files, and the media type under which each is kept."""

SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "pdf"),
    (b"{\\rtf", "rtf"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b\x08", "gz"),
    (b"\xff\xd8\xff", "jpg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF8", "gif"),
    (b"BM", "bmp"),
    (b"II*\x00", "tif"),
    (b"MM\x00*", "tif"),
    (b"ID3", "mp3"),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "wmv"),
    (b"MZ", "exe"),
)
"""How files of a kind begin."""
PDF_WITHIN = 1024
"""Bytes before `%PDF-` that readers put up with (PDF 1.7, annex H 3.4.1)."""
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OLE_STREAMS: tuple[tuple[str, str], ...] = (
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("PowerPoint Document", "ppt"),
)
"""Streams by which the old Office formats tell themselves apart; names are UTF-16."""
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
ZIP_PARTS: tuple[tuple[str, str], ...] = (
    ("word/document.xml", "docx"),
    ("xl/workbook.xml", "xlsx"),
    ("xl/workbook.bin", "xlsx"),
    ("ppt/presentation.xml", "pptx"),
    ("OFD.xml", "ofd"),
)
ODF_TYPES = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
}
MARKUP = re.compile(rb"<(?:!doctype\s+html|html|head|body|script|meta|title|iframe)[\s>]", re.I)
TEXT_CONTROLS = bytes(range(9)) + bytes(range(14, 27)) + bytes(range(28, 32))
LOOKED_AT = 4096
"""Bytes at a file's beginning that tell text and markup."""

ENDING = re.compile(r"\.([a-z0-9]{2,5})$")
SAME_AS = {
    "wps": ("doc", "docx"),
    "et": ("xls", "xlsx"),
    "dps": ("ppt", "pptx"),
    "jpeg": ("jpg",),
    "tiff": ("tif",),
    "csv": ("txt",),
    "doc": ("rtf", "docx"),
    "docm": ("docx",),
    "xlsm": ("xlsx",),
    "apk": ("zip",),
    "xls": ("xlsx", "txt", "xml"),
}
"""Kinds that an ending may stand for besides its own: WPS writes the formats of Office, and Office
opens a newer file under its older ending without a word."""
KNOWN_ENDINGS = frozenset((*MEDIA_TYPES, *SAME_AS)) - {"bin"}


@dataclass(frozen=True, slots=True)
class FileType:
    """What a file is."""

    kind: str
    """Key of `MEDIA_TYPES`."""

    @property
    def media_type(self) -> str:
        """The media type, whatever the server said."""
        return MEDIA_TYPES[self.kind]


def detect(body: bytes) -> FileType:
    """What kind of file `body` is; `bin` where nothing tells."""
    return FileType(_container(body) or _signed(body) or _text(body) or "bin")


def promised_kinds(url: str, name: str) -> tuple[str, ...]:
    """The kinds that the ending of a file's URL or name allows; empty where neither has one."""
    parts = urlsplit(url)
    values = (piece.rpartition("=")[2] for piece in parts.query.split("&"))
    for text in (parts.path, *values, name):
        match = ENDING.search(unquote(text).strip().lower())
        if match and match[1] in KNOWN_ENDINGS:
            return (match[1], *SAME_AS.get(match[1], ()))
    return ()


def _container(body: bytes) -> str | None:
    """The kind of what is packed as an OLE compound file or a zip."""
    if body.startswith(OLE):
        names = ((name.encode("utf-16-le"), kind) for name, kind in OLE_STREAMS)
        return next((kind for name, kind in names if name in body), "bin")
    if not body.startswith(ZIP):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as package:
            names_inside = frozenset(package.namelist())
            if "mimetype" in names_inside and package.getinfo("mimetype").file_size < 100:
                return ODF_TYPES.get(package.read("mimetype").strip(), "zip")
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, EOFError):
        return "zip"  # cut short or encrypted; the reader of its text will say so
    return next((kind for part, kind in ZIP_PARTS if part in names_inside), "zip")


def _signed(body: bytes) -> str | None:
    for signature, kind in SIGNATURES:
        if body.startswith(signature):
            return kind
    if b"%PDF-" in body[:PDF_WITHIN] and not MARKUP.search(body[:PDF_WITHIN]):
        return "pdf"
    if body[4:8] == b"ftyp":
        return "mp4"
    return "webp" if body[:4] == b"RIFF" and body[8:12] == b"WEBP" else None


def _text(body: bytes) -> str | None:
    head = body[:LOOKED_AT]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "txt"
    if not head.strip() or head.translate(None, TEXT_CONTROLS) != head:
        return None
    if MARKUP.search(head):
        return "html"
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"<?xml"):
        return "xml"
    return "json" if start.startswith((b'{"', b"[{")) else "txt"
