"""The further parts of an article that is spread over several pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from portal_spider.extract.attachments import resolve
from portal_spider.extract.document import Document

if TYPE_CHECKING:
    from portal_spider.extract.regions import Regions

PART = re.compile(
    r"^(?P<stem>.*?)(?:[_-](?P<number>\d{1,3}))?(?P<end>\.s?html?|\.jsp|\.aspx?)$", re.I
)
LABEL = re.compile(
    r"[\[【(（\s]*(?:第?\s*\d{1,3}\s*页?|[上下][一1]?页|尾页|末页|[»>]+)[\]】)）\s]*$"
)
SCRIPTED = re.compile(
    r"createPageHTML\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*[\"']([^\"']+)[\"']\s*,\s*[\"']([^\"']+)[\"']"
)
"""TRS writes its pager by script: parts, the current one from 0, stem and ending."""
MAX_PARTS = 100


def read_parts(document: Document, regions: Regions) -> tuple[str, ...]:
    """URLs of the other parts, in order: `_1.html`, `_2.html` beside the page's own."""
    own = PART.match(document.url.partition("#")[0].partition("?")[0])
    if own is None:
        return ()
    name = own["stem"].rpartition("/")[2]
    numbers: dict[int, str] = {}
    named = f"{name}_" in document.html or f"{name}-" in document.html
    for anchor in document.anchors if named else ():
        if regions.title_end is not None and anchor.block < regions.title_end:
            continue
        href = anchor.href
        if not href or name not in href:  # resolving takes longer than all else here
            continue
        url = resolve(document.url, href)
        part = PART.match(url) if url else None
        if part and part["stem"] == own["stem"] and part["number"] and LABEL.match(anchor.text):
            numbers.setdefault(int(part["number"]), part[0])
    if not numbers and (match := SCRIPTED.search(document.html)) and match[3] in own["stem"]:
        count = min(int(match[1]), MAX_PARTS)
        numbers = {n: f"{own['stem']}_{n}.{match[4]}" for n in range(1, count)}
    current = int(own["number"] or 0)
    return tuple(url for number, url in sorted(numbers.items()) if number > current)
