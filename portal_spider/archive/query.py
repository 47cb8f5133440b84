"""What a person types into a search box, as a query that FTS5 understands.

Words stand side by side: all of them must occur. `"…"` keeps spaces together, `OR` takes either
side, `NOT` or a leading `-` excludes, parentheses group. Every word is found exactly as written,
whatever its length; one in Traditional characters also where the text is Simplified.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from portal_spider.archive.tokens import conjunction, fold, is_told_by_index, occurs, phrase
from portal_spider.errors import UsageError
from portal_spider.extract.script import in_gb2312, to_simplified

PIECE = re.compile(r'\s*(?:(?P<minus>-?)"(?P<quoted>[^"]*)(?:"|$)|(?P<word>[^\s"]+))')
OPERATORS = frozenset({"AND", "OR", "NOT"})
MAX_WORDS = 64
"""Words of one query: a pasted page is no query."""


Having = Callable[["Word"], bool]
"""Whether what is looked at has a word."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word to find, in any of its forms."""

    forms: tuple[str, ...]
    """As typed, and in Simplified characters where that differs; folded."""

    def match(self) -> str:
        """What may have the word, for `article_search MATCH`."""
        found = [f"({conjunction(form)})" for form in self.forms]
        return f"({' OR '.join(found)})" if len(found) > 1 else found[0]

    def match_exactly(self) -> str:
        """What has the word, for `file_search MATCH`."""
        return " OR ".join(map(phrase, self.forms))

    @property
    def certain(self) -> bool:
        """Whether whatever `match` finds is a hit, and all hits are found."""
        return all(map(is_told_by_index, self.forms))

    def stands_in(self, text: str) -> bool:
        """Whether `text`, as it stands in the archive, has it."""
        return any(occurs(form, text) for form in self.forms)

    def holds(self, having: Having) -> bool:
        """Whether it holds of what has the words that `having` says."""
        return having(self)

    def words(self) -> Iterator[Word]:
        """The words that a hit has some or all of."""
        yield self

    def mentioned(self) -> Iterator[Word]:
        """All words, excluded ones too."""
        yield self


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Any of the parts must hold."""

    parts: tuple[Node, ...]

    def match(self) -> str:
        """What may be a hit, for `article_search MATCH`."""
        return f"({' OR '.join(part.match() for part in self.parts)})"

    @property
    def certain(self) -> bool:
        """Whether whatever `match` finds is a hit, and all hits are found."""
        return all(part.certain for part in self.parts)

    def holds(self, having: Having) -> bool:
        """Whether it holds of what has the words that `having` says."""
        return any(part.holds(having) for part in self.parts)

    def words(self) -> Iterator[Word]:
        """The words that a hit has some or all of."""
        return (word for part in self.parts for word in part.words())

    def mentioned(self) -> Iterator[Word]:
        """All words, excluded ones too."""
        return (word for part in self.parts for word in part.mentioned())


@dataclass(frozen=True, slots=True)
class AllOf:
    """All parts must hold, and none of the excluded."""

    parts: tuple[Node, ...]
    excluded: tuple[Node, ...] = ()

    def match(self) -> str:
        """What may be a hit, for `article_search MATCH`: excluded is only what is none for sure."""
        wanted = f"({' AND '.join(part.match() for part in self.parts)})"
        unwanted = [part.match() for part in self.excluded if _excludes_for_sure(part)]
        return f"({wanted} NOT ({' OR '.join(unwanted)}))" if unwanted else wanted

    @property
    def certain(self) -> bool:
        """Whether whatever `match` finds is a hit, and all hits are found."""
        return all(part.certain for part in self.parts) and all(
            map(_excludes_for_sure, self.excluded)
        )

    def holds(self, having: Having) -> bool:
        """Whether it holds of what has the words that `having` says."""
        return all(part.holds(having) for part in self.parts) and not any(
            part.holds(having) for part in self.excluded
        )

    def words(self) -> Iterator[Word]:
        """The words that a hit has some or all of."""
        return (word for part in self.parts for word in part.words())

    def mentioned(self) -> Iterator[Word]:
        """All words, excluded ones too."""
        return (word for part in (*self.parts, *self.excluded) for word in part.mentioned())


Node = Word | AnyOf | AllOf


def _excludes_for_sure(node: Node) -> bool:
    """Whether what is found for `node` stays so, whatever more is said: it excludes nothing."""
    return node.certain and tuple(node.words()) == tuple(node.mentioned())


def parse_query(text: str) -> Node:
    """Understand what was typed. Raises `UsageError` where nothing is asked for."""
    tokens = list(_tokens(text.replace("\0", "\ufffd")))  # as texts are stored
    if len(tokens) > MAX_WORDS:
        raise UsageError(f"a query has at most {MAX_WORDS} words, this one has {len(tokens)}")
    node = _Parser(tokens).parse()
    if node is None:
        raise UsageError("nothing to search for: give at least one word that is not excluded")
    return node


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    """`word`, `(`, `)` or an operator."""
    text: str = ""


class _Parser:
    """Recursive descent that takes whatever it gets; what says nothing counts as not there."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._position = 0

    def parse(self) -> Node | None:
        """The whole query."""
        parts = [self._either()]
        while self._position < len(self._tokens):  # A closing parenthesis too many.
            self._position += 1
            parts.append(self._either())
        found = [part for part in parts if part]
        return _all_of(found, [])

    def _either(self) -> Node | None:
        sides = [self._side()]
        while self._next_is("OR"):
            self._position += 1
            sides.append(self._side())
        found = [side for side in sides if side]
        return AnyOf(tuple(found)) if len(found) > 1 else next(iter(found), None)

    def _side(self) -> Node | None:
        wanted: list[Node] = []
        excluded: list[Node] = []
        while self._position < len(self._tokens) and not self._next_is("OR", ")"):
            negated = False
            while self._next_is("AND", "NOT"):
                negated ^= self._next_is("NOT")
                self._position += 1
            if part := self._part():
                (excluded if negated else wanted).append(part)
        return _all_of(wanted, excluded)

    def _part(self) -> Node | None:
        if self._position >= len(self._tokens) or self._next_is("OR", ")"):
            return None
        token = self._tokens[self._position]
        self._position += 1
        if token.kind != "(":
            return Word(_forms(token.text))
        inner = self._either()
        if self._next_is(")"):
            self._position += 1
        return inner

    def _next_is(self, *kinds: str) -> bool:
        return self._position < len(self._tokens) and self._tokens[self._position].kind in kinds


def _all_of(wanted: list[Node], excluded: list[Node]) -> Node | None:
    if not wanted:
        return None
    return wanted[0] if len(wanted) == 1 and not excluded else AllOf(tuple(wanted), tuple(excluded))


def _forms(word: str) -> tuple[str, ...]:
    if all(char.isascii() or in_gb2312(char) for char in word):
        return (fold(word),)
    return tuple(dict.fromkeys((fold(word), fold(to_simplified(word)))))


def _tokens(text: str) -> Iterator[_Token]:
    for piece in PIECE.finditer(text):
        quoted = piece["quoted"]
        if quoted is None:
            yield from _word_tokens(piece["word"])
        elif quoted.strip():
            yield from [_Token("NOT")] if piece["minus"] else []
            yield _Token("word", quoted)


def _word_tokens(word: str) -> Iterator[_Token]:
    """A run of characters: an operator, or a word with grouping parentheses about it.

    Parentheses that pair within the word belong to it: 国发(2023)15号.
    """
    if word in OPERATORS:
        yield _Token(word)
        return
    while word[:1] == "-" or (word[:1] == "(" and not _pairs_within(word)):
        yield _Token("(" if word[0] == "(" else "NOT")
        word = word[1:]
    bare = word
    while bare.endswith(")") and bare.count(")") > bare.count("("):
        bare = bare[:-1]
    if bare:
        yield _Token("word", bare)
    yield from [_Token(")")] * (len(word) - len(bare))


def _pairs_within(word: str) -> bool:
    """Whether the parenthesis that opens the word is closed before its end."""
    depth = 0
    for position, char in enumerate(word):
        depth += (char == "(") - (char == ")")
        if not depth:
            return position < len(word.rstrip(")"))
    return False
