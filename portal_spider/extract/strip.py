"""First step: mark what is on the page and not of the article: boilerplate, hidden text, spam."""

from __future__ import annotations

import re
from operator import attrgetter

from portal_spider.extract.account import BOILERPLATE
from portal_spider.extract.document import Document
from portal_spider.extract.spam import mark_spam
from portal_spider.extract.spam.phrases import is_prose
from portal_spider.items import Removal

SHOWN_PROSE, HIDDEN_PROSE = 150, 150
"""Characters of sentences: a page that shows fewer and hides more shows them by a script."""

SYSTEM_MARK = re.compile(
    r"\s*(?:[Cc]opyright\s*[Dd]ede[Cc][Mm][Ss]|内容来自[Dd]ede[Cc][Mm][Ss]|本文来自织梦|织梦内容管理系统|织梦好，好织梦)\s*"
)
"""What DedeCMS scatters over a text against those who copy it, in elements that its style sheet
hides (the default of its 防采集混淆串)."""

SYSTEM_NAMED = re.compile("ede[Cc][Mm][Ss]|织梦")
"""What every such mark has."""


def strip_document(document: Document) -> Document:
    """Mark every line that is not the article's with the rule that says so; nothing is deleted.

    Hidden lines are marked since the page was read: by `Block.hidden`.
    """
    take_system_marks(document)
    mark_spam(document)
    if any(map(attrgetter("hidden"), document.blocks)):
        reveal_article(document)
    return document


def take_system_marks(document: Document) -> None:
    """Take out what a content system scatters over its texts."""
    text = "\n".join(block.text for block in document.blocks)
    if SYSTEM_NAMED.search(text) is None:  # a look at the lines, a tenth of the page's source
        return
    for block in document.blocks:
        if block.hidden is not None or (mark := SYSTEM_MARK.search(block.text)) is None:
            continue
        left = SYSTEM_MARK.sub("", block.text)
        if left:
            document.removed.append(Removal(kind=BOILERPLATE, text=mark[0], rule="system_mark"))
            block.text = left
        else:
            document.take(block, BOILERPLATE, "system_mark")


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
