"""What a page holds beside the article, line by line, each with the rule that left it out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from portal_spider.extract.document import Document
from portal_spider.items import Removal

if TYPE_CHECKING:
    from portal_spider.extract.regions import Regions

BOILERPLATE = "boilerplate"
HIDDEN = "hidden"


def account(document: Document, regions: Regions) -> Iterator[Removal]:
    """Everything that is neither headline nor paragraph, in page order.

    Lines that the same rule left out one after the other are one removal, a line feed between.
    """
    yield from document.removed
    kept = set(regions.body)
    if regions.title is not None and regions.title_end is not None:
        kept.update(range(regions.title, regions.title_end))
    run: list[str] = []
    run_rule = run_kind = ""
    for index, block in enumerate(document.blocks):
        if index in kept:
            continue
        if block.removal is not None:
            if run:
                yield Removal(kind=run_kind, text="\n".join(run), rule=run_rule)
                run = []
            yield block.removal
            continue
        if block.hidden:
            kind, rule = HIDDEN, block.hidden
        else:
            kind, rule = BOILERPLATE, rule_of(index, regions)
        if run and (rule != run_rule or kind != run_kind):
            yield Removal(kind=run_kind, text="\n".join(run), rule=run_rule)
            run = []
        run_rule, run_kind = rule, kind
        run.append(block.text)
    if run:
        yield Removal(kind=run_kind, text="\n".join(run), rule=run_rule)


def account_of_none(document: Document) -> Iterator[Removal]:
    """What was taken from a page that is no article, in page order; the rest is not accounted."""
    yield from document.removed
    for block in document.blocks:
        if block.removal is not None:
            yield block.removal
        elif block.hidden:
            yield Removal(kind=HIDDEN, text=block.text, rule=block.hidden)


def rule_of(index: int, regions: Regions) -> str:
    """Why a line is not of the text."""
    if rule := regions.taken.get(index):
        return rule
    if index in regions.about:
        return "info_line"
    if index in regions.header:
        return "policy_header"
    if regions.crumb_lines is not None and regions.crumb_lines[0] <= index < regions.crumb_lines[1]:
        return "breadcrumb"
    if regions.body and index > regions.body[-1]:
        return "after_text"
    if regions.title is not None and index < regions.title:
        return "before_title"
    return "beside_text"
