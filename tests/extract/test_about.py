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
        ("<ul><li>2026-03-05</li><li>县财政局</li><li>阅读 12</li></ul>", "县财政局"),
        ("<div><i></i>2026-03-05 <i></i>来源：县财政局<i></i>12</div>", "县财政局"),
        ("<div>来源于：县财政局　更新于：2026-03-05</div>", "县财政局"),
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


def test_the_hour_in_brackets_in_the_headlines_element() -> None:
    title = f"<h2>{TITLE}<small>（2026-03-05 09:40:11）</small></h2><div>文章来源：<i>某市日报</i></div>"
    page = extract_page(article(title=title, info=""), URL)
    assert (page.title, page.published_at) == (TITLE, "2026-03-05T09:40:11+08:00")


def test_an_empty_label_does_not_take_the_footer_for_names() -> None:
    page = extract_page(article(after="<div>责任编辑：</div><div>版权所有：某县政府</div>"), URL)
    assert page.byline == ()


def test_what_a_footer_element_says_is_no_text() -> None:
    after = "<footer>11558 某市中正路一号 电话：(02)1234-5678</footer>"
    body = "".join(f"<p>{text}</p>" for text in TEXTS)
    page = extract_page(f"<html><body><h1>{TITLE}</h1>{body}{after}".encode(), URL)
    assert page.paragraphs == TEXTS


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Updated: October 9, 2023", "2023-10-09"),
        ("By Li Ming | County Daily | Updated: 2023-07-18 09:12", "2023-07-18T09:12+08:00"),
        ("9 Oct 2023", "2023-10-09"),
    ],
)
def test_english_editions(line: str, day: str) -> None:
    text = "The port has opened fifteen new shipping routes since January, officials said."
    crumb = "<div>You are here: <a>Home</a> &gt; <a>News</a></div>"
    page = extract_page(
        article(
            title="<h2>Port throughput hits record high</h2>",
            head="<title>Port throughput hits record high</title>",
            crumb=crumb,
            info=f"<div>{line}</div>",
            body=f"<div><p>{text}</p></div>",
        ),
        "http://www.example.gov.cn/en/content_1.htm",
    )
    assert (page.published_at, page.breadcrumb) == (day, ("Home", "News"))
    assert page.paragraphs == (text,)


def test_the_office_of_an_author_is_no_name_and_no_text() -> None:
    body = f"<div>{BODY}<p>作者：赵小航</p><p>作者单位：某大学旅游学院</p></div>"
    page = extract_page(article(body=body, after=""), URL)
    assert [(credit.role, *credit.names) for credit in page.byline] == [("作者", "赵小航")]
    assert page.paragraphs == TEXTS


def test_labels_without_marks_each_in_an_element() -> None:
    info = (
        "<dl><dt>时间</dt><dd>2026-03-05 08:30:00</dd><dt>来源</dt><dd>县融媒体中心</dd>"
        "<dt>编辑</dt><dd>路小瑶</dd><dt>阅读</dt><dd>356</dd></dl>"
    )
    page = extract_page(article(info=info), URL)
    assert (page.published_at, page.source) == ("2026-03-05T08:30:00+08:00", "县融媒体中心")
    assert [(credit.role, *credit.names) for credit in page.byline] == [("编辑", "路小瑶")]
    assert page.paragraphs == TEXTS


@pytest.mark.parametrize(
    ("info", "names"),
    [
        ("作者：唐小浩 摄影 李春红", [("作者", "唐小浩"), ("摄影", "李春红")]),
        ("记者丨胡晓华　通讯员/陈小彬", [("记者", "胡晓华"), ("通讯员", "陈小彬")]),
    ],
)
def test_roles_in_the_value_of_a_label(info: str, names: list[tuple[str, ...]]) -> None:
    page = extract_page(article(info=f"<div>时间：2026-03-05 来源：县报 {info}</div>"), URL)
    assert [(credit.role, *credit.names) for credit in page.byline] == names


def test_a_label_that_is_in_no_list_ends_the_outlet() -> None:
    info = "<div><span>来源：县融媒体中心</span> <span>上线时间：2026-03-05 08:30</span></div>"
    page = extract_page(article(info=info), URL)
    assert (page.published_at, page.source) == ("2026-03-05T08:30+08:00", "县融媒体中心")


def test_a_list_of_dated_links_in_the_element_of_the_text() -> None:
    rows = "".join(
        f"<li><a href='/{day}.html'>{title}</a><span>2026-02-{day}</span></li>"
        for day, title in enumerate(
            ("消防安全进校园", "规范性文件清理结果公布", "城市更新政策解读"), 11
        )
    )
    body = f"{BODY}<div><b>更多</b><ul>{rows}</ul></div>"
    page = extract_page(article(body=body, after="", crumb="<div>首页 &gt; 要闻</div>"), URL)
    assert (page.kind, page.breadcrumb, page.paragraphs) == ("article", ("首页", "要闻"), TEXTS)
