"""Breadcrumbs are read with and without their label, in one line or a list."""

from __future__ import annotations

import pytest
from samples.portal_pages import TITLE, URL, article

from portal_spider.extract import extract_page

PARTS = ("首页", "政务公开", "工作动态")
LINKS = tuple(f'<a href="/{number}/">{part}</a>' for number, part in enumerate(PARTS))


@pytest.mark.parametrize(
    "crumb",
    [
        f"<div>当前位置：{' &gt; '.join(LINKS)}</div>",
        f"<p>您现在所在的位置： {' &gt;&gt; '.join(LINKS)} &gt;&gt; 正文</p>",
        f"<div>{' » '.join(LINKS)} » {TITLE}</div>",
        f"<div>您的位置：{'｜'.join(LINKS)}</div>",
        f"<div>当前位置：{' --&gt; '.join(LINKS)} --&gt; 内容</div>",
        "<ol><span>您的位置：</span>" + "".join(f"<li>{link}</li>" for link in LINKS) + "</ol>",
        "<ol class='breadcrumb'>" + "".join(f"<li>{link}</li>" for link in LINKS) + "</ol>",
        f"<div>当前的位置：</div><div>{' &gt; '.join(LINKS)}</div>",
        "<div class='crumb'>" + "".join(f"<span>{part}</span>" for part in PARTS) + "</div>",
        f"<div>{'<img>'.join(LINKS)}</div>",
        f"<div>{' ➔ '.join(LINKS)}</div>",
        f"<nav aria-label='Breadcrumb'><ol>{''.join(f'<li>{link}</li>' for link in LINKS)}</ol></nav>",
        f"<div class='path'>{LINKS[0]}<img>{LINKS[1]}<img><span>{PARTS[2]}</span></div>",
        f"<div><span>浏览：</span>12</div><div>Location 当前位置：{'/'.join(LINKS)}</div>",
        f"<table><tr><td>{LINKS[0]}</td><td>&gt;{LINKS[1]}</td><td>&gt;{LINKS[2]}</td></tr></table>",
    ],
)
def test_ways_to_write_it(crumb: str) -> None:
    assert extract_page(article(crumb=crumb), URL).breadcrumb == PARTS


@pytest.mark.parametrize(
    "title",
    [
        "【政策解读】多图详解《种子条例》",
        "介绍《种子条例》和《农药条例》有关情况",
        "A/B卷通用>>说明",
    ],
)
def test_a_title_that_holds_what_sets_sections_apart(title: str) -> None:
    crumb = f"<div>当前位置：{' &gt; '.join(LINKS)} &gt; {title}</div>"
    page = extract_page(
        article(crumb=crumb, title=f"<h1>{title}</h1>", head=f"<title>{title}</title>"), URL
    )
    assert (page.title, page.breadcrumb) == (title, PARTS)


def test_none_is_none() -> None:
    assert extract_page(article(crumb=""), URL).breadcrumb == ()
