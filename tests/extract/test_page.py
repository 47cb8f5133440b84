"""Whole pages: the text as a reader sees it, nothing of what stands around it, all accounted for."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from samples.portal_pages import BODY, FOOTER, INFO, TEXTS, TITLE, URL, article

from portal_spider.extract import extract_page
from portal_spider.items import Entry


def test_an_ordinary_page() -> None:
    page = extract_page(article(), URL)
    assert page.kind == "article"
    assert page.title == TITLE
    assert page.published_at == "2026-03-05T09:30+08:00"
    assert page.source == "县农业农村局"
    assert page.breadcrumb == ("首页", "政务公开", "工作动态")
    assert page.paragraphs == TEXTS
    assert page.origins["published_at"] == "label"


LAYOUTS = {
    "no container": BODY,
    "line breaks": "<div>" + "<br><br>".join(f"　　{text}" for text in TEXTS) + "</div>",
    "layout table": f"<table><tr><td>{BODY}</td></tr></table>",
    "two containers": "".join(f"<div class='part'><p>{text}</p></div>" for text in TEXTS),
    "spans of Word": "".join(
        f"<p><span style='font-family:仿宋'>{t[:9]}<b>{t[9:14]}</b>{t[14:]}</span></p>"
        for t in TEXTS
    ),
    "ucap": f"<ucapcontent>{BODY}</ucapcontent>",
    "list": "<ul>" + "".join(f"<li>{text}</li>" for text in TEXTS) + "</ul>",
    "unclosed": "<div>" + "".join(f"<p>{text}" for text in TEXTS) + "</div>",
    "hidden copy": f"<div id='zoom'>{BODY}</div><div style='display:none'>{BODY}</div>",
    "second copy": f"<div id='zoom'>{BODY}</div><div class='phone'>{BODY}</div>",
    "textarea": f"<textarea style='display:none'>{BODY}</textarea>",
    "escaped textarea": f"<textarea>{BODY.replace('<', '&lt;').replace('>', '&gt;')}</textarea>",
    "plain pre": "<pre>" + "\n".join(TEXTS) + "</pre>",
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_text_in_every_layout(name: str) -> None:
    page = extract_page(article(body=LAYOUTS[name]), URL)
    assert page.kind == "article"
    assert page.paragraphs == TEXTS


def test_text_in_the_data_of_a_script() -> None:
    quoted = BODY.replace("<", "\\u003c").replace('"', '\\"')
    script = f'<script>window._CONFIG = {{"DETAIL": {{"content": "{quoted}"}}}};</script>'
    page = extract_page(article(body="<div id='app'></div>" + script), URL)
    assert page.paragraphs == TEXTS


def test_a_row_of_a_table_is_a_paragraph() -> None:
    table = (
        "<table><tr><td>镇</td><td>面积</td></tr><tr><td><p>河口</p></td><td>160</td></tr></table>"
    )
    page = extract_page(article(body=f"<div>{BODY}{table}</div>"), URL)
    assert page.paragraphs == (*TEXTS, "镇\t面积", "河口\t160")


def test_a_signing_date_is_text_and_not_the_date_of_publication() -> None:
    signed = "<p>某县人民政府</p><p>2026年2月27日</p>"
    page = extract_page(article(body=f"<div>{BODY}{signed}</div>", info=""), URL)
    assert page.paragraphs[-1] == "2026年2月27日"
    assert (page.published_at, page.origins["published_at"]) == ("2026-03-05", "url")


def test_a_headline_repeated_in_the_text_stays() -> None:
    page = extract_page(article(body=f"<div><p>{TITLE}</p>{BODY}</div>"), URL)
    assert page.title == TITLE
    assert page.paragraphs == (TITLE, *TEXTS)


def test_lines_that_only_credit_are_no_text() -> None:
    credit = "<p>（记者 张小山 通讯员 李四海）</p><p>编辑：王五</p>"
    page = extract_page(article(body=f"<div>{BODY}{credit}</div>"), URL)
    assert page.paragraphs == TEXTS
    assert [(credit.role, credit.names) for credit in page.byline] == [
        ("记者", ("张小山",)),
        ("通讯员", ("李四海",)),
        ("编辑", ("王五",)),
    ]


def test_every_line_is_in_the_page_or_in_what_was_removed() -> None:
    body = article(head="")
    page = extract_page(body, URL)
    removed = "\n".join(removal.text for removal in page.removed)
    for line in (
        "当前位置",
        "发布时间",
        "打印本页",
        "上一篇",
        "相关新闻",
        "ICP备",
        "人民路",
        "办事服务",
    ):
        assert line in removed
    assert all(removal.rule and removal.kind for removal in page.removed)
    assert not any(text in removed for text in TEXTS)


@pytest.mark.parametrize("info", ["", "<div>来源：</div>"])
def test_what_the_page_does_not_say_comes_from_the_listing_or_tags(info: str) -> None:
    entry = Entry(url=URL, title=TITLE, date="2026-03-04")
    url = "http://www.example.gov.cn/content/post_1.html"
    page = extract_page(article(info=info), url, entry=entry)
    assert (page.published_at, page.origins["published_at"]) == ("2026-03-04", "listing")
    tags = (
        "<meta name='pubdate' content='2026/03/03 10:00'><meta name='ContentSource' content='县报'>"
    )
    page = extract_page(article(info=info, head=f"<title>x</title>{tags}"), url, entry=entry)
    assert page.published_at == "2026-03-03T10:00+08:00"
    assert (page.source, page.origins["source"]) == ("县报", "meta")


def test_the_line_shown_goes_before_the_tags() -> None:
    head = (
        "<meta name='PubDate' content='2020-01-01 00:00'><meta name='ContentSource' content='旧源'>"
    )
    page = extract_page(article(head=head), URL)
    assert (page.published_at, page.source) == ("2026-03-05T09:30+08:00", "县农业农村局")


def test_a_plain_text_page() -> None:
    lines = [
        "您当前的位置:首页 > 政务公开 > 工作动态",
        "",
        f"  {TITLE}",
        "",
        "时间:2026-03-05 09:30 来源:县农业农村局",
    ]
    tail = ["", "采写 | 周小禾", "摄影 | 林晚", "相关附件:", "扫一扫在手机打开当前页"]
    text = "\n".join([*lines, *TEXTS, *tail])
    page = extract_page(text.encode(), "http://www.example.gov.cn/a.txt", content_type="text/plain")
    assert (page.kind, page.title, page.paragraphs) == ("article", TITLE, TEXTS)
    assert page.breadcrumb == ("首页", "政务公开", "工作动态")
    assert [(credit.role, credit.names) for credit in page.byline] == [
        ("采写", ("周小禾",)),
        ("摄影", ("林晚",)),
    ]


def test_the_headline_of_plain_text_stands_before_the_line_about_it() -> None:
    lines = ("首页 政务公开 办事服务", TITLE, "2026-03-05 09:30 来源：县农业农村局", *TEXTS)
    page = extract_page("\n".join(lines).encode(), URL, content_type="text/plain")
    assert (page.title, page.source, page.paragraphs) == (TITLE, "县农业农村局", TEXTS)
    page = extract_page("\n".join((TITLE, *TEXTS)).encode(), URL, content_type="text/plain")
    assert (page.title, page.paragraphs) == (TITLE, TEXTS)


@given(st.binary(max_size=3000))
def test_bytes_never_crash_it(body: bytes) -> None:
    page = extract_page(body, URL)
    assert page.kind in ("article", "listing", "not_article")


@settings(max_examples=60)
@given(st.lists(st.sampled_from([
    "<p>", "</p>", "<div>", "</div>", "<td>", "</table>", "<table><tr>", "<span style='display:none'>", "</span>",
    "<a href='x.doc'>", "</a>", "<br>", "<textarea>", "<h1>", "来源：", "2026-03-05", TEXTS[0], TITLE, "<script>",
    "</script>", "<select><option>", "&nbsp;", "索引号：", "\x00", "<!--", "-->", FOOTER, INFO,
]), max_size=60))  # fmt: skip
def test_broken_mark_up_never_crashes_it(pieces: list[str]) -> None:
    body = ("<html><body>" + "".join(pieces)).encode()
    page = extract_page(body, URL)
    assert all(paragraph.strip() for paragraph in page.paragraphs)
