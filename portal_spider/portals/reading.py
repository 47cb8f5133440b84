"""From a TOML file to a `Portal`: the one place that knows the keys of a profile."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from typing import cast, get_args

from portal_spider.items import ListingRules, PaginationName
from portal_spider.portals.profile import Expect, Layout, Portal, Quirks, Section
from portal_spider.portals.table import Table, read_table

NAME = re.compile(r"[a-z0-9][a-z0-9._-]*")
"""What a portal can be called, as its profile's file."""
NAME_RULE = "must be lower-case letters, digits, '.', '_' and '-'"
STRATEGIES: tuple[str, ...] = get_args(PaginationName)
FILLABLE = ("title", "published", "source", "byline", "text", "attachments")
"""What `[expect.fill_rate]` may ask for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """What portals of one content management system have in common."""

    name: str
    title: str
    listing: ListingRules


def stem(path: Traversable) -> str:
    """Name of a TOML file without its ending, be it in a folder or in a zipped package."""
    return path.name.removesuffix(".toml")


def read_family(path: Traversable) -> Family:
    """The family whose defaults the file at `path` holds.

    Raises:
        ProfileError: the file cannot be read, or a key or value is wrong.
    """
    table = read_table(path)
    family = Family(
        name=stem(path),
        title=table.required("title"),
        listing=_listing(table.table("listing")),
    )
    table.finish()
    return family


def read_portal(path: Traversable, families: dict[str, Family]) -> Portal:
    """The portal whose profile the file at `path` holds; its name is the file's.

    Raises:
        ProfileError: the file cannot be read, or a key or value is wrong.
    """
    table = read_table(path)
    if not NAME.fullmatch(stem(path)):
        raise table.error("(file name)", NAME_RULE)
    family_name = table.choice("extends", tuple(families)) or "generic"
    family = families[family_name]
    delay = table.number("delay", most=3600)
    portal = Portal(
        name=stem(path),
        url=table.url("url"),
        title=table.text("title"),
        family=family_name,
        sections=_sections(table),
        delay=1.0 if delay is None else delay,
        listing=_merged(_listing(table.table("listing")), family.listing),
        layouts=_layouts(table),
        expect=_expect(table.table("expect")),
        quirks=_quirks(table.table("quirks")),
        robots=table.text("robots"),
        verified=_verified(table),
        path=str(path),
    )
    table.finish()
    return portal


def _sections(table: Table) -> tuple[Section, ...]:
    sections: list[Section] = []
    for row in table.tables("section"):
        section = Section(url=row.url("url"), name=row.required("name"))
        if any(section.name == other.name for other in sections):
            raise row.error("name", f"{section.name!r} names another section already")
        if any(section.url == other.url for other in sections):
            raise row.error("url", f"{section.url} is another section's already")
        row.finish()
        sections.append(section)
    return tuple(sections)


def _listing(table: Table) -> ListingRules:
    article = table.text("article")
    if article is not None:
        try:
            re.compile(article)
        except re.error as error:
            raise table.error("article", f"is not a regular expression: {error}") from error
    rules = ListingRules(
        rows=table.selector("rows"),
        title=table.selector("title"),
        date=table.selector("date"),
        pagination=_pagination(table),
        article=article,
    )
    table.finish()
    return rules


def _pagination(table: Table) -> tuple[PaginationName, ...]:
    names = table.texts("pagination")
    unknown = [name for name in names if name not in STRATEGIES]
    if unknown:
        raise table.error("pagination", f"{unknown[0]!r} is none of {', '.join(STRATEGIES)}")
    return cast("tuple[PaginationName, ...]", names)


def _merged(own: ListingRules, family: ListingRules) -> ListingRules:
    return ListingRules(
        rows=own.rows or family.rows,
        title=own.title or family.title,
        date=own.date or family.date,
        pagination=own.pagination or family.pagination,
        article=own.article or family.article,
    )


def _layouts(table: Table) -> tuple[Layout, ...]:
    layouts: list[Layout] = []
    for row in table.tables("layout"):
        layout = Layout(
            until=row.day("until"),
            title=row.page_selector("title"),
            published=row.page_selector("published"),
            source=row.page_selector("source"),
            body=row.page_selector("body"),
            remove=row.page_selectors("remove"),
        )
        before = layouts[-1].until if layouts else None
        if layouts and (before is None or (layout.until is not None and layout.until <= before)):
            raise row.error("until", "layouts go from the oldest on; only the last has no 'until'")
        row.finish()
        layouts.append(layout)
    return tuple(layouts)


def _expect(table: Table) -> Expect:
    rates = table.table("fill_rate")
    unknown = [key for key in rates.keys() if key not in FILLABLE]  # noqa: SIM118
    if unknown:
        raise rates.error(unknown[0], f"is not a field; fields: {', '.join(FILLABLE)}")
    fill_rate = {key: rates.number(key, most=1) or 0.0 for key in rates.keys()}  # noqa: SIM118
    expect = Expect(
        pages_min=table.count("pages_min"),
        fill_rate=fill_rate,
        silence_days=table.count("silence_days"),
    )
    table.finish()
    return expect


def _quirks(table: Table) -> Quirks:
    headers = table.table("headers")
    verify = table.boolean("verify")
    quirks = Quirks(
        tls=table.choice("tls", ("modern", "legacy")) or "modern",
        ip=table.choice("ip", (4, 6)),
        render=table.boolean("render") or False,
        user_agent=table.text("user_agent"),
        headers=tuple((key, headers.required(key)) for key in headers.keys()),  # noqa: SIM118
        verify=True if verify is None else verify,
        reason=table.text("reason"),
    )
    if not quirks.verify and quirks.reason is None:
        raise table.error("reason", "is missing: say why certificates are not checked")
    table.finish()
    return quirks


def _verified(table: Table) -> str | None:
    """When and how, as a text, or `false`; a bare `true` says neither when nor how."""
    if "verified" not in table:
        raise table.error("verified", 'is missing: say when and how ("…"), or false')
    if table.is_false("verified"):
        return None
    return table.text("verified")
