"""The records that pass between the parts: what was fetched, listed, extracted and stripped.

Every one is frozen; a stage returns a new one with `dataclasses.replace`. Absent is `None` or an
empty tuple, never `""`. Times are aware `datetime`s in UTC, except `Page.published_at`, which is
text as precise as the page states it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Kind = Literal["article", "listing", "not_article"]
Script = Literal["hans", "hant", "mirrored"]
Target = Literal["page", "file", "offsite", "wechat"]
PaginationName = Literal[
    "gkmlpt",
    "next_group",
    "data_proxy",
    "search_data",
    "jpaas",
    "ucap",
    "next_link",
    "create_page",
    "count_page",
    "named_page",
    "numbered_link",
    "last_page",
    "counted_file",
    "query_parameter",
    "page_form",
    "sent_to",
    "written_page",
    "script_call",
    "counted_answer",
    "stand_in",
    "data_file",
]
"""The ways to turn the pages of a listing, in the order in which they are tried."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRequest:
    """What to ask for to get a page: most are plain GETs, some listings answer only to a POST."""

    url: str
    method: Literal["GET", "POST"] = "GET"
    body: str | None = None
    """Body of a POST: form-encoded, or JSON where it is an object."""

    @property
    def media_type(self) -> str | None:
        """What the body is; `None` where there is none."""
        if self.body is None:
            return None
        is_json = self.body.startswith("{")
        return "application/json" if is_json else "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One row of a listing: a link to an article, as the section shows it."""

    url: str
    title: str | None = None
    date: str | None = None
    """`YYYY-MM-DD`, the row's own."""
    target: Target = "page"
    """What the link leads to: a page of the portal, a file, another host, a WeChat post."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What one page of a section lists, and where the next page is."""

    url: str
    entries: tuple[Entry, ...] = ()
    next: PageRequest | None = None
    """The next page of the same listing; `None` at the end or where none is promised."""
    pages: int | None = None
    """Pages that the listing says it has."""
    total: int | None = None
    """Entries that the listing says it has (共 435 条)."""
    strategy: str | None = None
    """Which pagination strategy found `next`."""
    family: str | None = None
    """Content management system, as recognised: `trs`, `jcms`, `ucap`, `guangdong`, …"""

    @property
    def next_url(self) -> str | None:
        """URL of the next page, whatever its method."""
        return self.next.url if self.next else None


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionLink:
    """A link of a home page or of a section's front page that leads to a section (栏目)."""

    url: str
    name: str
    """As the link or the heading beside its 更多 says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingRules:
    """What a profile or a family knows of its listings; what is absent is found by evidence."""

    rows: str | None = None
    """CSS selector of one row."""
    title: str | None = None
    """CSS selector, inside a row, of the link to the article."""
    date: str | None = None
    """CSS selector, inside a row, of its date."""
    pagination: tuple[PaginationName, ...] = ()
    """Names of the pagination strategies to try first, in this order."""
    article: str | None = None
    """Regular expression that article URLs of the portal match (searched)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRules:
    """CSS selectors that a profile knows of its articles; what is absent is found by evidence."""

    title: str | None = None
    published: str | None = None
    source: str | None = None
    body: str | None = None
    """Of the element that holds the text."""
    remove: tuple[str, ...] = ()
    """What is inside the body and is not text of the article."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WarcPlace:
    """Where a record lies: `length` bytes from `offset` of `file` (relative to the archive)."""

    file: str
    offset: int
    length: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """One fetch: the response as it came, before anything reads it."""

    url: str
    """The page's URL in the archive, which a redirect does not change."""
    final_url: str
    """The URL that answered, after redirects."""
    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    captured_at: datetime
    entry: Entry | None = None
    """The listing row that led here, for the fields that the page itself does not state."""
    section_id: int | None = None
    warc: WarcPlace | None = None

    def header(self, name: str) -> str | None:
        """Value of the first header called `name`, in any case."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """Who did what for an article: `role` is the label shown (记者, 责任编辑, 摄影)."""

    role: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that the article offers for download."""

    url: str
    name: str
    """Its name as the page shows it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Removal:
    """Something that the page holds and the article does not, and why."""

    kind: str
    """`boilerplate`, `hidden`, `spam`, `gloss`, `damage` …"""
    text: str
    """What was taken, verbatim."""
    rule: str
    """Name of the rule that took it."""
    score: float | None = None
    """How sure the rule was, 0 to 1, where it weighs evidence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What extraction makes of one page: the contract of `extract --jsonl`."""

    url: str
    kind: Kind
    reason: str | None = None
    """Why it is not an article: `challenge:<product>`, `soft_404`, `shell`, `login`, …"""
    title: str | None = None
    published_at: str | None = None
    """`YYYY-MM-DD`, or with the time shown and `+08:00`; as precise as the page is."""
    source: str | None = None
    byline: tuple[Credit, ...] = ()
    breadcrumb: tuple[str, ...] = ()
    paragraphs: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)
    """The policy header as shown: 索引号, 发文字号, …"""
    script: Script = "hans"
    removed: tuple[Removal, ...] = ()
    origins: Mapping[str, str] = field(default_factory=dict)
    """For each field, what it was read from: `meta`, `label`, `url`, `listing`, …"""
    encoding: str | None = None
    replacements: int = 0
    """Characters that could not be decoded (U+FFFD in the text)."""
    flags: tuple[str, ...] = ()
    """What a reader should know: `encoding_damage`, `depth_cut`, `image_only`, …"""
    published_title: str | None = None
    """The title as published, where `title` was converted to Simplified or repaired."""
    published_paragraphs: tuple[str, ...] = ()
    """The paragraphs as published, where `paragraphs` were converted or repaired."""
    continues_at: tuple[str, ...] = ()
    """Further parts of the same article (`_1.html`, `_2.html`), in order."""
