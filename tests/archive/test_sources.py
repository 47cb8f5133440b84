"""Every page of a file is read, and everything that cannot be read is said."""

from __future__ import annotations

import gzip
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from portal_spider.archive.sources import SourcePage, read_pages

HTML = [("Content-Type", "text/html; charset=utf-8")]
PAGES = [
    f"<html><body><p>第{n}号公告</p>{'补充说明' * 50}</body></html>".encode() for n in range(5)
]
URLS = [f"http://www.example.gov.cn/{n}.html" for n in range(5)]


def add(
    writer: WARCWriter,
    url: str,
    body: bytes,
    kind: str = "response",
    headers: list[tuple[str, str]] | None = None,
    content_type: str = "",
) -> None:
    http = (
        StatusAndHeaders("200 OK", headers or HTML, protocol="HTTP/1.1")
        if kind == "response"
        else None
    )
    writer.write_record(
        writer.create_warc_record(
            url,
            kind,
            payload=BytesIO(body),
            length=len(body),
            http_headers=http,
            warc_content_type=content_type,
            warc_headers_dict={"WARC-Date": "2026-01-02T03:04:05Z"},
        )
    )


@pytest.fixture(params=[True, False], ids=["gzip", "plain"])
def warc(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return write_warc(tmp_path, compress=request.param)


def write_warc(directory: Path, *, compress: bool) -> Path:
    path = directory / ("pages.warc.gz" if compress else "pages.warc")
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=compress)
        writer.write_record(writer.create_warcinfo_record(path.name, {"software": "test"}))
        for url, body in zip(URLS, PAGES, strict=True):
            add(writer, url, body)
    return path


def good(pages: list[SourcePage]) -> list[str]:
    return [page.url for page in pages if page.error is None]


def test_responses_come_in_order_with_all_that_is_known(warc: Path) -> None:
    pages = list(read_pages(warc))
    assert [(page.url, page.body) for page in pages] == list(zip(URLS, PAGES, strict=True))
    assert pages[0].status == 200
    assert pages[0].headers == tuple(HTML)
    assert pages[0].content_type == "text/html; charset=utf-8"
    assert pages[0].captured_at == datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


@pytest.mark.parametrize("compress", [True, False])
def test_resources_and_conversions_are_pages_too(tmp_path: Path, compress: bool) -> None:
    path = tmp_path / "mixed.warc.gz"
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=compress)
        add(writer, URLS[0], PAGES[0], "resource", content_type="text/html")
        add(writer, URLS[1], "公告全文".encode(), "conversion", content_type="text/plain")
        add(writer, URLS[2], b"GET / HTTP/1.1\r\n\r\n", "request")
        add(writer, URLS[3], b"body{}", headers=[("Content-Type", "text/css")])
        add(writer, URLS[4], b"\x89PNG", headers=[("X-None", "1")])
        add(writer, URLS[4], PAGES[4], headers=[("X-None", "1")])
    pages = list(read_pages(path))
    assert good(pages) == [URLS[0], URLS[1], URLS[4]]
    assert [page.content_type for page in pages] == ["text/html", "text/plain", None]


def test_bodies_are_decompressed_and_unchunked(tmp_path: Path) -> None:
    path = tmp_path / "coded.warc.gz"
    chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(PAGES[1]), PAGES[1])
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        add(writer, URLS[0], gzip.compress(PAGES[0]), headers=[*HTML, ("Content-Encoding", "gzip")])
        add(writer, URLS[1], chunked, headers=[*HTML, ("Transfer-Encoding", "chunked")])
        add(writer, URLS[2], PAGES[2], headers=[*HTML, ("Content-Encoding", "klingon")])
    first, second, third = read_pages(path)
    assert (first.body, second.body) == (PAGES[0], PAGES[1])
    assert third.error is not None
    assert "klingon" in third.error


@pytest.mark.parametrize("cut", [1, 40, 200])
def test_a_truncated_tail_is_an_error_after_all_whole_pages(warc: Path, cut: int) -> None:
    data = warc.read_bytes()
    end = len(data) if warc.suffix == ".gz" else len(data.rstrip())
    warc.write_bytes(data[: end - cut])
    pages = list(read_pages(warc))
    assert good(pages) == URLS[:4]
    assert pages[4].url in (URLS[4], f"{warc.as_uri()}#offset={data.rfind(data[:10])}")
    assert "is cut short" in (pages[4].error or "")


def test_a_flipped_byte_costs_one_page_and_is_reported(warc: Path) -> None:
    data = bytearray(warc.read_bytes())
    starts = [n for n in range(len(data)) if data.startswith(bytes(data[:10]), n)]
    data[starts[3] + 350] ^= 0x5A
    warc.write_bytes(data)
    pages = list(read_pages(warc))
    assert good(pages) == [URLS[0], URLS[1], URLS[3], URLS[4]]
    assert pages[2].error is not None
    assert str(starts[3]) in pages[2].error


@settings(max_examples=60)
@given(st.booleans(), st.integers(min_value=0), st.integers(min_value=1, max_value=255))
def test_no_flipped_byte_is_swallowed(
    tmp_path_factory: pytest.TempPathFactory, compress: bool, at: int, flip: int
) -> None:
    path = write_warc(tmp_path_factory.mktemp("flip"), compress=compress)
    data = bytearray(path.read_bytes())
    data[at % len(data)] ^= flip
    path.write_bytes(data)
    pages = list(read_pages(path))
    right = dict(zip(URLS, PAGES, strict=True))
    unharmed = [page for page in pages if right.get(page.url) == page.body]
    assert len(unharmed) >= len(URLS) - 1
    for page in pages:  # Only a header of a record without compression has no check at all.
        assert page in unharmed or page.error is not None or not compress


@settings(max_examples=60)
@given(st.booleans(), st.binary(max_size=3000))
def test_any_bytes_are_read_to_the_end(
    tmp_path_factory: pytest.TempPathFactory, compress: bool, junk: bytes
) -> None:
    path = write_warc(tmp_path_factory.mktemp("junk"), compress=compress)
    data = path.read_bytes()
    path.write_bytes(data + junk)
    assert good(list(read_pages(path)))[:5] == URLS
    path.write_bytes(junk)
    list(read_pages(path))


def test_several_records_in_one_gzip_member(tmp_path: Path) -> None:
    plain = write_warc(tmp_path, compress=False)
    path = tmp_path / "careless.warc.gz"
    path.write_bytes(gzip.compress(plain.read_bytes()))
    assert good(list(read_pages(path))) == URLS


def test_a_gzip_file_of_something_else(tmp_path: Path) -> None:
    path = tmp_path / "data.gz"
    path.write_bytes(gzip.compress(b"name,value\n"))
    (page,) = read_pages(path)
    assert page.error == f"{path}: record at 0 is no WARC record"


def test_a_record_beyond_the_limit_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, warc: Path
) -> None:
    monkeypatch.setattr("portal_spider.archive.sources.MAX_BODY", 5000)
    with warc.open("ab") as file:
        writer = WARCWriter(file, gzip=warc.suffix == ".gz")
        add(writer, "http://a.example/big.html", b"<p>" + b"x" * 9000)
        add(writer, "http://a.example/film", b"x" * 9000, headers=[("Content-Type", "video/mp4")])
        add(writer, "http://a.example/last.html", b"<p>last")
    pages = list(read_pages(warc))
    assert good(pages) == [*URLS, "http://a.example/last.html"]
    (refused,) = [page for page in pages if page.error]
    assert refused.url == "http://a.example/big.html"


def test_files_and_folders(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "a.html").write_bytes(PAGES[0])
    (tmp_path / "b" / "saved.htm").write_bytes(
        b"<!-- saved from url=(0034)http://www.example.gov.cn/s.html -->" + PAGES[1]
    )
    (tmp_path / "b" / "note.TXT").write_text("关于放假的通知", encoding="gb18030")
    (tmp_path / "b" / "picture.png").write_bytes(b"\x89PNG")
    pages = list(read_pages(tmp_path))
    assert [(page.url, page.content_type) for page in pages] == [
        ((tmp_path / "a.html").as_uri(), None),
        ((tmp_path / "b" / "note.TXT").as_uri(), "text/plain"),
        ("http://www.example.gov.cn/s.html", None),
    ]


@pytest.mark.parametrize(
    ("make", "problem"),
    [
        (lambda path: None, "No such file"),
        (lambda path: path.write_bytes(b""), None),
    ],
)
def test_missing_and_empty_files(
    tmp_path: Path, make: Callable[[Path], object], problem: str | None
) -> None:
    path = tmp_path / "page.html"
    make(path)
    (page,) = read_pages(path)
    assert page.url == path.as_uri()
    assert (problem or "") in (page.error or "")
    assert (page.error is None) == (problem is None)


NO_PAGES = {
    "noise": (bytes(range(256)) * 20, "neither HTML nor text"),
    "a database": (b"SQLite format 3\x00" + bytes(200), "SQLite"),
    "a database with a page in it": (b"SQLite format 3\x00" + bytes(200) + PAGES[0], "SQLite"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", "pdf"),
    "zip": (b"PK\x03\x04" + bytes(60), "zip"),
    "program": (b"\x7fELF\x02\x01\x01" + bytes(60), "neither HTML nor text"),
    "bitmap": (b"BM" + bytes(60), "neither HTML nor text"),
    "cdx": (b" CDX N b a m s k r M S V g\n", "index"),
    "cdxj": (b'cn,gov,example)/1.html 20260102030405 {"url": "http://x/"}\n', "index"),
}


@pytest.mark.parametrize("kind", NO_PAGES)
@pytest.mark.parametrize("name", ["given.html", "given.txt", "given"])
def test_what_is_no_page_is_refused_by_name(tmp_path: Path, kind: str, name: str) -> None:
    body, why = NO_PAGES[kind]
    path = tmp_path / name
    path.write_bytes(body)
    (page,) = read_pages(path)
    assert page.error is not None
    assert page.error.startswith(f"{path}: ")
    assert why in page.error


@pytest.mark.parametrize(
    "body",
    [
        b"",
        PAGES[0].replace("公告".encode(), bytes(range(1, 9)) * 50),
        "BMW公司关于防汛工作的公告".encode(),
        "国务院关于防汛工作的公告\f第二页\x1a".encode(),
        "国务院关于防汛工作的公告，请各地遵照执行。".encode("gb18030"),
        "国务院关于防汛工作的公告，请各地遵照执行。".encode("utf-16"),
        "电话：0000-1234 (公告) 20260102030405 {".encode(),
    ],
    ids=["empty", "controls", "letters", "feeds", "gbk", "utf-16", "digits"],
)
def test_pages_are_taken_whatever_stands_in_them(tmp_path: Path, body: bytes) -> None:
    path = tmp_path / "page.txt"
    path.write_bytes(body)
    (page,) = read_pages(path)
    assert (page.error, page.body) == (None, body)


def test_a_wacz_file_gives_the_pages_of_its_warc_files(tmp_path: Path) -> None:
    path = tmp_path / "all.wacz"
    data = write_warc(tmp_path, compress=True).read_bytes()
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("datapackage.json", "{}")
        package.writestr("archive/data.warc.gz", data)
        package.writestr("archive/rest.warc.gz", data[:-40])
    pages = list(read_pages(path))
    assert good(pages) == [*URLS, *URLS[:4]]
    assert (pages[-1].error or "").startswith(f"{path / 'archive' / 'rest.warc.gz'}: record at ")
    path.write_bytes(path.read_bytes()[:500])
    (page,) = read_pages(path)
    assert "is no WACZ file" in (page.error or "")
