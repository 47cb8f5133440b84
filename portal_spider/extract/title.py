"""What a headline says: the line shown, or what tags, `<title>` and the listing have instead."""

from __future__ import annotations

import re

from portal_spider.extract.document import Document

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
        shown = without_badge(shown, document)
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
"""What kind of article follows, as lists mark it."""


SITE_FIRST = re.compile(
    "[\u3400-\u9fff]{2,16}(?:政府|网站?|局|厅|委|部|中心)\\s*[-_—|]+\\s*"
    "(?:[\u3400-\u9fff]{2,6}\\s*[-_—|]+\\s*)*(?=.{8})"
)
"""The names of site and sections before a headline."""


def without_badge(title: str, document: Document) -> str:
    """A headline without a word in brackets before it that tags and `<title>` lack: [组图]."""
    badge = BADGE.match(title)
    if badge is None:
        return title
    whole, rest = squeeze(title), squeeze(title[badge.end() :])
    said = [squeeze(document.metas[name]) for name in TITLE_METAS if name in document.metas]
    said.append(squeeze(document.title_tag or ""))
    lack = all(not text.startswith(whole) for text in said)
    return title[badge.end() :] if lack and any(text.startswith(rest) for text in said) else title


def without_suffix(tag: str, site: str | None) -> str:
    """`<title>` without the names of section and site around the headline."""
    if named := SITE_FIRST.match(tag):
        tag = tag[named.end() :]
    parts = re.split(
        r"\s*(?:_{1,2}|\s[-—–|]\s|\||－|-(?=[\u3400-\u9fff]*(?:政府|网|局|厅|委)))\s*", tag
    )
    return parts[0].strip() or tag
