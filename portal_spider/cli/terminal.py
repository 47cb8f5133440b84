"""What is printed: for a person what a terminal may be shown, for machines always UTF-8.

Text of pages can hold sequences that command a terminal.
"""

from __future__ import annotations

import json
import re

import click

COMMANDING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]|[\ud800-\udfff]"
)
"""Control characters, those that turn the direction of writing, and halves of surrogate pairs."""


def printable(text: str) -> str:
    """`text` with everything that a terminal would obey or choke on made visible as U+FFFD."""
    return COMMANDING.sub("\ufffd", text)


def print_json(value: object, *, indent: int | None = None, err: bool = False) -> None:
    """Print one JSON document, on one line unless it is indented, whatever the locale.

    Half a surrogate pair, which is no character, is written as JSON's escape of it.
    """
    text = json.dumps(value, ensure_ascii=False, indent=indent, default=str)
    click.echo(text.encode("utf-8", "backslashreplace"), err=err)
