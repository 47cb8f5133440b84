"""Links pushed into a text, or into its breadcrumb, to hosts where no writer would lead to.

Of 420 real articles none has a link inside its text to a host that the page names nowhere else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from portal_spider.extract.spam.formal import is_formal
from portal_spider.extract.spam.own import LIKE, Own
from portal_spider.extract.spam.phrases import DECIDES, PHRASE
from portal_spider.extract.spam.runs import ALIEN, sureness
from portal_spider.extract.spam.trades import likeness

if TYPE_CHECKING:
    from portal_spider.extract.document import Anchor, Block, Document

HAN = re.compile("[\u3400-\u9fff]")
ODD_HOST = re.compile(
    r"\d{3}|\.(?:top|xyz|vip|cc|icu|club|live|bet|win|site|online|shop|tk|pw|example)$"
)
"""Hosts that are registered by the thousand."""
HOST = re.compile(r"\s*(?:https?:)?//(?:[^/?#@]*@)?([\w-]+(?:\.[\w-]+)+)", re.IGNORECASE)
INVITES = re.compile(
    r"[：:]\s*$|网址|登录|官网|链接|点击|详见|查看|扫码|下载|来源|作者|访问|原文|转自|通过|进入|报名|平台"
)
"""Before a link that the writer gives."""
CITES = re.compile(
    r"(?:(?<!官)网|[报台站社厅部省市区县局委会院校馆])$|新闻|日报|电视|大学|公司|中心|系统|平台$|附件|点击|查看|原文|详[见情]|https?:|www|\.c(?:n|om)"
)
"""The text of such a link."""
OWN_HOSTS = (".gov.cn", ".edu.cn", ".org.cn", ".ac.cn", ".mil.cn")
TRAIL = re.compile("位置|首\\s*页.{0,8}[>＞»›]")
"""Lines of a breadcrumb."""

LONGEST_LINE, HOST_CHARS = 140, 60
MOST_LINKS = 300
LEAVES, ODD, ALONE, STRANGE, ALIKE = 1.0, 0.5, 0.25, 0.5, 0.5
UNLIKE = 0.0
"""Likeness below which a link to an odd host is one that a writer gives."""


class Offsite:
    """Weighs the links of one page."""

    def __init__(self, document: Document, own: Own) -> None:
        self.document = document
        self.own = own
        self.host = urlsplit(document.url).hostname or ""
        domain = ".".join(self.host.split(".")[-2:])
        self.own_hosts = (self.host or domain, domain, *OWN_HOSTS)

    def links(self) -> Iterator[tuple[Anchor, float]]:
        """Links in the text, or in the breadcrumb, that lead where no writer would lead to."""
        blocks = self.document.blocks
        left = MOST_LINKS
        for anchor in self.document.anchors:
            href = anchor.href
            if "//" not in href or self.host in href[:HOST_CHARS]:
                continue
            host = _host(href)
            if host is None or anchor.block >= len(blocks) or host.endswith(self.own_hosts):
                continue
            if not left:
                return
            left -= 1
            block = blocks[anchor.block]
            if block.hidden is not None or block.removal is not None:
                continue
            text = anchor.text
            if not 2 <= len(text) <= PHRASE or not HAN.search(text):
                continue
            trail = TRAIL.search(block.text, 0, LONGEST_LINE) is not None
            if not trail and (not self.own.in_text(block) or _is_cited(text, host)):
                continue
            if (score := self._weigh_link(anchor, block, host, trail=trail)) >= DECIDES:
                yield anchor, sureness(score)

    def _weigh_link(self, anchor: Anchor, block: Block, host: str, *, trail: bool) -> float:
        """The evidence that a link is not of the page."""
        text = anchor.text
        label = TRAIL.search(block.text) if trail else None
        if label and text in block.text[: label.start()]:
            return DECIDES + LEAVES  # nothing stands before a breadcrumb's label
        if _is_cited(text, host):
            return 0.0
        odd = ODD_HOST.search(host) is not None
        like = self.own.likeness(text)
        before = block.text.partition(text)[0]
        if not trail and INVITES.search(before[-12:]):
            return 0.0
        evidence = LEAVES + (ODD if odd else 0.0)
        evidence += ALONE if not trail and len(text) == len(block.text) else 0.0
        evidence += ODD if trail else 0.0
        if self.own.strangeness(text) >= ALIEN:
            evidence += STRANGE
        return evidence + (ALIKE if like >= LIKE else 0.0)


def _is_cited(text: str, host: str) -> bool:
    """Is the text of a link one that writers give: of an outlet, an office, a document?"""
    if not is_formal(text) and not CITES.search(text):
        return False
    return likeness(text) < (UNLIKE if ODD_HOST.search(host) else LIKE)


def _host(href: str) -> str | None:
    found = HOST.match(href)
    return found[1].lower() if found else None
