"""The short lines of a portal's articles in the archive, as evidence about its next pages."""

from __future__ import annotations

from portal_spider.archive.database import Archive
from portal_spider.extract.spam.known_blocks import LONGEST, KnownBlocks

LATEST = 500
"""Articles whose lines are read: what a hacker put in stands in the latest, too."""
SAMPLE = 20_000
"""Pages of a portal that are looked at, in a tenth of a second: all of nearly every portal. Ids are
hashes of URLs, so that the first ones of a larger portal are drawn evenly from it."""
_PAGES = f"(SELECT id FROM pages WHERE portal_id = ? ORDER BY state, id LIMIT {SAMPLE})"
"""Those that were fetched come first: `done` is the first of the states, in the index too."""
_SPAM = f"""
SELECT DISTINCT a.title, s.text FROM {_PAGES} g JOIN articles a ON a.id = g.id
JOIN article_removals r ON r.article_id = a.id JOIN stripped s ON s.id = r.stripped_id
WHERE s.kind = 'spam' AND length(s.text) <= ? AND a.title IS NOT NULL
"""
_LATEST = f"""
SELECT a.id FROM {_PAGES} g JOIN articles a ON a.id = g.id
WHERE a.title IS NOT NULL ORDER BY a.captured_at DESC LIMIT ?
"""
_LINES = f"SELECT title, text FROM articles WHERE id IN ({_LATEST})"


def read_known_blocks(archive: Archive, portal_id: int) -> KnownBlocks:
    """What the archive knows of a portal's short lines.

    Args:
        archive: The open archive.
        portal_id: Of the portal; those of others are not looked at.
    """
    known = KnownBlocks()
    for row in archive.db.query(_SPAM, (portal_id, LONGEST)):
        known.note_spam(row["title"], [row["text"]])
    for row in archive.db.query(_LINES, (portal_id, LATEST)):
        known.note_lines(row["title"], row["text"].splitlines())
    return known


class PortalBlocks:
    """The same for the portals of an archive, each read when a page of it is the first to ask."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self._known: dict[int, KnownBlocks] = {}

    def of_page(self, page_id: int) -> KnownBlocks:
        """What is known of the short lines of a page's portal; note in it what is read of more."""
        row = self.archive.db.conn.execute(
            "SELECT portal_id FROM pages WHERE id = ?", (page_id,)
        ).fetchone()
        if row[0] not in self._known:
            self._known[row[0]] = read_known_blocks(self.archive, row[0])
        return self._known[row[0]]
