"""One sample archive and one `portal-spider serve` over it, for all tests of this folder."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPMessage
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from browse import sample
from lxml import html


@dataclass(frozen=True)
class Answer:
    """What the server said."""

    status: int
    headers: HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def tree(self) -> html.HtmlElement:
        return html.fromstring(self.text)

    def texts(self, selector: str) -> list[str]:
        """Text of each element that the CSS selector finds, spaces joined."""
        return [" ".join(found.text_content().split()) for found in self.tree.cssselect(selector)]

    def links(self, selector: str) -> list[str]:
        """Where the elements that the CSS selector finds lead."""
        return [found.get("href") for found in self.tree.cssselect(selector)]


@dataclass(frozen=True)
class Site:
    """A running server."""

    url: str

    def get(self, path: str, host: str | None = None) -> Answer:
        connection = HTTPConnection(urlsplit(self.url).netloc, timeout=20)
        try:
            headers = {"Host": host} if host else {}
            connection.request("GET", quote(path, safe="/?&=%;~"), headers=headers)
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read())
        finally:
            connection.close()


@pytest.fixture(scope="session")
def archive_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample.build(tmp_path_factory.mktemp("browse") / "qingxi.db")


@pytest.fixture(scope="session")
def site(archive_path: Path) -> Iterator[Site]:
    with serving(archive_path) as running:
        yield Site(running.url)


@dataclass
class serving:
    """`portal-spider serve` as a process of its own; a context manager that interrupts it."""

    archive: Path
    url: str = ""

    def __enter__(self) -> serving:
        command = [sys.executable, "-m", "portal_spider", "serve", "--port", "0"]
        self.process = subprocess.Popen(
            [*command, "--archive", str(self.archive)], stderr=subprocess.PIPE, text=True
        )
        assert self.process.stderr is not None
        line = self.process.stderr.readline()
        self.url = next(word for word in line.split() if word.startswith("http")).rstrip("/")
        return self

    def __exit__(self, *_: object) -> None:
        self.process.send_signal(signal.SIGINT)
        self.process.communicate(timeout=20)
