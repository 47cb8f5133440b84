"""The sections (栏目) that a home page or a section's front page leads to.

Navigation, columns with their 更多, side menus, menus written by scripts; not articles, files,
other hosts, nor the services around a portal (login, search, contact).
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from portal_spider.extract.charset import decode
from portal_spider.extract.family import is_article_url
from portal_spider.extract.listing.document import Document, read_document
from portal_spider.extract.listing.targets import target_of
from portal_spider.extract.listing.titles import clean, link_text
from portal_spider.items import ListingRules, SectionLink

NAME_LENGTH = 16
"""Characters that the name of a section has at most; titles of articles are longer."""
MORE = re.compile(
    r"^\W*(?:更多|查看更多|了解更多|more|全部)\W*$|^\W*[>›»+＋]{1,3}\W*$", re.IGNORECASE
)
NO_SECTION = re.compile(
    r"首\s*页\W*$|设为|收藏|登录|登陆|注册|退出|返回|English|繁[体體]|简体|无障碍|长者|适老|老年|关怀|语音|手机版|移动版|客户端|电脑版"
    r"|RSS|订阅|联系(?:我们|方式)|关于我们|网站声明|版权|隐私|法律声明|使用帮助|帮助|友情链接|搜索|检索|打印|关闭|分享"
    r"|[上下][一]?[页篇条]|尾页|末页|微博|微信|扫一扫|二维码|纠错|备案|^\d+$",
    re.IGNORECASE,
)
"""Names of what is no section."""
NO_SECTION_PATH = re.compile(
    r"/(?:search|login|register|user|rss|wap|english|en|apps?)(?:/(?:index)?)?(?:\.\w+)?$",
    re.IGNORECASE,
)
_BREADCRUMB = (
    re.compile(r"位\s*置|所在栏目"),
    re.compile(r"首\s*页\s*</a>\s*(?:<[^>]{1,80}>\s*){0,3}(?:&gt;|&raquo;|[>»›→]|-)"),
)
"""Where a breadcrumb begins, in its source: by its label, or without one."""
_CRUMB = re.compile(
    r"<a\b[^>]{0,300}?href\s*=\s*[\"']?([^\"'\s>]+)[^>]{0,300}>(.{0,200}?)</a>", re.DOTALL | re.I
)
_TAG = re.compile(r"<[^>]*>")
_BETWEEN = re.compile(r"^\W*[>＞﹥»›→/|\\·-]\W*$")
"""What stands between two links of a breadcrumb, without tags."""
CRUMB_GAP = 160
"""Characters of source between two links of one breadcrumb, at most."""
_INDEX = re.compile(r"/(?:index|default)(?:\.(?:s?html?|jsp|aspx?|php))?$")
_WRITTEN_LINK = re.compile(r"<a\b[^>]*?href=\\?[\"']([^\"'\\+<>]+)\\?[\"'][^>]*>([^<]*)")
_WRITTEN_NAME = re.compile(r"var\s+\w+\s*=\s*[\"']([^\"'<>/.;]*[\u4e00-\u9fff][^\"'<>/.;]*)[\"']")


def extract_sections(
    body: bytes,
    url: str,
    *,
    content_type: str | None = None,
    rules: ListingRules | None = None,
) -> tuple[SectionLink, ...]:
    """The sections that the page at `url` links, in the page's order, each once.

    Args:
        body: the page.
        url: where it came from.
        content_type: the HTTP header's value.
        rules: what a profile knows; its article pattern tells articles from sections.
    """
    document = read_document(body, url, content_type)
    return sections_of(document, rules.article if rules else None)


def sections_of(document: Document, article: str | None = None) -> tuple[SectionLink, ...]:
    """The sections that a page links; `article` is a profile's pattern of article URLs."""
    found: dict[str, SectionLink] = {}
    here = section_key(document.url)
    for url, name in (*_links(document), *_written_links(document)):
        key = section_key(url)
        if key == here or not _may_be_section(document.url, url, name, article):
            continue
        known = found.get(key)
        if known is None or (MORE.match(known.name) and not MORE.match(name)):
            found[key] = SectionLink(url=url, name=name)
    return tuple(found.values())


def breadcrumb_sections(
    body: bytes, url: str, *, content_type: str | None = None
) -> tuple[SectionLink, ...]:
    """The sections that the breadcrumb of an article links; from the source, without a tree.

    Arguments as of `extract_sections`.
    """
    document = Document(url=url, base=url, text=decode(body, content_type).text)
    labels = (label for pattern in _BREADCRUMB for label in pattern.finditer(document.text))
    return next((found for label in labels if (found := _crumbs(document, label.end()))), ())


def _crumbs(document: Document, place: int) -> tuple[SectionLink, ...]:
    """The sections among the links that follow one another from `place` on."""
    found: list[SectionLink] = []
    links = 0
    while crumb := _CRUMB.search(document.text, place, place + CRUMB_GAP + 800):
        between = html.unescape(_TAG.sub("", document.text[place : crumb.start()]))
        if crumb.start() - place > CRUMB_GAP or (links and not _BETWEEN.match(between)):
            break
        links += 1
        place = crumb.end()
        url = document.link(html.unescape(crumb[1]))
        name = clean(html.unescape(_TAG.sub("", crumb[2])))
        if url is not None and _may_be_section(document.url, url, name, None):
            found.append(SectionLink(url=url.partition("#")[0], name=name))
    return tuple(found)


def section_key(url: str) -> str:
    """`url` as sections are compared: a folder is its index page, parameters have no order."""
    parts = urlsplit(url)
    path = _INDEX.sub("/", parts.path) or "/"
    return f"{parts.netloc.lower()}{path}?{'&'.join(sorted(parts.query.split('&')))}"


def _may_be_section(here: str, url: str, name: str, article: str | None) -> bool:
    path, query = urlsplit(url).path, urlsplit(url).query
    return (
        target_of(url, here) == "page"
        and len(name) <= NAME_LENGTH
        and not NO_SECTION.search(name)
        and not NO_SECTION_PATH.search(path)
        and not (path in ("", "/") or (_INDEX.fullmatch(path) and not query))
        and not is_article_url(url, article)
    )


def _links(document: Document) -> Iterator[tuple[str, str]]:
    if document.root is None:
        return
    for anchor in document.root.iter("a", "area"):
        url = document.link(anchor.get("href") or "")
        if url is None:
            continue
        name = link_text(anchor)
        title = clean(anchor.get("title") or "")
        if not name or MORE.match(name):
            heading = _heading_of(anchor)
            name = title if title and not MORE.match(title) else heading or name
        yield url.partition("#")[0], name


def _heading_of(anchor: HtmlElement) -> str | None:
    """The heading that a 更多 stands beside: the text before it, in the nearest block with one."""
    for ancestor in [*anchor.iterancestors()][:3]:
        texts = (clean(text) for text in ancestor.itertext())
        before = [text for text in texts if text and not MORE.match(text)]
        if before:
            return before[0] if len(before[0]) <= NAME_LENGTH else None
    return None


def _written_links(document: Document) -> Iterator[tuple[str, str]]:
    """Links that scripts write into the page (`document.write('<a href="../zcfg/">…')`)."""
    if document.root is None:
        return
    for script in document.root.iter("script"):
        source = script.text or ""
        if "<a" not in source or "write" not in source:
            continue
        variable = _WRITTEN_NAME.search(source)
        for href, text in _WRITTEN_LINK.findall(source):
            url = document.link(href)
            if url is None:
                continue
            name = clean(text)
            if not name or "+" in name:
                name = clean(variable[1]) if variable else _folder(url)
            yield url.partition("#")[0], name


def _folder(url: str) -> str:
    """The last folder of `url`: the name of a section that has none."""
    return urlsplit(url).path.strip("/").rpartition("/")[2][:NAME_LENGTH]
