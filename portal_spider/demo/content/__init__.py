"""Reads what the demo portal publishes from the TOML files beside it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any, TypedDict

from portal_spider.demo.content.composed import Composed, compose
from portal_spider.demo.model import CHINA, SECTIONS, Article, FileLink, Section
from portal_spider.items import Credit

ROLES = frozenset(("记者", "通讯员", "摄影", "采写", "文", "图", "供稿", "撰稿"))
ORGANISATION = "11449900MB2C000001"
"""Organisation part of the index numbers, 索引号."""


class Written(TypedDict, total=False):
    """An article as the TOML files have it."""

    title: str
    at: datetime
    source: str
    text: str
    edited_text: str
    """Its text in the second edition."""
    credits: str
    """`记者 陆闻舟 通讯员 沈嘉禾 许一帆`."""
    credits_as: str
    editor: str
    files: list[dict[str, str]]
    document: dict[str, str]
    """Fields of a policy document that cannot be derived."""
    quirk: str
    also_in: str
    new: bool
    """Published in the second edition."""
    withdrawn: bool
    """Withdrawn in the second edition."""


@cache
def read_text(name: str) -> str:
    """A file of this folder."""
    return (files(__name__) / name).read_text("utf-8")


@cache
def articles(edition: int) -> tuple[Article, ...]:
    """All articles of the edition, section by section, oldest first."""
    return tuple(
        article
        for section in SECTIONS
        for article in _section_articles(section, edition)
        if article.first_edition <= edition <= article.last_edition
    )


def _section_articles(section: Section, edition: int) -> Iterator[Article]:
    data = tomllib.loads(read_text(f"{section.key}.toml"))
    written: list[Written] = [
        *data.get("article", []),
        *(_from_composed(one) for one in compose(data.get("pattern", []))),
    ]
    for position, item in enumerate(sorted(written, key=lambda item: item["at"])):
        # Numbers grow with time, but not by one: other sections publish in between.
        number = section.first_number + position * 7 + position % 3
        yield _article(section, number, item, edition)


def _from_composed(one: Composed) -> Written:
    text = "\n".join(one.lines)
    item: Written = {"title": one.title, "at": one.at, "text": text, "document": one.document}
    if one.source:
        item["source"] = one.source
    if one.editor:
        item["editor"] = one.editor
    return item


def _article(section: Section, number: int, item: Written, edition: int) -> Article:
    edited = edition == 2 and "edited_text" in item
    text = item["edited_text"] if edited else item["text"]
    credits_as: Any = item.get("credits_as", ("line", "tail", "pipe")[number % 3])
    published = item["at"].replace(tzinfo=CHINA)
    return Article(
        section=section,
        number=number,
        title=item["title"],
        published=published,
        source=item.get("source"),
        lines=tuple(line.strip() for line in text.strip().splitlines() if line.strip()),
        credits=_credits(item.get("credits", "")),
        credits_as=credits_as,
        editor=item.get("editor"),
        files=tuple(
            FileLink(file=link["file"], name=link["name"]) for link in item.get("files", [])
        ),
        fields=_fields(item, published) if section.dialect == "gkmlpt" else {},
        quirk=item.get("quirk"),
        also_in=item.get("also_in"),
        first_edition=2 if item.get("new") else 1,
        last_edition=1 if item.get("withdrawn") else 2,
        edited=edited,
    )


def _credits(text: str) -> tuple[Credit, ...]:
    found: list[Credit] = []
    for word in text.split():
        if word in ROLES:
            found.append(Credit(role=word, names=()))
        else:
            found[-1] = Credit(role=found[-1].role, names=(*found[-1].names, word))
    return tuple(found)


def _fields(item: Written, published: datetime) -> dict[str, str]:
    """The header table: what is derived, and what the document itself states."""
    document = item.get("document", {})
    serial = document.get("serial", "00000")
    header = {
        "索引号": f"{ORGANISATION}/{published.year}-{serial}",
        "分类": document.get("subject", ""),
        "发布机构": item.get("source", ""),
        "成文日期": document.get("written", ""),
        "名称": item["title"],
        "发文字号": document.get("number", ""),
        "发布日期": f"{published:%Y-%m-%d}",
        "主题词": document.get("keywords", ""),
    }
    return {label: value for label, value in header.items() if value}
