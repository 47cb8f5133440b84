"""Turning the page by what an inline script is told: `createPageHTML(26, 0, "index", "html")`.

The forms seen:

- TRS: `createPageHTML(total, current, "index", "html")`, current from 0; page N is `index_N.html`,
  the first without a number. Chongqing calls it `createPage`. Hubei adds arguments that end in
  the number of entries. 国家环保 names the file `index_<id>`, hence `index_<id>_N`.
- UCAP: `createPageHTML("page_div", total, current, "list", "shtml", entries)`, current from 1.
- Beijing: `Pager({size: 26, current: 0, prefix: "index", suffix: "html"})`.
- kkpager: `generPageHtml({pno: 1, total: 26, totalRecords: 515, hrefFormer: …, hrefLatter: …})`.
- older TRS: `var countPage = 26; var currentPage = 0;` and the file's name in the script.
- NDA: `pagination({totalData: 34, showData: 15, …})` with pages `index_pc_N.html`, from 1.

Only calls with numbers, or variables that hold them, count: the definition of the function
stands in the page as well.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from portal_spider.extract.listing.document import Document, resolve
from portal_spider.extract.pagination.numbers import (
    file_of,
    number_of,
    page_count,
    stem_of,
    with_file,
    with_number,
)
from portal_spider.extract.pagination.step import Step, get

EXTENSIONS = frozenset(
    {"html", "htm", "shtml", "shtm", "jhtml", "xhtml", "jsp", "aspx", "asp", "php"}
)
_CALL = re.compile(r"\b[\w.$]{0,40}[Pp]age[\w$]{0,40}\s*\(([^(){}]{5,300})\)")
_OBJECT_CALL = re.compile(r"\b[\w.$]{0,40}[Pp]ag[\w$]{0,40}\s*(?:\(|=)\s*\{([^{}]{5,800})")
_SET_PAGE = re.compile(r"\(\s*['\"]setPage['\"]\s*,\s*(\d+)\s*,\s*(\d+)\s*\)")
_ARGUMENT = re.compile(r"""\s*(?:(-?\d+)|'([^']*)'|"([^"]*)"|([A-Za-z_]\w*))\s*(?:,|$)""")
_PAIR = re.compile(
    r"""['"]?(\w+)['"]?\s*:\s*"""
    r"""(?:\(?\s*(?:parseInt\(\s*)?['"]?(\d+)['"]?\s*\)?(?:\s*\+\s*1\b)?\s*\)?"""
    r"""|'([^']*)'|"([^"]*)")\s*(?:,|$|\n|//)"""
)
_VARIABLE = re.compile(r"""\bvar\s+(\w+)\s*=\s*(?:parseInt\(\s*)?['"]?(\d+)['"]?""")
NAME_IN_SCRIPT = re.compile(
    r"""(?<![\w-])([\w-]{0,60})(?:["']\s*\+\s*)?["']?([_-])["']\s*\+\s*\w*(?:[Pp]age|[Nn]um|i)\w*\s*\+\s*["']?\.?["']?"""
    r"""\s*\+?\s*["']?\.?(\w{3,5})\b"""
)
_TOLD = re.compile(
    r"""\b(?:countpage|totalpages?|pagecount|pagetotal)['"]?\s*[:=]\s*['"]?(\d+)""", re.IGNORECASE
)
_LAYPAGE = re.compile(r"\blaypage\b[^{]{0,40}\{[^{}]{0,300}?\bpages['\"]?\s*:\s*(\d+)")
_LAYPAGE_COUNTS = re.compile(
    r"\blaypage\b[^{]{0,40}\{(?=[^{}]{0,400}?\b(?P<count>count['\"]?\s*:\s*\d+))"
    r"(?=[^{}]{0,400}?\b(?P<limit>limit['\"]?\s*:\s*\d+))"
)
"""layui's pager: the pages, or the entries and how many are on one."""
_NUMBER = re.compile(r"\d+")
_LINKED_FILE = re.compile(r"""href=["']?[^"'\s>]+\.(s?html?)["'\s>]""", re.IGNORECASE)
PAGES_NAMES = ("countpage", "totalpage", "pagecount", "totalpages", "pagetotal", "pages", "allpage")
CURRENT_NAMES = (
    "currentpage", "currpage", "curpage", "pageindex", "nowpage", "current", "pageno", "pagenumber",
)  # fmt: skip
TOTAL_NAMES = ("totaldata", "totalrecords", "totalrecord", "totalcount", "recordcount", "total")
NAME_NAMES, END_NAMES = ("prefix", "page_name"), ("suffix", "page_ext")
SIZE_NAMES = ("showdata", "pagesize", "perpage", "limit", "rows")


def create_page(document: Document, rows: int) -> Step | None:
    """A call with the number of pages, this page's number, and the file's name in parts."""
    if "age" not in document.text:
        return None
    variables = script_variables(document.text)
    for call in _CALL.finditer(document.text):
        step = _positional(document.url, call[1], variables)
        if step is not None:
            return step
    for call in _OBJECT_CALL.finditer(document.text):
        step = _named(document, _pairs(call[1]))
        if step is not None:
            return step
    told = _SET_PAGE.search(document.text)
    if told is None:
        return None
    return _by_own_name(document, int(told[2]), int(told[1]), from_one=True)


def count_page(document: Document, rows: int) -> Step | None:
    """Variables of a script: `countPage`, and where there is one `currentPage` (from 0)."""
    names = script_variables(document.text)
    pages = _first(names, PAGES_NAMES)
    if pages is None:
        return None
    total = _first(names, TOTAL_NAMES)
    here = number_of(document.url)
    current = _first(names, CURRENT_NAMES)
    in_script = NAME_IN_SCRIPT.search(document.text)
    if current is None:
        return None
    if in_script is None:
        return _by_own_name(document, pages, current) if current == (here or 0) else None
    from_one = current == 1 and here is None
    stem, extension = stem_of(document.url)
    name = in_script[1] or stem or "index"
    end = in_script[3] if in_script[3] in EXTENSIONS else extension.lstrip(".") or "html"
    if current + 1 > (pages if from_one else pages - 1):
        return Step(pages=pages, total=total)
    url = with_file(document.url, f"{name}{in_script[2]}{current + 1}.{end}")
    return Step(next=get(url), pages=pages, total=total)


def script_variables(text: str) -> dict[str, int]:
    """Numbers that scripts assign to variables, by the variables' names in lower case."""
    return {name.lower(): int(value) for name, value in _VARIABLE.findall(text)}


def pages_told(text: str) -> int | None:
    """The number of pages that a script's variables tell."""
    told = _TOLD.search(text) or _LAYPAGE.search(text)
    shown = _LAYPAGE_COUNTS.search(text) if told is None else None
    if shown is not None:
        count, size = (int(_NUMBER.findall(shown[name])[0]) for name in ("count", "limit"))
        return page_count(count, size)
    return _first(script_variables(text), PAGES_NAMES) or (int(told[1]) if told else None)


def current_told(text: str) -> int | None:
    """The number of this page that a script's variables tell."""
    return _first(script_variables(text), CURRENT_NAMES)


def _positional(url: str, arguments: str, variables: Mapping[str, int]) -> Step | None:
    """`[id,] pages, current, name, extension, …[, total]`."""
    values = list(_literals(arguments, variables))
    if values and isinstance(values[0], str):
        from_one, values = True, values[1:]
    else:
        from_one = False
    if len(values) < 4:
        return None
    pages, current, name, extension = values[:4]
    if not (isinstance(pages, int) and isinstance(current, int)):
        return None
    if not (isinstance(name, str) and isinstance(extension, str)):
        return None
    extension = extension.lstrip(".")
    if extension not in EXTENSIONS or pages < 0 or current < 0:
        return None
    more = [value for value in values[4:] if isinstance(value, int) and value >= pages]
    from_one = from_one or (current == 1 and not _is_page(url, name, 1))
    return _step(url, pages, current, from_one, name, f".{extension}", more[-1] if more else None)


def _named(document: Document, pairs: Mapping[str, int | str]) -> Step | None:
    """An object: Beijing's Pager, kkpager, NDA's pagination, or one that only counts, from 0."""
    url = document.url
    total, size = _first(pairs, TOTAL_NAMES[:-1]), _first(pairs, SIZE_NAMES)
    if "hreflatter" in pairs and isinstance(pairs.get("pno"), int):
        last = _first(pairs, ("total",))
        name, end = str(pairs.get("hrefformer", "")), str(pairs["hreflatter"])
        return _step(url, last, int(pairs["pno"]), True, name, end, total) if last else None
    prefix, suffix = _text(pairs, NAME_NAMES), _text(pairs, END_NAMES)
    current = _first(pairs, CURRENT_NAMES)
    if prefix and suffix:
        pages = _first(pairs, ("size", *PAGES_NAMES))
        if pages is None or current is None:
            return None
        return _step(url, pages, current, False, prefix, f".{suffix.lstrip('.')}", total)
    if total is not None and size:
        pages = page_count(total, size)
        here = number_of(url)
        if here is None or here >= pages:
            return Step(pages=pages, total=total) if here is not None else None
        return Step(next=get(with_number(url, url, here + 1)), pages=pages, total=total)
    pages = _first(pairs, PAGES_NAMES) or (_first(pairs, ("total",)) if size is None else None)
    if pages is None or current is None or current != (number_of(url) or 0):
        return None
    return _by_own_name(document, pages, current, total=total)


def _by_own_name(
    document: Document,
    pages: int,
    current: int,
    *,
    from_one: bool = False,
    total: int | None = None,
) -> Step:
    """A listing whose pages have the name of the one at hand, or of an index, and a number."""
    stem, extension = stem_of(document.url)
    usual = Counter(end.lower() for end in _LINKED_FILE.findall(document.text)).most_common(1)
    end = extension or f".{usual[0][0] if usual else 'html'}"
    return _step(document.url, pages, current, from_one, stem or "index", end, total)


def _step(
    url: str, pages: int, current: int, from_one: bool, name: str, end: str, total: int | None
) -> Step:
    last = pages if from_one else pages - 1
    if current + 1 > last or current < 0:
        return Step(pages=max(pages, 1), total=total)
    following = resolve(url, f"{name}_{current + 1}{end}")
    return Step(next=get(following), pages=pages, total=total)


def _is_page(url: str, name: str, number: int) -> bool:
    return file_of(url).startswith(f"{name}_{number}.")


def _literals(arguments: str, variables: Mapping[str, int]) -> Iterator[int | str]:
    """The arguments of a call, variables with their values, up to the first that is not known."""
    place = 0
    while place < len(arguments):
        found = _ARGUMENT.match(arguments, place)
        if found is None or found.end() == place:
            return
        number, one, two, name = found.groups()
        if name is not None:
            if name.lower() not in variables:
                return
            yield variables[name.lower()]
        else:
            yield int(number) if number is not None else one or two or ""
        place = found.end()


def _pairs(body: str) -> dict[str, int | str]:
    """Names, lower case, and literal values of an object."""
    pairs: dict[str, int | str] = {}
    for name, number, one, two in _PAIR.findall(body):
        pairs.setdefault(name.lower(), int(number) if number else one or two)
    return pairs


def _first(values: Mapping[str, int | str], names: tuple[str, ...]) -> int | None:
    found = (values.get(name) for name in names)
    return next((value for value in found if isinstance(value, int)), None)


def _text(values: Mapping[str, int | str], names: tuple[str, ...]) -> str | None:
    found = (values.get(name) for name in names)
    return next((value for value in found if isinstance(value, str) and value), None)
