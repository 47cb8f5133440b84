"""Articles in the mark-up of small portals: cities, counties, bureaus, schools, old systems."""

from __future__ import annotations

import pytest
from samples.portal_pages import BODY, CRUMB, FOOTER, NAVIGATION, TEXTS, TITLE, URL

from portal_spider.extract import extract_page
from portal_spider.items import Page

DAY, OFFICE = "2026-03-05", "县农业农村局"
INFO = f"<div>发布时间：{DAY}　来源：{OFFICE}</div>"
LINKS = "".join(
    f"<li><a href='/n/{number}.html'>{text}</a></li>"
    for number, text in enumerate(
        [
            "全县植树造林现场会召开",
            "县医院新院区主体工程封顶",
            "乡镇卫生院开展义诊活动",
            "城区供水工程开工",
        ]
    )
)


def read(main: str, *, title: str = f"{TITLE}_某县人民政府", crumb: str = CRUMB) -> Page:
    head = f"<head><title>{title}</title></head>"
    page = f"<html>{head}<body><ul>{NAVIGATION}</ul>{crumb}{main}{FOOTER}</body></html>"
    return extract_page(page.encode(), URL)


@pytest.mark.parametrize(
    "text",
    [
        f"<div style='float:right'><h3>热点新闻</h3><ul>{LINKS}</ul></div>{BODY}",
        f"<p>{TEXTS[0]}</p><div><p>相关新闻</p><ul>{LINKS}</ul></div>"
        + "".join(f"<p>{text}</p>" for text in TEXTS[1:]),
        f"<p>＊＊＊＊＊＊</p>{BODY}",
    ],
)
def test_what_stands_among_the_text_and_is_none(text: str) -> None:
    page = read(f"<div><h1>{TITLE}</h1>{INFO}<div>{text}</div></div>")
    assert page.paragraphs == TEXTS


def test_buttons_with_counts_behind_the_text() -> None:
    buttons = (
        "<div>顶一下</div><div>(0)</div><div>0%</div><div>踩一下</div><div>(0)</div><div>0%</div>"
    )
    page = read(f"<div><h1>{TITLE}</h1>{INFO}<div>{BODY}</div>{buttons}<ul>{LINKS}</ul></div>")
    assert page.paragraphs == TEXTS


@pytest.mark.parametrize(
    "info",
    [
        f"2026-03-05　{OFFICE}　125",
        f"{OFFICE} 2026/3/5 阅读 125 次",
        f"【2026-03-05】 【{OFFICE}】",
        f"({DAY} {OFFICE})",
        f"<span>{OFFICE}</span><span>{DAY}</span><span>浏览：125</span>",
        f"<i></i> {DAY} &nbsp; <i></i> 125 &nbsp; <i></i> {OFFICE}",
        f"日期：2026年03月05日 {OFFICE}",
        f"发布：{OFFICE}　日期：2026.3.5　点击：125次",
        f"发布：2026-03-05　来源：{OFFICE}",
        f"更新：2026-03-05　撰稿单位：{OFFICE}",
        f"　[ {DAY} ] [ {OFFICE} ]　<a>[ 打印 ]</a> <a>[ 关闭 ]</a> <a>[ 收藏 ]</a>",
        f"发布科室：{OFFICE}　发布时间：{DAY}",
    ],
)
def test_a_line_below_the_headline_with_few_labels(info: str) -> None:
    page = read(f"<div><h1>{TITLE}</h1><div>{info}</div><div>{BODY}</div></div>")
    assert (page.published_at, page.source, page.paragraphs) == (DAY, OFFICE, TEXTS)


def test_what_is_beside_the_day_is_no_source_unless_it_names_one() -> None:
    page = read(f"<div><h1>{TITLE}</h1><div>{DAY}　头条　125</div><div>{BODY}</div></div>")
    assert (page.published_at, page.source, page.paragraphs) == (DAY, None, TEXTS)


def test_a_form_that_is_a_table_with_author_and_office_side_by_side() -> None:
    page = read(
        f"<form><table><tr><td class='t1'>{TITLE}</td></tr><tr><td><span>{DAY} 09:30</span>&nbsp;"
        f"<span>作者：张小山</span>&nbsp;<span> {OFFICE}</span>&nbsp;(点击:&nbsp;<span></span>)</td></tr>"
        f"<tr><td><div>{BODY}</div></td></tr><tr><td><span>上一条：</span><a href='1.htm'>植树造林现场会召开</a><br>"
        "<span>下一条：</span><a href='3.htm'>供水工程开工</a></td></tr></table></form>"
    )
    assert (page.title, page.published_at, page.source) == (TITLE, f"{DAY}T09:30+08:00", OFFICE)
    assert [(credit.role, credit.names) for credit in page.byline] == [("作者", ("张小山",))]
    assert page.paragraphs == TEXTS


@pytest.mark.parametrize("tag", ["h3", "h4", "h6", "p"])
def test_a_day_at_the_end_of_a_line_that_is_a_heading(tag: str) -> None:
    info = f"<{tag}>来源：{OFFICE}&nbsp; 浏览次数：<span>12</span>&nbsp; 发布日期：<span>{DAY}</span></{tag}>"
    page = read(f"<div><h1>{TITLE}</h1>{info}<div>{BODY}</div></div>")
    assert (page.published_at, page.source, page.paragraphs) == (DAY, OFFICE, TEXTS)
    assert [part for part in page.removed if part.kind == "spam"] == []


@pytest.mark.parametrize(
    "line", ["（本文已被浏览 125 次）", "本文共阅读125次", "已被阅读 125 次", "本文已有125人阅读"]
)
def test_how_often_a_text_was_read_is_none_of_it(line: str) -> None:
    page = read(f"<div><h1>{TITLE}</h1>{INFO}<div>{BODY}<font>{line}</font></div></div>")
    assert page.paragraphs == TEXTS


def test_a_summary_above_the_text_is_its_first_paragraph() -> None:
    lead = "核心提示：春耕备耕工作推进会召开，种子、化肥和农机具的储备能够满足今年的需要。"
    page = read(f"<div><h1>{TITLE}</h1>{INFO}<div>{lead}</div><div>{BODY}</div></div>")
    assert page.paragraphs == (lead, *TEXTS)


COLUMNS = {
    "addresses": "<h3>联系我们</h3><p>地址：某县城关镇人民路8号，乘1路、5路公交车到县政府站下车即到。</p>"
    "<p>电话：0000-1234567</p><form>用户名：<input> 密码：<input type='password'> <a>登录</a></form>",
    "a portrait": "<h3>单位简介</h3><p>县农业农村局负责全县种植业、畜牧业和农机化的管理，下设办公室、规划股等八个股室，现有职工"
    "五十六人。</p><a href='/about/'>详细</a>",
}


@pytest.mark.parametrize("title", [f"{TITLE}_某县人民政府", OFFICE])
@pytest.mark.parametrize("head", [f"<h1>{TITLE}</h1>", f"<div>{TITLE}</div>"])
@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("place", ["above", "below", "without"])
def test_a_column_of_prose_before_a_short_text(
    column: str, place: str, head: str, title: str
) -> None:
    side = f"<div>{COLUMNS[column]}</div>"
    crumb = {"above": CRUMB + side, "below": side + CRUMB, "without": side}[place]
    page = read(f"<div>{head}{INFO}<div>{BODY}</div></div>", title=title, crumb=crumb)
    assert (page.kind, page.title, page.published_at) == ("article", TITLE, DAY)
    assert (page.source, page.paragraphs) == (OFFICE, TEXTS)
    assert bool(page.breadcrumb) == (place != "without")


def test_a_breadcrumb_below_the_text() -> None:
    page = read(f"<div><h1>{TITLE}</h1>{INFO}<div>{BODY}</div></div>{CRUMB}", crumb="")
    assert (page.title, page.paragraphs) == (TITLE, TEXTS)


def test_a_stroke_in_the_name_of_a_section() -> None:
    crumb = "<p>您所在的位置：<a href='/'>首页</a> &gt;<a href='/a'>交易公告</a> &gt;<span>中标/成交公示</span></p>"
    page = read(f"<div><h1>{TITLE}</h1>{INFO}<div>{BODY}</div></div>", crumb=crumb)
    assert page.breadcrumb == ("首页", "交易公告", "中标/成交公示")


@pytest.mark.parametrize("title", ["", "工作动态_某县人民政府"])
@pytest.mark.parametrize(
    "items", ["<li>{}</li><li>{}</li><li>{}</li>", "<dd>{}</dd><dd>{}</dd><dd>{}</dd>"]
)
def test_the_last_section_of_a_breadcrumb_is_no_headline(items: str, title: str) -> None:
    crumb = f"<ol>{items.format('<a>首页</a>', '<a>政务公开</a>', '工作动态')}</ol>"
    page = read(f"<div><div>{TITLE}</div>{INFO}<div>{BODY}</div></div>", title=title, crumb=crumb)
    assert (page.title, page.paragraphs) == (TITLE, TEXTS)


def test_a_headline_in_a_span_does_not_take_the_line_below_along() -> None:
    page = read(f"<div><span>{TITLE}</span><br>{INFO}</div><div>{BODY}</div>", title="")
    assert (page.title, page.published_at, page.source) == (TITLE, DAY, OFFICE)


@pytest.mark.parametrize(
    "line",
    [
        "这篇文章对您有帮助吗？<a>有</a> <a>没有</a>",
        "本页内容对您是否有帮助：<a>有</a> <a>没有</a>",
        "标签：<a href='/t/1'>春耕</a> <a href='/t/2'>农业</a>",
        "欢迎访问某县农业农村局网站！今天是2026年3月6日 星期五",
        "今日天气：晴 12℃~20℃",
        "关注县农业农村局官方微信",
        "用户名：<input> 密码：<input type='password'> 匿名发表 <a>登录</a><br>验证码：<input>",
        f"<span>更多相关文章</span><ul>{LINKS}</ul>",
        "<h4>专题专栏</h4><a><img src='1.png'></a><a><img src='2.png'></a>",
        "关键词：春耕 农业",
    ],
)
def test_what_stands_right_behind_the_text(line: str) -> None:
    page = read(f"<div><h1>{TITLE}</h1>{INFO}<div>{BODY}</div><div>{line}</div></div>")
    assert page.paragraphs == TEXTS


@pytest.mark.parametrize("title", ["", OFFICE])
@pytest.mark.parametrize(
    "side",
    [
        "<h3><a>更多</a>工作动态</h3><ul>"
        + LINKS.replace("</a>", "</a><span>2026-02-03</span>")
        + "</ul>",
        "<h2>信息公开</h2><h3>信息公开目录</h3><ul><li><a>机构职能</a></li><li><a>政策文件</a></li></ul>",
    ],
)
def test_the_heading_of_a_list_above_is_no_headline(side: str, title: str) -> None:
    text = "".join(f"<p>{text}</p>" for text in TEXTS)
    page = read(
        f"<div>{side}</div><div><font size='5'>{TITLE}</font>{INFO}<div>{text}</div></div>",
        title=title,
    )
    assert (page.kind, page.title, page.published_at) == ("article", TITLE, DAY)
    assert page.paragraphs == TEXTS


def test_labels_in_cells_below_the_headline() -> None:
    cells = (
        f"<table><tr><td>发布机构</td><td>{OFFICE}</td><td>发布日期</td><td>{DAY}</td></tr></table>"
    )
    page = read(f"<div><div>{TITLE}</div>{cells}<div>{BODY}</div></div>", title="")
    assert (page.title, page.published_at, page.source) == (TITLE, DAY, OFFICE)


def test_a_form_to_comment_makes_no_login_page() -> None:
    form = "<form>用户名：<input> 密码：<input type='password'> <a>登录</a></form>"
    page = read(f"<div><div>{TITLE}</div><p>{DAY}</p><p>{TEXTS[0]}</p>{form}</div>", title="")
    assert (page.kind, page.title) == ("article", TITLE)


@pytest.mark.parametrize("mark", ["h4", "div"])
def test_a_breadcrumb_in_a_heading_or_with_images_on_lines_of_their_own(mark: str) -> None:
    links = "\n  <img src='x.gif'>\n  ".join(
        f"<a href='/{name}/'>{name}</a>" for name in ("首页", "政务公开", "工作动态")
    )
    label = "当前位置：" if mark == "h4" else ""
    crumb = f"<{mark} class='position'>{label}\n  {links}\n</{mark}>"
    page = read(f"<div><p>{TITLE}</p>{INFO}<div>{BODY}</div></div>", title=OFFICE, crumb=crumb)
    assert (page.title, page.breadcrumb) == (TITLE, ("首页", "政务公开", "工作动态"))


def test_dated_rows_beside_an_article_make_it_no_listing() -> None:
    rows = "".join(
        f"<li><a href='/n/{n}.html'>全县第{n}次安全生产工作会议召开</a><span>2026-02-0{n}</span></li>"
        for n in range(1, 8)
    )
    page = read(
        f"<div><h3>工作动态</h3><ul>{rows}</ul></div><h2>{TITLE}</h2><p>{DAY}</p>"
        f"<div>{''.join(f'<p>{text}</p>' for text in TEXTS[:2])}</div><a>TOP</a>",
        crumb="",
    )
    assert (page.kind, page.title, page.paragraphs) == ("article", TITLE, TEXTS[:2])


@pytest.mark.parametrize("text", ["<a href='/d/1.html'>春耕备耕物资申领表</a>", "见报纸第二版"])
def test_a_text_of_next_to_nothing_below_head_and_line(text: str) -> None:
    head = f"<div><div><h1>{TITLE}</h1>{INFO}</div>"
    page = read(f"{head}<div><p>{text}</p></div><div><a>上一篇：无</a></div></div>")
    assert (page.title, page.published_at, len(page.paragraphs)) == (TITLE, DAY, 1)
