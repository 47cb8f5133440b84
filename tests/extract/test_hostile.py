"""No page, however broken or malicious, takes more than 5 seconds and 300 MB, or raises."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from samples.portal_pages import article
from samples.small_systems import SAMPLES

from portal_spider.extract import extract_listing, extract_page
from portal_spider.jsonl import listing_to_json, page_to_json, to_line

SECONDS = 5
MEGABYTES = 300
URL = "http://www.example.gov.cn/zwgk/202601/t20260101_1.html"

TITLE = (
    '<html><head><title>公告</title><meta name="ArticleTitle" content="关于防火的公告"></head>'
    "<body><h1>关于防火的公告</h1><p>发布时间：2026-01-01　来源：县林业局</p>"
)
TEXT = "<p>全县森林防火期自即日起开始，严禁一切野外用火行为，请广大群众互相监督并遵守规定。</p>"

PAGES = {
    "nested_div": "T + '<div>' * 100_000 + X",
    "nested_div_closed": "T + '<div>' * 100_000 + X + '</div>' * 100_000",
    "nested_inline": "T + '<b><i><font>' * 33_000 + X",
    "nested_table": "T + '<table><tr><td>' * 33_000 + X",
    "nested_list": "T + '<ul><li>' * 50_000 + X",
    "nested_quote": "T + '<blockquote><p>' * 50_000 + X",
    "nested_links": "T + '<a href=x>' * 100_000 + X",
    "nested_form": "T + '<form><fieldset><select>' * 33_000 + X",
    "million_tags": "T + '<br>' * 1_000_000 + X",
    "million_paragraphs": "T + '<p>字</p>' * 500_000 + X",
    "million_lines": "T + '字<br>' * 1_000_000 + X",
    "million_boxes": "T + '<div><p>字</p></div>' * 250_000 + X",
    "million_rows": "T + '<table>' + '<tr><td>字</td></tr>' * 250_000 + '</table>' + X",
    "million_links": "T + '<a href=1.html>字</a>' * 500_000 + X",
    "million_spans": "T + '<span>字</span>' * 500_000 + X",
    "many_links": "T + '<a href=\"/a.html\">关于某事的通知</a> ' * 100_000 + X",
    "many_paragraphs": "T + X * 60_000",
    "many_cells": "T + '<table><tr>' + '<td>1</td>' * 200_000 + '</tr></table>' + X",
    "many_metas": "'<head>' + '<meta name=a content=b>' * 100_000 + '</head>' + T + X",
    "many_titles": "'<title>公告</title>' * 100_000 + T + X",
    "many_headings": "T + '<h1>公告</h1>' * 100_000 + X",
    "many_attributes": "T + '<p ' + ' '.join(f'a{n}=1' for n in range(50_000)) + '>' + X",
    "many_equals": "T + '<p ' + ''.join(f'a{n}=\"1\"' for n in range(50_000)) + '>' + X",
    "many_styles": "T + '<p style=\"display:none;color:red\">隐</p>' * 60_000 + X",
    "attributes_everywhere": "T + '<p a b c d e f g h i j k l m>' * 250_000 + X",
    "long_tags": "T + ('<p ' + ' '.join(f'b{n}' for n in range(380)) + '>') * 4_800 + X",
    "many_bodies": "T + ''.join(f'<body a{n}=1>' for n in range(100_000)) + X",
    "many_names": "T + ''.join(f'<x{n}>字</x{n}>' for n in range(100_000)) + X",
    "many_comments": "T + '<!---->' * 1_400_000 + X",
    "huge_attribute": "T + '<p title=\"' + 'a' * 10_000_000 + '\">' + X",
    "huge_style": "T + '<p style=\"' + 'x:y;' * 2_500_000 + '\">' + X",
    "huge_comment": "T + '<!--' + 'c' * 10_000_000 + '-->' + X",
    "huge_script": "T + '<script>' + 'var a=\"<p>\";' * 800_000 + '</script>' + X",
    "huge_textarea": "T + '<textarea>' + '<p>文</p>' * 500_000 + '</textarea>' + X",
    "huge_text": "T + '<p>' + '一二三四五六七八九十' * 300_000 + '</p>' + X",
    "huge_spaces": "T + '<p>' + ' ' * 10_000_000 + '</p>' + X",
    "huge_wide_spaces": "T + '<p>' + '　' * 3_000_000 + '</p>' + X",
    "huge_digits": "T + '<p>' + '2026-01-' * 500_000 + '</p>' + X",
    "huge_label": "T + '<p>' + '来源：' * 500_000 + '</p>' + X",
    "huge_label_untitled": "'<p>' + '来源：' * 500_000 + '</p>' + X",
    "huge_names": "T + '<p>（记者 ' + '张三 ' * 500_000 + '）</p>' + X",
    "huge_brackets": "T + '<p>' + '（' * 1_000_000 + '</p>' + X",
    "huge_glosses": "T + '<p>' + '國(guó)' * 300_000 + '</p>' + X",
    "huge_url": "T + '<a href=\"http://a.example/' + 'a/../' * 500_000 + '\">附件.doc</a>' + X",
    "huge_breadcrumb": "T + '<div>当前位置：' + '首页 > ' * 300_000 + '</div>' + X",
    "huge_hant": "T + '<p>' + '縣政府關於推動社區照顧服務的公告，' * 100_000 + '</p>' + X",
    "less_thans": "T + '<' * 3_000_000 + X",
    "ampersands": "T + '&' * 3_000_000 + X",
    "entities": "T + '&nbsp;&#x4e2d;&hellip;' * 300_000 + X",
    "unclosed_attribute": "T + X + '<p title=\"' + 'a' * 3_000_000",
    "unclosed_comment": "T + X + '<!--' * 500_000",
    "unclosed_script": "T + X + '<script>' * 300_000",
    "unclosed_everything": "T + '<p><div><table><tr><td><ul><li><a href=x><b>' * 20_000 + X",
    "formatting_left_open": "T + ''.join(f'<font size={n}><p>字' for n in range(20_000)) + X",
    "formatting_repeated": "T + ''.join(f'<b a{n}>' for n in range(900)) + '<p>字' * 1_000 + X",
    "deep_paragraphs": "T + '<div>' * 14_000 + '<p>字' * 15_000 + X",
    "ends_of_nothing": "T + '<div>' * 50_000 + '</b>' * 50_000 + X",
    "links_left_open": "''.join(f'<p><a href=/a/{n}.html>关于第{n}号事项' for n in range(20_000)) + X",
    "links_in_links": "T + '<a href=1><div>' * 20_000 + X",
    "text_in_tables": "T + '<table>' + '<b>字' * 30_000 + X",
    "misnested": "T + '<b><p></b><i></p></i><table><p></table>' * 40_000 + X",
    "nulls": "T + '\\0' * 3_000_000 + X",
    "nulls_everywhere": "'\\0'.join(T + X * 2_000)",
    "control_characters": "T + ''.join(map(chr, range(32))) * 100_000 + X",
    "surrogate_references": "T + '&#xD800;&#x110000;&#0;&#xFFFF;' * 100_000 + X",
    "bases": "T + '<base href=\"http://[\">' + '<a href=\"//[\">关于某事的通知</a>' * 20_000 + X",
    "frames": "T + '<iframe src=x></iframe>' * 100_000 + X",
    "doctype": "'<!DOCTYPE html [' + '<!ENTITY a \"aaaaaaaaaa\">' * 50_000 + ']>' + T + X",
    "laughs": (
        "'<!DOCTYPE h [<!ENTITY a0 \"lol\">'"
        " + ''.join(f'<!ENTITY a{n} \"' + f'&a{n-1};' * 10 + '\">' for n in range(1, 12))"
        " + ']>' + T + '&a11;' + X"
    ),
    "not_html": "'%PDF-1.7' + '\\0\\1\\2\\377' * 1_000_000",
    "json": "'{\"a\":[' * 300_000",
    "plain_lines": "'公告全文\\n' * 500_000",
    "one_line": "'公告全文' * 1_000_000",
}
"""Each an expression, so that the page is made where it is measured; T has a title, X a body."""

# Memory is asked of /proc: getrusage counts what the process was before it became another's.
CHILD = r"""
import json, re, sys, time
from pathlib import Path
from portal_spider.extract import extract_page
from portal_spider.jsonl import page_to_json, to_line
T, X, source, url = json.loads(sys.stdin.read())
body = eval(source).encode("utf-8", "surrogatepass")
extract_page(b"<p>warm</p>", url)
start = time.process_time()
page = extract_page(body, url, content_type="text/html")
seconds = time.process_time() - start
to_line(page_to_json(page))
print(json.dumps({
    "seconds": seconds,
    "megabytes": int(re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())[1]) / 1024,
    "found": "全县森林防火期" in "".join(page.paragraphs),
    "flags": page.flags,
    "kind": page.kind,
}))
"""


@cache
def measure(source: str) -> dict[str, Any]:
    """Extract the page that the expression gives in a process of its own, which may not grow."""
    limits = "import resource; resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))\n"
    done = subprocess.run(
        [sys.executable, "-c", limits + CHILD],
        input=json.dumps([TITLE, TEXT, source, URL]),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    measured: dict[str, Any] = json.loads(done.stdout)
    return measured


@pytest.mark.parametrize("name", PAGES)
def test_hostile_pages_are_answered_in_time_and_memory(name: str) -> None:
    measured = measure(PAGES[name])
    assert measured["seconds"] < SECONDS
    assert measured["megabytes"] < MEGABYTES


@pytest.mark.parametrize(
    "name", ["nested_div", "nested_div_closed", "nested_table", "nested_list", "ends_of_nothing"]
)
def test_content_lost_by_depth_is_flagged(name: str) -> None:
    measured = measure(PAGES[name])
    assert measured["found"] or "depth_cut" in measured["flags"]


@pytest.mark.parametrize(
    "name",
    ["huge_attribute", "huge_comment", "huge_script", "less_thans", "ampersands", "nulls", "laughs",
     "unclosed_attribute", "unclosed_comment", "unclosed_script", "many_metas", "many_comments",
     "many_names", "formatting_left_open", "formatting_repeated", "attributes_everywhere", "long_tags"],
)  # fmt: skip
def test_text_beside_the_attack_is_still_found(name: str) -> None:
    measured = measure(PAGES[name])
    assert measured["found"] or "cut" in measured["flags"]


TAGS = "<div> </div> <p> </p> <br> <ul><li> </ul> </table> </a> <h1> </h1> <title> </title>"
SIGNS = "<script> </script> <style> <!-- --> <textarea> <UCAPCONTENT> < > ' = & &nbsp; &#0;"
PIECES = [
    *TAGS.split(), *SIGNS.split(),
    "<table><tr><td>", "<a href='1.html'>", "<a href='file.doc'>", "<div id=zoom>", "<img src=x>",
    "<div class=TRS_Editor>", "<span style='display:none'>", "<base href='http://['>", '"',
    "<meta name=PubDate content='2026-1-1'>", "<meta name=ArticleTitle content='公告'>",
    "来源：", "发布时间：", "2026-13-45", "二○二六年一月", "（记者 张三 ", "）", "责任编辑：",
    "当前位置：", " > ", "索引号", "附件：", "國(guó)", "首页", "县政府关于印发工作方案的通知，",
    "縣政府關於公告", "\n", "\u3000", "\x00", "\ufffd", "\u202e", "\ud800",
]  # fmt: skip
"""What pages are made of, whole and broken."""
html = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=4)), max_size=60).map("".join)
encodings = st.sampled_from(["utf-8", "gb18030", "utf-16", "big5hkscs"])
fuzz = settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])


@fuzz
@given(html, encodings, st.sampled_from(["hans", "keep"]))
def test_any_mark_up_gives_a_page_that_keeps_the_rules(
    source: str, encoding: str, script: Any
) -> None:
    body = source.encode(encoding, "replace")
    page = extract_page(body, URL, script=script)
    assert page.url == URL
    assert page.kind in ("article", "listing", "not_article")
    for value in (page.title, page.source, page.published_at, page.reason, page.published_title):
        assert value is None or value.strip()
    assert all(paragraph.strip() for paragraph in page.paragraphs)
    assert all("\n" not in paragraph for paragraph in page.paragraphs)
    assert all(credit.names and all(credit.names) for credit in page.byline)
    assert all(file.url for file in page.attachments)
    assert page.replacements == 0 or "encoding_damage" in page.flags
    assert json.loads(to_line(page_to_json(page)))["url"] == URL
    assert extract_page(body, URL, script=script) == page


@fuzz
@given(html, encodings)
def test_any_mark_up_gives_a_listing(source: str, encoding: str) -> None:
    listing = extract_listing(source.encode(encoding, "replace"), URL)
    assert all(entry.url for entry in listing.entries)
    assert json.loads(to_line(listing_to_json(listing)))["url"] == URL


@fuzz
@given(
    st.binary(max_size=500),
    st.one_of(st.none(), st.text(max_size=30)),
    st.one_of(st.just(URL), st.text(max_size=30)),
)
def test_any_bytes_from_anywhere(body: bytes, content_type: str | None, url: str) -> None:
    page = extract_page(body, url, content_type=content_type)
    assert page.url == url
    extract_listing(body, url, content_type=content_type)


@fuzz
@given(st.integers(0, 10_000), st.integers(0, 10_000), st.binary(max_size=6))
def test_a_good_page_with_a_hole_in_it(start: int, length: int, junk: bytes) -> None:
    good = (TITLE + "<div class=TRS_Editor>" + TEXT * 5 + "</div></body></html>").encode()
    at = start % len(good)
    body = good[:at] + junk + good[at + length % 200 :]
    page = extract_page(body, URL, content_type="text/html; charset=utf-8")
    assert page.replacements == 0 or "encoding_damage" in page.flags


ROWS = "".join(
    f"<tr><td>{row}</td></tr>" for row in ("发布人：秘书处", "日期：2012-04-18", "类别：通知")
)
PAGE_PARTS = [
    re.split("(?=<)", page)
    for page in (
        article().decode(),
        article(info=f"<table>{ROWS}</table>").decode(),
        *(sample.html for sample in SAMPLES),
    )
]
"""Whole pages, cut before every tag."""
ROW_PARTS = [
    "<tr><td>",
    "<table>",
    "</table>",
    "<td>无",
    "<h2>",
    "类别：通知",
    "来源：",
    "2012-04-18",
    "（记者",
    "<br>",
]
cuts = st.tuples(st.integers(0, 400), st.integers(0, 12), st.integers(0, 400))


@fuzz
@given(
    st.sampled_from(PAGE_PARTS),
    st.lists(cuts, min_size=1, max_size=6),
    st.lists(st.tuples(st.integers(0, 400), st.sampled_from(ROW_PARTS)), max_size=4),
)
def test_whole_pages_with_parts_moved_about(
    parts: list[str], moves: list[tuple[int, int, int]], added: list[tuple[int, str]]
) -> None:
    parts = list(parts)
    for start, size, to in moves:
        begin = start % len(parts)
        moved = parts[begin : begin + size]
        del parts[begin : begin + size]
        at = to % (len(parts) + 1)
        parts[at:at] = moved
    for at, part in added:
        parts.insert(at % (len(parts) + 1), part)
    page = extract_page("".join(parts).encode(), URL)
    assert page.kind in ("article", "listing", "not_article")
    assert all(paragraph.strip() for paragraph in page.paragraphs)
