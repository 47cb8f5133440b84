"""The Datasette plugin: our pages' routes, their filters, and what keeps them to themselves."""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable, MutableMapping
from functools import lru_cache
from typing import Any

from datasette import hookimpl
from jinja2 import Environment
from markupsafe import Markup, escape

from portal_spider.archive.query import parse_query
from portal_spider.browse import filters, views
from portal_spider.browse.database import NAME

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Message, Receive, Send], Awaitable[None]]

LOCAL_HOSTS = ("127.0.0.1", "localhost", "[::1]", "")
"""What `Host` may say: another name that was made to lead here is somebody else's page asking."""

HEADERS = {
    # Nothing shown may call out; scripts and inline styles are Datasette's own tables' and forms'.
    "content-security-policy": (
        "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        "script-src 'self' 'unsafe-inline'; connect-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
}


@hookimpl
def register_routes() -> list[tuple[str, Callable[..., Any]]]:
    """Our pages; Datasette's own stay where they are, but for its first page."""
    return [
        (r"^/$", views.overview),
        (r"^/search$", views.search),
        (r"^/article/(?P<article_id>\d{1,16})$", views.article),
        (r"^/article/(?P<article_id>\d{1,16})/changes/(?P<version_id>\d{1,16})$", views.changes),
        (r"^/article/(?P<article_id>\d{1,16})/raw$", views.raw),
        (r"^/file/(?P<file_id>\d{1,16})$", views.file),
        (r"^/section/(?P<section_id>\d{1,16})$", views.section),
    ]


@hookimpl
def prepare_connection(conn: sqlite3.Connection, database: str) -> None:
    """What a person types, in SQL: a search is both.

    `search_match(words)` is what `article_search MATCH` takes, `search_holds(words, title, text)`
    whether an article that this finds has the words indeed.
    """
    if database == NAME:
        conn.create_function("search_match", 1, _search_match, deterministic=True)
        conn.create_function("search_holds", 3, _search_holds, deterministic=True)


_parsed = lru_cache(maxsize=16)(parse_query)


def _search_match(words: str | None) -> str | None:
    return _parsed(words).match() if words and words.strip() else None


def _search_holds(words: str | None, title: str | None, text: str) -> bool:
    said = f"{title or ''}\0{text}"
    return bool(words) and _parsed(words).holds(lambda word: word.stands_in(said))


@hookimpl
def prepare_jinja2_environment(env: Environment, datasette: Any) -> None:
    """Filters that our templates use, and the name in every page's masthead."""
    env.filters.update(filters.FILTERS)
    env.globals["archive_name"] = datasette.metadata("title")


@hookimpl
def extra_js_urls() -> list[dict[str, Any]]:
    """For Datasette's own pages, which use scripts; ours have none."""
    return [{"url": "/browse/datasette.js", "module": True}]


@hookimpl
def render_cell(row: Any, value: Any, column: str, table: str | None) -> Markup | None:
    """In Datasette's tables, articles and sections lead to our pages."""
    if value is None:
        return None
    if column == "article_id" and table is None:  # in tables, Datasette shows the title
        return Markup(f'<a href="/article/{escape(value)}">{escape(value)}</a>')
    if column == "title" and table == "articles":
        return Markup(f'<a href="/article/{row["id"]}">{escape(value)}</a>')
    if column == "name" and table == "sections":
        return Markup(f'<a href="/section/{row["id"]}">{escape(value)}</a>')
    return None


@hookimpl
def asgi_wrapper() -> Callable[[Application], Application]:
    """Refuse other host names, and send `HEADERS` with everything that has none of its own."""
    return _guard


def _guard(application: Application) -> Application:
    async def guarded(scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await application(scope, receive, send)
        elif not _is_local(scope):
            await send({"type": "http.response.start", "status": 421, "headers": []})
            await send({"type": "http.response.body", "body": b"This serves 127.0.0.1 only.\n"})
        else:
            await application(scope, receive, _with_headers(send))

    return guarded


def _is_local(scope: Message) -> bool:
    host = dict(scope["headers"]).get(b"host", b"").decode("latin-1")
    name = host.rpartition(":")[0] if not host.endswith("]") and ":" in host else host
    return name.lower() in LOCAL_HOSTS


def _with_headers(send: Send) -> Send:
    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            present = {name.lower() for name, _ in message["headers"]}
            message["headers"] = [
                *message["headers"],
                *(
                    (name.encode(), value.encode())
                    for name, value in HEADERS.items()
                    if name.encode() not in present
                ),
            ]
        await send(message)

    return send_with_headers
