"""Pages and listings as the JSON that commands print and feeds carry: one object a line."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from portal_spider.items import Listing, Page


def page_to_json(page: Page) -> dict[str, Any]:
    """A page as `extract --jsonl` prints it: every key, whether it has a value or not."""
    return {
        "url": page.url,
        "kind": page.kind,
        "reason": page.reason,
        "title": page.title,
        "published_at": page.published_at,
        "source": page.source,
        "byline": [{"role": credit.role, "names": list(credit.names)} for credit in page.byline],
        "breadcrumb": list(page.breadcrumb),
        "paragraphs": list(page.paragraphs),
        "attachments": [{"url": file.url, "name": file.name} for file in page.attachments],
        "fields": dict(page.fields),
        "script": page.script,
        "removed": [
            {"kind": part.kind, "text": part.text, "rule": part.rule} for part in page.removed
        ],
        "origins": dict(page.origins),
        "encoding": page.encoding,
        "replacements": page.replacements,
        "flags": list(page.flags),
        "published_title": page.published_title,
        "published_paragraphs": list(page.published_paragraphs),
        "continues_at": list(page.continues_at),
    }


def listing_to_json(listing: Listing) -> dict[str, Any]:
    """A listing as `listing --jsonl` prints it."""
    following = listing.next
    return {
        "url": listing.url,
        "entries": [
            {"url": entry.url, "title": entry.title, "date": entry.date, "target": entry.target}
            for entry in listing.entries
        ],
        "next_url": listing.next_url,
        "next_body": following.body if following and following.method == "POST" else None,
        "pages": listing.pages,
        "total": listing.total,
        "strategy": listing.strategy,
        "family": listing.family,
    }


def to_line(record: Mapping[str, Any]) -> bytes:
    r"""A record as one line of UTF-8.

    Half a surrogate pair, which is no character, is written as JSON's `\udxxx`.
    """
    return json.dumps(record, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"
