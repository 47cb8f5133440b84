"""Files that articles offer: fetched, kept by digest, searched; whatever a server does."""

import hashlib
import json
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from samples.site import MISSING, Site, article
from samples.tool import Rows, Tool
from warcio.archiveiterator import ArchiveIterator

from portal_spider.archive.warc import read_record
from portal_spider.demo import DemoServer
from portal_spider.demo.files import DOCX, PDF, make_docx, make_pdf
from portal_spider.demo.server import Request, Resource
from portal_spider.items import WarcPlace

TITLE = "关于开展春季义务植树活动的通知"
STATES = "SELECT url, state, reason FROM downloads ORDER BY url"
IN_SECTION = 3
"""Files that the articles of the demo's notices offer."""


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        yield site


def offering(*files: tuple[str, str]) -> Resource:
    """An article that offers files, as (href, name)."""
    links = "".join(f'<p>附件：<a href="{href}">{name}</a></p>' for href, name in files)
    page = (
        article(TITLE)
        .body.decode()
        .replace('</div></div><div class="footer">', f"{links}</div></div><div>")
    )
    assert links in page
    return Resource(body=page.encode())


def pdf(*lines: str) -> Resource:
    return Resource(body=make_pdf(lines or ("植树地点一览",)), content_type=PDF)


def crawl(tool: Tool, site: Site, *arguments: str) -> str:
    done = tool("crawl", f"{site.home}/tzgg/", "--delay", "0", "--attachments", *arguments)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout


def states(tool: Tool, site: Site) -> dict[str, tuple[str, str | None]]:
    rows = tool.rows(STATES)
    return {url.removeprefix(site.home): (state, reason) for url, state, reason in rows}


def stored(tool: Tool) -> list[Path]:
    folder = tool.archive.with_suffix(".files")
    return sorted(path for path in folder.rglob("*") if not path.is_dir())


def assert_sound(tool: Tool) -> None:
    """Whatever lies in the folder is named by its digest, and the archive has no fault."""
    for path in stored(tool):
        assert hashlib.sha256(path.read_bytes()).hexdigest() == path.name
        assert path.parent.name == path.name[:2]
    done = tool("verify")
    assert done.returncode == 0, done.stdout


def test_the_files_of_the_demo_are_kept_and_found(tool: Tool) -> None:
    done = tool("crawl", "demo", "--attachments", "--section", "通知公告", "--section", "统计数据")
    assert done.returncode == 0, done.stderr
    kinds = tool.rows("SELECT kind, text_state, count(*) FROM files GROUP BY 1, 2 ORDER BY 1")
    assert kinds == [("docx", "read", 1), ("pdf", "read", 1), ("xlsx", "read", 2)]
    assert_sound(tool)
    found = tool("search", "诚信承诺书", "三百一十六名")
    assert "in 2.报考人员诚信承诺书" in found.stdout


def test_without_the_option_no_file_is_asked_for(tool: Tool, site: Site) -> None:
    site.section(TITLE)
    site.answers |= {"/tzgg/1.html": offering(("/a.pdf", "附件")), "/a.pdf": pdf()}
    assert tool("crawl", f"{site.home}/tzgg/", "--delay", "0").returncode == 0
    assert site.asked("/a.pdf") == 0
    assert tool.rows(STATES) == []
    crawl(tool, site)
    assert states(tool, site) == {"/a.pdf": ("done", None)}


def test_a_file_is_asked_for_once_and_then_conditionally(tool: Tool, site: Site) -> None:
    site.section(TITLE, "关于调整公交线路的公告")
    site.answers["/tzgg/1.html"] = offering(("/a.pdf", "附件一"))
    site.answers["/tzgg/2.html"] = offering(("/a.pdf", "附件二"))
    site.answers["/a.pdf"] = lambda request: (
        Resource(body=b"", status=304) if pdf().is_unchanged(request.headers) else pdf()
    )
    crawl(tool, site)
    crawl(tool, site)
    assert site.asked("/a.pdf") == 1
    crawl(tool, site, "--recheck", "all")
    asked = [hit for hit in site.hits if hit.url.endswith("/a.pdf")]
    assert [hit.status for hit in asked] == [200, 304]
    assert states(tool, site) == {"/a.pdf": ("done", None)}
    site.answers["/a.pdf"] = pdf("改了")
    crawl(tool, site, "--recheck", "all")
    assert tool.rows("SELECT count(*) FROM file_captures") == [(2,)]
    assert len(stored(tool)) == 2
    assert "改了" in tool("search", "改了").stdout
    assert_sound(tool)


def places(tool: Tool) -> list[WarcPlace]:
    """Where the answers that brought files lie, in the order of the files' addresses."""
    rows = tool.rows(
        "SELECT c.warc_file, c.warc_offset, c.warc_length FROM file_captures c"
        " JOIN downloads d ON d.id = c.download_id ORDER BY d.url"
    )
    return [WarcPlace(file=file, offset=at, length=length) for file, at, length in rows]


def test_answers_are_in_the_warc_too_and_bytes_only_once(tool: Tool, site: Site) -> None:
    site.section(TITLE)
    site.answers["/tzgg/1.html"] = offering(("/a.pdf", "附件一"), ("/b.pdf", "附件二"))
    site.answers |= {"/a.pdf": pdf(), "/b.pdf": MISSING}
    crawl(tool, site)
    (a,) = places(tool)
    kept = read_record(tool.archive.with_suffix(".warc"), a)
    assert kept.body == pdf().body
    assert dict(kept.headers)["Content-Type"] == PDF
    assert tool.rows("SELECT files, files_failed FROM runs") == [(1, 1)]
    assert json.loads(tool("status", "--json").stdout)["files"] == 1
    site.answers["/b.pdf"] = pdf()
    tool.execute("UPDATE downloads SET retry_at = '2000' WHERE state = 'failed'")
    crawl(tool, site, "--recheck", "all")
    (same, b) = places(tool)
    assert same == a
    with (tool.archive.with_suffix(".warc") / b.file).open("rb") as file:
        records = [
            (record.rec_type, record.rec_headers.get_header("WARC-Refers-To-Target-URI"))
            for record in ArchiveIterator(file)
            if record.rec_headers.get_header("WARC-Target-URI", "").endswith(".pdf")
        ]
    assert records == [("revisit", f"{site.home}/a.pdf")]
    assert_sound(tool)
    (line,) = tool("export", "-").stdout.splitlines()
    digest = hashlib.sha256(pdf().body).hexdigest()
    assert [file["sha256"] for file in json.loads(line)["attachments"]] == [digest] * 2
    flip_a_byte(tool.archive.with_suffix(".warc") / a.file, a)
    found = tool("verify", "--json")
    faults = [fault["what"] for fault in json.loads(found.stdout)["faults"]]
    assert any(f"file {site.home}/a.pdf: " in fault for fault in faults), faults


def flip_a_byte(path: Path, place: WarcPlace) -> None:
    data = bytearray(path.read_bytes())
    data[place.offset + place.length // 2] ^= 0xFF
    path.write_bytes(bytes(data))


def test_what_is_not_the_file_is_not_kept(tool: Tool, site: Site) -> None:
    site.section(TITLE)
    word = Resource(body=make_docx(["名单"]), content_type=DOCX)
    answers: dict[str, Resource] = {
        "/error.pdf": Resource(body=b"<!DOCTYPE html><html><body>404</body></html>"),
        "/text.xls": Resource(body=b'{"code": 500}', content_type="application/json"),
        "/empty.pdf": Resource(body=b"", content_type=PDF),
        "/down/download.jsp": Resource(body=b"<html><title>error</title></html>"),
        "/word.pdf": word,
        "/huge.pdf": Resource(body=make_pdf(["大"]) + b"%" * 300_000, content_type=PDF),
        "/server.pdf": Resource(body=b"", status=500),
        "/word.docx": word,
    }
    site.answers |= answers
    links = [*answers, "/missing.pdf", "/closed/a.pdf", "http://elsewhere.example/a.pdf"]
    site.answers["/tzgg/1.html"] = offering(*((href, f"附件{href[-8:]}") for href in links))
    site.answers["/robots.txt"] = Resource(
        body=b"User-agent: *\nDisallow: /closed/", content_type="text/plain"
    )
    crawl(tool, site, "--attachment-size", "200KB")
    assert states(tool, site) == {
        "/error.pdf": ("failed", "not_a_file"),
        "/text.xls": ("failed", "not_a_file"),
        "/empty.pdf": ("failed", "not_a_file"),
        "/down/download.jsp": ("failed", "not_a_file"),
        "/word.pdf": ("done", None),
        "/huge.pdf": ("refused", "too_large:200000"),
        "/server.pdf": ("pending", "http_500"),
        "/word.docx": ("done", None),
        "/missing.pdf": ("failed", "http_404"),
        "/closed/a.pdf": ("refused", "robots"),
        "http://elsewhere.example/a.pdf": ("refused", "offsite"),
    }
    assert site.asked("/closed/a.pdf") == 0
    assert tool.rows("SELECT url FROM downloads WHERE mismatch = 'pdf'") == [
        (f"{site.home}/word.pdf",)
    ]
    assert len(stored(tool)) == 1
    problems = {kind for (kind,) in tool.rows("SELECT kind FROM problems")}
    assert {"not_a_file", "too_large", "http_404", "http_500", "robots", "offsite"} <= problems
    assert_sound(tool)
    crawl(tool, site, "--attachment-size", "1MiB")
    assert states(tool, site)["/huge.pdf"] == ("done", None)


HOSTILE = (
    "../../../../etc/cron.d/evil.pdf",
    "/etc/passwd.pdf",
    "..\\..\\evil.pdf",
    "%2e%2e%2f%2e%2e%2fevil.pdf",
    "evil&#0;.pdf",
    "长" * 4096 + ".pdf",
    "CON.pdf",
    "报告\u202efdp.exe",
    "'; DROP TABLE files; --.pdf",
)


def test_no_name_leads_out_of_the_folder(tool: Tool, site: Site) -> None:
    site.section(TITLE)
    files = [(f"/files/{place}.pdf", name) for place, name in enumerate(HOSTILE)]
    site.answers["/tzgg/1.html"] = offering(*files, ("/files/..%2f..%2fevil.pdf", "附件"))
    evil = (("Content-Disposition", 'attachment; filename="../../evil.pdf"'),)
    for place, (href, _) in enumerate(files):
        body = make_pdf([f"附件{place}"])
        site.answers[href] = Resource(body=body, content_type=PDF, headers=evil)
    before = {path.name for path in tool.folder.iterdir()}
    crawl(tool, site)
    made = {path.name for path in tool.folder.iterdir()} - before
    assert made == {"archive.db", "archive.db.locks", "archive.files", "archive.warc", "cache"}
    assert len(stored(tool)) == len(HOSTILE)
    assert_sound(tool)


def test_a_lie_about_the_size_gives_no_half_file(tool: Tool, site: Site) -> None:
    site.section(TITLE)
    site.answers["/tzgg/1.html"] = offering(("/long.pdf", "附件"))
    site.answers["/long.pdf"] = Resource(
        body=make_pdf(["附件"]), content_type=PDF, headers=(("Content-Length", "900000"),)
    )
    crawl(tool, site)
    ((state, reason),) = states(tool, site).values()
    assert state == "pending"
    assert reason in ("cut_short", "unreachable", "timeout")
    assert stored(tool) == []


def test_a_redirect_leads_to_the_file_but_not_away(tool: Tool, site: Site) -> None:
    site.section(TITLE)

    def away(to: str) -> Callable[[Request], Resource]:
        return lambda _: Resource(body=b"", status=302, headers=(("Location", to),))

    site.answers |= {
        "/tzgg/1.html": offering(("/here.pdf", "附件一"), ("/away.pdf", "附件二")),
        "/here.pdf": away("/there.pdf"),
        "/there.pdf": pdf(),
        "/away.pdf": away("http://elsewhere.example/a.pdf"),
    }
    crawl(tool, site)
    assert states(tool, site) == {
        "/here.pdf": ("done", None),
        "/away.pdf": ("refused", "offsite"),
    }


def content(tool: Tool) -> Rows:
    return tool.rows(
        "SELECT d.url, d.state, f.sha256, f.text FROM downloads d JOIN files f ON f.id = d.file_id"
        " ORDER BY 1"
    )


def test_killed_crawls_end_with_the_same_files(
    new_tool: Callable[[], Tool], demo_server: DemoServer
) -> None:
    """The files are few: every kill falls after the first of them was asked for."""
    whole, killed = new_tool(), new_tool()
    listing = "http://www.qingyun.example/zwgk/tzgg/"
    arguments = ("crawl", listing, "--attachments", "--delay", "0.01")
    proxy = {"http_proxy": demo_server.proxy_url}
    assert whole(*arguments, **proxy).returncode == 0
    assert len(content(whole)) == IN_SECTION
    moments = random.Random(5)
    for kill in range(IN_SECTION):
        demo_server.hits.clear()
        process = killed.start(*arguments, **proxy)
        deadline = time.monotonic() + 60
        while process.poll() is None and time.monotonic() < deadline:
            if any(hit.url.endswith((".pdf", ".docx", ".xlsx")) for hit in demo_server.hits):
                break
            time.sleep(0.002)
        time.sleep(moments.random() * 0.2 * kill)
        process.kill()
        process.communicate()
    assert killed(*arguments, **proxy).returncode == 0
    assert content(killed) == content(whole)
    assert_sound(killed)
