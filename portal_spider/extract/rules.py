"""What a profile's selectors say of a page; where one finds nothing, evidence decides."""

from __future__ import annotations

from portal_spider.extract.dates import parse_date
from portal_spider.extract.document import Box, Document
from portal_spider.extract.labels import SOURCE, read_pairs
from portal_spider.extract.source import clean_source
from portal_spider.extract.tree import Element, selected

ORIGIN = "profile"
"""What `origins` says of a value that a selector found."""


def leave_out_chosen(document: Document) -> None:
    """Take away the lines of the elements that the profile says are no text."""
    for selector in document.rules.remove if document.rules else ():
        elements = set(select(document, selector))
        for box in document.boxes if elements else ():
            if box.element in elements:
                for block in document.blocks[box.start : box.end]:
                    if block.hidden is None:
                        document.take(block, "boilerplate", ORIGIN)


def chosen_body(document: Document) -> Box | None:
    """The element that holds the text, by the profile; `None` where it is empty or not there."""
    if document.rules is None or document.rules.body is None:
        return None
    elements = set(select(document, document.rules.body))
    found = [box for box in document.boxes if box.element in elements and box.end > box.start]
    return max(found, key=lambda box: box.end - box.start, default=None)


def chosen_title(document: Document) -> str | None:
    """The headline, by the profile."""
    return text_of(document, document.rules.title) if document.rules else None


def chosen_date(document: Document) -> str | None:
    """When it was published, by the profile, as `Page.published_at`."""
    text = text_of(document, document.rules.published) if document.rules else None
    return parse_date(text) if text else None


def chosen_source(document: Document) -> str | None:
    """The source, by the profile, without its label."""
    text = text_of(document, document.rules.source) if document.rules else None
    if text is None:
        return None
    labelled = next((pair.value for pair in read_pairs(text) if pair.field == SOURCE), text)
    return clean_source(labelled)


def text_of(document: Document, selector: str | None) -> str | None:
    """The text of the first element that a selector matches."""
    for element in select(document, selector) if selector else ():
        if text := " ".join(element.text().split()):
            return text
    return None


def select(document: Document, selector: str) -> list[Element]:
    """The elements of a page that a selector matches; none where it is no selector.

    Profiles are checked when they are read.
    """
    return (selected(document.root, selector) or []) if document.root is not None else []
