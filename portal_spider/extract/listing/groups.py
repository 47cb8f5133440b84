"""The repeated structure of a page with the most evidence for being its listing.

Rows of one make are a group; of all groups of a page (navigation, sidebars, hot lists, link
farms, the listing itself) the one is taken whose rows have dates, long titles, and addresses of
the shape that articles have, under the listing's own address and beside its pager.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice, takewhile

from lxml.html import HtmlElement

from portal_spider.extract.family import is_article_url
from portal_spider.extract.listing.document import Document
from portal_spider.extract.listing.links import TITLE_LENGTH, Link, find_links
from portal_spider.extract.listing.rows import Row, read_rows, selected_rows, without_strays
from portal_spider.extract.listing.targets import target_of
from portal_spider.extract.listing.tree import is_hidden, surroundings, visible_texts
from portal_spider.items import ListingRules

WEIGHTS = {
    "dates": 2.0,
    "titles": 1.0,
    "articles": 1.0,
    "under": 1.5,
    "offsite": -1.0,
    "here": -1.0,
}
"""What a share of rows counts: with a date, with an article's address, with an address under the
listing's own, on another host; `titles` is their length, `here` a link to the page itself."""
ASIDE = re.compile(
    r"(?:^|[^a-z])(?:nav|menu|foot|head|top|crumb|position|weizhi|dqwz|side|aside"
    r"|left|hot|rank|friend|yqlj|link|wzlj|related|xgwz|tool|share|login|search|copyright|bottom)",
    re.IGNORECASE,
)
"""Names of what stands around a listing: a weak sign against a group inside."""
MORE = re.compile(r"^\W*(?:更多|查看更多|了解更多|more|全部)\W*$", re.IGNORECASE)
"""Links from a few rows of a section to the section."""
BESIDE = re.compile(
    r"(?:^|[^a-z])(?:hot|rank|top10|recommend|related|relate|tuijian|paihang|remen|redian|xgwz|xgyd)",
    re.IGNORECASE,
)
"""Names of lists that stand beside whatever a page shows: a strong sign."""
BESIDE_HEADING = re.compile(
    r"^\W*(?:热点|热门|推荐|排行|阅读排行|点击排行|相关|最新|今日|图片|友情|快速)\w{0,6}\W*$"
)
"""Headings of such lists."""
CHROME_TAGS = frozenset({"nav", "header", "footer", "aside"})
PAGER = re.compile(r"page|pagin|fanye|fenye|turn", re.IGNORECASE)

Make = tuple[str, str]
"""How rows of a group are alike: the way to what they are in, and their own tag."""


@dataclass(slots=True)
class Group:
    """Rows of one make, and how much speaks for their being the listing."""

    rows: list[Row]
    score: float = 0.0
    hidden: bool = False
    aside: bool = False
    beside: bool = False
    """Whether it is a hot list or the like, with nothing to tie it to this page."""
    selected: bool = False
    """Whether a profile's selector made it."""
    evidence: dict[str, float] = field(default_factory=dict)

    @property
    def is_listing(self) -> bool:
        """Whether enough speaks for it: dates, or the URLs of articles under long titles."""
        if self.selected or self.beside:
            return self.selected
        evidence = self.evidence
        return (
            evidence["dates"] >= 0.3
            or (evidence["articles"] >= 0.5 and evidence["titles"] >= 0.5)
            or (evidence["articles"] + evidence["under"] >= 1.2 and evidence["titles"] >= 0.3)
        )

    @property
    def dated_share(self) -> float:
        """Share of the rows that show a date."""
        return sum(row.dated for row in self.rows) / len(self.rows)


def find_groups(document: Document, rules: ListingRules) -> list[Group]:
    """All groups of rows of a page, the likeliest listing first.

    Where `rules` has a selector of rows, what it selects is the only group.
    """
    if document.root is None:
        return []
    if rules.rows is not None:
        rows = selected_rows(document, rules)
        return [Group(rows=rows, selected=True)] if rows else []
    links = find_links(document)
    pagers = _pagers(document.root)
    groups = [
        _read_group(document, members, rules.article, pagers)
        for members in _grouped(links).values()
    ]
    return sorted(groups, key=lambda group: -group.score)


def chosen_rows(groups: Sequence[Group]) -> list[Row]:
    """The rows of the listing; none where no group is one."""
    return groups[0].rows if groups and groups[0].is_listing else []


def blocks_with_more(group: Group) -> int:
    """Blocks that the rows stand in which have a 更多 of their own, as front pages have them."""
    blocks = dict.fromkeys(row.element.getparent() for row in group.rows)
    around = {
        block: [block, *islice(block.iterancestors(), 3)] for block in blocks if block is not None
    }
    shared = Counter(box for boxes in around.values() for box in boxes)
    return sum(
        any(
            MORE.match(anchor.text_content())
            for box in takewhile(lambda box: shared[box] == 1, boxes)
            for anchor in box.iter("a")
        )
        for boxes in around.values()
    )


def _signature(element: HtmlElement | None, known: dict[HtmlElement, str]) -> str:
    """The way from the root to `element`, by tags and first classes."""
    way = []
    while element is not None and element not in known:
        way.append(element)
        element = element.getparent()
    signature = known[element] if element is not None else ""
    for below in reversed(way):
        names = (below.get("class") or "").split()
        name = re.sub(r"\d+", "", names[0]) if names else ""
        signature = known[below] = f"{signature}/{below.tag!s}.{name}"
    return signature


def _grouped(links: Sequence[Link]) -> dict[Make, list[tuple[Link, HtmlElement]]]:
    """Links by the make of their rows.

    A link alone in its list (the last of five lists of five) would take the list for its row:
    so of all levels between link and largest row, the one is taken that most links share.
    """
    signatures: dict[HtmlElement, str] = {}
    levels: dict[int, list[tuple[Make, HtmlElement]]] = {}
    count: Counter[Make] = Counter()
    for number, link in enumerate(links):
        keys = levels[number] = []
        for element in (link.anchor, *link.anchor.iterancestors()):
            key = (_signature(element.getparent(), signatures), str(element.tag))
            keys.append((key, element))
            count[key] += 1
            if element is link.top:
                break
    groups: defaultdict[Make, list[tuple[Link, HtmlElement]]] = defaultdict(list)
    for number, link in enumerate(links):
        most = max(count[key] for key, _ in levels[number])
        key, element = [item for item in levels[number] if count[item[0]] == most][-1]
        groups[key].append((link, element))
    return groups


def _read_group(
    document: Document,
    members: Sequence[tuple[Link, HtmlElement]],
    article: str | None,
    pagers: Sequence[HtmlElement],
) -> Group:
    rows = without_strays(list(read_rows(document, members)), article)
    first = rows[0].element
    group = Group(rows=rows, hidden=is_hidden(first), aside=_is_aside(first))
    by_pager = _beside_pager(rows[-1].element, pagers)
    group.evidence = _evidence(document, group, article)
    group.beside = _is_beside(first) and not by_pager and group.evidence["under"] < 0.25
    group.score = _score(group, by_pager=by_pager)
    return group


def _evidence(document: Document, group: Group, article: str | None) -> dict[str, float]:
    """What speaks for and against `group`, each a share of its rows."""
    rows = group.rows
    live = [row.url for row in rows if row.url is not None]
    lengths = [min(len(row.title or ""), 40) for row in rows]
    folder = document.url.rpartition("/")[0] + "/"
    articles = [url for url in live if is_article_url(url, article)]
    offsite = [url for url in live if target_of(url, document.url) == "offsite"]
    alive = max(len(live), 1)
    return {
        "dates": group.dated_share,
        "titles": min(sum(lengths) / len(rows) / TITLE_LENGTH, 1.2),
        "articles": len(articles) / alive,
        "under": sum(url.startswith(folder) for url in live) / alive,
        "offsite": len(offsite) / alive,
        "here": float(document.url in live),
    }


def _score(group: Group, *, by_pager: bool) -> float:
    """How much speaks for `group` being the listing; of no unit, only for comparison."""
    amount = math.pow(min(len(group.rows), 40), 0.6)
    weighed = sum(WEIGHTS[name] * share for name, share in group.evidence.items())
    score: float = max(weighed, 0.0) * amount
    if group.hidden:
        score *= 0.2
    if group.aside:
        score *= 0.6
    if group.beside:
        score *= 0.3
    if by_pager:
        score *= 1.5
    return score


def _is_aside(element: HtmlElement) -> bool:
    """Whether `element` is in what is named as navigation, a sidebar, or the like."""
    for ancestor in surroundings(element):
        if ancestor.tag in CHROME_TAGS:
            return True
        names = f"{ancestor.get('class') or ''} {ancestor.get('id') or ''}"
        if ASIDE.search(names):
            return True
    return False


def _is_beside(element: HtmlElement) -> bool:
    """Whether `element` is in a hot list or the like, by its name or its heading."""
    for level, ancestor in enumerate(surroundings(element)):
        if BESIDE.search(f"{ancestor.get('class') or ''} {ancestor.get('id') or ''}"):
            return True
        before = ancestor.getprevious() if level < 3 else None
        if before is not None and isinstance(before.tag, str):
            heading = "".join(islice(visible_texts(before), 4)).strip()
            if len(heading) < 16 and BESIDE_HEADING.match(heading):
                return True
    return False


def _pagers(root: HtmlElement) -> list[HtmlElement]:
    """The elements that are named as pagers."""
    return [
        element
        for element in root.iter("div", "ul", "p", "td", "span", "nav", "table")
        if PAGER.search(f"{element.get('class') or ''} {element.get('id') or ''}")
    ]


def _beside_pager(row: HtmlElement, pagers: Sequence[HtmlElement]) -> bool:
    """Whether a pager is near the rows: in the block that holds them, or the one around it."""
    near = set()
    for number, ancestor in enumerate(row.iterancestors()):
        if number > 4 or ancestor.tag == "body":
            break
        near.add(ancestor)
    return any(
        ancestor in near
        for pager in pagers
        for _, ancestor in zip(range(3), pager.iterancestors(), strict=False)
    )
