"""Articles in the mark-up of the first portals: font tags, forms as tables, what is never closed."""

from __future__ import annotations

import pytest

from portal_spider.extract import extract_page
from portal_spider.items import Page

URL = "http://www.liulin.example.gov.cn/shownews.asp?id=318"
TITLE = "柳林镇召开春耕备耕现场会"
TEXTS = (
    "本报讯 昨日，全镇春耕备耕现场会在张家坪村召开，各村负责同志实地察看了三个育秧工厂。",
    "会议要求，抢抓农时，落实责任，确保完成全年粮食播种面积任务。",
)
BODY = "".join(f"<p>{text}</p>" for text in TEXTS)
INFO = "<p align=center>发布时间：2008-03-12　来源：柳林报</p>"
FOOTER = "<p align=center>柳林镇政府版权所有</p>"


def read(main: str, *, title: str = "柳林在线") -> Page:
    page = f"<html><head><title>{title}</title></head><body>{main}{FOOTER}</body></html>"
    return extract_page(page.encode("gb18030"), URL, content_type="text/html; charset=gb2312")


@pytest.mark.parametrize(
    "main",
    [
        f"<a name=top><p align=center><font size=4>{TITLE}</font></p>{INFO}{BODY}",
        f"<ul><li><a href=/>首页<li><a href=/n>新闻</ul><div><h3>{TITLE}</h3>{INFO}{BODY}</div>",
        f"<div><a href=/>首页</a> <a href=/n>新闻</div><h3>{TITLE}</h3>{INFO}<div>{BODY}</div>"
        "<p><a href=2.htm>上一篇</a> <a href=3.htm>下一篇</a></p>",
        f"<ul><li><a href=/>首页<li><a href=/n>新闻</ul><div class=t>{TITLE}</div>"
        "<div>信息提供：<i>柳林报</i>　提交日期：2008-3-12　[ <a>大</a> <a>中</a> <a>小</a> ]</div>"
        f"<div>{BODY}</div>",
    ],
)
def test_a_link_that_is_never_closed_takes_no_text(main: str) -> None:
    page = read(main)
    assert (page.kind, page.title, page.source) == ("article", TITLE, "柳林报")
    assert page.paragraphs == TEXTS


def test_a_link_around_a_whole_row_of_a_list_stays_a_link() -> None:
    rows = "".join(
        f"<a href=/n/{number}.html><h3>第{number}个育秧工厂在柳林镇投产</h3>"
        f"<p>{TEXTS[0]}</p><p>{TEXTS[1]}</p><span>来源：柳林报　2008-03-1{number}</span></a>"
        for number in range(6)
    )
    assert read(f"<div>{rows}</div>").kind == "listing"


def test_dead_links_that_are_all_alike_stay_links() -> None:
    rows = "".join(
        f"<li><a href='javascript:;'>柳林镇第{number}次村务公开：关于育秧工厂建设的情况通报</a></li>"
        for number in range(1, 12)
    )
    main = f"<div><h3>{TITLE}</h3>{INFO}<div>{BODY}</div></div><div>相关新闻</div><ul>{rows}</ul>"
    page = read(main)
    assert (page.title, page.paragraphs) == (TITLE, TEXTS)
    assert read(f"<h3>工作动态</h3><ul>{rows}</ul>").kind == "listing"


def test_lines_above_and_below_the_headline_in_its_element() -> None:
    head = (
        "<td align=center><font size=3>抢抓农时不松劲</font><br>"
        f"<font size=6>{TITLE}</font><br><font size=3>三个育秧工厂本周投产</font></td>"
    )
    page = read(f"<table><tr>{head}</tr><tr><td>{INFO}{BODY}</td></tr></table>")
    assert page.title == TITLE
    assert page.paragraphs == ("抢抓农时不松劲", "三个育秧工厂本周投产", *TEXTS)


def test_when_a_document_was_passed_is_no_part_of_its_name() -> None:
    passed = "（2002年5月20日镇政府第12次办公会议通过，自2002年7月1日起施行）"
    page = read(f"<div align=center>柳林镇村务公开办法<br><br>{passed}<br></div>{BODY}")
    assert page.title == "柳林镇村务公开办法"
    assert page.paragraphs == (passed, *TEXTS)


def test_a_headline_in_lines_of_one_size_is_one() -> None:
    head = "<p align=center><font size=5>柳林镇召开<br>春耕备耕现场会</font></p>"
    assert read(head + INFO + BODY).title == TITLE


@pytest.mark.parametrize("label", ["内　容", "公告内容：", "正文"])
def test_a_form_with_the_text_in_a_cell(label: str) -> None:
    cells = "<br>".join(TEXTS)
    rows = f"""<tr><td>标题</td><td>{TITLE}</td></tr><tr><td>发布单位</td><td>农业科</td></tr>
      <tr><td>发布日期</td><td>2008-3-12</td></tr><tr><td>{label}</td><td>{cells}</td></tr>"""
    page = read(f"<table border=1>{rows}</table>")
    assert (page.title, page.source, page.published_at) == (TITLE, "农业科", "2008-03-12")
    assert page.paragraphs == TEXTS


@pytest.mark.parametrize("label", ["标题：", "* 帖子主题：", "【新闻标题】：", "标 题:"])
def test_the_label_of_a_headline_in_its_line(label: str) -> None:
    page = read(f"<p>{label}{TITLE}</p>{INFO}<p>正文：</p>{BODY}")
    assert (page.title, page.paragraphs) == (TITLE, TEXTS)


def test_the_name_of_the_site_as_main_heading_and_title() -> None:
    heading = "<table><tr><td><h1>柳林信息平台</h1></td></tr></table><fieldset>公告查看"
    large = f"<p align=center><span style='font-size:large;font-weight:bold'>{TITLE}</span></p>"
    page = read(f"{heading}{large}<p>[2008-12-2 14:22:10]</p>{BODY}", title="柳林信息平台")
    assert (page.title, page.published_at) == (TITLE, "2008-12-02T14:22:10+08:00")
    assert page.paragraphs == TEXTS


@pytest.mark.parametrize(
    "line",
    ["<p>[返回] [关闭]</p>", "<p>上一张 下一张</p>", f"<p>原文链接：{URL}</p>"],
)
def test_what_stands_behind_the_text_of_old_pages(line: str) -> None:
    page = read(f"<td><h3>{TITLE}</h3>{INFO}{BODY}<p>（责任编辑：周永）</p>{line}</td>")
    assert page.paragraphs == TEXTS
    assert [credit.names for credit in page.byline] == [("周永",)]


@pytest.mark.parametrize("section", ["通知公告", "图片新闻", "工作动态"])
def test_the_name_of_a_section_is_no_headline(section: str) -> None:
    centred = f"<p style='text-align:center'><strong style='font-size:20px'>{TITLE}</strong></p>"
    main = f"<h2>{section}</h2><p>时间：2016-11-02 09:10</p><div>{centred}{BODY}</div>"
    page = read(main, title=f"{section}-柳林在线")
    assert (page.title, page.published_at) == (TITLE, "2016-11-02T09:10+08:00")
    assert page.paragraphs == TEXTS


def test_a_special_topic_is_no_headline() -> None:
    head = "<h1>“春耕备耕”活动专题</h1><div><a href=a.htm>动态</a><a href=b.htm>日记</a></div>"
    info = "<div>2012-09-06 08:51:00 镇农技站 王海涛</div>"
    page = read(f"{head}<div><div>{TITLE}</div>{info}{BODY}</div>", title="“春耕备耕”活动专题")
    assert (page.title, page.published_at) == (TITLE, "2012-09-06T08:51:00+08:00")
    assert page.paragraphs == TEXTS


def test_a_line_about_the_article_below_when_it_was_passed() -> None:
    passed = "（2013年9月10日镇人大第五次会议通过）"
    info = "<div>柳林在线 2013-09-11 【<a href=#>打印</a>】</div>"
    page = read(f"<div><div>{TITLE}</div><div>{passed}</div>{info}<div>{BODY}</div></div>")
    assert (page.title, page.published_at) == (TITLE, "2013-09-11")
    assert page.paragraphs == (passed, *TEXTS)


def test_a_line_named_for_its_place_above_the_headline() -> None:
    main = f"<div><p class=yinti>抢抓农时不松劲</p><h1>{TITLE}</h1>{INFO}<div>{BODY}</div></div>"
    assert read(main).paragraphs == ("抢抓农时不松劲", *TEXTS)


def test_who_runs_the_site_without_a_mark() -> None:
    main = f"<div><h3>{TITLE}</h3>{INFO}<div>{BODY}</div><div>柳林镇人民政府办公室主办</div></div>"
    assert read(main).paragraphs == TEXTS


MENU = "".join(f"<li><a href='/{text}/'>{text}</a></li>" for text in ("政务要闻", "联系我们"))


def test_a_menu_on_a_short_page_is_no_footer_that_names_the_site() -> None:
    main = f"<ul>{MENU}</ul><p>当前位置：首页 &gt; 新闻</p><div>育秧工厂见闻</div>{INFO}{BODY}"
    assert read(main).title == "育秧工厂见闻"


def test_the_number_of_a_document_below_its_name() -> None:
    name = "柳林镇人民政府关于做好春耕备耕工作的意见"
    header = f"""<p>索引号：011043216/2008-12345</p><p>分类：农业</p><p>发布机构：镇政府</p>
      <p>名称：{name}</p><p>文号：柳政发〔2008〕7号</p>"""
    text = f"<p>{name}</p><p>柳政发〔2008〕7号</p><p>各村民委员会，镇直各单位：</p>{BODY}"
    page = read(f"<ul>{MENU}</ul>{header}{text}")
    assert page.title == name
    assert page.paragraphs == ("柳政发〔2008〕7号", "各村民委员会，镇直各单位：", *TEXTS)


def test_all_that_stands_between_headline_and_info_line() -> None:
    rows = (TITLE, "三个育秧工厂本周投产", "2008-03-12 来源：柳林报", BODY)
    page = read("<table>" + "".join(f"<tr><td>{row}</td></tr>" for row in rows) + "</table>")
    assert (page.title, page.paragraphs) == (TITLE, (rows[1], *TEXTS))


@pytest.mark.parametrize(
    "address",
    [
        "/index.php?m=content&c=index&a=show&catid=12&id=1034",
        "/news/default.php?mod=article&do=detail&tid=88117",
        "/index.php?option=com_content&view=article&id=96:2008&catid=1",
    ],
)
def test_one_program_for_all_pages(address: str) -> None:
    rows = "".join(f"<li>0{n}-15<a href=/{n}.htm>第{n}个育秧工厂投产</a></li>" for n in range(1, 9))
    main = f"<div><h2>{TITLE}</h2><p>2008年03月12日</p>{BODY}</div><ul>{rows}</ul>"
    body = f"<html><body><ul>{MENU}</ul>{main}{FOOTER}</body></html>".encode()
    page = extract_page(body, f"http://www.liulin.example.gov.cn{address}")
    assert (page.kind, page.title, page.paragraphs) == ("article", TITLE, TEXTS)


def test_a_list_of_what_is_related_ends_with_its_element() -> None:
    rows = "".join(
        f"<dt><a href=/{n}.htm>第{n}号育秧工厂</a></dt><dd>建于2007年，{n}个大棚，全镇最大。</dd>"
        for n in range(1, 4)
    )
    day = "<div>2008-03-12<img src=eye.png>1024</div>"
    main = f"<div><div>{TITLE}</div>{day}<div>{BODY}</div></div><div><h4>猜你喜欢</h4>{rows}</div>"
    page = extract_page(f"<html><body>{main}</body></html>".encode(), URL)
    assert (page.title, page.published_at) == (TITLE, "2008-03-12")
    assert page.paragraphs == TEXTS


@pytest.mark.parametrize(
    "line",
    ["柳林镇人民政府 电话 029-34422000", "地址：柳林镇解放南路66号　服务热线：0515-83322110"],
)
def test_how_to_reach_who_runs_the_site_at_the_end_of_the_page(line: str) -> None:
    body = f"<h3>{TITLE}</h3>{INFO}<div>{BODY}</div><div class=ym>{line}</div>"
    assert extract_page(f"<html><body>{body}</body></html>".encode(), URL).paragraphs == TEXTS
    notice = f"<h3>{TITLE}</h3>{INFO}<div>{BODY}<p>{line}</p></div>"
    page = extract_page(f"<html><body>{notice}</body></html>".encode(), URL)
    assert page.paragraphs[:2] == TEXTS
    assert len(page.paragraphs) == 3


def test_the_headline_that_a_policy_header_states() -> None:
    name = "关于印发《柳林镇森林防火应急预案》的通知"
    rows = f"""<tr><th>索引号</th><td>MB1234567/2020-00031</td></tr>
      <tr><th>发文字号</th><td>柳应急〔2020〕9号</td></tr><tr><th>信息名称</th><td>{name}</td></tr>"""
    main = f"<div>柳林镇政府信息公开</div><table>{rows}</table><h2>{name}</h2><div>{BODY}</div>"
    page = read(main, title="柳林镇政府信息公开")
    assert (page.title, page.paragraphs) == (name, TEXTS)


def test_the_number_of_a_document_above_its_name() -> None:
    head = (
        f"<center><h4>柳民宗〔2015〕48号</h4><h2>{TITLE}</h2></center><p>发布日期：2015-06-18</p>"
    )
    assert read(head + BODY).paragraphs == ("柳民宗〔2015〕48号", *TEXTS)


@pytest.mark.parametrize("heading", ["h1", "h2"])
def test_a_heading_that_is_never_closed_makes_no_headings_of_a_table(heading: str) -> None:
    rows = "".join(
        f"<tr><td><p>王{n}</p></td><td><p>柳林中学</p></td></tr>" for n in "一二三四五六"
    )
    links = "".join(f"<a href=/n/{n}.html><img src=/i/{n}.jpg></a>" for n in range(4))
    main = (
        f"<{heading}>{TITLE}<div>{INFO}<div>{BODY}<table>{rows}</table></div></div><ul>{links}</ul>"
    )
    page = read(main)
    assert page.paragraphs == (*TEXTS, *(f"王{n}\t柳林中学" for n in "一二三四五六"))


TERMS = (
    "<p>柳林新闻网版权与免责声明：</p>"
    "<p>① 凡本网注明“来源：柳林新闻网”的所有作品，版权均属于柳林新闻网，未经本网授权不得转载、摘编或利用其它方式"
    "使用上述作品。已经本网授权使用作品的，应在授权范围内使用，并注明来源。违反上述声明者，本网将追究其相关法律责任。</p>"
    "<p>② 凡本网注明“来源：某某（非柳林新闻网）”的作品，均转载自其它媒体，转载目的在于传递更多信息。</p>"
)


@pytest.mark.parametrize(
    "tools",
    ["<td>【<a href=javascript:print()>打印</a>】</td><td>【<font>推荐</font><td>】</td>", ""],
)
def test_terms_longer_than_a_text_and_the_tools_before_them_are_none_of_it(tools: str) -> None:
    cell = f"<td><p>{TITLE}</p>{INFO}{BODY}<div align=right>（责任编辑：王小明）</div><table><tr>{tools}</table>"
    page = read(f"<table><tr>{cell}{TERMS}</td></tr></table>")
    assert page.paragraphs == TEXTS
    assert [credit.names for credit in page.byline] == [("王小明",)]


def test_terms_that_quote_a_label_name_no_source() -> None:
    page = read(f"<h1>{TITLE}</h1><p>发布时间：2008-03-12</p>{BODY}{TERMS}")
    assert (page.source, page.paragraphs) == (None, TEXTS)
