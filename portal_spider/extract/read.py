"""Second step: every field of a page, from the lines that strip left."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from portal_spider.extract.account import account, account_of_none
from portal_spider.extract.attachments import read_attachments
from portal_spider.extract.body import paragraphs_of
from portal_spider.extract.breadcrumb import read_breadcrumb
from portal_spider.extract.byline import (
    AUTHORS_OFFICE,
    credits_in_dateline,
    credits_in_parentheses,
    credits_of,
    is_credit_line,
)
from portal_spider.extract.document import Document
from portal_spider.extract.embedded import place_data
from portal_spider.extract.kind import kind_of, text_chars
from portal_spider.extract.mirror import read_back_in
from portal_spider.extract.parts import read_parts
from portal_spider.extract.policy_header import read_policy_header
from portal_spider.extract.published import read_published
from portal_spider.extract.regions import Regions, locate
from portal_spider.extract.rules import ORIGIN as RULES_ORIGIN
from portal_spider.extract.rules import (
    chosen_body,
    chosen_date,
    chosen_source,
    chosen_title,
    leave_out_chosen,
)
from portal_spider.extract.source import read_source
from portal_spider.extract.strip import strip_document
from portal_spider.extract.title import read_title
from portal_spider.extract.tree import Element
from portal_spider.extract.verdict import bare_body_flag, verdict
from portal_spider.items import Credit, Kind, Page

FEW_CHARS = 100
"""Characters of a text below which images are counted, which may be the text."""
MAX_LEADING, LEADING_CHARS = 2, 60
"""Sub-headlines above the line of those who wrote the text, and characters of either."""
LITTLE_TEXT = 100
"""Characters of the text below which the text may be in the page's data."""


def read_page(document: Document) -> Page:
    """Read every field of a stripped page; of what is no article, only what names it."""
    reason = document.binary or verdict(document)
    if reason is not None:
        return page_of(document, "not_article", reason, Regions())
    leave_out_chosen(document)
    regions = locate(document)
    text = text_chars(document, regions)
    if text < LITTLE_TEXT and read_data(document, regions):
        regions = locate(document)
        text = text_chars(document, regions)
    kind, reason = kind_of(document, regions, text)
    if kind != "article":
        return page_of(document, kind, reason, regions)
    return read_article(document, regions)


def read_data(document: Document, regions: Regions) -> bool:
    """Read the text that a page carries as data, as its lines were read; whether there is one."""
    if document.root is None:
        return False
    after, shown = head_end(document, regions), shown_text(document, regions)
    placed = place_data(document.root, after, shown)
    if placed is None:
        return False
    document.reread()
    read_back_in(document, placed)
    strip_document(document)
    document.removed = list(dict.fromkeys(document.removed))  # of the other lines, found again
    leave_out_chosen(document)
    return True


def head_end(document: Document, regions: Regions) -> Element | None:
    """The last element of headline and lines about the article, where the text would follow."""
    lines = [index for index in regions.about if regions.title is None or index > regions.title]
    last = min(lines, default=regions.title)
    return None if last is None else document.blocks[last].box.element


def page_of(document: Document, kind: Kind, reason: str | None, regions: Regions) -> Page:
    """The record of a page that is no article."""
    title, origin = read_title(document, None, None)
    return Page(
        url=document.url,
        kind=kind,
        reason=reason,
        title=title,
        removed=tuple(account_of_none(document)),
        origins={"title": origin} if origin else {},
        script=document.script,
        encoding=document.encoding,
        replacements=document.replacements,
        flags=tuple(document.flags),
    )


def read_article(document: Document, regions: Regions) -> Page:
    """Read the fields of an article."""
    origins: dict[str, str] = {}
    title, origin = read_title(document, regions.title, regions.title_end)
    if (chosen := chosen_title(document)) is not None:
        title, origin = chosen, RULES_ORIGIN
    note(origins, "title", origin)
    fields, regions.header = read_policy_header(document, regions.first)
    regions.body = [index for index in regions.body if index not in regions.header]
    for index in regions.header:
        if not regions.about.get(index, True):  # a day without a label is what a label is asking
            del regions.about[index]
    published, origin = read_published(document, regions, fields)
    if (chosen := chosen_date(document)) is not None:
        published, origin = chosen, RULES_ORIGIN
    note(origins, "published_at", origin)
    source, origin = read_source(document, regions, fields)
    if (chosen := chosen_source(document)) is not None:
        source, origin = chosen, RULES_ORIGIN
    note(origins, "source", origin)
    first = regions.body[0] if regions.body else len(document.blocks)
    if regions.title is not None and (regions.crumb is None or regions.title > regions.crumb):
        first = min(first, regions.title)
    breadcrumb, regions.crumb_lines = read_breadcrumb(document, regions.crumb, first, title)
    lines = paragraphs_of(document, regions.body, regions.limit, list(beside_text(regions)))
    paragraphs, byline = split_credits(lines, regions)
    attachments = read_attachments(document, regions)
    note(origins, "breadcrumb", breadcrumb_origin(breadcrumb, regions))
    note(origins, "fields", "policy_header" if fields else None)
    note(origins, "attachments", "links" if attachments else None)
    note(origins, "byline", byline_origin(byline, regions))
    note(origins, "paragraphs", body_origin(document, regions) if paragraphs else None)
    chars = sum(map(len, paragraphs))
    images = count_images(document, regions) if chars < FEW_CHARS else 0
    if bare := bare_body_flag(chars, attachments=len(attachments), images=images):
        document.flag(bare)
    return Page(
        url=document.url,
        kind="article",
        title=title,
        published_at=published,
        source=source,
        byline=tuple(byline),
        breadcrumb=breadcrumb,
        paragraphs=tuple(paragraphs),
        attachments=attachments,
        fields=fields,
        removed=tuple(account(document, regions)),
        origins=origins,
        script=document.script,
        encoding=document.encoding,
        replacements=document.replacements,
        flags=tuple(document.flags),
        continues_at=read_parts(document, regions),
    )


def shown_text(document: Document, regions: Regions) -> str:
    """The text that a page shows, as read and as served."""
    lines = [document.blocks[index].text for index in regions.body]
    if document.served:
        lines += [document.served[index] for index in regions.body]
    return "".join(lines)


def beside_text(regions: Regions) -> Iterator[int]:
    """Lines in whose table rows the text may stand: the headline, a label that asks for it."""
    if regions.title is not None:
        yield regions.title
    yield from (index for index, rule in regions.taken.items() if rule == "text_label")


def count_images(document: Document, regions: Regions) -> int:
    """Images in the element around headline and text."""
    around = regions.limit
    if regions.title is not None:
        around = document.blocks[regions.title].box.parent
    return len(around.element.css("img")) if around is not None else 0


def note(origins: dict[str, str], name: str, origin: str | None) -> None:
    """Say where a field came from, if it is there."""
    if origin is not None:
        origins[name] = origin


def breadcrumb_origin(breadcrumb: tuple[str, ...], regions: Regions) -> str | None:
    """What showed that a line is the breadcrumb: its label, or 首页 with separators."""
    if not breadcrumb:
        return None
    labelled = regions.crumb_lines is not None and regions.crumb_lines[0] == regions.crumb
    return "label" if labelled else "separators"


def byline_origin(byline: list[Credit], regions: Regions) -> str | None:
    """Where the first credit was read: behind a label, or in a line or parentheses of the text."""
    if not byline:
        return None
    labels = {pair.label for pairs in regions.about.values() for pair in pairs}
    return "label" if byline[0].role in labels else "credit_line"


def body_origin(document: Document, regions: Regions) -> str:
    """What said where the text is: the profile, the mass of prose, or the lines of plain text."""
    if document.root is None:
        return "plain_text"
    chosen = regions.core is not None and regions.core is chosen_body(document)
    return RULES_ORIGIN if chosen else "prose"


def split_credits(lines: list[tuple[str, int]], regions: Regions) -> tuple[list[str], list[Credit]]:
    """The paragraphs without the lines that only credit, and the credits of the whole page."""
    text_end = regions.body[-1] if regions.body else 0
    before = [pairs for index, pairs in regions.about.items() if index <= text_end]
    behind = [pairs for index, pairs in regions.about.items() if index > text_end]
    head: list[Credit] = []
    first = 0
    while first < len(lines) and first < MAX_LEADING and len(lines[first][0]) <= LEADING_CHARS:
        if own := is_credit_line(lines[first][0]):
            head += own
            leave_out(regions, lines.pop(first)[1])
        else:
            first += 1  # a sub-headline
    tail: list[Credit] = []
    while lines and (own := is_credit_line(lines[-1][0])):
        tail = own + tail
        leave_out(regions, lines.pop()[1])
    paragraphs = [text for text, _ in lines]
    begins = credits_in_dateline(paragraphs[0]) if paragraphs else []
    ends = credits_in_parentheses(paragraphs[-1]) if paragraphs else []
    found = [*chain.from_iterable(map(credits_of, before)), *head, *begins, *ends, *tail]
    found += chain.from_iterable(map(credits_of, behind))
    return paragraphs, [credit for credit in dict.fromkeys(found) if credit.role != AUTHORS_OFFICE]


def leave_out(regions: Regions, index: int) -> None:
    """Note that a line only credits."""
    regions.body.remove(index)
    regions.taken[index] = "credit_line"
