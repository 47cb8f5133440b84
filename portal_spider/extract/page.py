"""The whole extraction of one page: strip, read, normalise, over one parsed tree."""

from __future__ import annotations

from typing import Literal, TypedDict, Unpack

from portal_spider.extract.document import Document, parse_document
from portal_spider.extract.mirror import read_back
from portal_spider.extract.normalise import normalise_page
from portal_spider.extract.read import read_page
from portal_spider.extract.spam.known_blocks import KnownBlocks
from portal_spider.extract.strip import strip_document
from portal_spider.items import ArticleRules, Entry, Page


class PageContext(TypedDict, total=False):
    """What is known of a page beside its bytes and its URL, and how it is to be read."""

    content_type: str | None
    """The header's value, where there is one."""
    status: int
    """HTTP status of the response; 200 where it is not given."""
    entry: Entry | None
    """The listing row that led here, for fields the page does not state."""
    script: Literal["hans", "keep"]
    """`hans`, as it is by default, converts Traditional text; `keep` leaves it as published."""
    restore_punctuation: bool
    """Whether a mirror's ASCII punctuation becomes full-width again; by default it does not."""
    rules: ArticleRules | None
    """The selectors of the portal's profile, which go before evidence."""
    known_blocks: KnownBlocks | None
    """Short lines of the portal's other pages, as evidence of advertising."""


def extract_page(body: bytes, url: str, **context: Unpack[PageContext]) -> Page:
    """Everything that one page says, from the bytes that a server sent for `url`.

    Never fails on what is in `body`; what could not be read is said in `Page.flags`.

    Args:
        body: The response's body, HTML or plain text, in any encoding.
        url: Where it came from; relative links are resolved against it.
        context: What else is known of it: `content_type`, `status`, `entry`, `script`,
            `restore_punctuation`, `rules`, `known_blocks`, as `PageContext` says.
    """
    document = stripped_document(body, url, **context)
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

    The arguments are those of `extract_page`, by name.
    """
    document = parse_document(body, url, content_type=content_type, status=status, entry=entry)
    document.rules = rules
    document.known_blocks = known_blocks
    document.converts = script == "hans"
    document.restores_punctuation = restore_punctuation
    read_back(document)
    return strip_document(document)
