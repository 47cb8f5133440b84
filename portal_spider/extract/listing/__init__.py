"""What a listing page lists, and where its next page is."""

from __future__ import annotations

from portal_spider.extract.family import family_of_articles, recognise_family
from portal_spider.extract.listing.document import Document, read_document
from portal_spider.extract.listing.records import record_entries
from portal_spider.extract.listing.rows import Group, find_groups
from portal_spider.extract.listing.targets import target_of
from portal_spider.extract.pagination import paginate
from portal_spider.items import Entry, Listing, ListingRules

__all__ = ["extract_listing"]


def extract_listing(
    body: bytes,
    url: str,
    *,
    content_type: str | None = None,
    rules: ListingRules | None = None,
) -> Listing:
    """Extract the entries of a listing and its next page.

    Args:
        body: a whole page, or the XML, JSON or script that a listing's server answers with.
        url: where it came from, with its query: it holds the place in the listing.
        content_type: the HTTP header's value.
        rules: what a profile knows.
    """
    rules = rules or ListingRules()
    document = read_document(body, url, content_type)
    entries = record_entries(document) if document.data is not None else ()
    if not entries:
        groups = find_groups(document, rules.article)
        entries = _entries(groups[0], document) if groups and groups[0].is_listing else ()
    family = family_of_articles(entry.url for entry in entries)
    if family is None:
        family, _ = recognise_family(url, document.text)
    way = paginate(document, len(entries), rules.pagination)
    return Listing(
        url=url,
        entries=entries,
        next=way.next,
        pages=way.pages,
        total=way.total,
        strategy=way.strategy,
        family=family,
    )


def _entries(group: Group, document: Document) -> tuple[Entry, ...]:
    entries: dict[str, Entry] = {}
    for row in group.rows:
        if row.url is not None and row.url not in entries:
            entries[row.url] = Entry(
                url=row.url,
                title=row.title,
                date=row.date,
                target=target_of(row.url, document.url),
            )
    return tuple(entries.values())
