"""The whole extraction of one page: strip, read, normalise, over one parsed tree."""

from __future__ import annotations

from typing import Literal

from portal_spider.extract.document import Document, parse_document
from portal_spider.extract.mirror import read_back
from portal_spider.extract.normalise import normalise_page
from portal_spider.extract.read import read_page
from portal_spider.extract.spam.known_blocks import KnownBlocks
from portal_spider.extract.strip import strip_document
from portal_spider.items import ArticleRules, Entry, Page


def extract_page(
    body: bytes,
    url: str,
    *,
    content_type: str | None = None,
    status: int = 200,
    entry: Entry | None = None,
    script: Literal["hans", "keep"] = "hans",
    restore_punctuation: bool = False,
    rules: ArticleRules | None = None,
    known_blocks: KnownBlocks | None = None,
) -> Page:
    """Everything that one page says, from the bytes that a server sent for `url`.

    Never fails on what is in `body`; what could not be read is said in `Page.flags`.

    Args:
        body: The response's body, HTML or plain text, in any encoding.
        url: Where it came from; relative links are resolved against it.
        content_type: The header's value, where there is one.
        status: HTTP status of the response.
        entry: The listing row that led here, for fields the page does not state.
        script: `hans` converts Traditional text; `keep` leaves it as published.
        restore_punctuation: Whether a mirror's ASCII punctuation becomes full-width again.
        rules: The selectors of the portal's profile, which go before evidence.
        known_blocks: Short lines of the portal's other pages, as evidence of advertising.
    """
    document = stripped_document(
        body,
        url,
        content_type=content_type,
        status=status,
        entry=entry,
        script=script,
        restore_punctuation=restore_punctuation,
        rules=rules,
        known_blocks=known_blocks,
    )
    return normalise_page(read_page(document), document)


def stripped_document(
    body: bytes,
    url: str,
    *,
    content_type: str | None = None,
    status: int = 200,
    entry: Entry | None = None,
    script: Literal["hans", "keep"] = "hans",
    restore_punctuation: bool = False,
    rules: ArticleRules | None = None,
    known_blocks: KnownBlocks | None = None,
) -> Document:
    """What every field is read from: the page's lines, read back, with what was stripped marked.

    The arguments are those of `extract_page`.
    """
    document = parse_document(body, url, content_type=content_type, status=status, entry=entry)
    document.rules = rules
    document.known_blocks = known_blocks
    read_back(document, convert=script == "hans", punctuation=restore_punctuation)
    return strip_document(document)
