"""Pages that show another in their place: by a redirect of their script, or in a frame."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from portal_spider.extract.listing.document import Document
from portal_spider.extract.listing.targets import target_of
from portal_spider.extract.pagination.step import Step, get
from portal_spider.extract.verdict import redirect_target

_ROOT = re.compile(r"/?(?:(?:index|default)\.\w+)?")


def stand_ins(document: Document) -> tuple[str, ...]:
    """The addresses of the portal that are shown in the place of a page, in its order."""
    if document.root is None:
        return ()
    sent = redirect_target(document.text)
    frames = document.root.iter("frame", "iframe")
    written = [sent] if sent else [frame.get("src") or "" for frame in frames]
    urls = dict.fromkeys(document.link(address) for address in written)
    own = (url for url in urls if url and target_of(url, document.url) == "page")
    return tuple(url for url in own if url.partition("#")[0] != document.url.partition("#")[0])


def stand_in(document: Document, rows: int) -> Step | None:
    """The one page that stands in for a listing without rows; never the portal's home page."""
    if rows or document.data is not None:
        return None
    urls = [url for url in stand_ins(document) if not _ROOT.fullmatch(urlsplit(url).path)]
    return Step(next=get(urls[0])) if len(urls) == 1 else None
