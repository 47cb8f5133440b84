"""The links of a page that may be titles of rows, and how far each reaches alone.

A row is the largest element around one link to an article and no other: labels beside a title
(its section, 解读, 查看) and a picture with the same address do not count as others.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from lxml.html import HtmlElement

from portal_spider.extract.family import is_article_url
from portal_spider.extract.listing.document import Document
from portal_spider.extract.listing.targets import is_file
from portal_spider.extract.listing.titles import MERE_LINKS, link_text

MAX_CLIMB = 8
"""Levels from a link to the largest element that may be its row."""
ROW_TAGS = frozenset({"li", "tr", "dt"})
"""Elements that a row never goes beyond."""
LABEL_LENGTH = 8
"""Characters of a link beside the title that is a label of the row (its section, 解读)."""
TITLE_LENGTH = 15
"""Characters from which a link is a title for certain."""
NAME_LENGTH = 24
"""Characters of a link to the office that published a row, or to its file."""
MOST_LINKS = 6
"""Links that one row has at most."""
LABEL = re.compile(
    r"[\[【〔(（<《][^\[\]【】〔〕]{1,10}[\]】〕)）>》]|(?:政策|文字|相关|图片|图文|视频|专家)?(?:解读|图解)|附件\d*"
    r"|相关(?:链接|文件|附件)|原文链接|我要(?:留言|咨询)|收藏|转发|置顶|new|NEW"
)
"""Links that stand beside a title and are none."""
_OPENED = re.compile(r"""['"]([^'"\s]*[/.?][^'"\s]*)['"]""")


@dataclass(slots=True)
class Link:
    """A link that may be a row's title."""

    anchor: HtmlElement
    url: str | None
    """`None` where it is dead: evidence for the structure still."""
    text: str
    top: HtmlElement
    """The largest element around this link and no other."""
    rank: int = 0
    """2 for an address of an article, 1 for a file's, 0 for any other."""

    @property
    def is_label(self) -> bool:
        """Whether it only stands beside a title: a button, an interpretation, the section."""
        return self.text in MERE_LINKS or LABEL.fullmatch(self.text) is not None


def find_links(document: Document) -> list[Link]:
    """Every link with a text, and the largest element that is its alone."""
    assert document.root is not None
    links: list[Link] = []
    around: defaultdict[HtmlElement, list[Link]] = defaultdict(list)
    for anchor in document.root.iter("a"):
        text = link_text(anchor) or _attribute(anchor)
        if not text or (anchor.get("href") is None and anchor.get("onclick") is None):
            continue
        url = destination(document, anchor)
        link = Link(anchor, url, text, anchor, _rank(url))
        links.append(link)
        for element in islice(anchor.iterancestors(), MAX_CLIMB):
            if element.tag in ("body", "html"):
                break
            around[element].append(link)
    for link in links:
        for element in link.anchor.iterancestors():
            if element not in around or not _is_alone(link, around[element]):
                break
            link.top = element
            if element.tag in ROW_TAGS:
                break
    absorbed = {
        id(other)
        for link in links
        for other in around.get(link.top, ())
        if not link.is_label and other.url != link.url
    }
    return [link for link in links if id(link) not in absorbed]


def destination(document: Document, anchor: HtmlElement) -> str | None:
    """Where a link leads to; also where a script in it opens a page at a literal address."""
    href = anchor.get("href") or ""
    url = document.link(href)
    if url is not None:
        return url
    for script in (href if href.lower().startswith("javascript") else "", anchor.get("onclick")):
        opened = _OPENED.findall(script or "")
        if len(opened) == 1:
            return document.link(opened[0])
    return None


def _is_alone(link: Link, inside: Sequence[Link]) -> bool:
    """Whether the other links of an element are the same, or mere labels of `link`."""
    return len(inside) <= MOST_LINKS and all(
        other is link
        or (other.url is not None and other.url == link.url)
        or (other.is_label and not link.is_label)
        or (len(other.text) <= LABEL_LENGTH and len(link.text) >= TITLE_LENGTH and not other.rank)
        or (other.rank < link.rank and len(other.text) <= NAME_LENGTH)
        for other in inside
    )


def _rank(url: str | None) -> int:
    if url is None:
        return 0
    return 1 if is_file(url) else 2 * is_article_url(url)


def _attribute(anchor: HtmlElement) -> str:
    """What a link around a picture says of itself."""
    return (
        anchor.get("title") or next((i.get("alt") or "" for i in anchor.iter("img")), "")
    ).strip()
