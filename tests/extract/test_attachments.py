"""Files are found by extension and by what serves them, and only those of the article."""

from __future__ import annotations

import pytest
from samples.portal_pages import BODY, URL, article

from portal_spider.extract import extract_page
from portal_spider.extract.attachments import is_file

FOLDER = "http://www.example.gov.cn/zwgk/gzdt/202603/"


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("./P020260305.docx", FOLDER + "P020260305.docx"),
        ("/files/a.pdf?v=1", "http://www.example.gov.cn/files/a.pdf?v=1"),
        (
            "/system/_content/download.jsp?urltype=news.DownloadAttachUrl&wbfileid=12",
            "http://www.example.gov.cn/system/_content/download.jsp"
            "?urltype=news.DownloadAttachUrl&wbfileid=12",
        ),
        ("/module/download/downfile.jsp?filename=a.xls", "http://www.example.gov.cn/module/download/downfile.jsp?filename=a.xls"),
    ],
)  # fmt: skip
def test_links_to_files(href: str, url: str) -> None:
    line = f"<p>附件：<a href='{href}'>1.目标任务分解表</a></p>"
    page = extract_page(article(body=f"<div>{BODY}{line}</div>"), URL)
    assert [(file.url, file.name) for file in page.attachments] == [(url, "1.目标任务分解表")]
    assert not any("目标任务分解表" in paragraph for paragraph in page.paragraphs)


def test_a_file_named_in_a_sentence_leaves_the_sentence_whole() -> None:
    line = "<p>请各单位填写<a href='a.xls'>《情况统计表》</a>，并于本月底前报送。</p>"
    page = extract_page(article(body=f"<div>{BODY}{line}</div>"), URL)
    assert len(page.attachments) == 1
    assert page.paragraphs[-1] == "请各单位填写《情况统计表》，并于本月底前报送。"


def test_dead_links_tools_and_other_pages_are_none() -> None:
    links = "<a href='javascript:;'>附件.doc</a> <a href='#'>附件</a> <a href='/a/t1.html'>通知</a>"
    links += "<a href='/module/download/down.jsp?i_ID=5'>下载Word</a>"
    page = extract_page(article(body=f"<div>{BODY}<p>附件：{links}</p></div>"), URL)
    assert page.attachments == ()


@pytest.mark.parametrize(
    "href", ["/downloads/index.html", "/art/2026/art_1.html", "/a.doc.html", ""]
)
def test_what_is_no_file(href: str) -> None:
    assert not is_file(href)
