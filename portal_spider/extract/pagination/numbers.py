"""Arithmetic on the URLs of a listing's pages: pure, and the same for every system.

A page number stands before the extension (`index_2.html`, `011-2.html`), is the file
(`tzgg/12.htm`), or is a parameter (`?page=2`).
"""

from __future__ import annotations

import math
import re
from urllib.parse import quote, unquote_plus, urlsplit, urlunsplit

PAGE_PARAMETERS = (
    "page", "pageno", "pagenum", "pageindex", "pagenumber", "currpage", "curpage", "currentpage",
    "nowpage", "cpage", "pg", "pn", "p", "page_no", "page_num", "page_index", "current", "pageid",
)  # fmt: skip
"""Names of the parameter that holds the page's number, lower case, the plainest first."""

_NUMBERED = re.compile(r"^(?P<stem>.*?)(?P<join>[_-])(?P<number>\d{1,4})(?P<end>\.\w+)$")
_FILE_NUMBER = re.compile(r"^(?P<number>\d{1,4})(?P<end>\.\w+)$")


def page_count(total: int, size: int) -> int:
    """Pages that `total` entries make, `size` a page; at least 1."""
    return max(1, math.ceil(total / size)) if size > 0 else 1


def file_of(url: str) -> str:
    """The last part of a URL's path."""
    return urlsplit(url).path.rpartition("/")[2]


def with_file(url: str, file: str) -> str:
    """`url` with another last part of its path, and without query and fragment."""
    parts = urlsplit(url)
    folder = parts.path.rpartition("/")[0]
    return urlunsplit((parts.scheme, parts.netloc, f"{folder}/{file}", "", ""))


def number_of(url: str) -> int | None:
    """The number in the file name of `url` (`index_2.html` is 2); `None` where there is none."""
    file = file_of(url)
    found = _NUMBERED.match(file) or _FILE_NUMBER.match(file)
    return int(found["number"]) if found else None


def stem_of(url: str) -> tuple[str, str]:
    """The file name of `url` without number and extension, and the extension with its dot."""
    file = file_of(url)
    found = _NUMBERED.match(file)
    if found:
        return found["stem"], found["end"]
    found = _FILE_NUMBER.match(file)
    if found:
        return "", found["end"]
    stem, dot, extension = file.rpartition(".")
    return (stem, dot + extension) if dot else (file, "")


def with_number(url: str, pattern: str, number: int) -> str | None:
    """The page `number` of the listing that `pattern`, a numbered page's URL, is of.

    `None` where the file name of `pattern` has no number.
    """
    file = file_of(pattern)
    found = _NUMBERED.match(file)
    if found:
        return with_file(url, f"{found['stem']}{found['join']}{number}{found['end']}")
    found = _FILE_NUMBER.match(file)
    return with_file(pattern, f"{number}{found['end']}") if found else None


def parameters(url: str) -> list[tuple[str, str]]:
    """The query of `url`, in order, values decoded."""
    query = urlsplit(url).query
    pairs = (pair.partition("=") for pair in query.split("&") if pair)
    return [(name, unquote_plus(value)) for name, _, value in pairs]


def page_parameter(url: str) -> tuple[str, int] | None:
    """Name and value of the parameter of `url` that holds the page's number."""
    numbers = {
        name.lower(): (name, int(value))
        for name, value in parameters(url)
        if value.isascii() and value.isdigit() and len(value) < 7
    }
    return next((numbers[name] for name in PAGE_PARAMETERS if name in numbers), None)


def with_parameters(url: str, changes: dict[str, str]) -> str:
    """`url` with parameters changed in their places, new ones at the end; names as given."""
    left = dict(changes)
    pairs = [(name, left.pop(name, value)) for name, value in parameters(url)]
    pairs += left.items()
    parts = urlsplit(url)
    query = "&".join(f"{name}={quote(value, safe='/,:')}" for name, value in pairs)
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))
