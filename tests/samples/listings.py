"""Listing pages made up for the tests: rows in many layouts, within what portals put around."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

HOST = "http://www.luoxia.example"
LISTING = f"{HOST}/zwgk/tzgg/index.html"

TITLES = (
    "落霞县人民政府办公室关于做好2023年防汛备汛工作的通知",
    "关于城东水厂检修停水的公告",
    "落霞县2023年第二批公益性岗位拟聘用人员公示",
    "县自然资源局国有建设用地使用权挂牌出让公告（落自然资告字〔2023〕9号）",
    "关于公开征求《落霞县养犬管理办法（征求意见稿）》意见的公告",
    "公 示",
    "落霞县卫生健康局关于开展夏季义诊活动的通知",
    "县交通运输局关于S305线柳河桥段封闭施工的通告",
    "关于2022年度企业年报公示情况的通报",
    "落霞县教育体育局2023年秋季学期中小学校历",
    "5月12日防灾减灾日宣传活动安排",
    "关于表彰2022年度先进集体和先进个人的决定",
)
DAYS = (
    "2023-06-30", "2023-06-28", "2023-06-21", "2023-06-12", "2023-06-09", "2023-05-31",
    "2023-05-26", "2023-05-22", "2023-05-18", "2023-05-11", "2023-05-06", "2023-04-27",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it should be found."""

    href: str
    title: str
    date: str

    @property
    def url(self) -> str:
        """Where the row leads to."""
        return self.href if "://" in self.href else f"{HOST}/zwgk/tzgg/{self.href}"

    @property
    def cut(self) -> str:
        """The title as a narrow column shows it."""
        return self.title if len(self.title) <= 18 else f"{self.title[:18]}..."


ROWS = tuple(
    Row(f"{day[:7].replace('-', '')}/t{day.replace('-', '')}_{8800 + number}.html", title, day)
    for number, (title, day) in enumerate(zip(TITLES, DAYS, strict=True))
)
PLAIN_ROWS = tuple(
    Row(f"content/post_{152000 + number}.html", title, day)
    for number, (title, day) in enumerate(zip(TITLES, DAYS, strict=True))
)
"""The same under addresses without a date."""

NAVIGATION = (
    ("首页", "/"), ("走进落霞", "/zjlx/"), ("政务公开", "/zwgk/"), ("办事服务", "/bsfw/"),
    ("互动交流", "/hdjl/"), ("数据开放", "/sjkf/"), ("专题专栏", "/ztzl/"),
)  # fmt: skip
SECTIONS = (
    ("通知公告", "/zwgk/tzgg/"), ("政策文件", "/zwgk/zcwj/"), ("人事信息", "/zwgk/rsxx/"),
    ("财政信息", "/zwgk/czxx/"), ("规划计划", "/zwgk/ghjh/"), ("统计信息", "/zwgk/tjxx/"),
)  # fmt: skip


def frame(main: str, *, title: str = "通知公告", farm: bool = False) -> str:
    """A whole page around `main`: header, side menu, hot list, friends, footer, perhaps a farm."""
    nav = "".join(f'<li><a href="{href}">{name}</a></li>' for name, href in NAVIGATION)
    side = "".join(f'<li><a href="{href}">{name}</a></li>' for name, href in SECTIONS)
    hot = "".join(
        f'<li><a href="/xwzx/lxyw/202306/t20230629_{7700 + n}.html" title="{escape(name)}">'
        f"{escape(name[:12])}…</a></li>"
        for n, name in enumerate(
            (
                "县委书记到柳河镇调研麦收和秋播工作",
                "落霞县入选全省首批县域商业示范县名单",
                "全县上半年经济运行分析会召开并部署工作",
                "我县三个村上榜省级传统村落名录公示",
                "落霞至云州高速公路本月底建成通车",
            )
        )
    )
    friends = "".join(
        f'<a href="http://www.{name}.example/" target="_blank">{label}人民政府</a>'
        for name, label in (("yunzhou", "云州市"), ("hechuan", "河川省"), ("liuhe", "柳河县"))
    )
    return (
        '<!DOCTYPE html><html><head><meta charset="utf-8">'
        f"<title>{title}-落霞县人民政府</title></head><body>"
        f'<div class="header"><h1>落霞县人民政府</h1><ul class="nav">{nav}</ul></div>'
        '<div class="position">当前位置：<a href="/">首页</a> &gt; <a href="/zwgk/">政务公开</a>'
        f' &gt; <a href="./">{title}</a></div>'
        f'<div class="wrap"><div class="left"><h2>政务公开</h2><ul class="menu">{side}</ul>'
        f'<div class="hot"><h3>热点新闻</h3><ul>{hot}</ul></div></div>'
        f'<div class="right">{main}</div></div>'
        f'<div class="links">{friends}</div>'
        '<div class="footer"><a href="/wzdt.html">网站地图</a><a href="/lxwm.html">联系我们</a>'
        "<p>主办：落霞县人民政府办公室</p><p>网站标识码：4499220001</p></div>"
        f"{link_farm() if farm else ''}</body></html>"
    )


def link_farm() -> str:
    """Forty links to other hosts, one below the other, with texts as long as titles."""
    lures = "".join(
        f'<li><a href="http://www.site{n}.example/app/{n}.html">某某娱乐手机版下载安装第{n}版</a></li>'
        for n in range(40)
    )
    return f'<div style="position:absolute;left:-9999px"><ul>{lures}</ul></div>'


def as_list(rows: tuple[Row, ...]) -> str:
    """The commonest layout: an item, a link, a date."""
    items = "".join(
        f'<li><a href="{row.href}" title="{escape(row.title)}">{escape(row.cut)}</a>'
        f"<span>{row.date}</span></li>"
        for row in rows
    )
    return f'<ul class="list">{items}</ul>'


def as_groups(rows: tuple[Row, ...]) -> str:
    """Lists of five, the last of one; dates in brackets, with the time, before the title."""
    return "".join(
        "<ul>"
        + "".join(
            f'<li><span>[{row.date} 09:30]</span><a href="{row.href}">{escape(row.title)}</a></li>'
            for row in rows[start : start + 5]
        )
        + "</ul>"
        for start in range(0, len(rows), 5)
    )


def as_table(rows: tuple[Row, ...]) -> str:
    """A table with two dates a row, whose headings say which is which."""
    body = "".join(
        f"<tr><td>{n}</td><td><a href='{row.href}'>{escape(row.title)}</a></td>"
        f"<td>落政办发〔2023〕{n}号</td><td>2022-01-{n:02}</td><td>{row.date}</td></tr>"
        for n, row in enumerate(rows, 1)
    )
    head = "<tr><th>序号</th><th>名称</th><th>文号</th><th>成文日期</th><th>发布日期</th></tr>"
    return f"<table>{head}{body}</table>"


def as_layout_table(rows: tuple[Row, ...]) -> str:
    """A table for every row, as pages of the 2000s have them."""
    return "".join(
        "<table width='95%'><tr><td width='20'>·</td>"
        f"<td><a href='{row.href}' target='_blank'>{escape(row.title)}</a></td>"
        f"<td align='right'>{row.date.replace('-', '/')}</td></tr></table>"
        for row in rows
    )


def as_definitions(rows: tuple[Row, ...]) -> str:
    """Title and date in elements of equal rank."""
    items = "".join(
        f"<dt><a href='{row.href}'>{escape(row.title)}</a></dt><dd>{row.date}</dd>" for row in rows
    )
    return f"<dl>{items}</dl>"


def as_flat(rows: tuple[Row, ...]) -> str:
    """No element around a row at all."""
    return "".join(
        f"<a href='{row.href}'>{escape(row.title)}</a><span>（{row.date}）</span><br>"
        for row in rows
    )


def as_split_dates(rows: tuple[Row, ...]) -> str:
    """Cards with the day in large figures over year and month, and a summary."""
    return "".join(
        f"<div class='card'><div class='time'><b>{row.date[8:]}</b><i>{row.date[:7]}</i></div>"
        f"<div class='txt'><h4><a href='{row.href}'>{escape(row.title)}</a></h4>"
        "<p>为进一步做好相关工作，现将有关事项公告如下，请遵照执行……</p></div></div>"
        for row in rows
    )


def as_blocks(rows: tuple[Row, ...]) -> str:
    """A link around the whole row: title, summary, date."""
    return "".join(
        f"<li><a href='{row.href}'><h3>{escape(row.title)}</h3>"
        "<p>为进一步规范有关工作，保障群众合法权益，根据有关规定，结合我县实际，现就有关事项通知如下，"
        "请各乡镇、各部门认真贯彻执行，抓好落实，并将落实情况于月底前报县政府办公室汇总通报。</p>"
        f"<span class='date'>{row.date}</span></a></li>"
        for row in rows
    )


def as_pictures(rows: tuple[Row, ...]) -> str:
    """A picture and a title with the same address."""
    return "".join(
        f"<div class='item'><a href='{row.href}'><img src='/images/{n}.jpg'></a>"
        f"<p class='tit'><a href='{row.href}'>{escape(row.title)}</a></p><p>{row.date}</p></div>"
        for n, row in enumerate(rows)
    )


def as_labelled(rows: tuple[Row, ...]) -> str:
    """The section's name as a link before every title, an interpretation's after some."""
    return (
        "<ul>"
        + "".join(
            "<li><a class='cat' href='/zwgk/tzgg/'>[通知公告]</a>"
            f"<a href='{row.href}'>{escape(row.title)}</a>"
            + (f"<a href='/zwgk/zcjd/202306/t20230701_{n}.html'>解读</a>" if n % 3 == 0 else "")
            + f"<em>{row.date.replace('-', '.')}</em></li>"
            for n, row in enumerate(rows)
        )
        + "</ul>"
    )


def as_buttons(rows: tuple[Row, ...]) -> str:
    """The title is text; only a button of the row is a link."""
    body = "".join(
        f"<tr><td>{escape(row.title)}</td><td>{row.date}</td>"
        f"<td><a href='{row.href}'>查看</a></td></tr>"
        for row in rows
    )
    return f"<table>{body}</table>"


def as_month_days(rows: tuple[Row, ...]) -> str:
    """Dates without their year, which the address has."""
    return (
        "<ul>"
        + "".join(
            f"<li><a href='{row.href}'>{escape(row.title)}</a><span>{row.date[5:]}</span></li>"
            for row in rows
        )
        + "</ul>"
    )


def as_hidden_dates(rows: tuple[Row, ...]) -> str:
    """A hidden date and one in a comment before the date that is shown."""
    return (
        "<ul>"
        + "".join(
            f"<li><a href='{row.href}'>{escape(row.title)}</a><!--span>2018-01-16</span-->"
            f"<span style='display:none'>2017-03-0{n % 9 + 1}</span><span>{row.date}</span></li>"
            for n, row in enumerate(rows)
        )
        + "</ul>"
    )


def as_chinese_dates(rows: tuple[Row, ...]) -> str:
    """Dates spelt with 年月日, and the visits beside them."""

    def spelt(row: Row) -> str:
        year, month, day = row.date.split("-")
        return f"{year}年{int(month)}月{int(day)}日"

    return "".join(
        f"<p><a href='{row.href}'>{escape(row.title)}</a> 来源：县政府办 "
        f"发布时间：{spelt(row)} 浏览次数：{n * 7}</p>"
        for n, row in enumerate(rows)
    )


def as_dates_inside(rows: tuple[Row, ...]) -> str:
    """The date inside the link, the title cut without a sign of it."""
    return (
        "<ul>"
        + "".join(
            f"<li><a href='{row.href}' title='{escape(row.title)}'><i>{row.date}</i>"
            f"{escape(row.title[:14])}</a></li>"
            for row in rows
        )
        + "</ul>"
    )


def as_years_apart(rows: tuple[Row, ...]) -> str:
    """Month and day over the year."""
    return "".join(
        f"<div class='row'><span class='t'><strong>{row.date[5:]}</strong>{row.date[:4]}</span>"
        f"<a href='{row.href}'>{escape(row.title)}</a></div>"
        for row in rows
    )


def as_stripes(rows: tuple[Row, ...]) -> str:
    """Every other row of another class, a rule after every fifth."""
    return (
        "<div class='con'>"
        + "".join(
            f"<div class='{'odd' if n % 2 else 'even'} row{n}'>"
            f"<a href='{row.href}'>{escape(row.title)}</a>"
            f"<span>{row.date}</span></div>" + ("<div class='line'></div>" if n % 5 == 4 else "")
            for n, row in enumerate(rows)
        )
        + "</div>"
    )


def as_dates_first(rows: tuple[Row, ...]) -> str:
    """No element around a row, and the date before the link."""
    return "<p>最新发布</p>" + "".join(
        f"<span>{row.date}</span> <a href='{row.href}'>{escape(row.title)}</a><br>" for row in rows
    )


def as_signed(rows: tuple[Row, ...]) -> str:
    """The office that published a row, and a file of some, as links beside the title."""
    return "".join(
        f"<li><a href='{row.href}'>{escape(row.title)}</a>"
        + (
            f"<a href='./P0202306{n:02}.pdf'>附件：有关名单和申报表（样式）</a>"
            if n % 4 == 1
            else ""
        )
        + f"<a href='/bm/xfb{n % 3}/'>落霞县人民政府办公室文电科</a><i>{row.date}</i></li>"
        for n, row in enumerate(rows)
    )


def as_table_published_first(rows: tuple[Row, ...]) -> str:
    """A table whose last date is that of writing."""
    body = "".join(
        f"<tr><td><a href='{row.href}'>{escape(row.title)}</a></td>"
        f"<td>{row.date}</td><td>2022-01-{n:02}</td></tr>"
        for n, row in enumerate(rows, 1)
    )
    head = "<tr><td>信息名称</td><td>发布日期</td><td>生成日期</td></tr>"
    return f"<table>{head}{body}</table>"


LAYOUTS = {
    layout.__name__: layout
    for layout in (
        as_list, as_groups, as_table, as_layout_table, as_definitions, as_flat, as_split_dates,
        as_blocks, as_pictures, as_labelled, as_buttons, as_month_days, as_hidden_dates,
        as_chinese_dates, as_dates_inside, as_years_apart, as_stripes,
        as_dates_first, as_signed, as_table_published_first,
    )
}  # fmt: skip
