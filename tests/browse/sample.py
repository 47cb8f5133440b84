"""Builds the archive that `sample.toml` describes, the way a crawl would."""

from __future__ import annotations

import dataclasses
import hashlib
import html
import tomllib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from portal_spider.archive.database import Archive
from portal_spider.archive.store import store_page
from portal_spider.archive.warc import WarcWriter
from portal_spider.items import Attachment, Capture, Credit, Page, Removal
from portal_spider.urls import url_id

Description = dict[str, Any]

SAMPLE: Description = tomllib.loads(Path(__file__).with_name("sample.toml").read_text("utf-8"))
SECTIONS: dict[str, Description] = {section["id"]: section for section in SAMPLE["sections"]}
PORTALS: dict[str, int] = {p["name"]: url_id(p["url"]) for p in SAMPLE["portals"]}
LAST_LOOK = "2025-02-17T06:20:00.000+00:00"


def articles() -> list[Description]:
    """The sample's articles, those of its series included."""
    found: list[Description] = list(SAMPLE["articles"])
    for series in SAMPLE["series"]:
        for row in series["rows"]:
            row = row | {"id": hashlib.md5(str(row).encode()).hexdigest()}
            texts = ("url", "title", "published_at", "captured_at", "text")
            found.append(series | {key: series[key].format(**row) for key in texts})
    return found


def article_id(fragment: str) -> int:
    """Id of the one article of the sample whose URL holds `fragment`."""
    (url,) = (a["url"] for a in articles() if fragment in a["url"])
    return url_id(url)


def build(path: Path) -> Path:
    """Write the sample archive to `path`, its pages to a WARC file beside it."""
    with Archive.open(path) as archive:
        insert_portals(archive)
        with WarcWriter(archive.directory, "sample") as warc:
            for article in articles():
                insert_page(archive, article)
                for capture, page in visits(article):
                    store_visit(archive, warc, capture, page)
        for number, run in enumerate(SAMPLE["runs"]):
            insert_run(archive, number, dict(run))
    return path


def insert_portals(archive: Archive) -> None:
    for portal in SAMPLE["portals"]:
        archive.db["portals"].insert({"id": url_id(portal["url"])} | portal)
    for section in SECTIONS.values():
        archive.db["sections"].insert(
            {
                "id": url_id(section["url"]),
                "portal_id": PORTALS[section["portal"]],
                "url": section["url"],
                "name": section["name"],
                "breadcrumb": " > ".join(section["breadcrumb"]),
                "promised": 20,
                "completed_at": LAST_LOOK,
            }
        )


def insert_page(archive: Archive, article: Description) -> None:
    section = SECTIONS[article["section"]]
    gone = article.get("gone")
    archive.db["pages"].insert(
        {
            "id": url_id(article["url"]),
            "portal_id": PORTALS[section["portal"]],
            "url": article["url"],
            "state": "gone" if gone else "done",
            "reason": gone,
            "first_seen": article["captured_at"],
            "last_seen": article["captured_at"] if gone else LAST_LOOK,
            "fetched_at": LAST_LOOK,
        }
    )
    archive.db["entries"].insert(
        {
            "section_id": url_id(section["url"]),
            "page_id": url_id(article["url"]),
            "title": article["title"],
            "date": article["published_at"][:10],
            "first_seen": article["captured_at"],
            "last_seen": LAST_LOOK,
            "vanished_at": LAST_LOOK if gone else None,
        }
    )


def visits(article: Description) -> Iterator[tuple[Capture, Page]]:
    """What each visit to the article's page found."""
    title, text = article["title"], article["text"].strip()
    edits = [{"captured_at": article["captured_at"], "replace": []}, *article.get("edits", [])]
    for edit in edits:
        for old, new in edit["replace"]:
            title, text = title.replace(old, new), text.replace(old, new)
        capture = Capture(
            url=article["url"],
            final_url=article["url"],
            status=200,
            headers=(("Content-Type", "text/html; charset=gb18030"),),
            body=raw_page(title, text),
            captured_at=datetime.fromisoformat(edit["captured_at"]),
        )
        yield capture, extracted(article, title, text)


def raw_page(title: str, text: str) -> bytes:
    """A page whose script would mark the document, were it ever to run."""
    script = "<script>document.title = 'ran'</script>"
    lines = "".join(f"<p>{html.escape(line)}</p>" for line in text.split("\n"))
    page = f"<!DOCTYPE html><title>{html.escape(title)}</title>{script}<body>{lines}</body>"
    return page.encode("gb18030")


def extracted(article: Description, title: str, text: str) -> Page:
    origins = dict.fromkeys(("title", "source", "published_at"), "meta")
    return Page(
        url=article["url"],
        kind="article",
        title=title,
        published_at=article["published_at"],
        source=article["source"],
        byline=tuple(Credit(role=role, names=(name,)) for role, name in article.get("byline", [])),
        breadcrumb=tuple(SECTIONS[article["section"]]["breadcrumb"]),
        paragraphs=tuple(text.split("\n")),
        attachments=tuple(Attachment(**file) for file in article.get("attachments", [])),
        fields=article.get("fields", {}),
        script=article.get("script", "hans"),
        removed=tuple(Removal(**removal) for removal in article.get("removed", [])),
        origins=origins,
        published_paragraphs=tuple(article.get("published_text", "").split("\n")[:-1]),
        encoding="gb18030",
    )


def store_visit(archive: Archive, warc: WarcWriter, capture: Capture, page: Page) -> None:
    place = warc.write_response(
        capture.url, capture.captured_at, 200, "OK", capture.headers, capture.body
    )
    placed = dataclasses.replace(capture, warc=place)
    store_page(archive, page, placed, run_id=None)


def insert_run(archive: Archive, number: int, run: Description) -> None:
    problems = run.pop("problems")
    portal_id = PORTALS[run.pop("portal")]
    row = {"id": number + 1, "uid": f"run-{number}", "portal_id": portal_id, "command": "crawl"}
    archive.db["runs"].insert(row | run)
    for kind, detail, at in problems:
        problem = {"run_id": number + 1, "kind": kind, "detail": detail, "at": at}
        archive.db["problems"].insert(problem)
