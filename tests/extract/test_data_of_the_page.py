"""Texts that a page carries as data are read as its lines are: without spam, read back, once."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples.portal_pages import CRUMB, FOOTER, NAVIGATION, TITLE, URL

from portal_spider.extract import extract_page
from portal_spider.items import Page

TEXT = (
    "因城区供水管道抢修，定于3月5日22时至次日5时停水，请用户提前做好储水准备，不便之处，敬请谅解。"
)
TRADITIONAL = (
    "因城區供水管道搶修，定於3月5日22時至次日5時停水，請用戶提前做好儲水準備，不便之處，敬請諒解。"
)
GLOSSED = (
    "因城區供水管道搶(qiǎng)修，定於3月5日22時(shí)至次日5時(shí)停水，請(qǐng)用戶(hù)提前做好儲(chǔ)水準(zhǔn)備(bèi)，"
    "不便之處(chù)，敬請(qǐng)諒(liàng)解。"
)
HEADLINE, HEADLINE_TRADITIONAL = "城区供水管道抢修停水通知", "城區供水管道搶修停水通知"


MENU = "".join(
    f"<li><a href='/{n}/'>{name}</a></li>"
    for n, name in enumerate(("首頁", "機關簡介", "業務資訊", "便民服務", "聯絡我們", "網站導覽"))
)
"""What an office writes that writes Traditional."""


def page_of(
    text: str,
    *,
    title: str = HEADLINE,
    menu: str = NAVIGATION,
    more: str = "",
    shown: str = "",
    **context: object,
) -> Page:
    data = json.dumps({"detail": {"content": f"<p>{text}</p>{more}"}}, ensure_ascii=False)
    html = f"""<html><head><title>{title}</title></head><body><ul>{menu}</ul>{CRUMB}
<div><h1>{title}</h1><div>发布时间：2026-03-05 10:20　来源：县水务局</div><div id="text">{shown}</div></div>
{FOOTER}<script>window.__DATA__={data}</script></body></html>"""
    return extract_page(html.encode(), URL, **context)  # type: ignore[arg-type]


def test_a_text_in_data_is_read() -> None:
    page = page_of(TEXT)
    assert (page.title, page.paragraphs) == (HEADLINE, (TEXT,))


def test_one_in_traditional_is_converted_and_kept_as_served() -> None:
    page = page_of(TRADITIONAL, title=HEADLINE_TRADITIONAL, menu=MENU)
    assert (page.title, page.paragraphs) == (HEADLINE, (TEXT,))
    assert page.published_paragraphs == (TRADITIONAL,)
    kept = page_of(TRADITIONAL, title=HEADLINE_TRADITIONAL, menu=MENU, script="keep")
    assert kept.paragraphs == (TRADITIONAL,)


def test_one_of_a_mirror_is_read_back() -> None:
    page = page_of(GLOSSED, title="城區供水管道搶(qiǎng)修停水通知")
    assert page.paragraphs == (TEXT,)


@pytest.mark.parametrize("shown", [TEXT, GLOSSED])
def test_one_that_the_page_shows_is_read_once(shown: str) -> None:
    assert page_of(shown, shown=shown).paragraphs == (TEXT,)


def test_advertising_in_it_goes() -> None:
    page = page_of(TEXT, more="<p>金鼎真人棋牌官网,熟女偷拍视频在线看,代开发票加微信</p>")
    assert page.paragraphs == (TEXT,)
    assert len([removal for removal in page.removed if removal.kind == "spam"]) == 1


@given(st.text(max_size=200), st.sampled_from([HEADLINE, HEADLINE_TRADITIONAL, TITLE]))
def test_whatever_stands_in_it_is_no_fault(text: str, title: str) -> None:
    page_of(f"{TRADITIONAL}{text}", title=title, more=f"<p>{text}</p>")
