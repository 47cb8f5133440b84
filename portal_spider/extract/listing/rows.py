"""The rows of a listing: the repeated structure of a page with the most evidence for it.

A row is the largest element around one link to an article and no other. Rows of one make are a
group; of all groups of a page (navigation, sidebars, hot lists, link farms, the listing itself)
the one is taken whose rows have dates, long titles, and URLs of the shape that articles have,
under the listing's own address and beside its pager.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice, takewhile

from lxml.html import HtmlElement

from portal_spider.extract.family import is_article_url
from portal_spider.extract.listing.dates import is_date, row_date
from portal_spider.extract.listing.document import Document
from portal_spider.extract.listing.targets import target_of
from portal_spider.extract.listing.titles import MERE_LINKS, link_text, row_title
from portal_spider.extract.listing.tree import is_hidden, visible_texts
from portal_spider.items import ListingRules

MAX_CLIMB = 8
"""Levels from a link to the largest element that may be its row."""
LABEL_LENGTH = 8
"""Characters of a link beside the title that is a label of the row (its section, 解读)."""
MOST_LINKS = 6
"""Links that one row has at most."""
LABEL = re.compile(
    r"[\[【〔(（<《][^\[\]【】〔〕]{1,10}[\]】〕)）>》]|(?:政策|文字|相关|图片|图文|视频|专家)?(?:解读|图解)|附件\d*"
    r"|相关(?:链接|文件|附件)|原文链接|我要(?:留言|咨询)|收藏|转发|置顶|new|NEW"
)
"""Links that stand beside a title and are none."""
MOSTLY = 0.6
"""Share of rows with a date from which one without must look like an article otherwise."""
STRAY = re.compile(
    r"^\W*(?:首\s*页|网站首页|[上下]一?[页頁]|[尾末][页頁]|最后一页|返回\w*|更多|跳转|当前位置.*|\d+)\W*$"
)
"""Texts of links that are no row, whatever is around them."""
UNDER = 0.5
"""Weight of addresses that lie under the listing's own."""
TITLE_LENGTH = 15
"""Characters from which a link is a title for certain."""

ASIDE = re.compile(
    r"(?:^|[^a-z])(?:nav|menu|foot|footer|head|header|top|crumb|position|weizhi|dqwz|side|sidebar|aside"
    r"|left|hot|rank|friend|yqlj|link|links|wzlj|related|xgwz|tool|share|login|search|copyright|bottom)",
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
PAGER = re.compile(r"page|pagin|fanye|fenye|pager|turn", re.IGNORECASE)
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

    @property
    def is_label(self) -> bool:
        """Whether it only stands beside a title: a button, an interpretation, the section."""
        return self.text in MERE_LINKS or LABEL.fullmatch(self.text) is not None


@dataclass(slots=True)
class Row:
    """One row, read."""

    element: HtmlElement
    anchor: HtmlElement
    url: str | None
    title: str | None
    date: str | None
    dated: bool
    """Whether the row itself shows the date."""


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
            evidence["dates"] >= 0.6
            or (evidence["articles"] >= 0.5 and evidence["titles"] >= 0.5)
            or (evidence["articles"] + evidence["under"] >= 0.9 and evidence["titles"] >= 0.3)
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
        return _selected(document, rules)
    links = _links(document)
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


def _selected(document: Document, rules: ListingRules) -> list[Group]:
    """The rows that a profile's selectors select."""
    assert document.root is not None
    assert rules.rows is not None
    rows = []
    for element in document.root.cssselect(rules.rows):
        anchors = element.cssselect(rules.title) if rules.title else list(element.iter("a"))
        anchors = [a for a in anchors if a.tag == "a" and destination(document, a)]
        if not anchors:
            continue
        anchor = max(anchors, key=lambda a: len(link_text(a)))
        url = destination(document, anchor)
        texts = _texts_without_title(anchor, element)
        if rules.date is not None:
            texts = [
                text for found in element.cssselect(rules.date) for text in visible_texts(found)
            ]
        shown = row_date(texts, url)
        rows.append(Row(element, anchor, url, row_title(anchor, element), shown, bool(shown)))
    return [Group(rows=rows, score=1.0, selected=True)] if rows else []


def _links(document: Document) -> list[Link]:
    """Every link with a text, and the largest element that is its alone."""
    assert document.root is not None
    links: list[Link] = []
    around: defaultdict[HtmlElement, list[Link]] = defaultdict(list)
    for anchor in document.root.iter("a"):
        text = link_text(anchor) or _attribute(anchor)
        if not text or (anchor.get("href") is None and anchor.get("onclick") is None):
            continue
        link = Link(anchor, destination(document, anchor), text, anchor)
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
    absorbed = {
        id(other)
        for link in links
        for other in around.get(link.top, ())
        if not link.is_label and other.url != link.url
    }
    return [link for link in links if id(link) not in absorbed]


def _attribute(anchor: HtmlElement) -> str:
    """What a link around a picture says of itself."""
    return (
        anchor.get("title") or next((i.get("alt") or "" for i in anchor.iter("img")), "")
    ).strip()


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
        or (len(other.text) <= LABEL_LENGTH and len(link.text) >= TITLE_LENGTH)
        for other in inside
    )


def _signature(element: HtmlElement | None, known: dict[HtmlElement, str]) -> str:
    """The way from the root to `element`, by tags and first classes."""
    if element is None:
        return ""
    if element not in known:
        names = (element.get("class") or "").split()
        name = re.sub(r"\d+", "", names[0]) if names else ""
        known[element] = f"{_signature(element.getparent(), known)}/{element.tag!s}.{name}"
    return known[element]


def _grouped(links: Sequence[Link]) -> dict[tuple[str, str], list[tuple[Link, HtmlElement]]]:
    """Links by the make of their rows.

    A link alone in its list (the last of five lists of five) would take the list for its row:
    so of all levels between link and largest row, the one is taken that most links share.
    """
    signatures: dict[HtmlElement, str] = {}
    levels: dict[int, list[tuple[tuple[str, str], HtmlElement]]] = {}
    count: Counter[tuple[str, str]] = Counter()
    for number, link in enumerate(links):
        keys = levels[number] = []
        for element in (link.anchor, *link.anchor.iterancestors()):
            key = (_signature(element.getparent(), signatures), str(element.tag))
            keys.append((key, element))
            count[key] += 1
            if element is link.top:
                break
    groups: defaultdict[tuple[str, str], list[tuple[Link, HtmlElement]]] = defaultdict(list)
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
    rows = _without_strays(list(_rows(document, members)), article)
    first = rows[0].element
    group = Group(rows=rows, hidden=is_hidden(first), aside=_is_aside(first))
    by_pager = _beside_pager(rows[-1].element, pagers)
    group.evidence = _evidence(document, group, article)
    group.beside = _is_beside(first) and not by_pager and group.evidence["under"] < UNDER / 2
    group.score = _score(group, by_pager=by_pager)
    return group


def _without_strays(rows: list[Row], article: str | None) -> list[Row]:
    """`rows` without what has their make and is none: the pager, the breadcrumb, a menu."""
    kept = [row for row in rows if not STRAY.match(row.title or "")]
    dated = sum(row.dated for row in kept)
    if dated >= MOSTLY * len(kept) > 2:
        kept = [
            row
            for row in kept
            if row.dated
            or len(row.title or "") > LABEL_LENGTH
            or (row.url is not None and is_article_url(row.url, article))
        ]
    return kept or rows


def _rows(document: Document, members: Sequence[tuple[Link, HtmlElement]]) -> Iterable[Row]:
    """One row an element: of several links in it, the one with the longest text."""
    chosen: dict[HtmlElement, Link] = {}
    for link, element in members:
        other = chosen.get(element)
        if other is None or _rank(link) > _rank(other):
            chosen[element] = link
    elements = set(chosen)
    for element, link in chosen.items():
        texts, dated = _texts_beside(link.anchor, element, elements)
        shown = row_date(texts, None) if dated else None
        yield Row(
            element=element,
            anchor=link.anchor,
            url=link.url,
            title=row_title(link.anchor, element),
            date=row_date(texts, link.url),
            dated=shown is not None or (dated and bool(texts)),
        )


def _rank(link: Link) -> tuple[bool, int]:
    return not link.is_label, len(link.text)


def _texts_beside(
    anchor: HtmlElement, element: HtmlElement, rows: set[HtmlElement]
) -> tuple[list[str], bool]:
    """The texts of a row beside its title, and whether one of them shows a date.

    Where the row has no date, what follows it, up to the next row, belongs to it (`<dt>` and
    `<dd>`, a link and a `<span>` without an element around both); failing that, what precedes it.
    """
    own = _texts_without_title(anchor, element)
    if _shows_date(own):
        return own, True
    after = _sibling_texts(element, rows, forward=True)
    if _shows_date(after):
        return own + after, True
    before = _sibling_texts(element, rows, forward=False)
    if _shows_date(before):
        return own + before, True
    return own, False


def _texts_without_title(anchor: HtmlElement, element: HtmlElement) -> list[str]:
    inside = list(visible_texts(anchor))
    texts = list(visible_texts(element)) if element is not anchor else list(inside)
    for text in inside:
        if text in texts and not is_date(text):
            texts.remove(text)
    return texts


def _sibling_texts(element: HtmlElement, rows: set[HtmlElement], *, forward: bool) -> list[str]:
    texts: list[str] = []
    if forward and element.tail and not element.tail.isspace():
        texts.append(element.tail)
    for sibling in element.itersiblings(preceding=not forward):
        if sibling in rows or not isinstance(sibling.tag, str) or len(texts) > 6:
            break
        found = list(visible_texts(sibling))
        texts = texts + found if forward else found + texts
        if forward and sibling.tail and not sibling.tail.isspace():
            texts.append(sibling.tail)
    return texts


def _shows_date(texts: Sequence[str]) -> bool:
    return bool(texts) and (
        row_date(texts, None) is not None or any(is_date(text) for text in texts)
    )


def _is_aside(element: HtmlElement) -> bool:
    """Whether `element` is in what is named as navigation, a sidebar, or the like."""
    for ancestor in element.iterancestors():
        if ancestor.tag in CHROME_TAGS:
            return True
        names = f"{ancestor.get('class') or ''} {ancestor.get('id') or ''}"
        if ASIDE.search(names):
            return True
    return False


def _pagers(root: HtmlElement) -> list[HtmlElement]:
    """The elements that are named as pagers."""
    return [
        element
        for element in root.iter("div", "ul", "p", "td", "span", "nav", "table")
        if PAGER.search(f"{element.get('class') or ''} {element.get('id') or ''}")
    ]


def _evidence(document: Document, group: Group, article: str | None) -> dict[str, float]:
    """What speaks for and against `group`, each by its weight."""
    rows = group.rows
    live = [row.url for row in rows if row.url is not None]
    lengths = [min(len(row.title or ""), 40) for row in rows]
    folder = document.url.rpartition("/")[0] + "/"
    articles = [url for url in live if is_article_url(url, article)]
    offsite = [url for url in live if target_of(url, document.url) == "offsite"]
    return {
        "dates": 2.0 * group.dated_share,
        "titles": min(sum(lengths) / len(rows) / TITLE_LENGTH, 1.2),
        "articles": 1.0 * len(articles) / max(len(live), 1),
        "under": UNDER * sum(url.startswith(folder) for url in live) / max(len(live), 1),
        "offsite": -1.0 * len(offsite) / max(len(live), 1),
        "here": -1.0 if document.url in live else 0.0,
    }


def _score(group: Group, *, by_pager: bool) -> float:
    """How much speaks for `group` being the listing; of no unit, only for comparison."""
    amount = math.pow(min(len(group.rows), 40), 0.6)
    score: float = max(sum(group.evidence.values()), 0.0) * amount
    if group.hidden:
        score *= 0.2
    if group.aside:
        score *= 0.6
    if group.beside:
        score *= 0.3
    if by_pager:
        score *= 1.5
    return score


def _is_beside(element: HtmlElement) -> bool:
    """Whether `element` is in a hot list or the like, by its name or its heading."""
    for level, ancestor in enumerate(element.iterancestors()):
        if BESIDE.search(f"{ancestor.get('class') or ''} {ancestor.get('id') or ''}"):
            return True
        before = ancestor.getprevious() if level < 3 else None
        if before is not None and isinstance(before.tag, str):
            heading = "".join(visible_texts(before)).strip()
            if len(heading) < 16 and BESIDE_HEADING.match(heading):
                return True
    return False


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
