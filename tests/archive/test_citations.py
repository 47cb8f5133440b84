"""Citations: all ways to write a document number give one key."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal_spider.archive.citations import citations, number_key, own_keys, title_key


def cited(text: str) -> list[tuple[str, str]]:
    return [(citation.text, citation.cites) for citation in citations([text])]


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("国发〔2023〕15号", "国发〔2023〕15号"),
        ("国发[2023]15号", "国发〔2023〕15号"),
        ("国发［2023］015号", "国发〔2023〕15号"),
        ("国发【2023】15号", "国发〔2023〕15号"),
        ("国发（2023）15号", "国发〔2023〕15号"),
        ("国发(2023)15号", "国发〔2023〕15号"),
        ("国发﹝２０２３﹞１５号", "国发〔2023〕15号"),
        ("国发〔 2023 〕 第15 号", "国发〔2023〕15号"),
        ("国发 〔2023〕15号", "国发〔2023〕15号"),
        ("国务院令第752号", "国务院令第752号"),
        ("中华人民共和国国务院令第七百五十二号", "国务院令第752号"),
        ("国务院令第七五二号", "国务院令第752号"),
        ("中华人民共和国主席令第八十五号", "主席令第85号"),
        ("财政部公告2023年第23号", "财政部公告〔2023〕23号"),
        ("财政部公告〔2023〕第23号", "财政部公告〔2023〕23号"),
        ("和政发〔2020〕1号", "和政发〔2020〕1号"),
    ],
)
@pytest.mark.parametrize(
    "before", ["", "根据", "见（", "依照《办法》（", "各单位要按照", "甲字第3号和"]
)
def test_a_document_number_in_any_form_has_one_key(written: str, key: str, before: str) -> None:
    found = cited(f"{before}{written}文件要求，落实到位。")
    assert (written.removeprefix("中华人民共和国"), key) in found
    assert number_key(written) == key


@pytest.mark.parametrize(
    "text",
    [
        "住址：中山路15号",
        "2023年第3季度",
        "〔2023〕15号",
        "第752号",
        "5号车间（2023）竣工",
        "令人满意的1号工程",
    ],
)
def test_other_numbers_are_no_citation(text: str) -> None:
    assert cited(text) == []


def test_titles_are_cited_with_what_they_hold() -> None:
    text = "《关于印发〈供水办法〉的通知》和《外《内》外》，《人民日报》《》《未完"
    assert cited(text) == [
        ("《关于印发〈供水办法〉的通知》", "关于印发供水办法的通知"),
        ("《外《内》外》", "外内外"),
        ("《人民日报》", "人民日报"),
    ]


def test_each_document_is_cited_once_in_order_of_mention() -> None:
    paragraphs = ["按《办法》（甲发〔2020〕1号）", "甲发[2020]01号与《规定》", "《办法》"]
    assert [citation.cites for citation in citations(paragraphs)] == [
        "办法",
        "甲发〔2020〕1号",
        "规定",
    ]


def test_an_article_is_known_by_title_header_and_its_own_number_line() -> None:
    keys = own_keys(
        "关于印发《供水办法》的通知",
        ["甲政发〔2026〕7号"],
        ["（甲府办〔2026〕9号）", "各单位：", "根据乙政发〔2025〕1号文件的精神办理。"],
    )
    assert keys == sorted(["关于印发供水办法的通知", "甲政发〔2026〕7号", "甲府办〔2026〕9号"])


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    for citation in citations([text]):
        assert citation.cites
        assert citation.text in text or citation.text.strip("《》") in text
    title_key(text)


@given(
    issuer=st.text("甲乙丙政府办发", min_size=2, max_size=6),
    year=st.integers(1950, 2030),
    number=st.integers(1, 9999),
    brackets=st.sampled_from(["〔〕", "[]", "［］", "【】", "()", "（）", "〈〉", "﹝﹞"]),
)
def test_brackets_do_not_matter(issuer: str, year: int, number: int, brackets: str) -> None:
    written = f"{issuer}{brackets[0]}{year}{brackets[1]}{number}号"
    assert cited(f"（{written}）") == [(written, f"{issuer}〔{year}〕{number}号")]
