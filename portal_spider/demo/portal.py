"""The demo portal of one edition: every page by its path, and what a crawl of it should give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from html import escape
from urllib.parse import urljoin, urlsplit

from portal_spider.demo.content import articles, read_text
from portal_spider.demo.dialects import DIALECTS, Endpoint, Near
from portal_spider.demo.dialects.base import credit_line
from portal_spider.demo.files import make_file
from portal_spider.demo.markup import cells, frame
from portal_spider.demo.model import CHINA, HOME, HOST, NAME, SECTIONS, Article, Row, Section
from portal_spider.demo.oddities import Oddity, State, apply_quirk, oddities, row_of
from portal_spider.demo.server import HTML, Request, Resource
from portal_spider.items import Attachment, Credit, Page

EDITIONS = (1, 2)

EDITED = {
    1: datetime(2023, 12, 20, 8, 0, tzinfo=CHINA),
    2: datetime(2023, 12, 27, 8, 0, tzinfo=CHINA),
}
"""When the edition's listings, and what it changed, were last modified."""

ROBOTS = "User-agent: *\nDisallow: /nbtb/\nDisallow: /search\n"

FRIENDS = (
    ("云岭省人民政府", "http://www.yunling.example/"),
    ("青云市统计局", "http://tjj.qingyun.example/"),
    ("青云市公共资源交易中心", "http://ggzy.qingyun.example/"),
    ("临江市人民政府", "http://www.linjiang.example/"),
)

STATIC_PAGES = {
    "/gywm.html": ("关于我们", "青云市人民政府门户网站由青云市人民政府办公室主办，2004年开通。"),
    "/lxwm.html": ("联系我们", "网站维护电话：0000-12345，工作日8:30至12:00、14:30至17:30。"),
    "/wzdt.html": ("网站地图", "各栏目入口见上方导航。"),
    "/ysbh.html": ("隐私声明", "本网站不收集访问者的个人信息，统计数据仅用于改进服务。"),
    "/wza.html": ("无障碍浏览", "按Ctrl键和加号可以放大页面。"),
    "/zzjg.html": ("长者模式", "本页面采用大字体显示。"),
}


class DemoPortal:
    """What the portal serves in one edition; called with a request, it answers it."""

    def __init__(self, edition: int) -> None:
        self.edition = edition
        self.articles = articles(edition)
        self.resources: dict[str, Resource] = {}
        self._endpoints: dict[str, Endpoint] = {}
        self._missing = Resource(
            body=frame(title="404", main="<h2>404 Not Found</h2>").encode(), status=404
        )
        self._add_static()
        odd = oddities()
        for oddity in odd:
            if oddity.resource is not None:
                self.resources[oddity.href] = oddity.resource
        for section in SECTIONS:
            self._add_section(section, odd)
        self._add("/index.html", self._home())
        self.resources["/"] = self.resources["/index.html"]

    def __call__(self, request: Request) -> Resource | None:
        """The answer to the request; `None` for another host."""
        parts = urlsplit(request.url)
        if parts.hostname != HOST:
            return None
        if (endpoint := self._endpoints.get(parts.path)) is not None:
            try:
                body = endpoint(request.params)
            except ValueError:
                return Resource(body=b"bad parameters\n", status=400)
            return Resource(body=body.encode(), content_type="text/xml; charset=utf-8")
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        if path.endswith("/"):
            path += "index.html" if path != "/gkmlpt/" else "index"
        return self.resources.get(path, self._missing)

    def _add(self, path: str, text: str, modified: datetime | None = None) -> None:
        content_type = "application/json" if "/api/" in path else HTML
        self.resources[path] = Resource(
            body=text.encode(), content_type=content_type, modified=modified or EDITED[self.edition]
        )

    def _add_static(self) -> None:
        for path, text, kind in (
            ("/robots.txt", ROBOTS, "plain"),
            ("/css/portal.css", read_text("portal.css"), "css"),
            ("/js/portal.js", read_text("portal.js"), "javascript"),
        ):
            media_type = f"text/{kind}; charset=utf-8"
            self.resources[path] = Resource(body=text.encode(), content_type=media_type)
        for path, (title, text) in STATIC_PAGES.items():
            main = f"<h2>{title}</h2><p>{text}</p>"
            self._add(path, frame(title=f"{title} - {NAME}", main=main), EDITED[1])

    def _add_section(self, section: Section, odd: Sequence[Oddity]) -> None:
        dialect = DIALECTS[section.dialect]
        own = [article for article in self.articles if article.section is section]
        near = _neighbours(own)
        for article in own:
            page = dialect.article_page(article, near.get(article.number, Near()))
            self.resources[dialect.article_path(article)] = Resource(
                body=apply_quirk(page, article),
                modified=EDITED[2] if article.edited else article.published,
            )
            for link in article.files:
                body, media_type = make_file(link.file, (link.name, *article.lines))
                self.resources[dialect.file_path(article, link)] = Resource(
                    body=body, content_type=media_type, modified=article.published
                )
        listings = dialect.listings(section, self.rows(section, odd))
        for path, text in listings.pages.items():
            self._add(path, text)
        self._endpoints |= listings.endpoints

    def rows(self, section: Section, odd: Sequence[Oddity] | None = None) -> list[Row]:
        """What the section lists, newest first."""
        listed = [
            article_row(article)
            for article in self.articles
            if section in (article.section, _section(article.also_in))
        ]
        listed += [
            row_of(one)
            for one in (oddities() if odd is None else odd)
            if one.section == section.key
        ]
        return sorted(listed, key=lambda row: row.date, reverse=True)

    def _home(self) -> str:
        columns = "".join(
            f'<div><h3>{section.name}<a href="{section.path}">更多</a></h3><ul class="list">'
            + "".join(
                f'<li><a href="{escape(row.href)}">{escape(row.title)}</a>'
                f"<span>{row.date:%m-%d}</span></li>"
                for row in self.rows(section)[:6]
            )
            + "</ul></div>"
            for section in SECTIONS
            if not section.closed
        )
        friends = "".join(f'<a href="{url}">{name}</a>' for name, url in FRIENDS)
        main = f'<div class="columns">{columns}</div><div class="links">友情链接：{friends}</div>'
        return frame(title=NAME, main=main)


@cache
def load_portal(edition: int) -> DemoPortal:
    """The portal of the edition; built once.

    Raises:
        ValueError: there is no such edition.
    """
    if edition not in EDITIONS:
        raise ValueError(f"edition {edition}: the demo portal has editions 1 and 2")
    return DemoPortal(edition)


def expected_articles(edition: int = 1) -> tuple[Page, ...]:
    """What extraction should make of every article that a crawl may fetch, in no special order.

    Left `None` or empty: what extraction adds of its own (`removed`, `origins`, `encoding`).
    """
    return tuple(
        expected_page(article) for article in articles(edition) if not article.section.closed
    )


def expected_states(edition: int = 1) -> dict[str, State]:
    """State of whatever the listings of the open sections link, after a first crawl."""
    states: dict[str, State] = {page.url: "done" for page in expected_articles(edition)}
    return states | {urljoin(HOME, oddity.href): oddity.state for oddity in oddities()}


def expected_page(article: Article) -> Page:
    """What extraction should make of the article's page."""
    dialect = DIALECTS[article.section.dialect]
    editor = (
        (Credit(role=_editor_role(article), names=(article.editor,)),) if article.editor else ()
    )
    return Page(
        url=HOME + dialect.article_path(article),
        kind="article",
        title=article.title,
        published_at=_shown_time(article),
        source=article.source,
        byline=(*article.credits, *editor),
        breadcrumb=article.section.crumbs,
        paragraphs=_expected_paragraphs(article),
        attachments=tuple(
            Attachment(url=HOME + dialect.file_path(article, link), name=link.name)
            for link in article.files
        ),
        fields=dict(article.fields),
        script="mirrored" if article.quirk == "mirrored" else "hans",
    )


def _shown_time(article: Article) -> str:
    if article.quirk == "mirrored":
        return article.published.isoformat()
    return DIALECTS[article.section.dialect].shown_time(article)


def article_row(article: Article) -> Row:
    """The row by which listings show the article."""
    return Row(
        href=DIALECTS[article.section.dialect].article_path(article),
        title=article.title,
        date=article.published,
        article=article,
    )


def _editor_role(article: Article) -> str:
    return "编辑" if article.section.dialect == "trs" else "责任编辑"


def _expected_paragraphs(article: Article) -> tuple[str, ...]:
    lines = [
        "\t".join(cells(line)) if line.startswith("|") else line.removeprefix(">")
        for line in article.lines
    ]
    if article.credits and article.credits_as == "tail":
        lines[-1] += f"（{credit_line(article.credits)}）"
    return tuple(lines)


def _neighbours(own: Sequence[Article]) -> Mapping[int, Near]:
    """Which articles 上一篇 and 下一篇 lead to.

    What only one edition has is passed over: all other pages are the same in both.
    """
    lasting = [one for one in own if one.first_edition == 1 and one.last_edition == 2]
    rows = [None, *(article_row(one) for one in lasting), None]
    return {
        one.number: Near(before=rows[place], after=rows[place + 2])
        for place, one in enumerate(lasting)
    }


def _section(key: str | None) -> Section | None:
    return next((section for section in SECTIONS if section.key == key), None)
