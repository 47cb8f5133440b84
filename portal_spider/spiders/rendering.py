"""Pages that are empty without a browser: the quirk `render = true`, through scrapy-playwright.

Nothing here is used unless a profile asks for it. The browser loads the page with what it needs to
show its text, and the document that its scripts made is what is read and kept. robots.txt, the pace
and the hours hold as for any request; what the page itself asks for meanwhile goes to public
addresses only, and pictures are left out.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
from collections.abc import Collection
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from urllib.request import getproxies

from portal_spider.errors import UsageError
from portal_spider.portals import Portal
from portal_spider.resolver import is_public

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.settings import BaseSettings

HANDLER = "scrapy_playwright.handler.ScrapyPlaywrightDownloadHandler"
BROWSER_VARIABLE = "PORTAL_SPIDER_BROWSER"
"""Environment variable: the browser's program, where it is not found by itself."""
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
)
"""Chromium asks its maker for a number of things that no crawl was told to ask for."""
NEEDLESS = frozenset(("image", "media", "font"))
CONDITIONS = ("If-None-Match", "If-Modified-Since")
"""A browser that has no copy has nothing to show for a 304."""


def check_browser(portal: Portal) -> None:
    """Refuse a portal that needs a browser where none can be driven.

    Raises:
        UsageError: the extra `render` is not installed.
    """
    if portal.quirks.render and find_spec("scrapy_playwright") is None:
        raise UsageError(
            f"{portal.name}: its pages need a browser: pip install 'portal-spider[render]', and"
            " Chromium"
        )


def render_settings(settings: BaseSettings, portal: Portal, private: Collection[str]) -> None:
    """Let a browser fetch what `render_request` marks; `private` are hosts it may reach, too."""
    options: dict[str, Any] = {"args": [*ARGUMENTS, *(["--no-sandbox"] if _is_root() else [])]}
    if browser := os.environ.get(BROWSER_VARIABLE) or next(
        filter(None, map(shutil.which, BROWSERS)), None
    ):
        options["executable_path"] = browser
    if proxy := getproxies().get("http"):
        options["proxy"] = {"server": proxy}
    made = {
        "PLAYWRIGHT_LAUNCH_OPTIONS": options,
        "PLAYWRIGHT_CONTEXTS": {"default": {"ignore_https_errors": not portal.quirks.verify}},
        "PLAYWRIGHT_ABORT_REQUEST": Guard(frozenset(private)),
        "DOWNLOAD_HANDLERS": {
            **settings.getdict("DOWNLOAD_HANDLERS"),
            "http": HANDLER,
            "https": HANDLER,
        },
    }
    for name, value in made.items():
        settings.set(name, value, priority="spider")


def render_request(request: Request) -> None:
    """Have a browser fetch the request, and wait until its scripts have shown what there is."""
    request.meta["playwright"] = True
    request.meta["playwright_page_goto_kwargs"] = {"wait_until": "networkidle"}
    for name in CONDITIONS:
        request.headers.pop(name, None)


class Guard:
    """Tells which requests of a page are not made: needless ones, and into private networks."""

    def __init__(self, private: frozenset[str]) -> None:
        self._private = private
        self._known: dict[str, bool] = {}

    async def __call__(self, request: Any) -> bool:
        """Whether the page's request, a Playwright one, is to be aborted."""
        if request.resource_type in NEEDLESS:
            return True
        parts = urlsplit(request.url)
        if parts.scheme in ("data", "blob"):
            return False
        host = parts.hostname or ""
        if host in self._private or getproxies().get("http"):  # the proxy resolves, and may refuse
            return False
        if host not in self._known:
            self._known[host] = await self._is_closed(host)
        return self._known[host]

    async def _is_closed(self, host: str) -> bool:
        try:
            found = await asyncio.get_running_loop().getaddrinfo(host, None)
        except (socket.gaierror, UnicodeError):
            return True
        return not all(is_public(str(address[4][0])) for address in found)


def _is_root() -> bool:
    """Chromium's sandbox does not start for root."""
    return hasattr(os, "geteuid") and os.geteuid() == 0
