"""Reading TOML strictly: every key known, every value of its kind, or one clear error.

An error names the file, the key with its place (`section[2].url`) and the reason, so that the
line can be found and mended without reading code.
"""

from __future__ import annotations

import difflib
import math
import tomllib
from collections.abc import Mapping
from datetime import date
from importlib.resources.abc import Traversable
from typing import Any

from cssselect import SelectorError
from parsel.csstranslator import HTMLTranslator

from portal_spider.errors import ProfileError
from portal_spider.extract.tree import parse_tree, selected
from portal_spider.urls import is_web_url


class Table:
    """One table of a TOML file; each key is taken once, and `finish` refuses what is left."""

    def __init__(self, values: Mapping[str, Any], path: Traversable, trail: str = "") -> None:
        self._values = values
        self._path = path
        self._trail = trail
        self._known: set[str] = set()

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def error(self, key: str, reason: str) -> ProfileError:
        """An error about `key` of this table, to be raised by the caller."""
        return ProfileError(f"{self._path}: {self._place(key)}: {reason}")

    def text(self, key: str) -> str | None:
        """A string that says something, or `None` where the key is absent."""
        value = self._take(key)
        if value is None:
            return None
        if not isinstance(value, str) or not value.strip():
            raise self.error(key, f"must be a text that is not empty, not {value!r}")
        return value.strip()

    def required(self, key: str) -> str:
        """Like `text`, for a key that must be there."""
        value = self.text(key)
        if value is None:
            raise self.error(key, "is missing")
        return value

    def url(self, key: str) -> str:
        """A required absolute http or https URL."""
        value = self.required(key)
        if not is_web_url(value):
            raise self.error(key, f"must be a URL with http:// or https://, not {value!r}")
        return value

    def choice(self, key: str, choices: tuple[Any, ...]) -> Any:
        """One of `choices`, or `None` where the key is absent."""
        value = self._take(key)
        if value is not None and not (type(value) in map(type, choices) and value in choices):
            wanted = ", ".join(map(repr, choices))
            raise self.error(key, f"must be one of {wanted}, not {value!r}")
        return value

    def number(self, key: str, least: float = 0, most: float | None = None) -> float | None:
        """A number between `least` and `most`, or `None` where the key is absent."""
        value = self._take(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.error(key, f"must be a number, not {value!r}")
        if not least <= value <= (math.inf if most is None else most):  # nan neither
            bounds = f"at least {least}" if most is None else f"between {least} and {most}"
            raise self.error(key, f"must be {bounds}, not {value!r}")
        return value

    def count(self, key: str) -> int | None:
        """A whole number of 1 or more, or `None` where the key is absent."""
        value = self.number(key, least=1)
        if value is not None and not isinstance(value, int):
            raise self.error(key, f"must be a whole number, not {value!r}")
        return value

    def boolean(self, key: str) -> bool | None:
        """True or false, or `None` where the key is absent."""
        value = self._take(key)
        if value is not None and not isinstance(value, bool):
            raise self.error(key, f"must be true or false, not {value!r}")
        return value

    def is_false(self, key: str) -> bool:
        """Whether the value is `false`: written to say that there is none."""
        return self._take(key) is False

    def selector(self, key: str) -> str | None:
        """A CSS selector, or `None` where the key is absent."""
        value = self.text(key)
        if value is not None:
            try:
                HTMLTranslator().css_to_xpath(value)
            except SelectorError as error:
                raise self.error(key, f"is not a CSS selector: {error}") from error
        return value

    def page_selector(self, key: str) -> str | None:
        """A CSS selector of articles' pages, as browsers read it; `None` where it is absent."""
        value = self.text(key)
        self._check_selectors(key, () if value is None else (value,))
        return value

    def page_selectors(self, key: str) -> tuple[str, ...]:
        """Several of them, or a single one; empty where the key is absent."""
        values = self.texts(key)
        self._check_selectors(key, values)
        return values

    def _check_selectors(self, key: str, values: tuple[str, ...]) -> None:
        for value in values:
            if selected(parse_tree(b""), value) is None:
                raise self.error(key, f"is not a CSS selector that browsers know: {value!r}")

    def day(self, key: str) -> date | None:
        """A bare TOML date (2024-06-30), or `None` where the key is absent."""
        value = self._take(key)
        if value is not None and type(value) is not date:
            raise self.error(key, f"must be a date without quotes (2024-06-30), not {value!r}")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of strings, or a single one; empty where the key is absent."""
        value = self._take(key)
        if value is None:
            return ()
        values = [value] if isinstance(value, str) else value
        if not isinstance(values, list) or not all(
            isinstance(v, str) and v.strip() for v in values
        ):
            raise self.error(key, f"must be a list of texts, not {value!r}")
        return tuple(values)

    def table(self, key: str) -> Table:
        """The table called `key`; an empty one where it is absent."""
        value = self._take(key)
        if value is None:
            value = {}
        if not isinstance(value, dict):
            raise self.error(key, f"must be a table [{key}], not {value!r}")
        return Table(value, self._path, self._place(key))

    def tables(self, key: str) -> list[Table]:
        """The array of tables `[[key]]`; empty where it is absent."""
        value = self._take(key)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self.error(key, f"must be tables [[{key}]], not {value!r}")
        place = self._place(key)
        return [Table(item, self._path, f"{place}[{n}]") for n, item in enumerate(value, 1)]

    def keys(self) -> tuple[str, ...]:
        """The keys as written, for tables whose keys are data."""
        return tuple(self._values)

    def finish(self) -> None:
        """Refuse keys that nothing has asked for: a misspelt key must not pass in silence."""
        for key in self._values:
            if key not in self._known:
                near = difflib.get_close_matches(key, self._known, n=1)
                hint = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(self._known)}"
                raise self.error(key, f"is not a key of a profile; {hint}")

    def _take(self, key: str) -> Any:
        self._known.add(key)
        return self._values.get(key)

    def _place(self, key: str) -> str:
        return f"{self._trail}.{key}" if self._trail else key


def read_table(path: Traversable) -> Table:
    """The top table of the TOML file at `path`.

    Raises:
        ProfileError: the file cannot be read, or is not UTF-8 or not TOML.
    """
    try:
        return Table(tomllib.loads(path.read_text(encoding="utf-8-sig")), path)
    except OSError as error:
        raise ProfileError(f"{path}: cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise ProfileError(f"{path}: is not UTF-8: save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise ProfileError(f"{path}: is not valid TOML: {error}") from error
