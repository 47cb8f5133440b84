"""Which articles a query means: what the index gives for it, looked at where that can be more.

An article is its title, its text and the texts of the files that it offers: a word in one and a
word in another are both in the article.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from functools import reduce

from portal_spider.archive.query import AllOf, AnyOf, Node, Word

_MATCHING = (
    "SELECT r.article_id FROM article_search s CROSS JOIN search_rows r ON r.id = s.rowid"
    " WHERE article_search MATCH ? LIMIT ?"
)
_OFFERING = (
    "SELECT DISTINCT t.article_id FROM file_search s CROSS JOIN file_rows r ON r.id = s.rowid"
    " CROSS JOIN downloads d ON d.file_id = r.file_id"
    " CROSS JOIN attachments t ON t.download_id = d.id WHERE file_search MATCH ?"
)
_READ = (
    "SELECT a.id, coalesce(a.title, ''), a.text FROM json_each(?) j"
    " CROSS JOIN articles a ON a.id = j.value"
)
_ALL = -1
"""As a limit."""


class Finder:
    """Answers one query about the articles of an archive."""

    def __init__(self, connection: sqlite3.Connection, node: Node) -> None:
        self.node = node
        self._connection = connection
        self._offering = {word: self._ids(_OFFERING, word.match_exactly()) for word in _each(node)}
        """Articles that offer a file with the word, by word."""
        alone = isinstance(node, Word) or not any(self._offering.values())
        self.certain = node.certain and alone
        """Whether all candidates are hits, so that none has to be looked at."""

    def candidates(self, most: int = _ALL) -> list[int]:
        """All articles that may be hits; where the index has more than `most`, just so many."""
        found = self._ids(_MATCHING, self.node.match(), most)
        return list(found | self._with_files())

    def holds(self, article_id: int, title: str, text: str) -> bool:
        """Whether an article is a hit."""
        said = f"{title}\0{text}"
        return self.node.holds(
            lambda word: article_id in self._offering[word] or word.stands_in(said)
        )

    def read(
        self, articles: Iterable[int], *, candidates: bool = True
    ) -> Iterator[tuple[int, str, str]]:
        """The hits among articles, in their order: id, title and text of each.

        Where they are no `candidates`, all have to be looked at.
        """
        rows = self._connection.execute(_READ, (json.dumps(list(articles)),))
        return (row for row in rows if (candidates and self.certain) or self.holds(*row))

    def _with_files(self) -> AbstractSet[int]:
        """Articles that may be hits by their files."""
        offering = self._offering
        some = set[int]().union(*(offering[word] for word in self.node.words()))
        if not some or isinstance(self.node, Word):
            return some
        return _meeting(
            self.node,
            lambda word: offering[word] | (some & self._ids(_MATCHING, word.match(), _ALL)),
        )

    def _ids(self, sql: str, *values: object) -> set[int]:
        return {row[0] for row in self._connection.execute(sql, values)}


def _each(node: Node) -> Iterable[Word]:
    return dict.fromkeys(node.mentioned())


def _meeting(node: Node, having: Callable[[Word], AbstractSet[int]]) -> AbstractSet[int]:
    """What has the words that `node` wants, by the sets of what has each."""
    match node:
        case Word():
            return having(node)
        case AnyOf():
            return reduce(lambda some, more: some | more, _parts(node, having))
        case AllOf():
            return reduce(lambda some, more: some & more, _parts(node, having))


def _parts(
    node: AnyOf | AllOf, having: Callable[[Word], AbstractSet[int]]
) -> Iterator[AbstractSet[int]]:
    return (_meeting(part, having) for part in node.parts)
