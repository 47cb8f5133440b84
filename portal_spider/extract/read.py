"""Second step: every field of a page, from the lines that strip left."""

from __future__ import annotations

import re

from portal_spider.extract.attachments import read_attachments
from portal_spider.extract.body import paragraphs_of
from portal_spider.extract.breadcrumb import read_breadcrumb
from portal_spider.extract.byline import credits_in_parentheses, credits_of, is_credit_line
from portal_spider.extract.document import Document
from portal_spider.extract.policy_header import read_policy_header
from portal_spider.extract.published import read_published
from portal_spider.extract.regions import Regions, locate
from portal_spider.extract.source import read_source
from portal_spider.extract.title import read_title
from portal_spider.extract.verdict import verdict
from portal_spider.items import Credit, Page


def read_page(document: Document) -> Page:
    """Read every field of a stripped page; of one that is no article, only that it is none."""
    reason = verdict(document)
    if reason is not None:
        return Page(
            url=document.url,
            kind="not_article",
            reason=reason,
            title=document.title_tag,
            encoding=document.encoding,
            replacements=document.replacements,
            flags=tuple(document.flags),
        )
    regions = locate(document)
    origins: dict[str, str] = {}
    title, origin = read_title(document, regions.title, regions.title_end)
    note(origins, "title", origin)
    first = regions.body[0] if regions.body else len(document.blocks)
    fields, used = read_policy_header(document, regions.first)
    regions.body = [index for index in regions.body if index not in used]
    published, origin = read_published(document, regions)
    note(origins, "published_at", origin)
    source, origin = read_source(document, regions)
    note(origins, "source", origin)
    breadcrumb, _ = read_breadcrumb(document, regions.crumb, first, title)
    lines = paragraphs_of(document, regions.body, regions.limit)
    paragraphs, byline = split_credits(lines, regions)
    return Page(
        url=document.url,
        kind="article",
        title=title,
        published_at=published,
        source=source,
        byline=tuple(byline),
        breadcrumb=breadcrumb,
        paragraphs=tuple(paragraphs),
        attachments=read_attachments(document, regions),
        fields=fields,
        origins=origins,
        encoding=document.encoding,
        replacements=document.replacements,
        flags=tuple(document.flags),
    )


def note(origins: dict[str, str], name: str, origin: str | None) -> None:
    """Say where a field came from, if it is there."""
    if origin is not None:
        origins[name] = origin


def split_credits(lines: list[tuple[str, int]], regions: Regions) -> tuple[list[str], list[Credit]]:
    """The paragraphs without the lines that only credit, and the credits of the whole page."""
    found: list[Credit] = []
    for pairs in regions.about.values():
        found += credits_of(pairs)
    paragraphs = [text for text, _ in lines]
    head: list[Credit] = []
    while paragraphs and (own := is_credit_line(paragraphs[0])):
        head += own
        del paragraphs[0]
    tail: list[Credit] = []
    while paragraphs and (own := is_credit_line(paragraphs[-1])):
        tail = own + tail
        del paragraphs[-1]
    ends = credits_in_parentheses(paragraphs[-1]) if paragraphs else []
    return paragraphs, merge(found + head + ends + tail)


def merge(found: list[Credit]) -> list[Credit]:
    """Each role once for each set of names, in order."""
    return list(dict.fromkeys(found))
