"""Names that a person gives to what an archive holds: a slip is told, not answered with nothing."""

from __future__ import annotations

import difflib
from collections.abc import Collection

from portal_spider.archive.database import Archive
from portal_spider.archive.runs import known_portals
from portal_spider.errors import UsageError


def find_portal_id(archive: Archive, name: str) -> int:
    """The id of the portal called `name`.

    Raises:
        UsageError: the archive has none of that name.
    """
    known = known_portals(archive)
    if name not in known:
        raise UsageError(_unknown(archive, "portal", name, known))
    return known[name]


def refuse_unknown_section(archive: Archive, section: str) -> None:
    """Do nothing where the archive has a section of that name or URL.

    Raises:
        UsageError: it has none.
    """
    rows = archive.db.conn.execute("SELECT DISTINCT name, url FROM sections ORDER BY name, url")
    known = dict(rows.fetchall())
    if section not in known and section not in known.values():
        raise UsageError(_unknown(archive, "section", section, [name for name in known if name]))


def _unknown(archive: Archive, what: str, name: str, known: Collection[str]) -> str:
    near = difflib.get_close_matches(name, known, n=3)
    has = f"did you mean {', '.join(near)}?" if near else f"it has {', '.join(known) or 'none'}"
    return f"{archive.path} has no {what} {name!r}; {has}"
