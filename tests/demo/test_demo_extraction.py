"""What extraction makes of the demo portal's pages is what they were made from."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from portal_spider.demo import expected_articles, expected_states
from portal_spider.demo.portal import load_portal
from portal_spider.demo.server import Request
from portal_spider.extract import extract_page
from portal_spider.items import Page

FIELDS = (
    "kind",
    "title",
    "published_at",
    "source",
    "breadcrumb",
    "paragraphs",
    "attachments",
    "fields",
    "script",
)


def extracted(url: str) -> Page:
    answer = load_portal(1)(Request(method="GET", url=url))
    assert answer is not None
    return extract_page(answer.body, url, content_type=answer.content_type, status=answer.status)


@pytest.mark.parametrize(
    "wanted",
    [pytest.param(page, id=page.url.partition("example/")[2]) for page in expected_articles()],
)
def test_every_field_of_every_article(wanted: Page) -> None:
    found = extracted(wanted.url)
    assert {name: asdict(found)[name] for name in FIELDS} == {
        name: asdict(wanted)[name] for name in FIELDS
    }
    assert set(found.byline) == set(wanted.byline)


@pytest.mark.parametrize(
    "url", [url for url, state in expected_states().items() if state == "gone"]
)
def test_a_page_not_found_is_no_article(url: str) -> None:
    assert extracted(url).kind == "not_article"


def test_the_challenge_is_named() -> None:
    refused = (url for url, state in expected_states().items() if state == "refused")
    (found,) = (extracted(url) for url in refused if "/art/" in url)
    assert found.kind == "not_article"
    assert (found.reason or "").startswith("challenge:")


def test_spam_is_kept_apart() -> None:
    pages = {page.url: page for page in map(extracted, (one.url for one in expected_articles()))}
    spammed = [page for page in pages.values() if any(cut.kind == "spam" for cut in page.removed)]
    titles = sorted(page.title or "" for page in spammed)
    assert [title[:6] for title in titles] == ["江北新区第三", "点亮“夜青云", "青石区一社区"]
