"""Talking to servers whose TLS is older than what is taken for safe: the quirk `tls = "legacy"`.

Nothing here is used unless a profile asks for it. Certificates are checked all the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from twisted.web.iweb import IPolicyForHTTPS
from zope.interface import implementer

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

OLD_CIPHERS = b"ALL:@SECLEVEL=0"
"""Level 0 is what allows TLS 1.0 and 1.1, whose signatures are SHA-1, and short keys."""
OP_LEGACY_SERVER_CONNECT = 0x4
"""OpenSSL: also servers that cannot renegotiate safely, which many old appliances cannot."""


@implementer(IPolicyForHTTPS)
class LegacyPolicy:
    """Loosens the contexts that another policy makes."""

    def __init__(self, policy: Any) -> None:
        self._policy = policy

    def creatorForNetloc(self, hostname: bytes, port: int) -> Any:
        """What connects to the host, with the old ciphers and the old handshake allowed."""
        creator = self._policy.creatorForNetloc(hostname, port)
        context = creator._createConnection.__self__.getContext()
        context.set_cipher_list(OLD_CIPHERS)
        context.set_options(OP_LEGACY_SERVER_CONNECT)
        return creator


class LegacyHandler(HTTP11DownloadHandler):
    """Scrapy's handler for https, for servers of another age."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        policy: Any = LegacyPolicy(self._contextFactory)
        self._contextFactory = policy
