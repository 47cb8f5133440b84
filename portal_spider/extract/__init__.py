"""Pure: bytes and a URL in, a `Page` or a `Listing` out.

No network, no file, no clock, no Scrapy.
"""
