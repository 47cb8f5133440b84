"""What a headline says: the line shown, or what tags, `<title>` and the listing have instead."""

from __future__ import annotations

import re
from collections.abc import Sequence

from portal_spider.extract.document import Block, Document
from portal_spider.extract.tree import squeezed_texts

TITLE_METAS = ("articletitle", "og:title", "title")


def squeeze(text: str) -> str:
    """A text without white space, to be compared."""
    return "".join(text.split())


def read_title(
    document: Document, start: int | None, end: int | None
) -> tuple[str | None, str | None]:
    """The headline, and where it was read: `heading`, `meta`, `title-tag`, `listing`."""
    shown = ""
    if start is not None and end is not None:
        shown = clean_title("".join(block.text for block in document.blocks[start:end]))
        badges = badges_in(document.blocks[start]) if end == start + 1 else ()
        shown = as_stated(shown, badges, document)
        tagged = document.metas.get("articletitle")
        if tagged and squeeze(tagged) == squeeze(shown):
            return tagged, "heading"
        return shown, "heading"
    for name in TITLE_METAS:
        if value := document.metas.get(name):
            return clean_title(value), "meta"
    if document.title_tag:
        return without_suffix(document.title_tag, document.metas.get("sitename")), "title-tag"
    if document.entry is not None and document.entry.title:
        return document.entry.title, "listing"
    return None, None


BRACKETS = (")", "）", "]")
TRAILING_DATE = re.compile(
    r"\s*[（(\[]\s*(?:19|20)\d\d[-年/.]\d{1,2}[-月/.]\d{1,2}日?(?:\s+\d{1,2}:\d\d(?::\d\d)?)?\s*[)）\]]\s*$"
)


INFO_BEHIND = re.compile(
    r"\s*(?:发布)?(?:(?:时间|日期)\s*[:：]\s*)?(?:19|20)\d\d[-年/.]\d{1,2}[-月/.]\d{1,2}日?\s+\d{1,2}:\d\d.*$"
    r"|\s*(?:发布(?:时间|日期)|(?:信息|文章)?来源)\s*[:：].*(?:19|20)\d\d.*$"
)
"""A line about the article in the headline's own: time and source in `<small>`."""
MIN_BEFORE_INFO = 8


LABEL = re.compile(
    r"\W{0,3}(?:(?:文章|新[闻聞]|信息|信件|公告|通知)?[标標]\s*[题題]|(?:帖子|信件|来信|留言|咨询)主[题題])"
    r"(?:\s*[】\]])?\s*[:：]\s*(?=\S{4})"
)
"""What asks for the headline in its own line: 标题：, 帖子主题：."""


def without_label(text: str) -> str:
    """A line without the label that asks for the headline."""
    label = LABEL.match(text)
    return text[label.end() :] if label else text


def clean_title(text: str) -> str:
    """A headline without its label, and without the date that some portals put behind it."""
    text = without_label(text.strip())
    if text.endswith(BRACKETS):
        text = TRAILING_DATE.sub("", text).strip()
    if ":" in text or "：" in text:
        behind = INFO_BEHIND.search(text)
        if behind and behind.start() >= MIN_BEFORE_INFO and text[behind.start() - 1] not in ":：":
            return text[: behind.start()]
    return text


BADGE = re.compile(r"(?:[\[【［〖][^\[\]【】［］〖〗]{1,4}[\]】］〗]\s*)(?=\S{4})")
BARE_BADGE = re.compile("[\u3400-\u9fff]{2}")
"""What kind of article follows, as lists mark it: in brackets, or in an element of its own."""
CUT = re.compile(r"(?:\.{3,6}|…{1,2})\s*$")
MIN_CUT = 6
"""Characters of a headline that is cut short."""


SITE_FIRST = re.compile(
    "[\u3400-\u9fff]{2,16}(?:政府|网站?|局|厅|委|部|中心)\\s*[-_—|]+\\s*"
    "(?:[\u3400-\u9fff]{2,6}\\s*[-_—|]+\\s*)*(?=.{8})"
)
"""The names of site and sections before a headline."""


def as_stated(title: str, badges: Sequence[str], document: Document) -> str:
    """A headline as tags or `<title>` state it: without a badge that they lack, or whole if cut.

    Args:
        title: The headline, as shown.
        badges: What the badge may be that it begins or ends with: [组图], 原创.
        document: The page.
    """
    cut = CUT.search(title)
    if not badges and cut is None:
        return title
    whole = squeeze(title)
    said = [document.metas[name] for name in TITLE_METAS if name in document.metas]
    if document.title_tag:
        said.append(without_suffix(document.title_tag, document.metas.get("sitename")))
    texts = list(map(squeeze, said))
    if any(text.startswith(whole) for text in texts):
        return title
    for badge in badges:
        bare = title.removeprefix(badge) if title.startswith(badge) else title.removesuffix(badge)
        if len(bare) < len(title) and any(text.startswith(squeeze(bare)) for text in texts):
            return bare.strip()
    start = squeeze(title[: cut.start()]) if cut else ""
    if len(start) >= MIN_CUT:
        return next((text for text in said if squeeze(text).startswith(start)), title)
    return title


def badges_in(block: Block) -> list[str]:
    """What stands in brackets before a headline, or in two characters of their own around it."""
    found = [badge[0].rstrip()] if (badge := BADGE.match(block.text)) else []
    texts = list(filter(None, squeezed_texts(block.box.element)))
    if len(texts) > 1:
        found += [text for text in (texts[0], texts[-1]) if BARE_BADGE.fullmatch(text)]
    return found


def without_suffix(tag: str, site: str | None) -> str:
    """`<title>` without the names of section and site around the headline."""
    if named := SITE_FIRST.match(tag):
        tag = tag[named.end() :]
    parts = re.split(
        r"\s*(?:_{1,2}|\s[-—–|]\s|\||－|-(?=[\u3400-\u9fff]*(?:政府|网|局|厅|委)))\s*", tag
    )
    return parts[0].strip() or tag
