"""The WARC files of a crawl replay in a real pywb: the body that it shows is the body that came."""

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import pytest
from samples.site import Site
from samples.tool import Tool

from portal_spider.demo.files import PDF, make_pdf
from portal_spider.demo.server import Resource

TITLES = ("关于开展春季义务植树活动的通知", "关于调整公交线路的公告")
pytestmark = pytest.mark.skipif(
    shutil.which("wayback", path=str(Path(sys.executable).parent)) is None, reason="no pywb"
)


def pywb(program: str) -> str:
    return str(Path(sys.executable).parent / program)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@contextmanager
def wayback(folder: Path) -> Iterator[int]:
    """A wayback machine over the collections of `folder`; its port."""
    port = free_port()
    command = [pywb("wayback"), "-b", "127.0.0.1", "-p", str(port), "-d", str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        deadline = time.monotonic() + 60
        while fetch(port, "/") is None:
            assert process.poll() is None, process.communicate()[0].decode()
            assert time.monotonic() < deadline
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.communicate(timeout=20)


def fetch(port: int, path: str) -> tuple[int, bytes] | None:
    """Status and body; `None` where nobody answers."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read()
    except (OSError, HTTPException):
        return None
    finally:
        connection.close()


def test_archived_pages_and_files_are_replayed_byte_for_byte(tool: Tool, tmp_path: Path) -> None:
    with Site() as site:
        section = site.section(*TITLES)
        offering = site.answers["/tzgg/1.html"].body.replace(
            b'<div class="text">', '<div class="text"><a href="/a.pdf">附件：植树地点</a>'.encode()
        )
        site.answers["/tzgg/1.html"] = Resource(body=offering)
        site.answers["/a.pdf"] = Resource(body=make_pdf(["植树地点"]), content_type=PDF)
        assert tool("crawl", section, "--attachments", "--delay", "0").returncode == 0
        paths = ("/tzgg/1.html", "/tzgg/2.html", "/a.pdf")
        pages = {f"{site.home}{path}": site.answers[path] for path in paths}
    warcs = list(tool.archive.with_suffix(".warc").glob("*.warc.gz"))
    folder = tmp_path / "replay"
    folder.mkdir()
    for arguments in (["init", "portal"], ["add", "portal", *map(str, warcs)]):
        subprocess.run(
            [pywb("wb-manager"), *arguments], cwd=folder, check=True, capture_output=True
        )
    with wayback(folder) as port:
        for url, page in pages.items():
            assert fetch(port, f"/portal/2id_/{url}") == (200, page.body)
        shown = fetch(port, f"/portal/2mp_/{next(iter(pages))}")
        assert shown is not None
        assert TITLES[0].encode() in shown[1]
        missing = fetch(port, f"/portal/2id_/{site.home}/nothing.html")
        assert missing is not None
        assert missing[0] == 404
