"""An explanation names the candidates of each field and the one that extraction chose."""

from __future__ import annotations

import pytest

from portal_spider.extract import extract_page
from portal_spider.extract.explain import explain_page
from portal_spider.items import Entry

URL = "http://www.example.gov.cn/zwgk/202603/t20260305_1.html"
TEXTS = (
    "各乡镇要把春耕备耕摆在突出位置，组织农技人员下沉一线，帮助群众解决实际困难。",
    "会议通报了种子、化肥和农机具的储备情况，总体上能够满足今年的需要，价格保持平稳。",
    "会前，与会人员到三个村实地查看了育秧大棚和高标准农田，听取了种粮大户的意见和建议。",
    "下一步，农业农村部门将公布服务电话，安排专人值守，对反映的问题当天答复、三天内办结。",
)
BODY = "".join(f"<p>{text}</p>" for text in TEXTS)
PAGE = f"""<html><head><title>全县春耕备耕工作推进会召开_某县人民政府</title>
<meta name="ArticleTitle" content="全县春耕备耕工作推进会召开">
<meta name="PubDate" content="2026-03-06 10:00">
<meta name="ContentSource" content="某县融媒体中心"></head><body>
<div class="nav"><a href="/">首页</a><a href="/zwgk/">政务公开</a></div>
<div>当前位置：<a href="/">首页</a> &gt; <a href="/zwgk/">政务公开</a></div>
<h1>全县春耕备耕工作推进会召开</h1>
<div class="info">发布时间：2026-03-05 09:30　来源：县农业农村局　作者：张小山</div>
<div id="zoom" class="TRS_Editor">{BODY}</div>
<div class="footer">版权所有：某县人民政府</div></body></html>""".encode()


def test_the_page_is_the_one_that_extraction_gives() -> None:
    entry = Entry(url=URL, title="全县春耕备耕工作推进会", date="2026-03-04")
    for script in ("hans", "keep"):
        explained = explain_page(PAGE, URL, entry=entry, script=script)
        assert explained.page == extract_page(PAGE, URL, entry=entry, script=script)


def test_every_candidate_is_named_and_one_wins() -> None:
    entry = Entry(url=URL, title="全县春耕备耕工作推进会", date="2026-03-04")
    explained = explain_page(PAGE, URL, entry=entry)
    dates = [(found.value[:10], found.origin, found.won) for found in explained.of("published_at")]
    assert dates == [
        ("2026-03-05", "label", True),
        ("2026-03-06", "meta", False),
        ("2026-03-05", "url", False),
        ("2026-03-04", "listing", False),
    ]
    sources = [(found.value, found.won) for found in explained.of("source")]
    assert sources == [("县农业农村局", True), ("某县融媒体中心", False)]
    titles = explained.of("title")
    assert {found.origin for found in titles} == {"heading", "meta", "title-tag", "listing"}
    assert [found.won for found in titles].count(True) == 1
    (body,) = [found for found in explained.of("body") if found.won]
    assert body.value == "div#zoom.TRS_Editor"
    assert "% of the prose, 4 lines" in body.evidence
    assert [found.value for found in explained.of("byline")] == ["作者：张小山"]


def test_evidence_says_where_a_value_stands() -> None:
    explained = explain_page(PAGE, URL)
    label, meta, url = explained.of("published_at")
    assert "发布时间" in label.evidence
    assert meta.evidence == "tag pubdate: 2026-03-06 10:00"
    assert url.evidence == URL


@pytest.mark.parametrize("body", [b"", b"<p>", b"\x00", "<title>404</title>页面不存在".encode()])
def test_pages_that_are_none_are_explained_too(body: bytes) -> None:
    explained = explain_page(body, URL)
    assert explained.page == extract_page(body, URL)
