"""Responses written to WARC come back as they were, for us and for every other reader of WARC."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from portal_spider.archive.warc import (
    Original,
    WarcWriter,
    adopt_orphans,
    payload_digest,
    read_record,
)
from portal_spider.errors import ArchiveError
from portal_spider.items import WarcPlace

URL = "http://www.example.gov.cn/zwgk/t20260101_1.html"
AT = datetime(2026, 1, 2, 3, 4, 5, 678_000, tzinfo=UTC)
BODY = "<html><body><p>关于做好春耕备耕工作的通知</p></body></html>".encode()
HEADERS = (("Content-Type", "text/html; charset=utf-8"), ("ETag", '"abc"'))


def write(
    directory: Path, body: bytes = BODY, *, name: str = "run", count: int = 1
) -> list[WarcPlace]:
    with WarcWriter(directory, name) as writer:
        return [
            writer.write_response(f"{URL}?{n}", AT, 200, "OK", HEADERS, body) for n in range(count)
        ]


def records(path: Path) -> list[dict[str, object]]:
    with path.open("rb") as file:
        return [
            {
                "type": record.rec_type,
                "warc": dict(record.rec_headers.headers),
                "http": dict(record.http_headers.headers) if record.http_headers else {},
                "status": record.http_headers.statusline if record.http_headers else None,
                "body": record.content_stream().read(),
                "digests": record.digest_checker.passed,
            }
            for record in ArchiveIterator(file, check_digests=True)
        ]


def test_a_response_comes_back_with_headers_and_body(tmp_path: Path) -> None:
    places = write(tmp_path, count=3)
    for place in places:
        stored = read_record(tmp_path, place)
        assert stored.body == BODY
        assert stored.headers == (*HEADERS, ("Content-Length", str(len(BODY))))


def test_warcio_reads_and_verifies_every_record(tmp_path: Path) -> None:
    write(tmp_path, count=2)
    info, first, second = records(tmp_path / "run.warc.gz")
    assert (info["type"], first["type"], second["type"]) == ("warcinfo", "response", "response")
    assert b"software: portal-spider/" in info["body"]
    assert (first["status"], first["body"], first["digests"]) == ("200 OK", BODY, True)
    assert first["warc"]["WARC-Target-URI"] == f"{URL}?0"
    assert first["warc"]["WARC-Date"] == "2026-01-02T03:04:05.678000Z"
    assert first["warc"]["WARC-Payload-Digest"] == payload_digest(BODY)
    check = [sys.executable, "-m", "warcio.cli", "check", str(tmp_path / "run.warc.gz")]
    assert subprocess.run(check, check=False).returncode == 0


def test_headers_of_the_wire_are_kept_but_disarmed(tmp_path: Path) -> None:
    headers = (
        ("Content-Encoding", "gzip"),
        ("Transfer-Encoding", "chunked"),
        ("content-length", "7"),
        ("Content-Type", "text/html"),
    )
    with WarcWriter(tmp_path, "run") as writer:
        writer.write_response(URL, AT, 200, "OK", headers, BODY)
    _, record = records(tmp_path / "run.warc.gz")
    assert record["body"] == BODY
    assert record["http"] == {
        "X-Archive-Orig-Content-Encoding": "gzip",
        "X-Archive-Orig-Transfer-Encoding": "chunked",
        "X-Archive-Orig-content-length": "7",
        "Content-Type": "text/html",
        "Content-Length": str(len(BODY)),
    }


@given(
    st.binary(max_size=300),
    st.lists(st.tuples(st.just("X-Any"), st.text(max_size=20)), max_size=3),
    st.text(max_size=10),
)
def test_any_body_and_hostile_headers_survive(
    tmp_path_factory: pytest.TempPathFactory,
    body: bytes,
    headers: list[tuple[str, str]],
    reason: str,
) -> None:
    directory = tmp_path_factory.mktemp("warc")
    with WarcWriter(directory, "run") as writer:
        place = writer.write_response(URL, AT, 200, reason, headers, body)
    stored = read_record(directory, place)
    assert stored.body == body
    assert len(stored.headers) == len(headers) + 1


@pytest.mark.parametrize("value", ["附件.doc".encode("gb18030").decode("latin-1"), "附件.doc"])
def test_header_bytes_beyond_ascii_are_kept(tmp_path: Path, value: str) -> None:
    with WarcWriter(tmp_path, "run") as writer:
        place = writer.write_response(
            URL, AT, 200, "OK", [("Content-Disposition", f"attachment; filename={value}")], BODY
        )
    assert read_record(tmp_path, place).headers[0][1] == f"attachment; filename={value}"


def test_an_unchanged_payload_is_a_revisit(tmp_path: Path) -> None:
    original = Original(url=URL, captured_at=AT, payload_digest=payload_digest(BODY))
    later = AT.replace(year=2027)
    with WarcWriter(tmp_path, "run") as writer:
        same = writer.write_revisit(URL, later, 200, "OK", HEADERS, original)
        writer.write_revisit(URL, later, 304, "Not Modified", HEADERS, original)
    _, again, unmodified = records(tmp_path / "run.warc.gz")
    assert again["type"] == "revisit"
    assert again["warc"]["WARC-Profile"].endswith("identical-payload-digest")
    assert again["warc"]["WARC-Refers-To-Date"] == "2026-01-02T03:04:05.678000Z"
    assert again["warc"]["WARC-Payload-Digest"] == payload_digest(BODY)
    assert again["http"]["ETag"] == '"abc"'
    assert unmodified["warc"]["WARC-Profile"].endswith("server-not-modified")
    assert read_record(tmp_path, same).body == b""


def test_records_are_readable_while_the_file_is_open(tmp_path: Path) -> None:
    with WarcWriter(tmp_path, "run") as writer:
        place = writer.write_response(URL, AT, 200, "OK", HEADERS, BODY)
        assert [path.name for path in tmp_path.iterdir()] == ["run.warc.gz.open"]
        assert read_record(tmp_path, place).body == BODY
    assert [path.name for path in tmp_path.iterdir()] == ["run.warc.gz"]
    assert read_record(tmp_path, place).body == BODY


def test_a_run_that_writes_nothing_leaves_nothing(tmp_path: Path) -> None:
    WarcWriter(tmp_path / "absent", "run").close()
    assert not (tmp_path / "absent").exists()


def test_a_large_run_is_split_into_files(tmp_path: Path) -> None:
    with WarcWriter(tmp_path, "run", max_bytes=2000) as writer:
        places = [
            writer.write_response(URL, AT, 200, "OK", HEADERS, os.urandom(900)) for _ in range(6)
        ]
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["run-00002.warc.gz", "run-00003.warc.gz", "run.warc.gz"]
    assert {place.file for place in places} == set(names)
    assert all(len(read_record(tmp_path, place).body) == 900 for place in places)
    assert next(record["type"] for record in records(tmp_path / names[0])) == "warcinfo"


def test_a_name_taken_is_refused_and_its_file_untouched(tmp_path: Path) -> None:
    write(tmp_path)
    before = (tmp_path / "run.warc.gz").read_bytes()
    with pytest.raises(ArchiveError, match="exists already"):
        write(tmp_path)
    assert (tmp_path / "run.warc.gz").read_bytes() == before


WRITE_UNTIL_KILLED = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from portal_spider.archive.warc import WarcWriter
writer = WarcWriter(Path(sys.argv[1]), "run")
for n in range(100_000):
    body = f"<p>page {n}</p>".encode() * 200
    place = writer.write_response(f"http://a.example/{n}", datetime.now(UTC), 200, "OK", [], body)
    print(n, place.file, place.offset, place.length, flush=True)
"""


def test_every_place_given_out_before_a_kill_is_readable(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", WRITE_UNTIL_KILLED, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    lines = [process.stdout.readline() for _ in range(30)]
    process.send_signal(signal.SIGKILL)
    lines += process.stdout.readlines()
    process.wait()
    process.stdout.close()
    assert [path.name for path in adopt_orphans(tmp_path)] == ["run.warc.gz"]
    for line in lines:
        if not line.endswith("\n"):
            continue
        n, file, offset, length = line.split()
        place = WarcPlace(file=file, offset=int(offset), length=int(length))
        assert read_record(tmp_path, place).body.startswith(f"<p>page {n}</p>".encode())
    assert len(records(tmp_path / "run.warc.gz")) >= len(lines)


@pytest.mark.parametrize("cut", [1, 20, 150])
def test_an_orphan_is_kept_up_to_its_last_whole_record(tmp_path: Path, cut: int) -> None:
    places = write(tmp_path, count=3)
    orphan = (tmp_path / "run.warc.gz").rename(tmp_path / "run.warc.gz.open")
    os.truncate(orphan, orphan.stat().st_size - cut)
    adopt_orphans(tmp_path)
    finished = tmp_path / "run.warc.gz"
    assert finished.stat().st_size == places[2].offset
    assert [record["type"] for record in records(finished)] == ["warcinfo", "response", "response"]


def test_an_orphan_without_a_whole_record_goes(tmp_path: Path) -> None:
    (tmp_path / "run.warc.gz.open").write_bytes(b"\x1f\x8b\x08\x00")
    assert adopt_orphans(tmp_path) == []
    assert list(tmp_path.iterdir()) == []


def test_a_live_run_is_no_orphan(tmp_path: Path) -> None:
    with WarcWriter(tmp_path, "run") as writer:
        writer.write_response(URL, AT, 200, "OK", HEADERS, BODY)
        adopt = "import sys,pathlib; from portal_spider.archive.warc import adopt_orphans as a;"
        adopt += "print(a(pathlib.Path(sys.argv[1])))"
        found = subprocess.run(
            [sys.executable, "-c", adopt, str(tmp_path)], capture_output=True, text=True, check=True
        )
        assert found.stdout.strip() == "[]"
        place = writer.write_response(URL, AT, 200, "OK", HEADERS, BODY)
    assert read_record(tmp_path, place).body == BODY


def test_damage_is_named_when_a_record_is_read(tmp_path: Path) -> None:
    first, second = write(tmp_path, count=2)
    path = tmp_path / "run.warc.gz"
    data = bytearray(path.read_bytes())
    data[first.offset + 100] ^= 0xFF
    path.write_bytes(data[:-10])
    with pytest.raises(ArchiveError, match=f"record at {first.offset}: damaged"):
        read_record(tmp_path, first)
    with pytest.raises(ArchiveError, match="cut short"):
        read_record(tmp_path, second)
    with pytest.raises(ArchiveError, match="absent"):
        read_record(tmp_path, WarcPlace(file="absent.warc.gz", offset=0, length=1))
    with pytest.raises(ArchiveError, match="outside"):
        read_record(tmp_path / "sub", WarcPlace(file="../run.warc.gz", offset=0, length=1))


def test_a_full_disk_is_one_clear_error_and_loses_nothing(tmp_path: Path) -> None:
    script = """
import resource, signal, sys, pathlib
from datetime import UTC, datetime
import os
from portal_spider.archive.warc import WarcWriter
from portal_spider.errors import ArchiveError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
writer = WarcWriter(pathlib.Path(sys.argv[1]), "run")
try:
    for n in range(100):
        writer.write_response(f"http://a.example/{n}", datetime.now(UTC), 200, "OK", [],
                              os.urandom(3000))
except ArchiveError as error:
    print(n, error)
writer.close()
"""
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, check=True
    )
    written, message = done.stdout.split(maxsplit=1)
    assert "run.warc.gz: cannot be written: File too large" in message
    assert len(records(tmp_path / "run.warc.gz")) == int(written) + 1
