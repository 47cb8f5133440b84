"""Articles, listings, and what is neither, are told apart."""

from __future__ import annotations

import pytest
from samples.portal_pages import CRUMB, FOOTER, NAVIGATION, TITLE, URL, article

from portal_spider.extract import extract_page
from portal_spider.items import Entry

ROWS = "".join(
    f"<li><a href='./t202603{day:02}_{day}.html'>某县召开第{day}次工作推进会议</a><span>2026-03-{day:02}</span></li>"
    for day in range(1, 16)
)
LISTING = f"<html><head><title>工作动态</title></head><body><ul>{NAVIGATION}</ul><ul>{ROWS}</ul>{FOOTER}</body></html>"


def test_a_listing() -> None:
    page = extract_page(LISTING.encode(), "http://www.example.gov.cn/zwgk/gzdt/index.html")
    assert (page.kind, page.paragraphs) == ("listing", ())


def test_a_front_page() -> None:
    page = extract_page(LISTING.encode(), "http://www.example.gov.cn/")
    assert (page.kind, page.reason) == ("not_article", "home")


RECORDS = {
    "short titles": "<li>{link} {day}</li>",
    "abstracts": "<dl><dt>{link}</dt><dd>会议通报了种子、化肥和农机具的储备情况，总体上能够满足今年的需要。</dd>"
    "<dd>{day} 来源：县农业农村局</dd></dl>",
    "cards": "<div><h3>{link}</h3><p>会议通报了种子、化肥和农机具的储备情况...</p><span>发布时间：{day}</span></div>",
    "documents": "<table><tr><td>{number}</td><td>{link}</td><td>某政发〔2026〕{number}号</td><td>{day}</td></tr></table>",
}


@pytest.mark.parametrize("url", ["http://www.example.gov.cn/list.asp?id=3", URL])
@pytest.mark.parametrize("heading", ["<h1>工作动态</h1>", "<div>工作动态</div>", ""])
@pytest.mark.parametrize("record", RECORDS)
def test_a_listing_of_records(record: str, heading: str, url: str) -> None:
    records = "".join(
        RECORDS[record].format(
            number=day,
            link=f"<a href='./t{day}.html'>某县召开第{day}次工作推进会议</a>",
            day=f"2026-03-{day:02}",
        )
        for day in range(1, 9)
    )
    head = "<head><title>工作动态_某县人民政府</title></head>"
    page = f"<html>{head}<body><ul>{NAVIGATION}</ul>{CRUMB}<div>{heading}{records}</div>{FOOTER}</body></html>"
    assert extract_page(page.encode(), url).kind == "listing"


def test_an_article_with_a_listing_beside_it() -> None:
    page = extract_page(article(after=f"<div>相关阅读</div><ul>{ROWS}</ul>"), URL)
    assert page.kind == "article"
    assert not any("推进会议" in paragraph for paragraph in page.paragraphs)


def test_an_article_of_pictures_only() -> None:
    page = extract_page(article(body="<div id='zoom'><p><img src='a.jpg'></p></div>"), URL)
    assert (page.kind, page.title, page.paragraphs) == ("article", TITLE, ())
    assert "image_only" in page.flags


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"%PDF-1.4 ...", "file:pdf"),
        (b"PK\x03\x04....", "file:zip"),
        (b"<html><frameset><frame src='a.html'></frameset></html>", "shell"),
        (b"", "empty"),
    ],
)
def test_what_is_no_page(body: bytes, reason: str) -> None:
    page = extract_page(body, "http://www.example.gov.cn/zwgk/a.html")
    assert (page.kind, page.reason) == ("not_article", reason)


@pytest.mark.parametrize(
    ("content_type", "kind"),
    [
        ("text/javascript; charset=utf-8", "not_article"),
        ("application/x-javascript", "not_article"),
        ("text/css", "not_article"),
        ("application/json", "not_article"),
        ("image/svg+xml", "not_article"),
        ("text/plain", "article"),
    ],
)
def test_what_pages_are_made_of_is_none(content_type: str, kind: str) -> None:
    source = "/* 轮播图：自动播放、左右滚动，作者张小山。 */\n" * 40
    assert extract_page(source.encode(), URL, content_type=content_type).kind == kind
    assert extract_page(article(), URL, content_type=content_type).kind == "article"


def test_a_template_without_an_article_is_none() -> None:
    empty = article(
        head="<title>某县人民政府</title><meta name='ArticleTitle' content=''>",
        title="<h1></h1>",
        info="<div>发布时间：　来源：　点击数：0</div>",
        body="<div id='zoom'></div>",
        after="<div>上一篇：没有了<br>下一篇：没有了</div>",
    )
    assert extract_page(empty, URL).kind == "not_article"


def test_the_reason_of_an_error_status() -> None:
    page = extract_page(article(), URL, status=404)
    assert (page.kind, page.reason) == ("not_article", "http_404")


def test_a_short_page_is_an_article_where_its_listing_says_so() -> None:
    body = (
        f"<html><body><h3>{TITLE}</h3><div><p>具体安排另行通知。</p></div></body></html>".encode()
    )
    url = "http://www.example.gov.cn/zwgk/a.html"
    assert extract_page(body, url).kind == "not_article"
    entry = Entry(url=url, title=f"{TITLE[:8]}...", date="2026-03-05")
    page = extract_page(body, url, entry=entry)
    assert (page.kind, page.title, page.published_at) == ("article", TITLE, "2026-03-05")


@pytest.mark.parametrize("body", ["<p>现将名单公布如下：</p>", "<p><img src='1.jpg'></p>"])
@pytest.mark.parametrize("info", ["", "<div>2026-03-05</div>"])
def test_an_article_of_a_line(body: str, info: str) -> None:
    page = extract_page(article(info=info, body=body), "http://www.example.gov.cn/a/12.html")
    assert (page.kind, page.title) == ("article", TITLE)
    assert page.published_at == ("2026-03-05" if info else None)
