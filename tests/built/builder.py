"""Builds a portal from its declarative description, `specs/NAME.toml`.

A description holds what tells one portal from another: URLs, the HTML of a listing's row, of its
page and of an article, and how the listing is paged (`kind`: one of `pagers.PAGERS`). Templates
are `string.Template`s. The texts are the demo portal's.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from random import Random
from typing import Any

from built.pagers import PAGERS
from built.portal import Portal, Row
from portal_spider.demo.content import articles
from portal_spider.demo.model import Article

SPECS = Path(__file__).parent / "specs"
RELISTED: Mapping[str, Any] = {
    "listing": "/xxgk/gsgg/list.html",
    "section": "公示公告",
    "pager": {
        "kind": "static",
        "size": 12,
        "first": "/xxgk/gsgg/list.html",
        "others": "/xxgk/gsgg/list_{n}.html",
        "next": '<a class="next" href="$url">下一页</a>',
        "number": '<a href="$url">$n</a>',
        "html": '<div class="fenye">共 $total 条 $numbers $next</div>',
    },
}
"""A listing of its own making, elsewhere than any portal has one."""
MARKUP = ("row", "page", "article", "paragraph", "time", "encoding")


def load(
    name: str, *, withheld: int = 0, restyled_as: str | None = None, relisted: bool = False
) -> Portal:
    """The portal that `specs/NAME.toml` describes.

    Args:
        name: of the description.
        withheld: articles at the top of the listing that are not published yet.
        restyled_as: another portal, whose markup it has since its redesign.
        relisted: its listing has moved, and is paged in another way.
    """
    spec = _read(name)
    if restyled_as is not None:
        other = _read(restyled_as)
        spec |= {key: other[key] for key in MARKUP if key in other}
    if relisted:
        spec |= RELISTED
    portal = Portal(name=name, spec=spec, rows=_rows(name, spec)[withheld:])
    portal.add_articles()
    portal.add_home()
    PAGERS[spec["pager"]["kind"]](portal, spec["pager"])
    portal.pages.setdefault("/robots.txt", "User-agent: *\nDisallow:\n")
    return portal


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((SPECS / f"{name}.toml").read_text("utf-8"))


def names() -> list[str]:
    """All portals."""
    return sorted(path.stem for path in SPECS.glob("*.toml"))


def _rows(name: str, spec: Mapping[str, Any]) -> list[Row]:
    random = Random(name)
    pool = [one for one in articles(1) if one.quirk is None and not one.section.closed]
    chosen = random.sample(pool, int(spec["count"]))
    if not spec.get("out_of_order"):
        chosen.sort(key=lambda one: one.published, reverse=True)
    first = random.randrange(1_000, 80_000)
    numbered = [(first + (len(chosen) - at) * 3, one) for at, one in enumerate(chosen)]
    return [Row(number, _path(str(spec["url"]), number, one), one) for number, one in numbered]


def _path(pattern: str, number: int, article: Article) -> str:
    day = article.published
    digest = Random(f"{pattern}{number}").randbytes(16).hex()
    return pattern.format(n=number, day=day, y=day.year, m=day.month, d=day.day, hex=digest)
