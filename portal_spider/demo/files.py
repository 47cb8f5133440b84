"""Small real files to attach to articles: PDF, Word, Excel; the same bytes on every run."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from html import escape

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OOXML = "http://schemas.openxmlformats.org"
OFFICE = f"{OOXML}/officeDocument/2006/relationships"


def make_file(name: str, lines: Sequence[str]) -> tuple[bytes, str]:
    """Body and media type of a file called `name` that holds `lines`.

    Raises:
        ValueError: the ending of the name is none of pdf, docx, xlsx.
    """
    ending = name.rpartition(".")[2]
    if ending == "pdf":
        return make_pdf(lines), PDF
    if ending == "docx":
        return make_docx(lines), DOCX
    if ending == "xlsx":
        return make_xlsx([line.split("\t") for line in lines]), XLSX
    raise ValueError(f"no way to make {name!r}: not pdf, docx or xlsx")


def make_pdf(lines: Sequence[str]) -> bytes:
    """One page in a Chinese font that readers bring themselves (STSong-Light)."""
    text = "\n".join(f"<{line.encode('utf-16-be').hex()}> Tj T*" for line in lines)
    stream = f"BT /F1 14 Tf 24 TL 60 780 Td\n{text}\nET".encode("ascii")
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H"
        b" /DescendantFonts [6 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /FontDescriptor 7 0 R"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /DW 1000 >>",
        b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880]"
        b" /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
    )
    out = io.BytesIO(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    out.seek(0, io.SEEK_END)
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    xref = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % offset for offset in offsets)
    out.write(b"trailer\n<< /Size %d /Root 1 0 R >>\n" % (len(objects) + 1))
    out.write(b"startxref\n%d\n%%%%EOF\n" % xref)
    return out.getvalue()


def make_docx(lines: Sequence[str]) -> bytes:
    """A Word document of plain paragraphs."""
    space = f"{OOXML}/wordprocessingml/2006/main"
    body = "".join(f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in lines)
    document = f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>'
    return _package("word/document.xml", DOCX, {"word/document.xml": document})


def make_xlsx(rows: Sequence[Sequence[str]]) -> bytes:
    """A workbook of one sheet."""
    space = f"{OOXML}/spreadsheetml/2006/main"
    cells = "".join(
        f'<row r="{number}">'
        + "".join(f'<c t="inlineStr"><is><t>{escape(cell)}</t></is></c>' for cell in row)
        + "</row>"
        for number, row in enumerate(rows, 1)
    )
    sheet = f'<worksheet xmlns="{space}"><sheetData>{cells}</sheetData></worksheet>'
    book = (
        f'<workbook xmlns="{space}" xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    relations = _relations(f"{OFFICE}/worksheet", "worksheets/sheet1.xml")
    parts = {
        "xl/workbook.xml": book,
        "xl/worksheets/sheet1.xml": sheet,
        "xl/_rels/workbook.xml.rels": relations,
    }
    return _package("xl/workbook.xml", XLSX, parts)


def _relations(kind: str, target: str) -> str:
    return (
        f'<Relationships xmlns="{OOXML}/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{kind}" Target="{target}"/></Relationships>'
    )


def _package(main: str, media_type: str, parts: Mapping[str, str]) -> bytes:
    """An Open Packaging zip; uncompressed, for zlib's output differs from release to release."""
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{_part_type(name, media_type)}"/>'
        for name in parts
        if not name.endswith(".rels")
    )
    types = (
        f'<Types xmlns="{OOXML}/package/2006/content-types">'
        '<Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f"{overrides}</Types>"
    )
    whole = {
        "[Content_Types].xml": types,
        "_rels/.rels": _relations(f"{OFFICE}/officeDocument", main),
        **parts,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, text in whole.items():
            archive.writestr(zipfile.ZipInfo(name, (2023, 1, 1, 0, 0, 0)), XML + text)
    return out.getvalue()


def _part_type(name: str, media_type: str) -> str:
    if "worksheets/" in name:
        return media_type.replace(".sheet", ".worksheet") + "+xml"
    return f"{media_type}.main+xml"
