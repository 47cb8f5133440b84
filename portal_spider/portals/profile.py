"""What a profile says of a portal. A portal is data: no Python is written for one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A section (栏目) of a portal: one listing, walked page by page."""

    url: str
    """First page of the listing."""
    name: str
    """Short and unique in the portal; what `--section` takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Portal:
    """A portal as its profile describes it."""

    name: str
    """Short and unique; what `crawl` takes. The host where there is no profile."""
    url: str
    """Home page."""
    title: str | None = None
    family: str | None = None
    sections: tuple[Section, ...] = ()
    delay: float = 1.0
    """Seconds between two requests to a host."""
