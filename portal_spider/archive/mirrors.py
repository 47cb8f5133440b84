"""Copies of articles: which article a mirror's page was made from, and what the copy changed.

Candidates come from the search index: a few runs of Chinese characters of the copy, asked for as
phrases. What decides is how many of the characters' 5-grams the two have in common, punctuation
and width left aside, for mirrors change those. So there is no second index to keep.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from portal_spider.archive.database import Archive
from portal_spider.archive.tokens import conjunction, fold

LIKENESS = 0.6
"""Share of shingles in common from which a text is a copy; forged ones keep most of it."""
SHINGLE = 5
PROBES, PROBE_CHARS = 8, 12
CANDIDATES = 20
"""Articles that one phrase may bring: what more have is everyone's formula."""
HAN_RUN = re.compile("[\u3400-\u9fff]{8,}")
SIGNS = re.compile(r"[\W_]+")
NUMBER = re.compile("[0-9]+|[〇零一二三四五六七八九十百千]{2,}")
FEWEST, LEAST_KEPT = 2, 0.5
"""Of an original's numbers, from how many and which share a copy must have: a form that is filled
in every year has other dates and sums, a forger changes a name or a telephone."""


@dataclass(frozen=True, slots=True)
class Change:
    """Paragraphs that a copy has in the place of others."""

    original: tuple[str, ...]
    copy: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mirror:
    """A copy and the article that it was made from."""

    article_id: int
    original_id: int
    likeness: float
    """Share of 5-grams in common, 0 to 1."""
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """The article at the other end of a link between a copy and its original."""

    url: str
    title: str | None
    likeness: float
    changes: tuple[Change, ...]


def original_of(archive: Archive, article_id: int) -> Link | None:
    """The article that one was found to be a copy of."""
    return next(_links(archive, "original_id", "article_id", article_id), None)


def copies_of(archive: Archive, article_id: int) -> tuple[Link, ...]:
    """The articles that were found to be copies of one, the most alike first."""
    return tuple(_links(archive, "article_id", "original_id", article_id))


def _links(archive: Archive, other: str, own: str, article_id: int) -> Iterator[Link]:
    rows = archive.db.conn.execute(
        "SELECT g.url, a.title, m.likeness, m.changes FROM mirrors m"
        f" JOIN articles a ON a.id = m.{other} JOIN pages g ON g.id = a.page_id"
        f" WHERE m.{own} = ? ORDER BY m.likeness DESC, g.url",
        (article_id,),
    )
    for url, title, likeness, changes in rows:
        passages = (Change(tuple(c["original"]), tuple(c["copy"])) for c in json.loads(changes))
        yield Link(url, title, likeness, tuple(passages))


def link_original(archive: Archive, article_id: int) -> Mirror | None:
    """Find the article that one is a copy of, and record the link; `None` where there is none.

    Raises `ArchiveError` where the archive cannot be written.
    """
    with archive.transaction() as db:
        mirror = find_original(db.conn, article_id)
        db.conn.execute("DELETE FROM mirrors WHERE article_id = ?", (article_id,))
        if mirror is not None:
            changes = [{"original": c.original, "copy": c.copy} for c in mirror.changes]
            db.conn.execute(
                "INSERT INTO mirrors (article_id, original_id, likeness, changes)"
                " VALUES (?, ?, ?, ?)",
                (
                    mirror.article_id,
                    mirror.original_id,
                    round(mirror.likeness, 4),
                    json.dumps(changes, ensure_ascii=False),
                ),
            )
    return mirror


def link_mirrors(archive: Archive) -> int:
    """Link all mirrored articles to what they were made from; how many are.

    For originals that came later than their copies. Raises `ArchiveError` where the archive cannot
    be written.
    """
    with archive.transaction() as db:
        rows = db.conn.execute("SELECT id FROM articles WHERE script = 'mirrored' ORDER BY id")
        ids = [article_id for (article_id,) in rows]
        return sum(link_original(archive, article_id) is not None for article_id in ids)


def find_original(connection: sqlite3.Connection, article_id: int) -> Mirror | None:
    """The article that an article's text was made from, if the archive has it."""
    row = connection.execute(
        "SELECT title, text FROM articles WHERE id = ?", (article_id,)
    ).fetchone()
    if row is None:
        return None
    copy = shingles(row[1])
    best: tuple[float, int] | None = None  # the ids decide a tie, not what was stored first
    for candidate in _candidates(connection, article_id, row[1]):
        title, text = connection.execute(
            "SELECT title, text FROM articles WHERE id = ?", (candidate,)
        ).fetchone()
        likeness = likeness_of(copy, shingles(text))
        if not _keeps_numbers(f"{title}\n{text}", f"{row[0]}\n{row[1]}"):
            continue
        if likeness >= LIKENESS and (best is None or (likeness, candidate) > best):
            best = likeness, candidate
    if best is None:
        return None
    title, text = connection.execute(
        "SELECT title, text FROM articles WHERE id = ?", (best[1],)
    ).fetchone()
    original = [title or "", *text.split("\n")]
    changes = compare(original, [row[0] or "", *row[1].split("\n")])
    return Mirror(article_id, best[1], best[0], changes)


def shingles(text: str) -> frozenset[str]:
    """The 5-grams of a text's characters, without signs, case and width."""
    bare = SIGNS.sub("", fold(text))
    return frozenset(bare[i : i + SHINGLE] for i in range(max(1, len(bare) - SHINGLE + 1)))


def likeness_of(one: frozenset[str], other: frozenset[str]) -> float:
    """Share of the shingles of two texts that both have."""
    return len(one & other) / len(one | other)


def _keeps_numbers(original: str, copy: str) -> bool:
    """Whether a text has most of another's numbers, where that has any to speak of."""
    numbers = Counter(NUMBER.findall(original))
    kept = numbers & Counter(NUMBER.findall(copy))
    return numbers.total() < FEWEST or kept.total() >= LEAST_KEPT * numbers.total()


def compare(original: Sequence[str], copy: Sequence[str]) -> tuple[Change, ...]:
    """Where the paragraphs of a copy differ by more than signs, in order."""
    bare = [[SIGNS.sub("", fold(text)) for text in texts] for texts in (original, copy)]
    matcher = SequenceMatcher(None, bare[0], bare[1], autojunk=False)
    return tuple(
        Change(tuple(original[a:b]), tuple(copy[c:d]))
        for operation, a, b, c, d in matcher.get_opcodes()
        if operation != "equal"
    )


def _candidates(connection: sqlite3.Connection, article_id: int, text: str) -> list[int]:
    """Articles of no mirror that share phrases with a text, those that share most first."""
    runs = [run[0][:PROBE_CHARS] for run in HAN_RUN.finditer(text)]
    step = max(1, len(runs) // PROBES)
    found: Counter[int] = Counter()
    for probe in runs[::step][:PROBES]:
        rows = connection.execute(
            "SELECT r.article_id FROM article_search s JOIN search_rows r ON r.id = s.rowid"
            " JOIN articles a ON a.id = r.article_id"
            " WHERE s.article_search MATCH ? AND a.script <> 'mirrored' AND a.id <> ? LIMIT ?",
            (conjunction(probe), article_id, CANDIDATES),
        )
        found.update(candidate for (candidate,) in rows)
    return [candidate for candidate, _ in found.most_common(5)]
