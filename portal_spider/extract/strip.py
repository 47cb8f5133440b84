"""First step: mark what is on the page and not of the article: boilerplate, hidden text, spam."""

from __future__ import annotations

from operator import attrgetter

from portal_spider.extract.document import Document
from portal_spider.extract.spam import mark_spam
from portal_spider.extract.spam.phrases import is_prose

SHOWN_PROSE, HIDDEN_PROSE = 150, 150
"""Characters of sentences: a page that shows fewer and hides more shows them by a script."""


def strip_document(document: Document) -> Document:
    """Mark every line that is not the article's with the rule that says so; nothing is deleted.

    Hidden lines are marked since the page was read: by `Block.hidden`.
    """
    mark_spam(document)
    if any(map(attrgetter("hidden"), document.blocks)):
        reveal_article(document)
    return document


def reveal_article(document: Document) -> None:
    """Take hidden lines for shown where a page hides its only text until a script shows it."""
    shown = hidden = 0
    for block in document.blocks:
        if block.removal is None and is_prose(block.text):
            if block.hidden is None:
                shown += block.prose
                if shown >= SHOWN_PROSE:
                    return
            else:
                hidden += block.prose
    if hidden < max(HIDDEN_PROSE, 3 * shown):
        return
    for block in document.blocks:
        if block.removal is None:
            block.hidden = None
