"""Guangdong NFCMS: `/content/post_N.html`, listings `index.html`, then `index_2.html`."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from portal_spider.demo.dialects.base import Listings, Near, file_list, near_links, text_of
from portal_spider.demo.markup import article_tags, breadcrumb, cut, frame, template
from portal_spider.demo.model import NAME, Article, FileLink, Row, Section

PARAGRAPH = '<p style="text-indent: 2em; text-align: justify;">{}</p>'


class Guangdong:
    """Two layouts: `variant` 1 puts the source first and shows minutes, not seconds."""

    def article_path(self, article: Article) -> str:
        """`/gzdt/zwyw/content/post_N.html`."""
        return f"{article.section.path}content/post_{article.number}.html"

    def file_path(self, article: Article, link: FileLink) -> str:
        """`/attachment/0/NNN/NNNNNN/FILE`."""
        return f"/attachment/0/{article.number // 1000 % 1000}/{article.number}/{link.file}"

    def shown_time(self, article: Article) -> str:
        """With seconds or minutes, as the layout shows."""
        precision = "minutes" if article.section.variant else "seconds"
        return article.published.isoformat(timespec=precision)

    def article_page(self, article: Article, near: Near) -> str:
        """The article's page."""
        links = [(self.file_path(article, link), link.name) for link in article.files]
        variant = article.section.variant
        main = template("guangdong").substitute(
            crumbs=breadcrumb(article.section, last="" if variant else "正文"),
            title=escape(article.title),
            info=self._info(article),
            body=text_of(article, "<p>　　{}</p>" if variant else PARAGRAPH),
            files=file_list(links, "相关附件："),
            near=near_links(near),
        )
        return frame(
            title=f"{article.title} - {NAME}",
            main=main,
            head=article_tags(article, self._stamp(article)),
        )

    def _stamp(self, article: Article) -> str:
        pattern = "%Y-%m-%d %H:%M" if article.section.variant else "%Y-%m-%d %H:%M:%S"
        return article.published.strftime(pattern)

    def _info(self, article: Article) -> str:
        time, source = self._stamp(article), escape(article.source or "")
        if article.section.variant:
            parts = [f"来源：{source}" if source else "", f"发布时间：{time}", "浏览次数：-"]
        else:
            parts = [f"时间：{time}", f"来源：{source}" if source else "", "访问量：-"]
        if article.editor:
            parts.append(f"责任编辑：{article.editor}")
        return " ".join(f"<span>{part}</span>" for part in parts if part)

    def listings(self, section: Section, rows: Sequence[Row]) -> Listings:
        """`index.html` and then `index_2.html`: counted from one."""
        size = section.per_page
        last = max(1, -(-len(rows) // size))
        return Listings(
            pages={
                section.path + _name(page): self._listing(
                    section, rows[(page - 1) * size : page * size], page, last, len(rows)
                )
                for page in range(1, last + 1)
            }
        )

    def _listing(
        self, section: Section, rows: Sequence[Row], page: int, last: int, total: int
    ) -> str:
        items = "\n".join(
            f'<li><a href="{escape(row.href)}" title="{escape(row.title)}" target="_blank">'
            f"{escape(cut(row.title, 28))}</a><span>{row.date:%Y-%m-%d}</span></li>"
            for row in rows
        )
        main = (
            f'<div class="position">您当前的位置：{breadcrumb(section)}</div>\n'
            f'<ul class="list news_list">\n{items}\n</ul>\n'
            f'<div class="page">{self._pager(page, last)} 共{total}条 共{last}页</div>'
        )
        return frame(title=f"{section.name} - {NAME}", main=main)

    def _pager(self, page: int, last: int) -> str:
        numbers = [
            f"<b>{n}</b>" if n == page else f'<a href="{_name(n)}">{n}</a>'
            for n in range(1, last + 1)
        ]
        back = [f'<a class="prev" href="{_name(page - 1)}">上一页</a>'] if page > 1 else []
        on = [f'<a class="next" href="{_name(page + 1)}">下一页</a>'] if page < last else []
        ends = (
            ['<a class="first" href="index.html">首页</a>'],
            [f'<a class="last" href="{_name(last)}">尾页</a>'],
        )
        return " ".join([*ends[0], *back, *numbers, *on, *ends[1]])


def _name(page: int) -> str:
    return "index.html" if page == 1 else f"index_{page}.html"
