"""Advertising where no reader sees it: for readers without scripts, in comments, behind the page.

It never reaches the article; that it is there says that the page was hacked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from portal_spider.extract.document import Document
from portal_spider.extract.spam.phrases import Judge
from portal_spider.extract.spam.words import folded
from portal_spider.extract.tree import COMMENT
from portal_spider.extract.walk import UNSEEN_TAGS

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


def find_unseen(
    document: Document, sources: Iterable[tuple[str, str]], known: tuple[str, ...]
) -> Iterator[tuple[str, str, float]]:
    """The texts of advertising that a page hides from its readers, each with its rule and score.

    Args:
        document: The page.
        sources: Its stretches that no reader sees.
        known: Strong words of the lexicon in them or in its lines.
    """
    judge = Judge(known, [block.text for block in document.blocks])
    for rule, source in sources:
        text = " ".join(TAG.sub(" ", source).split()).lstrip("> ")
        words = sum(word in folded(text) for word in known)
        if words >= WORDS or judge.find(text, given=1.0, line=True):
            yield rule, text, SCORE


def stretches(document: Document) -> Iterator[tuple[str, str]]:
    """Stretches of a source that are in no line of the page, with what they stand in."""
    for rule, texts in _unseen_texts(document).items():
        for text in texts[:MOST_STRETCHES]:
            if len(text) >= SHORTEST and HAN.search(text, 0, MOST_CHARS):
                yield rule, text[:MOST_CHARS]
    html = document.html
    end = html.rfind(END)
    if end >= 0 and HAN.search(html, end + len(END), end + MOST_CHARS):
        yield "after_html", html[end + len(END) : end + MOST_CHARS]


def _unseen_texts(document: Document) -> dict[str, list[str]]:
    """What is for readers without scripts, and the comments, those of the page's head first."""
    found: dict[str, list[str]] = {"noscript": [], "comment": []}
    if document.root is None:
        return found
    heads = (child for child in document.root.iter() if child.tag == "head")
    within = [node for head in heads for node in head.iter() if node.tag in UNSEEN_TAGS]
    behind = document.root.next  # comments alone may stand there
    for node in (*within, *document.unseen, *((behind,) if behind is not None else ())):
        if node.tag == COMMENT:
            found["comment"].append(node.comment_content or "")
        else:
            found["noscript"].append(node.text())
    return found
