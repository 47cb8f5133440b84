"""What the tables and columns of an archive mean, read from `schema.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True, kw_only=True)
class TableDescription:
    """A table or view, in words."""

    name: str
    about: str
    """What one row is."""
    example: str
    """A query that answers something, for any SQLite."""
    columns: Mapping[str, str]
    """What each column means."""


@cache
def describe_schema() -> Mapping[str, TableDescription]:
    """The description of every table and view, by name, in the order of the data dictionary."""
    text = files(__package__).joinpath("schema.toml").read_text("utf-8")
    return {
        name: TableDescription(name=name, **table) for name, table in tomllib.loads(text).items()
    }


def data_dictionary() -> str:
    """The descriptions as Markdown: a heading, a query and a table of columns for each."""
    return "\n".join(_section(table) for table in describe_schema().values())


def _section(table: TableDescription) -> str:
    rows = (f"| `{column}` | {_cell(meaning)} |" for column, meaning in table.columns.items())
    return "\n".join(
        (
            f"### `{table.name}`",
            "",
            table.about,
            "",
            "```sql",
            table.example,
            "```",
            "",
            "| column | meaning |",
            "|---|---|",
            *rows,
            "",
        )
    )


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
