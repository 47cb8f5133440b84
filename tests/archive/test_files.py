"""Kinds of files by their bytes, their texts, their names, and the folder that holds them."""

import io
import os
import struct
import zipfile
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples.articles import RICH, article, put

from portal_spider.archive.database import Archive
from portal_spider.archive.downloads import Downloads, keep, read_missed
from portal_spider.archive.filestore import (
    NAME_BYTES,
    clear_left_overs,
    copy_files,
    file_path,
    keep_file,
    safe_name,
)
from portal_spider.archive.filetext import MOST_UNPACKED, text_of
from portal_spider.archive.filetypes import MEDIA_TYPES, detect, promised_kinds
from portal_spider.archive.index import forget_file, index_files
from portal_spider.archive.merge import merge_archive
from portal_spider.archive.search import matching, search
from portal_spider.archive.snippets import plain
from portal_spider.archive.verification import verify_archive
from portal_spider.demo.files import make_docx, make_pdf, make_xlsx
from portal_spider.errors import ArchiveError

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, body in parts.items():
            package.writestr(name.replace("__", "/").replace("_xml", ".xml"), body)
    return out.getvalue()


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (make_pdf(["一"]), "pdf"),
        (b"\xef\xbb\xbf\r\n%PDF-1.4 ...", "pdf"),
        (make_docx(["一"]), "docx"),
        (make_xlsx([["一"]]), "xlsx"),
        (zipped(OFD_xml=b"<ofd/>"), "ofd"),
        (zipped(readme=b"x"), "zip"),
        (make_docx(["一"])[:300], "zip"),
        (OLE + "WordDocument".encode("utf-16-le"), "doc"),
        (OLE + "Workbook".encode("utf-16-le"), "xls"),
        (OLE, "bin"),
        (b"Rar!\x1a\x07\x00", "rar"),
        (b"<!DOCTYPE HTML><html>", "html"),
        (b"  \r\n<script>location='/'</script>", "html"),
        (b"%PDF-like words <html> in a page"[1:], "html"),
        ("通知：一、二、三".encode("gbk"), "txt"),
        ("通知".encode("utf-16"), "txt"),
        (b'<?xml version="1.0"?><a/>', "xml"),
        (b'{"code": 404}', "json"),
        (b"\x00\x01\x02\x03", "bin"),
        (b"", "bin"),
    ],
)
def test_a_file_is_what_its_bytes_are(body: bytes, kind: str) -> None:
    assert detect(body).kind == kind
    assert detect(body).media_type == MEDIA_TYPES[kind]


@given(st.binary(max_size=300))
def test_any_bytes_are_of_some_kind(body: bytes) -> None:
    assert detect(body).kind in MEDIA_TYPES
    assert detect(b"PK\x03\x04" + body).kind == "zip"


@pytest.mark.parametrize(
    ("url", "name", "kind"),
    [
        ("http://a.example/x/P02.PDF", "附件", "pdf"),
        ("http://a.example/down.jsp?filename=%E8%A1%A8.xls&id=2", "附件", "xls"),
        ("http://a.example/download.jsp?id=1", "报名表.docx", "docx"),
        ("http://a.example/download.jsp?id=1", "报名表", None),
        ("http://a.example/a.wps", "报名表", "wps"),
    ],
)
def test_what_a_name_promises(url: str, name: str, kind: str | None) -> None:
    assert next(iter(promised_kinds(url, name)), None) == kind


@given(st.text(max_size=400), st.sampled_from(sorted(MEDIA_TYPES)))
def test_any_name_becomes_harmless(name: str, kind: str) -> None:
    safe = safe_name(name, kind)
    assert safe.endswith(f".{kind}")
    assert len(safe.encode()) <= NAME_BYTES
    assert not set(safe) & set('/\\:*?"<>|%\x00\n\u202e')
    assert not safe.startswith(".")
    assert safe_name(safe, kind) == safe


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "_.._etc_passwd.pdf"),
        ("CON", "file_CON.pdf"),
        ("报告.PDF", "报告.pdf"),
        ("", "file.pdf"),
        ("a\x00b", "ab.pdf"),
        ("x" * 4096, "x" * (NAME_BYTES - 4) + ".pdf"),
    ],
)
def test_names(name: str, safe: str) -> None:
    assert safe_name(name, "pdf") == safe


def test_texts_are_read(tmp_path: Path) -> None:
    files = {
        "pdf": make_pdf(["植树地点", "一览表"]),
        "docx": make_docx(["植树地点", "一览表"]),
        "xlsx": make_xlsx([["植树地点"], ["一览表"]]),
        "txt": "植树地点\r\n\r\n一览表".encode("gbk"),
    }
    for kind, body in files.items():
        path = tmp_path / kind
        path.write_bytes(body)
        found = text_of(path, kind)
        assert (found.state, found.text) == ("read", "植树地点\n一览表"), kind


def claiming(size: int) -> bytes:
    """A Word document of a megabyte whose package says that it unpacks to `size` bytes."""
    body = bytearray(zipped(word__document_xml=b" " * (1 << 20)))
    struct.pack_into("<I", body, body.rindex(b"PK\x01\x02") + 24, size)
    return bytes(body)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("pdf", b"%PDF-1.4\n" + b"\x00" * 1000),
        ("pdf", make_pdf(["一"])[:400]),
        ("docx", make_docx(["一"])[:300]),
        ("xlsx", b"PK\x03\x04nothing"),
        ("xls", OLE),
        ("docx", claiming(MOST_UNPACKED + 1)),
        ("docx", claiming(100)),
    ],
    ids=["pdf", "cut pdf", "cut docx", "xlsx", "xls", "bomb", "lying bomb"],
)
def test_broken_files_fail_with_a_word(tmp_path: Path, kind: str, body: bytes) -> None:
    path = tmp_path / "file"
    path.write_bytes(body)
    found = text_of(path, kind)
    assert found.state == "empty" or found.state.startswith("failed:")
    assert "\n" not in found.state
    assert found.text is None


def test_entities_read_no_other_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("geheim")
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    xml = (
        f'<!DOCTYPE a [<!ENTITY x SYSTEM "file://{secret}">]>'
        f'<w:document xmlns:w="{space}"><w:p><w:t>公开&x;</w:t></w:p></w:document>'
    )
    path = tmp_path / "file"
    path.write_bytes(zipped(word__document_xml=xml.encode()))
    assert "geheim" not in (text_of(path, "docx").text or "")


def test_a_file_is_kept_once_and_mended_where_it_was_damaged(tmp_path: Path) -> None:
    folder = tmp_path / "a.files"
    digest = keep_file(folder, b"one")
    path = file_path(folder, digest)
    before = path.stat().st_ino
    keep_file(folder, b"one")
    assert path.stat().st_ino == before
    path.write_bytes(b"two")
    keep_file(folder, b"one")
    assert path.read_bytes() == b"one"
    assert len(list(folder.rglob("*"))) == 2


def test_links_in_the_folder_are_not_followed(tmp_path: Path) -> None:
    folder, outside = tmp_path / "a.files", tmp_path / "outside"
    digest = keep_file(folder, b"one")
    path = file_path(folder, digest)
    path.unlink()
    outside.write_bytes(b"other")
    path.symlink_to(outside)
    keep_file(folder, b"one")
    assert outside.read_bytes() == b"other"
    assert not path.is_symlink()
    path.unlink()
    path.parent.rmdir()
    (tmp_path / "elsewhere").mkdir()
    path.parent.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ArchiveError, match="is a link"):
        keep_file(folder, b"one")
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_only_digests_are_paths(tmp_path: Path) -> None:
    for name in ("../../etc/passwd", "", "A" * 64, "a" * 63):
        with pytest.raises(ArchiveError):
            file_path(tmp_path, name)


def test_left_overs_of_killed_crawls_go_after_a_day(tmp_path: Path) -> None:
    keep_file(tmp_path, b"one")
    old, new = tmp_path / "ab" / ".old.tmp", tmp_path / "ab" / ".new.tmp"
    old.parent.mkdir(exist_ok=True)
    for path in (old, new):
        path.write_bytes(b"half")
    os.utime(old, (0, 0))
    clear_left_overs(tmp_path)
    assert not old.exists()
    assert new.exists()


def fetched(path: Path, *bodies: bytes) -> Archive:
    """An archive whose article's files were all fetched, with these bodies in turn."""
    archive = Archive.open(path)
    put(archive, RICH)
    portal = archive.db.conn.execute("SELECT portal_id FROM pages").fetchone()[0]
    downloads = Downloads(archive, portal, started_at="2100-01-01T00:00:00.000+00:00")
    downloads.enrol(1 << 20)
    for claim, body in zip(downloads.claim(9), bodies, strict=False):
        downloads.store(claim, keep(archive, body), mismatch=None, etag=None, last_modified=None)
    return archive


def faults(archive: Archive) -> list[str]:
    return [fault.what for fault in verify_archive(archive) if fault.check in ("files", "index")]


def test_verify_names_a_missing_and_a_changed_file_and_a_text_not_indexed(tmp_path: Path) -> None:
    with fetched(tmp_path / "a.db", make_pdf(["甲乙丙丁"])) as archive:
        assert faults(archive) == []
        (digest,) = archive.db.conn.execute("SELECT sha256 FROM files").fetchone()
        path = file_path(archive.files_directory, digest)
        body = path.read_bytes()
        path.write_bytes(body[:-1] + b"x")
        assert faults(archive) == [f"{path}: its bytes were changed"]
        path.unlink()
        assert faults(archive) == [f"{path}: is missing"]
        path.write_bytes(body)
        archive.db.conn.execute("UPDATE files SET text = text || '戊'")
        assert faults(archive) == [
            f"file {digest}: is not indexed with its text",
            "'戊' stands in 1 files, in 0 by the index",
        ]


def test_merged_archives_have_the_files_of_both(tmp_path: Path) -> None:
    with (
        fetched(tmp_path / "a.db", make_pdf(["甲乙丙丁"])) as one,
        fetched(tmp_path / "b.db", make_docx(["戊己庚辛"])) as other,
        Archive.open(tmp_path / "c.db") as merged,
    ):
        for source in (one, other, one):
            merge_archive(merged, source)
        held = merged.db.conn.execute("SELECT text FROM article_files").fetchone()[0]
        assert len(search(merged, held[:4]).hits) == 1
        assert merged.db.conn.execute("SELECT count(*) FROM file_rows").fetchone() == (2,)
        assert copy_files(one.files_directory, merged.files_directory) == 0
        assert faults(merged) == []


def test_merging_keeps_the_first_fetch_and_a_record_in_any_order(tmp_path: Path) -> None:
    body = make_pdf(["甲乙丙丁"])
    sources = []
    for number, place in enumerate((None, "2.warc.gz", "1.warc.gz")):
        archive = fetched(tmp_path / f"{number}.db", body)
        archive.db.conn.execute(
            "UPDATE file_captures SET captured_at = ?, warc_file = ?, warc_offset = ?,"
            " warc_length = 9",
            (f"2026-01-0{number + 1}", place, place and number),
        )
        sources.append(archive)
    found = set()
    for number, order in enumerate(permutations(sources)):
        with Archive.open(tmp_path / f"all{number}.db") as merged:
            for source in (*order, order[0]):
                merge_archive(merged, source)
            found |= set(merged.db.conn.execute("SELECT * FROM file_captures").fetchall())
    for source in sources:
        source.close()
    ((*_, first, file, offset, _),) = found
    assert (first, file, offset) == ("2026-01-01", "1.warc.gz", 2)


@pytest.mark.parametrize("text", ["子丑寅卯", "一丁七万", None])
def test_a_text_that_another_archive_read_otherwise_is_indexed_as_kept(
    tmp_path: Path, text: str | None
) -> None:
    body = make_pdf(["甲乙丙丁"])
    with fetched(tmp_path / "a.db", body) as one, fetched(tmp_path / "b.db", body) as other:
        (file_id,) = other.db.conn.execute("SELECT id FROM files").fetchone()
        forget_file(other.db.conn, file_id, "甲乙丙丁")
        other.db.conn.execute("UPDATE files SET text = ?", (text,))
        index_files(other.db.conn)
        texts = []
        for order in ((one, other), (other, one)):
            with Archive.open(tmp_path / f"{len(texts)}.db") as merged:
                for source in order:
                    merge_archive(merged, source)
                assert faults(merged) == []
                texts.append(merged.db.conn.execute("SELECT text FROM files").fetchall())
        assert texts[0] == texts[1]


def test_a_word_may_stand_in_the_article_and_another_in_its_file(tmp_path: Path) -> None:
    with fetched(tmp_path / "a.db", make_pdf(["甲乙丙丁"])) as archive:
        put(archive, article(7, paragraphs=("城乡供水另有规定。",)))
        (hit,) = search(archive, "城乡供水保障 甲乙丙").hits
        assert hit.url == RICH.url
        assert hit.file == RICH.attachments[0].name
        assert plain(hit.title, "[", "]").count("[城乡供水保障]") == 1
        assert plain(hit.snippet, "[", "]") == "[甲乙丙]丁"
        for query, hits in {
            "供水 甲乙": 1,
            "规定 甲乙": 0,
            "供水": 2,
            "供水 -甲乙": 1,
            "供水 -甲乙丙": 1,
            "甲乙 -供水": 0,
            "甲乙 -(供水 -丙丁)": 1,
            "规定 OR 甲乙丙": 2,
            "供水 (甲乙丙 OR 规定)": 2,
            "甲丁": 0,
        }.items():
            assert len(search(archive, query).hits) == hits, query
            assert len(set(matching(archive, query))) == hits, query


def test_a_reader_that_comes_later_reads_what_was_missed(tmp_path: Path) -> None:
    with fetched(tmp_path / "a.db", make_pdf(["甲乙丙丁"])) as archive:
        archive.db.conn.execute("DELETE FROM file_rows")
        archive.db.conn.execute("INSERT INTO file_search(file_search) VALUES ('delete-all')")
        archive.db.conn.execute("UPDATE files SET text = NULL, text_state = 'missing:pypdf'")
        assert search(archive, "甲乙丙丁").hits == ()
        assert read_missed(archive) == 1
        (hit,) = search(archive, "甲乙丙丁").hits
        assert hit.file is not None
        archive.db.conn.execute("UPDATE files SET text_state = 'missing:no_such_library'")
        assert read_missed(archive) == 0
