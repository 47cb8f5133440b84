"""Lines above and below a headline: sub-headlines, summaries, a document's number."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from portal_spider.extract.about import is_in_parentheses, pairs_about
from portal_spider.extract.boilerplate import frame_rule
from portal_spider.extract.broken_headline import BRACKETED
from portal_spider.extract.byline import OFFICE
from portal_spider.extract.dates import find_date
from portal_spider.extract.document import Block, Box, Document
from portal_spider.extract.gathering import SHORT_FRAME
from portal_spider.extract.labels import PUBLISHED
from portal_spider.extract.site_names import is_site
from portal_spider.extract.title import squeeze
from portal_spider.extract.unvouched import DOC_NO

if TYPE_CHECKING:
    from portal_spider.extract.regions import Regions

SUB_LINES = 5
HAN, MIN_HAN = re.compile("[\u3400-\u9fff]"), 6
"""Of a line below the headline that nothing but its place tells, so many are Chinese."""
SUB_HEADLINES, MIN_BESIDE, MAX_BESIDE = 3, 4, 150
"""Lines above and below the headline, and characters of one in its own element."""
NUMBER = re.compile(
    r"(?:〔\d{4}〕\s?|[\[［(（]\d{4}[\]］)）]\s?|\d{4}\s?年\s?第?)\d{1,5}\s?号$|令\s?第?\s?\d{1,4}\s?号$"
    r"|^[（(][A-Z]{2,8}[-\dA-Z]*\d{2,}[)）]$"
    r"|[（(](?:\d{4}\s?年\s?)?第\s?[\d一二三四五六七八九十百]{1,4}\s?[号期批][)）]$"
)
"""What a document's number below its headline ends in."""
SUB_NAME = re.compile(
    r"\bsub|[-_]sub|(?:title|article|news|head)sub|subtitle|futi|fubiao|fbt\b|ftitle|yinti|kicker|shoulder"
)
"""How portals name a sub-headline's element."""
LEAD_NAME = re.compile(
    r"(?<![a-z])(?:intro|summary|abstract|lead|digest)(?![a-z])|daodu|daoyu|zhaiyao|tiyao"
)
"""How systems name the element of a summary above the text (DedeCMS, PHPCMS)."""
REPEATED = 16
"""Characters of a summary that the text has as well, if it was cut from the text."""
ADDRESS = "www."
"""What a line has that names the site with its address."""
CAPTION = "figcaption"
"""Of a picture above the text's own element."""
LEAD = re.compile(
    r"\W{0,3}(?:摘\s*要|导\s*[读语]|核心(?:提示|阅读)|内容(?:摘要|提要)|提\s*要|编者按)\s*[:：丨|】\]]"
)
"""What a summary between headline and text begins with."""


def sub_headlines(document: Document, regions: Regions) -> list[int]:
    """Lines of a sub-headline between headline and text, where they stand outside of its element.

    They begin with a dash, are headings, stand in the headline's own element, theirs is named for
    it, or they say in parentheses when a document was passed. What `<title>` counts to the headline
    is none.
    """
    blocks = document.blocks
    tag = squeeze(document.title_tag or "")
    if regions.title is None or regions.title_end is None or not regions.body:
        return []
    own = blocks[regions.title].box
    found = [
        index
        for index in range(max(own.start, regions.title - 1), regions.title)
        if own.end <= regions.body[0] and is_beside_headline(blocks[index], tag)
    ]
    if own.start and own.start == regions.title and is_kicker(blocks[own.start - 1], own, tag):
        found = [own.start - 1]
    for index in range(regions.title_end, min(regions.body[0], regions.title_end + SUB_LINES)):
        block = blocks[index]
        text = block.text
        if block.hidden is not None or block.removal is not None or block.linked:
            continue
        if is_day_of_speech(blocks, index, regions):
            del regions.about[index]
        if index in regions.about or index in regions.taken or len(text) <= 4:
            continue
        passed = BRACKETED.fullmatch(text) and find_date(text)
        if passed or LEAD.match(text) or (len(text) <= SHORT_FRAME and NUMBER.search(text)):
            found.append(index)
            continue
        if is_summary(blocks, index, regions):
            found.append(index)
            continue
        if block.box is own and is_beside_headline(block, tag):
            found.append(index)
        if block.box is own or len(text) > SHORT_FRAME or squeeze(text) in tag:
            continue
        placed = block.box.level or block.box.tag == CAPTION
        named = text.startswith("—") or SUB_NAME.search(block.box.name)
        if placed or named or is_between(blocks, index, regions):
            found.append(index)
    return found if len(found) <= SUB_HEADLINES else []


def is_day_of_speech(blocks: list[Block], index: int, regions: Regions) -> bool:
    """Is a line about the article a day in parentheses, where another says when it was published?

    It is that of a speech or a vote, as right above the text.
    """
    return (
        index in regions.about
        and is_in_parentheses(blocks[index].text)
        and any(
            pair.field == PUBLISHED and find_date(pair.value)
            for line, pairs in regions.about.items()
            if line != index
            for pair in pairs
        )
    )


def is_summary(blocks: list[Block], index: int, regions: Regions) -> bool:
    """Is a line a summary in an element of its own, and not cut from the text it stands above?"""
    block = blocks[index]
    if not block.text.endswith("。") or not LEAD_NAME.search(block.box.name):
        return False
    text = "".join(squeeze(blocks[line].text) for line in regions.body)
    return squeeze(block.text)[:REPEATED] not in text


def is_between(blocks: list[Block], index: int, regions: Regions) -> bool:
    """Is a line all that stands between headline and the line about the article, written alike?

    Or beside the headline, in the same element.
    """
    own, headline = blocks[index].box, blocks[index - 1].box
    around = next((box for box in headline.around() if box.end > index), None)
    return (
        index == regions.title_end
        and index + 1 in regions.about
        and (own.tag == headline.tag or own.parent is around)
        and len(HAN.findall(blocks[index].text)) >= MIN_HAN
        and is_beside_headline(blocks[index], "")
        and not names_authors(blocks[index].text)
    )


def names_authors(text: str) -> bool:
    """Does a line consist of names, with the office they are from: 县水务局 张三 李四?"""
    parts = text.split()
    return any(len(part) < MIN_BESIDE or OFFICE.search(part) for part in parts)


def is_kicker(block: Block, headline: Box, tag: str) -> bool:
    """Is a line right above the headline's element named for its place, or a document's number?"""
    return (
        block.box.parent is headline.parent
        and is_beside_headline(block, tag)
        and (
            SUB_NAME.search(block.box.name) is not None or DOC_NO.fullmatch(block.text) is not None
        )
    )


def is_beside_headline(block: Block, tag: str) -> bool:
    """Is a line in the headline's element one above or below it, that `<title>` does not have?"""
    text = block.text
    return (
        block.hidden is None
        and block.removal is None
        and not block.linked
        and MIN_BESIDE < len(text) <= MAX_BESIDE
        and squeeze(text) not in tag
        and pairs_about(text) is None
        and frame_rule(text) is None
        and not is_site(text)
        and ADDRESS not in text
    )
