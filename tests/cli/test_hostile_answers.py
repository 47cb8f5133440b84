"""What servers answer in the place of a page is said in one line, and never taken for one."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from samples.inside import say
from samples.site import Site, redirect

from portal_spider.demo.server import Resource


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        site.answers["/loop"] = redirect("/loop")
        site.answers["/file"] = redirect("file:///etc/passwd")
        site.answers["/br"] = Resource(body=b"\x0b\x02", headers=(("Content-Encoding", "br"),))
        site.answers["/500"] = Resource(body=b"<html>down</html>", status=500)
        yield site


REFUSED = {"/loop": "redirects to no page", "/file": "redirects to no page", "/br": "encoded as br"}


@pytest.mark.parametrize("command", ["extract", "listing"])
@pytest.mark.parametrize("path", REFUSED)
def test_an_answer_that_is_no_page_is_an_error(site: Site, command: str, path: str) -> None:
    (row,) = say(command, f"{site.home}{path}", "--json", code=1).lines
    assert row["url"] == f"{site.home}{path}"
    assert REFUSED[path] in row["error"]


def test_an_error_is_no_empty_listing(site: Site) -> None:
    said = say("listing", f"{site.home}/500", code=1)
    assert (said.out, said.complaint) == ("", f"{site.home}/500: answers 500")


def test_what_is_no_http_is_told_in_one_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(b"\x00\x01 no\rHTTP\r\n")

        thread = threading.Thread(target=answer)
        thread.start()
        url = f"http://127.0.0.1:{server.getsockname()[1]}/1.html"
        said = say("extract", url, code=1)
        thread.join()
    assert said.complaint.startswith(f"{url}: cannot be fetched: ")
