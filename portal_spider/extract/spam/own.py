"""What a page itself writes: its sentences, where they stand, and the lists that they announce."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

from portal_spider.extract.spam.phrases import PROSE_CHARS, is_prose
from portal_spider.extract.spam.runs import MARK, NUMBERED, RUN, head_of, tail_of
from portal_spider.extract.spam.trades import likeness, trade
from portal_spider.extract.spam.words import folded, topics

if TYPE_CHECKING:
    from portal_spider.extract.document import Block, Document
    from portal_spider.extract.walk import Box

ANNOUNCES = re.compile(
    "如下|以下|下列|名单|名录|目录|一览|清单|列表|公示|公布|批准|备案|获批|版号|剧目|节目单|作品|[：:]\\s*$"
)
"""In a sentence, or a headline, that a list follows."""
CONDEMNS = re.compile(
    "违法|违规|非法|下架|取缔|查处|抽查|抽检|不合格|谨防|诈骗|骗局|罚没|召回|赌博"
)
"""In a sentence about what such a list warns of."""
ENDS = "。！？；：）”"
"""What paragraphs end in."""
ENDS_SENTENCE = "。！？；："
"""What lines of a list do not end in."""
SHORT_LINE = 32
"""Characters of a line that may be one of a list."""
LINES_OF_A_LIST, HEADINGS = 4, 3
LIKE = 0.8
"""Likeness from which a line reads like advertising."""
MEAN_LIKENESS = 1.0
"""Of lines that are advertising."""
MOST_ALIKE = 0.6
"""Share of a list's lines that may read so, if it is the page's own."""
SOME_LIKENESS, SOME_ALIKE = 0.5, 0.35
"""The same of lines that nothing announces."""
WARNS = re.compile("诈骗|骗局|骗子|赌博|淫秽|色情|扫黄|假证|传销|黑灰产|私彩|洗钱")
"""In the sentences of a page that warns of what is advertised."""
MOST_ANNOUNCED = 12
"""Lines that a sentence announces."""
FAR = 40
"""Lines of a list that are looked at on each side."""
LEVELS_UP = 4
"""Elements around a line, up to the one whose other children hold sentences: from `td`, `table`."""


class Own:
    """Answers for one page; nothing is worked out before it is asked for."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._text: str | None = None
        self._homes: set[int] | None = None
        self._matter: frozenset[str] | None = None
        self._listed: dict[int, bool] = {}

    @property
    def text(self) -> str:
        """The page's sentences and headlines, which speak for it, in lower case."""
        if self._text is None:
            self._text = folded("\n".join(map(without_run, filter(_speaks, self.document.blocks))))
        return self._text

    def has(self, pair: str) -> bool:
        """Has the page two characters side by side in its sentences?"""
        return pair in self.text

    def strangeness(self, text: str) -> float:
        """Share of a text's pairs of characters that the page has nowhere else."""
        low = MARK.sub(" ", folded(text))
        pairs = {low[i : i + 2] for i in range(len(low) - 1) if " " not in low[i : i + 2]}
        return sum(pair not in self.text for pair in pairs) / len(pairs) if pairs else 0.0

    def strangeness_elsewhere(self, phrase: str) -> float:
        """The same of a phrase that stands in a sentence or a headline itself."""
        low = folded(phrase)
        times = self.text.count(low)
        pairs = list(map("".join, pairwise(low)))
        once = sum(self.text.count(pair) <= times * low.count(pair) for pair in pairs)
        return once / len(pairs) if pairs else 0.0

    def likeness(self, phrase: str) -> float:
        """How much a phrase reads like advertising that is not the page's own matter."""
        return likeness(phrase, self.has)

    @property
    def warns(self) -> bool:
        """Is the page about what these trades do?"""
        return WARNS.search(self.text) is not None

    def in_text(self, block: Block) -> bool:
        """Does a line stand where sentences stand: in their element, or beside it?"""
        if self._homes is None:
            self._homes = self._find_homes()
        box: Box | None = block.box
        for _ in range(LEVELS_UP + 1):
            if box is None:
                return False
            if id(box) in self._homes:
                return True
            box = box.parent
        return False

    def _find_homes(self) -> set[int]:
        """The elements that hold sentences outside of links and headings, and those around."""
        homes = set()
        for block in self.document.blocks:
            if len(block.text) < PROSE_CHARS or block.linked * 2 > len(block.text):
                continue
            box = block.box
            if not box.level and block.hidden is None and _is_sentence(block.text):
                homes.add(id(box))
                if box.tag in ("p", "div", "section", "span"):
                    homes.add(id(box.parent))
        return homes

    def is_between(self, index: int) -> bool:
        """Has a line a sentence right before or behind it?"""
        blocks = self.document.blocks
        around = blocks[max(0, index - 1) : index] + blocks[index + 1 : index + 2]
        return any(is_sentence(near.text) for near in around)

    def is_alone(self, index: int) -> bool:
        """Has a line sentences right before and behind it?"""
        blocks = self.document.blocks
        return 0 < index < len(blocks) - 1 and all(
            is_sentence(blocks[near].text) for near in (index - 1, index + 1)
        )

    def is_announced(self, index: int) -> bool:
        """Does the sentence before a line, and before the short lines above it, promise a list?"""
        blocks = self.document.blocks
        for near in range(index - 1, max(-1, index - 1 - MOST_ANNOUNCED), -1):
            text = blocks[near].text
            if text.endswith(("：", ":")):
                return True
            if is_sentence(text):
                return ANNOUNCES.search(text) is not None
        return False

    def is_own_matter(self, phrase: str) -> bool:
        """Is a phrase of a trade about which the page writes as an authority does?"""
        if self._matter is None:
            self._matter = topics(self.text)
        return trade(phrase) in self._matter

    def is_listed(self, index: int) -> bool:
        """Is a line one of a list of the page's own?

        So is one among lines that read otherwise, and one of a list of what a sentence warns of.
        """
        known = self._listed.get(index)
        if known is None:
            run, least = self._run(index), LINES_OF_A_LIST
            if len(run) < least and self.is_alone(index):
                run, least = self._headings(index), HEADINGS
            known = len(run) >= least and self._is_list(run)
            self._listed.update(dict.fromkeys(run, known))
        return known

    def _run(self, index: int) -> list[int]:
        """The short lines around one, of the same mark-up."""
        blocks = self.document.blocks
        look = looks(blocks[index])
        start = index
        while start and index - start < FAR and is_short(blocks[start - 1], look):
            start -= 1
        end = index + 1
        while end < len(blocks) and end - index < FAR and is_short(blocks[end], look):
            end += 1
        return list(range(start, end))

    def _headings(self, index: int) -> list[int]:
        """The short lines of the same mark-up that are alone between sentences, as headings are."""
        blocks = self.document.blocks
        look = looks(blocks[index])
        return [n for n in range(len(blocks)) if is_short(blocks[n], look) and self.is_alone(n)]

    def _is_list(self, run: list[int]) -> bool:
        blocks = self.document.blocks
        lines = [blocks[index] for index in run]
        like = [self.likeness(line.text) for line in lines]
        alike = sum(value >= LIKE for value in like)
        before = blocks[run[0] - 1].text if run[0] else ""
        around = f"{before}\n{self.headline}"
        announced = self.warns or ANNOUNCES.search(around) or CONDEMNS.search(around)
        share, mean = (MOST_ALIKE, MEAN_LIKENESS) if announced else (SOME_ALIKE, SOME_LIKENESS)
        if alike < share * len(lines) or sum(like) < mean * len(lines):
            return True
        if not announced:
            return False
        trades = Counter(trade(line.text) for line, v in zip(lines, like, strict=True) if v >= LIKE)
        mixed = max(trades.values()) <= trades.total() / 2
        return not mixed or CONDEMNS.search(around) is not None

    @property
    def headline(self) -> str:
        """What the page is called, by its tag or `<title>`."""
        return self.document.metas.get("articletitle") or self.document.title_tag or ""


Look: TypeAlias = tuple[int, str, str | None, str | None]
"""How a line is marked up: what it is in, its element, and that one's class and style."""


def looks(block: Block) -> Look:
    """How a line is marked up."""
    box = block.box
    around = box.row.parent if box.row is not None else box.parent
    given = box.element.attributes
    return id(around), box.tag, given.get("class"), given.get("style")


def is_short(block: Block, look: Look) -> bool:
    """May a line be one of a list of names or phrases, of a mark-up given?"""
    return (
        block.hidden is None
        and len(block.text) <= SHORT_LINE
        and block.text[-1] not in ENDS_SENTENCE
        and not block.box.level
        and block.linked * 2 <= len(block.text)
        and not NUMBERED.match(block.text)
        and looks(block) == look
    )


def without_run(block: Block) -> str:
    """A line without what may have been put before or behind it."""
    text = block.text
    if block.box.level:
        return text
    if tail := None if text[-1] in ENDS else tail_of(text):
        return text[: tail[0]]
    head = head_of(text)
    return text[head[1] :] if head and likeness(text[: head[1]]) >= LIKE else text


def is_sentence(text: str) -> bool:
    """Is a line one of sentences, and not a run of phrases, however long?"""
    return len(text) >= PROSE_CHARS and _is_sentence(text)


@lru_cache(maxsize=128)  # several questions about a page go through its lines
def _is_sentence(text: str) -> bool:
    return (is_prose(text) or _has_clauses(text)) and RUN.fullmatch(text) is None


def _has_clauses(text: str) -> bool:
    """Is a line divided and ended as sentences are, though it has few words as they have them?

    Those of chronicles and of notices are such.
    """
    return text[-1] in "。：；" and any(mark in text[:-2] for mark in "，；")


def _speaks(block: Block) -> bool:
    return block.hidden is None and (block.box.level == 1 or is_sentence(block.text))
