"""The lines about an article are found around headline and text, and so is what they say."""

from __future__ import annotations

import pytest
from samples.portal_pages import BODY, CRUMB, FOOTER, TEXTS, TITLE, URL, article

from portal_spider.extract import extract_page

HEADLINE = f"<table><tr><td><h2>{TITLE}</h2></td></tr><tr><td>{BODY}</td></tr></table>"


def test_a_table_with_day_and_hour_between_breadcrumb_and_headline() -> None:
    line = (
        "<table><tr><td>字号 <a>大</a> <a>中</a> <a>小</a></td><td>文章来源：</td><td>县支行办公室</td>"
        "<td>2026-03-05 15:31:06</td><td><a>打印本页</a> <a>关闭窗口</a></td></tr></table>"
    )
    page = extract_page(
        f"<html><body><p>站点更新：2026-05-01 10:00</p>{CRUMB}{line}{HEADLINE}{FOOTER}".encode(),
        URL,
    )
    assert (page.published_at, page.source) == ("2026-03-05T15:31:06+08:00", "县支行办公室")


@pytest.mark.parametrize(
    ("info", "source"),
    [
        ("<div><span>时间：2026-03-05</span><span>来源部门：县财政局</span></div>", "县财政局"),
        ("<div><p><label>来源单位：</label><i>县财政局</i></p><p>时间：2026-03-05</p></div>", "县财政局"),
        ("<div>Time 时间：2026-03-05 Source 来源：县财政局Author 作者：王小五</div>", "县财政局"),
        ("<div>日期：2026-03-05 来源：<b></b><span>语音播报：<a>点击播报</a></span></div>", None),
        ("<div><i>时间：2026-03-05</i><i>来源：县财政局</i><script>hits(1)</script><a>收听全文</a></div>", "县财政局"),
    ],
)  # fmt: skip
def test_where_a_source_ends(info: str, source: str | None) -> None:
    page = extract_page(article(info=info), URL)
    assert (page.published_at, page.source) == ("2026-03-05", source)


def test_the_number_below_the_headline_is_the_first_paragraph() -> None:
    number = "某县税务局公告2026年第5号"
    title = f"<h1>{TITLE}</h1><div class='n'>{number}</div>"
    assert extract_page(article(title=title), URL).paragraphs == (number, *TEXTS)


def test_those_who_wrote_it_below_a_sub_headline() -> None:
    body = f"<p>——春耕见闻</p><p>　　本报记者 韩小玉 通讯员 束美林</p>{BODY}"
    page = extract_page(article(body=f"<div>{body}</div>"), URL)
    assert page.paragraphs == ("——春耕见闻", *TEXTS)
    assert [(credit.role, *credit.names) for credit in page.byline] == [
        ("本报记者", "韩小玉"),
        ("通讯员", "束美林"),
    ]


def test_a_telephone_in_an_element_like_those_of_the_text_is_text() -> None:
    lines = (*TEXTS, "联系电话：0000-7654321")
    body = "".join(f"<div><p>{line}</p><p>&nbsp;</p></div>" for line in lines)
    assert extract_page(article(body=f"<div>{body}</div>", after=""), URL).paragraphs == lines
