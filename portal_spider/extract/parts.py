"""The further parts of an article that is spread over several pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from portal_spider.extract.document import Document

if TYPE_CHECKING:
    from portal_spider.extract.regions import Regions

END = re.compile(r"\.(?:s?html?|jsp|aspx?|php)$", re.IGNORECASE)
NUMBER = re.compile(r"[_-](\d{1,3})$")
LABEL = re.compile(
    r"[\[【(（\s]*(?:第?\s*\d{1,3}\s*页?|[上下][一1]?页|尾页|末页|[»>]+)[\]】)）\s]*$"
)
SCRIPT_CALL = "createPageHTML"
SCRIPTED = re.compile(
    r"createPageHTML\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*[\"']([^\"']+)[\"']\s*,\s*[\"']([^\"']+)[\"']"
)
"""TRS writes its pager by script: parts, the current one from 0, stem and ending."""
MAX_PARTS = 100


def read_parts(document: Document, regions: Regions) -> tuple[str, ...]:
    """URLs of the parts that follow, in order: `_1.html`, `_2.html` beside the first."""
    own = document.url.partition("#")[0].partition("?")[0]
    end = END.search(own)
    if end is None:
        return ()
    stem = own[: end.start()]
    linked = pager_links(document, regions, NUMBER.sub("", stem.rpartition("/")[2]))
    if not linked:
        return scripted_parts(document.html, stem)
    first = min((*linked, stem), key=len)
    current = number_behind(first, stem)
    numbers = {number_behind(first, other): url for other, url in linked.items()}
    if current is None:
        return ()
    return tuple(url for n, url in sorted((n, u) for n, u in numbers.items() if n) if n > current)


def pager_links(document: Document, regions: Regions, name: str) -> dict[str, str]:
    """Links behind the headline that read as a pager's, to pages of this name: stem and URL."""
    found: dict[str, str] = {}
    for anchor in document.anchors:
        if regions.title_end is not None and anchor.block < regions.title_end:
            continue
        href = anchor.href
        if name not in href or not LABEL.match(anchor.text):  # cheaper than to resolve them all
            continue
        url = document.link(href)
        if url is not None and (end := END.search(url)):
            found.setdefault(url[: end.start()], url)
    return found


def number_behind(first: str, stem: str) -> int | None:
    """Which part a stem is of: 0 the first; `None` where it is of something else."""
    if stem == first:
        return 0
    match = NUMBER.fullmatch(stem, len(first)) if stem.startswith(first) else None
    return int(match[1]) if match else None


def scripted_parts(source: str, stem: str) -> tuple[str, ...]:
    """The parts that TRS's pager script links, of a page that is the first."""
    begin = source.find(SCRIPT_CALL)  # several times as fast as a pattern
    match = SCRIPTED.search(source, begin) if begin >= 0 else None
    if match is None or match[2] != "0" or not stem.endswith(match[3]):
        return ()
    return tuple(f"{stem}_{n}.{match[4]}" for n in range(1, min(int(match[1]), MAX_PARTS)))
