"""What templates need to show values of the archive: dates as people read them, safe links."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote, urlsplit


def moment(value: str | None) -> str:
    """A time of the archive, to the minute: `2024-07-05 02:00 UTC`; a dash where there is none."""
    if not value:
        return "—"
    return f"{datetime.fromisoformat(value).astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def published(value: str | None) -> str:
    """A date of publication as precise as it is: `2024-07-05`, or with `10:30`; Beijing time."""
    if not value:
        return "undated"
    day, _, clock = value.partition("T")
    return f"{day} {clock[:5]}".strip()


def day(value: str | None) -> str:
    """The day of a time; a dash where there is none."""
    return value[:10] if value else "—"


def web_url(value: str | None) -> str | None:
    """`value` where it is an address that a link may lead to: never `javascript:` or `data:`."""
    if not value:
        return None
    try:
        parts = urlsplit(value)
    except ValueError:
        return None
    return value if parts.scheme in ("http", "https") and parts.netloc else None


def shown_url(value: str) -> str:
    """A URL for people: escapes decoded where that is readable."""
    decoded = unquote(value, errors="replace")
    return decoded if decoded.isprintable() and "\ufffd" not in decoded else value


def thousands(value: int) -> str:
    """A count with its thousands set apart."""
    return f"{value:,}"


FILTERS: dict[str, Callable[..., Any]] = {
    "day": day,
    "moment": moment,
    "published": published,
    "shown_url": shown_url,
    "thousands": thousands,
    "web_url": web_url,
}
