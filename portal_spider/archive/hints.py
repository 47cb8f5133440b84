"""What extraction is told of a page beside its bytes: its row in a listing, its portal's profile.

Whoever reads kept bytes has to tell it what the crawl told it, or reads another article.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from portal_spider.items import ArticleRules, Entry
from portal_spider.portals import Portal, find_portal


def listing_entry(connection: sqlite3.Connection, page_id: int, url: str) -> Entry | None:
    """The listing row that the crawl had: that of the first section that lists the page."""
    row = connection.execute(
        "SELECT title, date FROM entries WHERE page_id = ? ORDER BY section_id LIMIT 1", (page_id,)
    ).fetchone()
    return None if row is None else Entry(url=url, title=row[0], date=row[1])


class Profiles:
    """The profiles of an archive's portals, each read once.

    They are looked for in `folders` and where a crawl looks for them; a portal whose profile is
    no longer there has no selectors.
    """

    def __init__(self, connection: sqlite3.Connection, folders: Sequence[Path] = ()) -> None:
        self._connection = connection
        self._folders = folders
        self._portals: dict[int, Portal | None] = {}

    def rules(self, page_id: int, entry: Entry | None) -> ArticleRules | None:
        """The selectors that the profile of the page's portal has for it.

        Raises:
            ProfileError: the profile is wrong.
        """
        portal_id, name, url = self._connection.execute(
            "SELECT p.id, p.name, p.url FROM pages g JOIN portals p ON p.id = g.portal_id"
            " WHERE g.id = ?",
            (page_id,),
        ).fetchone()
        if portal_id not in self._portals:
            self._portals[portal_id] = find_portal(name, url, self._folders)
        portal = self._portals[portal_id]
        return portal.rules_on(entry.date if entry else None) if portal else None
