"""The text of an article as paragraphs: lines, and table rows with their cells side by side."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from portal_spider.extract.document import Block, Box, Document

SENTENCE_ENDS = ("。", "！", "？", "；", "：", "”", ".")
LAYOUT_LINES = 4
LAYOUT_CHARS = 250
"""A table cell of more lines and characters than these is there for the layout."""


def paragraphs_of(
    document: Document, indices: Sequence[int], limit: Box | None, beside: Sequence[int] = ()
) -> list[tuple[str, int]]:
    """Paragraphs, each with the index of its first block.

    Args:
        document: The page.
        indices: The lines of the text.
        limit: The outermost element that holds them and nothing before; its row is no data.
        beside: Lines whose rows are no data: the headline's, the label's that asks for the text.
    """
    blocks = document.blocks
    found: list[tuple[str, int]] = []
    rows: dict[Box, list[int]] | None = None
    done: set[Box] = set()
    layout: set[Box | None] = {blocks[index].box.row for index in beside}
    outer = limit.row if limit is not None else None
    for index in indices:
        block = blocks[index]
        row = block.box.row
        if row is None or row is outer or row in layout:
            found.append((block.text, index))
            continue
        if row in done:
            continue
        if rows is None:
            rows = rows_of(blocks, indices)
        cells = cells_of(blocks, rows[row])
        whole = len(cells) == 1 and len(rows[row]) == len(indices)  # the cell holds the text
        if whole or is_layout(cells) or has_rows_inside(rows[row], indices):
            layout.add(row)
            found.append((block.text, index))
            continue
        done.add(row)
        found.append(("\t".join(" ".join(lines) for lines in cells), index))
    return found


def rows_of(blocks: Sequence[Block], indices: Sequence[int]) -> dict[Box, list[int]]:
    """The lines of each table row."""
    rows: dict[Box, list[int]] = {}
    for index in indices:
        if (row := blocks[index].box.row) is not None:
            rows.setdefault(row, []).append(index)
    return rows


def cells_of(blocks: Sequence[Block], indices: Sequence[int]) -> list[list[str]]:
    """The lines of each cell of a row that has any."""
    cells: dict[Box | None, list[str]] = {}
    for index in indices:
        cells.setdefault(blocks[index].box.cell, []).append(blocks[index].text)
    return list(cells.values())


def has_rows_inside(row: Sequence[int], indices: Sequence[int]) -> bool:
    """Do lines of the text stand between those of a row: of a table inside of one of its cells?"""
    start, end = bisect_left(indices, row[0]), bisect_left(indices, row[-1])
    return end - start >= len(row)


def is_layout(cells: list[list[str]]) -> bool:
    """Does a row hold a text, and not data: a cell of many lines, or one of sentences alone?"""
    if any(len(lines) > LAYOUT_LINES and sum(map(len, lines)) > LAYOUT_CHARS for lines in cells):
        return True
    if len(cells) != 1:
        return False
    lines = cells[0]
    return (
        len(lines) > LAYOUT_LINES
        or sum("。" in line or line.endswith(SENTENCE_ENDS) for line in lines) > 1
    )
