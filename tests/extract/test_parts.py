"""The further pages of an article are named in order."""

from __future__ import annotations

from samples.portal_pages import BODY, URL, article

from portal_spider.extract import extract_page

STEM = URL.removesuffix(".html")
PARTS = (f"{STEM}_1.html", f"{STEM}_2.html")


def test_links_to_the_parts() -> None:
    pager = "<p>[1] <a href='t20260305_1_1.html'>[2]</a> <a href='t20260305_1_2.html'>[3]</a></p>"
    page = extract_page(article(body=f"<div>{BODY}{pager}</div>"), URL)
    assert page.continues_at == PARTS
    assert not any("[2]" in paragraph for paragraph in page.paragraphs)


def test_parts_that_a_script_links() -> None:
    script = '<script>createPageHTML(3, 0, "t20260305_1", "html");</script>'
    page = extract_page(article(body=f"<div>{BODY}</div>{script}"), URL)
    assert page.continues_at == PARTS


def test_the_last_part_has_no_more() -> None:
    pager = "<p><a href='t20260305_1.html'>[1]</a> <a href='t20260305_1_1.html'>[2]</a></p>"
    page = extract_page(article(body=f"<div>{BODY}{pager}</div>"), PARTS[1])
    assert page.continues_at == ()


def test_neighbours_are_no_parts() -> None:
    assert extract_page(article(), URL).continues_at == ()
