"""大汉 JCMS: `/art/2023/5/6/art_1234_N.html`; listings of `<recordset>`s and a POST for more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from portal_spider.demo.dialects.base import Listings, Near, file_list, near_links, text_of
from portal_spider.demo.markup import article_tags, breadcrumb, frame, template
from portal_spider.demo.model import NAME, Article, FileLink, Row, Section

PARAGRAPH = (
    '<p style="text-indent: 2em;"><span style="font-family: 宋体; font-size: 16px;">{}</span></p>'
)
DATA_PROXY = "/module/web/jpage/dataproxy.jsp"
WEB_ID, UNIT_ID = "37", "5678"
PAGES_PER_BLOCK = 3


class Jcms:
    """The first block of records lies in the page; later ones come from `DATA_PROXY`."""

    def article_path(self, article: Article) -> str:
        """`/art/2023/5/6/art_1234_N.html`: month and day without leading zeros."""
        day = article.published
        column = _column(article.section)
        return f"/art/{day.year}/{day.month}/{day.day}/art_{column}_{article.number}.html"

    def file_path(self, article: Article, link: FileLink) -> str:
        """`/module/download/downfile.jsp?filename=FILE`."""
        return f"/module/download/downfile.jsp?classid=0&filename={link.file}"

    def shown_time(self, article: Article) -> str:
        """With minutes."""
        return article.published.isoformat(timespec="minutes")

    def article_page(self, article: Article, near: Near) -> str:
        """The article's page."""
        time = f"{article.published:%Y-%m-%d %H:%M}"
        info = [
            f"发布时间：{time}",
            f"来源：{article.source}" if article.source else "",
            "浏览量：",
        ]
        links = [(self.file_path(article, link), link.name) for link in article.files]
        editor = f"<p>责任编辑：{article.editor}</p>" if article.editor else ""
        main = template("jcms").substitute(
            crumbs=f"您现在的位置：{breadcrumb(article.section)} &gt; 信息内容",
            title=escape(article.title),
            info="".join(f"<td>{escape(part)}</td>" for part in info if part),
            body=text_of(article, PARAGRAPH),
            files=file_list(links, "附件下载：") + editor,
            near=near_links(near),
        )
        tags = article_tags(article, time)
        return frame(title=f"{NAME} {article.section.name} {article.title}", main=main, head=tags)

    def listings(self, section: Section, rows: Sequence[Row]) -> Listings:
        """One page, and an endpoint that answers `startrecord`, `endrecord`."""
        block = rows[: section.per_page * PAGES_PER_BLOCK]
        column = _column(section)
        parameters = (
            f"{{col:1,appid:1,webid:{WEB_ID},path:'/',columnid:{column},sourceContentType:1,"
            f"unitid:'{UNIT_ID}',webname:'{NAME}',permissiontype:0}}"
        )
        main = (
            f'<div class="position">您现在的位置：{breadcrumb(section)}</div>\n'
            f'<div id="{UNIT_ID}" class="list"><script type="text/xml">'
            f"{_datastore(block, len(rows))}</script></div>\n"
            f'<script>\njQuery(function(){{ jQuery("#{UNIT_ID}").jpage({{'
            f"totalRecord:{len(rows)}, perPage:{section.per_page}, groupSize:{PAGES_PER_BLOCK}, "
            f"proxyUrl:'{DATA_PROXY}', ajaxParam:{parameters} }}); }});\n</script>\n"
            f"<noscript>您的浏览器不支持脚本</noscript>"
        )
        page = frame(title=f"{NAME} {section.name}", main=main)

        def answer(params: Mapping[str, str]) -> str:
            if params.get("columnid") != column:
                return _datastore((), 0)
            first, last = (int(params.get(key, "0")) for key in ("startrecord", "endrecord"))
            return _datastore(rows[max(0, first - 1) : last], len(rows))

        return Listings(pages={f"{section.path}index.html": page}, endpoints={DATA_PROXY: answer})


def _column(section: Section) -> str:
    return section.path.strip("/").rpartition("col")[2]


def _datastore(rows: Sequence[Row], total: int) -> str:
    records = "".join(
        f"<record><![CDATA[<li><a href='{escape(row.href)}' title='{escape(row.title)}' "
        f"target='_blank'>{escape(row.title)}</a><span>{row.date:%Y-%m-%d}</span></li>]]></record>\n"
        for row in rows
    )
    count = f"<totalrecord>{total}</totalrecord>"
    return f"<datastore>{count}<recordset>\n{records}</recordset></datastore>"
