"""A large archive of made-up articles, to measure with: the same for the same seed.

Characters are about as frequent as on real pages of portals: the first 10, 100, 500, 1,000 make up
9, 48, 79, 89 % of the text; measured on 54 real articles: 10, 43, 85, 96 %. Articles have some
1,070 characters, 336 different ones; real ones 1,220 and 349.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate

from portal_spider.archive.database import Archive
from portal_spider.archive.store import store_page
from portal_spider.items import Credit, Page, Removal
from portal_spider.urls import url_id
from samples.articles import PORTAL, capture_of

CHARACTERS = [chr(code) for code in range(0x4E00, 0x9FA5) if chr(code).encode("gb2312", "ignore")]
WORDS = 1_500
"""Words of one topic."""
SOURCES = ("县政府办公室", "县融媒体中心", "县教育局", "县水利局", "新华社")
NAVIGATION = tuple(
    Removal(kind="boilerplate", text=f"首页 栏目{number} 政务公开 互动交流", rule="navigation")
    for number in range(20)
)


class Corpus:
    """Articles numbered from 0, each about one of `topics` with words of its own."""

    def __init__(self, seed: int = 7, topics: int = 100) -> None:
        self._random = chance = random.Random(seed)
        characters = CHARACTERS.copy()
        chance.shuffle(characters)
        frequency = list(accumulate((rank + 60) ** -1.6 for rank in range(len(characters))))
        lengths = chance.choices((1, 2, 3), cum_weights=(20, 80, 100), k=20_000)
        words = ["".join(chance.choices(characters, cum_weights=frequency, k=k)) for k in lengths]
        self._topics = [self._sentences(chance.choices(words, k=WORDS)) for _ in range(topics)]

    def _sentences(self, words: list[str]) -> list[str]:
        zipf = list(accumulate(1 / (rank + 8) for rank in range(len(words))))
        return [
            "".join(self._random.choices(words, cum_weights=zipf, k=self._random.randint(6, 24)))
            for _ in range(1_000)
        ]

    def page(self, number: int) -> Page:
        """The next article, called `number`."""
        chance = self._random
        topic = chance.choice(self._topics)
        sentences = chance.choices(topic, k=max(2, int(chance.lognormvariate(3.4, 0.6))))
        paragraphs = tuple(
            "，".join(sentences[start : start + 4]) + "。" for start in range(0, len(sentences), 4)
        )
        day = date(2015, 1, 1) + timedelta(days=chance.randrange(4000))
        return Page(
            url=f"{PORTAL}zwgk/gzdt/{day:%Y%m}/t{day:%Y%m%d}_{number}.html",
            kind="article",
            title=chance.choice(topic)[:24],
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
