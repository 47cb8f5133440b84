"""The demo portal: whole, various, and its second edition different exactly as promised."""

from __future__ import annotations

import io
import re
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from urllib.parse import quote, urljoin

import lxml.html
import pytest
from opencc import OpenCC

from portal_spider.demo import HOME, DemoServer, expected_articles, expected_states
from portal_spider.demo.portal import load_portal
from portal_spider.demo.server import Request
from portal_spider.extract import extract_listing
from portal_spider.items import Entry, Page, PageRequest
from portal_spider.portals import load_portal as load_profile


@dataclass
class Client:
    """Asks the portal through its proxy."""

    server: DemoServer

    def get(self, request: PageRequest | str) -> tuple[int, str, bytes]:
        """Status, media type and body."""
        if isinstance(request, str):
            request = PageRequest(url=request)
        handler = urllib.request.ProxyHandler({"http": self.server.proxy_url})
        body = request.body.encode() if request.body else None
        asked = urllib.request.Request(
            quote(request.url, safe=":/?&=%"), data=body, method=request.method
        )
        try:
            with urllib.request.build_opener(handler).open(asked, timeout=5) as response:
                return response.status, response.headers["Content-Type"], response.read()
        except urllib.error.HTTPError as error:
            return error.code, error.headers["Content-Type"], error.read()


@pytest.fixture(params=[1, 2])
def edition(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture
def client(edition: int) -> Iterator[Client]:
    with DemoServer(edition) as server:
        yield Client(server)


def walk(client: Client) -> dict[str, dict[str, Entry]]:
    """All rows of all sections of the profile, by section and URL."""
    found: dict[str, dict[str, Entry]] = {}
    for section in load_profile("demo").sections:
        rows = found[section.name] = {}
        request: PageRequest | None = PageRequest(url=section.url)
        for _ in range(8):
            if request is None:
                break
            status, _, body = client.get(request)
            assert status == 200, request
            listing = extract_listing(body, request.url)
            assert not rows.keys() & {entry.url for entry in listing.entries}, request
            rows |= {entry.url: entry for entry in listing.entries}
            request = listing.next
        assert request is None, section
    return found


def text_of(page: Page) -> str:
    return "".join(page.paragraphs)


def test_it_is_a_portal_and_not_a_page() -> None:
    articles = expected_articles()
    assert len(articles) >= 150
    assert len({page.breadcrumb for page in articles}) >= 4
    assert len({page.url for page in articles}) == len(articles)
    assert len({page.title for page in articles}) == len(articles)


def test_every_article_is_served_with_what_is_expected_of_it(client: Client, edition: int) -> None:
    for page in expected_articles(edition):
        status, media_type, body = client.get(page.url)
        assert (status, media_type) == (200, "text/html; charset=utf-8"), page.url
        if page.script == "mirrored":
            continue
        root = lxml.html.document_fromstring(_decode(body))
        text = root.text_content()
        for wanted in (page.title, page.source, *page.fields, *page.fields.values()):
            assert (wanted or "") in text, (page.url, wanted)
        for paragraph in page.paragraphs:
            for cell in paragraph.split("\t"):
                assert cell in text, (page.url, cell)
        for credit in page.byline:
            assert all(name in text for name in (credit.role, *credit.names)), page.url
        links = {urljoin(page.url, link) for link in root.xpath("//a/@href")}
        assert {attachment.url for attachment in page.attachments} <= links, page.url


def test_one_page_is_gbk_and_says_utf8() -> None:
    with DemoServer() as server:
        bodies = [Client(server).get(page.url)[2] for page in expected_articles()]
    wrong = [body for body in bodies if _decodes(body, "gbk") and not _decodes(body, "utf-8")]
    assert len(wrong) == 1
    assert b'<meta charset="utf-8">' in wrong[0]


def test_the_mirrored_page_is_traditional_and_glossed() -> None:
    (page,) = (page for page in expected_articles() if page.script == "mirrored")
    with DemoServer() as server:
        text = Client(server).get(page.url)[2].decode()
    assert "區(qū)" in text
    assert "务" not in lxml.html.document_fromstring(text).text_content()
    assert "務(wù)" not in text_of(page)
    unglossed = re.sub(r"\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]+\)", "", text)
    simplified = OpenCC("t2s").convert(unglossed)
    assert all(wanted in simplified for wanted in (page.title, *page.paragraphs))


def test_attachments_are_real_files(client: Client, edition: int) -> None:
    kinds = set()
    for page in expected_articles(edition):
        for attachment in page.attachments:
            status, _, body = client.get(attachment.url)
            assert status == 200, attachment
            kinds.add(body[:4])
            if body.startswith(b"PK"):
                with zipfile.ZipFile(io.BytesIO(body)) as package:
                    assert package.testzip() is None
            else:
                assert body.startswith(b"%PDF-1.4")
                assert body.endswith(b"%%EOF\n")
                start = int(body.split(b"startxref\n")[1].split(b"\n")[0])
                assert body[start : start + 4] == b"xref"
    assert kinds == {b"%PDF", b"PK\x03\x04"}


def test_listings_list_every_page_and_say_its_title_and_date(client: Client, edition: int) -> None:
    found = walk(client)
    entries = {url: entry for rows in found.values() for url, entry in rows.items()}
    assert entries.keys() == expected_states(edition).keys()
    for page in expected_articles(edition):
        entry = entries[page.url]
        assert (entry.title, entry.date) == (page.title, (page.published_at or "")[:10])
    others = sorted(entry.target for entry in entries.values() if entry.target != "page")
    assert others == ["file", "offsite", "wechat"]
    listed = [url for rows in found.values() for url in rows]
    assert sum(listed.count(url) == 2 for url in entries) == 1


def test_links_inside_the_portal_lead_somewhere() -> None:
    portal = load_portal(1)
    dead = set()
    for path, resource in portal.resources.items():
        if not resource.content_type.startswith("text/html") or resource.status != 200:
            continue
        root = lxml.html.document_fromstring(_decode(resource.body))
        for link in root.xpath("//a/@href | //link/@href | //script/@src"):
            url = urljoin(HOME + path, link)
            if url.startswith(f"{HOME}/") and status_of(url) == 404:
                dead.add(url)
    gone = {url for url, state in expected_states().items() if state == "gone"}
    assert dead < gone


def status_of(url: str) -> int:
    answer = load_portal(1)(Request(method="GET", url=url))
    assert answer is not None
    return answer.status


def test_what_is_no_article_answers_as_such() -> None:
    states = expected_states()
    own = (url for url in states if url.startswith(HOME) and not url.endswith(".pdf"))
    odd = {url: states[url] for url in own if states[url] != "done"}
    with DemoServer() as server:
        answers = {url: Client(server).get(url) for url in odd}
    statuses = sorted((odd[url], status) for url, (status, _, _) in answers.items())
    assert statuses == [("gone", 200), ("gone", 404), ("refused", 200), ("refused", 412)]
    (soft,) = (
        body for url, (status, _, body) in answers.items() if odd[url] == "gone" and status == 200
    )
    assert "您访问的页面不存在" in soft.decode()


def test_robots_closes_one_section() -> None:
    with DemoServer() as server:
        status, media_type, body = Client(server).get(f"{HOME}/robots.txt")
    assert (status, media_type) == (200, "text/plain; charset=utf-8")
    assert b"Disallow: /nbtb/\n" in body
    assert not any("/nbtb/" in page.url for page in expected_articles())


def test_the_second_edition_edits_one_withdraws_one_and_adds_three() -> None:
    first = {page.url: page for page in expected_articles(1)}
    second = {page.url: page for page in expected_articles(2)}
    added, withdrawn = second.keys() - first.keys(), first.keys() - second.keys()
    edited = {url for url in first.keys() & second.keys() if first[url] != second[url]}
    assert (len(added), len(withdrawn), len(edited)) == (3, 1, 1)
    assert len({second[url].breadcrumb for url in added}) >= 2
    (url,) = edited
    assert first[url].title == second[url].title
    with DemoServer(2) as server:
        assert Client(server).get(withdrawn.pop())[0] == 404


def test_all_else_is_byte_for_byte_the_same() -> None:
    first, second = load_portal(1).resources, load_portal(2).resources
    listings = {path for path in first if "index" in path or "/api/" in path or path == "/"}
    changed = {
        path for path in first.keys() & second.keys() if first[path].etag != second[path].etag
    }
    assert len(changed - listings) == 1
    for path in (first.keys() & second.keys()) - changed - listings:
        assert first[path].modified == second[path].modified, path


def test_texts_are_distinct() -> None:
    """No near-duplicates: of two articles less than half of the 4-grams are shared."""
    shingles = []
    for page in expected_articles(2):
        text = text_of(page)
        shingles.append((page.title, {text[at : at + 4] for at in range(len(text) - 3)}))
    for (one, grams), (other, more) in combinations(shingles, 2):
        assert len(grams & more) < 0.5 * len(grams | more), (one, other)


def test_an_unknown_edition_is_refused() -> None:
    with pytest.raises(ValueError, match="editions 1 and 2"):
        DemoServer(3)


def _decodes(body: bytes, encoding: str) -> bool:
    try:
        body.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _decode(body: bytes) -> str:
    return body.decode("utf-8" if _decodes(body, "utf-8") else "gbk")
