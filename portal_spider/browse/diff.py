"""What changed between two texts, character by character, as a person would say it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from diff_match_patch import diff_match_patch

Kind = Literal["same", "added", "removed"]

_KINDS: dict[int, Kind] = {
    diff_match_patch.DIFF_EQUAL: "same",
    diff_match_patch.DIFF_INSERT: "added",
    diff_match_patch.DIFF_DELETE: "removed",
}

TIME_LIMIT = 0.2
"""Seconds for one pair of passages; past it, the diff is right but coarser than it could be."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of one paragraph that is in both texts, or only in one."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the older text, the newer, or both woven together."""

    runs: tuple[Run, ...]

    @property
    def changed(self) -> bool:
        """Whether anything in it was added or removed."""
        return any(run.kind != "same" for run in self.runs)


@dataclass(frozen=True, slots=True)
class Difference:
    """Two texts woven into one, in reading order."""

    paragraphs: tuple[Paragraph, ...]

    @property
    def added(self) -> int:
        """Characters that only the newer text has."""
        return self._count("added")

    @property
    def removed(self) -> int:
        """Characters that only the older text has."""
        return self._count("removed")

    def _count(self, kind: Kind) -> int:
        runs = (run for paragraph in self.paragraphs for run in paragraph.runs)
        return sum(len(run.text) for run in runs if run.kind == kind)


def compare(older: str, newer: str) -> Difference:
    """Weave two texts of newline-separated paragraphs into one.

    Paragraphs are aligned first, so that a long text with one edited sentence costs no more than
    that sentence; only what stands between equal paragraphs is compared by character.
    """
    old, new = older.split("\n"), newer.split("\n")
    woven: list[Paragraph] = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if tag == "equal":
            woven += (Paragraph((Run("same", text),)) for text in old[old_from:old_to])
        elif tag == "delete":
            woven += (Paragraph((Run("removed", text),)) for text in old[old_from:old_to])
        elif tag == "insert":
            woven += (Paragraph((Run("added", text),)) for text in new[new_from:new_to])
        else:
            passage = _by_character(
                "\n".join(old[old_from:old_to]), "\n".join(new[new_from:new_to])
            )
            woven += _paragraphs(passage)
    return Difference(tuple(woven))


def _by_character(older: str, newer: str) -> list[Run]:
    engine = diff_match_patch()
    engine.Diff_Timeout = TIME_LIMIT
    operations = engine.diff_main(older, newer, False)
    # Without it, two rewritten sentences look like confetti around the 的 they share.
    engine.diff_cleanupSemantic(operations)
    return [Run(_KINDS[operation], text) for operation, text in operations]


def _paragraphs(runs: Iterable[Run]) -> Iterator[Paragraph]:
    """Cut runs at their newlines; a newline that was itself added or removed cuts, too."""
    current: list[Run] = []
    for run in runs:
        first, *rest = run.text.split("\n")
        current += [Run(run.kind, first)] if first else []
        for text in rest:
            if current:
                yield Paragraph(tuple(current))
            current = [Run(run.kind, text)] if text else []
    if current:
        yield Paragraph(tuple(current))
