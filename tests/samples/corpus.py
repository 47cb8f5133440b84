"""A large archive of made-up articles, to measure with: the same for the same seed.

Words follow Zipf's law over a vocabulary of common characters, sentences are drawn from a pool and
lengths are log-normal about 1,100 characters, as those of government news are.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate

from samples.articles import PORTAL, capture_of

from portal_spider.archive.database import Archive
from portal_spider.archive.store import store_page
from portal_spider.items import Credit, Page, Removal
from portal_spider.urls import url_id

CHARACTERS = [chr(code) for code in range(0x4E00, 0x9FA5) if chr(code).encode("gb2312", "ignore")]
SOURCES = ("县政府办公室", "县融媒体中心", "县教育局", "县水利局", "新华社")
NAVIGATION = tuple(
    Removal(kind="boilerplate", text=f"首页 栏目{number} 政务公开 互动交流", rule="navigation")
    for number in range(20)
)


class Corpus:
    """Articles numbered from 0; `sentences` is the size of the pool they are made from."""

    def __init__(self, seed: int = 7, sentences: int = 100_000) -> None:
        self._random = chance = random.Random(seed)
        characters = CHARACTERS.copy()
        chance.shuffle(characters)
        common = list(accumulate(1 / rank for rank in range(1, len(characters) + 1)))
        words = [
            "".join(chance.choices(characters, cum_weights=common, k=chance.choice((1, 2, 2, 2, 3))))
            for _ in range(20_000)
        ]
        zipf = list(accumulate(1 / (rank + 5) for rank in range(len(words))))
        self._pool = [
            "".join(chance.choices(words, cum_weights=zipf, k=chance.randint(6, 24)))
            for _ in range(sentences)
        ]

    def page(self, number: int) -> Page:
        """The next article, called `number`."""
        chance = self._random
        sentences = chance.choices(self._pool, k=max(2, int(chance.lognormvariate(3.4, 0.6))))
        paragraphs = tuple(
            "，".join(sentences[start : start + 4]) + "。" for start in range(0, len(sentences), 4)
        )
        day = date(2015, 1, 1) + timedelta(days=chance.randrange(4000))
        return Page(
            url=f"{PORTAL}zwgk/gzdt/{day:%Y%m}/t{day:%Y%m%d}_{number}.html",
            kind="article",
            title=chance.choice(self._pool)[:24],
            published_at=f"{day}T09:{number % 60:02}:00+08:00",
            source=chance.choice(SOURCES),
            byline=(Credit(role="责任编辑", names=(chance.choice(("林小满", "周知远")),)),),
            breadcrumb=("首页", "政务公开", "工作动态"),
            paragraphs=paragraphs,
            removed=(chance.choice(NAVIGATION),),
            origins={"title": "meta", "published_at": "label", "source": "label"},
            encoding="utf-8",
        )

    def fill(self, archive: Archive, articles: range, *, batch: int = 1000) -> None:
        """Store articles, `batch` in a transaction."""
        numbers = list(articles)
        for start in range(0, len(numbers), batch):
            with archive.transaction():
                for page in self._with_rows(archive, numbers[start : start + batch]):
                    store_page(archive, page, capture_of(page, body=b"x"), run_id=None)

    def _with_rows(self, archive: Archive, numbers: list[int]) -> Iterator[Page]:
        connection = archive.db.conn
        connection.execute(
            "INSERT OR IGNORE INTO portals (id, name, url) VALUES (?, 'sample', ?)",
            (url_id(PORTAL), PORTAL),
        )
        for number in numbers:
            page = self.page(number)
            connection.execute(
                "INSERT INTO pages (id, portal_id, url, state, first_seen, last_seen)"
                " VALUES (?, ?, ?, 'done', '2026-03-01', '2026-03-01')",
                (url_id(page.url), url_id(PORTAL), page.url),
            )
            yield page
