"""Articles made up for the tests, and a short way to put them into an archive."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from portal_spider.archive.database import Archive
from portal_spider.archive.store import Stored, store_page
from portal_spider.items import Attachment, Capture, Credit, Page, Removal
from portal_spider.urls import url_id

PORTAL = "https://www.qinghe.gov.cn/"
SECTION = f"{PORTAL}zwgk/tzgg/index.html"
START = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)

RICH = Page(
    url=f"{PORTAL}zwgk/tzgg/t20260301_1.html",
    kind="article",
    title="清河县人民政府关于印发《城乡供水保障办法》的通知",
    published_at="2026-02-27T09:30:00+08:00",
    source="县政府办公室",
    byline=(Credit(role="责任编辑", names=("林小满", "周知远")),),
    breadcrumb=("首页", "政务公开", "通知公告"),
    paragraphs=(
        "清政发〔2026〕7号",
        "各乡镇人民政府，县政府各部门：",
        "根据《河川省供水条例》和川府办发〔2025〕12号文件精神，现将《城乡供水保障办法》印发给你们。",
    ),
    attachments=(Attachment(url=f"{PORTAL}files/P020260227.pdf", name="城乡供水保障办法.pdf"),),
    fields={"索 引 号": "000123/2026-00007", "发文字号": "清政发〔2026〕7号"},
    removed=(Removal(kind="boilerplate", text="首页 新闻 公开 服务", rule="navigation"),),
    origins={"title": "meta", "published_at": "label"},
    flags=("table",),
    encoding="utf-8",
)


def article(number: int = 1, **fields: Any) -> Page:
    """A short article of the sample portal."""
    values: dict[str, Any] = {
        "url": f"{PORTAL}zwgk/tzgg/t2026_{number}.html",
        "kind": "article",
        "title": f"第{number}次常务会议召开",
        "published_at": "2026-02-27",
        "source": "县政府办公室",
        "paragraphs": (f"会议听取了第{number}季度工作汇报。", "会议强调，要抓好春耕备耕。"),
    }
    return Page(**(values | fields))


def capture_of(page: Page, *, after: float = 0, **fields: Any) -> Capture:
    """The fetch of a page, `after` days from `START`; its body stands for the page."""
    values: dict[str, Any] = {
        "url": page.url,
        "final_url": page.url,
        "status": 200,
        "headers": (("Content-Type", "text/html; charset=utf-8"),),
        "body": repr(page).encode(),
        "captured_at": START + timedelta(days=after),
    }
    return Capture(**(values | fields))


def add_page(archive: Archive, url: str, portal: str = PORTAL) -> int:
    """Make sure that the URL and its portal have rows, as the frontier does; the page's id."""
    with archive.transaction() as db:
        db.conn.execute(
            "INSERT OR IGNORE INTO portals (id, name, url) VALUES (?, ?, ?)",
            (url_id(portal), portal.split("/")[2], portal),
        )
        db.conn.execute(
            "INSERT OR IGNORE INTO pages (id, portal_id, url, state, first_seen, last_seen)"
            " VALUES (?, ?, ?, 'done', '2026-03-01', '2026-03-01')",
            (url_id(url), url_id(portal), url),
        )
    return url_id(url)


def put(archive: Archive, page: Page, *, after: float = 0, **fields: Any) -> Stored:
    """Store a page that was fetched `after` days from `START`."""
    add_page(archive, page.url)
    return store_page(archive, page, capture_of(page, after=after, **fields), run_id=None)
