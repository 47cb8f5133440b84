"""What people use with Scrapy works with this spider: proxy, HTTP cache, AutoThrottle, Scrapyd."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import ProxyHandler, build_opener
from urllib.request import Request as Ask

import pytest
from samples.site import Site
from samples.tool import Tool

from portal_spider.demo import DemoServer
from portal_spider.demo.portal import expected_articles
from portal_spider.settings import ITEM_PIPELINES

ROOT = Path(__file__).parents[2]
SECTION = "http://www.qingyun.example/zwgk/zcjd/"
IN_SECTION = sum(page.url.startswith(SECTION) for page in expected_articles())
ARTICLES = "SELECT count(*) FROM articles"
TITLES = ("关于开展春季义务植树活动的通知", "关于调整公交线路的公告", "关于公布办事指南的通告")


def scrapy(tool: Tool, url: str, *settings: str, **environment: str) -> str:
    """`scrapy crawl` from the checkout, as in any Scrapy project; what it logged."""
    command = [sys.executable, "-m", "scrapy", "crawl", "portal", "-a", f"portal={url}"]
    command += ["-a", f"archive={tool.archive}", "-a", "delay=0", "-s", "LOG_LEVEL=INFO"]
    for setting in settings:
        command += ["-s", setting]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, **tool.environment, **environment},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        yield site


def test_a_proxy_setting_is_followed(tool: Tool, demo_server: DemoServer) -> None:
    """The demo's hosts exist nowhere: what came, came through the proxy."""
    scrapy(tool, SECTION, "HTTPPROXY_ENABLED=True", http_proxy=demo_server.proxy_url)
    hits = {hit.url for hit in demo_server.hits}
    assert tool.rows(ARTICLES) == [(IN_SECTION,)]
    assert {url for (url,) in tool.rows("SELECT url FROM pages WHERE state = 'done'")} <= hits


def test_the_http_cache_answers_a_second_crawl(tool: Tool, tmp_path: Path, site: Site) -> None:
    section = site.section(*TITLES)
    cache = ("HTTPCACHE_ENABLED=True", f"HTTPCACHE_DIR={tmp_path / 'pages'}")
    scrapy(tool, section, *cache)
    assert tool.rows(ARTICLES) == [(3,)]
    asked = len(site.hits)
    tool.archive.rename(tmp_path / "first.db")
    for path in tmp_path.glob("archive.db-*"):
        path.unlink()
    scrapy(tool, section, *cache)
    assert tool.rows(ARTICLES) == [(3,)]
    assert len(site.hits) == asked
    assert tool("verify").returncode == 0


def test_autothrottle_makes_way_for_a_slow_server(tool: Tool, site: Site) -> None:
    section = site.section(*TITLES)
    slow = {path: answer for path, answer in site.answers.items() if path.endswith(".html")}

    def slowly(path: str) -> Any:
        def answer(request: object) -> Any:
            time.sleep(0.3)
            return slow[path]

        return answer

    site.answers |= {path: slowly(path) for path in slow}
    log = scrapy(
        tool, section, "AUTOTHROTTLE_ENABLED=True", "AUTOTHROTTLE_START_DELAY=0.1",
        "AUTOTHROTTLE_DEBUG=True", "AUTOTHROTTLE_MAX_DELAY=2",
    )  # fmt: skip
    assert tool.rows(ARTICLES) == [(3,)]
    assert "slot: 127.0.0.1" in log


PICKY = """
class Picky:
    def process_item(self, item):
        if item.capture.url.endswith("/2.html"):
            raise ZeroDivisionError("of all pages")
        return item
"""


def test_a_pipeline_of_ones_own_that_fails_costs_one_page(
    tool: Tool, tmp_path: Path, site: Site
) -> None:
    section = site.section(*TITLES)
    (tmp_path / "own.py").write_text(PICKY, encoding="utf-8")
    pipelines = {**ITEM_PIPELINES, "own.Picky": 390}
    command = [sys.executable, "-m", "scrapy", "crawl", "portal", "-a", f"portal={section}"]
    command += ["-a", f"archive={tool.archive}", "-a", "delay=0"]
    command += ["-s", f"ITEM_PIPELINES={json.dumps(pipelines)}"]
    paths = os.pathsep.join((str(tmp_path), os.environ.get("PYTHONPATH", "")))
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **tool.environment, "PYTHONPATH": paths},
        capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    assert "ZeroDivisionError" in done.stderr
    assert tool.rows("SELECT url, state, reason, attempts FROM pages ORDER BY url") == [
        (f"{section}1.html", "done", None, 0),
        (f"{section}2.html", "pending", "error:ZeroDivisionError", 1),
        (f"{section}3.html", "done", None, 0),
    ]
    assert tool.rows("SELECT outcome, exit_code, new FROM runs") == [("short", 1, 2)]
    assert ("error:ZeroDivisionError",) in tool.rows("SELECT kind FROM problems")


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def build_egg(folder: Path) -> Path:
    """The project as an egg, from a copy, as `scrapyd-deploy` makes it."""
    copy = folder / "project"
    copy.mkdir()
    shutil.copytree(
        ROOT / "portal_spider", copy / "portal_spider", ignore=shutil.ignore_patterns("__pycache__")
    )
    for name in ("pyproject.toml", "README.md", "LICENSE", "scrapy.cfg"):
        shutil.copy(ROOT / name, copy)
    (copy / "setup.py").write_text("from setuptools import setup\nsetup()\n")
    subprocess.run(
        [sys.executable, "setup.py", "-q", "bdist_egg", "-d", str(folder)],
        cwd=copy,
        check=True,
        capture_output=True,
    )
    (egg,) = folder.glob("*.egg")
    return egg


class Scrapyd:
    """A Scrapyd on loopback, asked through its API."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self._opener = build_opener(ProxyHandler({}))

    def ask(self, call: str, **parameters: str) -> dict[str, Any]:
        return self._open(Ask(f"{self.url}/{call}.json?{urlencode(parameters)}"))

    def tell(self, call: str, **parameters: str) -> dict[str, Any]:
        return self._open(Ask(f"{self.url}/{call}.json", urlencode(parameters).encode()))

    def deploy(self, egg: bytes) -> dict[str, Any]:
        edge = "portalspideredge"
        parts = [
            f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in (("project", "portal_spider"), ("version", "1"))
        ]
        parts.append(
            f'--{edge}\r\nContent-Disposition: form-data; name="egg"; filename="a.egg"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n".encode()
            + egg
            + b"\r\n"
        )
        body = b"".join(parts) + f"--{edge}--\r\n".encode()
        kind = {"Content-Type": f"multipart/form-data; boundary={edge}"}
        return self._open(Ask(f"{self.url}/addversion.json", body, kind))

    def _open(self, ask: Ask) -> dict[str, Any]:
        with self._opener.open(ask, timeout=60) as answer:
            found: dict[str, Any] = json.loads(answer.read())
        assert found["status"] == "ok", found
        return found


@contextmanager
def scrapyd(folder: Path, environment: dict[str, str]) -> Iterator[Scrapyd]:
    port = free_port()
    (folder / "scrapyd.conf").write_text(
        f"[scrapyd]\nbind_address = 127.0.0.1\nhttp_port = {port}\npoll_interval = 0.2\n"
        "max_proc = 1\n"
    )
    process = subprocess.Popen(
        [str(Path(sys.executable).parent / "scrapyd")],
        cwd=folder,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    try:
        daemon, deadline = Scrapyd(port), time.monotonic() + 60
        while True:
            assert process.poll() is None, process.communicate()[0].decode()
            try:
                daemon.ask("daemonstatus")
                break
            except OSError:
                assert time.monotonic() < deadline
                time.sleep(0.1)
        yield daemon
    finally:
        process.terminate()
        process.communicate(timeout=20)


@pytest.mark.slow
@pytest.mark.skipif(
    not (Path(sys.executable).parent / "scrapyd").exists(), reason="Scrapyd is not installed"
)
def test_an_egg_deploys_to_scrapyd_and_a_job_runs(
    tool: Tool, tmp_path: Path, demo_server: DemoServer
) -> None:
    folder = tmp_path / "scrapyd"
    folder.mkdir()
    egg = build_egg(tmp_path)
    environment = {**tool.environment, "http_proxy": demo_server.proxy_url}
    with scrapyd(folder, environment) as daemon:
        assert daemon.deploy(egg.read_bytes())["spiders"] == 1
        assert daemon.ask("listspiders", project="portal_spider")["spiders"] == ["portal"]
        job = daemon.tell(
            "schedule", project="portal_spider", spider="portal", portal=SECTION,
            archive=str(tool.archive), delay="0",
        )["jobid"]  # fmt: skip
        deadline = time.monotonic() + 90
        while not (finished := daemon.ask("listjobs", project="portal_spider")["finished"]):
            assert time.monotonic() < deadline
            time.sleep(0.3)
        assert [one["id"] for one in finished] == [job]
    logs = "".join(path.read_text() for path in folder.rglob("*.log"))
    assert "Traceback" not in logs
    assert tool.rows("SELECT outcome, exit_code FROM runs") == [("finished", 0)], logs
    assert tool.rows(ARTICLES) == [(IN_SECTION,)]
