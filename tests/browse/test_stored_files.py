"""Attached files in the browser: named on their article's page, saved, never shown."""

from pathlib import Path
from urllib.parse import unquote

from browse.conftest import Site, serving
from samples.articles import RICH, put

from portal_spider.archive.database import Archive
from portal_spider.archive.downloads import Downloads, keep
from portal_spider.demo.files import make_docx
from portal_spider.urls import url_id

SCRIPT = b"<html><script>alert(1)</script></html>"


def build(path: Path, body: bytes) -> int:
    """An archive with one file of one article; the file's id."""
    with Archive.open(path) as archive:
        put(archive, RICH)
        (portal,) = archive.db.conn.execute("SELECT portal_id FROM pages").fetchone()
        archive.db.conn.execute("UPDATE attachments SET name = ?", ("../附件\n<b>.docx",))
        downloads = Downloads(archive, portal, started_at="2100-01-01T00:00:00.000+00:00")
        downloads.enrol(1 << 20)
        claim, *_ = downloads.claim(9)
        kept = keep(archive, body)
        downloads.store(claim, kept, mismatch="pdf", etag=None, last_modified=None)
        (file_id,) = archive.db.conn.execute("SELECT id FROM files").fetchone()
        return int(file_id)


def test_a_file_is_saved_under_a_harmless_name(tmp_path: Path) -> None:
    body = make_docx(["植树地点一览"])
    file_id = build(tmp_path / "a.db", body)
    with serving(tmp_path / "a.db") as running:
        site = Site(running.url)
        page = site.get(f"/article/{url_id(RICH.url)}")
        assert f"/file/{file_id}" in page.links(".files a")
        assert "it is called pdf" in page.text
        answer = site.get(f"/file/{file_id}")
        assert (answer.status, answer.body) == (200, body)
        how, _, name = answer.headers["content-disposition"].partition("; filename*=UTF-8''")
        assert (how, unquote(name)) == ("attachment", "_附件_b_.docx")
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["content-security-policy"].startswith("sandbox")
        hit = site.get("/search?q=植树地点一览")
        assert "in the file" in hit.text
        assert site.get("/file/1").status == 404
        next((tmp_path / "a.files").glob("??/*")).unlink()
        assert site.get(f"/file/{file_id}").status == 500


def test_a_page_among_the_files_is_no_page_of_ours(tmp_path: Path) -> None:
    file_id = build(tmp_path / "a.db", SCRIPT)
    with serving(tmp_path / "a.db") as running:
        answer = Site(running.url).get(f"/file/{file_id}")
    assert answer.body == SCRIPT
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment")
