"""Pages of institutes, schools and firms of the state, by small or home-made systems."""

from __future__ import annotations

import pytest
from samples.portal_pages import BODY, CRUMB, FOOTER, TEXTS, TITLE
from samples.small_systems import SAMPLES, Sample

from portal_spider.extract import extract_page
from portal_spider.items import Page

URL = "http://yjs.example/item/show.asp?m=1&d=2231"
DAY, OFFICE = "2016-03-05", "育种室"
INFO = f"<div>日期：{DAY}　来源：{OFFICE}</div>"


def read(main: str, *, crumb: str = CRUMB, menu: str = "") -> Page:
    head = f"<head><title>{TITLE} - 某县林业研究所</title></head>"
    return extract_page(
        f"<html>{head}<body>{menu}{crumb}{main}{FOOTER}</body></html>".encode(), URL
    )


def credits(page: Page) -> list[tuple[str, tuple[str, ...]]]:
    return [(credit.role, credit.names) for credit in page.byline]


@pytest.mark.parametrize("sample", SAMPLES, ids=[sample.name for sample in SAMPLES])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_every_field_of_whole_pages(sample: Sample, encoding: str) -> None:
    head = f"<head><meta http-equiv=Content-Type content='text/html; charset={encoding}'>"
    html = sample.html.replace("<head>", head).replace("<HEAD>", head)
    page = extract_page(html.encode(encoding), URL)
    read_fields = {
        "published_at": page.published_at,
        "source": page.source,
        "byline": credits(page),
        "breadcrumb": page.breadcrumb,
    }
    assert (page.title, page.paragraphs) == (TITLE, TEXTS)
    assert read_fields == sample.fields


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("记者 胡小梅 通讯员 陈大远", [("记者", ("胡小梅",)), ("通讯员", ("陈大远",))]),
        ("徐小洁 通讯员 高燕", [("作者", ("徐小洁",)), ("通讯员", ("高燕",))]),
        ("县融媒体中心记者 段红", [("记者", ("段红",))]),
        ("文/刘小芳 图/李俊", [("文", ("刘小芳",)), ("图", ("李俊",))]),
        ("<i></i>徐小洁、高燕</span><span><i></i>189", [("作者", ("徐小洁", "高燕"))]),
    ],
)
def test_roles_that_the_value_of_a_label_names(
    value: str, expected: list[tuple[str, tuple[str, ...]]]
) -> None:
    page = read(
        f"<h1>{TITLE}</h1><div><span>时间：{DAY}</span><span>来源：{OFFICE}</span>"
        f"<span>作者：{value}</span></div>{BODY}"
    )
    assert (credits(page), page.source, page.paragraphs) == (expected, OFFICE, TEXTS)


def test_labels_in_brackets_of_full_width() -> None:
    page = read(
        f"<h1>{TITLE}</h1><p>［日期：{DAY}］　［来源：{OFFICE}］　［作者：唐 小蓉］</p>{BODY}"
    )
    assert (page.published_at, page.source, page.paragraphs) == (DAY, OFFICE, TEXTS)


@pytest.mark.parametrize(
    "line",
    [
        "没有上一篇了　<a href='2.asp'>下一篇</a>",
        "顶(<span>2</span>)　踩(0)",
        "<a href='index.asp'>返回</a>",
        "【字号 大 中 小】 【<a href='#'>留言</a>】【<a href='#'>打印</a>】【<a href='#'>关闭</a>】",
        "[ <a href='#'>资讯搜索</a> ] [ <a href='#'>加入收藏</a> ] [ <a href='#'>告诉好友</a> ]",
        "[<a href='#'>关闭</a>] [<a href='#'>发给朋友</a>] [<a href='#'>打印</a>]",
        "<b>附件：</b>",
    ],
)
def test_what_a_template_has_behind_the_text(line: str) -> None:
    main = f"<h2>{TITLE}</h2>{INFO}<div>{BODY}</div>"
    assert read(f"<form>{main}<div>{line}</div></form>").paragraphs == TEXTS


@pytest.mark.parametrize(
    "crumb",
    [
        "<div><span>训练竞赛</span><span>首页 &gt; 训练竞赛</span></div>",
        "<div><b>训练竞赛</b><span>您现在的位置：<a href='/'>首页</a> &gt; <a href='/x'>训练竞赛</a></span></div>",
        "<div><b>训练竞赛</b>　<a href='/'>首页</a> &gt;&gt; <a href='/x'>训练竞赛</a></div>",
        "<div><em>您现在的位置：<a href='/'>首页</a>&gt;&gt;<a href='/x'>训练竞赛</a>&gt;&gt;内容阅读</em><b>训练竞赛</b></div>",
        "<div><span class='breadcrumbs pathway'><a href='/'>首页</a> <img src='a.png'>"
        f" <a href='/x'>训练竞赛</a> <img src='a.png'> {TITLE}</span></div>",
    ],
)
def test_a_breadcrumb_beside_the_name_of_its_section(crumb: str) -> None:
    page = read(f"<div><div>{TITLE}</div>{INFO}{BODY}</div>", crumb=crumb)
    assert page.breadcrumb == ("首页", "训练竞赛")


def test_a_heading_that_holds_the_breadcrumb_is_no_headline() -> None:
    page = extract_page(
        "<html><head><title>某县水务公司--水务动态</title></head><body><h4><span>水务动态</span><em>您现在的位置："
        "<a href='/'>首页</a> - <a href='/n'>新闻中心</a> - <a href='/s'>水务动态</a></em></h4>"
        f"<div>{TITLE}</div>{INFO}{BODY}</body></html>".encode(),
        URL,
    )
    assert (page.title, page.breadcrumb) == (TITLE, ("首页", "新闻中心", "水务动态"))


def test_a_breadcrumb_without_links_ends_in_the_headline() -> None:
    page = read(f"<h2>{TITLE}</h2>{INFO}{BODY}", crumb=f"<p>学会首页 &gt; 活动 &gt; {TITLE}</p>")
    assert page.breadcrumb == ("学会首页", "活动")


def test_a_large_day_with_its_month_above_the_headline() -> None:
    page = read(
        "<div><div><span>05</span><span>2016-03</span></div>"
        f"<h2>{TITLE}</h2><p>来源：{OFFICE}</p>{BODY}</div>"
    )
    assert (page.published_at, page.source, page.paragraphs) == (DAY, OFFICE, TEXTS)


def test_a_day_with_the_office_and_a_count_in_elements_beside_it() -> None:
    info = f"<span>2016年03月05日</span><span>{OFFICE}</span><span>阅读量 1108</span>"
    page = read(f"<h2>{TITLE}</h2><div>{info}</div><p>一号地 张小山/摄</p>{BODY}")
    assert (page.published_at, page.source) == (DAY, OFFICE)
    assert page.paragraphs == ("一号地 张小山/摄", *TEXTS)


def test_a_time_behind_the_day_of_the_article_is_of_the_text() -> None:
    first = "时间：2016年3月16日（周三）14:30"
    page = read(f"<h2>{TITLE}</h2><p>{DAY}　作者：推广部　点击：9</p><p>{first}</p>{BODY}")
    assert (page.published_at, page.paragraphs) == (DAY, (first, *TEXTS))


def test_the_line_about_the_article_in_the_headlines_cell() -> None:
    page = extract_page(
        f"<html><head><title>{TITLE}</title></head><body><table><tr><td><b>{TITLE}</b><br><br><font>"
        f"【信息时间：{DAY}&nbsp;阅读次数：】【<a href='#'>我要打印</a>】【<a href='#'>关闭</a>】</font></td></tr>"
        f"<tr><td>{BODY}</td></tr></table></body></html>".encode(),
        URL,
    )
    assert (page.title, page.published_at, page.paragraphs) == (TITLE, DAY, TEXTS)


def test_a_day_with_tools_beside_it_below_the_authors() -> None:
    page = read(
        f"<div><p>{TITLE}</p><p>黄河下游 某县水务局　李小国　孙梅</p>"
        f"<p>[{DAY}] [大] [中] [小] [打印] [关闭]</p>{BODY}</div>"
    )
    assert (page.published_at, page.paragraphs) == (DAY, TEXTS)


def test_what_a_site_says_of_the_rights_in_its_texts() -> None:
    page = read(
        f"<div><h1>{TITLE}</h1>{INFO}<div>{BODY}</div><div><p>山海新闻网声明：</p>"
        "<p>① 凡本网注明“稿件来源：山海日报”的所有稿件，版权均属本网所有。</p>"
        "<p>② 如本网转载稿涉及版权等问题，请作者在两周内来电或来函联系。</p></div></div>"
    )
    assert page.paragraphs == TEXTS


def test_a_sentence_above_the_rights_that_the_site_reserves() -> None:
    footer = (
        "<div><p>本网站所刊载的各种形式的作品，版权均归本单位所有，未经许可不得转载，违者将依法追究责任。</p>"
        "<p>地址：文昌路12号　邮政编码：325000</p></div>"
    )
    page = read(f"<h2>{TITLE}</h2>{INFO}<div><p>{TEXTS[0]}</p></div>{footer}")
    assert page.paragraphs == TEXTS[:1]


def test_the_last_line_of_prose_is_no_headline() -> None:
    page = extract_page(
        "<html><head><title>某县林业研究所</title></head><body><table><tr><td><b>滴灌枣园的节水技术</b></td></tr>"
        f"<tr><td>{BODY}</td></tr><tr><td>发布日期：{DAY}　点击：9</td></tr></table></body></html>".encode(),
        URL,
    )
    assert (page.title, page.published_at) == ("滴灌枣园的节水技术", DAY)


@pytest.mark.parametrize("until", ["至6月20日", "-6月20日", "起", "下午至晚上", "前"])
def test_a_day_until_which_something_lasts_is_of_the_text(until: str) -> None:
    first = f"展览时间：2016年3月20日{until}"
    page = read(f"<div><p><b>{TITLE}</b></p><p>{first}</p>{BODY}</div><div>发布时间：{DAY}</div>")
    assert (page.published_at, page.paragraphs) == (DAY, (first, *TEXTS))


def test_a_short_text_below_menus_that_have_a_line_for_contacts() -> None:
    menu = "".join(
        f"<li><h3><a href='/{number}/'>{name}</a></h3><p><a href='/{number}/a/'>{name}动态</a></p></li>"
        for number, name in enumerate(
            ["首页", "机构概况", "新闻动态", "政策法规", "科研成果", "招聘", "联系我们"]
        )
    )
    main = f"<div>{TITLE}</div><div>2016/03/05</div><div><p>{TEXTS[0]}</p></div>"
    page = read(main, crumb="", menu=f"<ul>{menu}</ul>")
    assert (page.published_at, page.paragraphs) == (DAY, TEXTS[:1])


def test_a_day_in_parentheses_that_is_the_only_one() -> None:
    page = read(f"<div><p><b>{TITLE}</b></p><p>（2016年3月5日）</p>{BODY}</div>")
    assert (page.published_at, page.paragraphs) == (DAY, TEXTS)
    dated = read(f"<h1>{TITLE}</h1>{INFO}<p>（2016年3月1日）</p>{BODY}")
    assert (dated.published_at, dated.paragraphs) == (DAY, ("（2016年3月1日）", *TEXTS))


def test_a_sentence_behind_the_text_that_says_when() -> None:
    when = "本文发布于 <time datetime='2016-03-05T03:12:55+00:00'>2016 年 3 月 5 日</time>，属于 <a href='/c'>活动</a> 分类。"
    page = read(f"<article><h1>{TITLE}</h1>{BODY}<footer>{when}</footer></article>")
    assert (page.published_at, page.paragraphs) == (DAY, TEXTS)


def test_a_headline_that_ends_as_offices_do_is_no_source() -> None:
    headline = "油茶春梢叶片发黄怎么办"
    page = extract_page(
        f"<html><head><title>某县林业研究所_{headline}</title></head><body><dl><dt>{headline}</dt>"
        f"<dd>日期：{DAY}　作者：油茶室　阅读：3021</dd><dd>{BODY}</dd></dl></body></html>".encode(),
        URL,
    )
    assert (page.title, page.source, page.published_at) == (headline, None, DAY)


def test_a_time_in_the_row_below_the_author() -> None:
    page = read(
        f"<table><tr><td>{TITLE}</td></tr></table><table><tr><td><span>作者：Administrator</span></td></tr>"
        f"<tr><td>2016年 03月 05日 09:27</td></tr><tr><td>{BODY}</td></tr>"
        "<tr><td>最近更新于 2016年 03月 07日 15:04</td></tr></table>"
    )
    assert (page.published_at, page.paragraphs) == (f"{DAY}T09:27+08:00", TEXTS)
