"""The header of policy documents is read in all its layouts, and is no text."""

from __future__ import annotations

import pytest
from samples.portal_pages import TEXTS, TITLE, URL, article

from portal_spider.extract import extract_page

FIELDS = {
    "索引号": "000014349/2026-00110",
    "发文机关": "某县人民政府",
    "发文字号": "某政发〔2026〕7号",
    "成文日期": "2026-02-27",
}
PAIRS = list(FIELDS.items())

HEADERS = {
    "cells": "<table>" + "".join(f"<tr><td><b>{k}：</b></td><td>{v}</td></tr>" for k, v in PAIRS) + "</table>",
    "two pairs a row": "<table>"
    + "".join(
        f"<tr><td>{a}：</td><td>{b}</td><td>{c}：</td><td>{d}</td></tr>"
        for (a, b), (c, d) in zip(PAIRS[::2], PAIRS[1::2], strict=True)
    )
    + "</table>",
    "lines": "<ul>" + "".join(f"<li>{k}：{v}</li>" for k, v in PAIRS) + "</ul>",
    "definition list": "<dl>" + "".join(f"<dt>{k}：</dt><dd>{v}</dd>" for k, v in PAIRS) + "</dl>",
    "labels above values": "<table><thead><tr>"
    + "".join(f"<td>{k}</td>" for k in FIELDS)
    + "</tr></thead><tbody><tr>"
    + "".join(f"<td>{v}</td>" for v in FIELDS.values())
    + "</tr></tbody></table>",
    "elements without a mark": "<ul>" + "".join(f"<li><b>{k}</b><span>{v}</span></li>" for k, v in PAIRS) + "</ul>",
    "an element a pair": "".join(f"<dl><dt>{k}：</dt><dd>{v}</dd></dl>" for k, v in PAIRS),
    "divisions": "<div>" + "".join(f"<div><i>{k}：</i><div>{v}</div></div>" for k, v in PAIRS) + "</div>",
    "one line": "<div>" + "　".join(f"{k}：{v}" for k, v in PAIRS) + "</div>",
    "paragraphs": "<div>" + "".join(f"<p>{k}：{v}</p>" for k, v in PAIRS) + "</div>",
    "brackets": "<ul>" + "".join(f"<li>[{k}] {v}</li>" for k, v in PAIRS) + "</ul>",
    "a list in a cell": "<table><tr><td><dl>"
    + "".join(f"<dt>{k}：</dt><dd>{v}</dd>" for k, v in PAIRS)
    + "</dl></td></tr></table>",
    "spread labels": "<ul>" + "".join(f"<li>{'　'.join(k)}：{v}</li>" for k, v in PAIRS) + "</ul>",
}  # fmt: skip


@pytest.mark.parametrize("layout", HEADERS)
def test_layouts(layout: str) -> None:
    page = extract_page(article(info=HEADERS[layout]), URL)
    assert page.fields == FIELDS
    assert page.paragraphs == TEXTS


@pytest.mark.parametrize("mark", ["{}", "[ {} ]", "{}："])
def test_a_value_as_short_as_a_label_is_none(mark: str) -> None:
    pairs = [*PAIRS, ("有效性", "有效"), ("主题词", "农业"), ("公开方式", "主动公开")]
    cells = [f"<td>{mark.format(label)}</td><td>{value}</td>" for label, value in pairs]
    rows = "".join(f"<tr>{''.join(cells[i : i + 2])}</tr>" for i in range(0, len(cells), 2))
    assert extract_page(article(info=f"<table>{rows}</table>"), URL).fields == dict(pairs)


def test_lines_of_the_header_as_paragraphs_of_the_text() -> None:
    lines = "".join(f"<p>{'　'.join(label)}：{value}</p>" for label, value in PAIRS)
    short = "<p>各乡镇人民政府：</p><p>现将工作方案印发给你们，请于三月底以前报送名单。</p>"
    page = extract_page(article(info="", body=lines + short), URL)
    assert page.fields == FIELDS
    assert len(page.paragraphs) == 2


def test_labels_of_other_schemes() -> None:
    pairs = {"信息索引号": "1/2026-1", "制定机关": "某县人民政府", "效力": "有效", "类别": "通知"}
    cells = "".join(f"<tr><td>{k}</td><td>{v}</td></tr>" for k, v in pairs.items())
    page = extract_page(article(info=f"<table>{cells}</table>"), URL)
    assert (page.fields, page.paragraphs) == (pairs, TEXTS)


def test_labels_in_elements_before_bare_values() -> None:
    pairs = [*PAIRS, ("标题", TITLE)]
    lines = [
        f"<li><span>{'　'.join(label) if len(label) < 4 else label}</span>{value}</li>"
        for label, value in pairs
    ]
    page = extract_page(article(info=f"<ul>{''.join(lines)}</ul>"), URL)
    assert page.fields == dict(pairs)
    assert page.paragraphs == TEXTS


def test_a_table_of_data_keeps_what_heads_its_columns() -> None:
    rows = "<tr><td>序号</td><td>名称</td><td>文号</td></tr>" + "".join(
        f"<tr><td>{n}</td><td>某某办法</td><td>某政发〔2020〕{n}号</td></tr>" for n in (1, 2)
    )
    page = extract_page(article(body=f"<table>{rows}</table><p>以上文件废止。</p>"), URL)
    assert page.fields == {}
    assert page.paragraphs[0] == "序号\t名称\t文号"


@pytest.mark.parametrize(
    "row",
    [
        "<li>{}：{}</li>",
        "<li><em>{}</em><p>{}</p></li>",
        "<li><i>{}</i>{}</li>",
        "<li><dl><dt>{}：</dt><dd>{}</dd></dl></li>",
    ],
)
def test_a_scheme_has_labels_of_its_own(row: str) -> None:
    pairs = [*PAIRS[:2], ("填报口径", "全年：口径不变"), *PAIRS[2:], ("信息时效期", "2027-12-31")]
    header = f"<ul>{''.join(row.format(*pair) for pair in pairs)}</ul>"
    page = extract_page(article(info=f"{header}<div>时间：2026-03-05</div>"), URL)
    assert page.fields == dict(pairs)
    assert page.paragraphs == TEXTS


def test_a_row_with_an_empty_value_is_no_row_of_labels() -> None:
    rows = (
        "<tr><th>索引号</th><td>000014349/2026-00110</td><th>发布机构</th><td>县财政局</td></tr>"
        "<tr><th>文号</th><td></td><th>公开范围</th><td>全部公开</td></tr>"
    )
    page = extract_page(article(info=f"<table>{rows}</table>"), URL)
    assert page.fields == {
        "索引号": "000014349/2026-00110",
        "发布机构": "县财政局",
        "公开范围": "全部公开",
    }


def test_an_empty_field_is_left_out_and_does_not_take_the_next() -> None:
    rows = "<tr><td>索引号：</td><td>1/2026-1</td></tr><tr><td>文号：</td><td></td></tr><tr><td>主题分类：</td><td>农业</td></tr>"
    page = extract_page(article(info=f"<table>{rows}</table>"), URL)
    assert page.fields == {"索引号": "1/2026-1", "主题分类": "农业"}


def test_a_line_about_the_article_is_no_header() -> None:
    assert extract_page(article(), URL).fields == {}


def test_the_date_written_is_not_the_date_of_publication() -> None:
    page = extract_page(article(info=HEADERS["lines"]), "http://www.example.gov.cn/a/post_1.html")
    assert page.published_at is None


@pytest.mark.parametrize("layout", [name for name in HEADERS if name != "spread labels"])
def test_the_day_of_publication_is_told_from_that_of_writing(layout: str) -> None:
    header = (
        HEADERS[layout].replace("发文机关", "发布日期").replace("某县人民政府", "2026年03月05日")
    )
    page = extract_page(article(info=header), "http://www.example.gov.cn/a/post_1.html")
    assert page.published_at == "2026-03-05"
    assert page.fields["成文日期"] == "2026-02-27"


SHORT = "<div><p>各乡镇人民政府：</p><p>请于周五前报送名单。</p></div>"


def test_a_short_document_is_an_article_by_its_header() -> None:
    header = "<table><tr><td>名　　称：</td><td>关于报送名单的通知</td></tr><tr><td>发布机构：</td><td>县政府办</td><td>发布日期：</td><td>2026-03-05</td></tr></table>"
    body = f"<html><body>{header}<h1>关于报送名单的通知</h1>{SHORT}</body></html>"
    page = extract_page(
        body.encode(), "http://www.example.gov.cn/gkmlpt/content/1/1/post_1001.html"
    )
    assert (page.kind, page.title) == ("article", "关于报送名单的通知")
    assert (page.published_at, page.source) == ("2026-03-05", "县政府办")
    assert page.paragraphs == ("各乡镇人民政府：", "请于周五前报送名单。")


def test_a_table_with_such_columns_is_no_header() -> None:
    rows = "".join(f"<tr><td>{n}</td><td>河口水库</td><td>在建</td></tr>" for n in range(1, 4))
    table = f"<table><tr><td>编号</td><td>名称</td><td>状态</td></tr>{rows}</table>"
    page = extract_page(article(body=f"<div>{table}<p>{TEXTS[0]}</p></div>"), URL)
    assert page.fields == {}
    assert page.paragraphs[:2] == ("编号\t名称\t状态", "1\t河口水库\t在建")
