"""What a listing page lists, and where its next page is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from portal_spider.extract.family import family_of_articles, is_article_url, recognise_family
from portal_spider.extract.listing.document import Document, read_document
from portal_spider.extract.listing.groups import (
    Group,
    blocks_with_more,
    chosen_rows,
    find_groups,
)
from portal_spider.extract.listing.records import record_entries, script_entries
from portal_spider.extract.listing.targets import target_of
from portal_spider.extract.mirror import read_titles_back
from portal_spider.extract.pagination import paginate
from portal_spider.extract.pagination.stand_ins import stand_ins
from portal_spider.extract.sections import sections_of
from portal_spider.extract.spam.phrases import clean_lines
from portal_spider.items import Entry, Listing, ListingRules, SectionLink

__all__ = ["Survey", "extract_listing", "looks_like_listing", "survey_page"]

DOMINANCE = 0.6
"""Share of all the rows that could be listed from which one group is the page's listing; the
front page of several sections shows a few of each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """A page seen as a crawl from the home page sees it, from one reading."""

    listing: Listing
    is_listing: bool
    """Whether it is a section's listing, not a front page, an article or a service."""
    sections: tuple[SectionLink, ...]
    articles: tuple[str, ...] = ()
    """Addresses of the portal's own articles that it links, whether it lists them or not."""
    stand_ins: tuple[str, ...] = ()
    """Addresses of the portal that it shows in its own place: a redirect's, or those of frames."""


def extract_listing(
    body: bytes,
    url: str,
    *,
    content_type: str | None = None,
    rules: ListingRules | None = None,
    sent: str | None = None,
) -> Listing:
    """Extract the entries of a listing and its next page.

    Args:
        body: a whole page, or the XML, JSON or script that a listing's server answers with.
        url: where it came from, with its query: it holds the place in the listing.
        content_type: the HTTP header's value.
        rules: what a profile knows.
        sent: the form or JSON that was posted for it, if any was: it holds the place in the
            listing, too.
    """
    document = read_document(body, url, content_type, sent)
    rules = rules or ListingRules()
    return _listing(document, rules, find_groups(document, rules))


def looks_like_listing(
    body: bytes,
    url: str,
    *,
    content_type: str | None = None,
    rules: ListingRules | None = None,
) -> bool:
    """Whether the page at `url` is the listing of one section; see `survey_page`."""
    return survey_page(body, url, content_type=content_type, rules=rules).is_listing


def survey_page(
    body: bytes,
    url: str,
    *,
    content_type: str | None = None,
    rules: ListingRules | None = None,
) -> Survey:
    """Read a page whose kind is not known: what it lists, whether that is all it is, and where to.

    Arguments as of `extract_listing`.
    """
    document = read_document(body, url, content_type)
    rules = rules or ListingRules()
    groups = find_groups(document, rules)
    listing = _listing(document, rules, groups)
    return Survey(
        listing=listing,
        is_listing=_is_listing(document, listing, groups, rules),
        sections=sections_of(document, rules.article),
        articles=_articles(document, rules.article),
        stand_ins=stand_ins(document),
    )


def _listing(document: Document, rules: ListingRules, groups: list[Group]) -> Listing:
    entries = record_entries(document) if document.data is not None else ()
    if not entries:
        entries = _entries(groups, document) or script_entries(document)
    family = family_of_articles(entry.url for entry in entries)
    if family is None:
        family, _ = recognise_family(document.url, document.text)
    way = paginate(document, len(entries), rules.pagination)
    return Listing(
        url=document.url,
        entries=entries,
        next=way.next,
        pages=way.pages,
        total=way.total,
        strategy=way.strategy,
        family=family,
    )


def _articles(document: Document, pattern: str | None) -> tuple[str, ...]:
    anchors = document.root.iter("a") if document.root is not None else ()
    urls = dict.fromkeys(document.link(anchor.get("href") or "") for anchor in anchors)
    return tuple(
        url
        for url in urls
        if url and is_article_url(url, pattern) and target_of(url, document.url) == "page"
    )


def _read_back(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The rows without what a mirror wrote into their titles."""
    rows = tuple(entries)
    titles = read_titles_back([row.title or "" for row in rows])
    return tuple(
        row if title == (row.title or "") else replace(row, title=title)
        for row, title in zip(rows, titles, strict=True)
    )


def _without_spam(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """The rows without injected advertising: those that are nothing else, and what is in titles."""
    titles = clean_lines([entry.title or "" for entry in entries])
    return tuple(
        entry if title == (entry.title or "") else replace(entry, title=title)
        for entry, title in zip(entries, titles, strict=True)
        if title or not entry.title
    )


def _entries(groups: list[Group], document: Document) -> tuple[Entry, ...]:
    """The rows of the listing that lead somewhere, each address once."""
    entries: dict[str, Entry] = {}
    for row in chosen_rows(groups):
        if row.url is not None and row.url not in entries:
            entries[row.url] = Entry(
                url=row.url,
                title=row.title,
                date=row.date,
                target=target_of(row.url, document.url),
            )
    return _without_spam(_read_back(entries.values()))


def _is_listing(
    document: Document, listing: Listing, groups: list[Group], rules: ListingRules
) -> bool:
    if document.data is not None or not groups or not listing.entries:
        return bool(listing.entries or listing.next)
    if is_article_url(document.url, rules.article):
        return False
    if listing.next is not None or (listing.pages or 1) > 1:
        return True
    if blocks_with_more(groups[0]) > 1:
        return False
    possible = sum(len(group.rows) for group in groups if group.is_listing and not group.hidden)
    return len(groups[0].rows) >= DOMINANCE * possible
