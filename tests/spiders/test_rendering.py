"""Pages whose text only a browser shows: a real Chromium on a page of loopback."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from samples.site import LINES, Site, article, html
from samples.tool import Tool

from portal_spider.demo.server import Request, Resource
from portal_spider.errors import UsageError
from portal_spider.portals import Portal
from portal_spider.portals.profile import Quirks
from portal_spider.spiders.options import CrawlOptions
from portal_spider.spiders.rendering import check_browser
from portal_spider.spiders.session import open_session

TITLES = ("关于开展春季义务植树活动的通知", "关于调整公交线路的公告")
SCRIPT = """
fetch('/api' + location.pathname).then(answer => answer.text()).then(text => {
  const shown = new DOMParser().parseFromString(text, 'text/html');
  document.title = shown.title;
  for (const meta of shown.querySelectorAll('meta[name]')) document.head.append(meta);
  document.body.replaceChildren(...shown.body.childNodes);
});
"""
SHELL = html("<title></title>", f'<div id="app"></div><script>{SCRIPT}</script>')

pytestmark = pytest.mark.skipif(shutil.which("chromium") is None, reason="no Chromium")


@pytest.fixture
def site() -> Iterator[Site]:
    """A site whose articles and listing are shown by script."""
    with Site() as site:
        site.section(*TITLES)
        for path in ("/tzgg/", "/tzgg/1.html", "/tzgg/2.html"):
            site.answers[f"/api{path}"] = site.answers[path]
            site.answers[path] = SHELL
        yield site


def profile(folder: Path, site: Site, quirks: str) -> dict[str, str]:
    (folder / "shown.toml").write_text(
        f'url = "{site.home}/"\nverified = false\ndelay = 0\n'
        f'[[section]]\nname = "通知公告"\nurl = "{site.home}/tzgg/"\n[quirks]\n{quirks}',
        encoding="utf-8",
    )
    return {"PORTAL_SPIDER_PORTALS": str(folder)}


def test_what_scripts_show_is_read_and_kept(tool: Tool, tmp_path: Path, site: Site) -> None:
    site.answers["/robots.txt"] = Resource(body=b"User-agent: *\nDisallow: /tzgg/2")
    environment = profile(tmp_path, site, "render = true\n")
    done = tool("crawl", "shown", **environment)
    assert done.returncode == 0, done.stderr
    assert tool.rows("SELECT title, text FROM articles") == [(TITLES[0], "\n".join(LINES))]
    assert tool.rows("SELECT state, reason FROM pages WHERE url LIKE '%2.html'") == [
        ("refused", "robots")
    ]
    raw = tool("show", f"{site.home}/tzgg/1.html", "--raw")
    assert LINES[0] in raw.stdout
    again = tool("crawl", "shown", "--recheck", "all", **environment)
    assert again.returncode == 0, again.stderr
    assert tool.rows("SELECT count(*) FROM versions") == [(0,)]


def test_without_the_quirk_no_script_runs(tool: Tool, tmp_path: Path, site: Site) -> None:
    tool("crawl", "shown", **profile(tmp_path, site, ""))
    assert tool.rows("SELECT count(*) FROM articles") == [(0,)]
    assert not [hit for hit in site.hits if "/api/" in hit.url]


def test_a_page_leads_no_browser_into_a_private_network(
    tool: Tool, tmp_path: Path, site: Site
) -> None:
    asked: list[str] = []

    def spy(request: Request) -> Resource:
        asked.append(request.url)
        return Resource(body=b"alert(1)", content_type="text/javascript")

    with Site() as inside:
        inside.answers["/inside.js"] = spy
        port = inside.home.rpartition(":")[2]
        call = f'<script src="http://localhost.localdomain:{port}/inside.js"></script>'
        call += f'<script src="http://[::ffff:127.0.0.1]:{port}/inside.js"></script>'
        page = article(TITLES[0]).body.decode().replace("</body>", f"{call}</body>")
        site.answers["/api/tzgg/1.html"] = Resource(body=page.encode())
        site.answers["/tzgg/1.html"] = Resource(body=page.encode())
        done = tool("crawl", "shown", **profile(tmp_path, site, "render = true\n"))
    assert done.returncode == 0, done.stderr
    assert tool.rows("SELECT count(*) FROM articles") == [(2,)]
    assert asked == []


def test_without_the_extra_the_crawl_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    portal = Portal(name="shown", url="http://a.example/", quirks=Quirks(render=True))
    check_browser(portal)
    monkeypatch.setitem(sys.modules, "scrapy_playwright", None)
    with pytest.raises(UsageError, match=r"portal-spider\[render\]"):
        open_session(CrawlOptions(portal=portal, archive=tmp_path / "archive.db"))
    assert list(tmp_path.iterdir()) == []
