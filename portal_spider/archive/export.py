"""Taking articles away: as JSON lines, CSV or Parquet.

Rows stream from one query, so that memory stays flat and the export is of one moment, whatever a
crawl writes meanwhile. SQLite puts the small values of a JSON line together and Python the text:
each is the faster one for that.
"""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal, TextIO

from portal_spider.archive.atomic import whole_output
from portal_spider.archive.database import Archive
from portal_spider.archive.search import Filters
from portal_spider.archive.selection import select_articles
from portal_spider.errors import UsageError

Format = Literal["jsonl", "csv", "parquet"]
BATCH = 500
"""Rows held in memory at once."""

LINE = "\n"
STDOUT = Path("-")

_JOINED = " JOIN pages g ON g.id = a.page_id JOIN portals p ON p.id = g.portal_id"

COLUMNS: Mapping[str, str] = {
    "id": "a.id",
    "url": "g.url",
    "portal": "p.name",
    "title": "a.title",
    "published_at": "a.published_at",
    "source": "a.source",
    "byline": "(SELECT group_concat(role || '：' || name, '；')"
    " FROM bylines WHERE article_id = a.id)",
    "breadcrumb": "a.breadcrumb",
    "document_number": "(SELECT value FROM document_fields"
    " WHERE article_id = a.id AND field = 'document_number' LIMIT 1)",
    "attachments": "(SELECT group_concat(url, ' ') FROM attachments WHERE article_id = a.id)",
    "attachments_sha256": "(SELECT group_concat(coalesce(sha256, 'none'), ' ') FROM article_files"
    " WHERE article_id = a.id)",
    "script": "a.script",
    "state": "g.state",
    "first_seen": "g.first_seen",
    "last_seen": "g.last_seen",
    "captured_at": "a.captured_at",
    "text": "a.text",
}
"""Columns of CSV and Parquet: all text, except for the id."""


def _objects(table: str, *columns: str) -> str:
    """SQL for the JSON array of an article's rows of a table; its index has them in order."""
    pairs = " || ',' || ".join(f"'\"{column}\":' || json_quote({column})" for column in columns)
    rows = f"SELECT group_concat('{{' || {pairs} || '}}') FROM {table} WHERE article_id = a.id"
    return f"'[' || coalesce(({rows}), '') || ']'"


_NESTED = {
    "byline": _objects("bylines", "role", "name"),
    "breadcrumb": "CASE WHEN a.breadcrumb IS NULL THEN '[]'"
    " ELSE '[' || replace(json_quote(a.breadcrumb), ' > ', '\",\"') || ']' END",
    "attachments": _objects("article_files", "url", "name", "sha256"),
    "fields": "(SELECT json_group_object(label, value) FROM document_fields"
    " WHERE article_id = a.id)",
}
_PLAIN = (
    "id", "url", "portal", "title", "published_at", "source", "script", "state", "first_seen",
    "last_seen", "captured_at",
)  # fmt: skip
_JSON = {**{name: f"json_quote({COLUMNS[name]})" for name in _PLAIN}, **_NESTED}
"""Keys of a JSON line: those of `extract --jsonl`, as far as the archive has them, and more."""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet take a cell for a formula."""


def export_articles(
    archive: Archive,
    target: Path,
    form: Format,
    *,
    filters: Filters | None = None,
    query: str | None = None,
) -> int:
    """Write the articles that the filters and the query let through; how many there were.

    `target` is `-` for stdout. Raises `UsageError` where the query asks for nothing or the
    format needs a library that is not installed, or `target` cannot be written or is the archive.
    """
    where, values = select_articles(archive, filters or Filters(), query)
    archive.db.conn.execute("PRAGMA mmap_size = 0")  # Mapped pages would count as ours.
    write = _WRITERS[form]
    if target == STDOUT:
        if form == "parquet":
            raise UsageError("Parquet cannot be written to stdout: name a file")
        return write(archive, STDOUT, where, values)
    with whole_output(target, source=archive.path) as path:
        return write(archive, path, where, values)


def _write_jsonl(archive: Archive, path: Path, where: str, values: dict[str, Any]) -> int:
    pairs = " || ',' || ".join(f"'\"{name}\":' || {sql}" for name, sql in _JSON.items())
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    count = 0
    with _text_file(path) as file:
        for rows in _batches(archive, f"{pairs}, a.text", where, values):
            file.writelines(
                f'{{{head},"paragraphs":{encode(text.split(LINE) if text else [])}}}\n'
                for head, text in rows
            )
            count += len(rows)
    return count


def _write_csv(archive: Archive, path: Path, where: str, values: dict[str, Any]) -> int:
    count = 0
    with _text_file(path) as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for rows in _batches(archive, ", ".join(COLUMNS.values()), where, values):
            writer.writerows([_cell(value) for value in row] for row in rows)
            count += len(rows)
    return count


def _cell(value: object) -> object:
    """`value` as a spreadsheet shows it: an apostrophe keeps text from being computed."""
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return value


def _write_parquet(archive: Archive, path: Path, where: str, values: dict[str, Any]) -> int:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ModuleNotFoundError as error:
        raise UsageError(
            "Parquet needs pyarrow, which is not installed: pip install 'portal-spider[parquet]'"
        ) from error
    types = [(name, pa.int64() if name == "id" else pa.string()) for name in COLUMNS]
    schema = pa.schema(types)
    count = 0
    try:
        with pq.ParquetWriter(path, schema, compression="zstd") as writer:
            for rows in _batches(archive, ", ".join(COLUMNS.values()), where, values):
                columns = [
                    pa.array(column, kind)
                    for column, (_, kind) in zip(zip(*rows, strict=True), types, strict=True)
                ]
                writer.write_table(pa.Table.from_arrays(columns, schema=schema))
                count += len(rows)
    except pa.ArrowException as error:
        raise UsageError(f"{path}: cannot be written: {error}") from error
    return count


_WRITERS: Mapping[Format, Callable[[Archive, Path, str, dict[str, Any]], int]] = {
    "jsonl": _write_jsonl,
    "csv": _write_csv,
    "parquet": _write_parquet,
}


def _batches(
    archive: Archive, columns: str, where: str, values: dict[str, Any]
) -> Iterator[list[tuple[Any, ...]]]:
    cursor = archive.db.conn.execute(
        f"SELECT {columns} FROM articles a{_JOINED}{where} ORDER BY a.id", values
    )
    while rows := cursor.fetchmany(BATCH):
        yield rows


@contextmanager
def _text_file(path: Path) -> Iterator[TextIO]:
    """A UTF-8 file whose lines end as they are written; stdout for `-`, which stays open."""
    if path == STDOUT:
        file = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", newline="")
        try:
            yield file
            file.flush()
        finally:
            file.detach()
    else:
        with path.open("w", encoding="utf-8", newline="") as file:
            yield file
