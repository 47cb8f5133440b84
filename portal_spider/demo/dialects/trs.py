"""TRS WCM: `/202310/t20231012_N.html`, listings paged by `createPageHTML(total, current, …)`."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from portal_spider.demo.dialects.base import Listings, Near, file_list, near_links, text_of
from portal_spider.demo.markup import article_tags, breadcrumb, cut, frame, template
from portal_spider.demo.model import NAME, Article, FileLink, Row, Section


class Trs:
    """Two layouts: `variant` 1 writes the date in Chinese and lists with split dates."""

    def article_path(self, article: Article) -> str:
        """`/zwgk/tzgg/202310/t20231012_N.html`."""
        day = article.published
        return f"{article.section.path}{day:%Y%m}/t{day:%Y%m%d}_{article.number}.html"

    def file_path(self, article: Article, link: FileLink) -> str:
        """`P0YYYYMMDD….xls`, in the folder of the article."""
        folder = self.article_path(article).rpartition("/")[0]
        return f"{folder}/{link.file}"

    def shown_time(self, article: Article) -> str:
        """The day; `variant` 1 shows minutes."""
        if article.section.variant:
            return article.published.isoformat(timespec="minutes")
        return article.published.date().isoformat()

    def article_page(self, article: Article, near: Near) -> str:
        """The article's page."""
        main = template("trs").substitute(
            crumbs=f"当前位置：{breadcrumb(article.section, separator=' &gt;&gt; ')}",
            title=escape(article.title),
            info=self._info(article),
            body=text_of(article, "<p>　　{}</p>"),
            files=file_list([(f"./{link.file}", link.name) for link in article.files], "附件："),
            near=near_links(near, "上一条：", "下一条："),
        )
        pattern = "%Y-%m-%d %H:%M" if article.section.variant else "%Y-%m-%d"
        tags = article_tags(article, article.published.strftime(pattern))
        return frame(title=f"{article.title}_{NAME}", main=main, head=tags)

    def _info(self, article: Article) -> str:
        if article.section.variant:
            time = f"{article.published:%Y年%m月%d日 %H:%M}"
            parts = [time, f"来源：{article.source}" if article.source else ""]
        else:
            time = f"发布日期：{article.published:%Y-%m-%d}"
            parts = [f"信息来源：{article.source}" if article.source else "", time]
        if article.editor:
            parts.append(f"编辑：{article.editor}")
        return "　".join(escape(part) for part in parts if part)

    def listings(self, section: Section, rows: Sequence[Row]) -> Listings:
        """`index.html` and then `index_1.html`: counted from zero, by a script only."""
        size = section.per_page
        count = max(1, -(-len(rows) // size))
        row_html = self._split_row if section.variant else self._row
        pages = {}
        for page in range(count):
            items = "\n".join(row_html(row) for row in rows[page * size : (page + 1) * size])
            main = (
                f'<div class="path">当前位置：{breadcrumb(section, separator=" &gt;&gt; ")}</div>\n'
                f'<ul class="list">\n{items}\n</ul>\n'
                f'<div class="page"><script>createPageHTML({count}, {page}, "index", "html");'
                "</script></div>"
            )
            name = f"index_{page}.html" if page else "index.html"
            pages[section.path + name] = frame(
                title=f"{section.name}_{NAME}",
                main=main,
            )
        return Listings(pages=pages)

    def _row(self, row: Row) -> str:
        return (
            f'<li><span class="fr">[{row.date:%Y-%m-%d}]</span>'
            f'<a href="{self._href(row)}" title="{escape(row.title)}">'
            f"{escape(cut(row.title, 30))}</a></li>"
        )

    def _split_row(self, row: Row) -> str:
        return (
            f'<li><div class="fr"><i>{row.date:%d}</i><em>{row.date:%Y-%m}</em></div>'
            f'<a href="{self._href(row)}" target="_blank">{escape(row.title)}</a></li>'
        )

    def _href(self, row: Row) -> str:
        """Relative to the listing, as TRS writes it, where the target lies in its folder."""
        if row.article is None:
            return escape(row.href)
        section = row.article.section
        if section.dialect != "trs":
            return row.href
        return "./" + row.href.removeprefix(section.path)
