"""Pure: bytes and a URL in, a `Page` or a `Listing` out.

No network, no file, no clock, no Scrapy. What is named here is loaded when it is first asked for:
the rules take a third of a second, which a command that only reads an archive does not need.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from portal_spider.extract.family import is_article_url, recognise_family
    from portal_spider.extract.listing import extract_listing
    from portal_spider.extract.page import extract_page
    from portal_spider.extract.sections import extract_sections

__all__ = [
    "extract_listing",
    "extract_page",
    "extract_sections",
    "is_article_url",
    "recognise_family",
]

MODULES = {
    "extract_listing": "listing",
    "extract_page": "page",
    "extract_sections": "sections",
    "is_article_url": "family",
    "recognise_family": "family",
}


def __getattr__(name: str) -> Any:
    if name not in MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{MODULES[name]}"), name)
