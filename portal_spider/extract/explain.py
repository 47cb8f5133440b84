"""Why a page was read as it was: for each field the candidates, their evidence, and the winner.

For a person who wonders; the extraction itself keeps no such notes. The candidates are found with
the functions that extraction reads with, in the order in which it prefers them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Unpack

from portal_spider.extract.dates import find_date, parse_date
from portal_spider.extract.document import Box, Document
from portal_spider.extract.headline import title_score
from portal_spider.extract.labels import BYLINE, CHANGED, ISSUER, PUBLISHED, SOURCE
from portal_spider.extract.mass import weight
from portal_spider.extract.normalise import normalise_page
from portal_spider.extract.page import PageContext, stripped_document
from portal_spider.extract.published import META_NAMES as PUBLISHED_METAS
from portal_spider.extract.published import date_of_url
from portal_spider.extract.read import read_page
from portal_spider.extract.regions import Regions, locate
from portal_spider.extract.source import META_NAMES as SOURCE_METAS
from portal_spider.extract.source import clean_source, outlet_beside_day
from portal_spider.extract.title import TITLE_METAS, squeeze
from portal_spider.items import Page

MAX_TITLES = 5
MAX_BOXES = 8
MIN_BOX_SHARE = 0.2
"""Of the page's prose, what an element must hold to be named as a candidate."""

RULES = {
    "title": "the best line before the text, as headings and tags vouch for it; else tags, "
    "<title>, the listing",
    "published_at": "what the lines about the article say, labelled first; else tags, a date of "
    "change, the URL, the listing",
    "source": "what the lines about the article say; else tags; else the issuer",
    "byline": "labels near the title and after the text; lines and parentheses that only credit",
    "body": "the innermost element with most of the page's prose, from the title on",
}
"""What decides between candidates, a sentence a field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A value that a field could have had."""

    field: str
    value: str
    origin: str
    """What it was read from: `heading`, `meta`, `label`, `url`, …"""
    evidence: str
    """What speaks for it."""
    won: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """A page with what it might have been read as instead."""

    page: Page
    candidates: tuple[Candidate, ...]

    def of(self, field: str) -> tuple[Candidate, ...]:
        """The candidates of a field, the likeliest first."""
        return tuple(found for found in self.candidates if found.field == field)


def explain_page(body: bytes, url: str, **context: Unpack[PageContext]) -> Explanation:
    """Extract a page as `extract_page` does, and say what each field was chosen from."""
    document = stripped_document(body, url, **context)
    page = read_page(document)
    regions = locate(document)
    candidates = [
        *crowned(titles(document, regions), page.title),
        *crowned(dates(document, regions), page.published_at),
        *crowned(sources(document, regions), page.source),
        *credits_shown(document, regions),
        *bodies(document, regions),
    ]
    return Explanation(page=normalise_page(page, document), candidates=tuple(candidates))


def crowned(candidates: Iterator[Candidate], value: str | None) -> list[Candidate]:
    """The candidates, the first that is the value chosen marked as the winner."""
    found = list(candidates)
    for index, candidate in enumerate(found):
        if value is not None and squeeze(candidate.value) == squeeze(value):
            found[index] = replace(candidate, won=True)
            break
    return found


def titles(document: Document, regions: Regions) -> Iterator[Candidate]:
    """Lines that score as headlines, best first, then tags, `<title>` and listing."""
    wanted = [squeeze(document.metas[name]) for name in TITLE_METAS if name in document.metas]
    tag = squeeze(document.title_tag or "")
    blocks = document.blocks
    scored = []
    for index in range(min(regions.first + 1, len(blocks))):
        block = blocks[index]
        if block.hidden is not None or block.linked * 2 > len(block.text):
            continue
        score, end = title_score(blocks, index, wanted, tag)
        if score > 0:
            scored.append((score, index, end))
    for score, index, end in sorted(scored, key=lambda found: (-found[0], -found[1]))[:MAX_TITLES]:
        level = blocks[index].box.level
        where = f"line {index + 1}" + (f", <h{level}>" if level else "")
        text = "".join(block.text for block in blocks[index:end])
        yield Candidate(
            field="title", value=text, origin="heading", evidence=f"{where}, score {score:.1f}"
        )
    for name in TITLE_METAS:
        if value := document.metas.get(name):
            yield Candidate(field="title", value=value, origin="meta", evidence=f"tag {name}")
    if document.title_tag:
        yield Candidate(
            field="title", value=document.title_tag, origin="title-tag", evidence="<title>"
        )
    if document.entry is not None and document.entry.title:
        yield Candidate(
            field="title", value=document.entry.title, origin="listing", evidence="listing's row"
        )


def dates(document: Document, regions: Regions) -> Iterator[Candidate]:
    """Dates that the lines about the article, tags, URL and listing state."""
    for index, pairs in regions.about.items():
        line = f"line {index + 1}"
        for pair in pairs:
            if pair.field in (PUBLISHED, CHANGED) and (stamp := find_date(pair.value)):
                yield Candidate(
                    field="published_at",
                    value=stamp.iso,
                    origin="label",
                    evidence=f"{line}, {pair.label}" + " (of a change)" * (pair.field == CHANGED),
                )
        if not any(pair.field in (PUBLISHED, CHANGED) for pair in pairs) and (
            iso := parse_date(document.blocks[index].text)
        ):
            yield Candidate(
                field="published_at", value=iso, origin="line", evidence=f"{line}, without label"
            )
    for name in PUBLISHED_METAS:
        if (content := document.metas.get(name)) and (iso := parse_date(content)):
            yield Candidate(
                field="published_at", value=iso, origin="meta", evidence=f"tag {name}: {content}"
            )
    if iso := date_of_url(document.url):
        yield Candidate(field="published_at", value=iso, origin="url", evidence=document.url)
    if document.entry is not None and document.entry.date:
        yield Candidate(
            field="published_at",
            value=document.entry.date,
            origin="listing",
            evidence="listing's row",
        )


def sources(document: Document, regions: Regions) -> Iterator[Candidate]:
    """Sources that the lines about the article and tags name, issuers last."""
    issuers = []
    for index, pairs in regions.about.items():
        for pair in pairs:
            if pair.field in (SOURCE, ISSUER) and (value := clean_source(pair.value)):
                found = Candidate(
                    field="source",
                    value=value,
                    origin="label",
                    evidence=f"line {index + 1}, {pair.label}",
                )
                if pair.field == SOURCE:
                    yield found
                else:
                    issuers.append(found)
    for name in SOURCE_METAS:
        if value := clean_source(document.metas.get(name, "")):
            yield Candidate(field="source", value=value, origin="meta", evidence=f"tag {name}")
    yield from issuers
    if beside := outlet_beside_day(document, regions):
        yield Candidate(field="source", value=beside, origin="line", evidence="beside the day")


def credits_shown(document: Document, regions: Regions) -> Iterator[Candidate]:
    """Labels of people in the lines about the article."""
    for index, pairs in regions.about.items():
        for pair in pairs:
            if pair.field == BYLINE and pair.value.strip():
                yield Candidate(
                    field="byline",
                    value=f"{pair.label}：{pair.value.strip()}",
                    origin="label",
                    evidence=f"line {index + 1}",
                    won=True,
                )


def bodies(document: Document, regions: Regions) -> Iterator[Candidate]:
    """The elements that hold much of the page's prose, from the innermost that does out."""
    weights = [weight(block) for block in document.blocks]
    total = sum(weights)
    core = regions.core
    if not total or core is None:
        return
    boxes = [core, *(box for box in document.boxes if box.parent is core)]
    around = core.parent
    while around is not None:
        boxes.append(around)
        around = around.parent
    shares = [(sum(weights[box.start : box.end]) / total, box) for box in boxes]
    shown = [(share, box) for share, box in shares if share >= MIN_BOX_SHARE or box is core]
    for share, box in shown[:MAX_BOXES]:
        yield Candidate(
            field="body",
            value=name_of(box),
            origin="prose",
            evidence=f"{share:.0%} of the prose, {box.end - box.start} lines",
            won=box is core,
        )


def name_of(box: Box) -> str:
    """An element as a selector would name it: `div#zoom.TRS_Editor`."""
    given = box.element.attributes
    own = given.get("id")
    classes = (given.get("class") or "").split()
    return box.tag + (f"#{own}" if own else "") + "".join(f".{name}" for name in classes)
