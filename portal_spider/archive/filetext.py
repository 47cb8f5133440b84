"""The text of documents: PDF, Word, Excel and plain text.

Libraries that read such files meet hostile ones sooner or later, which loop, take all memory or
bring the interpreter down. So the reading is done in a process of its own, with a limit on each:
`text_of` runs this module with the file's path and takes what it prints.
"""

from __future__ import annotations

import io
import json
import re
import resource
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

MOST_TEXT = 2_000_000
"""Characters kept of one file: more than any document, less than a dump of a database."""
MOST_SECONDS = 60
MOST_MEMORY = 1 << 30
"""Bytes of address space that reading one file may take."""
MOST_UNPACKED = 256 << 20
"""Bytes that a packed document may unpack to."""
WHY = 120
"""Characters kept of what a library says of a file that it cannot read."""
UNNAMED = re.compile(r"Sheet\d*|工作表\d*", re.IGNORECASE)
"""Names that sheets have when nobody gave them one."""
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WORD_SPACES = {f"{WORD}tab": "\t", f"{WORD}br": "\n", f"{WORD}cr": "\n"}


@dataclass(frozen=True, slots=True, kw_only=True)
class FileText:
    """What was read from a file."""

    state: str
    """`read`; `empty`: a scan, say; `unsupported`: no reader for the kind; `missing:LIBRARY`;
    `failed:WHY`."""
    text: str | None = None


class TooLargeError(ValueError):
    """A packed file that unpacks to more than `MOST_UNPACKED`."""


def text_of(path: Path, kind: str) -> FileText:
    """The text of the file at `path`, of a kind of `filetypes.MEDIA_TYPES`; never raises for it."""
    if kind not in READERS:
        return FileText(state="unsupported")
    command = [sys.executable, "-m", "portal_spider.archive.filetext", str(path), kind]
    try:
        done = subprocess.run(
            command, capture_output=True, timeout=MOST_SECONDS, check=True, stdin=subprocess.DEVNULL
        )
        return FileText(**json.loads(done.stdout))
    except subprocess.TimeoutExpired:
        return FileText(state="failed:took too long")
    except subprocess.CalledProcessError as error:
        last = error.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
        return FileText(state=f"failed:{last[:WHY] or f'ended with {error.returncode}'}")
    except (ValueError, TypeError):
        return FileText(state="failed:could not be read")


def read_text(body: bytes, kind: str) -> FileText:
    """The text of a file of `kind`, in this process; raises whatever its library does."""
    try:
        pieces, size = [], 0
        for piece in READERS[kind](body):
            pieces.append(piece)
            size += len(piece)
            if size > MOST_TEXT:
                break
    except ModuleNotFoundError as error:
        return FileText(state=f"missing:{error.name}")
    lines = (line.rstrip() for line in "".join(pieces)[:MOST_TEXT].splitlines())
    text = "\n".join(line for line in lines if line.strip())
    return FileText(state="read", text=text) if text else FileText(state="empty")


def _pdf(body: bytes) -> Iterator[str]:
    from pypdf import PdfReader

    for page in PdfReader(io.BytesIO(body)).pages:
        yield page.extract_text() + "\n"


def _docx(body: bytes) -> Iterator[str]:
    """Paragraphs in the document's order, those of tables and text boxes too."""
    from lxml import etree

    with zipfile.ZipFile(io.BytesIO(body)) as package:
        _refuse_bombs(package)
        xml = package.read("word/document.xml")
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    for element in etree.fromstring(xml, parser).iter(f"{WORD}t", f"{WORD}p", *WORD_SPACES):
        if element.tag == f"{WORD}p":
            yield "\n"
        else:
            yield WORD_SPACES.get(str(element.tag)) or element.text or ""


def _sheets(body: bytes) -> Iterator[str]:
    """Rows of all sheets, cells apart by tabs, each sheet after its name if it has one."""
    from python_calamine import CalamineWorkbook

    if zipfile.is_zipfile(io.BytesIO(body)):
        with zipfile.ZipFile(io.BytesIO(body)) as package:
            _refuse_bombs(package)
    book = CalamineWorkbook.from_filelike(io.BytesIO(body))
    for name in book.sheet_names:
        yield "\n" if UNNAMED.fullmatch(name) else f"{name}\n"
        for row in book.get_sheet_by_name(name).iter_rows():
            yield "\t".join(map(_cell, row)).rstrip() + "\n"


def _cell(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).replace("\n", " ")


def _plain(body: bytes) -> Iterator[str]:
    from portal_spider.extract.charset import decode

    yield decode(body, "text/plain").text


def _refuse_bombs(package: zipfile.ZipFile) -> None:
    """`zipfile` reads no more of a member than its header says, so that the sum can be trusted."""
    if sum(member.file_size for member in package.infolist()) > MOST_UNPACKED:
        raise TooLargeError("unpacks to too much")


READERS: Mapping[str, Callable[[bytes], Iterator[str]]] = {
    "pdf": _pdf,
    "docx": _docx,
    "xlsx": _sheets,
    "xls": _sheets,
    "ods": _sheets,
    "txt": _plain,
}


def main() -> None:
    """Print the text of the file that the arguments name, as JSON."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    path, kind = sys.argv[1:]
    found = read_text(Path(path).read_bytes(), kind)
    json.dump(asdict(found), sys.stdout)


if __name__ == "__main__":
    main()
