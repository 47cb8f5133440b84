"""`portal-spider serve`: what the pages say, asked over HTTP from a process of its own."""

from __future__ import annotations

import asyncio
import dataclasses
import json
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from itertools import product
from pathlib import Path

import httpx
import pytest
from browse import sample
from browse.conftest import Site, serving

from portal_spider.archive.database import Archive
from portal_spider.archive.store import store_page
from portal_spider.archive.warc import Original, WarcWriter, payload_digest
from portal_spider.browse.database import NAME
from portal_spider.browse.metadata import build_metadata, load_queries
from portal_spider.browse.service import make_datasette

PLAN = sample.article_id("t20240315_1001")
OLD_PLAN = sample.article_id("t20190418_0203")
RESPONSE = sample.article_id("t20240703_1061")
HACKED = sample.article_id("t20240704_2101")
HOSTILE = sample.article_id("t20250217_1160")
RECRUITING = sample.article_id("t20250108_1144")
NOTICES = sample.url_id(sample.SECTIONS["tzgg"]["url"])


def test_the_first_page_leads_to_sections_articles_and_queries(site: Site) -> None:
    page = site.get("/")

    assert page.status == 200
    assert page.texts("h3") == ["青溪市人民政府", "青溪市水务局"]
    assert f"/section/{NOTICES}" in page.links("tbody a")
    assert f"/article/{HOSTILE}" in page.links(".recent a")
    assert len(page.links(".queries a")) == len(load_queries())


def test_an_article_shows_its_text_and_parts(site: Site) -> None:
    page = site.get(f"/article/{PLAN}")

    assert page.texts("h1") == ["青溪市人民政府办公室关于印发《青溪市城市防汛应急预案》的通知"]
    assert page.texts(".meta")[0].startswith("2024-03-15 10:30 市政府办公室 责任编辑：林晓岚")
    assert len(page.texts(".text p")) == 11
    assert "青政办发〔2024〕12号" in page.texts(".fields dd")
    assert page.texts(".files a") == ["青溪市城市防汛应急预案.pdf", "防汛物资储备标准.xlsx"]
    assert page.links('a[href$="t20240315_1001.html"]') == [
        "https://www.qingxi.example/zwgk/zcwj/202403/t20240315_1001.html"
    ]


def test_citations_lead_both_ways(site: Site) -> None:
    cites = site.get(f"/article/{PLAN}").links("aside a")
    cited = site.get(f"/article/{OLD_PLAN}").links("aside a")

    assert f"/article/{OLD_PLAN}" in cites
    assert f"/article/{RESPONSE}" in cites
    assert f"/article/{PLAN}" in cited


def test_what_was_removed_stands_beside_the_text_by_rule(site: Site) -> None:
    page = site.get(f"/article/{HACKED}")

    assert page.texts("#removed summary") == [
        "spam spam block",
        "hidden display none",
        "boilerplate footer",
    ]
    assert "真人荷官" in page.texts("#removed blockquote")[0]
    assert "真人荷官" not in page.texts(".text")[0]
    assert len(page.texts(".notes .hacked")) == 1


def test_the_last_change_is_shown_by_character(site: Site) -> None:
    page = site.get(f"/article/{PLAN}")

    assert any("民宿、露营地" in text for text in page.texts(".diff ins"))
    assert not any("三十分钟" in text for text in page.texts(".diff"))


def test_every_earlier_version_can_be_compared_with_the_next(site: Site) -> None:
    article = site.get(f"/article/{PLAN}")
    earlier = [link for link in article.links(".versions a") if "/changes/" in link]
    first = site.get(earlier[-1])

    assert len(earlier) == 2
    assert "三" in first.texts(".diff del")
    assert "、应急照明车6台" in first.texts(".diff ins")
    assert len(first.texts(".diff p")) == 11  # the title, and the whole text with it


def test_a_withdrawn_article_says_so(site: Site) -> None:
    page = site.get(f"/article/{OLD_PLAN}")

    assert "http_404" in page.texts(".notes .gone")[0]
    assert len(page.texts(".text p")) == 5


def test_nothing_of_a_page_is_active_on_ours(site: Site) -> None:
    pages = [site.get(path) for path in ("/", f"/article/{HOSTILE}", f"/section/{NOTICES}")]

    for page in pages:
        assert page.tree.cssselect("script, img, b, iframe, object, link[rel=import]") == []
        assert "<script>alert('title')</script>" in page.tree.text_content()
        assert "script-src" in page.headers["content-security-policy"]


def test_only_web_addresses_become_links(site: Site) -> None:
    page = site.get(f"/article/{RECRUITING}")

    assert page.texts(".files li") == ["岗位一览表<script>alert(1)</script>.xls"]
    assert page.links(".files a") == []


def test_the_raw_page_is_the_captured_bytes_and_never_a_page(site: Site) -> None:
    (article,) = (a for a in sample.articles() if "t20240704_2101" in a["url"])
    raw = sample.raw_page(article["title"], article["text"].strip())
    shown = site.get(f"/article/{HACKED}/raw")
    file = site.get(f"/article/{HACKED}/raw?download=1")

    assert shown.body == file.body == raw
    assert shown.headers["content-type"] == "text/plain; charset=gb18030"
    assert file.headers["content-disposition"].startswith("attachment")
    for answer in (shown, file):
        assert answer.headers["content-security-policy"].startswith("sandbox")
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_each_version_has_its_own_raw_page(site: Site) -> None:
    links = [link for link in site.get(f"/article/{PLAN}").links(".versions a") if "/raw" in link]
    bodies = [site.get(link).body.decode("gb18030") for link in links]

    assert ["十五分钟" in body for body in bodies] == [True, True, False]
    assert ["民宿" in body for body in bodies] == [True, False, False]


def ask(archive: Path, path: str) -> httpx.Response:
    """Ask Datasette without a process of its own."""
    return asyncio.run(make_datasette(archive).client.get(path))


def test_a_damaged_raw_page_is_told_so(tmp_path: Path) -> None:
    path = sample.build(tmp_path / "damaged.db")
    (warc,) = path.with_suffix(".warc").iterdir()
    warc.write_bytes(warc.read_bytes()[:5000])
    page = ask(path, f"/article/{HOSTILE}/raw")

    assert page.status_code == 500
    assert "sample.warc.gz" in page.text


def test_bytes_kept_by_reference_are_found(tmp_path: Path) -> None:
    """A page that came back as it once was: the last capture refers to the first."""
    path = sample.build(tmp_path / "again.db")
    (article,) = (a for a in sample.articles() if "t20240611_1044" in a["url"])
    (first, page), *_ = sample.visits(article)
    again = dataclasses.replace(first, captured_at=first.captured_at.replace(year=2025))
    with Archive.open(path) as archive, WarcWriter(archive.directory, "later") as warc:
        original = Original(
            url=first.url, captured_at=first.captured_at, payload_digest=payload_digest(first.body)
        )
        place = warc.write_revisit(first.url, again.captured_at, 200, "OK", first.headers, original)
        store_page(archive, page, dataclasses.replace(again, warc=place), run_id=None)
    raw = ask(path, f"/article/{sample.url_id(article['url'])}/raw")

    assert raw.content == first.body


def test_a_section_shows_its_months(site: Site) -> None:
    latest = site.get(f"/section/{NOTICES}")
    year_before = site.get(f"/section/{NOTICES}?year=2024")

    assert latest.texts(".years a") == ["2025 2", "2024 4"]
    assert latest.texts(".month h2") == ["2025-02", "2025-01"]
    assert year_before.texts(".month h2") == ["2024-12", "2024-07", "2024-06"]
    assert year_before.texts(".months li")[6] == "2 07"
    assert "withdrawn" in year_before.texts(".timeline .badge")


def test_search_shows_where_the_words_stand(site: Site) -> None:
    page = site.get("/search?q=教师")

    assert page.texts(".hits h2") == [
        "我市召开庆祝第四十个教师节大会",
        "青溪市教育局2025年公开招聘教师公告",
    ] or page.texts(".hits h2")[::-1] == [
        "我市召开庆祝第四十个教师节大会",
        "青溪市教育局2025年公开招聘教师公告",
    ]
    assert set(page.texts(".hits mark")) == {"教师"}
    assert page.texts("[role=status]")[0].startswith("2 articles")


@pytest.mark.parametrize(
    ("narrowing", "titles"),
    [
        ("q=教師", 2),  # Traditional
        ("q=教师 -招聘", 1),
        ("q=教师 OR 水库", 16),
        ("q=教师&since=2025-01-01", 1),
        ("q=教师&until=2024-12-31", 1),
        ("q=教师&source=青溪发布", 1),
        ("q=水库&portal=qingxi_water", 12),
        (f"q=水库&section={sample.SECTIONS['tzgg']['url']}", 1),
        ("q=没有这个词", 0),
    ],
)
def test_search_narrows(site: Site, narrowing: str, titles: int) -> None:
    assert len(site.get(f"/search?{narrowing}").texts(".hits h2")) == min(titles, 20)


def test_results_turn_pages(site: Site) -> None:
    first = site.get("/search?q=。&order=newest")
    (following,) = first.links(".pager a")
    second = site.get(following)
    both = first.links(".hits h2 a") + second.links(".hits h2 a")

    assert len(first.links(".hits h2 a")) == 20
    assert len(set(both)) == len(both) == len(sample.articles())
    assert second.texts(".pager a") == ["← Previous"]


def test_a_query_that_asks_for_nothing_is_told_so(site: Site) -> None:
    page = site.get("/search?q=-防汛")

    assert page.status == 200
    assert len(page.texts(".complaint")) == 1


def test_a_query_is_text_on_the_page(site: Site) -> None:
    page = site.get('/search?q="><script>alert(1)</script>')

    assert page.tree.cssselect("script") == []
    assert page.tree.cssselect(".find input[name=q]")[0].get("value").startswith('"><script>')


@pytest.mark.parametrize(
    "path",
    [
        "/article/1",
        "/article/9999999999999999",
        "/article/99999999999999999999",
        f"/article/{PLAN}/changes/1",
        f"/article/{PLAN}/raw?capture=1",
        "/section/1",
        "/article/x",
    ],
)
def test_what_is_not_there_is_not_found(site: Site, path: str) -> None:
    page = site.get(path)

    assert page.status == 404
    assert page.texts(".brand") == ["qingxi"]


@pytest.mark.parametrize("year", ["1900", "undated", "x' OR 1", ""])
def test_a_year_without_articles_shows_the_latest(site: Site, year: str) -> None:
    assert site.get(f"/section/{NOTICES}?year={year}").texts(".month h2")[0] == "2025-02"


@pytest.mark.parametrize("name", load_queries())
def test_ready_made_queries_answer(site: Site, name: str) -> None:
    answer = site.get(f"/{NAME}/{name}.json?_shape=array&document=青政办发〔2024〕12号&q=防汛")

    assert answer.status == 200
    assert answer.text.strip().startswith("[{")


def test_the_ready_made_search_finds_words_and_not_their_pairs_apart(
    site: Site, archive_path: Path
) -> None:
    with closing(sqlite3.connect(archive_path)) as plain:
        texts = [
            row[0] for row in plain.execute("SELECT coalesce(title, '') || text FROM articles")
        ]
    joined = " ".join(texts)
    apart = next(
        one + other[1]
        for text in texts
        for one, other in product((text[i : i + 2] for i in range(len(text) - 1)), repeat=2)
        if one.isalpha() and other.isalpha() and one[1] == other[0] and one + other[1] not in joined
    )
    for word in ("防汛应", apart):
        answer = site.get(f"/{NAME}/search_articles.json?_shape=array&q={word}")
        assert len(json.loads(answer.text)) == sum(word in text for text in texts), word


def test_what_is_said_of_tables_and_columns_is_true(site: Site, archive_path: Path) -> None:
    tables = build_metadata("any")["databases"][NAME]["tables"]

    with sqlite3.connect(archive_path) as connection:
        for table, about in tables.items():
            columns = {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}
            named = [*about.get("facets", []), *about.get("columns", {})]
            named += [about[key] for key in ("sort_desc", "label_column") if key in about]
            assert set(named) <= columns, table
    page = site.get(f"/{NAME}/articles")
    assert tables["articles"]["description"] in page.text
    assert tables["articles"]["columns"]["source"] in page.texts(".column-descriptions dd")


def test_tables_lead_to_our_pages(site: Site) -> None:
    assert f"/article/{PLAN}" in site.get(f"/{NAME}/articles").links("td a")
    assert f"/article/{PLAN}" in site.get(f"/{NAME}/changes_seen").links("td a")
    assert f"/section/{NOTICES}" in site.get(f"/{NAME}/sections").links("td a")


def test_sql_can_only_read_and_not_for_long(site: Site) -> None:
    deleting = site.get(f"/{NAME}?sql=delete from articles")
    endless = site.get(
        f"/{NAME}?sql=with recursive n(i) as (select 1 union all select i %2B 1 from n)"
        " select max(i) from n&_timelimit=100"
    )

    assert deleting.status == 400
    assert endless.status == 400
    assert "took too long" in endless.text


def test_another_name_for_this_machine_is_refused(site: Site) -> None:
    assert site.get("/", host="portal.evil.example").status == 421
    assert site.get("/", host="localhost:8001").status == 200
    assert site.get("/", host="[::1]:8001").status == 200


def test_a_crawl_may_write_meanwhile(tmp_path: Path) -> None:
    path = sample.build(tmp_path / "growing.db")
    (article,) = (a for a in sample.articles() if "t20241202_1130" in a["url"])
    *_, (capture, page) = sample.visits(article)
    with serving(path) as running, Archive.open(path) as archive:
        before = Site(running.url).get(f"/article/{sample.url_id(article['url'])}")
        page = dataclasses.replace(page, paragraphs=(*page.paragraphs, "特此通知。"))
        later = capture.captured_at.replace(year=2026)
        store_page(archive, page, dataclasses.replace(capture, captured_at=later), run_id=None)
        after = Site(running.url).get(f"/article/{sample.url_id(article['url'])}")

    assert len(after.texts(".text p")) == len(before.texts(".text p")) + 1
    assert running.process.returncode == 0


def run_serve(*arguments: str, code: str | None = None) -> subprocess.CompletedProcess[str]:
    program = ["-c", code] if code else ["-m", "portal_spider"]
    command = [sys.executable, *program, "serve", "--port", "0", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_a_missing_extra_is_named_in_one_line(archive_path: Path) -> None:
    done = run_serve(
        "--archive",
        str(archive_path),
        code="import sys; sys.modules['datasette'] = None; "
        "from portal_spider.cli import main; main()",
    )

    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "portal-spider[browse]" in done.stderr


def test_no_archive_is_told_in_one_line(tmp_path: Path) -> None:
    done = run_serve("--archive", str(tmp_path / "none.db"))

    assert done.returncode == 4
    assert done.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_taken_port_is_told_in_one_line(archive_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = run_serve("--archive", str(archive_path), "--port", port)

    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "--port" in done.stderr
