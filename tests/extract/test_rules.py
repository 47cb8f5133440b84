"""A profile's selectors go before evidence, and evidence is what remains where they find nothing."""

from __future__ import annotations

from samples.portal_pages import BODY, TEXTS, TITLE, URL, article

from portal_spider.extract import extract_page
from portal_spider.items import ArticleRules, Page

DIGEST = "".join(
    f"<p>第{number}期摘要：各乡镇汇报了春耕备耕情况，县里逐项答复，并且明确了责任单位和完成的时限。</p>"
    for number in range(1, 9)
)
PAGE = article(
    body=f"<div class='digest'>{DIGEST}</div><div class='own'>{BODY}<p class='ad'>欢迎订阅本刊，订阅从速。</p></div>"
    "<div class='meta'><em class='day'>2026年3月9日</em><em class='from'>来源：县报社</em><b class='head'>另一个标题</b></div>"
)


def read(**selectors: object) -> Page:
    return extract_page(PAGE, URL, rules=ArticleRules(**selectors))  # type: ignore[arg-type]


def test_the_body_is_where_the_profile_says() -> None:
    page = read(body="div.own", remove=("p.ad",))
    assert page.paragraphs == TEXTS
    assert page.origins["paragraphs"] == "profile"
    assert any("欢迎订阅" in removal.text for removal in page.removed)
    assert read().paragraphs != TEXTS


def test_fields_are_what_the_profile_selects() -> None:
    page = read(title=".head", published="em.day", source=".from")
    assert (page.title, page.published_at, page.source) == ("另一个标题", "2026-03-09", "县报社")
    assert {page.origins[name] for name in ("title", "published_at", "source")} == {"profile"}


def test_what_matches_nothing_or_is_no_selector_changes_nothing() -> None:
    plain = extract_page(PAGE, URL)
    assert read(body="div.gone", title="h1.gone", published="###", remove=("[",)) == plain
    assert plain.title == TITLE
