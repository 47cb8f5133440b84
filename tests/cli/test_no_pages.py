"""What is no page is told in one line, and the other files are read all the same."""

from __future__ import annotations

from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest
from samples.inside import say
from samples.portal_pages import article

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n"


@pytest.mark.parametrize("command", ["extract", "listing"])
def test_a_file_that_is_no_page_costs_no_other(tmp_path: Path, command: str) -> None:
    (tmp_path / "1.html").write_bytes(PDF)
    (tmp_path / "2.html").write_bytes(article())
    said = say(command, tmp_path / "1.html", tmp_path / "2.html", "--jsonl", code=1)
    broken, whole = said.lines
    assert set(broken) == {"url", "error"}
    assert broken["error"] == f"{tmp_path / '1.html'}: is a file of kind pdf, not a page"
    assert "error" not in whole
    assert said.err == ""


def test_an_import_skips_what_is_no_page(tmp_path: Path) -> None:
    (tmp_path / "1.html").write_bytes(PDF)
    (tmp_path / "2.html").write_bytes(article())
    archive = tmp_path / "archive.db"
    said = say("import", tmp_path, "--base", "http://x.example/", "--archive", archive, code=1)
    assert said.out == "new: 1\n"
    assert said.complaint.startswith("skipped: ")


def test_standard_input_may_be_a_warc_file_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def extracted(body: bytes, code: int) -> list[dict[str, object]]:
        monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(body)))
        return say("extract", "-", "--jsonl", code=code).lines

    page = article()
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page
    head = f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: http://x.example/1.html\r\nContent-Type: application/http\r\nContent-Length: {len(http)}\r\n\r\n"
    (read,) = extracted(head.encode() + http + b"\r\n\r\n", 0)
    assert (read["url"], read["kind"]) == ("http://x.example/1.html", "article")
    assert [row["url"] for row in extracted(page, 0)] == ["about:blank"]
    assert [row["error"] for row in extracted(PDF, 1)] == [
        "standard input: is a file of kind pdf, not a page"
    ]
