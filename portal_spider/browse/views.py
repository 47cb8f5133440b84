"""Our pages: each reads the archive once and fills in one template."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from datasette.utils.asgi import NotFound, Response
from datasette.views.base import DatasetteError

from portal_spider.archive.database import Archive
from portal_spider.browse.articles import Text, read_article, read_change, read_file, read_raw
from portal_spider.browse.database import NAME, ArchiveDatabase
from portal_spider.browse.diff import compare
from portal_spider.browse.overview import read_overview
from portal_spider.browse.searching import read_search
from portal_spider.browse.timeline import read_timeline
from portal_spider.errors import ArchiveError

RAW_HEADERS = {
    # Hacked pages are kept as they came: a browser must never run one on our origin.
    "content-security-policy": "sandbox; default-src 'none'",
    "x-content-type-options": "nosniff",
}


async def overview(datasette: Any, request: Any) -> Response:
    """The first page: portals, sections, and what happened last."""
    found = await _archive(datasette).read(read_overview)
    context = {"overview": found, "queries": datasette.metadata("queries", database=NAME)}
    return await _page(datasette, request, "overview.html", context)


async def article(datasette: Any, request: Any) -> Response:
    """One article, its parts and its history; the last change is shown at once."""
    article_id = int(request.url_vars["article_id"])
    found = await _archive(datasette).read(lambda archive: read_article(archive, article_id))
    if found is None:
        raise NotFound(f"No article {article_id} in this archive")
    change = None
    if len(found.texts) > 1:
        change = compare(found.texts[-2].whole, found.texts[-1].whole)
    context = {"found": found, "article": found.article, "change": change}
    return await _page(datasette, request, "article.html", context)


async def changes(datasette: Any, request: Any) -> Response:
    """What one version of an article says, and what the next one made of it."""
    article_id, version_id = (int(request.url_vars[key]) for key in ("article_id", "version_id"))

    def read(archive: Archive) -> tuple[Text, Text] | None:
        return read_change(archive, article_id, version_id)

    pair = await _archive(datasette).read(read)
    if pair is None:
        raise NotFound(f"Article {article_id} has no version {version_id}")
    older, newer = pair
    context = {
        "article_id": article_id,
        "older": older,
        "newer": newer,
        "change": compare(older.whole, newer.whole),
    }
    return await _page(datasette, request, "changes.html", context)


async def section(datasette: Any, request: Any) -> Response:
    """What a section published in one year, month by month."""
    section_id = int(request.url_vars["section_id"])
    year = request.args.get("year")
    found = await _archive(datasette).read(lambda archive: read_timeline(archive, section_id, year))
    if found is None:
        raise NotFound(f"No section {section_id} in this archive")
    return await _page(datasette, request, "section.html", {"timeline": found})


async def search(datasette: Any, request: Any) -> Response:
    """The search form, and what was found."""
    values = {key: request.args[key] for key in request.args}
    found = await _archive(datasette).read(lambda archive: read_search(archive, values))
    return await _page(datasette, request, "search.html", {"found": found})


async def raw(datasette: Any, request: Any) -> Response:
    """The bytes of a page as they came, as text to read or as a file; never as a page."""
    article_id = int(request.url_vars["article_id"])
    capture = request.args.get("capture", "")
    capture_id = int(capture) if capture.isdecimal() else None

    try:
        found = await _archive(datasette).read(
            lambda archive: read_raw(archive, article_id, capture_id)
        )
    except ArchiveError as error:
        raise DatasetteError(str(error), title="Cannot be read", status=500) from error
    if found is None:
        raise NotFound("The bytes of this page were not kept")
    headers = dict(RAW_HEADERS)
    if request.args.get("download"):
        headers["content-disposition"] = f'attachment; filename="{article_id}.html"'
        return Response(found.body, headers=headers, content_type="application/octet-stream")
    content_type = f"text/plain; charset={found.encoding or 'utf-8'}"
    return Response(found.body, headers=headers, content_type=content_type)


async def file(datasette: Any, request: Any) -> Response:
    """An attached file, to be saved: never shown, whatever it is."""
    file_id = int(request.url_vars["file_id"])
    try:
        found = await _archive(datasette).read(lambda archive: read_file(archive, file_id))
    except ArchiveError as error:
        raise DatasetteError(str(error), title="Cannot be read", status=500) from error
    if found is None:
        raise NotFound(f"No file {file_id} in this archive")
    disposition = f"attachment; filename*=UTF-8''{quote(found.name, safe='')}"
    headers = {**RAW_HEADERS, "content-disposition": disposition}
    return Response(found.body, headers=headers, content_type="application/octet-stream")


def _archive(datasette: Any) -> ArchiveDatabase:
    database: ArchiveDatabase = datasette.get_database(NAME)
    return database


async def _page(datasette: Any, request: Any, template: str, context: dict[str, Any]) -> Response:
    body = await datasette.render_template(template, context, request=request)
    return Response.html(body)
