"""URLs as keys: when two are one page, and the ids that the archive derives from them."""

from __future__ import annotations

import hashlib
from urllib.parse import urlsplit

from w3lib.url import canonicalize_url

from portal_spider.errors import UsageError


def canonical_url(url: str) -> str:
    """The one spelling under which a page is kept: sorted query, no fragment, normal escapes.

    Scheme and host stay as they are, except for case: `http` and `https` may serve different
    pages.
    """
    return str(canonicalize_url(url))


def is_web_url(url: str) -> bool:
    """Whether `url` is an absolute one, of http or https and with a host."""
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # brackets that hold no address, a port beyond the last
        return False


def require_web_url(url: str) -> None:
    """Raise `UsageError` where `url` is not an absolute http or https URL."""
    if not is_web_url(url):
        raise UsageError(f"{url!r} is no URL: it must begin with http:// or https://")


def url_id(url: str) -> int:
    """Id of the page, section or portal at `url`: 53 bits of the SHA-256 of its canonical form.

    The same in every archive, so that archives merge without renumbering. 53 bits survive
    JavaScript and the floats that pandas makes of a nullable integer column; among a million
    pages the chance of any collision is 1 in 18,000, and the archive refuses one rather than mix
    two pages.
    """
    digest = hashlib.sha256(canonical_url(url).encode()).digest()
    return int.from_bytes(digest[:7], "big") >> 3
