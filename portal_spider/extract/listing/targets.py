"""Where a row leads to: a page of the portal, a file, another host, a WeChat post."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from portal_spider.items import Target

FILE = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|wps|et|dps|ofd|ceb|rtf|zip|rar|7z|tar|gz|csv|txt"
    r"|jpe?g|png|gif|bmp|tiff?|mp[34]|wmv|avi|flv|swf|exe|apk)$",
    re.IGNORECASE,
)
"""Endings of what is stored and not read as a page."""
DOWNLOAD = re.compile(
    r"/download\.jsp$|/downfile\.jsp$|/module/download/|DownloadAttach|/attachment/download",
    re.IGNORECASE,
)
"""Addresses that hand out files under a name of their own."""
WECHAT = frozenset({"mp.weixin.qq.com", "weixin.qq.com"})


def is_file(url: str) -> bool:
    """Whether `url` hands out a file, by its ending or by what is known to hand out files."""
    path = urlsplit(url).path
    return FILE.search(path) is not None or DOWNLOAD.search(path) is not None


def target_of(url: str, page_url: str) -> Target:
    """What the link `url` on the page at `page_url` leads to."""
    parts = urlsplit(url)
    if parts.hostname in WECHAT:
        return "wechat"
    if is_file(url):
        return "file"
    return "page" if _site(parts.netloc) == _site(urlsplit(page_url).netloc) else "offsite"


def _site(netloc: str) -> str:
    return netloc.lower().removeprefix("www.").removesuffix(":80").removesuffix(":443")
