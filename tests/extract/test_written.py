"""What scripts spell out is read where they write it; nothing is run, and nothing is guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples.portal_pages import CRUMB, INFO, URL, article

from portal_spider.extract import extract_page

DAY = "<span>发布时间：2026-03-05</span>"


def info(script: str, before: str = "", after: str = "") -> bytes:
    return article(info=f"<div>{DAY}<span>{before}<script>{script}</script>{after}</span></div>")


@pytest.mark.parametrize(
    "script",
    [
        "document.write('来源：县水务局');",
        'document.writeln("<i>来源：</i>" + "县水务局")',
        "var ly = '县水务局'; if (ly != '') { document.write('<b>来源：' + ly + '</b>'); }",
        "var zz=\"\";\nvar ly=\"县水务局\";\nif(zz!='')document.write('作者：'+zz);\nif(ly!='')document.write('来源：'+ly);",
        "if ('县水务局' == '') document.write('来源：本站'); else document.write('来源：县水务局');",
        "document.write('\\u6765\\u6e90：县水务局')",
    ],
)
def test_an_outlet_that_a_script_writes(script: str) -> None:
    page = extract_page(info(script), URL)
    assert (page.source, page.published_at, page.byline) == ("县水务局", "2026-03-05", ())


def test_a_value_behind_its_label_and_before_the_next() -> None:
    script = "var ContentSource = '县水务局'; document.write(ContentSource);"
    page = extract_page(info(script, "来源：", "</span><span>语音播报：<a>点击播报</a>"), URL)
    assert page.source == "县水务局"


@pytest.mark.parametrize(
    "script",
    [
        "document.write('来源：' + load('县水务局'))",
        "function show() { document.write('来源：县水务局'); }",
        "var ly = ''; document.write('来源：' + ly);",
        "document.write('来源：县水务局'",
        "var ly = '县水务局'; if (ly == '') document.write('来源：县广播站');",
    ],
)
def test_what_is_not_spelled_out_is_not_read(script: str) -> None:
    assert extract_page(info(script), URL).source is None


@pytest.mark.parametrize(
    "markup", ["<p>蓝鹰在线旗舰厅</p>", "蓝鹰在线旗舰厅", "<b>蓝鹰</b> 旗舰厅"]
)
@pytest.mark.parametrize("place", ["</p>", "。"])
def test_phrases_that_nothing_on_the_page_asks_for(markup: str, place: str) -> None:
    clean = article()
    script = f"<script>document.write('{markup}')</script>".encode()
    sign = place.encode()
    at = clean.rindex(sign) + len(sign)
    page = extract_page(clean[:at] + script + clean[at:], URL)
    assert page.paragraphs == extract_page(clean, URL).paragraphs


def test_a_headline_that_a_script_writes() -> None:
    clean = article()
    title = extract_page(clean, URL).title
    assert title is not None
    script = f"<script>document.write('{title}')</script>".encode()
    head, _, rest = clean.rpartition(f">{title}</h1>".encode())
    assert head
    page = extract_page(head + b">" + script + b"</h1>" + rest, URL)
    assert page.title == title


def test_a_breadcrumb_that_a_script_writes() -> None:
    inner = CRUMB.removeprefix("<div>当前位置：").removesuffix("</div>")
    crumb = f"<div>当前位置：<script>document.write('{inner}')</script></div>"
    page = extract_page(article(crumb=crumb), URL)
    assert page.breadcrumb == ("首页", "政务公开", "工作动态")


@given(st.text(alphabet="documentwri(.)+'\"\\;={}xvarif 来源：县报\n<>u0", max_size=120))
def test_any_script_leaves_the_page_whole(script: str) -> None:
    script = script.replace("</", "")
    page = extract_page(article(info=f"{INFO}<script>document.write({script}</script>"), URL)
    assert (page.published_at, page.source) == ("2026-03-05T09:30+08:00", "县农业农村局")
