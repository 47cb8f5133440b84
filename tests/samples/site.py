"""A small site on loopback whose answers a test decides, page by page."""

import shutil
import ssl
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from portal_spider.demo.server import Hit, PortalServer, Request, Resource
from samples.tool import Tool

Answer = Resource | Callable[[Request], Resource]

MISSING = Resource(body=b"not found", status=404)
LINES = (
    "为进一步规范全市行政许可事项管理，持续优化营商环境，经市政府同意，现就有关事项通知如下。",
    "各县（市、区）人民政府要加强组织领导，明确责任分工，确保各项任务按期完成。",
    "市直有关部门要结合职责，于每季度末将落实情况报送市政府办公室。",
)


def article(title: str, day: str = "2024-03-05", lines: Sequence[str] = LINES) -> Resource:
    """An article's page as a plain portal would serve it."""
    text = "".join(f"<p>{line}</p>" for line in lines)
    return html(
        f'<title>{title}</title><meta name="ArticleTitle" content="{title}">'
        f'<meta name="PubDate" content="{day} 09:30:00">',
        f'<div class="nav"><a href="/">首页</a> <a href="/tzgg/">通知公告</a></div>'
        f'<div class="content"><h1>{title}</h1><div class="info">'
        f"<span>发布时间：{day} 09:30</span> <span>来源：某市人民政府办公室</span></div>"
        f'<div class="text">{text}</div></div><div class="footer">主办：某市人民政府办公室</div>',
    )


def listing(rows: Sequence[tuple[str, str, str]], more: str | None = None) -> Resource:
    """A listing of (path, title, day), with a link to the next page."""
    items = "".join(
        f'<li><a href="{path}">{title}</a><span>{day}</span></li>' for path, title, day in rows
    )
    pager = f'<div class="page"><a href="{more}">下一页</a></div>' if more else ""
    return html(
        "<title>通知公告</title>",
        f'<div class="nav"><a href="/">首页</a></div><h2>通知公告</h2><ul>{items}</ul>{pager}',
    )


def html(head: str, body: str, **more: object) -> Resource:
    page = (
        f'<!DOCTYPE html><html><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'
    )
    return Resource(body=page.encode(), **more)  # type: ignore[arg-type]


def redirect(to: str) -> Resource:
    return Resource(body=b"", status=302, headers=(("Location", to),))


class Site(PortalServer):
    """Serves `answers` by path; what is not among them answers 404."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        super().__init__(self._answer, "http://127.0.0.1")
        self.home = self.url.rstrip("/")
        if tls is not None:
            self._http.socket = tls.wrap_socket(self._http.socket, server_side=True)
            self.home = self.home.replace("http://127.0.0.1", "https://localhost")
        self.answers: dict[str, Answer] = {}
        self.agents: set[str] = set()
        self.headers: list[Mapping[str, str]] = []

    def section(self, *titles: str, day: str = "2024-03-05") -> str:
        """Make a section `/tzgg/` of articles `/tzgg/1.html`, …, and return its URL."""
        rows = [(f"/tzgg/{place}.html", title, day) for place, title in enumerate(titles, 1)]
        self.answers["/tzgg/"] = listing(rows)
        for path, title, _ in rows:
            self.answers.setdefault(path, article(title, day))
        return f"{self.home}/tzgg/"

    def asked(self, path: str) -> int:
        """How often `path` was asked for."""
        return sum(urlsplit(hit.url).path == path for hit in self.hits)

    def _answer(self, request: Request) -> Resource:
        self.headers.append(request.headers)
        self.agents.add(request.headers.get("user-agent", ""))
        answer = self.answers.get(request.path, MISSING)
        return answer(request) if callable(answer) else answer


@dataclass(frozen=True)
class Crawled:
    """A site whose section was crawled once, for every test that goes on from there."""

    site: Site
    tool: Tool
    answers: Mapping[str, Answer]
    hits: Sequence[Hit]

    @classmethod
    def first(cls, site: Site, tool: Tool, *titles: str) -> "Crawled":
        done = tool("crawl", site.section(*titles), "--delay", "0")
        assert done.returncode == 0, done.stderr
        return cls(site, tool, dict(site.answers), tuple(site.hits))

    def copied(self, tool: Tool) -> tuple[Tool, Site]:
        """All as it was after the crawl, with the archive, and when hosts were asked, as `tool`'s."""
        shutil.copytree(self.tool.folder, tool.folder, dirs_exist_ok=True)
        self.site.answers = dict(self.answers)
        self.site.hits[:] = self.hits
        return tool, self.site
