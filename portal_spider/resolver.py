"""Name resolution for the crawl: no address of a private network is ever connected to.

A page may redirect to `http://10.0.0.1/`, and a name may resolve to it. Checked where the
connection is made, so neither another spelling nor a name that changes its mind gets past.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit
from urllib.request import getproxies

from scrapy.resolver import CachingHostnameResolver
from twisted.internet.interfaces import IResolutionReceiver
from zope.interface import implementer

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet."""
    ip = ipaddress.ip_address(address.split("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is not None:
            ip = inner
    return ip.is_global and not ip.is_multicast


@implementer(IResolutionReceiver)
class _Sieve:
    """Passes on the addresses that may be connected to."""

    def __init__(self, receiver: Any, *, private: bool, version: int | None) -> None:
        self._receiver = receiver
        self._private = private
        self._version = version

    def resolutionBegan(self, resolution: Any) -> None:
        self._receiver.resolutionBegan(resolution)

    def addressResolved(self, address: Any) -> None:
        if self._version not in (None, ipaddress.ip_address(address.host.split("%")[0]).version):
            return
        if self._private or is_public(address.host):
            self._receiver.addressResolved(address)

    def resolutionComplete(self) -> None:
        self._receiver.resolutionComplete()


class GuardedResolver(CachingHostnameResolver):
    """Resolves to public addresses only, save for the hosts that the user named.

    Those are `PORTAL_SPIDER_ALLOWED_HOSTS`, the proxies of the environment, and what is `allow`ed.
    """

    def __init__(self, reactor: Any, cache_size: int, allowed: Collection[str]) -> None:
        super().__init__(reactor, cache_size)
        self._allowed = set(allowed)
        self._versions: dict[str, int] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: Any) -> Self:
        """Read the hosts that are allowed from the settings and the environment."""
        allowed = {
            str(host).lower() for host in crawler.settings.getlist("PORTAL_SPIDER_ALLOWED_HOSTS")
        }
        allowed |= {urlsplit(url).hostname or "" for url in getproxies().values()}
        return cls(reactor, crawler.settings.getint("DNSCACHE_SIZE"), allowed)

    def allow(self, hosts: Iterable[str]) -> None:
        """Let these hosts be in a private network."""
        self._allowed.update(host.lower() for host in hosts)

    def prefer(self, host: str, version: int) -> None:
        """Reach this host over this version of the Internet Protocol only (4 or 6)."""
        self._versions[host.lower()] = version

    def resolveHostName(
        self,
        resolutionReceiver: Any,
        hostName: str,
        portNumber: int = 0,
        addressTypes: Sequence[type[Any]] | None = None,
        transportSemantics: str = "TCP",
    ) -> Any:
        """Resolve `hostName`, leaving out what is not to be connected to."""
        host = hostName.lower()
        receiver: Any = _Sieve(
            resolutionReceiver, private=host in self._allowed, version=self._versions.get(host)
        )
        return super().resolveHostName(
            receiver, hostName, portNumber, addressTypes, transportSemantics
        )
