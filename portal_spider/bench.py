"""How fast it is: `python -m portal_spider.bench extract PAGES`, `scaling`, `archive`, `writing`.

Processor time of one core, the same pages for everyone in the same run, rounds taking turns so
that a machine that slows down slows down all; the median of the rounds counts.
"""

from __future__ import annotations

import gc
import importlib
import json
import math
import random
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from uuid import uuid4

import click
import lxml.html

from portal_spider.archive.database import Archive
from portal_spider.archive.export import export_articles
from portal_spider.archive.search import search
from portal_spider.archive.sources import SourcePage, read_pages
from portal_spider.archive.store import store_page
from portal_spider.errors import UsageError
from portal_spider.extract import extract_page
from portal_spider.extract.crowded import CUT
from portal_spider.items import Capture, Page
from portal_spider.urls import url_id

Extractor = Callable[[SourcePage], object]

OURS = "portal-spider"
PARSE = "lxml parse"
SIZES = (10_000, 100_000, 1_000_000, 10_000_000)
"""Bytes of the synthetic pages, about."""
SENTENCE = (
    "县政府召开常务会议，研究部署秋粮收购、森林防火和重点项目建设等工作，强调要压实各方责任。"
)
SHAPES = {
    "paragraphs": f"<p>{SENTENCE}</p>\n",
    "links": f'<li><a href="./t20260101_1.html">{SENTENCE[:20]}</a><span>01-01</span></li>\n',
    "table": f"<tr><td>{SENTENCE[:8]}</td><td>1024.5</td><td>{SENTENCE[8:20]}</td></tr>\n",
    "line breaks": f"　　{SENTENCE}<br>\n",
    "unclosed": f"<div><span><font>{SENTENCE[:30]}\n</div>",
    "plain run": SENTENCE,
}
"""What a page of a shape repeats until it is as large as it has to be."""
MOST_CHARACTERS = 6
"""Of the words that an archive is searched for."""
SAMPLE = "SELECT text FROM articles ORDER BY id LIMIT 2000"
SCAN = "SELECT id FROM articles WHERE instr(text, ?) OR instr(title, ?)"
ELSEWHERE = "http://bench.example/"
"""Where articles are said to be from that are stored again."""
FEW = 1000
TURNS = 10
BATCHES = (1, 100)
READ_AGAIN = "SELECT title, source, published_at, script, text FROM articles WHERE id = ?"
PAGE_SEEN = (
    "INSERT INTO pages (id, portal_id, url, state, first_seen, last_seen)"
    " VALUES (?, ?, ?, 'done', '2026-01-01', '2026-01-01')"
)
SYNTHETIC_URL = "http://www.example.gov.cn/zwgk/t20260101_1.html"


@click.group()
def bench() -> None:
    """Measure how fast pages are extracted, and archives searched and written."""


@bench.command()
@click.argument("sources", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--rounds", default=5, show_default=True, type=click.IntRange(1))
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def extract(sources: tuple[Path, ...], rounds: int, as_json: bool) -> None:
    """Compare with the bare parse and with the public extractors that are installed.

    \b
    Example: python -m portal_spider.bench extract ../shared/corpus/articles.warc.gz
    """
    pages = [page for source in sources for page in read_pages(source) if page.error is None]
    if not pages:
        raise UsageError("the files hold no page")
    speeds = compare(contestants(), pages, rounds)
    own = speeds[OURS]
    if as_json:
        click.echo(json.dumps({"pages": len(pages), "rounds": rounds, "pages_per_second": speeds}))
        return
    size = sum(len(page.body) for page in pages) / len(pages) / 1024
    click.echo(f"{len(pages)} pages of {size:.0f} KiB, one core, median of {rounds} rounds")
    for name, speed in speeds.items():
        ratio = "" if name == OURS else f"   {OURS} is {ratio_in_words(own / speed)}"
        click.echo(f"{name:14} {speed:9.1f} pages/s{ratio}")


def ratio_in_words(ratio: float) -> str:
    """How our speed stands to another."""
    return f"{ratio:.1f} times as fast" if ratio >= 1 else f"{1 / ratio:.2f} times slower"


def contestants() -> dict[str, Extractor]:
    """Ours, the bare parse, and every public extractor that can be imported."""
    found: dict[str, Extractor] = {
        OURS: ours,
        PARSE: lambda page: lxml.html.document_fromstring(page.body or b"<p>"),
    }
    for name, load in (("trafilatura", load_trafilatura), ("readability", load_readability)):
        try:
            found[name] = load()
        except ImportError:
            click.echo(f"{name} is not installed, and not compared", err=True)
    return found


def ours(page: SourcePage) -> Page:
    """Our own extraction, as every command calls it."""
    return extract_page(page.body, page.url, content_type=page.content_type, status=page.status)


def load_trafilatura() -> Extractor:
    """Trafilatura as its users call it, with metadata and tables."""
    bare_extraction = importlib.import_module("trafilatura").bare_extraction
    return lambda page: bare_extraction(
        page.body, url=page.url, include_comments=False, include_tables=True, with_metadata=True
    )


def load_readability() -> Extractor:
    """The readability of Arc90, as ported to lxml: title and body only."""
    document = importlib.import_module("readability").Document

    def run(page: SourcePage) -> object:
        article = document(page.body.decode("utf-8", "replace"))
        return article.short_title(), article.summary()

    return run


def compare(
    extractors: dict[str, Extractor], pages: Sequence[SourcePage], rounds: int
) -> dict[str, float]:
    """Pages a second of each, the median of `rounds` rounds that take turns."""
    for run in extractors.values():  # dictionaries loaded, caches filled
        spend(run, pages[:3])
    spent: dict[str, list[float]] = {name: [] for name in extractors}
    for _ in range(rounds):
        for name, run in extractors.items():
            spent[name].append(spend(run, pages))
    return {name: round(len(pages) / median(times), 1) for name, times in spent.items()}


def spend(run: Extractor, pages: Iterable[SourcePage]) -> float:
    """Seconds of processor time for all `pages`, those that an extractor fails on included."""
    gc.collect()  # what the one before left behind is not this one's to clear away
    start = time.process_time()
    for page in pages:
        with suppress(Exception):  # peers raise what they like; their time is measured
            run(page)
    return max(time.process_time() - start, 1e-9)


@bench.command()
@click.option("--rounds", default=3, show_default=True, type=click.IntRange(1))
def scaling(rounds: int) -> None:
    """Show the time a byte takes on synthetic pages of up to 10 MB: it should not grow."""
    click.echo("nanoseconds a byte   " + "".join(f"{size // 1000:>9,} KB" for size in SIZES))
    for shape in SHAPES:
        cells = []
        for size in SIZES:
            page = synthetic_page(shape, size)
            mark = "*" if CUT in extract_page(page, SYNTHETIC_URL).flags else " "
            cells.append(f"{cost_of_byte(page, rounds):11.0f}{mark}")
        click.echo(f"{shape:20} " + "".join(cells))
    click.echo(f"* has more tags than are read, and is flagged `{CUT}`")


def synthetic_page(shape: str, size: int) -> bytes:
    """An article of about `size` bytes whose body repeats one shape of mark-up."""
    part = SHAPES[shape].encode()
    body = part * (size // len(part) or 1)
    opened, closed = (b"<table>", b"</table>") if shape == "table" else (b"", b"")
    head = f"<html><head><title>{SENTENCE[:12]}</title></head><body><h1>{SENTENCE[:12]}</h1>"
    return b"".join(
        (head.encode(), b"<div class=TRS_Editor>", opened, body, closed, b"</div></body></html>")
    )


def cost_of_byte(body: bytes, rounds: int) -> float:
    """Nanoseconds of processor time that a byte of the page takes, the best of `rounds`."""
    page = SourcePage(url=SYNTHETIC_URL, body=body)
    repeat = max(1, 200_000 // len(body))
    return min(spend(ours, [page] * repeat) for _ in range(rounds)) / repeat / len(body) * 1e9


@bench.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--words", default=300, show_default=True, type=click.IntRange(1))
@click.option("--scans", default=30, show_default=True, type=click.IntRange(1))
def archive(path: Path, words: int, scans: int) -> None:
    """Measure how an archive is searched, against a scan of it, and how fast it is exported.

    The first of the words are scanned for as well, as they take so much longer.

    \b
    Example: python -m portal_spider.bench archive data/archive.db
    """
    with Archive.open(path, create=False, read_only=True) as opened:
        texts = [row[0] for row in opened.db.execute(SAMPLE) if len(row[0]) > MOST_CHARACTERS]
        if not texts:
            raise UsageError(f"{path}: holds no article long enough to draw words from")
        drawn = list(draw_words(texts, words))
        found = p95(seconds(partial(search, opened, f'"{word}"')) for word in drawn)
        scan = p95(seconds(partial(scan_for, opened, word)) for word in drawn[:scans])
        with TemporaryDirectory() as folder:
            target = Path(folder) / "all.jsonl"
            export = seconds(lambda: export_articles(opened, target, "jsonl"))
        count = opened.db["articles"].count
    click.echo(f"{count} articles, {len(drawn)} words of 1 to {MOST_CHARACTERS} characters")
    click.echo(
        f"search p95 {found * 1000:.1f} ms, scan p95 {scan * 1000:.1f} ms of {len(drawn[:scans])}: "
        f"{scan / found:.0f} times as fast"
    )
    click.echo(f"export {count / export:.0f} articles/s as JSONL")


@bench.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--articles", default=500, show_default=True, type=click.IntRange(1))
def writing(path: Path, articles: int) -> None:
    """Compare how fast a copy of an archive and one of 1,000 articles take new ones.

    Processor time to store articles that the archive has under other addresses: one a commit,
    as a crawl does, and a hundred. The two take turns.

    \b
    Example: python -m portal_spider.bench writing data/archive.db
    """
    with Archive.open(path, create=False, read_only=True) as opened, TemporaryDirectory() as folder:
        small, large = Path(folder) / "small.db", Path(folder) / "large.db"
        with closing(sqlite3.connect(large)) as copy:
            opened.db.conn.backup(copy)
        size = opened.db["articles"].count
        with Archive.open(small) as target:
            spend_storing(target, read_again(opened, FEW), FEW)
        with Archive.open(small) as few, Archive.open(large) as many:
            for batch in BATCHES:
                spent = [0.0, 0.0]
                for turn in range(TURNS):
                    for number, target in enumerate((few, many)):
                        pages = read_again(opened, -(-articles // TURNS), turn)
                        spent[number] += spend_storing(target, pages, batch)
                at_few, at_many = (-(-articles // TURNS) * TURNS / seconds for seconds in spent)
                click.echo(
                    f"{batch} a commit: {at_few:.0f} articles/s at {FEW}, {at_many:.0f} at {size}:"
                    f" {at_many / at_few:.2f}"
                )


def read_again(opened: Archive, count: int, seed: int = 0) -> Iterator[Page]:
    """Articles of an archive, `count` at random and some of them twice, under new addresses."""
    ids = [row[0] for row in opened.db.execute("SELECT id FROM articles")]
    for article_id in random.Random(seed).choices(ids, k=count) if ids else ():
        title, source, published_at, script, text = opened.db.execute(
            READ_AGAIN, [article_id]
        ).fetchone()
        yield Page(
            url=f"{ELSEWHERE}{uuid4()}.html",
            kind="article",
            title=title,
            source=source,
            published_at=published_at,
            script=script,
            paragraphs=tuple(text.split("\n")),
        )


def spend_storing(target: Archive, pages: Iterable[Page], batch: int) -> float:
    """Seconds of processor time to store the pages, `batch` in a transaction."""
    pages = list(pages)
    start = time.process_time()
    portal = url_id(ELSEWHERE)
    target.db.execute(
        "INSERT OR IGNORE INTO portals (id, name, url) VALUES (?, 'bench', ?)", [portal, ELSEWHERE]
    )
    for first in range(0, len(pages), batch):
        with target.transaction() as db:
            for page in pages[first : first + batch]:
                db.execute(PAGE_SEEN, [url_id(page.url), portal, page.url])
                capture = Capture(
                    url=page.url, final_url=page.url, status=200, captured_at=datetime.now(UTC)
                )
                store_page(target, page, capture, run_id=None)
    return time.process_time() - start


def scan_for(opened: Archive, word: str) -> list[int]:
    """What a search without an index finds."""
    return [row[0] for row in opened.db.execute(SCAN, [word, word])]


def draw_words(texts: Sequence[str], count: int) -> Iterator[str]:
    """Stretches of 1 to 6 characters out of the texts, the same at every call."""
    chance = random.Random(5)
    for number in range(count):
        text, length = chance.choice(texts), number % MOST_CHARACTERS + 1
        start = chance.randrange(len(text) - length)
        if '"' not in (word := text[start : start + length]) and word.strip():
            yield word


def p95(times: Iterable[float]) -> float:
    """What 95 % of the times do not exceed."""
    ordered = sorted(times)
    return ordered[math.ceil(len(ordered) * 0.95) - 1]


def seconds(function: Callable[[], object]) -> float:
    """Processor time that a call takes."""
    start = time.process_time()
    function()
    return max(time.process_time() - start, 1e-9)


if __name__ == "__main__":
    bench()
