"""What Datasette is told of an archive: descriptions, facets and ready-made queries."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any

from portal_spider.archive.schema import describe_schema
from portal_spider.browse.database import NAME

FACETS = {
    "articles": ["source", "script"],
    "pages": ["portal_id", "state", "reason"],
    "entries": ["section_id"],
    "captures": ["status", "kind", "encoding"],
    "problems": ["kind"],
    "removals": ["kind", "rule"],
    "bylines": ["role"],
    "document_fields": ["label"],
    "citations": ["kind"],
    "runs": ["portal_id", "outcome"],
}
"""Columns whose values Datasette counts beside a table."""

NEWEST_FIRST = {
    "articles": "published_at",
    "captures": "captured_at",
    "problems": "at",
    "runs": "started_at",
    "versions": "replaced_at",
}

LABELS = {"articles": "title", "portals": "title", "sections": "name", "runs": "uid"}
"""What stands for a row wherever another table refers to it."""

HIDDEN = ("_sqlite_migrations", "search_rows", "article_search", "article_removals", "stripped")
"""Tables that only other tables and views are made of."""


def build_metadata(name: str) -> dict[str, Any]:
    """Datasette's metadata for the archive called `name`."""
    tables: dict[str, dict[str, Any]] = {
        table.name: {"description": table.about, "columns": dict(table.columns)}
        for table in describe_schema().values()
    }
    for key, values in (
        ("facets", FACETS),
        ("sort_desc", NEWEST_FIRST),
        ("label_column", LABELS),
        ("hidden", dict.fromkeys(HIDDEN, True)),
    ):
        for table, value in values.items():
            tables.setdefault(table, {})[key] = value
    return {"title": name, "databases": {NAME: {"tables": tables, "queries": load_queries()}}}


def load_queries() -> dict[str, dict[str, Any]]:
    """The ready-made queries of `queries.toml`, by name."""
    text = files(__package__).joinpath("queries.toml").read_text("utf-8")
    return tomllib.loads(text)
