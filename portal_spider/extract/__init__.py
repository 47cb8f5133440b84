"""Pure: bytes and a URL in, a `Page` or a `Listing` out.

No network, no file, no clock, no Scrapy.
"""

from portal_spider.extract.page import extract_page

__all__ = ["extract_page"]
