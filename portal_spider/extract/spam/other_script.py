"""Advertising in Traditional on a page in Simplified: the lexicon knows its words in Simplified."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from portal_spider.extract.script import count_scripts, holds_traditional, to_simplified
from portal_spider.extract.spam.formal import is_formal, is_matter
from portal_spider.extract.spam.lookup import strong_words
from portal_spider.extract.spam.phrases import APART, SCRIPT, WORD
from portal_spider.extract.spam.runs import RUN, sureness
from portal_spider.extract.spam.trades import likeness

if TYPE_CHECKING:
    from portal_spider.extract.document import Block, Document

SHORTEST, LONGEST = 4, 60
"""Characters of a line that is looked at."""
FEWEST = 2
"""Characters of a line that Simplified has not."""
READS_LIKE, SURELY_LIKE = 1.5, 2.0
"""Likeness of a line that is advertising, with a word of the lexicon and without."""


def find_other_script(document: Document) -> Iterator[tuple[Block, float]]:
    """The short lines of advertising in the script that the page is not in, and how sure that is.

    Companies of Hong Kong and Taiwan are named on such pages, too, and old inscriptions.
    """
    if document.script != "hans" or document.served or document.one_script:
        return
    for block in document.blocks:
        if not SHORTEST <= len(block.text) <= LONGEST or block.hidden or block.removal:
            continue
        if not holds_traditional(block.text):
            continue
        simplified, traditional = count_scripts(block.text)
        if traditional < FEWEST or traditional <= simplified or not RUN.fullmatch(block.text):
            continue
        text = to_simplified(block.text)
        words = len(strong_words(text))
        least = READS_LIKE if words else SURELY_LIKE
        if likeness(text) < least or is_formal(text) or is_matter(text):
            continue
        yield block, sureness(SCRIPT + APART + WORD * words)
