"""What the demo portal publishes, as data: sections, articles, and rows of listings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Literal

from portal_spider.items import Credit

HOST = "www.qingyun.example"
HOME = f"http://{HOST}"
NAME = "青云市人民政府门户网站"
CHINA = timezone(timedelta(hours=8))

CreditStyle = Literal["line", "tail", "pipe"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A section (栏目) of the portal."""

    key: str
    """Short name; its articles are in `content/KEY.toml`."""
    name: str
    dialect: str
    """Which content management system it imitates."""
    path: str
    """Folder of its listing, with both slashes."""
    crumbs: tuple[str, ...]
    """Breadcrumb from the home page down to the section itself."""
    per_page: int
    first_number: int
    """Number of its oldest article, as it appears in the URL."""
    variant: int = 0
    """Which of its dialect's layouts it uses."""
    closed: bool = False
    """robots.txt forbids it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLink:
    """A file that an article offers."""

    file: str
    """Its file name on the server; the ending says what it is."""
    name: str
    """Its name as the page shows it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """An article as its author wrote it; a dialect makes HTML of it."""

    section: Section
    number: int
    title: str
    published: datetime
    source: str | None
    lines: tuple[str, ...]
    """Paragraphs. `|a|b|` is a row of a table, `>text` a signature set to the right."""
    credits: tuple[Credit, ...] = ()
    credits_as: CreditStyle = "line"
    editor: str | None = None
    files: tuple[FileLink, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)
    """Header of a policy document, in the order shown."""
    quirk: str | None = None
    """What is odd about its page: `mirrored`, `gbk`, `spam_hidden`, `spam_visible`."""
    also_in: str | None = None
    """Key of another section that lists it, too."""
    first_edition: int = 1
    last_edition: int = 2
    edited: bool = False
    """Whether this is the text of the second edition, where the first had another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of a listing."""

    href: str
    """Absolute path, or the URL of another host."""
    title: str
    date: datetime
    article: Article | None = None
    """`None` for what is not an article of the portal."""


SECTIONS = (
    Section(
        key="zwyw",
        name="政务要闻",
        dialect="guangdong",
        path="/gzdt/zwyw/",
        crumbs=("首页", "工作动态", "政务要闻"),
        per_page=12,
        first_number=1530211,
    ),
    Section(
        key="qxdt",
        name="区县动态",
        dialect="guangdong",
        path="/gzdt/qxdt/",
        crumbs=("首页", "工作动态", "区县动态"),
        per_page=10,
        first_number=1541806,
        variant=1,
    ),
    Section(
        key="tzgg",
        name="通知公告",
        dialect="trs",
        path="/zwgk/tzgg/",
        crumbs=("首页", "政务公开", "通知公告"),
        per_page=12,
        first_number=8806120,
    ),
    Section(
        key="zcjd",
        name="政策解读",
        dialect="trs",
        path="/zwgk/zcjd/",
        crumbs=("首页", "政务公开", "政策解读"),
        per_page=8,
        first_number=8812034,
        variant=1,
    ),
    Section(
        key="tjsj",
        name="统计数据",
        dialect="trs",
        path="/zwgk/tjsj/",
        crumbs=("首页", "政务公开", "统计数据"),
        per_page=8,
        first_number=8820467,
    ),
    Section(
        key="bmfw",
        name="便民提示",
        dialect="jcms",
        path="/col/col1234/",
        crumbs=("首页", "政民互动", "便民提示"),
        per_page=8,
        first_number=56012,
    ),
    Section(
        key="zcwj",
        name="政策文件",
        dialect="gkmlpt",
        path="/gkmlpt/",
        crumbs=("首页", "政府信息公开", "政策文件"),
        per_page=10,
        first_number=9103540,
    ),
    Section(
        key="nbtb",
        name="内部通报",
        dialect="guangdong",
        path="/nbtb/",
        crumbs=("首页", "内部通报"),
        per_page=10,
        first_number=1550001,
        closed=True,
    ),
)
