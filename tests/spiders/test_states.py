"""What becomes of a page, by what its server answers: every state has its reason."""

import json
from collections.abc import Callable, Iterator

import pytest
from samples.site import Crawled, Site, article, html, listing, redirect
from samples.tool import Tool
from warcio.archiveiterator import ArchiveIterator

from portal_spider.demo.server import Request, Resource

TITLES = ("关于开展春季义务植树活动的通知", "关于调整公交线路的公告", "关于公布办事指南的通告")
CHALLENGE = (
    '<!DOCTYPE html><html><head><meta charset="utf-8"><script>'
    "$_ts=window['$_ts'];if(!$_ts)$_ts={};$_ts.nsd=1;</script></head><body></body></html>"
)
BLOCKED = Resource(
    body=CHALLENGE.encode(), status=412, headers=(("Set-Cookie", "FSSBBIl1UgzbN7N80S=6; Path=/"),)
)
MISSING_PAGE = html(
    "<title>页面不存在</title>",
    '<div class="error"><h2>抱歉，您访问的页面不存在或已被删除！</h2>'
    '<p>系统将在5秒后自动返回首页，您也可以<a href="/">点击这里返回首页</a>。</p></div>',
)


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        yield site


@pytest.fixture(scope="module")
def crawled_once(new_tool: Callable[[], Tool]) -> Iterator[Crawled]:
    with Site() as site:
        yield Crawled.first(site, new_tool(), *TITLES)


@pytest.fixture
def crawled(crawled_once: Crawled, tool: Tool) -> tuple[Tool, Site]:
    """The archive of a section of `TITLES`, and its site."""
    return crawled_once.copied(tool)


def crawl(tool: Tool, url: str, *options: str, code: int = 0) -> dict[str, object]:
    done = tool("crawl", url, "--delay", "0", "--json", *options)
    assert done.returncode == code, done.stderr
    record: dict[str, object] = json.loads(done.stdout)
    return record


def state(tool: Tool, path: str) -> tuple[str, str | None]:
    [(state, reason)] = tool.rows(
        "SELECT state, reason FROM pages WHERE url LIKE ? OR url LIKE ?", f"%{path}", f"%{path}?%"
    )
    return state, reason


FIRST_ANSWERS = (
    (Resource(body=b"gone", status=410), ("gone", "http_410")),
    (MISSING_PAGE, ("gone", "soft_404")),
    (BLOCKED, ("refused", "challenge:ruishu")),
    (Resource(body=b"<html>no</html>", status=403), ("refused", "http_403")),
    (Resource(body=b"<html>down</html>", status=500), ("pending", "http_500")),
    (
        Resource(body=b"%PDF-1.4", content_type="application/pdf"),
        ("refused", "file:application/pdf"),
    ),
    (Resource(body=b"x" * (17 << 20)), ("refused", "too_large")),
    (redirect("/tzgg/0.html"), ("refused", "redirect")),
    (redirect("/tzgg/9.html"), ("refused", "redirect_loop")),
    (redirect("/"), ("gone", "redirect_home")),
    (redirect("http://www.elsewhere.example/"), ("refused", "offsite")),
    (redirect("http://10.0.0.1/"), ("refused", "offsite")),
    (redirect("ftp://127.0.0.1/a"), ("refused", "http_302")),
)
"""What a page answers when it is asked for first, by its number in the listing, and what it is then."""


def test_first_answers(tool: Tool, site: Site) -> None:
    site.answers["/"] = html("<title>某市</title>", "<p>首页</p>")
    rows = [("/tzgg/0.html", TITLES[0], "2024-03-05"), ("/tzgg/00.html", TITLES[1], "2024-03-05")]
    for path, title, _ in rows:
        site.answers[path] = article(title)
    for number, (answer, _) in enumerate(FIRST_ANSWERS, 1):
        rows.append((f"/tzgg/{number}.html", f"关于第{number}批行政许可事项的公告", "2024-03-05"))
        site.answers[rows[-1][0]] = answer
    site.answers["/tzgg/"] = listing(rows)
    crawl(tool, f"{site.home}/tzgg/")
    found = [state(tool, f"/tzgg/{number}.html") for number in range(1, len(FIRST_ANSWERS) + 1)]
    assert [(name, (reason or "").split(":http")[0]) for name, reason in found] == [
        expected for _, expected in FIRST_ANSWERS
    ]
    assert tool.rows("SELECT count(*) FROM articles") == [(2,)]


def test_a_redirect_within_the_portal_is_followed(tool: Tool, site: Site) -> None:
    site.answers["/tzgg/1.html"] = redirect("/new/1.html")
    site.answers["/new/1.html"] = article(TITLES[0])
    crawl(tool, site.section(*TITLES))
    assert state(tool, "/tzgg/1.html") == ("done", None)
    [(final,)] = tool.rows("SELECT final_url FROM captures WHERE final_url IS NOT NULL")
    assert final == f"{site.home}/new/1.html"


def test_a_page_that_never_answers_well_fails_in_the_end(tool: Tool, site: Site) -> None:
    site.answers["/tzgg/1.html"] = Resource(body=b"down", status=500)
    url = site.section(*TITLES)
    for _ in range(4):
        crawl(tool, url)
        assert state(tool, "/tzgg/1.html") == ("pending", "http_500")
    crawl(tool, url)
    assert state(tool, "/tzgg/1.html") == ("failed", "http_500")
    asked = site.asked("/tzgg/1.html")
    crawl(tool, url)
    assert site.asked("/tzgg/1.html") == asked


def test_bad_answers_never_replace_an_article(tool: Tool, site: Site) -> None:
    bad = (BLOCKED, MISSING_PAGE, Resource(body=b"down", status=500), html("<title>x</title>", ""))
    url = site.section(*TITLES, "关于征求意见的公告")
    crawl(tool, url)
    before = tool.rows("SELECT * FROM articles ORDER BY id")
    for number, answer in enumerate(bad, 1):
        site.answers[f"/tzgg/{number}.html"] = answer
    record = crawl(tool, url, "--recheck", "all")
    assert (record["changed"], record["gone"]) == (0, 0)
    assert tool.rows("SELECT * FROM articles ORDER BY id") == before
    assert tool.rows("SELECT count(*) FROM versions") == [(0,)]
    for number in range(1, len(bad) + 1):
        assert state(tool, f"/tzgg/{number}.html")[0] in ("done", "pending")
        assert site.asked(f"/tzgg/{number}.html") > 1
    assert tool.rows("SELECT count(*) FROM problems")[0][0] >= len(bad)


def test_an_article_that_is_still_listed_is_not_gone_at_its_first_404(
    crawled: tuple[Tool, Site],
) -> None:
    tool, site = crawled
    url = f"{site.home}/tzgg/"
    site.answers["/tzgg/1.html"] = Resource(body=b"", status=404)
    assert crawl(tool, url, "--recheck", "all")["gone"] == 0
    assert state(tool, "/tzgg/1.html") == ("done", "http_404")
    asked = site.asked("/tzgg/1.html")
    assert crawl(tool, url, "--recheck", "all")["gone"] == 0
    assert site.asked("/tzgg/1.html") == asked
    tool.execute("UPDATE pages SET retry_at = ?", "2024-03-05T00:00:00.000+00:00")  # a day later
    assert crawl(tool, url)["gone"] == 1
    assert state(tool, "/tzgg/1.html") == ("gone", "http_404")


def test_an_article_that_vanished_from_its_listing_is_asked_again(
    crawled: tuple[Tool, Site],
) -> None:
    tool, site = crawled
    url = f"{site.home}/tzgg/"
    site.answers["/tzgg/1.html"] = Resource(body=b"", status=404)
    site.section(*TITLES)
    site.answers["/tzgg/"] = listing(
        [(f"/tzgg/{n}.html", title, "2024-03-05") for n, title in enumerate(TITLES, 1) if n > 1]
    )
    assert crawl(tool, url, "--recheck", "1d")["gone"] == 1
    assert state(tool, "/tzgg/1.html") == ("gone", "http_404")
    assert tool.rows("SELECT count(*) FROM articles") == [(3,)]


def test_an_article_unlisted_and_still_there_stays(crawled: tuple[Tool, Site]) -> None:
    tool, site = crawled
    url = f"{site.home}/tzgg/"
    site.answers["/tzgg/"] = listing([("/tzgg/2.html", TITLES[1], "2024-03-05")] * 2)
    site.answers["/tzgg/"] = listing(
        [(f"/tzgg/{n}.html", title, "2024-03-05") for n, title in enumerate(TITLES, 1) if n > 1]
    )
    assert crawl(tool, url, "--recheck", "1d")["gone"] == 0
    assert state(tool, "/tzgg/1.html") == ("done", None)
    [(vanished,)] = tool.rows("SELECT count(*) FROM entries WHERE vanished_at IS NOT NULL")
    assert vanished == 1


def test_an_entry_shown_otherwise_is_asked_again(crawled: tuple[Tool, Site]) -> None:
    tool, site = crawled
    url = f"{site.home}/tzgg/"
    site.answers["/tzgg/1.html"] = article("关于开展义务植树活动的补充通知")
    site.section("关于开展义务植树活动的补充通知", *TITLES[1:])
    record = crawl(tool, url)
    assert (record["changed"], site.asked("/tzgg/2.html")) == (1, 1)


def test_an_empty_listing_makes_nothing_gone(crawled: tuple[Tool, Site]) -> None:
    tool, site = crawled
    url = f"{site.home}/tzgg/"
    site.answers["/tzgg/"] = html("<title>通知公告</title>", "<h2>通知公告</h2>")
    crawl(tool, url, "--recheck", "all", code=1)
    assert tool.rows("SELECT count(*) FROM pages WHERE state = 'done'") == [(3,)]
    assert tool.rows("SELECT count(*) FROM entries WHERE vanished_at IS NOT NULL") == [(0,)]


def test_a_collapsed_listing_makes_nothing_gone(tool: Tool, site: Site) -> None:
    url = site.section(*TITLES, "关于征求意见的公告", "关于召开听证会的公告")
    crawl(tool, url)
    site.answers["/tzgg/"] = listing(
        [("/tzgg/1.html", TITLES[0], "2024-03-05"), ("/tzgg/2.html", TITLES[1], "2024-03-05")]
    )
    crawl(tool, url, "--recheck", "all", code=1)
    assert tool.rows("SELECT kind FROM problems") == [("listing_collapsed",)]
    assert tool.rows("SELECT count(*) FROM entries WHERE vanished_at IS NOT NULL") == [(0,)]


def test_endless_pages_end_where_they_repeat(tool: Tool, site: Site) -> None:
    def page(request: Request) -> Resource:
        number = int(request.params.get("page", "1"))
        rows = [(f"/tzgg/{n}.html", title, "2024-03-05") for n, title in enumerate(TITLES, 1)]
        return listing(rows, more=f"/tzgg/?page={number + 1}")

    url = site.section(*TITLES)
    site.answers["/tzgg/"] = page
    crawl(tool, url)
    assert site.asked("/tzgg/") == 2
    assert tool.rows("SELECT stopped_by FROM sections") == [("repeated",)]


def test_a_page_listed_by_two_sections_is_fetched_once(tool: Tool, site: Site) -> None:
    url = site.section(*TITLES)
    rows = [("/tzgg/1.html", TITLES[0], "2024-03-05"), ("/tzgg/2.html", TITLES[1], "2024-03-05")]
    site.answers["/gsgg/"] = listing(rows)
    done = tool("crawl", url, f"{site.home}/gsgg/", "--delay", "0")
    assert done.returncode == 0, done.stderr
    assert site.asked("/tzgg/1.html") == 1
    assert tool.rows("SELECT count(*) FROM entries") == [(5,)]


def cut_in_two(site: Site) -> None:
    pager = '<div class="pages"><a href="1_1.html">2</a> <a href="1_1.html">下一页</a></div>'
    first = article(TITLES[0]).body.replace(b"</body>", pager.encode() + b"</body>")
    site.answers["/tzgg/1.html"] = Resource(body=first)
    site.answers["/tzgg/1_1.html"] = article(TITLES[0], lines=["二、各部门要按月报送进展情况。"])


def test_an_article_cut_in_two_is_joined(tool: Tool, site: Site) -> None:
    cut_in_two(site)
    crawl(tool, site.section(*TITLES))
    [(text, whole)] = tool.rows(
        "SELECT text, (SELECT max(length(text)) FROM articles) = length(text) FROM articles"
        " JOIN pages ON pages.id = page_id WHERE url LIKE '%/1.html'"
    )
    assert text.endswith("二、各部门要按月报送进展情况。")
    assert whole == 1
    assert tool.rows("SELECT reason FROM captures WHERE final_url LIKE '%1_1.html'") == [("part",)]


def test_an_article_cut_in_two_is_joined_again_from_its_bytes(tool: Tool, site: Site) -> None:
    cut_in_two(site)
    crawl(tool, site.section(*TITLES))
    text = (
        "SELECT source, text FROM articles JOIN pages ON pages.id = page_id"
        " WHERE url LIKE '%/1.html'"
    )
    before = tool.rows(text)
    tool.execute("UPDATE articles SET source = '别处'")
    again = tool("reextract")
    assert again.returncode == 0, again.stderr
    assert tool.rows(text) == before
    assert tool.rows("SELECT flag FROM flags") == []
    tool.execute("DELETE FROM captures WHERE reason = 'part'")
    assert tool("reextract").returncode == 0
    assert tool.rows("SELECT flag FROM flags") == [("part_missing",)]


def test_the_first_page_stands_for_an_article_cut_in_many(tool: Tool, site: Site) -> None:
    url = site.section(*TITLES)
    pager = "".join(f'<a href="1_{n}.html">{n + 1}</a> ' for n in range(1, 9))
    first = article(TITLES[0]).body.replace(b"</body>", pager.encode() + b"</body>")
    site.answers["/tzgg/1.html"] = Resource(body=first)
    for number in range(1, 9):
        site.answers[f"/tzgg/1_{number}.html"] = article(
            TITLES[0], lines=[f"{number}、各部门要按月报送第{number}项工作的进展情况。"]
        )
    crawl(tool, url)
    assert tool("health").returncode == 0  # though most of what was asked for are no articles
    crawl(tool, url, "--recheck", "all")
    page = f"{site.home}/tzgg/1.html"
    kept = json.loads(tool("extract", page, "--archive", str(tool.archive), "--json").stdout)
    assert (kept["url"], len(kept["continues_at"])) == (page, 8)
    referred = {
        record.rec_headers.get_header("WARC-Refers-To-Target-URI")
        for path in tool.archive.with_suffix(".warc").iterdir()
        for record in ArchiveIterator(path.open("rb"))
        if record.rec_type == "revisit" and record.rec_headers.get_header("WARC-Target-URI") == page
    }
    assert referred == {page}


def test_an_article_whose_second_part_is_missing_says_so(tool: Tool, site: Site) -> None:
    cut_in_two(site)
    del site.answers["/tzgg/1_1.html"]
    crawl(tool, site.section(*TITLES))
    assert tool.rows("SELECT flag FROM flags") == [("part_missing",)]
    assert tool.rows("SELECT count(*) FROM articles") == [(3,)]
