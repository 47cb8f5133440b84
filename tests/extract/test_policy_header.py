"""The header of policy documents is read in all its layouts, and is no text."""

from __future__ import annotations

import pytest
from samples.portal_pages import TEXTS, URL, article

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
    "spread labels": "<ul>" + "".join(f"<li>{'　'.join(k)}：{v}</li>" for k, v in PAIRS) + "</ul>",
}  # fmt: skip


@pytest.mark.parametrize("layout", HEADERS)
def test_layouts(layout: str) -> None:
    page = extract_page(article(info=HEADERS[layout]), URL)
    assert page.fields == FIELDS
    assert page.paragraphs == TEXTS


def test_an_empty_field_is_left_out_and_does_not_take_the_next() -> None:
    rows = "<tr><td>索引号：</td><td>1/2026-1</td></tr><tr><td>文号：</td><td></td></tr><tr><td>主题分类：</td><td>农业</td></tr>"
    page = extract_page(article(info=f"<table>{rows}</table>"), URL)
    assert page.fields == {"索引号": "1/2026-1", "主题分类": "农业"}


def test_a_line_about_the_article_is_no_header() -> None:
    assert extract_page(article(), URL).fields == {}


def test_the_date_written_is_not_the_date_of_publication() -> None:
    page = extract_page(article(info=HEADERS["lines"]), "http://www.example.gov.cn/a/post_1.html")
    assert page.published_at is None
