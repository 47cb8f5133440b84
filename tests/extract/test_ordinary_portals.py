"""Lines about the article, and breadcrumbs, as ordinary portals write them."""

from __future__ import annotations

import pytest
from samples.portal_pages import BODY, FOOTER, NAVIGATION, TITLE

from portal_spider.extract import extract_page
from portal_spider.items import Page

URL = "http://www.qingyun.gov.cn/xwzx/202303/t20230308_112.html"


def read(info: str, *, crumb: str = "", tail: str = "", last: str = "") -> Page:
    html = (
        f"<html><head><title>{TITLE}</title></head><body>{NAVIGATION}{crumb}"
        f"<div class='main'><h1>{TITLE}</h1>{info}<div class='text'>{BODY}{last}</div>{tail}</div>{FOOTER}</body></html>"
    )
    return extract_page(html.encode(), URL)


@pytest.mark.parametrize(
    ("info", "source", "published_at"),
    [
        pytest.param(
            "<div>2023-03-08 15:20 <span>来源： 青云日报</span><span style='display:none'>【字体：<b>大</b> <b>小</b>】"
            "</span><span class='print'>打印</span></div>",
            "青云日报",
            "2023-03-08T15:20+08:00",
            id="a tool behind what is hidden",
        ),
        pytest.param(
            "<div>（2023年03月08日） <span>来源：区建管委</span> <span>字号 <a>大</a> <a>中</a> <a>小</a></span></div>",
            "区建管委",
            "2023-03-08",
            id="a tool of several words",
        ),
        pytest.param(
            "<div>[ 转贴自：本站原创&nbsp;&nbsp;点击数：101&nbsp;&nbsp;更新时间：2023-3-8 ]</div>",
            "本站原创",
            "2023-03-08",
            id="where it was pasted from",
        ),
    ],
)
def test_outlet_stands_among_tools(info: str, source: str, published_at: str) -> None:
    page = read(info)
    assert (page.source, page.published_at) == (source, published_at)
    assert TITLE not in page.paragraphs


def test_day_and_outlet_stand_before_credits() -> None:
    page = read("<div>2023-03-08 08:15:00　|　青云时报　|　记者：钱文　|　编辑：孙莉</div>")
    assert (page.source, page.published_at) == ("青云时报", "2023-03-08T08:15:00+08:00")
    assert [(credit.role, credit.names) for credit in page.byline] == [
        ("记者", ("钱文",)),
        ("编辑", ("孙莉",)),
    ]


def test_who_entered_an_article_is_credited() -> None:
    tail = "<div align='right'>文章录入：李敏&nbsp;&nbsp;责任编辑：王芳</div>"
    page = read("<div>更新时间：2023-3-8</div>", tail=tail)
    assert [(credit.role, credit.names) for credit in page.byline] == [
        ("文章录入", ("李敏",)),
        ("责任编辑", ("王芳",)),
    ]


def test_sign_between_sections_is_no_section() -> None:
    crumb = (
        "<div class='bt_link'>您现在的位置：<a href='/'>首页</a> &gt;&gt; <table><tr><td>"
        "<a href='/tzgg/'>通知公告</a></td></tr></table></div>"
    )
    page = read("<div>发布日期：2023-03-08　来源：市政府办公室</div>", crumb=crumb)
    assert page.breadcrumb == ("首页", "通知公告")


@pytest.mark.parametrize(
    ("line", "role", "names"),
    [
        ("（县医保局 马丽 供稿）", "供稿", ("县医保局", "马丽")),
        ("（马丽 李强 摄影）", "摄影", ("马丽", "李强")),
        ("（马丽 文/图）", "文/图", ("马丽",)),
    ],
)
def test_role_stands_behind_names_in_parentheses(
    line: str, role: str, names: tuple[str, ...]
) -> None:
    page = read("<div>发布时间：2023-03-08</div>", last=f"<p>{line}</p>")
    assert [(credit.role, credit.names) for credit in page.byline] == [(role, names)]
    assert line not in page.paragraphs


def test_caption_in_parentheses_is_text() -> None:
    line = "（图为县人民医院供图）"
    page = read("<div>发布时间：2023-03-08</div>", last=f"<p>{line}</p>")
    assert not page.byline
    assert page.paragraphs[-1] == line


def test_day_that_information_was_given_on() -> None:
    page = read(
        "<div><span>信息来源：市城管局</span> <span>信息提供日期：2023-03-08 09:12</span></div>"
    )
    assert (page.source, page.published_at) == ("市城管局", "2023-03-08T09:12+08:00")


@pytest.mark.parametrize(
    ("tail", "credits"),
    [
        ("<div>(责任编辑 马丽)</div>", [("责任编辑", ("马丽",))]),
        ("<div>编辑/马丽 校对/李强</div>", [("编辑", ("马丽",)), ("校对", ("李强",))]),
        ("<div>上一篇：图书馆 新馆开放</div>", []),
        ("<div>图片 新闻</div>", []),
        ("<div>供稿排行</div>", []),
        ("<div>编辑 推荐</div>", []),
        ("<div><a href='/wh/'>文化 旅游</a></div>", []),
    ],
)
def test_credits_behind_the_text_have_no_mark(
    tail: str, credits: list[tuple[str, tuple[str, ...]]]
) -> None:
    page = read("<div>发布时间：2023-03-08</div>", tail=tail)
    assert [(credit.role, credit.names) for credit in page.byline] == credits
