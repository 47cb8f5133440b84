"""A page as an archive keeps it: the bytes of its latest fetch, to be read anew."""

from __future__ import annotations

from datetime import datetime

from portal_spider.archive.database import Archive
from portal_spider.archive.sources import SourcePage
from portal_spider.archive.warc import Original, read_record
from portal_spider.errors import ArchiveError
from portal_spider.items import WarcPlace
from portal_spider.urls import canonical_url, url_id

CAPTURES = """
SELECT status, final_url, captured_at, warc_file, warc_offset, warc_length, size
FROM captures
WHERE page_id = ? AND warc_file IS NOT NULL AND reason IS NOT 'part'
ORDER BY captured_at DESC, id
"""


ORIGINAL = """
SELECT final_url, captured_at, payload_digest
FROM captures
WHERE page_id = ? AND status = 200 AND payload_digest IS NOT NULL AND warc_file IS NOT NULL
  AND reason IS NOT 'part'
ORDER BY captured_at DESC, id
LIMIT 1
"""


def latest_response(archive: Archive, url: str) -> Original | None:
    """The latest response of `url` whose bytes are kept, for a record to refer to."""
    row = archive.db.conn.execute(ORIGINAL, [url_id(url)]).fetchone()
    if row is None:
        return None
    final_url, captured_at, digest = row
    return Original(
        url=final_url or url,
        captured_at=datetime.fromisoformat(captured_at),
        payload_digest=digest,
    )


def kept_page(archive: Archive, url: str) -> SourcePage:
    """The latest fetch of `url` whose bytes are kept; an item with an `error` where none is.

    A record that says no more than that nothing changed is passed over for the one before it.
    """
    problem = f"{url}: is not in {archive.path}"
    for status, final_url, captured_at, file, offset, length, size in archive.db.conn.execute(
        CAPTURES, [url_id(url)]
    ):
        place = WarcPlace(file=file, offset=offset, length=length)
        try:
            headers, body = read_record(archive.directory, place)
        except ArchiveError as error:
            problem = str(error)
            continue
        if not body and (size or status == 304):
            continue
        types = (value for name, value in headers if name.lower() == "content-type")
        return SourcePage(
            url=final_url or canonical_url(url),
            body=body,
            status=status,
            headers=headers,
            content_type=next(types, None),
            captured_at=datetime.fromisoformat(captured_at),
        )
    return SourcePage(url=url, error=problem)
