"""Reading rows: the title, the address and the date of each."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from lxml.html import HtmlElement

from portal_spider.extract.family import is_article_url
from portal_spider.extract.listing.dates import PART, is_date, row_date
from portal_spider.extract.listing.document import Document
from portal_spider.extract.listing.links import LABEL_LENGTH, Link, destination
from portal_spider.extract.listing.titles import HEADINGS, dated_text, link_text, row_title
from portal_spider.extract.listing.tree import visible_texts
from portal_spider.items import ListingRules

MOSTLY = 0.6
"""Share of rows with a date from which one without must look like an article otherwise."""
STRAY = re.compile(
    r"^\W*(?:首\s*页|网站首页|[上下]一?[页頁]|[尾末][页頁]|最后一页|返回\w*|更多|跳转|当前位置.*|\d+)\W*$"
)
"""Texts of links that are no row, whatever is around them."""
MOST_PIECES = 400
"""Pieces of text that a row has at most: some titles come letter by letter."""
MOST_TEXTS = 6
"""Pieces of text around a row that may belong to it."""


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


def read_rows(document: Document, members: Sequence[tuple[Link, HtmlElement]]) -> Iterator[Row]:
    """One row an element: of several links in it, the one with the longest text."""
    chosen: dict[HtmlElement, Link] = {}
    for link, element in members:
        other = chosen.get(element)
        if other is None or _rank(link) > _rank(other):
            chosen[element] = link
    own = {element: _texts_without_title(link.anchor, element) for element, link in chosen.items()}
    forward = _dates_follow(own)
    for element, link in chosen.items():
        texts = own[element]
        if not _shows_date(texts) and forward is not None:
            texts = texts + _sibling_texts(element, own, forward=forward)
        labels = _column_labels(element, texts) if len(texts) > 1 else ()
        yield Row(
            element=element,
            anchor=link.anchor,
            url=link.url,
            title=row_title(link.anchor, element),
            date=row_date(texts, link.url, labels),
            dated=_shows_date(texts),
        )


def selected_rows(document: Document, rules: ListingRules) -> list[Row]:
    """The rows that a profile's selectors select."""
    elements = (
        document.root.cssselect(rules.rows) if rules.rows and document.root is not None else ()
    )
    rows = (_selected_row(document, element, rules) for element in elements)
    return [row for row in rows if row is not None]


def _selected_row(document: Document, element: HtmlElement, rules: ListingRules) -> Row | None:
    anchors = element.cssselect(rules.title) if rules.title else list(element.iter("a"))
    alive = [a for a in anchors if a.tag == "a" and destination(document, a) is not None]
    if not alive:
        return None
    anchor = max(alive, key=lambda a: len(link_text(a)))
    url = destination(document, anchor)
    texts = _texts_without_title(anchor, element)
    if rules.date is not None:
        texts = [text for found in element.cssselect(rules.date) for text in visible_texts(found)]
    day = row_date(texts, url)
    return Row(element, anchor, url, row_title(anchor, element), day, day is not None)


def without_strays(rows: list[Row], article: str | None) -> list[Row]:
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


def _rank(link: Link) -> tuple[bool, bool, int]:
    """A heading is the title though the link around a summary, to the same page, is longer."""
    parent = link.anchor.getparent()
    is_heading = parent is not None and parent.tag in HEADINGS
    return not link.is_label, is_heading, len(link.text)


def _dates_follow(own: Mapping[HtmlElement, Sequence[str]]) -> bool | None:
    """Whether dates stand behind their rows, or before them; `None` where rows have their own.

    Rows may be parts of equal rank (`<dt>` and `<dd>`, a link and a `<span>` without an element
    around both): then the first row shows whether a date leads, the last whether one trails.
    """
    bare = [element for element, texts in own.items() if not _shows_date(texts)]
    if len(bare) * 2 < len(own):
        return None
    if _shows_date(_sibling_texts(bare[-1], own, forward=True)):
        return True
    return False if _shows_date(_sibling_texts(bare[0], own, forward=False)) else None


def _texts_without_title(anchor: HtmlElement, element: HtmlElement) -> list[str]:
    inside = list(islice(visible_texts(anchor), MOST_PIECES))
    texts = list(islice(visible_texts(element), MOST_PIECES))
    for text in inside:
        if text in texts and not is_date(text) and not PART.fullmatch(text):
            texts.remove(text)
    date = dated_text(anchor, element)
    return texts if date is None else [*texts, date]


def _sibling_texts(
    element: HtmlElement, rows: Container[HtmlElement], *, forward: bool
) -> list[str]:
    """The texts between a row and the next one, or the one before."""
    texts: list[str] = []
    if forward and element.tail and not element.tail.isspace():
        texts.append(element.tail)
    for sibling in element.itersiblings(preceding=not forward):
        if sibling in rows or not isinstance(sibling.tag, str) or len(texts) > MOST_TEXTS:
            break
        found = list(islice(visible_texts(sibling), MOST_TEXTS))
        texts = texts + found if forward else found + texts
        if forward and sibling.tail and not sibling.tail.isspace():
            texts.append(sibling.tail)
    return texts


def _shows_date(texts: Sequence[str]) -> bool:
    return bool(texts) and (
        row_date(texts, None) is not None or any(is_date(text) for text in texts)
    )


def _column_labels(row: HtmlElement, texts: Sequence[str]) -> list[str]:
    """For each of a table row's `texts`, the heading of its column; empty for other rows."""
    if row.tag != "tr":
        return []
    table = next(row.iterancestors("table"), None)
    head = next(table.iter("tr"), None) if table is not None else None
    if head is None or head is row or next(head.iter("a"), None) is not None:
        return []
    headings = ["".join(visible_texts(cell)).strip() for cell in head]
    columns = [
        (list(visible_texts(cell)), heading) for cell, heading in zip(row, headings, strict=False)
    ]
    return [next((heading for cell, heading in columns if text in cell), "") for text in texts]
