"""Article, listing or neither: by how many signs of an article agree.

Front pages and listings have dated links where articles have lines about themselves; no single
sign decides.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from portal_spider.extract.dates import WITHOUT_YEAR, find_date, find_labelled, states_hour
from portal_spider.extract.document import Block, Document
from portal_spider.extract.family import is_article_url, is_section_url
from portal_spider.extract.labels import CHANGED, ISSUER, POLICY, PUBLISHED, SOURCE
from portal_spider.extract.policy_header import read_policy_header
from portal_spider.extract.published import day_in_parentheses
from portal_spider.extract.regions import is_dated
from portal_spider.extract.title import squeeze
from portal_spider.extract.unvouched import CUT_SHORT
from portal_spider.extract.verdict import SHELL
from portal_spider.items import Kind

if TYPE_CHECKING:
    from portal_spider.extract.regions import Regions

ENOUGH = 3
"""Signs that make an article."""
PLENTY = 5
"""Signs beyond which links are not counted any more."""
SOME_TEXT, MUCH_TEXT = 200, 600
"""Characters of text outside links, each worth a sign; a notice may have fewer."""
LITTLE_TEXT, NOTICE = 40, 50
"""Characters of a text that is one where nothing else is on the page, no rows, few links; and
below a headline with its day, where rows are beside."""
SENTENCES = 60
"""Characters of whole sentences, worth a sign."""
ROWS_OF_LISTING = 3
LINKS_OF_LISTING = 8
ROW_CHARS, LINK_CHARS = 4, 8
"""Characters that a link has at least in a row, with a date beside it; and by itself, as menus'
links are shorter."""
RECORD_LINES, RECORD_DAY = 4, 48
"""Lines below a headline among which its day is: an abstract, a number; characters of that line."""
BESIDE_ROW = 8
"""Characters that a row has beside link and date: brackets, a mark of what is new."""
DATE_LINE = 24
HEADLINE = 12
"""Characters of a headline; what `<title>` begins with on other pages, a section's name, is
shorter."""
SHORT_DAY = re.compile(r"(?<![\d-])(?:0?[1-9]|1[0-2])[-/月.](?:0?[1-9]|[12]\d|3[01])日?(?![\d-])")
"""A row's date without a year."""
ITEM = re.compile(r"\bid=\d")
"""What a query asks for that is not for the front page, whatever program answers."""
HOME = "home"
NO_TEXT = "no_text"
"""Reasons of pages that are neither article nor listing."""


def kind_of(document: Document, regions: Regions, text: int) -> tuple[Kind, str | None]:
    """What a page with so many characters of text is, and for what is no article why."""
    found = signs(document, regions, text)
    if is_made_of_records(document, regions):
        return ("not_article", HOME) if is_home(document.url) else ("listing", "listing")
    if found >= PLENTY or (document.root is None and regions.body):
        return "article", None
    rows, links = count_rows(document.blocks)
    if rows >= ROWS_OF_LISTING and rows * 2 >= links / 2:
        found -= weight_of_rows(document, regions, text)
    elif rows < ROWS_OF_LISTING and links < LINKS_OF_LISTING and regions.title is not None:
        found += (text >= LITTLE_TEXT) + has_sentences(document, regions)
    elif links > LINKS_OF_LISTING and text < SOME_TEXT:
        found -= 1
    if is_section_url(document.url):
        found -= 1
    if found >= ENOUGH:
        return "article", None
    if rows >= ROWS_OF_LISTING or links >= LINKS_OF_LISTING:
        if is_home(document.url):
            return "not_article", HOME
        return "listing", "listing"
    if document.root is not None and document.root.css_first("frameset, frame") is not None:
        return "not_article", SHELL
    return "not_article", HOME if is_home(document.url) else NO_TEXT


def is_made_of_records(document: Document, regions: Regions) -> bool:
    """Do the lines of the text repeat a headline that is a link, and a day below it?

    Listings with abstracts do; no tag and no headline in `<title>` speaks for an article.
    """
    if not regions.body or "articletitle" in document.metas:
        return False
    start = max(regions.body[0], regions.title_end or 0)
    records, waiting = 0, 0
    for block in document.blocks[start : regions.body[-1] + 1]:
        if block.hidden is not None or block.removal is not None:
            continue
        text = block.text
        if block.linked >= LINK_CHARS and (day := dated(text)) is not None:
            records += len(text) - block.linked - day <= BESIDE_ROW
        elif block.linked >= LINK_CHARS and block.linked * 2 > len(text):
            waiting = RECORD_LINES
        elif waiting and len(text) <= RECORD_DAY and dated(text) is not None:
            records, waiting = records + 1, 0
        else:
            waiting = max(waiting - 1, 0)
    return records >= ROWS_OF_LISTING and not is_vouched(document, regions)


def weight_of_rows(document: Document, regions: Regions, text: int) -> int:
    """Signs that rows of a list take away: fewer beside a text of sentences, or with its day."""
    if not are_beside(document, regions):
        return 2
    if text >= MUCH_TEXT:
        return 0
    if has_sentences(document, regions):
        return 1
    dated = is_dated(regions) or has_day_beside(document, regions)
    return 1 if dated and (text >= NOTICE or is_vouched(document, regions)) else 2


def are_beside(document: Document, regions: Regions) -> bool:
    """Do the rows of a list stand beside the text, not among its lines?"""
    if not regions.body:
        return False
    start = max(regions.body[0], regions.title_end or 0)
    return count_rows(document.blocks[start : regions.body[-1] + 1])[0] < ROWS_OF_LISTING


def signs(document: Document, regions: Regions, text: int) -> int:
    """Signs that a page with so many characters of text is an article, each worth one or two."""
    found = 0
    if "articletitle" in document.metas:
        found += 2
    if regions.title is not None:
        found += 1 + (regions.crumb is not None) + is_vouched(document, regions)
    labels = {pair.field for pairs in regions.about.values() for pair in pairs if pair.value}
    if (
        any(
            pair.field in (PUBLISHED, CHANGED) and find_labelled(pair.value)
            for pairs in regions.about.values()
            for pair in pairs
        )
        or has_day_beside(document, regions)
        or is_issued(document, regions)
    ):
        found += 2
    elif any(not pairs or any(pair.value for pair in pairs) for pairs in regions.about.values()):
        found += 1
    elif day_in_parentheses(document, regions):
        found += 2
    if not labels.isdisjoint((SOURCE, ISSUER)):
        found += 1
    if is_article_url(document.url):
        found += 1
    if found < PLENTY and is_as_listed(document, regions):
        found += 2
    if found < PLENTY and read_policy_header(document, regions.first)[0]:
        found += 2
    return found + has_sentences(document, regions) + (text >= SOME_TEXT) + (text >= MUCH_TEXT)


def is_vouched(document: Document, regions: Regions) -> bool:
    """Does `<title>` hold the headline, cut short perhaps, longer than a section's name?"""
    if regions.title is None:
        return False
    headline = squeeze(document.blocks[regions.title].text)
    tag = squeeze(document.title_tag or "")
    cut = CUT_SHORT.split(tag)[0]
    return (len(headline) >= HEADLINE and headline in tag) or (
        HEADLINE <= len(cut) < len(tag) and headline.startswith(cut)
    )


def has_sentences(document: Document, regions: Regions) -> bool:
    """Is there a headline, and are lines of the text behind it sentences, as no listing's are?"""
    if regions.title is None:
        return False
    ending = (document.blocks[i] for i in regions.body if document.blocks[i].text.endswith("。"))
    return sum(block.prose for block in ending) >= SENTENCES


def has_day_beside(document: Document, regions: Regions) -> bool:
    """Does a line right below or above the headline state a day, behind no label of another's?"""
    if regions.title is None or regions.title_end is None:
        return False
    blocks = document.blocks
    near = (regions.title - 1, regions.title_end, regions.title_end + 1)
    return any(
        index in near
        and all(pair.field != POLICY for pair in pairs)
        and (find_date(text := blocks[index].text) or WITHOUT_YEAR.match(text))
        and not blocks[index].linked
        and not blocks[regions.title].linked
        for index, pairs in regions.about.items()
    )


def is_issued(document: Document, regions: Regions) -> bool:
    """Do the day and the hour of its issue end the text, as those of a press release do?"""
    return any(
        not pairs
        and regions.taken.get(index + 1) == "info_line"
        and states_hour(document.blocks[index + 1].text)
        for index, pairs in regions.about.items()
    )


def is_as_listed(document: Document, regions: Regions) -> bool:
    """Is the headline that of the listing's row that led here, which may be cut short?"""
    if regions.title is None or document.entry is None or not document.entry.title:
        return False
    listed = squeeze(document.entry.title).rstrip(".…·")
    headline = squeeze(document.blocks[regions.title].text)
    return len(listed) >= ROW_CHARS and headline.startswith(listed)


def text_chars(document: Document, regions: Regions) -> int:
    """Characters of the text, outside links."""
    return sum(document.blocks[index].prose for index in regions.body)


def count_rows(blocks: list[Block]) -> tuple[int, int]:
    """Links with a date beside them, as a listing's rows have, and all links as long as titles."""
    visible = [block for block in blocks if block.hidden is None and block.removal is None]
    rows = links = 0
    for index, block in enumerate(visible):
        if block.linked < ROW_CHARS:
            continue
        links += block.linked >= LINK_CHARS and block.linked * 2 > len(block.text)
        if (date_chars := dated(block.text)) is not None:
            rows += len(block.text) - block.linked - date_chars <= BESIDE_ROW
        elif block.linked >= LINK_CHARS and block.linked * 2 > len(block.text):
            near = (*visible[index + 1 : index + 2], *visible[max(index - 1, 0) : index])
            rows += any(len(b.text) < DATE_LINE and dated(b.text) is not None for b in near)
    return rows, links


def dated(text: str) -> int | None:
    """Characters of the date that a line holds; `None` where it holds none."""
    if (stamp := find_date(text)) is not None:
        return stamp.end - stamp.start
    match = SHORT_DAY.search(text)
    return len(match[0]) if match else None


def is_home(url: str) -> bool:
    """Is it the front page of a host, or of a part of it?"""
    path, _, query = url.partition("://")[2].partition("/")[2].partition("?")
    if ITEM.search(query):
        return False
    return "/" not in path and (path == "" or path.startswith(("index", "default", "main")))
