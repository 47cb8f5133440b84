"""HTML that all dialects share: the frame of a page, the tags of its head, the text's blocks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from html import escape
from importlib.resources import files
from itertools import groupby
from string import Template

from portal_spider.demo.model import HOST, NAME, SECTIONS, Article, Section


@cache
def template(name: str) -> Template:
    """The template kept as `templates/NAME.html`."""
    text = (files("portal_spider.demo") / "templates" / f"{name}.html").read_text("utf-8")
    return Template(text)


def frame(*, title: str, main: str, head: str = "", charset: str = "utf-8") -> str:
    """A whole page: `main` between the portal's header and footer."""
    nav = "".join(
        f'<li><a href="{section.path}index{"" if section.dialect == "gkmlpt" else ".html"}">'
        f"{section.name}</a></li>"
        for section in SECTIONS
    )
    return template("page").substitute(
        title=escape(title), head=head, main=main, nav=nav, site=NAME, charset=charset
    )


def meta_tags(pairs: Iterable[tuple[str, str | None]]) -> str:
    """`<meta>` tags of the page-tag standard; those without a value are left out."""
    return "\n".join(
        f'<meta name="{name}" content="{escape(value)}">' for name, value in pairs if value
    )


def article_tags(article: Article, pub_date: str) -> str:
    """The tags of an article's head."""
    section = article.section
    return meta_tags(
        (
            ("SiteName", NAME),
            ("SiteDomain", HOST),
            ("SiteIDCode", "4499000001"),
            ("ColumnName", section.name),
            ("ColumnType", "工作动态" if section.crumbs[1:2] == ("工作动态",) else section.name),
            ("ArticleTitle", article.title),
            ("PubDate", pub_date),
            ("ContentSource", article.source),
        )
    )


def breadcrumb(section: Section, separator: str = " &gt; ", last: str = "") -> str:
    """Links from the home page down to the section, then `last` in plain text."""
    paths = ["/"] * (len(section.crumbs) - 1) + [section.path]
    links = [
        f'<a href="{path}">{name}</a>' for path, name in zip(paths, section.crumbs, strict=True)
    ]
    return separator.join([*links, last] if last else links)


def blocks(lines: Iterable[str], paragraph: str) -> str:
    """The text as HTML: `paragraph` is a format with one place for the text.

    Rows of a table that follow each other become one table.
    """
    return "\n".join(
        _table(group) if is_row else "\n".join(_paragraph(line, paragraph) for line in group)
        for is_row, group in _grouped(lines)
    )


def cells(row: str) -> list[str]:
    """The cells of a row written `|a|b|`."""
    return row.strip("|").split("|")


def cut(title: str, width: int) -> str:
    """The title as a narrow listing shows it."""
    return title if len(title) <= width else title[: width - 1] + "..."


def _grouped(lines: Iterable[str]) -> Iterator[tuple[bool, Iterator[str]]]:
    return groupby(lines, key=lambda line: line.startswith("|"))


def _paragraph(line: str, paragraph: str) -> str:
    if line.startswith(">"):
        return f'<p style="text-align: right;">{escape(line[1:])}</p>'
    text = escape(line)
    return paragraph.format(f"<strong>{text}</strong>" if _is_heading(line) else text)


def _is_heading(line: str) -> bool:
    return line[1:2] == "、" and line[0] in "一二三四五六七八九十" and len(line) < 24


def _table(rows: Iterable[str]) -> str:
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells(row)) + "</tr>\n"
        for row in rows
    )
    return f'<table border="1" cellspacing="0" width="100%">\n<tbody>\n{body}</tbody>\n</table>'
