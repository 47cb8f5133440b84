"""Articles as governments in Hong Kong, Macau and Taiwan lay them out."""

from __future__ import annotations

import pytest

from portal_spider.extract import extract_page
from portal_spider.items import Page

TITLE = "環境局公布四月空氣監測結果"
SIMPLE_TITLE = "环境局公布四月空气监测结果"
TEXTS = (
    "環境局今天公布四月份空氣監測結果，全市平均較去年同期改善百分之五。",
    "環境局表示，會繼續推動各項改善措施，並與各區共同加強檢查。",
)
SIMPLE_TEXTS = (
    "环境局今天公布四月份空气监测结果，全市平均较去年同期改善百分之五。",
    "环境局表示，会继续推动各项改善措施，并与各区共同加强检查。",
)
BODY = "".join(f"<p>{text}</p>" for text in TEXTS)
HEAD = (
    "<a href='#C'>跳到主要內容區塊</a><ul><li><a href='#U'>:::</a></li><li><a href='/map'>網站導覽</a></li>"
    "<li><a href='/'>回首頁</a></li></ul><div class='path'><span>現在位置</span><ul>"
    "<li><a href='/'>首頁</a></li><li><a href='/news'>新聞稿</a></li></ul></div>"
)
TAIL = (
    "<div><a href='/back'>回上一頁</a></div><div>相關連結</div><ul><li><a href='/1'>空氣監測網</a></li></ul>"
    "<footer>版權所有 © 環境局 電話：00-00000000 瀏覽人次：12345</footer>"
)


def read(main: str, *, title: str = TITLE) -> Page:
    page = f"<html lang='zh-Hant'><head><title>{title}</title></head><body>{main}</body></html>"
    return extract_page(page.encode(), "https://www.example.gov.tw/page/1234")


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("<ul><li><span>發布日期：</span>115-05-06</li><li>發布單位：空氣科</li><li>點閱數：125</li></ul>", ""),
        ("<div>發布日期：115.05.06　發布單位：空氣科　點閱次數：125</div>", ""),
        ("<div>發布日期：民國115年5月6日</div><div>發布單位：空氣科</div>", ""),
        ("<table><tr><th>公告日期</th><td>115/05/06</td></tr><tr><th>發布單位</th><td>空氣科</td></tr></table>", ""),
        ("<p><span>上版日期：2026-05-06</span><span>資料來源：空氣科</span></p>", ""),
        ("", "<ul><li>發布日期：115-05-06</li><li>更新日期：115-05-07</li><li>發布單位：空氣科</li><li>點閱數：9</li></ul>"),
    ],
)  # fmt: skip
def test_who_published_when(above: str, below: str) -> None:
    page = read(f"{HEAD}<section><h2>{TITLE}</h2>{above}<div>{BODY}</div>{below}{TAIL}</section>")
    assert (page.title, page.published_at, page.source) == (SIMPLE_TITLE, "2026-05-06", "空气科")
    assert page.breadcrumb == ("首页", "新闻稿")
    assert page.paragraphs == SIMPLE_TEXTS
    assert page.published_paragraphs == TEXTS


def test_a_press_release_that_ends_in_its_day() -> None:
    text = "<br><br>".join(f"　　{text}" for text in TEXTS)
    page = read(
        "<ul><li><a href='/en'>English</a></li><li><a href='/1'>今日新聞公報</a></li></ul><h2>新聞公報</h2>"
        f"<div><span>{TITLE}</span></div><div>＊＊＊＊＊＊＊＊</div><div><span>{text}</span></div>"
        "<p>完</p><div>２０２６年５月６日（星期三）<br>香港時間１６時３０分</div>"
        "<h3>即日新聞</h3><ul><li><a href='/2'>天文台發出雷暴警告</a></li></ul>"
    )
    assert (page.kind, page.title, page.published_at) == (
        "article",
        SIMPLE_TITLE,
        "2026-05-06T16:30+08:00",
    )
    assert page.paragraphs == SIMPLE_TEXTS


def test_the_title_tag_is_read_in_the_script_of_the_text() -> None:
    page = read(f"<div>{TITLE}</div><div>{BODY}</div>", title=f"{TITLE} - 環境局")
    assert page.title == SIMPLE_TITLE
    assert page.paragraphs == SIMPLE_TEXTS


def test_the_day_of_revision_below_the_text_is_no_text() -> None:
    page = read(
        f"<h2>{TITLE}</h2><p>日期：2026年5月6日</p><div>{BODY}</div><p>修訂日期：2026年6月1日</p>"
    )
    assert (page.published_at, page.paragraphs) == ("2026-05-06", SIMPLE_TEXTS)
