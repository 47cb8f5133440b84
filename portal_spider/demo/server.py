"""Serves a made-up portal on loopback: as HTTP proxy for its hosts, and as origin for a browser.

As a proxy it is asked for absolute URLs (`GET http://www.qingyun.example/ HTTP/1.1`), so that a
crawl sees the same URLs on every run, whatever the port; as origin it answers for one home host.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import cached_property
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self, cast
from urllib.parse import parse_qsl, urlsplit

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a client asks for."""

    method: str
    url: str
    """Absolute, as the client of a proxy writes it."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Names in lower case."""
    body: bytes = b""

    @property
    def path(self) -> str:
        """The URL's path, without its query."""
        return urlsplit(self.url).path

    @property
    def params(self) -> dict[str, str]:
        """Parameters of the query and of a form-encoded body; the body's win."""
        pairs = parse_qsl(urlsplit(self.url).query, keep_blank_values=True)
        return dict(pairs + parse_qsl(self.body.decode("utf-8", "replace"), keep_blank_values=True))


@dataclass(frozen=True, kw_only=True)
class Resource:
    """What is served at a URL."""

    body: bytes
    content_type: str = HTML
    status: int = 200
    modified: datetime | None = None
    """Aware; sent as Last-Modified."""
    headers: tuple[tuple[str, str], ...] = ()

    @cached_property
    def etag(self) -> str:
        """Validator that changes with the body, and only with it."""
        return f'"{hashlib.sha256(self.body).hexdigest()[:20]}"'

    def is_unchanged(self, headers: Mapping[str, str]) -> bool:
        """Whether a conditional request with `headers` is to be answered by 304."""
        if self.status != 200:
            return False
        if (wanted := headers.get("if-none-match")) is not None:
            return self.etag in wanted or wanted.strip() == "*"
        since = headers.get("if-modified-since")
        if since is None or self.modified is None:
            return False
        try:
            return self.modified <= parsedate_to_datetime(since)
        except ValueError:
            return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One request that was answered."""

    at: float
    """Seconds since the epoch."""
    method: str
    url: str
    status: int
    conditional: bool


Answer = Callable[[Request], Resource | None]
"""A portal: what it serves to a request; `None` where the host is none of its own."""


class PortalServer:
    """Serves `answer` from a thread until closed; a context manager.

    Args:
        answer: the portal.
        home: base URL for which the server is the origin, without a path.
        port: port on 127.0.0.1; 0 takes a free one.

    Raises:
        OSError: the port is taken.
    """

    def __init__(self, answer: Answer, home: str, port: int = 0) -> None:
        self.answer = answer
        self.home = home.rstrip("/")
        self.hits: list[Hit] = []
        self._http = _Listener(("127.0.0.1", port), _Handler)
        self._http.portal = self
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        """Where a browser finds the portal."""
        return f"http://127.0.0.1:{self._http.server_port}/"

    @property
    def proxy_url(self) -> str:
        """What to set as `http_proxy`."""
        return self.url.rstrip("/")

    def start(self) -> Self:
        """Begin to answer, in a daemon thread."""
        self._thread = threading.Thread(
            target=self._http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        )
        self._thread.start()
        return self

    def wait(self) -> None:
        """Block until the server is closed, or the caller interrupted."""
        if self._thread is not None:
            self._thread.join()

    def close(self) -> None:
        """Stop answering and free the port."""
        if self._thread is not None:
            self._http.shutdown()
            self._thread.join()
        self._http.server_close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class _Listener(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64
    portal: PortalServer


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "Apache"
    sys_version = ""
    disable_nagle_algorithm = True
    wbufsize = -1

    def do_GET(self) -> None:
        portal = cast(_Listener, self.server).portal
        url = self.path if "://" in self.path else portal.home + self.path
        length = int(self.headers.get("Content-Length") or 0)
        request = Request(
            method=self.command,
            url=url,
            headers={name.lower(): value for name, value in self.headers.items()},
            body=self.rfile.read(length),
        )
        resource = portal.answer(request) or Resource(body=b"no such host here\n", status=502)
        unchanged = self.command != "POST" and resource.is_unchanged(request.headers)
        status = 304 if unchanged else resource.status
        conditional = bool({"if-none-match", "if-modified-since"} & request.headers.keys())
        portal.hits.append(
            Hit(
                at=time.time(), method=self.command, url=url, status=status, conditional=conditional
            )
        )
        self._send(resource, status)

    do_HEAD = do_POST = do_GET

    def _send(self, resource: Resource, status: int) -> None:
        self.send_response(status)
        if resource.status == 200:
            self.send_header("ETag", resource.etag)
        if resource.modified is not None:
            modified = resource.modified.astimezone(UTC)
            self.send_header("Last-Modified", format_datetime(modified, usegmt=True))
        for name, value in resource.headers:
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Type", resource.content_type)
            self.send_header("Content-Length", str(len(resource.body)))
        self.end_headers()
        if status != 304 and self.command != "HEAD":
            self.wfile.write(resource.body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: `hits` is the log."""
