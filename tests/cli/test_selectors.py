"""A profile's selectors: a crawl, `reextract` and `import` read the same article by them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from samples.commands import complaint, run_json
from samples.site import LINES, Site, html, listing
from samples.tool import Tool

from portal_spider.demo.server import Resource

PROFILE = """
url = "{home}/"
extends = "trs"
verified = false
delay = 0
[[section]]
name = "通知公告"
url = "{home}/tzgg/"
[[layout]]
until = 2024-01-31
body = "div.old"
[[layout]]
body = "div.new"
remove = ["p.ad"]
source = "em.from"
"""
TEXT = "\n".join(LINES)
DIGEST = "各乡镇汇报了春耕备耕情况，县里逐项答复，并且明确了责任单位和完成的时限。" * 8
ROWS = (
    ("/tzgg/t20240105_1.html", "旧版通知", "2024-01-05"),
    ("/tzgg/t20240305_2.html", "新版通知", "2024-03-05"),
)
FURTHER = "第二页的内容：各单位要按照通知要求，认真做好有关工作，确保各项任务按期完成。"


def page(kind: str, title: str, lines: tuple[str, ...] = LINES, pager: str = "") -> Resource:
    """Most of its prose is of the other layout: what it is read by shows in its text."""
    text = "".join(f"<p>{line}</p>" for line in lines)
    other = {"old": "new", "new": "old"}[kind]
    return html(
        f"<title>{title}</title>",
        f'<h1>{title}</h1><span>发布时间：2024-03-05</span><em class="from">县农业农村局</em><div class="{other}"><p>{DIGEST}</p></div>'
        f'<div class="{kind}">{text}<p class="ad">欢迎订阅本刊，订阅从速。</p></div>{pager}',
    )


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        site.answers["/tzgg/"] = listing(ROWS)
        pager = '<p>[1] <a href="t20240305_2_1.html">[2]</a></p>'
        site.answers["/tzgg/t20240105_1.html"] = page("old", "旧版通知")
        site.answers["/tzgg/t20240305_2.html"] = page("new", "新版通知", pager=pager)
        site.answers["/tzgg/t20240305_2_1.html"] = page("new", "新版通知", (FURTHER,))
        yield site


@pytest.fixture
def folder(tmp_path: Path, site: Site) -> Path:
    folder = tmp_path / "profiles"
    folder.mkdir()
    (folder / "somewhere.toml").write_text(PROFILE.format(home=site.home), encoding="utf-8")
    return folder


def articles(tool: Tool) -> list[tuple[object, ...]]:
    return tool.rows("SELECT title, source, text, text_hash FROM articles ORDER BY title")


def test_reextraction_goes_by_them_as_the_crawl_did(tool: Tool, folder: Path) -> None:
    done = tool("crawl", "somewhere", "--profiles", str(folder))
    assert done.returncode == 0, done.stderr
    crawled = articles(tool)
    new, old = crawled
    assert new[:3] == ("新版通知", "县农业农村局", f"{TEXT}\n{FURTHER}")
    assert old[0] == "旧版通知"
    assert old[2] == f"{TEXT}\n欢迎订阅本刊，订阅从速。"
    again = ("reextract", "--archive", tool.archive, "--profiles", folder)
    summary = run_json(*again)
    assert (summary["articles"], summary["changed"]) == (2, 0)
    assert articles(tool) == crawled
    without = run_json("reextract", "--dry-run", "--archive", tool.archive)
    assert without["changed"] == 2
    profile = folder / "somewhere.toml"
    profile.write_text(profile.read_text().replace('["p.ad"]', "[]"))
    assert run_json(*again)["fields"]["text"] == 1
    assert (
        articles(tool)[0][2]
        == f"{TEXT}\n欢迎订阅本刊，订阅从速。\n{FURTHER}\n欢迎订阅本刊，订阅从速。"
    )
    profile.write_text("delay = ???")
    assert str(profile) in complaint(*again, code=2)


def test_an_import_goes_by_them(tool: Tool, folder: Path, tmp_path: Path) -> None:
    tool("crawl", "somewhere", "--profiles", str(folder))
    warc = tool.archive.with_suffix(".warc")
    other = Tool(tmp_path, tmp_path / "other.db")
    run_json("import", warc, "--archive", other.archive, "--profiles", folder)
    joined = "JOIN pages g ON g.id = a.page_id WHERE g.url LIKE '%t20240305_2.html'"
    assert other.rows(f"SELECT a.text FROM articles a {joined}") == [(f"{TEXT}\n{FURTHER}",)]
    assert other.rows("SELECT name FROM portals") == [("somewhere",)]
