"""Advertising without a word of any trade, told by standing on many pages of a portal."""

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from samples.site import Site, html, listing
from samples.tool import Tool

from portal_spider.demo.server import Resource

PUSHED_IN, OWN = "麒麟快玩城", "办理须知"
SENTENCES = (
    "近日，市里召开了{}工作的推进会，对下一阶段的任务和要求作了部署，各县区的负责同志参加了会议。",
    "会议要求，要把{}作为当前的一项重要工作，明确责任和时限，确保在六月底之前完成全部的任务。",
    "有关部门要加强对{}的检查，对发现的问题及时提出意见，并将情况在每月的月底之前报送办公室。",
)
TOPICS = (
    "植树活动",
    "公交线路",
    "粮食收购",
    "校车安全",
    "河道清淤",
    "老旧管网",
    "防汛演练",
    "菜场改造",
)


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        yield site


def article(topic: str) -> Resource:
    """An article with a heading of the authority's, and a line that hackers put in."""
    first, second, third = (sentence.format(topic) for sentence in SENTENCES)
    lines = [first, OWN, second, PUSHED_IN, third]
    text = "".join(f"<p>{line}</p>" for line in lines)
    title = f"关于开展{topic}工作的通知"
    return html(
        f'<title>{title}</title><meta name="PubDate" content="2024-03-05 09:30:00">',
        f'<div class="content"><h1>{title}</h1><div class="text">{text}</div></div>',
    )


def publish(site: Site, topics: tuple[str, ...]) -> None:
    rows = [
        (f"/tzgg/t20240305_{n}.html", f"关于开展{topic}工作的通知", "2024-03-05")
        for n, topic in enumerate(topics)
    ]
    site.answers["/tzgg/"] = listing(rows)
    for (path, _, _), topic in zip(rows, topics, strict=True):
        site.answers[path] = article(topic)


def texts(tool: Tool) -> list[str]:
    return [row[0] for row in tool.rows("SELECT text FROM articles ORDER BY id")]


def test_a_line_on_many_pages_is_taken_out_of_the_next(tool: Tool, site: Site) -> None:
    publish(site, TOPICS[:4])
    assert tool("crawl", f"{site.home}/tzgg/", "--delay", "0").returncode == 0
    kept = sum(PUSHED_IN in text for text in texts(tool))
    assert kept == 2, "two pages alone are no evidence"

    publish(site, TOPICS)
    assert tool("crawl", f"{site.home}/tzgg/", "--delay", "0").returncode == 0
    found = texts(tool)
    assert len(found) == len(TOPICS)
    assert sum(PUSHED_IN in text for text in found) == kept, "the archive knows it by now"
    assert all(OWN in text for text in found), "what the authority repeats stays"
    spam = tool.rows("SELECT DISTINCT text FROM removals WHERE kind = 'spam'")
    assert spam == [(PUSHED_IN,)]

    shown = tool("status").stdout
    assert "hacked: " in shown
    assert "6 pages with spam, first seen " in shown
    runs = [json.loads(line) for line in tool("status", "--json").stdout.splitlines()]
    assert [run["spam"]["pages"] for run in runs] == [6, 6]

    assert tool("reextract").returncode == 0
    found = texts(tool)
    assert not any(PUSHED_IN in text for text in found), "the first pages are read anew"
    assert all(OWN in text for text in found)


def test_who_reads_the_kept_bytes_finds_the_same(tool: Tool, site: Site) -> None:
    """An import of what a crawl kept makes the same of it; so does reading both again."""
    publish(site, TOPICS)
    assert tool("crawl", f"{site.home}/tzgg/", "--delay", "0").returncode == 0
    other = replace(
        tool,
        archive=tool.folder / "other.db",
        environment=tool.environment | {"PORTAL_SPIDER_ARCHIVE": str(tool.folder / "other.db")},
    )
    assert other("import", str(tool.archive.with_suffix(".warc"))).returncode == 0
    crawled = articles(tool)
    assert sum(PUSHED_IN in text for _, text, _ in crawled) == 2
    assert articles(other) == crawled

    for each in (tool, other):
        assert each("reextract").returncode == 0
    assert not any(PUSHED_IN in text for _, text, _ in articles(tool))
    assert articles(other) == articles(tool)


def articles(tool: Tool) -> list[tuple[str, ...]]:
    """What the archive has of each article, and what was taken out of it."""
    return tool.rows(
        "SELECT title, text, (SELECT group_concat(kind || ' ' || rule || ' ' || text, x'0a')"
        " FROM removals r WHERE r.article_id = a.id) FROM articles a ORDER BY id"
    )
