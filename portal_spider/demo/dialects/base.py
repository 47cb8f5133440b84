"""What every dialect knows: where an article lies, how it looks, how its section lists it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Protocol

from portal_spider.demo.markup import blocks
from portal_spider.demo.model import Article, FileLink, Row, Section
from portal_spider.items import Credit

Endpoint = Callable[[Mapping[str, str]], str]
"""A page made from the parameters of the request."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """The articles that 上一篇 and 下一篇 lead to."""

    before: Row | None = None
    after: Row | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listings:
    """A section's listing as served."""

    pages: Mapping[str, str]
    """Whole texts by path and query."""
    endpoints: Mapping[str, Endpoint] = field(default_factory=dict)
    """By path; their text is JSON or XML."""


class Dialect(Protocol):
    """How one content management system publishes."""

    def article_path(self, article: Article) -> str:
        """Path of the article's page."""
        ...

    def file_path(self, article: Article, link: FileLink) -> str:
        """Path, with the query if any, of a file that the article offers."""
        ...

    def article_page(self, article: Article, near: Near) -> str:
        """The article's page."""
        ...

    def shown_time(self, article: Article) -> str:
        """Time of publication as precise as the page is, in ISO 8601."""
        ...

    def listings(self, section: Section, rows: Sequence[Row]) -> Listings:
        """All that lists the section; `rows` are newest first."""
        ...


def text_of(article: Article, paragraph: str) -> str:
    """HTML of the article's text, with its credits where `credits_as` puts them."""
    lines = list(article.lines)
    if article.credits and article.credits_as == "tail":
        lines[-1] += f"（{credit_line(article.credits)}）"
    elif article.credits and article.credits_as == "line":
        lines.append(f">（{credit_line(article.credits)}）")
    elif article.credits:
        lines += [f"{credit.role} | {' '.join(credit.names)}" for credit in article.credits]
    return blocks(lines, paragraph)


def credit_line(credits_: Sequence[Credit]) -> str:
    """记者 张三 通讯员 李四."""
    return " ".join(f"{credit.role} {' '.join(credit.names)}" for credit in credits_)


def near_links(near: Near, before: str = "上一篇：", after: str = "下一篇：") -> str:
    """The two links under an article."""
    return "".join(
        f'<p class="near">{label}'
        + (f'<a href="{row.href}">{escape(row.title)}</a>' if row else "没有了")
        + "</p>"
        for label, row in ((before, near.before), (after, near.after))
    )


def file_list(links: Sequence[tuple[str, str]], label: str, item: str = "<p>{link}</p>") -> str:
    """Links to files, given as path and name, under a label; nothing where there are none."""
    if not links:
        return ""
    anchors = (f'<a href="{escape(href)}">{escape(name)}</a>' for href, name in links)
    return f"<p>{label}</p>" + "".join(item.format(link=anchor) for anchor in anchors)
