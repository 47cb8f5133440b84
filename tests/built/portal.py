"""A portal as its description makes it, ready to be served and crawled."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from string import Template
from typing import Any
from urllib.parse import urlsplit

from portal_spider.demo.markup import blocks
from portal_spider.demo.model import Article
from portal_spider.demo.server import HTML, Request, Resource

HEAD_TITLE = re.compile("<title>", re.IGNORECASE)
HOME_PAGE = Template(
    """<!DOCTYPE html><html><head><meta charset="utf-8"><title>门户网站</title></head><body>
<div class="nav"><ul><li><a href="/">首页</a></li><li><a href="$listing">$name</a></li></ul></div>
<div class="box"><h3><a href="$listing">$name</a><a class="more" href="$listing">更多</a></h3>
<ul>$newest</ul></div>
<div class="links">友情链接：<a href="http://www.province.example/">省人民政府</a>
<a href="http://www.neighbour.example/">邻市人民政府</a></div>
<div class="foot"><a href="/about.html">关于我们</a> 主办：人民政府办公室</div>
</body></html>"""
)

Endpoint = Callable[[Mapping[str, str]], "str | None"]
"""A page made from the parameters of the request; `None`: there is none."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the listing."""

    number: int
    path: str
    article: Article


@dataclass
class Portal:
    """A portal, ready to be served."""

    name: str
    spec: Mapping[str, Any]
    rows: list[Row]
    """As listed: newest first, unless the portal is out of order."""
    pages: dict[str, str] = field(default_factory=dict)
    """By path and query."""
    endpoints: dict[str, Endpoint] = field(default_factory=dict)
    """By path."""
    listings: int = 0
    """Listing pages, API answers included, that hold rows, and the shell of those without."""

    @property
    def home(self) -> str:
        return f"http://{self.spec['host']}"

    @property
    def listing_url(self) -> str:
        """The one URL that a crawl is given."""
        return self.home + str(self.spec["listing"])

    def article_urls(self) -> set[str]:
        return {self.home + row.path for row in self.rows}

    def answer(self, request: Request) -> Resource | None:
        parts = urlsplit(request.url)
        if parts.hostname != self.spec["host"]:
            return None
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        text = self.pages.get(path)
        if text is None and (endpoint := self.endpoints.get(parts.path)) is not None:
            text = endpoint(request.params)
        if text is None:
            missing = Template(str(self.spec["page"])).safe_substitute(
                rows="找不到该页面", pager=""
            )
            return Resource(body=missing.encode(), status=404)
        encoding = str(self.spec.get("encoding", "utf-8"))
        kind = "application/json" if text.startswith(("{", "[")) else HTML.partition(";")[0]
        return Resource(body=text.encode(encoding), content_type=f"{kind}; charset={encoding}")

    def row_html(self, rows: Sequence[Row]) -> str:
        """The rows as the portal's listing has them."""
        return "\n".join(self._row(row) for row in rows)

    def listing_html(self, rows: Sequence[Row], pager: str = "") -> str:
        """A page of the listing."""
        page = Template(str(self.spec["page"]))
        return page.safe_substitute(rows=self.row_html(rows), pager=pager)

    def _row(self, row: Row) -> str:
        return Template(str(self.spec["row"])).safe_substitute(_values(row))

    def add_home(self) -> None:
        """A home page: the section in the navigation, and its newest articles under 更多."""
        name = str(self.spec.get("section", "通知公告"))
        newest = "".join(
            f'<li><a href="{row.path}" title="{escape(row.article.title)}">'
            f"{escape(row.article.title[:16])}</a><span>{row.article.published:%m-%d}</span></li>"
            for row in self.rows[:6]
        )
        listing = escape(str(self.spec["listing"]))
        self.pages["/"] = HOME_PAGE.substitute(name=name, listing=listing, newest=newest)
        self.pages["/about.html"] = HOME_PAGE.substitute(name=name, listing=listing, newest="")

    def add_articles(self) -> None:
        template, frame = Template(str(self.spec["article"])), Template(str(self.spec["page"]))
        time = str(self.spec["time"])
        for row in self.rows:
            body = blocks(row.article.lines, str(self.spec.get("paragraph", "<p>　　{}</p>")))
            time_shown = row.article.published.strftime(time)
            values = _values(row) | {"body": body, "time": time_shown}
            main = template.safe_substitute(values)
            page = frame.safe_substitute(rows=main, pager="")
            self.pages[row.path] = HEAD_TITLE.sub(rf"\g<0>{values['title']}-", page, count=1)


def _values(row: Row) -> dict[str, str]:
    day, title = row.article.published, row.article.title
    short = title if len(title) <= 20 else f"{title[:19]}..."
    return {
        "href": row.path,
        "name": row.path.rpartition("/")[2],
        "title": escape(title),
        "short": escape(short),
        "source": escape(row.article.source or ""),
        "number": str(row.number),
        "iso": f"{day:%Y-%m-%d}",
        "dotted": f"{day:%Y.%m.%d}",
        "slashed": f"{day.year}/{day.month}/{day.day}",
        "chinese": f"{day.year}年{day.month}月{day.day}日",
        "year": f"{day:%Y}",
        "month": f"{day:%m}",
        "day": f"{day:%d}",
    }
