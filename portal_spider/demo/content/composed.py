"""Composes articles of the recurrent kinds (停水通知, 抽检通报) from inventories of sentences.

A pattern has slots and, for every paragraph, alternatives that are whole sentences of their own.
`{name}` in a sentence is a slot: a list of texts, of which neighbouring articles take different
ones (lists of one length go together, entry by entry), or a pair of numbers, between which one is
drawn. `{ymd}`, `{md}`, `{ym}`, `{iso}`, `{year}` and `{month}` are the day of publication,
`{md+3}` three days later. All is drawn from generators seeded by the pattern's name, so that
every run composes the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import TypedDict

SLOT = re.compile(r"\{(\w+)(?:\+(\d+))?\}")

DATE_FORMS = {
    "ymd": "{0.year}年{0.month}月{0.day}日",
    "md": "{0.month}月{0.day}日",
    "ym": "{0.year}年{0.month}月",
    "year": "{0.year}",
    "month": "{0.month}",
    "iso": "{0:%Y-%m-%d}",
}


class Table(TypedDict):
    """A table in a text: its head, the pattern of a row, the least and most rows."""

    head: str
    row: str
    rows: list[int]


class Pattern(TypedDict, total=False):
    """A kind of article."""

    name: str
    count: int
    start: datetime
    every: int
    """Days from one to the next."""
    title: str
    source: str
    editors: list[str]
    text: list[list[str | Table]]
    document: dict[str, str]
    """Fields of a policy document."""
    slots: dict[str, list[str] | list[int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """An article composed of a pattern."""

    title: str
    at: datetime
    source: str | None
    editor: str | None
    lines: tuple[str, ...]
    document: dict[str, str]


def compose(patterns: list[Pattern]) -> Iterator[Composed]:
    """All articles of the patterns."""
    for pattern in patterns:
        for index in range(pattern["count"]):
            yield _Composer(pattern, index).article()


class _Composer:
    def __init__(self, pattern: Pattern, index: int) -> None:
        self.pattern = pattern
        self.index = index
        random = Random(f"{pattern['name']}/{index}")
        self.at = pattern["start"] + timedelta(
            days=pattern["every"] * index + random.randrange(3), minutes=random.randrange(480)
        )

    def article(self) -> Composed:
        pattern = self.pattern
        source, editors = pattern.get("source"), pattern.get("editors")
        return Composed(
            title=self._fill(pattern["title"]),
            at=self.at,
            source=self._fill(source) if source else None,
            editor=editors[self.index % len(editors)] if editors else None,
            lines=tuple(self._lines()),
            document={key: self._fill(value) for key, value in pattern.get("document", {}).items()},
        )

    def _lines(self) -> Iterator[str]:
        for place, alternatives in enumerate(self.pattern["text"]):
            order = Random(f"{self.pattern['name']}/{place}").sample(
                range(len(alternatives)), len(alternatives)
            )
            # A stride of its own for every place: two articles seldom agree in two places.
            chosen = alternatives[
                order[(self.index + self.index // len(order) * place) % len(order)]
            ]
            if isinstance(chosen, str):
                yield self._fill(chosen)
            else:
                yield from self._table(chosen)

    def _table(self, table: Table) -> Iterator[str]:
        yield self._fill(table["head"])
        low, high = table["rows"]
        for row in range(1, Random(f"{self.pattern['name']}/{self.index}").randint(low, high) + 1):
            yield self._fill(table["row"].replace("{i}", str(row)), row)

    def _fill(self, text: str, row: int = 0) -> str:
        return SLOT.sub(lambda match: self._value(match[1], int(match[2] or 0), row), text)

    def _value(self, slot: str, days: int, row: int) -> str:
        if slot in DATE_FORMS:
            return DATE_FORMS[slot].format(self.at + timedelta(days=days))
        choices: Mapping[str, list[str] | list[int]] = self.pattern["slots"]
        values = choices[slot]
        name = f"{self.pattern['name']}/{slot}"
        if isinstance(values[0], int):
            low, high = (int(value) for value in values)
            return str(Random(f"{name}/{self.index}/{row}").randint(low, high))
        # Lists of one length are shuffled alike: their entries belong together.
        order = Random(f"{self.pattern['name']}/{len(values)}").sample(values, len(values))
        return str(order[(self.index + row) % len(order)])
