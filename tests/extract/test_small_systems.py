"""Pages of institutes, schools and firms of the state, by small or home-made systems."""

from __future__ import annotations

import pytest
from samples.portal_pages import BODY, CRUMB, FOOTER, TEXTS, TITLE

from portal_spider.extract import extract_page
from portal_spider.items import Page

URL = "http://yjs.example/item/show.asp?m=1&d=2231"
DAY, OFFICE = "2016-03-05", "育种室"
INFO = f"<div>日期：{DAY}　来源：{OFFICE}</div>"


def read(main: str, *, crumb: str = CRUMB, menu: str = "") -> Page:
    head = f"<head><title>{TITLE} - 某县林业研究所</title></head>"
    return extract_page(
        f"<html>{head}<body>{menu}{crumb}{main}{FOOTER}</body></html>".encode(), URL
    )


def credits(page: Page) -> list[tuple[str, tuple[str, ...]]]:
    return [(credit.role, credit.names) for credit in page.byline]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("记者 胡小梅 通讯员 陈大远", [("记者", ("胡小梅",)), ("通讯员", ("陈大远",))]),
        ("徐小洁 通讯员 高燕", [("作者", ("徐小洁",)), ("通讯员", ("高燕",))]),
        ("县融媒体中心记者 段红", [("记者", ("段红",))]),
        ("<i></i>徐小洁、高燕</span><span><i></i>189", [("作者", ("徐小洁", "高燕"))]),
    ],
)
def test_roles_that_the_value_of_a_label_names(
    value: str, expected: list[tuple[str, tuple[str, ...]]]
) -> None:
    page = read(
        f"<h1>{TITLE}</h1><div><span>时间：{DAY}</span><span>来源：{OFFICE}</span>"
        f"<span>作者：{value}</span></div>{BODY}"
    )
    assert (credits(page), page.source, page.paragraphs) == (expected, OFFICE, TEXTS)


def test_labels_in_brackets_of_full_width() -> None:
    page = read(
        f"<h1>{TITLE}</h1><p>［日期：{DAY}］　［来源：{OFFICE}］　［作者：唐 小蓉］</p>{BODY}"
    )
    assert (page.published_at, page.source, page.paragraphs) == (DAY, OFFICE, TEXTS)


@pytest.mark.parametrize(
    "line",
    [
        "没有上一篇了　<a href='2.asp'>下一篇</a>",
        "顶(<span>2</span>)　踩(0)",
        "<a href='index.asp'>返回</a>",
        "【字号 大 中 小】 【<a href='#'>留言</a>】【<a href='#'>打印</a>】【<a href='#'>关闭</a>】",
        "[ <a href='#'>资讯搜索</a> ] [ <a href='#'>加入收藏</a> ] [ <a href='#'>告诉好友</a> ]",
        "<b>附件：</b>",
    ],
)
def test_what_a_template_has_behind_the_text(line: str) -> None:
    main = f"<h2>{TITLE}</h2>{INFO}<div>{BODY}</div>"
    assert read(f"<form>{main}<div>{line}</div></form>").paragraphs == TEXTS


@pytest.mark.parametrize(
    "crumb",
    [
        "<div><span>训练竞赛</span><span>首页 &gt; 训练竞赛</span></div>",
        "<div><b>训练竞赛</b><span>您现在的位置：<a href='/'>首页</a> &gt; <a href='/x'>训练竞赛</a></span></div>",
        "<div><span class='breadcrumbs pathway'><a href='/'>首页</a> <img src='a.png'>"
        f" <a href='/x'>训练竞赛</a> <img src='a.png'> {TITLE}</span></div>",
    ],
)
def test_a_breadcrumb_behind_the_name_of_its_section(crumb: str) -> None:
    page = read(f"<div><div>{TITLE}</div>{INFO}{BODY}</div>", crumb=crumb)
    assert page.breadcrumb == ("首页", "训练竞赛")


@pytest.mark.parametrize("until", ["至6月20日", "-6月20日", "起", "下午至晚上", "前"])
def test_a_day_until_which_something_lasts_is_of_the_text(until: str) -> None:
    first = f"展览时间：2016年3月20日{until}"
    page = read(f"<div><p><b>{TITLE}</b></p><p>{first}</p>{BODY}</div><div>发布时间：{DAY}</div>")
    assert (page.published_at, page.paragraphs) == (DAY, (first, *TEXTS))


def test_a_short_text_below_menus_that_have_a_line_for_contacts() -> None:
    menu = "".join(
        f"<li><h3><a href='/{number}/'>{name}</a></h3><p><a href='/{number}/a/'>{name}动态</a></p></li>"
        for number, name in enumerate(
            ["首页", "机构概况", "新闻动态", "政策法规", "科研成果", "招聘", "联系我们"]
        )
    )
    main = f"<div>{TITLE}</div><div>2016/03/05</div><div><p>{TEXTS[0]}</p></div>"
    page = read(main, crumb="", menu=f"<ul>{menu}</ul>")
    assert (page.published_at, page.paragraphs) == (DAY, TEXTS[:1])


def test_a_time_in_the_row_below_the_author() -> None:
    page = read(
        f"<table><tr><td>{TITLE}</td></tr></table><table><tr><td><span>作者：Administrator</span></td></tr>"
        f"<tr><td>2016年 03月 05日 09:27</td></tr><tr><td>{BODY}</td></tr>"
        "<tr><td>最近更新于 2016年 03月 07日 15:04</td></tr></table>"
    )
    assert (page.published_at, page.paragraphs) == (f"{DAY}T09:27+08:00", TEXTS)
