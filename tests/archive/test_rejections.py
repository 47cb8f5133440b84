"""Pages that were taken for sections and are none: remembered, until a listing shows one."""

from pathlib import Path

from portal_spider.archive.database import Archive
from portal_spider.archive.frontier import Frontier
from portal_spider.archive.rejections import is_listed_or_rejected, reject_section
from portal_spider.archive.walks import open_portal, open_section, record_listing
from portal_spider.items import Entry, Listing
from portal_spider.portals import Portal, Section

HOME = "http://www.somewhere.example/"
PAGE = f"{HOME}zwgk/2.html"
LATER = "9999-01-01T00:00:00.000+00:00"


def test_a_rejected_page_is_remembered_for_a_month(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "archive.db") as archive:
        portal_id = open_portal(archive, Portal(name="somewhere", url=HOME))
        assert not is_listed_or_rejected(archive, PAGE)
        reject_section(archive, portal_id, PAGE)
        assert is_listed_or_rejected(archive, PAGE)
        archive.db.conn.execute("UPDATE pages SET fetched_at = '2024-01-01T00:00:00.000+00:00'")
        assert not is_listed_or_rejected(archive, PAGE)
        reject_section(archive, portal_id, PAGE)
        assert is_listed_or_rejected(archive, PAGE)


def test_a_rejected_page_that_a_listing_shows_is_asked_for(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "archive.db") as archive:
        portal_id = open_portal(archive, Portal(name="somewhere", url=HOME))
        frontier = Frontier(archive, portal_id, started_at=LATER)
        reject_section(archive, portal_id, PAGE)
        assert frontier.claim(9) == []
        section = open_section(archive, portal_id, Section(url=f"{HOME}zwgk/", name="政务公开"))
        listing = Listing(url=section.url, entries=(Entry(url=PAGE, title="关于防汛的通知"),))
        record_listing(archive, portal_id, section.id, listing, walk_started_at=LATER)
        assert [claim.url for claim in frontier.claim(9)] == [PAGE]
        reject_section(archive, portal_id, PAGE)
        assert [claim.url for claim in frontier.claim(9)] == [PAGE]
