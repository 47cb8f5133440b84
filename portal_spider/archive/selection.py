"""Which articles an export or a feed is about, as SQL."""

from __future__ import annotations

import json
from typing import Any

from portal_spider.archive.database import Archive
from portal_spider.archive.search import Filters, conditions, matching


def select_articles(
    archive: Archive, filters: Filters, query: str | None = None
) -> tuple[str, dict[str, Any]]:
    """A `WHERE` clause over `articles a`, and its values; empty where all are meant.

    Raises `UsageError` where `query` asks for nothing.
    """
    if query is None:
        return conditions(filters)
    ids = list(matching(archive, query, filters=filters))
    return " WHERE a.id IN (SELECT value FROM json_each(:ids))", {"ids": json.dumps(ids)}
