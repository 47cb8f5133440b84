"""A small portal made up for the first five minutes and the tests: 青云市, served on loopback.

    with DemoServer() as server:
        ...  # crawl http://www.qingyun.example/ through server.proxy_url

It has two editions: the second edits one article of the first, withdraws one, and adds three.
"""

from __future__ import annotations

from portal_spider.demo.model import HOME
from portal_spider.demo.portal import EDITIONS, expected_articles, expected_states, load_portal
from portal_spider.demo.server import Hit, PortalServer

__all__ = ["EDITIONS", "HOME", "DemoServer", "Hit", "expected_articles", "expected_states"]


class DemoServer(PortalServer):
    """Serves the demo portal on 127.0.0.1: as a proxy for its host, and as origin to browse.

    Args:
        edition: 1 or 2.
        port: 0 takes a free one.

    Raises:
        ValueError: there is no such edition.
        OSError: the port is taken.
    """

    def __init__(self, edition: int = 1, port: int = 0) -> None:
        super().__init__(load_portal(edition), HOME, port)
