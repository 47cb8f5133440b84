"""`portal-spider health` and `status`: what ails a portal, said once it does and not before."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from samples.site import Crawled, Site, article, html, listing
from samples.tool import Tool

from portal_spider.demo.server import Resource

OLD = tuple(f"关于公布第{number}批行政许可事项目录的通知" for number in range(1, 9))
NEW = tuple(f"关于调整第{number}路公交线路走向的公告" for number in range(1, 9))


@pytest.fixture(scope="module")
def crawled_once(new_tool: Callable[[], Tool]) -> Iterator[Crawled]:
    with Site() as site:
        yield Crawled.first(site, new_tool(), *OLD)


@pytest.fixture
def crawled(crawled_once: Crawled, tool: Tool) -> Tool:
    return crawled_once.copied(tool)[0]


@pytest.fixture
def site(crawled_once: Crawled, crawled: Tool) -> Site:
    return crawled_once.site


def ailing(tool: Tool) -> list[tuple[str, str]]:
    done = tool("health", "--json")
    found = json.loads(done.stdout)
    assert done.returncode == (0 if found["healthy"] else 1), done.stderr
    return [(symptom["kind"], symptom["detail"]) for symptom in found["symptoms"]]


def publish(site: Site, page: Resource | None = None) -> None:
    """Put the new articles above the old ones, `page` in the place of each."""
    rows = [(f"/tzgg/new{n}.html", title, "2024-04-08") for n, title in enumerate(NEW)]
    old = [(f"/tzgg/{n}.html", title, "2024-03-05") for n, title in enumerate(OLD, 1)]
    for path, title, day in rows:
        site.answers[path] = page or article(title, day)
    site.answers["/tzgg/"] = listing([*rows, *old])


def test_a_portal_is_healthy_after_its_first_crawl_and_after_news(
    crawled: Tool, site: Site
) -> None:
    assert ailing(crawled) == []
    publish(site)
    crawled("crawl", f"{site.home}/tzgg/", "--delay", "0")
    assert ailing(crawled) == []
    crawled("crawl", f"{site.home}/tzgg/", "--delay", "0")
    assert ailing(crawled) == []


def test_a_section_that_lists_nothing_any_more(crawled: Tool, site: Site) -> None:
    site.answers["/tzgg/"] = html("<title>通知公告</title>", "<h2>通知公告</h2>")
    assert crawled("crawl", f"{site.home}/tzgg/", "--delay", "0").returncode == 1
    assert ailing(crawled) == [("section", "tzgg: lists nothing any more")]


def test_a_section_that_moved(crawled: Tool, site: Site) -> None:
    del site.answers["/tzgg/"]
    assert crawled("crawl", f"{site.home}/tzgg/", "--delay", "0").returncode == 5
    assert {kind for kind, _ in ailing(crawled)} == {"run", "section"}


def test_articles_that_lost_a_field(crawled: Tool, site: Site) -> None:
    page = article(NEW[0], "2024-04-08").body.decode().replace("来源：某市人民政府办公室", "")
    publish(site, Resource(body=page.encode()))
    crawled("crawl", f"{site.home}/tzgg/", "--delay", "0")
    assert ("field", "source is in 0% of the 8 articles of the last run, before in 100%") in ailing(
        crawled
    )


def test_pages_that_are_no_articles_any_more(crawled: Tool, site: Site) -> None:
    publish(site, html("<title>x</title>", '<div id="app"></div><script src="/app.js"></script>'))
    crawled("crawl", f"{site.home}/tzgg/", "--delay", "0")
    assert ("refused", "8 of 8 pages asked for are no articles") in ailing(crawled)


def test_a_portal_that_fell_silent(crawled: Tool) -> None:
    crawled.execute("UPDATE pages SET first_seen = ?", "2024-03-05T00:00:00.000+00:00")
    [(kind, detail)] = ailing(crawled)
    assert kind == "silent"
    assert detail.endswith("days (at most 14)")


def test_an_unreachable_portal(crawled: Tool, site: Site) -> None:
    site.answers["/robots.txt"] = Resource(body=b"", status=500)
    assert crawled("crawl", f"{site.home}/tzgg/", "--delay", "0").returncode == 5
    assert ("run" in {kind for kind, _ in ailing(crawled)}) is True


def test_what_a_profile_expects(new_tool: Callable[[], Tool], site: Site, tmp_path: Path) -> None:
    tool = new_tool()
    profile = tmp_path / "profiles" / "somewhere.toml"
    profile.parent.mkdir()
    profile.write_text(
        f'url = "{site.home}/"\nverified = false\ndelay = 0\n'
        f'[[section]]\nname = "通知公告"\nurl = "{site.home}/tzgg/"\n'
        "[expect]\npages_min = 10\nfill_rate = { byline = 0.5 }\n"
    )
    folders = {"PORTAL_SPIDER_PORTALS": str(profile.parent)}
    done = tool("crawl", "somewhere", **folders)
    assert done.returncode == 1
    assert "8 articles, the profile expects 10" in done.stderr
    assert "byline in 0% of 8 articles, the profile expects 50%" in done.stderr
    assert tool("crawl", "somewhere", "--section", "通知公告", **folders).returncode == 0


def test_health_for_a_person(crawled: Tool, site: Site) -> None:
    name = site.home.removeprefix("http://")
    assert crawled("health").stdout.startswith(f"{name}: healthy; last run 20")
    assert crawled("health", name).returncode == 0
    unknown = crawled("health", "nowhere")
    assert unknown.returncode == 2
    assert unknown.stderr.count("\n") == 1


def test_status_shows_the_last_runs(crawled: Tool, site: Site) -> None:
    crawled("crawl", f"{site.home}/tzgg/", "--delay", "0")
    runs = [json.loads(line) for line in crawled("status", "--json").stdout.splitlines()]
    assert [run["new"] for run in runs] == [0, 8]
    text = crawled("status", "--limit", "1").stdout
    assert text.count("finished") == 1
    assert "has no portal 'nowhere'" in crawled("status", "nowhere").stderr
    crawled.execute("DELETE FROM problems")
    crawled.execute("UPDATE captures SET run_id = NULL")
    crawled.execute("DELETE FROM runs")
    assert "no runs yet" in crawled("status").stdout


@pytest.mark.parametrize("command", ["health", "status"])
def test_without_an_archive(tool: Tool, command: str) -> None:
    done = tool(command)
    assert done.returncode == 4
    assert done.stderr.count("\n") == 1
    assert not tool.archive.exists()
