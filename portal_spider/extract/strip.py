"""First step: mark what is on the page and not of the article: boilerplate, hidden text, spam."""

from __future__ import annotations

from portal_spider.extract.document import Document


def strip_document(document: Document) -> Document:
    """Mark every line that is not the article's with the rule that says so; nothing is deleted."""
    for block in document.blocks:
        if block.hidden is not None:
            document.take(block, "hidden", block.hidden)
    return document
