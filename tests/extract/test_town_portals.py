"""Heads and tails of articles as portals of counties, courts and party offices write them."""

from __future__ import annotations

import pytest
from samples.portal_pages import BODY, TEXTS, TITLE, URL, article

from portal_spider.extract import extract_page
from portal_spider.items import Page


def read(**parts: str) -> Page:
    return extract_page(article(**parts), URL)


def credits(page: Page) -> list[tuple[str, tuple[str, ...]]]:
    return [(credit.role, credit.names) for credit in page.byline]


@pytest.mark.parametrize(
    ("line", "source", "byline"),
    [
        ("2026-03-05 来源：江源先锋网 本网通讯员：党小军 王小勇", "江源先锋网", [("本网通讯员", ("党小军", "王小勇"))]),
        ("2026-03-05 09:30 来源：国际在线", "国际在线", []),
        ("2026-03-05 来源：县政协办公室（王小倩 供稿）", "县政协办公室", [("供稿", ("王小倩",))]),
        ("2026-03-05 来源：某县日报（海外版）", "某县日报（海外版）", []),
        ("2026-03-05 发布人：吴小丹　发布单位：区司法局", "区司法局", [("发布人", ("吴小丹",))]),
        ("2026-03-05 发布者：县农业农村局", "县农业农村局", []),
        ("2026-03-05 来源：<a href='/b/'>某省日报</a>　<a href='#'>手机看新闻</a>", "某省日报", []),
        ("2026-03-05 来自：市旅游局　已浏览 <em>330</em> 次", "市旅游局", []),
    ],
)  # fmt: skip
def test_who_an_article_is_from(
    line: str, source: str, byline: list[tuple[str, tuple[str, ...]]]
) -> None:
    page = read(info=f"<div>{line}</div>")
    assert (page.source, credits(page)) == (source, byline)


@pytest.mark.parametrize(
    "tools",
    [
        "<a>打印</a><a>网摘</a><a>纠错</a><a>商城</a><a>分享</a><a>推荐</a> 字号<a>-</a><a>+</a>",
        "<span>评论</span><span>投稿</span><span>打印</span><span>转发</span><span>复制链接</span>",
        "[ <a>打印</a> ] [ <a>顶部</a> ] [ <a>关闭</a> ]",
    ],
)
def test_bars_of_tools_are_no_text(tools: str) -> None:
    page = read(info="<div>2026-03-05</div>", body=f"<div>{tools}</div><div>{BODY}</div>")
    assert page.paragraphs == TEXTS


def test_lines_about_an_article_stand_below_who_passed_it() -> None:
    passed = "（2026年3月4日某县第十八届人民代表大会常务委员会第三次会议通过）"
    page = read(
        title=f"<h1>{TITLE}</h1><h4>{passed}</h4>",
        info="<ul><li>日期：2026-03-05</li><li>来源：县人大办公室</li><li>浏览：3 次</li></ul>",
    )
    assert (page.published_at, page.source) == ("2026-03-05", "县人大办公室")
    assert page.paragraphs == (passed, *TEXTS)


def test_caption_above_the_element_of_the_text() -> None:
    picture = "<figure><img src='a.jpg'><figcaption>与会人员查看育秧大棚</figcaption></figure>"
    page = read(body=f"{picture}<div>{BODY}</div>")
    assert page.paragraphs == ("与会人员查看育秧大棚", *TEXTS)


@pytest.mark.parametrize(
    ("tag", "title"),
    [
        (f"<title>{TITLE}_某县</title>", TITLE),
        (f"<title>[组图]{TITLE}_某县</title>", f"[组图]{TITLE}"),
        ("<title>某县人民政府</title>", f"[组图]{TITLE}"),
    ],
)
def test_a_badge_before_the_headline(tag: str, title: str) -> None:
    page = read(title=f"<h1><font color='red'>[组图]</font>{TITLE}</h1>", head=tag)
    assert page.title == title


def test_a_breadcrumb_behind_a_stroke() -> None:
    crumb = "<div>当前位置 | <a href='/'>首页</a> &gt; <a href='/gz/'>代表工作</a></div>"
    assert read(crumb=crumb).breadcrumb == ("首页", "代表工作")
