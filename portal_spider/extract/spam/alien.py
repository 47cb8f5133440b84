"""Phrases pushed into a text, told by shape, place and likeness, whatever words the lexicon knows.

The lexicon knows many words and never all. What every injection shares is that it is not of the
page: short phrases between paragraphs of sentences, of whose pairs of characters the page has none,
behind marks that the page does not use, in an element that lacks what its siblings have; and that
it reads like advertising of the same trades. Each sign is evidence, and one line is evidence for
the next; none decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from portal_spider.extract.spam.formal import (
    OFFICIAL,
    is_formal,
    is_matter,
    is_of_authorities,
    is_thing,
)
from portal_spider.extract.spam.lookup import strong_words
from portal_spider.extract.spam.own import ENDS, LIKE, Own, is_sentence, looks
from portal_spider.extract.spam.phrases import FUNCTION, PROSE_CHARS
from portal_spider.extract.spam.runs import (
    ALIEN,
    FOREIGN_MARK,
    HEAD_MARK,
    NUMBERED,
    ODD,
    RUN,
    SEVERAL,
    head_of,
    is_branded,
    phrases_of,
    sureness,
    tail_of,
)
from portal_spider.extract.spam.trades import is_split, likeness
from portal_spider.extract.spam.vouched import PIECES, is_vouched_for
from portal_spider.extract.spam.words import is_button
from portal_spider.extract.tree import COMMENT, TEXT, Element

if TYPE_CHECKING:
    from portal_spider.extract.document import Block, Document

SHORTEST, LONGEST_LINE = 4, 140
SHORTEST_RUN = 3 * PIECES - 1
"""Characters of a run of so many phrases, each of two or more, with a mark between."""
MOST_MARKS, LONGEST_BESIDE = 6, 60
NEAR = 12
"""Siblings of an element that are looked at."""
MOST_CANDIDATES = 80
STRANGE, LIKENESS = 0.5, 0.4
UNREADABLE = 0.0
"""Likeness of a whole line up to which it is no candidate, unless it has foreign marks."""
LEAST_COMPANION = -1.0
"""Likeness of a line that may go with its neighbours."""
LEAST_FOREIGN, MANY = -2.6, 3
"""The same where so many are marked up as no sentence of the page is."""
MOST_LIKE, LEAST_LIKE, SURELY_LIKE = 4.0, -1.0, 2.0
"""Likeness of a phrase that is counted; and from which a word of authorities says nothing."""
THREE, FOUR, FOREIGN, MARKS_DIFFER = 0.5, 0.25, 0.5, 0.25
BETWEEN, UNDRESSED, AFTER_END, NOT_IN_TITLE = 0.25, 0.75, 0.5, 0.75
IS_FORMAL, HAS_FUNCTION, EVEN, ANNOUNCED, LISTED, WARNED_OF = (
    -3.0, -0.5, -0.5, -1.0, -1.5, -1.0,
)  # fmt: skip
SPAM_ELSEWHERE, REPEATED, LEAST_REPEATED = 1.0, 0.5, -0.7
"""What it tells that other pages of the portal have a line; and the likeness it needs."""
BRANDED = 0.75
BRIEF, BRIEF_CHARS = -0.4, 5
"""What a phrase of so few characters tells: headings are as short."""
PLAIN = -0.75
"""What more is needed of a run without mark-up that speaks for it."""
KNOWN_HACKED, FURTHER, MOST_FURTHER = 0.5, 0.25, 2
"""What less is needed on a hacked page, and where further lines are nearly evidence enough."""
NEARLY, ENOUGH = 0.7, 1.0
"""Evidence that another line makes enough; and enough."""
TELLING = min(NEARLY, ENOUGH - FURTHER * MOST_FURTHER)
"""Evidence below which nothing follows from a line, whatever is found of others."""
IS_THING, UNLIKE, FEWEST_ALIKE = -1.5, -1.0, 0.5
"""What names of things tell; and a run of which less than that share reads like advertising."""
TELLS, COMPANY = 1.75, 0.75
"""Likeness of one phrase that tells of the others of its run, where nothing vouches for them."""
PARTLY_STRANGE = 0.5
"""Share of a run's pairs that the page has not, below which it is of the page."""


NO_FUNCTION = re.compile("在线|和平|和谐|不夜|不卡|不打烊")
"""Words with a character in them that sentences are made with."""


class Alien(NamedTuple):
    """Something that is not of the page: a stretch of a line, and how sure that is, 0 to 1."""

    block: Block
    start: int
    end: int
    rule: str
    score: float


class Aliens:
    """Weighs the lines of one page."""

    def __init__(self, document: Document, own: Own) -> None:
        self.document = document
        self.own = own
        self._names: str | None = None
        self.hacked = False
        """Whether the page is known to carry advertising in its text: more of it is likely."""

    def lines(self) -> Iterator[Alien]:
        """Runs of phrases in the text that are not of the page."""
        weighed = [
            (Alien(block, *span, rule, 0.0), score)
            for block, span, rule, score in self._candidates()
        ]
        nearly = sum(score >= NEARLY for _, score in weighed)
        found: dict[int, float] = {}
        for alien, score in weighed:
            score += FURTHER * min(MOST_FURTHER, nearly - (score >= NEARLY))
            if score >= ENOUGH:
                found[id(alien.block)] = score
                yield alien._replace(score=sureness(score))
        if found:
            yield from self._companions(found)

    def _companions(self, found: dict[int, float]) -> Iterator[Alien]:
        """Lines marked up as those found, beside them or alone between sentences as they are."""
        blocks = self.document.blocks
        least = LEAST_COMPANION if len(found) > 1 else 0.0
        like_these = {looks(block) for block in blocks if id(block) in found}
        foreign = len(found) >= MANY and like_these.isdisjoint(
            looks(block) for block in blocks if id(block) not in found and is_sentence(block.text)
        )
        for step in (1, -1):
            beside = False
            for index in range(len(blocks))[::step]:
                block = blocks[index]
                if id(block) in found:
                    beside = True
                    continue
                if not (
                    (beside or (len(found) > 1 and self.own.is_alone(index)))
                    and looks(block) in like_these
                    and self._is_companion(index, block, LEAST_FOREIGN if foreign else least)
                ):
                    beside = False
                    continue
                beside = True
                found[id(block)] = ENOUGH
                yield Alien(block, 0, len(block.text), "alien_companion", sureness(ENOUGH))

    def _is_companion(self, index: int, block: Block, least: float) -> bool:
        """Might a line next to advertising be some, for all that is known of it?"""
        text = block.text
        if block.hidden or block.removal or block.box.level or not RUN.fullmatch(text):
            return False
        like = self.own.likeness(text)
        if like < least or (is_formal(text) and like < LIKE):
            return False
        if NUMBERED.search(text) or self.own.is_listed(index) or is_button(text):
            return False
        return self.own.strangeness(text) >= ALIEN

    def _candidates(self) -> Iterator[tuple[Block, tuple[int, int], str, float]]:
        """Stretches of lines that may be pushed in, each with its evidence."""
        left = MOST_CANDIDATES
        for index, block in enumerate(self.document.blocks):
            text = block.text
            size = len(text)
            if size < SHORTEST or block.hidden or block.removal:
                continue
            if block.linked * 2 > size and (block.box.tag != "p" or likeness(text) < LIKE):
                continue
            if block.box.level and (found := self._headline(block)):
                yield found
            elif block.box.level and (likeness(text) < LIKE or text in self.own.headline):
                continue
            elif size <= LONGEST_LINE and RUN.fullmatch(text):
                if left and self._is_suspect(text) and self.own.in_text(block):
                    left -= 1
                    score = self._weigh_line(index, block)
                    if score >= TELLING:
                        yield block, (0, size), "alien_run", score
            elif size >= PROSE_CHARS and (beside := self._beside(block)):
                yield beside

    def _is_suspect(self, text: str) -> bool:
        """Says anything at all of a run that it may be pushed in?"""
        if likeness(text) > UNREADABLE or self._known(text) > 0:
            return True
        if (
            len(text) >= SHORTEST_RUN
            and SEVERAL.search(text)
            and len(phrases := phrases_of(text)) >= PIECES
            and max(map(likeness, phrases)) >= TELLS
        ):
            return True
        if ODD.search(text) is None:
            return False
        return FOREIGN_MARK.search(text) is not None or is_branded(text)

    def _beside(self, block: Block) -> tuple[Block, tuple[int, int], str, float] | None:
        """A run behind the last sentence of a paragraph, or before its first."""
        text = block.text
        span = tail_of(text) if text[-1] not in ENDS else None
        if span is None or span[0] < len(text) - LONGEST_LINE:
            span = head_of(text)
            if span is None or not self.own.in_text(block):
                return None
        run = text[slice(*span)].strip()
        # A few words and a space open a paragraph as its heading, too.
        heads = not span[0] and not FOREIGN_MARK.search(run)
        if likeness(run) < (SURELY_LIKE if heads else LIKE):
            return None
        score = AFTER_END + self._weigh_run(run)[0]
        return block, span, "alien_run_in_line", score

    def _headline(self, block: Block) -> tuple[Block, tuple[int, int], str, float] | None:
        """A run before or behind a headline, mostly one that the page's tags state without it."""
        text = block.text
        best: tuple[float, tuple[int, int]] | None = None
        for mark in islice(HEAD_MARK.finditer(text), MOST_MARKS):
            for start, end in ((0, mark.end()), (mark.start(), len(text))):
                phrases = text[start:end].strip("_|-—")
                rest = (text[:start] + text[end:]).strip()
                score = self._weigh_beside(phrases, rest)
                if score >= ENOUGH and (best is None or score > best[0]):
                    best = score, (start, end)
        return (block, best[1], "alien_run_in_line", best[0]) if best else None

    def _weigh_beside(self, phrases: str, rest: str) -> float:
        """The evidence that what stands beside a headline is not of it."""
        if len(rest) < SHORTEST or not SHORTEST <= len(phrases) <= LONGEST_BESIDE:
            return 0.0
        if not any(map(str.isalpha, phrases)):
            return 0.0  # what is left of a day that the heading ends in
        metas = self.document.metas
        tags = [self.document.title_tag, *map(metas.get, ("articletitle", "og:title"))]
        stated = any(tag and rest in tag and phrases not in tag for tag in tags)
        values = list(map(likeness, phrases_of(phrases)))
        # Where a tag has the headline without them, one unknown phrase is taken with another.
        like = sum(values) / len(values) if stated and values else min(values, default=0.0)
        if NUMBERED.search(phrases) or (like < LIKE and OFFICIAL.search(phrases)):
            return 0.0
        if like < 0 or (like < LIKE and not stated):
            return 0.0
        if self.own.strangeness_elsewhere(phrases) < (PARTLY_STRANGE if like >= LIKE else ALIEN):
            return 0.0
        return STRANGE + FOREIGN + (NOT_IN_TITLE if stated else 0.0) + LIKENESS * like

    def _weigh_line(self, index: int, block: Block) -> float:
        """The evidence that a line is not of the page."""
        text = block.text
        if NUMBERED.search(text) or (is_formal(text) and likeness(text) < UNREADABLE):
            return 0.0
        run, undressed = self._weigh_run(text, block)
        score = run + self._known(text)
        if not run or score <= 0:
            return 0.0
        score += UNDRESSED if undressed else 0.0
        score += BETWEEN if self.own.is_between(index) else 0.0
        score += ANNOUNCED if self.own.is_announced(index) else 0.0
        score += WARNED_OF if self.own.warns or self.own.is_own_matter(block.text) else 0.0
        return score + (LISTED if self.own.is_listed(index) else 0.0)

    def _known(self, text: str) -> float:
        """The evidence of the portal's other pages."""
        known = self.document.known_blocks
        if known is None:
            return 0.0
        headlines = self._headlines()
        if known.is_spam(text, headlines):
            return SPAM_ELSEWHERE
        if known.is_repeated(text, headlines) and likeness(text) > LEAST_REPEATED:
            return REPEATED
        return 0.0

    def _headlines(self) -> str:
        """What the page may be called."""
        if self._names is None:
            lines = [block.text for block in self.document.blocks if block.box.level]
            self._names = "\n".join((self.document.title_tag or "", *lines))
        return self._names

    def _weigh_run(self, text: str, block: Block | None = None) -> tuple[float, bool]:
        """The evidence of a run itself, and whether the line that it is lacks others' mark-up."""
        phrases = phrases_of(text)
        count = len(phrases)
        long = sum(len(phrase) >= SHORTEST for phrase in phrases)
        if not count or long * 2 < count or NUMBERED.search(text) or all(map(is_button, phrases)):
            return 0.0, False
        strangeness = self.own.strangeness(text)
        if strangeness < PARTLY_STRANGE:
            return 0.0, False
        like = [max(LEAST_LIKE, min(MOST_LIKE, self.own.likeness(p))) for p in phrases]
        judged = [(p, _doubt(p, value)) for p, value in zip(phrases, like, strict=True)]
        alike = sum(value >= LIKE for value in like)
        evidence = LIKENESS * sum(like) / count + (STRANGE if strangeness >= ALIEN else 0.0)
        evidence += (THREE if count >= 3 else 0.0) + (FOUR if count >= 4 else 0.0)
        if count > 1 and FOREIGN_MARK.search(text):
            evidence += FOREIGN + (MARKS_DIFFER if "," not in self.own.text else 0.0)
        evidence += BRANDED if is_branded(text) else 0.0
        evidence += KNOWN_HACKED if self.hacked else 0.0
        evidence += BRIEF if len(text) <= BRIEF_CHARS else 0.0
        evidence += IS_FORMAL * sum(d for p, d in judged if is_formal(p)) / count
        evidence += IS_FORMAL * sum(map(is_of_authorities, phrases)) / count
        evidence += HAS_FUNCTION * sum(d for p, d in judged if _is_spoken(p))
        if count > 1 and len(set(map(len, phrases))) == 1 and not alike:
            evidence += EVEN
        undressed = block is not None and self._dressing(block)
        telling = count >= PIECES and max(like) >= TELLS
        if telling and not any(map(self._is_vouched_for, phrases)):
            return evidence + COMPANY + (0.0 if undressed else PLAIN), undressed
        evidence += IS_THING * sum(_doubt_of_name(p, d) for p, d in judged) / count
        if undressed:
            return evidence, True
        evidence += UNLIKE if count > 1 and alike < FEWEST_ALIKE * count else 0.0
        return evidence + (PLAIN if count > 2 else 0.0), False

    def _is_vouched_for(self, phrase: str) -> bool:
        return is_vouched_for(phrase, self.own)

    def _dressing(self, block: Block) -> bool:
        """Does a line lack the mark-up or the indent that the paragraphs around it have?"""
        element = block.box.element
        if element.parent is None or block.box.tag not in ("p", "div") or _is_heading(element):
            return False
        others = [other for other in _near(element) if len(other.text()) > 24]
        if len(others) < 3:
            return False
        most = 0.8 * len(others)
        if not _is_dressed(element) and sum(map(_is_dressed, others)) >= most:
            return True
        return not _is_indented(element) and sum(map(_is_indented, others)) >= most


def _doubt(phrase: str, like: float) -> float:
    """How much it counts, 0 to 1, that a phrase is one of authorities by its words."""
    if is_matter(phrase):
        return 1.0
    return min(1.0, max(0.0, (SURELY_LIKE - like) / (SURELY_LIKE - LIKE)))


def _doubt_of_name(phrase: str, doubt: float) -> float:
    """How much it counts, 0 to 1, that a phrase may name something: by its end, or its words."""
    if any(is_split(phrase, word) for word in strong_words(phrase)[:1]):
        return 1.0
    return doubt if is_thing(phrase) else 0.0


def _is_spoken(phrase: str) -> bool:
    """Does a phrase hold a word that sentences are made with?"""
    return FUNCTION.search(NO_FUNCTION.sub("", phrase)) is not None


def _near(element: Element) -> list[Element]:
    """The nearest siblings on both sides."""
    found: list[Element] = []
    for step in (attrgetter("prev"), attrgetter("next")):
        other: Element | None = step(element)
        left = NEAR
        while other is not None and left:
            if other.tag not in (TEXT, COMMENT):
                left -= 1
                if other.tag == element.tag:
                    found.append(other)
            other = step(other)
    return found


def _is_heading(element: Element) -> bool:
    """Is a paragraph set as headings are: in bold, or in the middle?"""
    given = element.attributes
    middle = "center" in f"{given.get('style') or ''}{given.get('align') or ''}".lower()
    return middle or any(child.tag in ("strong", "b") for child in element.iter())


def _is_dressed(element: Element) -> bool:
    """Has an element attributes, or elements around its text?"""
    return bool(element.attributes) or any(
        child.tag in ("span", "font", "o:p") for child in element.iter()
    )


def _is_indented(element: Element) -> bool:
    """Does a paragraph begin with the spaces that indent it?"""
    text = element.text().lstrip("\r\n\t ")
    return text[:1] in ("\u3000", "\xa0", "\u2003", "\u2002")
