"""The server: proxy and origin at once, conditional requests, a log of hits."""

from __future__ import annotations

import http.client
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from portal_spider.demo.server import PortalServer, Request, Resource

HOME = "http://www.town.example"
MODIFIED = datetime(2023, 5, 6, 7, 8, 9, tzinfo=UTC)


def answer(request: Request) -> Resource | None:
    if not request.url.startswith(HOME):
        return None
    if request.path == "/echo":
        text = f"{request.method} {sorted(request.params.items())}"
        return Resource(body=text.encode(), content_type="text/plain")
    if request.path == "/gone":
        return Resource(body=b"gone", status=410)
    return Resource(body=b"<p>page</p>", modified=MODIFIED, headers=(("X-Kind", "page"),))


@pytest.fixture
def server() -> Iterator[PortalServer]:
    with PortalServer(answer, HOME) as running:
        yield running


def ask(
    server: PortalServer,
    target: str,
    method: str = "GET",
    body: bytes | None = None,
    headers: dict[str, str] | None = None,
) -> tuple[int, dict[str, str], bytes]:
    """One request with `target` in its first line, as a proxy's or an origin's client writes it."""
    connection = http.client.HTTPConnection(server.proxy_url.removeprefix("http://"), timeout=5)
    try:
        connection.request(method, target, body, headers or {})
        response = connection.getresponse()
        return response.status, dict(response.getheaders()), response.read()
    finally:
        connection.close()


def test_proxy_and_origin_give_the_same_page(server: PortalServer) -> None:
    as_proxy = ask(server, f"{HOME}/a.html")
    as_origin = ask(server, "/a.html")
    assert as_proxy[0] == as_origin[0] == 200
    assert as_proxy[2] == as_origin[2] == b"<p>page</p>"
    assert as_proxy[1]["ETag"] == as_origin[1]["ETag"]
    assert [hit.url for hit in server.hits] == [f"{HOME}/a.html"] * 2


def test_headers_of_a_page(server: PortalServer) -> None:
    headers = ask(server, "/a.html")[1]
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert headers["Last-Modified"] == "Sat, 06 May 2023 07:08:09 GMT"
    assert headers["Content-Length"] == "11"
    assert headers["X-Kind"] == "page"


@pytest.mark.parametrize(
    ("header", "value", "status"),
    [
        ("If-None-Match", None, 304),
        ("If-None-Match", '"another"', 200),
        ("If-Modified-Since", "Sat, 06 May 2023 07:08:09 GMT", 304),
        ("If-Modified-Since", "Sat, 06 May 2023 07:08:08 GMT", 200),
        ("If-Modified-Since", "not a date", 200),
    ],
)
def test_conditional_requests(
    server: PortalServer, header: str, value: str | None, status: int
) -> None:
    etag = ask(server, "/a.html")[1]["ETag"]
    answered, headers, body = ask(server, "/a.html", headers={header: value or etag})
    assert answered == status
    assert (body == b"") == (status == 304)
    assert headers["ETag"] == etag
    assert [hit.conditional for hit in server.hits] == [False, True]
    assert server.hits[-1].status == status


def test_a_post_is_always_answered(server: PortalServer) -> None:
    assert ask(server, "/a.html", "POST", b"a=1", {"If-None-Match": "*"})[0] == 200


def test_errors_are_never_304(server: PortalServer) -> None:
    assert ask(server, "/gone", headers={"If-None-Match": "*"})[0] == 410


def test_post_parameters_come_from_query_and_body(server: PortalServer) -> None:
    status, _, body = ask(server, "/echo?a=1&b=2", "POST", "b=3&c=青".encode())
    assert status == 200
    assert body.decode() == "POST [('a', '1'), ('b', '3'), ('c', '青')]"


def test_head_has_no_body(server: PortalServer) -> None:
    status, headers, body = ask(server, "/a.html", "HEAD")
    assert (status, body, headers["Content-Length"]) == (200, b"", "11")


def test_one_connection_serves_many_requests(server: PortalServer) -> None:
    connection = http.client.HTTPConnection(server.proxy_url.removeprefix("http://"), timeout=5)
    for _ in range(3):
        connection.request("GET", f"{HOME}/a.html")
        assert connection.getresponse().read() == b"<p>page</p>"
    connection.close()


def test_another_host_is_not_served(server: PortalServer) -> None:
    assert ask(server, "http://elsewhere.example/")[0] == 502


def test_the_port_is_free_after_the_end() -> None:
    with PortalServer(answer, HOME) as server:
        port = int(server.proxy_url.rpartition(":")[2])
        with pytest.raises(OSError, match="in use"):
            PortalServer(answer, HOME, port)
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(server.url, timeout=2)
    with PortalServer(answer, HOME, port) as again:
        assert ask(again, "/a.html")[0] == 200
