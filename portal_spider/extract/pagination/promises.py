"""How many pages and entries a listing says it has: 共 435 条, 共 26 页, 1/26."""

from __future__ import annotations

import re

from portal_spider.extract.listing.document import Document
from portal_spider.extract.listing.tree import visible_texts

_TOTAL = re.compile(
    r"(?:共计?有?|总计|合计)\s*[:：]?\s*(\d{1,7})\s*(?:条|篇|个)(?:记录|信息|文章|数据|结果|内容)?"
    r"|(?:总记录数?|记录总数|总条数|信息总数)\s*[:：]?\s*(\d{1,7})"
)
_PAGES = re.compile(
    r"(?:共计?有?|总计|总共)\s*[:：]?\s*(\d{1,5})\s*页|(?:总页数|页数)\s*[:：]\s*(\d{1,5})"
    r"|(?:页次|第|页码)?\s*[:：]?\s*\d{1,5}\s*/\s*(\d{1,5})\s*页"
)


def promised(document: Document) -> tuple[int | None, int | None]:
    """Pages and entries that the visible text of a page promises, each `None` where it does not."""
    if document.root is None:
        return None, None
    text = " ".join(visible_texts(document.root))
    return _number(_PAGES, text), _number(_TOTAL, text)


def _number(pattern: re.Pattern[str], text: str) -> int | None:
    found = pattern.search(text)
    return next((int(group) for group in found.groups() if group), None) if found else None
