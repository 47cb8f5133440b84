"""Pure: bytes and a URL in, a `Page` or a `Listing` out.

No network, no file, no clock, no Scrapy.
"""

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
