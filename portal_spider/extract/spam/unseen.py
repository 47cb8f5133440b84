"""Advertising where no reader sees it: for readers without scripts, in comments, behind the page.

It never reaches the article; that it is there says that the page was hacked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from portal_spider.extract.document import Document
from portal_spider.extract.spam.phrases import Judge
from portal_spider.extract.spam.words import folded, strong_words
from portal_spider.extract.tree import COMMENT, Element

TAG = re.compile("<[^>]*>")
HAN = re.compile("[\u3400-\u9fff]{3}")
END = "</html>"
MOST_STRETCHES, MOST_CHARS = 20, 600
"""Stretches of a page that are looked at, and characters of each."""
SHORTEST = 20
"""Characters of a stretch that may hold phrases."""
WORDS = 2
"""Different strong words that make it advertising, where nothing else is known of it."""
SCORE = 0.8


def find_unseen(document: Document) -> Iterator[tuple[str, str, float]]:
    """The texts of advertising that a page hides from its readers, each with its rule and score."""
    sources = list(_stretches(document))
    known = strong_words(folded("\n".join(text for _, text in sources))) if sources else ()
    if not known:
        return
    judge = Judge(known, [block.text for block in document.blocks])
    for rule, source in sources:
        text = " ".join(TAG.sub(" ", source).split()).lstrip("> ")
        words = sum(word in folded(text) for word in known)
        if words >= WORDS or judge.find(text, given=1.0, line=True):
            yield rule, text, SCORE


def _stretches(document: Document) -> Iterator[tuple[str, str]]:
    """Stretches of a source that are in no line of the page, with what they stand in."""
    for rule, nodes in (("noscript", _noscripts(document)), ("comment", _comments(document))):
        for node in islice(nodes, MOST_STRETCHES):
            text = node.comment_content or node.text()
            if len(text) >= SHORTEST and HAN.search(text, 0, MOST_CHARS):
                yield rule, text[:MOST_CHARS]
    html = document.html
    end = html.rfind(END)
    if end >= 0 and HAN.search(html, end + len(END), end + MOST_CHARS):
        yield "after_html", html[end + len(END) : end + MOST_CHARS]


def _noscripts(document: Document) -> Iterable[Element]:
    return document.root.css("noscript") if document.root is not None else ()


def _comments(document: Document) -> Iterator[Element]:
    """The comments of a page, its head's first."""
    head = document.root.css_first("head") if document.root is not None else None
    for node in head.iter() if head is not None else ():
        if node.tag == COMMENT:
            yield node
    yield from document.comments
    after = document.root.next if document.root is not None else None
    while after is not None:
        yield after
        after = after.next
