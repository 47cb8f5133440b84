"""Headlines that neither tags nor `<title>` state: told by how and where they stand."""

from __future__ import annotations

import pytest
from samples.portal_pages import BODY, CRUMB, FOOTER, NAVIGATION, TEXTS, TITLE

from portal_spider.extract import extract_page
from portal_spider.items import Page

DAY, OFFICE = "2026-03-05", "县农业农村局"
INFO = f"来源：{OFFICE}　发布时间：{DAY}　点击：12"
ROWS = "".join(
    f"<tr><td>·<a href='show.asp?id={number}'>{text}</a>[{day}]</td></tr>"
    for number, (text, day) in enumerate(
        [
            ("全县植树造林现场会召开", "2026-03-01"),
            ("县医院新院区主体工程封顶", "2026-02-26"),
            ("乡镇卫生院开展义诊活动", "2026-02-20"),
            ("城区供水工程开工建设", "2026-02-11"),
        ]
    )
)
SIDE = f"<table><tr><td><b>最新动态</b></td></tr>{ROWS}</table>"
NEIGHBOURS = "<p>上一篇：<a href='11.htm'>全县森林防火工作会议召开</a></p>"


def read(main: str, *, title: str = "工作动态", crumb: str = CRUMB, above: str = "") -> Page:
    menu = "".join(f"<td>{item}</td>" for item in NAVIGATION.split("<li>"))
    head = f"<head><meta charset='utf-8'><title>{title}</title></head>"
    table = f"<table><tr>{menu}</tr></table>"
    page = f"<html>{head}<body>{table}{above}{crumb}{main}{FOOTER}</body></html>"
    return extract_page(page.encode(), "http://www.example.gov.cn/show.asp?id=12")


HEADLINES = {
    "a cell": f"<tr><td align=center>{TITLE}</td></tr><tr><td align=center>{INFO}</td></tr>",
    "large type in a paragraph": f"<tr><td><p align=center><b><font size=5>{TITLE}</font></b></p>"
    f"<p align=center>{INFO}</p></td></tr>",
    "two lines": f"<tr><td align=center><font size=4>{TITLE[:6]}<br>{TITLE[6:]}</font></td></tr>"
    f"<tr><td>{INFO}</td></tr>",
    "the same cell as the line about it": f"<tr><td><span style='font-size:20px'>{TITLE}</span><br>"
    f"<br>{INFO}<hr></td></tr>",
    "named spans": f"<tr><td><div><span id='lblTitle'>{TITLE}</span></div><div>{INFO}</div></td></tr>",
    "the line about it above": f"<tr><td align=right>{INFO}</td></tr>"
    f"<tr><td align=center><strong>{TITLE}</strong></td></tr>",
    "tools between": f"<tr><td>{TITLE}</td></tr><tr><td>【字体：大 中 小】【打印】</td></tr>"
    f"<tr><td>{INFO}</td></tr>",
    "a link to the page itself": f"<tr><td><a href='show.asp?id=12'>{TITLE}</a></td></tr>"
    f"<tr><td>{INFO}</td></tr>",
}


@pytest.mark.parametrize("title", ["", "某县农业信息网", "工作动态_某县人民政府", "New Page 1"])
@pytest.mark.parametrize("place", ["beside", "above", "without"])
@pytest.mark.parametrize("headline", HEADLINES)
def test_a_headline_that_nothing_states(headline: str, place: str, title: str) -> None:
    side = f"<td width=200>{SIDE}</td>" if place == "beside" else ""
    text = f"<table>{HEADLINES[headline]}<tr><td>{BODY}</td></tr></table>{NEIGHBOURS}"
    main = f"<table><tr>{side}<td>{text}</td></tr></table>"
    page = read(main, title=title, above=SIDE if place == "above" else "")
    assert (page.kind, page.title) == ("article", TITLE)
    assert (page.published_at, page.source, page.paragraphs) == (DAY, OFFICE, TEXTS)


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("<div style='font-size:14px'>抢农时　备物资　稳面积</div>", ""),
        ("", "<div style='text-align:center'>——种粮大户吃上定心丸</div>"),
        ("", "<div class='st'>种子化肥农机具储备充足</div>"),
        ("<div>要闻聚焦</div>", ""),
        ("<div align=center>某县人民政府公报　2026年第3期</div>", ""),
        ("<div align=center><font size=6>某县农业农村局文件</font></div>", ""),
        (
            "<div align=center><font size=4>农为邦本　本固邦宁</font></div><p><a href='1'>政务</a></p>",
            "",
        ),
    ],
)
def test_lines_beside_the_headline_that_are_none(above: str, below: str) -> None:
    headline = f"<div align=center><b style='font-size:20px'>{TITLE}</b></div>"
    page = read(f"{above}{headline}{below}<div>{INFO}</div><div>{BODY}</div>", crumb="")
    assert (page.title, page.published_at) == (TITLE, DAY)
    assert page.paragraphs[-len(TEXTS) :] == TEXTS


def test_the_first_line_of_a_text_in_large_type_is_no_headline() -> None:
    first = "<p align=center><font size=5>某县春耕备耕工作方案</font></p>"
    page = read(f"<div>{TITLE}</div><div>{INFO}</div><div>{first}{BODY}</div>")
    assert (page.title, page.paragraphs) == (TITLE, ("某县春耕备耕工作方案", *TEXTS))


def test_names_in_a_table_of_the_text_are_no_headlines() -> None:
    rows = "".join(f"<tr><td>{n}</td><td>河口镇农技推广站</td></tr>" for n in range(1, 30))
    page = read(f"<div>{TITLE}</div><div>{INFO}</div><table>{rows}</table>")
    assert (page.title, len(page.paragraphs)) == (TITLE, 29)


@pytest.mark.parametrize(
    "lines",
    [
        "<p>某县人民政府办公室</p><p>关于做好春耕备耕工作的通知</p>",
        "<p>某县人民政府办公室关于做好</p><p>春耕备耕工作的通知</p>",
        "<p>某县人民政府办公室<br>关于做好春耕备耕工作的通知</p>",
    ],
)
def test_a_document_named_in_lines_of_their_own(lines: str) -> None:
    page = read(f"<div>{lines}</div><p>{INFO}</p><div>{BODY}</div>")
    assert page.title == "某县人民政府办公室关于做好春耕备耕工作的通知"
    assert page.paragraphs == TEXTS


HEADERS = {
    "rows": "<table><tr><td>索引号：</td><td>000/2026-01</td></tr><tr><td>名称：</td><td>{}</td></tr>"
    "<tr><td>发布机构：</td><td>县农业农村局</td></tr><tr><td>发布日期：</td><td>2026-03-05</td></tr></table>",
    "items without marks": "<ul><li><b>发文机构</b><span>县农业农村局</span></li><li><b>成文日期</b>"
    "<span>2026-03-01</span></li><li><b>发布日期</b><span>2026-03-05</span></li></ul>",
}


@pytest.mark.parametrize("header", HEADERS)
def test_a_headline_below_a_policy_header(header: str) -> None:
    page = read(f"{HEADERS[header].format(TITLE)}<div>{TITLE}</div><div>{BODY}</div>")
    assert (page.title, page.published_at, page.paragraphs) == (TITLE, DAY, TEXTS)


@pytest.mark.parametrize("title", ["审查调查_清风某县", "资讯详情", "某县林业研究所"])
def test_a_title_tag_that_names_section_or_site(title: str) -> None:
    above = f"<div>{title.split('_')[0]}</div><ul><li><a href='1'>县水务局局长接受审查</a></li>"
    above += "<li><a href='2'>县粮站站长接受审查</a></li></ul>"
    footer = "<div>某县林业研究所主办　某ICP备00000000号</div>"
    page = read(
        f"<div>{TITLE}</div><p>{INFO}</p><div>{BODY}</div>{footer}", title=title, above=above
    )
    assert (page.title, page.paragraphs) == (TITLE, TEXTS)


def test_a_headline_that_begins_with_a_day() -> None:
    headline = "2026年3月5日拟批复的建设项目公示"
    page = read(f"<div>{DAY}</div><div>{headline}</div><div>{BODY}</div>")
    assert (page.title, page.published_at, page.paragraphs) == (headline, DAY, TEXTS)


def test_a_day_and_an_hour_without_a_year() -> None:
    info = f"<p><span>03-05 09:40</span><span>{OFFICE}</span></p>"
    page = read(f"<div>{TITLE}</div>{info}<div>{BODY}</div>{SIDE}", crumb="")
    assert (page.kind, page.title, page.source) == ("article", TITLE, OFFICE)
    assert page.paragraphs == TEXTS


@pytest.mark.parametrize("info", [INFO, f"来源：{OFFICE} | {DAY} | 点击：12"])
def test_a_notice_of_one_sentence_beside_long_lists(info: str) -> None:
    text = "县水务局副局长张某某涉嫌严重违纪，目前正接受纪律审查。"
    main = f"<div>县水务局副局长张某某接受审查</div><p>{info}</p><p>{text}</p>"
    page = read(f"<div>{SIDE * 3}</div><div>{main}</div>", title="审查调查")
    assert (page.kind, page.title) == ("article", "县水务局副局长张某某接受审查")
    assert (page.published_at, page.paragraphs) == (DAY, (text,))


def test_a_breadcrumb_set_apart_by_dashes_is_no_headline() -> None:
    crumb = "<p>首页-政务公开-工作动态</p>"
    page = read(f"<div>{TITLE}</div><p>{INFO}</p><div>{BODY}</div>", crumb=crumb)
    assert (page.title, page.breadcrumb) == (TITLE, ("首页", "政务公开", "工作动态"))


def test_who_issued_a_document_is_no_headline() -> None:
    rows = "<dl><dt>发布机构</dt><dd>某县人民政府办公室</dd><dt>文号</dt><dd>某政办〔2026〕3号</dd></dl>"
    headline = "某县人民政府办公室关于做好春耕备耕工作的通知"
    for title in ("政策文件", headline):
        page = read(f"{rows}<h3>{headline}</h3><p>{INFO}</p><div>{BODY}</div>", title=title)
        assert (page.title, page.published_at, page.paragraphs) == (headline, DAY, TEXTS)


@pytest.mark.parametrize("info", [f"（{DAY} 09:30 {OFFICE}）", f"{DAY} 09:30"])
def test_a_day_below_a_sub_headline(info: str) -> None:
    sub = "——全县重点工作系列报道之三"
    page = read(f"<div>{TITLE}</div><h4>{sub}</h4><div>{info}</div><div>{BODY}</div>")
    assert (page.title, page.published_at) == (TITLE, f"{DAY}T09:30+08:00")
    assert page.paragraphs == (sub, *TEXTS)


@pytest.mark.parametrize("rows", [0, 3])
def test_an_hour_behind_the_text_is_that_of_publication(rows: int) -> None:
    side = SIDE * rows
    page = read(f"<div>{TITLE}</div><div>{BODY}</div><p>（{DAY} 09:30 {OFFICE}）</p>{side}")
    assert (page.kind, page.published_at) == ("article", f"{DAY}T09:30+08:00")
    assert (page.source, page.paragraphs) == (OFFICE, TEXTS)


def test_a_section_named_above_a_line_about_the_article_above_the_headline() -> None:
    main = f"<div>工作动态</div><div>{INFO}</div><p><strong>{TITLE}</strong></p><div>{BODY}</div>"
    for title in ("工作动态", "工作动态-某县农业信息网"):
        page = read(main, title=title)
        assert (page.title, page.published_at, page.paragraphs) == (TITLE, DAY, TEXTS)


@pytest.mark.parametrize("name", ["清风某县", "某经济技术开发区"])
def test_the_sites_name_in_large_type_above_the_menu(name: str) -> None:
    banner = f"<p align=center><font size=6>{name}</font></p><p><a href='1'>首页</a> | <a href='2'>动态</a></p>"
    for title in (name, f"{name} - {TITLE}", f"{name}_工作动态"):
        page = read(
            f"{banner}<div>{TITLE}</div><div>{INFO}</div><div>{BODY}</div>"
            f"<p>主办：{name}管理办公室　某ICP备00000000号</p>",
            title=title,
            crumb="",
        )
        assert (page.title, page.paragraphs) == (TITLE, TEXTS)


def test_rows_with_their_day_weigh_nothing_beside_a_short_text() -> None:
    text = "因供电线路检修，网上办事大厅将于3月8日18时至22时暂停服务，敬请谅解。"
    main = f"<table><tr><td><div>系统维护公告</div><div>{INFO}</div><div>{text}</div></td></tr></table>"
    page = read(f"<div>{main}{SIDE}{SIDE}</div>")
    assert (page.kind, page.title, page.paragraphs) == ("article", "系统维护公告", (text,))


def test_a_headline_that_a_label_asks_for() -> None:
    rows = f"<tr><td>标题：</td><td>{TITLE}</td></tr><tr><td>作者：</td><td>张小山</td></tr>"
    rows += f"<tr><td>时间：</td><td>{DAY}</td></tr><tr><td colspan=2>{BODY}</td></tr>"
    page = read(f"<table>{rows}</table>", crumb="")
    assert (page.title, page.published_at, page.paragraphs) == (TITLE, DAY, TEXTS)


def test_icons_part_what_stands_on_their_sides() -> None:
    info = f"<i class=t></i>{DAY}<i class=e></i>345<i class=u></i>{OFFICE}"
    page = read(f"<div>{TITLE}</div><div>{info}</div><div>{BODY}</div>{SIDE}", crumb="")
    assert (page.kind, page.title, page.published_at) == ("article", TITLE, DAY)
    assert (page.source, page.paragraphs) == (OFFICE, TEXTS)


def test_months_in_a_headline_are_no_day() -> None:
    headline = "某县2026年1-6月主要经济指标"
    page = read(f"<div>{headline}</div><div>{OFFICE} {DAY}</div><div>{BODY}</div>", crumb="")
    assert (page.title, page.published_at, page.source) == (headline, DAY, OFFICE)


def test_a_section_named_above_the_headline_and_above_its_list() -> None:
    side = SIDE.replace("最新动态", "园林快讯")
    main = f"{side}<div class=tt>园林快讯</div><div class=n1>{TITLE}</div><div>{INFO}</div>"
    page = read(f"{main}<div>{BODY}</div>", title="园林快讯|某县园林局", crumb="")
    assert (page.title, page.published_at, page.paragraphs) == (TITLE, DAY, TEXTS)


def test_a_headline_behind_labels_without_values() -> None:
    labels = "".join(f"<li>{label}：</li>" for label in ("索引号", "发文机关", "主题分类"))
    page = read(f"<ul>{labels}</ul><div>{TITLE}</div><p>{INFO}</p><div>{BODY}</div>")
    assert (page.title, page.published_at, page.paragraphs) == (TITLE, DAY, TEXTS)
