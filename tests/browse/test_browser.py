"""The pages and the report in a real Chromium: reading, searching, comparing; nothing calls out."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from browse import sample
from browse.conftest import Site

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium: apt-get install chromium")

FLAGS = (  # as root, and without Chromium's own calls home
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

PLAN = sample.article_id("t20240315_1001")
NOTICES = sample.url_id(sample.SECTIONS["tzgg"]["url"])
PATHS = (
    "/",
    "/search?q=防汛",
    f"/article/{PLAN}",
    f"/article/{sample.article_id('t20240704_2101')}",
    f"/section/{NOTICES}?year=2024",
    "/archive",
    "/archive/articles",
)


@pytest.fixture(scope="module")
def chromium() -> Iterator[sync_api.Browser]:
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        browser.close()


class Watched:
    """A browser's page, with what it asked for and what it complained of."""

    def __init__(self, browser: sync_api.Browser, **options: object) -> None:
        self.page = browser.new_page(**options)
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self._listen)

    def _listen(self, message: sync_api.ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)


@pytest.fixture
def watched(chromium: sync_api.Browser, site: Site) -> Iterator[Watched]:
    found = Watched(chromium)
    yield found
    found.page.close()
    assert found.complaints == []
    assert [url for url in found.requests if not url.startswith((site.url, "data:"))] == []


@pytest.fixture(scope="module")
def report(archive_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("report") / "report.html"
    command = [sys.executable, "-m", "portal_spider", "report", "--out", out]
    subprocess.run([*command, "--archive", archive_path], check=True, timeout=60)
    return out


def test_a_two_character_word_leads_to_an_article_and_its_changes(
    watched: Watched, site: Site
) -> None:
    page = watched.page
    page.goto(site.url)
    page.get_by_role("searchbox").fill("汛应")
    page.get_by_role("button", name="Search").click()

    assert page.locator(".hits mark").first.inner_text() == "汛应"
    page.get_by_role("link", name="青溪市人民政府办公室关于印发《青溪市城市防汛应急预案》").click()
    assert page.url == f"{site.url}/article/{PLAN}"
    assert page.title().startswith("青溪市人民政府办公室关于印发")

    page.get_by_role("link", name="what changed").last.click()
    assert "20万条" not in page.locator(".diff ins").all_inner_texts()
    assert "、应急照明车6台" in page.locator(".diff ins").all_inner_texts()
    struck = page.locator(".diff del").first.evaluate("e => getComputedStyle(e).textDecorationLine")
    assert struck == "line-through"


def test_all_works_without_scripts(chromium: sync_api.Browser, site: Site) -> None:
    page = chromium.new_page(java_script_enabled=False)
    page.goto(f"{site.url}/search")
    page.get_by_role("searchbox", name="Words").fill("教师")
    page.get_by_label("Published from").fill("2025-01-01")
    page.locator("form.find button").click()
    hits = page.locator(".hits h2 a")

    assert hits.all_inner_texts() == ["青溪市教育局2025年公开招聘教师公告"]
    hits.first.click()
    assert page.locator("h1").inner_text() == "青溪市教育局2025年公开招聘教师公告"
    page.close()


def test_a_hacked_page_stays_asleep(watched: Watched, site: Site) -> None:
    page = watched.page
    page.goto(f"{site.url}/article/{PLAN}/raw")

    assert page.title() != "ran"
    assert "<script>document.title = 'ran'</script>" in page.content().replace("&lt;", "<").replace(
        "&gt;", ">"
    )


@pytest.mark.parametrize(("colors", "paths"), [("light", PATHS), ("dark", PATHS[1:3])])
def test_axe_finds_nothing_serious(
    chromium: sync_api.Browser, site: Site, report: Path, colors: str, paths: tuple[str, ...]
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="no axe")
    page = chromium.new_page(color_scheme=colors)
    found = {}
    for address in (*(site.url + path for path in paths), report.as_uri()):
        page.goto(address)
        for violation in axe.Axe().run(page).response["violations"]:
            if violation["impact"] in ("serious", "critical"):
                where = [node["target"] for node in violation["nodes"][:3]]
                found[f"{address}: {violation['id']}"] = where
    page.close()

    assert found == {}


@pytest.mark.parametrize("path", PATHS[:5])
def test_a_phone_shows_whole_lines(chromium: sync_api.Browser, site: Site, path: str) -> None:
    page = chromium.new_page(viewport={"width": 360, "height": 740})
    page.goto(site.url + path)

    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.close()


def test_the_report_opens_offline(chromium: sync_api.Browser, report: Path) -> None:
    watched = Watched(chromium, offline=True)
    page = watched.page
    page.goto(report.as_uri())

    assert page.locator("svg rect").count() == 24
    assert page.locator(".heat th", has_text="水情公报").is_visible()
    level = page.locator(".heat td.l5").first.evaluate("e => getComputedStyle(e).backgroundColor")
    assert level != "rgba(0, 0, 0, 0)"
    assert {url for url in watched.requests if not url.startswith("data:")} == {report.as_uri()}
    assert watched.complaints == []
    page.close()
