"""Pages of 2008 to 2012: directories of disclosure, magazines' systems, forms around a text."""

from __future__ import annotations

import pytest
from samples.portal_pages import BODY, TEXTS, TITLE

from portal_spider.extract import extract_page
from portal_spider.items import Page

URL = "http://xxgk.example.gov.cn/hyzx/2009/0421/327.html"
HOME = "http://www.example.org.cn/"
DAY = "2009-04-21"
INFO = f"<div>发布时间：{DAY}　来源：县农业局</div>"
HEADER = {
    "索引号": "01254003-3/2009-00021",
    "信息分类": "财政预决算",
    "发布机构": "县财政局",
    "有效性": "有效",
}
TABLE = (
    "<table><tr><td>项目</td><td>2008年决算数</td><td>2009年预算数</td></tr>"
    "<tr><td>一、一般公共服务</td><td>8126</td><td>8320</td></tr></table>"
)


def read(main: str, *, title: str = "某县政府信息公开目录", head: str = "") -> Page:
    page = f"<html><head><title>{title}</title>{head}</head><body>{main}</body></html>"
    return extract_page(page.encode(), URL)


def header(**fields: str) -> str:
    rows = {**HEADER, **fields, "信息名称": TITLE}
    cells = "".join(f"<tr><td>{label}:</td><td>{value}</td></tr>" for label, value in rows.items())
    return f"<table><tr><td>当前位置：<a href=/>信息公开首页</a> &gt;&gt; <a href=/1>县财政局</a></td></tr></table><table>{cells}</table>"


def test_the_headline_of_a_table_is_what_the_policy_header_says() -> None:
    page = read(header(发文日期=DAY) + f"<div><p>单位：万元</p>{TABLE}</div><div>没有附件</div>")
    assert page.title == TITLE
    assert page.paragraphs[0] == "单位：万元"
    assert page.paragraphs[-1] == "一、一般公共服务\t8126\t8320"


def test_the_day_of_issue_counts_where_no_other_is_stated() -> None:
    assert read(header(发文日期=DAY) + f"<div>{BODY}</div>").published_at == DAY
    other = read(header(发文日期=DAY, 发布日期="2009-04-23") + f"<div>{BODY}</div>")
    assert other.published_at == "2009-04-23"
    signed = read(header(发文日期=DAY, 成文日期="2009-04-01") + f"<div>{BODY}</div>")
    assert signed.published_at is None


def test_a_table_of_files_is_no_text() -> None:
    files = (
        "<table><tr><th>序号</th><th>附件名称</th><th>大小</th></tr>"
        "<tr><td>1</td><td><a href='/f/1.xls'>报名表.xls</a></td><td>38KB</td></tr></table>"
    )
    page = read(header(发文日期=DAY) + files)
    assert (page.title, page.paragraphs) == (TITLE, ())
    assert [file.name for file in page.attachments] == ["报名表.xls"]
    with_text = read(header(发文日期=DAY) + f"<div>{BODY}{TABLE}</div>{files}")
    assert with_text.paragraphs == (
        *TEXTS,
        "项目\t2008年决算数\t2009年预算数",
        "一、一般公共服务\t8126\t8320",
    )


@pytest.mark.parametrize("base", [HOME, "/", "../../../"])
def test_links_are_relative_to_what_the_page_says(base: str) -> None:
    line = "<p>附件：<a href='down.php?contentid=327&amp;id=88'>会议回执</a></p>"
    main = f"<h1>{TITLE}</h1>{INFO}<div>{BODY}{line}</div>"
    page = read(main, title=TITLE, head=f"<base href='{base}'>")
    home = HOME if base == HOME else "http://xxgk.example.gov.cn/"
    assert [file.url for file in page.attachments] == [f"{home}down.php?contentid=327&id=88"]


@pytest.mark.parametrize("base", ["", "javascript:", "http://[", "mailto:a@example.gov.cn"])
def test_a_base_that_leads_nowhere_is_none(base: str) -> None:
    line = "<p>附件：<a href='/f/1.doc'>会议回执</a></p>"
    main = f"<h1>{TITLE}</h1>{INFO}<div>{BODY}{line}</div>"
    page = read(main, title=TITLE, head=f"<base href='{base}'>")
    assert [file.url for file in page.attachments] == ["http://xxgk.example.gov.cn/f/1.doc"]


SUMMARY = "茶青每斤最高卖到三十八元，采工日薪过百仍一人难求，今春茶市量减价升已成定局。"


@pytest.mark.parametrize("name", ["intro", "summary", "zhaiyao", "news_lead"])
def test_a_summary_of_its_own_above_a_text_is_read(name: str) -> None:
    main = (
        f"<h2>{TITLE}</h2>{INFO}<div class='{name}'>{SUMMARY}</div><div class=content>{BODY}</div>"
    )
    assert read(main, title=TITLE).paragraphs == (SUMMARY, *TEXTS)


@pytest.mark.parametrize("end", ["…", "。", ""])
def test_a_summary_cut_from_the_text_is_not_read_twice(end: str) -> None:
    cut = TEXTS[0][:36] + end
    main = f"<h2>{TITLE}</h2>{INFO}<div class=intro>{cut}</div><div class=content>{BODY}</div>"
    assert read(main, title=TITLE).paragraphs == TEXTS


@pytest.mark.parametrize(
    "line", ["（第18号）", "（XYZC-2011-017）", "露天场馆即日起暂停开放", "（2012年第3期）"]
)
@pytest.mark.parametrize("tag", ["div", "p"])
def test_a_line_between_headline_and_what_is_about_it_is_read(line: str, tag: str) -> None:
    main = f"<div class=title><h2>{TITLE}</h2></div><{tag} class=b>{line}</{tag}>{INFO}<div>{BODY}</div>"
    assert read(main, title=TITLE).paragraphs == (line, *TEXTS)


def test_a_tool_behind_a_label_without_a_value_is_nobody() -> None:
    info = f"<div>{DAY} 来源：协会秘书处 作者： 【<a href=/c>评论0</a>】 点击：<b>0</b></div>"
    page = read(f"<h1>{TITLE}</h1>{info}<div>{BODY}</div>", title=TITLE)
    assert (page.source, page.byline) == ("协会秘书处", ())


def test_what_kind_a_page_is_stands_beside_its_day() -> None:
    rows = f"<tr><td>发布人：秘书处</td></tr><tr><td>日期：{DAY} 16:58</td></tr><tr><td>类别：工作动态</td></tr>"
    page = read(f"<form><b>{TITLE}</b><table>{rows}</table>{BODY}</form>", title=TITLE)
    assert page.paragraphs == TEXTS


def test_a_row_that_asks_for_nothing_is_of_the_text() -> None:
    rows = f"<tr><td>发布人：秘书处</td></tr><tr><td>日期：{DAY}</td></tr><tr><td>特此公告如下</td></tr>"
    page = read(f"<form><b>{TITLE}</b><table>{rows}</table>{BODY}</form>", title=TITLE)
    assert page.paragraphs == ("特此公告如下", *TEXTS)


def test_who_runs_a_site_stands_below_its_tables() -> None:
    footer = (
        "<font>某县人事考试中心　地址：裕华路122号　咨询电话：0311-87001234（工作日）"
        "<br>网上报名系统技术支持：石门长城数据公司</font>"
    )
    table = (
        f"<table><tr><td>{TITLE}</td></tr><tr><td>[{DAY}]</td></tr><tr><td>{BODY}</td></tr></table>"
    )
    assert read(f"<center>{table}{footer}</center>", title=TITLE).paragraphs == TEXTS


def test_a_breadcrumb_without_a_home_page_ends_in_a_long_headline() -> None:
    long = "关于做好防御强热带风暴“康森”和近期强降雨工作的紧急提醒"
    crumb = f"<div><a href=/>某区体育局</a> &gt; <a href=/z>政务公开</a> &gt; <a href=/t>通知公告</a> &gt; {long}</div>"
    page = read(f"{crumb}<div><h2>{long}</h2></div>{INFO}<div>{BODY}</div>", title=long)
    assert page.breadcrumb == ("某区体育局", "政务公开", "通知公告")
