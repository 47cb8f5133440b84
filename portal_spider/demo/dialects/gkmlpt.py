"""The Guangdong platform for the disclosure of information: a JSON API behind `/gkmlpt/index`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape

from portal_spider.demo.dialects.base import Listings, Near, file_list, text_of
from portal_spider.demo.markup import article_tags, breadcrumb, frame, meta_tags, template
from portal_spider.demo.model import HOME, NAME, Article, FileLink, Row, Section

SID, CATEGORY = "449001", 5
FIELDS_PER_ROW = 2


class Gkmlpt:
    """Policy documents under a header table."""

    def article_path(self, article: Article) -> str:
        """`/gkmlpt/content/9/9103/post_9103540.html`."""
        number = article.number
        return f"/gkmlpt/content/{number // 10**6}/{number // 1000}/post_{number}.html"

    def file_path(self, article: Article, link: FileLink) -> str:
        """`/attachment/0/NNN/NNNNNNN/FILE`."""
        return f"/attachment/0/{article.number // 1000}/{article.number}/{link.file}"

    def shown_time(self, article: Article) -> str:
        """The day."""
        return article.published.date().isoformat()

    def article_page(self, article: Article, near: Near) -> str:
        """The document's page; there are no links to its neighbours."""
        links = [(self.file_path(article, link), link.name) for link in article.files]
        date = self.shown_time(article)
        main = template("gkmlpt").substitute(
            crumbs=breadcrumb(article.section),
            header=_header(article),
            title=escape(article.title),
            date=date,
            source=escape(article.source or ""),
            body=text_of(article, '<p style="text-indent: 2em;">{}</p>'),
            files=file_list(links, "附件："),
            sid=SID,
            number=article.number,
        )
        return frame(title=f"{article.title} {NAME}", main=main, head=article_tags(article, date))

    def listings(self, section: Section, rows: Sequence[Row]) -> Listings:
        """The index, which lists nothing itself, and the API: its pages 0 and 1 are identical."""
        tree = [{"id": CATEGORY, "name": section.name, "post_count": len(rows), "children": []}]
        main = (
            f'<div class="position">当前位置：{breadcrumb(section)}</div>\n'
            '<div id="app"><p>正在加载……</p></div>\n'
            f"<script>window._CONFIG = {{ HOST: '{HOME}', SID: '{SID}', "
            f"TREE: {json.dumps(tree, ensure_ascii=False)} }};</script>"
        )
        head = meta_tags((("ColumnName", section.name), ("ColumnType", "政策文件")))
        pages = {"/gkmlpt/index": frame(title=f"政府信息公开 {NAME}", main=main, head=head)}
        api = f"/gkmlpt/api/all/{CATEGORY}"
        last = -(-len(rows) // section.per_page)
        for page in range(last + 2):
            start = (max(page, 1) - 1) * section.per_page
            shown = rows[start : start + section.per_page]
            pages[f"{api}?page={page}&sid={SID}"] = _api_page(section, shown, len(rows))
        return Listings(pages=pages)


def _header(article: Article) -> str:
    """Two fields to a row; the title, which is long, has its own."""
    pairs = list(article.fields.items())
    rows, row = [], ""
    for count, (label, value) in enumerate(pairs, 1):
        row += f"<td><b>{escape(label)}：</b></td><td>{escape(value)}</td>"
        if count % FIELDS_PER_ROW == 0 or count == len(pairs):
            rows.append(f"<tr>{row}</tr>")
            row = ""
    return "\n".join(rows)


def _api_page(section: Section, rows: Sequence[Row], total: int) -> str:
    articles = [
        {
            "id": row.article.number,
            "title": row.title,
            "url": HOME + row.href,
            "publisher": row.article.source,
            "document_number": row.article.fields.get("发文字号"),
            "identifier": row.article.fields.get("索引号"),
            "date": int(row.date.timestamp()),
            "created_at": f"{row.date:%Y-%m-%d %H:%M:%S}",
            "display_publish_time": int(row.date.timestamp()),
            "attachment": [link.name for link in row.article.files],
            "is_expired": 0,
            "is_abolished": 0,
        }
        for row in rows
        if row.article
    ]
    classify = {"id": CATEGORY, "name": section.name, "post_count": total}
    return json.dumps(
        {"articles": articles, "classify": classify, "total": total}, ensure_ascii=False
    )
