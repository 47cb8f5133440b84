"""What a profile says of a portal. A portal is data: no Python is written for one."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from portal_spider.items import ArticleRules, ListingRules


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A section (栏目) of a portal: one listing, walked page by page."""

    url: str
    """First page of the listing."""
    name: str
    """Short and unique in the portal; what `--section` takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """CSS selectors of a portal's article pages; every one narrows what is found by evidence."""

    until: date | None = None
    """Last day of this layout: pages published later follow the next. `None`: still in use."""
    title: str | None = None
    published: str | None = None
    source: str | None = None
    body: str | None = None
    remove: tuple[str, ...] = ()
    """What is inside the body and is not text of the article."""

    def rules(self) -> ArticleRules:
        """The selectors, as extraction takes them."""
        return ArticleRules(
            title=self.title,
            published=self.published,
            source=self.source,
            body=self.body,
            remove=self.remove,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Expect:
    """What a run must find; short of it the run ends loudly, with exit code 1."""

    pages_min: int | None = None
    """Articles that a full run finds at least."""
    fill_rate: dict[str, float] = field(default_factory=dict)
    """Field to the least share of articles that have it, 0 to 1."""
    silence_days: int | None = None
    """Days without a new article after which `health` speaks up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quirks:
    """What the portal's servers need that others do not; the profile says why."""

    tls: Literal["modern", "legacy"] = "modern"
    """`legacy`: the server speaks only what OpenSSL calls security level 1."""
    ip: Literal[4, 6] | None = None
    """Only this version of the Internet Protocol reaches the host."""
    render: bool = False
    """Pages are empty without a browser."""
    user_agent: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    verify: bool = True
    """Whether certificates are checked; switching it off needs a `reason`."""
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Portal:
    """A portal as its profile describes it."""

    name: str
    """Short and unique; what `crawl` takes. The host where there is no profile."""
    url: str
    """Home page."""
    title: str | None = None
    family: str | None = None
    """Content management system that its defaults come from."""
    sections: tuple[Section, ...] = ()
    """Empty: the sections are read from the home page."""
    delay: float = 1.0
    """Seconds between two requests to a host."""
    listing: ListingRules = field(default_factory=ListingRules)
    layouts: tuple[Layout, ...] = ()
    """Its own, oldest first; the first whose `until` is not past holds for a page."""
    expect: Expect = field(default_factory=Expect)
    quirks: Quirks = field(default_factory=Quirks)
    robots: str | None = None
    """What its robots.txt says, in words for the reader; the crawl obeys the file itself."""
    verified: str | None = None
    """When and how the profile was checked against the portal's pages; `None`: never."""
    path: str | None = None
    """File of the profile; `None` where there is none."""

    def layout_on(self, day: date | None) -> Layout | None:
        """The layout that pages published on `day` follow; the last for a day not known."""
        if day is not None:
            for layout in self.layouts:
                if layout.until is None or day <= layout.until:
                    return layout
        return self.layouts[-1] if self.layouts else None

    def rules_on(self, listed: str | None) -> ArticleRules | None:
        """The selectors for a page that a listing dates `listed` (ISO 8601), if there are any."""
        layout = self.layout_on(date.fromisoformat(listed) if listed else None)
        return None if layout is None else layout.rules()
