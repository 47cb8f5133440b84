"""Whole saved sites, crawled by URL alone through a proxy that replays them.

They are no part of the project: where `../shared` is not beside it, these tests are skipped.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from samples.tool import Tool

from portal_spider.urls import canonical_url

SHARED = Path(__file__).parents[3] / "shared"
SITES = sorted((SHARED / "sites").glob("*.expect.json"))
RIGHT = 0.98
"""Share of what is archived as an article that must be one."""
NUMBERS = re.compile(r"[0-9a-f]{16,}|\d+")

pytestmark = pytest.mark.skipif(not SITES, reason="no saved sites beside the project")


@contextmanager
def replayed(site: Path) -> Iterator[str]:
    """The address of a proxy that answers from the site's file."""
    warc = site.with_name(site.name.replace(".expect.json", ".warc.gz"))
    command = [sys.executable, "-u", str(SHARED / "tools" / "replay.py"), str(warc), "--port", "0"]
    starter = (
        "import runpy, sys, http.server as h; o = h.ThreadingHTTPServer.serve_forever\n"
        "def s(self): print('PORT', self.server_port, flush=True); o(self)\n"
        "h.ThreadingHTTPServer.serve_forever = s; sys.argv = sys.argv[1:]\n"
        "runpy.run_path(sys.argv[0], run_name='__main__')"
    )
    process = subprocess.Popen(
        [sys.executable, "-u", "-c", starter, *command[2:]], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    try:
        for line in process.stdout:
            if line.startswith("PORT"):
                yield f"http://127.0.0.1:{line.split()[1]}"
                break
    finally:
        process.kill()
        process.wait()


def shape(url: str, start: str) -> str:
    """A URL without its numbers: articles of one site share few shapes.

    From the home page a crawl also finds sections that the expectation does not name, each with a
    folder of its own: there the name of the file alone tells an article.
    """
    return NUMBERS.sub("N", url if start == "listings" else url.rpartition("/")[2])


@pytest.mark.parametrize("site", SITES, ids=lambda path: path.name.removesuffix(".expect.json"))
@pytest.mark.parametrize(("start", "found"), [("listings", 0.98), ("home", 0.98)])
def test_a_saved_site(tool: Tool, site: Path, start: str, found: float) -> None:
    expected = json.loads(site.read_text())
    urls = [expected["home"]] if start == "home" else expected["listings"]
    with replayed(site) as proxy:
        tool("crawl", *urls, "--delay", "0", http_proxy=proxy, timeout=300)
    archived = {
        url for (url,) in tool.rows("SELECT url FROM pages JOIN articles ON page_id = pages.id")
    }
    articles = {canonical_url(url) for url in expected["articles"]}
    assert len(archived & articles) >= found * len(articles), sorted(articles - archived)[:5]
    shapes = {shape(url, start) for url in articles}
    wrong = [url for url in archived if shape(url, start) not in shapes]
    assert len(wrong) <= (1 - RIGHT) * len(archived), wrong[:5]
