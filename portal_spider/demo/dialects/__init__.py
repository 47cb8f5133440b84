"""The content management systems that the demo portal imitates, one module each."""

from __future__ import annotations

from portal_spider.demo.dialects.base import Dialect, Endpoint, Listings, Near
from portal_spider.demo.dialects.gkmlpt import Gkmlpt
from portal_spider.demo.dialects.guangdong import Guangdong
from portal_spider.demo.dialects.jcms import Jcms
from portal_spider.demo.dialects.trs import Trs

DIALECTS: dict[str, Dialect] = {
    "guangdong": Guangdong(),
    "trs": Trs(),
    "jcms": Jcms(),
    "gkmlpt": Gkmlpt(),
}

__all__ = ["DIALECTS", "Dialect", "Endpoint", "Listings", "Near"]
