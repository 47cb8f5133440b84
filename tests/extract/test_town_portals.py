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
        ("信息发布：县府办　发布时间：2026-03-05", "县府办", []),
        ("2026-03-05 转载于：某省日报", "某省日报", []),
        ("日期：2026-03-05　作者：县水利局 张小山　来源：本站", "本站", [("作者", ("张小山",))]),
        ("日期：2026-03-05　作者：区教育局 实验小学　来源：本站", "本站", [("作者", ("区教育局", "实验小学"))]),
        ("日期：2026-03-05　作者：未知　来源：本站", "本站", []),
        ("来源：某县报全媒体记者张小山 2026-03-05", "某县报", [("全媒体记者", ("张小山",))]),
        ("记者 张小山　通讯员 李敏　2026-03-05　来源：某县报", "某县报", [("记者", ("张小山",)), ("通讯员", ("李敏",))]),
        ("某县报记者 张小山　2026-03-05", None, [("记者", ("张小山",))]),
        ("2026-03-05 来自：市旅游局　已浏览 <em>330</em> 次", "市旅游局", []),
    ],
)  # fmt: skip
def test_who_an_article_is_from(
    line: str, source: str | None, byline: list[tuple[str, tuple[str, ...]]]
) -> None:
    page = read(info=f"<div>{line}</div>")
    assert (page.source, credits(page)) == (source, byline)
    assert page.published_at is not None
    assert page.published_at.startswith("2026-03-05")


@pytest.mark.parametrize(
    ("tail", "byline"),
    [
        ("<p>值班编辑 张小山 值班主任 李敏</p>", [("值班编辑", ("张小山",)), ("值班主任", ("李敏",))]),
        ("<div>（某县报记者张小山）</div>", [("记者", ("张小山",))]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("apart", [True, False])
def test_credits_behind_a_text(
    tail: str, byline: list[tuple[str, tuple[str, ...]]], apart: bool
) -> None:
    body = f"<div>{BODY}</div>{tail}" if apart else f"<div>{BODY}{tail}</div>"
    page = read(info="<div>2026-03-05</div>", body=body)
    assert (page.paragraphs, credits(page)) == (TEXTS, byline)


def test_columns_named_like_labels_are_text() -> None:
    last = "网络编辑 岗位职责和任职条件"
    page = read(body=f"<div>{BODY}<p>{last}</p></div>")
    assert (page.paragraphs[-1], page.byline) == (last, ())


@pytest.mark.parametrize("ends", ["完<br>", ""])
def test_a_press_release_ends_in_its_day_and_hour(ends: str) -> None:
    stamp = f"{ends}2026年3月5日（星期四）<br>香港時間9時30分"
    page = read(info="", body=f"<div>{'<br>'.join(TEXTS)}<br>{stamp}</div>")
    assert (page.published_at, page.paragraphs) == ("2026-03-05T09:30+08:00", TEXTS)


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


@pytest.mark.parametrize(
    ("headline", "title"),
    [
        (f"{TITLE}<small>原创</small>", TITLE),
        (f"<span>置顶</span>{TITLE}", TITLE),
        (f"{TITLE}<small>（二）</small>", f"{TITLE}（二）"),
        (f"{TITLE[:9]}...", TITLE),
        (f"{TITLE[:9]}…", TITLE),
    ],
)
def test_a_headline_is_as_the_title_tag_states_it(headline: str, title: str) -> None:
    page = read(title=f"<h1>{headline}</h1>")
    assert page.title == title


def test_a_headline_that_the_title_tag_cuts_is_whole() -> None:
    assert read(head=f"<title>{TITLE[:9]}...</title>").title == TITLE


@pytest.mark.parametrize(
    "crumb",
    [
        "当前位置 | <a href='/'>首页</a> &gt; <a href='/gz/'>代表工作</a>",
        "<a href='/'>首页</a> :: <a href='/gz/'>代表工作</a>",
        "当前位置：<a href='/'>首页</a>::<a href='/gz/'>代表工作</a>::正文",
        "当前位置：<a href='/'>首页</a> &gt; <a href='/gz/'>代表工作</a> &gt; 最终页",
        f"当前位置：<a href='/'>首页</a> &gt; <a href='/gz/'>代表工作</a> &gt; {TITLE[:8]}...",
    ],
)
def test_breadcrumbs(crumb: str) -> None:
    assert read(crumb=f"<div>{crumb}</div>").breadcrumb == ("首页", "代表工作")
