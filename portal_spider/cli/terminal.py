"""What may be shown on a terminal: text of pages can hold sequences that command it."""

from __future__ import annotations

import re

COMMANDING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]|[\ud800-\udfff]"
)
"""Control characters, those that turn the direction of writing, and halves of surrogate pairs."""


def printable(text: str) -> str:
    """`text` with everything that a terminal would obey or choke on made visible as U+FFFD."""
    return COMMANDING.sub("\ufffd", text)
