"""What a command loads: no library that it has no use for, however many are installed."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

UNUSED = ("pandas", "numpy")
"""What sqlite_utils loads wherever it is installed, to know the types of its columns: at every
start, and longer than all else that it takes to read an archive. The archive holds none of them."""


@contextmanager
def unseen(*libraries: str) -> Iterator[None]:
    """Have the imports of the block go as if `libraries` were not installed.

    What was loaded before stays; after the block all can be imported as ever.
    """
    modules: dict[str, ModuleType | None] = sys.modules  # type: ignore[assignment]
    hidden = [name for name in libraries if name not in modules]
    modules.update(dict.fromkeys(hidden))  # importing what is None fails, says the language
    try:
        yield
    finally:
        for name in hidden:
            del modules[name]
