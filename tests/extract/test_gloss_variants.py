"""Readings in every form that a mirror may write are taken out; those of a writer stay."""

from __future__ import annotations

import re
from collections.abc import Callable

import annotated
import legitimate
import mirrors
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import fromstring
from pypinyin import Style

from portal_spider.extract import extract_listing
from portal_spider.extract.mirror.glosses import gather_glosses, strip_glosses
from portal_spider.extract.page import extract_page
from portal_spider.items import Page

URL = "http://www.example.gov.cn/zwgk/202405/t20240506_1.html"
TITLE = "全市计量测试与网络数据安全工作会议召开"
PARAGRAPHS = (
    "5月6日,市政府召开全市计量测试与网络数据安全工作会议,传达学习国务院有关规定,研究部署下一阶段的重点任务。",
    "会议强调,各有关单位要对测量仪器的使用情况进行全面检查,建立健全政府数据管理制度,切实担当起应当承担的职责。",
    "会议要求,要进一步规范标准,强化统计监测,优化营商环境,推动当地经济实现高质量发展,确保各项措施落到实处。",
)
FILE = "<p><a href='/files/1.docx' title='网络数据统计报表'>附件:网络数据统计报表.docx</a></p>"
CLEAN = legitimate.page(TITLE, PARAGRAPHS)


def toned(char: str) -> str:
    return mirrors.reading(char)


VARIANTS: dict[str, Callable[[str], str]] = {
    "spaces": lambda char: f"( {toned(char)} )",
    "capital": lambda char: f"({toned(char).capitalize()})",
    "capitals": lambda char: f"({toned(char).upper()})",
    "digit": lambda char: f"({mirrors.reading(char, Style.TONE3)})",
    "v": lambda char: f"({mirrors.reading(char, Style.TONE3).replace('ü', 'v')})",
    "full-width": lambda char: f"（{toned(char)}）",
    "tag": lambda char: f"<span>({toned(char)})</span>",
    "tag inside": lambda char: f"(<i>{toned(char)}</i>)",
    "twice": lambda char: f"<b>({toned(char)})</b><b>({toned(char)})</b>",
}


def read(html: str) -> Page:
    return extract_page(html.encode(), URL, content_type="text/html; charset=utf-8")


def glossed(text: str, gloss: Callable[[str], str], listed: str = mirrors.LISTED) -> str:
    return "".join(char + gloss(char) if char in listed else char for char in mirrors.spun(text))


def page_of(gloss: Callable[[str], str]) -> str:
    """A mirror's page; where no tag may stand it glosses without one."""
    html = CLEAN.replace(PARAGRAPHS[-1], PARAGRAPHS[-1] + FILE)
    bare = re.compile("<[^<>]*>")
    title = re.search("<title>[^<]*", html)
    assert title

    def inline(match: re.Match[str]) -> str:
        text = glossed(match[1], gloss)
        return f">{bare.sub('', text) if match.start() < title.end() else text}<"

    html = re.sub(r">([^<>]+)<", inline, html)
    return re.sub(
        r"""((?:content|title)=)(["'])([^"']+)\2""",
        lambda m: m[1] + m[2] + bare.sub("", glossed(m[3], gloss)) + m[2],
        html,
    )


@pytest.mark.parametrize("gloss", VARIANTS.values(), ids=VARIANTS)
def test_every_form_of_gloss_is_taken_from_every_field(gloss: Callable[[str], str]) -> None:
    page = read(page_of(gloss))
    clean = read(CLEAN.replace(PARAGRAPHS[-1], PARAGRAPHS[-1] + FILE))
    assert page.script == "mirrored"
    for name in ("title", "published_at", "source", "breadcrumb", "paragraphs"):
        assert getattr(page, name) == getattr(clean, name), name
    assert [file.name for file in page.attachments] == [file.name for file in clean.attachments]


def test_toneless_readings_that_are_not_repeated_are_taken_out() -> None:
    listed = "的议会工作作全市政府务重点要求各项强有关量使用情况数据责任度安经济标准统"
    page = read(mirrors.mirrored(CLEAN, lambda text: glossed(text, once, mirrors.spun(listed))))
    assert page.script == "mirrored"
    assert page.title == TITLE
    assert page.paragraphs == PARAGRAPHS


def once(char: str) -> str:
    return f"({mirrors.reading(char, Style.NORMAL)})"


def test_a_page_of_names_with_few_glossed_words_is_a_mirror() -> None:
    names = tuple(f"{n}号 王小明、李大山、赵文林、孙玉山、周一凡、吴天成" for n in range(90))
    page = read(mirrors.mirrored(legitimate.page(TITLE, (*PARAGRAPHS, *names)), mirrors.toned))
    assert page.script == "mirrored"
    assert page.title == TITLE
    assert page.paragraphs == (*PARAGRAPHS, *names)


SHORT = (
    "明嘉靖三十二年(1553年)夏六月,沂、祊二河並溢,平地水深丈餘,城垣圮者三之一,民多溺死。",
    "清康熙七年(1668年)六月十七日戌時(shí),大地震波及縣境,房舍傾倒十之七八,井泉噴湧。",
    "縣境連降暴雨,平均降水量達(dá)五百毫米,爲有記載以來最大洪水,淹沒農田四十萬畝,倒塌房屋無數。",
)


def test_two_everyday_characters_glossed_on_a_short_page_make_a_mirror() -> None:
    page = read(legitimate.page("自然災害", SHORT))
    assert page.script == "mirrored"
    assert "六月十七日戌时,大地震" in page.paragraphs[1]
    assert "平均降水量达五百毫米" in page.paragraphs[2]


def test_two_names_annotated_on_a_short_traditional_page_stay() -> None:
    names = (SHORT[0], "縣長張贇(yūn)主持會議,副縣長李翀(chōng)通報了有關情況,會期一天。")
    page = read(mirrors.mirrored(legitimate.page("自然災害", names), mirrors.spun))
    assert page.script == "hant"
    assert "(yūn)主持会议,副县长李翀(chōng)" in page.paragraphs[1]


def test_an_abbreviation_behind_a_reading_stays() -> None:
    sentence = "全年政(zheng)(zheng)府生產總值(zhi)(zhi)(GDP)比上年增(zeng)(zeng)長百分之八點五。"
    others = ["會(hui)(hui)議強調,要加快項(xiang)(xiang)目建設,保(bao)(bao)(bao)持平穩。"] * 3
    found = strip_glosses([sentence, *others])
    assert found.texts[0] == "全年政府生產總值(GDP)比上年增長百分之八點五。"


def test_spam_in_the_other_script_hides_no_mirror() -> None:
    spam = "这里们来说时对发财机会彩券头奖开奖结果历史记录东边风险贷款电话联系" * 20
    html = mirrors.mirrored(CLEAN, mirrors.toned).replace("</body>", f"<div>{spam}</div></body>")
    assert read(html).title == TITLE


@pytest.mark.parametrize("mirror", mirrors.MIRRORS.values(), ids=mirrors.MIRRORS)
def test_the_titles_of_a_listing_are_read_back(mirror: Callable[[str], str]) -> None:
    titles = [f"关于开展第{n}次{text[7:32]}的通知" for n in range(1, 6) for text in PARAGRAPHS]
    rows = "".join(
        f"<li><a href='/zw/202405/t20240506_{n}.html'>{title}</a><span>2024-05-06</span></li>"
        for n, title in enumerate(titles)
    )
    html = mirrors.mirrored(f"<html><body><ul>{rows}</ul></body></html>", mirror)
    listing = extract_listing(html.encode(), URL, content_type="text/html; charset=utf-8")
    assert [entry.title for entry in listing.entries] == titles


def test_a_title_that_its_readings_make_long_is_read_whole() -> None:
    titles = [f"{PARAGRAPHS[n][5:40]}({number})" for number in range(4) for n in range(3)]
    parts = ("<i></i>".join(glossed(char, thrice) for char in text) for text in titles)
    rows = "".join(
        f"<li><a href='/zw/202405/t20240506_{n}.html'>{text}</a></li>"
        for n, text in enumerate(parts)
    )
    page = f"<html><body><ul>{rows}</ul></body></html>".encode()
    listing = extract_listing(page, URL, content_type="text/html; charset=utf-8")
    assert [entry.title for entry in listing.entries] == titles


def thrice(char: str) -> str:
    return once(char) * 3


@pytest.mark.parametrize("form", ["{0}<rt>{1}</rt>", "{0}<rp>(</rp><rt>{1}</rt><rp>)</rp>"])
def test_ruby_of_a_mirror_is_taken_out(form: str) -> None:
    def ruby(text: str) -> str:
        return "".join(
            f"<ruby>{form.format(char, toned(char))}</ruby>" if char in mirrors.LISTED else char
            for char in mirrors.spun(text)
        )

    body = "".join(f"<p>{ruby(text)}</p>" for text in PARAGRAPHS)
    html = CLEAN
    for number, text in enumerate(PARAGRAPHS):
        assert text in html
        html = html.replace(f"<p>{text}</p>", body if number == 0 else "")
    html = mirrors.mirrored(html, mirrors.spun)
    assert read(html).paragraphs == PARAGRAPHS


def as_read(paragraph: str) -> str:
    return str(fromstring(f"<p>{paragraph}</p>").text_content())


@pytest.mark.parametrize("title", annotated.PAGES)
def test_the_readings_of_a_writer_stay(title: str) -> None:
    page = read(legitimate.page(title, annotated.PAGES[title]))
    assert page.script == "hans"
    assert page.title == title
    assert page.paragraphs == tuple(map(as_read, annotated.PAGES[title]))
    assert {removal.kind for removal in page.removed} <= {"boilerplate"}


@pytest.mark.parametrize("title", annotated.TRADITIONAL)
def test_the_readings_of_a_traditional_page_stay(title: str) -> None:
    html = mirrors.mirrored(legitimate.page(title, annotated.TRADITIONAL[title]), mirrors.spun)
    page = extract_page(html.encode(), URL, content_type="text/html; charset=utf-8", script="keep")
    assert page.script == "hant"
    assert "".join(page.paragraphs) == mirrors.spun("".join(annotated.TRADITIONAL[title]))


SENTENCES = st.lists(st.text(alphabet="当前国务院發佈會議(（）)abā1 ，<", max_size=40), max_size=5)


@given(SENTENCES)
def test_text_without_glosses_is_left_as_it_is(texts: list[str]) -> None:
    bare = [re.sub("[()（）]", "", text) for text in texts]
    assert strip_glosses(bare).texts == tuple(bare)


@given(st.lists(st.text(alphabet="當國(（）)dānguó ", max_size=12), max_size=6))
def test_gathering_readings_keeps_the_line(pieces: list[str]) -> None:
    gathered = gather_glosses(pieces)
    assert "".join(gathered) == "".join(pieces)
    assert len(gathered) == len(pieces)


@given(st.data())
def test_glosses_come_out_as_they_went_in(data: st.DataObject) -> None:
    gloss = data.draw(st.sampled_from([g for n, g in VARIANTS.items() if "t" not in n[:2]]))
    texts = [mirrors.spun(text) for text in PARAGRAPHS]
    order = data.draw(st.permutations(texts))
    served = [glossed(text, gloss) for text in order]
    assert strip_glosses(served).texts == tuple(order)
