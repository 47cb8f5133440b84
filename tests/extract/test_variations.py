"""One article in the mark-up of many portals: every part of a page varied by itself and together."""

from __future__ import annotations

from itertools import cycle

import pytest
from samples.portal_pages import BODY, FOOTER, NAVIGATION, TEXTS, TITLE, URL

from portal_spider.extract import extract_page
from portal_spider.items import Page

DAY, MINUTE, OFFICE = "2026-03-05", "2026-03-05T09:30+08:00", "县农业农村局"
CRUMBS = ("首页", "政务公开", "工作动态")
CRUMB = "<div>当前位置：<a href='/'>首页</a> &gt; <a href='/a/'>政务公开</a> &gt; <a href='/a/b/'>工作动态</a> &gt; 正文</div>"
SIDEBAR = "<h3>热点新闻</h3><ul>" + "".join(
    f"<li><a href='/x/{n}.html'>全县第{n}次安全生产工作会议在县城召开</a><span>2026-03-0{n}</span></li>"
    for n in range(1, 9)
) + "</ul>"  # fmt: skip
LAYOUTS = {
    "plain": "{crumb}<div class='a'>{head}{info}{body}{tail}</div>",
    "flat": "{crumb}{head}{info}{body}{tail}",
    "tables": "<table><tr><td>{crumb}</td></tr><tr><td>{head}</td></tr><tr><td>{info}</td></tr>"
    "<tr><td><table><tr><td>{body}</td></tr></table></td></tr><tr><td>{tail}</td></tr></table>",
    "sidebar": "{crumb}<div class='l'>{sidebar}</div><div class='r'>{head}{info}{body}{tail}</div>",
    "sidebar in a table": "<table><tr><td>{sidebar}</td><td>{crumb}<table><tr><td>{head}</td></tr><tr><td>{info}</td>"
    "</tr><tr><td>{body}</td></tr></table>{tail}</td></tr></table>",
    "line above the headline": "{crumb}<div class='a'>{info}{head}{body}{tail}</div>",
    "line below the text": "{crumb}<div class='a'>{head}{body}{info}{tail}</div>",
}
HEADS = {
    "h1": f"<h1>{TITLE}</h1>",
    "div": f"<div class='t'>{TITLE}</div>",
    "font": f"<font size='5'><b>{TITLE}</b></font>",
    "two lines": f"<h2>{TITLE[:6]}<br>{TITLE[6:]}</h2>",
}
INFOS = {
    "line": (f"<div>发布时间：2026-03-05 09:30　来源：{OFFICE}　浏览次数：<i></i>次</div>", MINUTE),
    "spans": (f"<div><span>来源：{OFFICE}</span><span>时间：2026-03-05 09:30</span><a>打印</a></div>", MINUTE),
    "brackets": (f"<div>[2026-03-05]　[来源：{OFFICE}]　[字体：<a>大</a> <a>中</a> <a>小</a>]</div>", DAY),
    "numerals": (f"<div>发布日期：二○二六年三月五日　　信息来源：{OFFICE}</div>", DAY),
    "spread": (f"<div>来　　源：{OFFICE}　日　　期：2026/3/5</div>", DAY),
    "strokes": (f"<div>来源丨{OFFICE}　时间丨2026-03-05</div>", DAY),
    "list": (f"<dl><dt>发布时间：</dt><dd>2026-03-05 09:30</dd><dt>来源：</dt><dd>{OFFICE}</dd></dl>", MINUTE),
    "breaks": (f"<div>文章来源：{OFFICE}<br>发布时间：2026-03-05<br>浏览量：12</div>", DAY),
    "English": (f"<div>Time：2026-03-05 09:30　Source：{OFFICE}</div>", MINUTE),
    "no marks": (f"<div><b>信息来源</b><em>{OFFICE}</em><b>发布时间</b><em>2026-03-05 09:30</em></div>", MINUTE),
    "spaces for marks": (f"<div>来源 {OFFICE}　时间 2026-03-05</div>", DAY),
    "cells": (f"<table><tr><td>发布时间</td><td>2026-03-05</td><td>来源</td><td>{OFFICE}</td></tr></table>", DAY),
    "list without marks": (f"<ul><li><em>发布时间</em><span>2026-03-05</span></li><li><em>信息来源</em><span>{OFFICE}</span></li></ul>", DAY),
    "a year apart": (f"<div><b>2026</b> <i>03</i>/<i>05</i> <i>09:30</i> 来源：{OFFICE}</div>", MINUTE),
    "issuer": (f"<div>发布机构：{OFFICE}　发布时间：2026年03月05日 09:30　访问量：[12]</div>", MINUTE),
}  # fmt: skip
UNMARKED = {"no marks", "spaces for marks", "cells", "list without marks"}
BODIES = {
    "p": f"<div>{BODY}</div>",
    "br": "<div>" + "<br><br>".join(f"　　{text}" for text in TEXTS) + "</div>",
    "div": "<div>" + "".join(f"<div><span>{text}</span></div>" for text in TEXTS) + "</div>",
}
TITLE_TAGS = {
    "own": f"<title>{TITLE}-某县人民政府</title>",
    "site": "<title>某县人民政府</title>",
    "none": "",
}


def read(
    layout: str = LAYOUTS["plain"],
    *,
    head: str = HEADS["h1"],
    info: str = INFOS["line"][0],
    body: str = BODIES["p"],
    tail: str = "",
    tag: str = TITLE_TAGS["own"],
    crumb: str = CRUMB,
) -> Page:
    main = layout.format(crumb=crumb, head=head, info=info, body=body, tail=tail, sidebar=SIDEBAR)
    page = f"<html><head>{tag}</head><body><ul>{NAVIGATION}</ul>{main}{FOOTER}</body></html>"
    return extract_page(page.encode(), URL)


@pytest.mark.parametrize("tag", TITLE_TAGS)
@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_part_of_an_article(layout: str, head: str, tag: str) -> None:
    infos = [
        INFOS[name] for name in INFOS if layout != "line below the text" or name not in UNMARKED
    ]
    for (info, date), body in zip(infos, cycle(BODIES.values()), strict=False):
        page = read(LAYOUTS[layout], head=HEADS[head], info=info, body=body, tag=TITLE_TAGS[tag])
        found = (page.kind, page.title, page.published_at, page.source, page.breadcrumb)
        assert found == ("article", TITLE, date, OFFICE, CRUMBS), info
        assert page.paragraphs == TEXTS, info


@pytest.mark.parametrize(
    ("line", "byline"),
    [
        ("（记者 张小山 通讯员 李四海）", {"记者": ("张小山",), "通讯员": ("李四海",)}),
        ("文/图 张小山", {"文/图": ("张小山",)}),
        ("（文/张小山 图/李四海）", {"文": ("张小山",), "图": ("李四海",)}),
        ("供稿：县农业农村局", {"供稿": ("县农业农村局",)}),
        ("编辑：张小山　审核：李四海", {"编辑": ("张小山",), "审核": ("李四海",)}),
        ("一审 | 张小山　二审 | 李四海", {"一审": ("张小山",), "二审": ("李四海",)}),
        ("【编辑：张小山】【审核：李四海】", {"编辑": ("张小山",), "审核": ("李四海",)}),
        ("责任编辑：张小山 打印 关闭", {"责任编辑": ("张小山",)}),
        ("【我要纠错】责任编辑：张小山", {"责任编辑": ("张小山",)}),
        ("本报记者 张小山 通讯员 李四海", {"本报记者": ("张小山",), "通讯员": ("李四海",)}),
        ("供稿：张小山（综合科）", {"供稿": ("张小山",)}),
        ("通讯员：张小山 摄影报道", {"通讯员": ("张小山",)}),
        ("采写 | 纪云岚(lán)", {"采写": ("纪云岚",)}),
    ],
)
def test_credits_behind_the_text(line: str, byline: dict[str, tuple[str, ...]]) -> None:
    page = read(body=f"<div>{BODY}<p>{line}</p></div>")
    assert {credit.role: credit.names for credit in page.byline} == byline
    assert page.paragraphs == TEXTS


@pytest.mark.parametrize(
    ("line", "byline"),
    [
        ("<p class='author'>本报记者 张小山</p>", {"本报记者": ("张小山",)}),
        ("<div><span>作者：张小山</span><span>2026-03-05</span></div>", {"作者": ("张小山",)}),
    ],
)
def test_credits_between_headline_and_text(line: str, byline: dict[str, tuple[str, ...]]) -> None:
    page = read(info=INFOS["line"][0] + line)
    assert {credit.role: credit.names for credit in page.byline} == byline
    assert page.paragraphs == TEXTS


@pytest.mark.parametrize(
    "crumb",
    [
        "您的位置：首页 - 政务公开 - 工作动态",
        "所在位置：<a>首页</a> / <a>政务公开</a> / <a>工作动态</a>",
        "<ul><li>当前位置：</li><li><a>首页</a></li><li><a>政务公开</a></li><li><a>工作动态</a></li></ul>",
        "当前位置：<a>首页</a><img src='x.gif'> <a>政务公开</a><img src='x.gif'> <a>工作动态</a>",
        "当 前 位 置：<a>首页</a>&gt;<a>政务公开</a>&gt;<a>工作动态</a>",
        "【当前位置】<a>首页</a>&gt;<a>政务公开</a>&gt;<a>工作动态</a>",
        "<table><tr><td>当前位置：</td><td><a>首页</a>&gt;<a>政务公开</a>&gt;<a>工作动态</a></td></tr></table>",
        "<p class='position'><a>首页</a><img src='x.gif'><a>政务公开</a><img src='x.gif'><a>工作动态</a></p>",
        "<p class='position'><i></i><a>首页</a><i>|</i><a>政务公开</a><i>|</i><a>工作动态</a></p>",
        "站内导航：<a>首页</a> > <a>政务公开</a> > <a>工作动态</a> > 查看内容",
        "<a>首页</a>∙<a>政务公开</a>∙<a>工作动态</a>∙阅读信息",
        "<a>首页</a> - <a>政务公开</a> - <a>工作动态</a> - 详细信息",
    ],
)
def test_breadcrumbs(crumb: str) -> None:
    assert read(crumb=f"<div>{crumb}</div>").breadcrumb == CRUMBS


@pytest.mark.parametrize(
    "crumb",
    [
        "<div class='path'><span><a href='/'>某县网</a>&gt;&gt;<a href='/a/'>农业</a></span></div>",
        "<div><a href='/'>某县网</a> &gt; <a href='/a/'>农业</a> &gt; 正文</div><p>今日天气</p><p>多云</p>",
        "<p><a href='/'>某县网</a> &gt; <a href='/a/'>农业</a></p>",
    ],
)
def test_a_breadcrumb_that_begins_with_the_sites_name(crumb: str) -> None:
    assert read(crumb=crumb).breadcrumb == ("某县网", "农业")


def test_links_with_arrows_far_from_the_headline_are_no_breadcrumb() -> None:
    more = (
        "<div><a href='/a/'>要闻</a> &gt; <a href='/b/'>公告</a></div><p>一</p><p>二</p><p>三</p>"
    )
    assert read(crumb=more).breadcrumb == ()


def test_a_menu_with_strokes_is_no_breadcrumb() -> None:
    menu = (
        "<div><a href='/'>首页</a> | <a href='/a/'>政务公开</a> | <a href='/b/'>办事服务</a></div>"
    )
    assert read(crumb=menu).breadcrumb == ()


def test_the_heading_of_a_section_is_no_headline() -> None:
    page = read(
        crumb=CRUMB.replace(" &gt; 正文", "") + "<h2>工作动态</h2>",
        head=HEADS["div"],
        tag="<title>工作动态_某县人民政府</title>",
    )
    assert (page.title, page.breadcrumb) == (TITLE, CRUMBS)


@pytest.mark.parametrize(
    ("tag", "sub"), [("p", "——全县农业工作又上台阶"), ("h3", "全县农业工作又上台阶")]
)
def test_a_sub_headline_is_the_first_paragraph(tag: str, sub: str) -> None:
    page = read(head=f"{HEADS['h1']}<{tag}>{sub}</{tag}>")
    assert (page.title, page.paragraphs) == (TITLE, (sub, *TEXTS))


@pytest.mark.parametrize(
    ("tag", "title"), [("h1", "own"), ("h2", "own"), ("h1", "site"), ("h1", "none")]
)
def test_a_headline_that_is_a_link(tag: str, title: str) -> None:
    head = f"<{tag}><a href='./t1.html'>{TITLE}</a></{tag}>"
    assert read(head=head, tag=TITLE_TAGS[title]).title == TITLE


def test_the_headline_of_the_title_tag_behind_the_sites_name() -> None:
    page = read(head="", info="", tag=f"<title>某县农业农村局-新闻中心-{TITLE}</title>")
    assert page.title == TITLE


def test_how_often_a_text_was_read_in_a_cell_of_its_own() -> None:
    cells = f"<td>来源：</td><td>{OFFICE}</td><td>发布时间：</td><td>2026-03-05</td><td>阅读：</td><td>12</td>"
    page = read(info=f"<table><tr>{cells}</tr></table>", body=f"<p>{TEXTS[0]}</p>")
    assert (page.source, page.paragraphs) == (OFFICE, TEXTS[:1])


@pytest.mark.parametrize("tag", TITLE_TAGS)
def test_a_headline_with_the_line_about_it_behind(tag: str) -> None:
    head = f"<h1>{TITLE}<small>2026-03-05 09:30　来源：{OFFICE}</small></h1>"
    page = read(head=head, info="", tag=TITLE_TAGS[tag])
    found = (page.title, page.published_at, page.source, page.paragraphs)
    assert found == (TITLE, MINUTE, OFFICE, TEXTS)


def test_a_headline_that_states_an_hour() -> None:
    title = "直播预告：2026-03-05 09:30 全县春耕备耕工作推进会"
    page = read(
        head=f"<h1>{title}</h1>", tag=f"<title>{title}</title>", info="<div>2026-03-04</div>"
    )
    assert (page.title, page.published_at) == (title, "2026-03-04")


def test_a_headline_that_a_script_writes() -> None:
    script = f"<h2><script>document.write('{TITLE}')</script></h2>"
    tag = f"<title>某县</title><meta name='ArticleTitle' content='{TITLE}'>"
    page = read(head=script, body=f"<div><p>一、总体要求</p>{BODY}</div>", tag=tag)
    assert (page.title, page.paragraphs) == (TITLE, ("一、总体要求", *TEXTS))


@pytest.mark.parametrize(
    ("line", "source", "byline"),
    [
        ("来源：县报 记者 张小山　2026-03-05", "县报", {"记者": ("张小山",)}),
        ("2026-03-05 来源：县报　作者 张小山", "县报", {"作者": ("张小山",)}),
        ("2026-03-05 来源：本站", "本站", {}),
        ("2026-03-05 来源：某县图书馆", "某县图书馆", {}),
        ("来源：《某县日报》（2026年3月5日 第1版）", "《某县日报》", {}),
        ("来源：县报 北京时间2026-03-05 09:30", "县报", {}),
    ],
)
def test_sources(line: str, source: str, byline: dict[str, tuple[str, ...]]) -> None:
    page = read(info=f"<div>{line}</div>")
    assert page.source == source
    assert {credit.role: credit.names for credit in page.byline} == byline


@pytest.mark.parametrize("layout", ["plain", "flat"])
def test_when_a_meeting_takes_place_is_of_the_text(layout: str) -> None:
    when = ("时间：2026年3月8日", "地点：县政务中心")
    body = "".join(f"<p>{line}</p>" for line in when) + BODY
    page = read(LAYOUTS[layout], body=f"<div>{body}</div>")
    assert (page.published_at, page.paragraphs) == (MINUTE, (*when, *TEXTS))


def test_a_day_without_its_year_where_the_address_agrees() -> None:
    assert read(info="<div>发布时间：03-05 09:30</div>").published_at == MINUTE
    assert read(info="<div>发布时间：03-04 09:30</div>").published_at == DAY


def test_a_note_on_the_data_is_of_the_text() -> None:
    note = "资料来源：本公报中的价格数据来自县统计局年报。"
    page = read(body=f"<div>{BODY}<p>{note}</p></div>")
    assert (page.source, page.paragraphs) == (OFFICE, (*TEXTS, note))


def test_a_numbered_line_that_names_a_source_is_of_the_text() -> None:
    lines = "<p>一、时间：三月八日上午</p><p>二、来源：各乡镇推荐</p>"
    page = read(body=f"<div>{BODY}{lines}</div>")
    assert page.paragraphs == (*TEXTS, "一、时间：三月八日上午", "二、来源：各乡镇推荐")
    assert page.source == OFFICE


TABLE = "<table><tr><td>编号</td><td>名称</td><td>备注</td></tr><tr><td>1</td><td>河口水库</td><td>——</td></tr></table>"


@pytest.mark.parametrize("layout", ["plain", "tables"])
def test_a_table_of_data_stays_in_its_place(layout: str) -> None:
    first, *others = TEXTS
    rest = "".join(f"<p>{text}</p>" for text in others)
    page = read(LAYOUTS[layout], body=f"<div><p>{first}</p>{TABLE}{rest}</div>")
    assert page.paragraphs == (first, "编号\t名称\t备注", "1\t河口水库\t——", *others)
    assert page.fields == {}


FILE = "<a href='/system/_content/download.jsp?urltype=news&wbfileid=12'>项目清单</a>"


@pytest.mark.parametrize("layout", LAYOUTS)
def test_files_listed_behind_the_text(layout: str) -> None:
    page = read(LAYOUTS[layout], tail=f"<div><p>相关附件：</p><ul><li>{FILE}</li></ul></div>")
    assert [file.name for file in page.attachments] == ["项目清单"]
    assert page.paragraphs == TEXTS


@pytest.mark.parametrize(
    "line",
    [
        "附件【{link}】已下载<span>12</span>次",
        "附件1：{link}(23KB)",
        "附件：<a href='javascript:;' onclick=\"downLoad('/files/12.pdf')\">清单</a>",
        "附件：<a href='/api/files/12'>清单.pdf</a>",
    ],
)
def test_lines_of_files(line: str) -> None:
    page = read(body=f"<div>{BODY}<p>{line.format(link=FILE)}</p></div>")
    assert len(page.attachments) == 1
    assert page.paragraphs == TEXTS


def test_files_that_a_script_lists() -> None:
    links = '<a href="./P01.doc">附件1.doc</a><br><a href="./P02.xls">附件2.xls</a>'
    other = '<a href="./t1.html">全县春耕备耕工作</a>'
    page = read(tail=f"<script>var hasFJ='{links}'; var next = '{other}';</script>")
    assert [file.name for file in page.attachments] == ["附件1.doc", "附件2.xls"]
    assert page.attachments[0].url == "http://www.example.gov.cn/zwgk/gzdt/202603/P01.doc"


def test_a_line_that_announces_files_is_no_text() -> None:
    page = read(body=f"<div>{BODY}<p>附件：</p><p>1.{FILE}</p></div>")
    assert (len(page.attachments), page.paragraphs) == (1, TEXTS)


@pytest.mark.parametrize(
    "lines",
    [
        ("主办单位：县农业农村局", "承办单位：河口镇人民政府"),
        ("联系电话：0700-1234567", "地址：人民路2号"),
        ("记者从市政务服务局获悉，12345政务服务便民热线本季度受理诉求六千件。",),
    ],
)
def test_what_a_notice_ends_in_is_not_the_footer(lines: tuple[str, ...]) -> None:
    ending = "".join(f"<p>{line}</p>" for line in lines)
    assert read(body=f"<div>{BODY}{ending}</div>").paragraphs == (*TEXTS, *lines)


def test_headings_that_read_like_those_of_related_pages_stay() -> None:
    first, *others = TEXTS
    rest = "".join(f"<p>{text}</p>" for text in others)
    page = read(body=f"<div><p>{first}</p><p><b>相关政策</b></p>{rest}</div>")
    assert page.paragraphs == (first, "相关政策", *others)


@pytest.mark.parametrize(
    "tail",
    [
        "<p>下一篇：<a href='/1.html'>倒计时一天！全县春播即将开始。</a></p>",
        "<p>相关解读：<a href='/1.html'>一图读懂春耕备耕工作方案</a></p>",
        "<p><a href='#'>已收藏</a></p>",
        "<p>打开微信，点击底部的“发现”，使用“扫一扫”即可将网页分享至朋友圈。</p>",
        "<p>× 用微信“扫一扫”，点击右上角分享按钮，即可将网页分享给您的微信好友或朋友圈</p>",
        "<p>友情链接</p>",
        "<p>【网站声明】本网站所刊载的文章，版权属原作者所有。</p>",
        "<p>打印 字体： 放大 正常 缩小 分享</p>",
        "<p>小字号</p>",
        "<p><a href='#'>A+</a> <a href='#'>A-</a></p>",
    ],
)
def test_what_portals_put_behind_the_text(tail: str) -> None:
    assert read(body=f"<div>{BODY}{tail}</div>").paragraphs == TEXTS


def test_a_short_text_among_a_page_of_links() -> None:
    menu = "".join(f"<li><a href='/{n}/'>第{n}乡镇人民政府</a></li>" for n in range(30))
    data = f'<script>var menu = {{content: "<ul>{menu}</ul>"}};</script>'
    names = f"<div>{'、'.join(f'第{n}局' for n in range(40))}</div>"
    page = read(LAYOUTS["flat"], body=f"<p>{TEXTS[0]}</p>", tail=f"<ul>{menu}</ul>{names}{data}")
    assert page.paragraphs == TEXTS[:1]


def test_a_heading_over_links_behind_a_short_text_is_none_of_it() -> None:
    links = "".join(f"<li><a href='/{n}'>第{n}乡镇春耕备耕观察报告</a></li>" for n in (1, 2))
    tail = f"<p>【纠错】【责任编辑：张小山】</p><h3>深度观察</h3><ul>{links}</ul>"
    page = read(LAYOUTS["flat"], body=f"<p>{TEXTS[0]}</p>", tail=tail)
    assert page.paragraphs == TEXTS[:1]
    assert [credit.names for credit in page.byline] == [("张小山",)]


def test_cells_of_a_line_about_a_short_text() -> None:
    cells = (
        "<td>字号 大 中 小</td><td>文章来源：</td><td>县农业农村局</td><td>2026-03-05 09:30</td>"
    )
    page = read(
        "<table>{crumb}<tr><td>{head}</td></tr>{info}<tr><td>{body}</td></tr></table>",
        info=f"<tr>{cells}</tr>",
        body=f"<p>{TEXTS[0]}</p>",
    )
    assert (page.published_at, page.source, page.paragraphs) == (MINUTE, OFFICE, TEXTS[:1])


def test_a_headline_repeated_in_a_flat_page_stays() -> None:
    page = read(LAYOUTS["flat"], body=f"<p>{TITLE}</p>{BODY}")
    assert page.paragraphs == (TITLE, *TEXTS)


def test_links_between_headline_and_text_are_none_of_it() -> None:
    menu = "".join(f"<li><a href='/{n}/'>第{n}乡镇人民政府</a></li>" for n in range(9))
    page = read(head=f"{HEADS['h1']}<ul>{menu}</ul>")
    assert (page.title, page.paragraphs) == (TITLE, TEXTS)


def test_a_breadcrumb_ends_before_the_headline() -> None:
    crumb = "<a href='/'>首页</a> &gt; <a href='/a/'>政务公开</a> &gt; <a href='/a/b/'>工作动态</a>"
    assert read("<body>{crumb}<br>{head}{info}{body}", crumb=crumb).breadcrumb == CRUMBS
    copied = f"<h1>{TITLE}</h1>{crumb}"
    assert read(crumb=copied, tag="").breadcrumb == CRUMBS


def test_the_day_of_a_speech_is_not_that_of_publication() -> None:
    page = read(head=f"{HEADS['h1']}<div>（2026年2月27日）</div>")
    assert (page.published_at, page.paragraphs) == (MINUTE, ("（2026年2月27日）", *TEXTS))
    page = read(info="<div>（2026年3月5日）</div>")
    assert page.published_at == DAY


def test_a_page_goes_on_behind_the_end_tags_of_an_included_one() -> None:
    assert read(f"</body></html>{LAYOUTS['plain']}").paragraphs == TEXTS
