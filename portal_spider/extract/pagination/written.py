"""Turning the page by addresses that scripts write, where no link can be followed.

- `written_page`: the next page's own address stands in the source, in a list of a script
  (`{"href": ["col_2.html", "col_3.html"]}`) or as the choice of a page (`<option value=…>`).
- `named_page`: 下一页 calls a function with the page's number (`go(2)`), and the function puts the
  number into a file's name (`'index_' + n + '.shtml'`).
- `sent_to`: the function sends the browser to an address of another shape than the first page's
  (`location.href = '/content/column/77?pageIndex=' + n`).
"""

from __future__ import annotations

import re

from portal_spider.extract.listing.document import Document
from portal_spider.extract.pagination.links import called_number, is_onward
from portal_spider.extract.pagination.numbers import (
    PAGE_PARAMETERS,
    file_of,
    number_of,
    stem_of,
    with_file,
)
from portal_spider.extract.pagination.promises import promised
from portal_spider.extract.pagination.scripts import EXTENSIONS, NAME_IN_SCRIPT, pages_told
from portal_spider.extract.pagination.step import Step, get

_QUOTED = re.compile(r"""["']([^"'\s<>\\]*[_-]\d{1,4}\.\w{3,5})["']""")
_NAMED = re.compile(
    r"""['"]([\w-]{0,60})([_-])['"]\s*\+\s*[A-Za-z_]\w*\s*\+\s*['"]\.(\w{3,5})['"?#]"""
)
_SENT_TO = re.compile(
    r"""\blocation(?:\.href)?\s*=\s*['"]([^'"\s]*[?&](\w+)=)['"]\s*\+\s*[A-Za-z_]"""
)


def written_page(document: Document, rows: int) -> Step | None:
    """The address of the next page, which is named as this one is but for its number."""
    if document.root is None:
        return None
    here = number_of(document.url)
    own = (stem_of(document.url)[0] or "index", document.url.rpartition("/")[0])
    numbers: dict[int, str] = {}
    for text in (*_scripts(document), *_choices(document)):
        url = document.link(text)
        number = number_of(url) if url else None
        if url is None or number is None or not file_of(url)[0].isalpha():
            continue
        if (stem_of(url)[0], url.rpartition("/")[0]) == own:
            numbers.setdefault(number, url)
    if here is None:
        first = min(numbers, default=0)
        following = numbers.get(first) if first in (1, 2) else None
    else:
        following = numbers.get(here + 1)
    return Step(next=get(following)) if following else None


def named_page(document: Document, rows: int) -> Step | None:
    """The number that 下一页 asks a script for, in the name that the script gives to files."""
    number = called_number(document)
    if number is None:
        return None
    name = _NAMED.search(document.text) or NAME_IN_SCRIPT.search(document.text)
    if name is None or name[3] not in EXTENSIONS:
        return None
    pages, total = promised(document)
    if pages is not None and number > pages:
        return Step(pages=pages, total=total)
    stem = name[1] or stem_of(document.url)[0] or "index"
    url = with_file(document.url, f"{stem}{name[2]}{number}.{name[3]}")
    here = number_of(document.url)
    onward = is_onward(document.url, url) and (here is None or number > here)
    return Step(next=get(url) if onward else None, pages=pages, total=total)


def sent_to(document: Document, rows: int) -> Step | None:
    """The second page of a listing whose pages but the first are told apart by a parameter."""
    for address, name in _SENT_TO.findall(document.text):
        url = document.link(address)
        elsewhere = url is not None and url.partition("?")[0] != document.url.partition("?")[0]
        if url is None or not elsewhere or name.lower() not in PAGE_PARAMETERS:
            continue
        pages = promised(document)[0] or pages_told(document.text)
        if pages is not None and pages > 1:
            return Step(next=get(f"{url}2"), pages=pages)
    return None


def _scripts(document: Document) -> list[str]:
    assert document.root is not None
    sources = (script.text or "" for script in document.root.iter("script"))
    return [text for source in sources for text in _QUOTED.findall(source)]


def _choices(document: Document) -> list[str]:
    assert document.root is not None
    return [option.get("value") or "" for option in document.root.iter("option")]
