"""The whole title of a row: from its text, or from an attribute where the text is cut short."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from portal_spider.extract.listing.dates import TRAILING, is_date
from portal_spider.extract.listing.tree import is_hidden_here, visible_texts
from portal_spider.extract.mirror.glosses import GLOSSED

CUT = re.compile(r"\s*(?:\.{2,}|…+|⋯+|。{3,}|．{3,})\s*$")
"""How a title ends that a template has cut to its column."""
BULLET = re.compile(r"^[\s\u3000\xa0·•▪■□◆◇●○►▶※★☆\-–>»›]+|[\s\u3000\xa0]+$")
"""What stands before a title and is no part of it."""
MERE_LINKS = frozenset(
    (
        "查看", "查看详情", "查看详细", "查看更多", "查看全文", "详情", "详细", "详细信息", "更多",
        "更多>>", "下载", "点击下载", "点击查看", "阅读全文", "阅读更多", "全文", "原文",
        "查看原文", "正文", "more", ">>", ">", "打开", "浏览",
    )
)  # fmt: skip
"""Link texts that say nothing of what they lead to."""
LABELLED_TITLE = re.compile(r"^\s*(?:文章)?(?:标题|题名|名称)\s*[:：]\s*([^\r\n]+)")
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_TITLE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:tit|title|bt|biaoti|name|tt)(?:$|[\s\d_-])", re.IGNORECASE
)
_UNCLOSED = re.compile(r"\s*['\"]\s*[\w-]+\s*=\s*$")
"""The beginning of the next attribute, in one whose quotes do not match."""
_SPACES = re.compile(r"[\s\u3000\xa0]+")
LONG = 90
"""Characters beyond which the text of a link holds more than a title (a summary, a date)."""


def clean(text: str) -> str:
    """`text` on one line, without bullets."""
    return BULLET.sub("", _SPACES.sub(" ", text)).strip()


def row_title(anchor: HtmlElement, row: HtmlElement) -> str | None:
    """The title that `row` gives to what `anchor` leads to; `None` where it gives none."""
    text = _text(anchor)
    if not text or text.lower() in MERE_LINKS:
        text = _text_of_row(anchor, row)
    elif dated_text(anchor, row) is not None:
        text = TRAILING.sub("", text)
    return whole(text, _attributes(anchor, row))


def dated_text(anchor: HtmlElement, row: HtmlElement) -> str | None:
    """The date behind the title in the link's own text, where `row` shows none besides."""
    texts = list(visible_texts(anchor))
    found = TRAILING.search(texts[-1]) if texts else None
    if found is None or not clean(texts[-1][: found.start()]):
        return None
    return None if any(is_date(text) for text in visible_texts(row)) else found[1] or found[3]


def whole(text: str | None, attributes: Iterator[str]) -> str | None:
    """`text`, or the one of `attributes` that says it in full."""
    if text is None:
        return next(attributes, None)
    cut = CUT.sub("", text)
    beginning = _letters(cut)
    for attribute in attributes:
        letters = _letters(attribute)
        longer = len(letters) > len(beginning) or cut != text
        if longer and letters.startswith(beginning) and letters != _letters(text):
            return attribute
    return text


def link_text(anchor: HtmlElement) -> str:
    """The text of a link, dates left out: how a row is weighed before it is read."""
    return clean("".join(text for text in visible_texts(anchor) if not is_date(text)))


def _text(anchor: HtmlElement) -> str | None:
    text = link_text(anchor)
    if _is_long(text) or _has_parts(anchor):
        text = _title_part(anchor) or text
    return text or None


def _is_long(text: str) -> bool:
    """Is a text longer than a title? What a mirror wrote into it does not count."""
    return len(text) > LONG and len(GLOSSED.sub(r"\1", text)) > LONG


def _has_parts(anchor: HtmlElement) -> bool:
    """Whether the link wraps a whole row: paragraphs or blocks beside the title."""
    return any(
        True for _ in anchor.iter("p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "dd", "li")
    )


def _title_part(anchor: HtmlElement) -> str | None:
    """The part of a link around a whole row that is the title."""
    for element in anchor.iterdescendants():
        named = isinstance(element.tag, str) and (
            element.tag in HEADINGS or _TITLE_CLASS.search(element.get("class") or "")
        )
        if named and not is_hidden_here(element):
            text = clean("".join(visible_texts(element)))
            if text and not is_date(text):
                return text
    parts = (clean(text) for text in visible_texts(anchor))
    return next((text for text in parts if len(text) > 3 and not is_date(text)), None)


def _text_of_row(anchor: HtmlElement, row: HtmlElement) -> str | None:
    """The longest text of the row outside the link: a table with the title in another cell."""
    inside = set(visible_texts(anchor))
    texts = (clean(text) for text in visible_texts(row) if text not in inside)
    titles = [text for text in texts if len(text) > 1 and not text.isdigit() and not is_date(text)]
    return max(titles, key=len, default=None)


def _attributes(anchor: HtmlElement, row: HtmlElement) -> Iterator[str]:
    """Titles in attributes: the link's own, then its parts', then those around it."""
    around = [element for element in anchor.iterancestors() if element is not row]
    inside = [element for element in anchor.iterdescendants() if isinstance(element.tag, str)]
    for element in (anchor, *inside, row, *around[:2]):
        for name in ("title", "alt", "data-title"):
            value = element.get(name)
            if value:
                labelled = LABELLED_TITLE.match(value)
                text = clean(_UNCLOSED.sub("", labelled[1] if labelled else value))
                text = TRAILING.sub("", text) or text
                if text:
                    yield text


def _letters(text: str) -> str:
    """`text` as titles are compared: without white space."""
    return _SPACES.sub("", text)
