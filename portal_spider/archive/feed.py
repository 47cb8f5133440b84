"""An Atom feed of what is new, what changed and what disappeared."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from io import StringIO
from typing import Literal

from feedgenerator import Atom1Feed

from portal_spider.archive.database import Archive
from portal_spider.archive.search import Filters
from portal_spider.archive.selection import select_articles

NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Characters that no XML document can hold."""
SUMMARY = 200
"""Characters of an article's text in its entry."""

News = Literal["new", "changed", "gone"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsItem:
    """Something that happened to an article."""

    news: News
    at: str
    """When it was seen, UTC."""
    url: str
    title: str | None
    source: str | None
    portal: str
    """Name of its portal."""
    portal_title: str
    """What people know the portal by; its name, where that is not known."""
    text: str


def read_news(
    archive: Archive, *, filters: Filters | None = None, query: str | None = None, limit: int = 50
) -> list[NewsItem]:
    """The latest news of the articles that the filters and the query let through."""
    where, values = select_articles(archive, filters or Filters(), query)
    rows = archive.db.conn.execute(_NEWS.format(where=where), values | {"limit": limit})
    names = ("news", "at", "url", "title", "source", "portal", "portal_title", "text")
    return [NewsItem(**dict(zip(names, row, strict=True))) for row in rows]


_NEWS = """
WITH chosen AS (SELECT a.* FROM articles a{where}), news AS (
  SELECT 'new' AS news, c.first_captured_at AS at, c.id FROM chosen c
  UNION ALL
  SELECT 'changed', v.replaced_at, c.id FROM versions v JOIN chosen c ON c.id = v.article_id
  UNION ALL
  SELECT 'gone', coalesce(g.fetched_at, g.last_seen), c.id
  FROM chosen c JOIN pages g ON g.id = c.page_id WHERE g.state = 'gone'
)
SELECT n.news, n.at, g.url, a.title, a.source, p.name, coalesce(p.title, p.name), a.text
FROM news n JOIN articles a ON a.id = n.id JOIN pages g ON g.id = a.page_id
  JOIN portals p ON p.id = g.portal_id
ORDER BY n.at DESC, g.url, n.news LIMIT :limit
"""

_HEADINGS = {"new": "", "changed": "[changed] ", "gone": "[withdrawn] "}


def render_feed(items: list[NewsItem], *, title: str, link: str) -> str:
    """The items as Atom. The same items give the same feed: its time is that of the latest."""
    feed = Atom1Feed(title=_clean(title), link=link, description=None, feed_url=link)
    for item in items:
        moment = _moment(item.at)
        feed.add_item(
            title=_clean(f"{_HEADINGS[item.news]}{item.title or item.url}"),
            link=item.url,
            description=_clean(item.text[:SUMMARY].replace("\n", " ")),
            unique_id=f"{item.url}#{item.news}-{moment:%Y%m%dT%H%M%SZ}",
            author_name=_clean(item.source or item.portal_title),
            pubdate=moment,
            updateddate=moment,
            categories=[item.news],
        )
    if not items:
        feed.latest_post_date = lambda: datetime(1970, 1, 1, tzinfo=UTC)
    text = StringIO()
    feed.write(text, "utf-8")
    return text.getvalue()


def _moment(at: str) -> datetime:
    moment = datetime.fromisoformat(at)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _clean(text: str) -> str:
    return NOT_XML.sub("\ufffd", text)
