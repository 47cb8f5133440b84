"""Item pipelines, the steps of the mission in order: strip, extract, normalise, store.

Each is a thin call into `extract` or `archive`. A `Capture` comes in; a `Page` goes out, to the
feeds. The tree is parsed once, in the first step.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Self

from scrapy import Request
from scrapy.exceptions import DropItem
from scrapy.http.request import NO_CALLBACK

from portal_spider.archive.store import Stored, store_capture, store_page
from portal_spider.archive.walks import is_listed
from portal_spider.errors import ArchiveError
from portal_spider.extract import extract_page
from portal_spider.extract.document import Document
from portal_spider.extract.joining import MOST_PARTS, is_part, join_pages
from portal_spider.extract.normalise import normalise_page
from portal_spider.extract.page import stripped_document
from portal_spider.extract.read import read_page
from portal_spider.extract.spam.known_blocks import KnownBlocks
from portal_spider.items import Capture, Page
from portal_spider.portals import Portal
from portal_spider.spiders.answers import UNASKED, failure_reason, header, header_pairs, judge_page
from portal_spider.spiders.session import SessionPart, session_of

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


@dataclass(frozen=True, slots=True, kw_only=True)
class Stripped:
    """A capture with its document, the lines that are not the page's own taken out."""

    capture: Capture
    document: Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """A capture with what its page says."""

    capture: Capture
    document: Document
    page: Page
    parts: tuple[tuple[Capture, Page], ...] = ()
    """Further pages of the same article, joined to `page` already."""


class StripPipeline:
    """Takes out boilerplate, hidden text and spam."""

    def __init__(
        self, portal: Portal | None = None, known_blocks: KnownBlocks | None = None
    ) -> None:
        self.portal = portal
        self.known_blocks = known_blocks

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """With the profile of the portal that the spider crawls, if it crawls one."""
        session = session_of(crawler)
        if session is None:
            return cls()
        return cls(session.options.portal, session.known_blocks)

    def process_item(self, item: Any) -> Any:
        """A `Capture` becomes `Stripped`; what else a spider yields passes through."""
        if not isinstance(item, Capture):
            return item
        day = item.entry.date if item.entry else None
        document = stripped_document(
            item.body,
            item.final_url,
            content_type=item.header("Content-Type"),
            status=item.status,
            entry=item.entry,
            rules=self.portal.rules_on(day) if self.portal else None,
            known_blocks=self.known_blocks,
        )
        return Stripped(capture=item, document=document)


class ExtractPipeline:
    """Reads every field."""

    def process_item(self, item: Any) -> Any:
        """`Stripped` becomes `Extracted`."""
        if not isinstance(item, Stripped):
            return item
        page = read_page(item.document)
        return Extracted(capture=item.capture, document=item.document, page=page)


class NormalisePipeline:
    """Makes one script and one form of dates of what was read."""

    def process_item(self, item: Any) -> Any:
        """`Extracted` stays `Extracted`, under the page's URL in the archive."""
        if not isinstance(item, Extracted):
            return item
        page = replace(normalise_page(item.page, item.document), url=item.capture.url)
        return replace(item, page=page)


class JoinPipeline(SessionPart):
    """Fetches the further pages of an article that is cut in several, and joins them."""

    async def process_item(self, item: Any) -> Any:
        """`Extracted` stays so, with everything that its further pages say."""
        if not isinstance(item, Extracted):
            return item
        parts: list[tuple[Capture, Page]] = []
        for url in item.page.continues_at[:MOST_PARTS]:
            part = await self._fetch(url, item) if self.session.is_own(url) else None
            if part is None:
                break
            parts.append(part)
        joined = join_pages(item.page, [page for _, page in parts])
        return replace(item, page=joined, parts=tuple(parts))

    async def _fetch(self, url: str, item: Extracted) -> tuple[Capture, Page] | None:
        assert self.crawler.engine is not None
        request = Request(url, callback=NO_CALLBACK, meta={"keep": True})
        try:
            response = await self.crawler.engine.download_async(request)
        except Exception as error:  # whatever it was, the part is missing
            reason, detail = failure_reason(error)
            if reason in UNASKED:
                raise DropItem(f"{url}: {detail}", log_level="DEBUG") from error
            return None
        page = extract_page(
            response.body,
            response.url,
            content_type=header(response, "Content-Type"),
            status=response.status,
            rules=item.document.rules,
            known_blocks=self.session.known_blocks,
        )
        if not is_part(page):
            return None
        part = replace(
            item.capture,
            final_url=url,  # as the article links it: by this it is found again
            status=response.status,
            headers=header_pairs(response),
            body=response.body,
            captured_at=response.meta["captured_at"],
            warc=response.meta["warc"],
        )
        return part, replace(page, kind="not_article", reason="part")


class StorePipeline(SessionPart):
    """Stores the page, its capture and its state in one transaction."""

    def process_item(self, item: Any) -> Any:
        """`Extracted` becomes the `Page` that the feeds export, where it is an article.

        Raises:
            DropItem: it is none; the archive says why.
        """
        if not isinstance(item, Extracted):
            return item
        page = item.page
        try:
            stored = self._store(item)
        except ArchiveError as error:
            self.session.fail(error)
            raise DropItem(str(error), log_level="DEBUG") from error
        if stored.outcome == "kept":
            raise DropItem(f"{page.url}: {stored.reason}", log_level="DEBUG")
        return page

    def _store(self, item: Extracted) -> Stored:
        session, capture, page = self.session, item.capture, item.page
        claim = session.in_flight_of(capture.url)
        verdict = judge_page(page, capture, claim, listed=is_listed(session.archive, claim.page_id))
        if not verdict.good and page.kind == "article":
            page = replace(page, kind="not_article", reason=verdict.reason)
        session.warc.sync()
        with session.archive.transaction():
            for part, read in item.parts:
                store_capture(session.archive, part, run_id=session.run.id, page=read)
            stored = store_page(session.archive, page, capture, run_id=session.run.id)
            self._count(stored, page)
            session.known_blocks.note_page(page)
            session.settle(
                claim,
                verdict,
                etag=capture.header("ETag"),
                last_modified=capture.header("Last-Modified"),
                detail=capture.final_url,
            )
        return stored

    def _count(self, stored: Stored, page: Page) -> None:
        run = self.session.run
        if stored.outcome in ("new", "changed"):
            run.count("new" if stored.outcome == "new" else "changed")
        elif stored.outcome != "kept":
            run.count("unchanged")
        if any(removal.kind == "spam" for removal in page.removed):
            run.count("hacked")
