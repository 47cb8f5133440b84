"""Injected advertising is taken out wherever it stands; what authorities write stays."""

from __future__ import annotations

import dataclasses
import random
import re
from pathlib import Path

import hacked
import legitimate
import legitimate_lists
import pytest

from portal_spider.extract.listing import extract_listing
from portal_spider.extract.page import extract_page
from portal_spider.items import Page

URL = "http://www.example.gov.cn/zwgk/202405/t20240506_1.html"
TITLE = "全市安全生产工作会议召开"
PARAGRAPHS = (
    "5月6日，全市安全生产工作会议在市行政中心召开，会议传达学习了上级会议精神，分析了当前形势，部署了下一阶段的重点工作。",
    "会议强调，各级各部门要深刻认识安全生产工作的重要性，压紧压实责任，扎实开展隐患排查整治，坚决防范重特大事故的发生。",
    "会议要求，要加强对危险化学品、道路交通、建筑施工等重点领域的监督检查，建立健全长效机制，确保各项措施落到实处。",
)


def article() -> str:
    html = legitimate.page(TITLE, PARAGRAPHS)
    link = '<p><a href="/files/plan.docx">附件：整治工作方案.docx</a></p></div></div>'
    return html.replace("</div></div>", link, 1)


def read(html: str) -> Page:
    return extract_page(html.encode(), URL, content_type="text/html; charset=utf-8")


def fields(page: Page) -> dict[str, object]:
    wanted = (
        "title",
        "published_at",
        "source",
        "byline",
        "breadcrumb",
        "paragraphs",
        "attachments",
    )
    return {name: getattr(page, name) for name in wanted}


def test_the_clean_page_is_read() -> None:
    page = read(article())
    assert page.title == TITLE
    assert page.paragraphs[:3] == PARAGRAPHS
    assert page.breadcrumb == ("首页", "政务公开", "通知公告")
    assert [file.name for file in page.attachments] == ["附件：整治工作方案.docx"]


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("style", hacked.STYLES.values(), ids=hacked.STYLES)
def test_a_hacked_copy_gives_the_same_article(style: hacked.Style, seed: int) -> None:
    copy = style(random.Random(seed), article())
    assert copy != article(), "the style must change the page"
    assert fields(read(copy)) == fields(read(article()))


DRESSED = [
    "spread", "one_link", "linked_word", "heading", "start_text", "after_html", "breadcrumb",
    "singles",
]  # fmt: skip


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", DRESSED)
def test_phrases_that_no_lexicon_knows_are_told_by_shape_and_place(
    name: str, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hacked, "PHRASES", hacked.UNKNOWN)
    clean = article()
    for paragraph in PARAGRAPHS:
        clean = clean.replace(f"<p>{paragraph}", f'<p style="text-indent:2em">{paragraph}')
    copy = hacked.STYLES[name](random.Random(seed), clean)
    assert copy != clean, "the style must change the page"
    assert fields(read(copy)) == fields(read(clean))


@pytest.mark.parametrize("at", ["，分析了", "，会议传达", "。", "，部署了"])
@pytest.mark.parametrize("phrase", ["时时彩平台", "成人视频免费看", "必威体育官网", "传奇私服"])
def test_a_phrase_in_the_middle_of_a_sentence_goes_alone(phrase: str, at: str) -> None:
    sentence = PARAGRAPHS[0]
    where = sentence.index(at) + 1
    hacked_page = article().replace(sentence, sentence[:where] + phrase + sentence[where:])
    assert fields(read(hacked_page)) == fields(read(article()))


def test_a_sentence_that_speaks_of_it_stays() -> None:
    spoken = "民警在检查中发现，时时彩平台经营者将房间出租给他人，已对其立案。"
    paragraphs = (*PARAGRAPHS, spoken)
    assert read(legitimate.page(TITLE, paragraphs)).paragraphs == paragraphs


VISIBLE = ["start_text", "zero_box", "spread", "linked_word", "ends_paragraph", "heading", "tags"]


@pytest.mark.parametrize("style", VISIBLE)
def test_what_was_taken_is_told_with_rule_and_score(style: str) -> None:
    page = read(hacked.STYLES[style](random.Random(5), article()))
    spam = [removal for removal in page.removed if removal.kind == "spam"]
    assert spam
    assert all(removal.rule and removal.score and 0.7 < removal.score <= 1 for removal in spam)
    assert any(phrase in removal.text for removal in spam for phrase in hacked.PHRASES)


@pytest.mark.parametrize("style", ["noscript", "comment", "after_html"])
def test_advertising_that_nobody_sees_is_told(style: str) -> None:
    page = read(hacked.STYLES[style](random.Random(7), article()))
    assert any(removal.kind == "spam" and removal.score for removal in page.removed)


def test_a_comment_of_whoever_made_the_page_is_none() -> None:
    html = article().replace(
        "<body>", "<body><!-- 页头开始 下载 登录 --><noscript>请开启</noscript>"
    )
    assert read(html).removed == read(article()).removed


@pytest.mark.parametrize("title", legitimate.PAGES)
def test_no_character_of_what_an_authority_writes_is_lost(title: str) -> None:
    page = read(legitimate.page(title, legitimate.PAGES[title]))
    assert page.title == title
    assert page.paragraphs == legitimate.PAGES[title]
    assert [r for r in page.removed if r.kind in ("spam", "gloss", "damage")] == []


@pytest.mark.parametrize("markup", legitimate_lists.MARKUPS)
@pytest.mark.parametrize("title", legitimate_lists.PAGES)
def test_no_line_of_a_list_is_lost(title: str, markup: str) -> None:
    page = read(legitimate_lists.page(title, legitimate_lists.PAGES[title], markup))
    assert [r for r in page.removed if r.kind in ("spam", "gloss", "damage")] == []


@pytest.mark.parametrize("bare", [False, True])
@pytest.mark.parametrize("title", legitimate_lists.HEADED)
def test_no_heading_in_the_text_is_lost(title: str, bare: bool) -> None:
    html = legitimate.page(title, legitimate_lists.HEADED[title])
    if bare:
        html = re.sub(r"<p>(?=[^<]{20})", '<p style="text-indent:2em">', html)
    page = read(html)
    assert [r for r in page.removed if r.kind in ("spam", "gloss", "damage")] == []


@pytest.mark.parametrize("line", legitimate_lists.SINGLES)
def test_one_short_line_between_sentences_stays(line: str) -> None:
    lead = "为方便企业和群众办事，中心进一步优化了流程，减少了材料，受到了企业和群众的好评。"
    rest = "工作人员将在收到申请之后的三个工作日内与您联系，请保持电话的畅通，逾期视为放弃。"
    page = read(legitimate.page("中心优化服务流程", (lead, line, rest)))
    assert [removal for removal in page.removed if removal.kind == "spam"] == []


def test_advertising_goes_from_a_page_about_gambling_too() -> None:
    title = "关于严厉打击六合彩等地下私彩赌博违法犯罪活动的通告"
    html = legitimate.page(title, legitimate.PAGES[title])
    spam = "国产一区二区在线观看、必威体育官网、秒下款app、成人视频免费看、六合彩开奖记录"
    hacked_page = html.replace("</p>\n<p>", f"</p>\n<p>{spam}</p>\n<p>", 1)
    assert read(hacked_page).paragraphs == legitimate.PAGES[title]


def test_one_word_never_decides() -> None:
    paragraphs = (*PARAGRAPHS, "百家乐", "会议还通报了博彩的情况。", "私服")
    assert read(legitimate.page(TITLE, paragraphs)).paragraphs == paragraphs


MIXED = ("金沙国际下注", "夜猫影院看片", "白户秒过借款", "网通传奇开区")
"""Phrases of several trades, most of which the lexicon does not hold as they are."""


@pytest.mark.parametrize("tag", ["ul", "table"])
def test_a_list_of_mixed_trades_that_nothing_announces_goes(tag: str) -> None:
    row, around = ("<li>{}</li>", "ul") if tag == "ul" else ("<tr><td>{}</td></tr>", "table")
    rows = "".join(map(row.format, MIXED))
    html = article().replace("</p>\n<p>", f"</p>\n<{around}>{rows}</{around}>\n<p>", 1)
    assert rows in html
    assert read(html).paragraphs == PARAGRAPHS


_FARM = "二手家具回收 铝合金门窗 佛教用品 男科门诊 土工布 汽车轮胎 虚拟主机 第一小说 美甲培训"
_MEDIA = "人民网 新华网 央视网 光明网 经济日报 中国新闻社 河川电视台 中国青年报 河川日报"
FARM, MEDIA = _FARM.split(), _MEDIA.split()


@pytest.mark.parametrize(("names", "spam"), [(FARM, True), (MEDIA, False)], ids=["farm", "media"])
def test_a_hidden_farm_of_links_is_told_from_a_list_of_neighbours(
    names: list[str], spam: bool
) -> None:
    links = "".join(
        f'<a href="http://www.n{n}.example/">{name}</a>' for n, name in enumerate(names)
    )
    html = article().replace("<body>", f'<body><div style="display:none">{links}</div>')
    page = read(html)
    assert fields(page) == fields(read(article()))
    assert any(removal.kind == "spam" for removal in page.removed) is spam


def test_a_page_whose_script_shows_its_text_is_read() -> None:
    html = article().replace('<div id="zoom">', '<div id="zoom" style="display:none">')
    assert read(html).paragraphs[:3] == PARAGRAPHS


def test_a_listing_has_neither_injected_rows_nor_phrases_in_titles() -> None:
    titles = (
        "关于开展春季防火检查的通知",
        "全市安全生产工作会议召开",
        "公安局打掉一六合彩赌博团伙",
        "关于公布2024年度部门预算的公告",
        "市政府常务会议研究优化营商环境工作",
    )
    rows = [
        f'<li><a href="/zwgk/202405/t2024050{n}_{n}.html">{title}</a><span>2024-05-0{n}</span></li>'
        for n, title in enumerate(titles, 1)
    ]
    rows[1] = rows[1].replace("全市", "必威体育官网-人妻中文字幕系列_全市")
    rows.insert(3, '<li><a href="/zwgk/202405/t20240509_9.html">秒下款app 黑户贷款口子</a></li>')
    html = f"<html><body><ul class='list'>{''.join(rows)}</ul></body></html>"
    listing = extract_listing(html.encode(), "http://www.example.gov.cn/zwgk/index.html")
    assert tuple(entry.title for entry in listing.entries) == titles


CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "articles.warc.gz"


@pytest.mark.skipif(not CORPUS.exists(), reason="needs the corpus beside the project")
def test_real_pages_lose_nothing_as_spam() -> None:
    from warcio.archiveiterator import ArchiveIterator

    with CORPUS.open("rb") as stream:
        for record in ArchiveIterator(stream):
            if record.rec_type == "response":
                url = record.rec_headers.get_header("WARC-Target-URI")
                page = extract_page(record.content_stream().read(), url)
                body = "\n".join((page.title or "", *page.paragraphs))
                taken = [r for r in page.removed if r.kind in ("spam", "gloss")]
                assert not [dataclasses.astuple(r) for r in taken if r.text in body], url
