"""`portal-spider report`: one file that says what an archive holds."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from lxml import html

from portal_spider.archive.database import Archive


def run_report(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "portal_spider", "report", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


@pytest.fixture(scope="module")
def document(archive_path: Path, tmp_path_factory: pytest.TempPathFactory) -> html.HtmlElement:
    out = tmp_path_factory.mktemp("report") / "report.html"
    done = run_report("--archive", archive_path, "--out", out)
    assert done.returncode == 0, done.stderr
    return html.fromstring(out.read_text("utf-8"))


def rows(document: html.HtmlElement, heading: str) -> list[list[str]]:
    """Cells of the table below the heading."""
    (found,) = document.xpath("//h2[text()=$heading]/following::table[1]", heading=heading)
    lines = found.cssselect("tbody tr")
    return [[" ".join(cell.text_content().split()) for cell in line] for line in lines]


def test_sections_are_counted_by_month(document: html.HtmlElement) -> None:
    found = rows(document, "Published by section and month")
    months = [cell.text_content()[-2:] for cell in document.cssselect(".heat thead .month")]

    assert ["青溪市人民政府"] in found
    (notices,) = (row for row in found if row[0] == "通知公告")
    assert notices[1:4] == ["6", "0", "0"]
    assert notices[4 + months.index("07")] == "2"
    assert sum(int(cell) for cell in notices[4:] if cell) == 6


def test_days_are_drawn(document: html.HtmlElement) -> None:
    titles = [title.text for title in document.cssselect("svg rect title")]

    assert "2024-07-03: 1" in titles
    assert len(titles) == 24  # the article of 2019 is left out, and that is said
    assert "older than two years: 1" in document.text_content()


def test_fields_are_counted_by_section(document: html.HtmlElement) -> None:
    (policies,) = (
        row for row in rows(document, "How many articles have each field") if "政策文件" in row[0]
    )

    assert policies[1] == "3"
    assert policies[2:5] == ["100.0 %"] * 3
    assert policies[-1] == "100.0 %"  # policy headers


def test_faults_hacks_hosts_and_events_are_told(document: html.HtmlElement) -> None:
    faults = rows(document, "Faults")
    hacked = rows(document, "Hacked pages")
    events = document.cssselect(".events a")

    assert ["timeout", "2"] in [row[:2] for row in faults]
    assert hacked[0][:3] == ["青溪市人民政府", "2", "2024-07-05"]
    assert {row[0] for row in rows(document, "Hosts that fail most")} == {
        "www.qingxi.example",
        "swj.qingxi.example",
    }
    assert rows(document, "Slowest portals")[0][0] == "青溪市水务局"
    assert len(events) == 4 + 2


def test_it_is_one_file_without_scripts(document: html.HtmlElement) -> None:
    assert document.cssselect("script, img, iframe, object") == []
    assert [link.get("href") for link in document.cssselect("link")] == ["data:,"]
    assert "url(" not in document.cssselect("style")[0].text
    assert "<script>alert('title')</script>" not in html.tostring(document, encoding="unicode")


def test_an_empty_archive_makes_a_sensible_page(tmp_path: Path) -> None:
    Archive.open(tmp_path / "empty.db").close()
    done = run_report("--archive", tmp_path / "empty.db", "--out", tmp_path / "report.html")
    page = html.parse(tmp_path / "report.html")

    assert done.returncode == 0, done.stderr
    assert len(page.findall(".//p[@class='none']")) == 9
    assert page.findall(".//table") == []


def test_json_prints_the_numbers_and_writes_nothing(archive_path: Path, tmp_path: Path) -> None:
    done = run_report("--archive", archive_path, "--json", "--out", tmp_path / "report.html")
    found = json.loads(done.stdout)

    assert found["totals"]["articles"] == 25
    assert sum(count for _, count in found["days"]) == 25
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_written_is_told_in_one_line(archive_path: Path, tmp_path: Path) -> None:
    done = run_report("--archive", archive_path, "--out", tmp_path / "none" / "report.html")

    assert done.returncode == 2
    assert done.stderr.count("\n") == 1


def test_a_report_that_fails_leaves_the_old_one(archive_path: Path, tmp_path: Path) -> None:
    out = tmp_path / "report.html"
    out.write_text("the old one")
    code = (
        "import resource, signal\n"
        "from portal_spider.cli import main, report\n"
        "render = report.render_report\n"
        "def then_no_room(*args, **kwargs):\n"
        "    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "    return render(*args, **kwargs)\n"
        "report.render_report = then_no_room\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "main()"
    )
    command = [sys.executable, "-c", code, "report", "--archive", archive_path, "--out", out]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)

    assert done.returncode == 2, done.stderr
    assert out.read_text() == "the old one"
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]
