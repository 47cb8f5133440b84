"""Sections that no link of the home page leads to: what articles say of where they stand."""

from collections.abc import Iterator

import pytest
from samples.site import LINES, Site, html, listing
from samples.tool import Tool

from portal_spider.demo.server import Resource
from portal_spider.spiders.discovery import MOST_SCOUTS

TITLES = ("关于开展春季义务植树活动的通知", "关于调整公交线路的公告", "关于公布办事指南的通告")
HOME_LINK = '<a href="/">首页</a>'


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        yield site


def article(title: str, crumbs: str) -> Resource:
    """An article that stands in the sections that `crumbs` link."""
    text = "".join(f"<p>{line}</p>" for line in LINES)
    return html(
        f'<title>{title}</title><meta name="PubDate" content="2024-03-05 09:30:00">',
        f'<div class="nav">{HOME_LINK} <a href="/tzgg/">通知公告</a></div>'
        f'<div class="crumb">当前位置：{HOME_LINK} &gt; {crumbs}</div>'
        f'<div class="content"><h1>{title}</h1><div class="text">{text}</div></div>',
    )


def front_page(*links: str) -> Resource:
    return html("<title>某市</title>", f'<div class="nav">{HOME_LINK} {" ".join(links)}</div>')


def rows_of(name: str) -> list[tuple[str, str, str]]:
    """Address, title and day of a section's articles."""
    return [
        (f"/{name}/t20240305_{n}.html", f"{name} {title}", "2024-03-05")
        for n, title in enumerate(TITLES)
    ]


def add_section(site: Site, name: str, crumbs: str) -> None:
    """A section of three articles whose breadcrumb is `crumbs`."""
    rows = rows_of(name)
    site.answers[f"/{name}/"] = listing(rows)
    site.answers |= {path: article(title, crumbs) for path, title, _ in rows}


def crawl(tool: Tool, site: Site) -> None:
    done = tool("crawl", f"{site.home}/", "--delay", "0")
    assert done.returncode == 0, done.stderr


def archived(tool: Tool) -> int:
    return int(tool.rows("SELECT count(*) FROM articles")[0][0])


BOTH = '<a href="/zwgk/">政务公开</a> &gt; <a href="/gsgg/">公示公告</a>'


def test_breadcrumbs_of_archived_articles_lead_to_sections(tool: Tool, site: Site) -> None:
    site.answers["/"] = front_page('<a href="/tzgg/">通知公告</a>')
    add_section(site, "tzgg", BOTH)
    add_section(site, "gsgg", BOTH)
    crawl(tool, site)
    assert archived(tool) == 6
    assert site.asked("/zwgk/") == site.asked("/gsgg/") == 1
    newest = ("/gsgg/t20240309_9.html", "关于放假安排的通知", "2024-03-09")
    site.answers["/gsgg/"] = listing([newest, *rows_of("gsgg")])
    site.answers[newest[0]] = article(newest[1], BOTH)
    crawl(tool, site)
    assert archived(tool) == 7
    assert site.asked("/zwgk/") == 1


def test_articles_of_the_home_page_that_nothing_lists_lead_to_sections(
    tool: Tool, site: Site
) -> None:
    shown = [f'<a href="/gsgg/t20240305_{n}.html">{title}</a>' for n, title in enumerate(TITLES)]
    site.answers["/"] = front_page('<a href="/tzgg/">通知公告</a>', *shown)
    add_section(site, "tzgg", '<a href="/tzgg/">通知公告</a>')
    add_section(site, "gsgg", '<a href="/gsgg/">首页大图</a> &gt; 正文')
    crawl(tool, site)
    assert archived(tool) == 6
    assert site.asked("/gsgg/t20240305_0.html") == 2  # where it stands, then for itself
    assert site.asked("/gsgg/t20240305_1.html") == 1


def test_articles_that_stand_nowhere_are_few_and_asked_once(tool: Tool, site: Site) -> None:
    add_section(site, "tzgg", '<a href="/tzgg/">通知公告</a>')
    shown = [f"/about/t20240101_{n}.html" for n in range(MOST_SCOUTS + 3)]
    links = [f'<a href="{path}">关于本单位情况的介绍之一</a>' for path in shown]
    site.answers["/"] = front_page('<a href="/tzgg/">通知公告</a>', *links)
    site.answers |= {path: article("关于本单位", "正文") for path in shown}
    crawl(tool, site)
    assert sum(site.asked(path) for path in shown) == MOST_SCOUTS
    crawl(tool, site)
    assert {site.asked(path) for path in shown} == {1}
    assert archived(tool) == 3


def test_a_section_that_nothing_links_any_more_is_no_trouble(tool: Tool, site: Site) -> None:
    site.answers["/"] = front_page('<a href="/tzgg/">通知公告</a>', '<a href="/gsgg/">公示公告</a>')
    add_section(site, "tzgg", "正文")
    add_section(site, "gsgg", "正文")
    crawl(tool, site)
    site.answers["/"] = front_page('<a href="/tzgg/">通知公告</a>')
    del site.answers["/gsgg/"]
    crawl(tool, site)
    assert site.asked("/gsgg/") == 2
    assert archived(tool) == 6


SHELLS = {
    "meta": '<html><head><meta http-equiv="refresh" content="0;url=/web/index.html"></head></html>',
    "script": '<html><head><script>window.location.href="/index.html";</script></head></html>',
    "replaced": '<script>top.location.replace("web/index.html")</script>',
    "frames": '<html><frameset rows="9,*"><frame src="/top.html"><frame src="/web/index.html">'
    "</frameset></html>",
    "frame within": '<html><body><iframe src="/web/index.html"></iframe></body></html>',
}


@pytest.mark.parametrize("shell", SHELLS)
def test_home_pages_that_show_another_page_lead_on(tool: Tool, site: Site, shell: str) -> None:
    site.answers["/"] = Resource(body=SHELLS[shell].encode())
    site.answers["/top.html"] = html("", "<h1>某市</h1>")
    home = front_page('<a href="/tzgg/">通知公告</a>')
    site.answers |= {"/web/index.html": home, "/index.html": home}
    add_section(site, "tzgg", '<a href="/tzgg/">通知公告</a>')
    crawl(tool, site)
    assert archived(tool) == 3


def test_a_listing_in_a_frame_is_a_section(tool: Tool, site: Site) -> None:
    nav = '<a href="/xxgk/">信息公开</a>'
    site.answers["/"] = front_page(nav)
    site.answers["/xxgk/"] = front_page(nav, '<iframe src="/tzgg/"></iframe>')
    add_section(site, "tzgg", "正文")
    crawl(tool, site)
    assert archived(tool) == 3


def test_a_home_page_that_leads_nowhere_is_said(tool: Tool, site: Site) -> None:
    site.answers["/"] = html("<title>某市</title>", '<div id="app"></div>')
    done = tool("crawl", f"{site.home}/", "--delay", "0")
    assert done.returncode == 1
    assert "leads to no section" in done.stderr
