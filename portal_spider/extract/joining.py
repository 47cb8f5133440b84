"""An article that is cut into several pages, made whole again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from portal_spider.items import Page

MOST_PARTS = 30
"""Further pages of an article that are read at most."""
PART_MISSING = "part_missing"
"""Flag of an article whose further pages could not all be had."""


def is_part(page: Page) -> bool:
    """Whether a page can be the further part of an article: it has text of its own."""
    return page.kind == "article" and bool(page.paragraphs)


def join_pages(page: Page, parts: Sequence[Page]) -> Page:
    """An article with the further pages that it continues at, in their order.

    Flagged as `part_missing` where there are fewer than the page links.
    """
    for part in parts:
        known = {file.url for file in page.attachments}
        page = replace(
            page,
            paragraphs=(*page.paragraphs, *part.paragraphs),
            published_paragraphs=_join_published(page, part),
            attachments=(
                *page.attachments,
                *(file for file in part.attachments if file.url not in known),
            ),
            removed=(*page.removed, *(one for one in part.removed if one not in page.removed)),
            replacements=page.replacements + part.replacements,
        )
    if len(parts) < len(page.continues_at):
        page = replace(page, flags=(*page.flags, PART_MISSING))
    return page


def _join_published(page: Page, part: Page) -> tuple[str, ...]:
    """The paragraphs of both as published; none where neither was converted."""
    if not page.published_paragraphs and not part.published_paragraphs:
        return ()
    return (
        *(page.published_paragraphs or page.paragraphs),
        *(part.published_paragraphs or part.paragraphs),
    )
