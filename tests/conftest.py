"""What tests of whole crawls share: real processes, a portal on loopback, an archive on disk."""

import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from samples.tool import Tool, make_tool

from portal_spider.demo import DemoServer

# How long an example takes says what else the machine was doing.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(scope="session", autouse=True)
def interruptible() -> None:
    """A suite that was started in the background ignores Ctrl-C, and so would all it starts."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="module", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """When hosts may be asked again is shared by all crawls of a user; not by tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PORTAL_SPIDER_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture
def tool(tmp_path: Path) -> Tool:
    archive = tmp_path / "archive.db"
    return make_tool(tmp_path, archive)


@pytest.fixture(scope="module")
def new_tool(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Tool]:
    def make() -> Tool:
        folder = tmp_path_factory.mktemp("crawl")
        return make_tool(folder, folder / "archive.db")

    return make


@pytest.fixture
def demo_server() -> Iterator[DemoServer]:
    """The demo portal, served outside of the crawl, so that its hits can be looked at."""
    with DemoServer() as server:
        yield server
