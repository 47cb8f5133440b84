"""Text without mark-up, as made from whole pages: menus and lists are told without links."""

from __future__ import annotations

from portal_spider.extract import extract_page
from portal_spider.items import Page

HEADLINE = "青禾县部署今冬农田水利建设"
MENU = ["网站首页", "新闻中心", "政务公开", "办事服务", "互动交流", "走进青禾"]
PROSE = [
    "11月3日，青禾县召开今冬明春农田水利建设动员会，对全县水利建设工作作出安排部署。",
    "会议指出，要抓住当前有利时机，全面完成十二座小型水库除险加固和四十公里渠道清淤任务。",
    "会议强调，各乡镇要加强领导，落实责任，按时保质完成各项建设任务。",
]
SIGNED = ["青禾县水利局", "2021年11月4日"]
SITES = ["市政府网", "市水利局", "市农业农村局", "市财政局", "东河县政府", "西山县政府"]
SITES += ["南塘区政府", "北原区政府", "市气象局", "市统计局"]
FOOTER = ["主办：青禾县人民政府办公室 备案号：晋ICP备00000000号"]


def read(*parts: list[str]) -> Page:
    """The article of a page of which only the lines are left."""
    text = "\n".join(line for part in parts for line in part)
    return extract_page(
        text.encode(), "http://www.qh.gov.cn/a/1.html", content_type="text/plain; charset=utf-8"
    )


def head(*, tag: str = f"{HEADLINE}-青禾县人民政府") -> list[str]:
    """What stands above the text, `<title>` first."""
    return [tag, *MENU, "当前位置：首页 > 新闻中心", HEADLINE, "2021-11-04 10:20 来源：县水利局"]


def test_the_first_line_is_the_title_tag() -> None:
    long = [f"{HEADLINE}四十公里渠道清淤全面开工-青禾县人民政府"]
    page = read(long, MENU, [HEADLINE, "四十公里渠道清淤全面开工", "2021-11-04 10:20"], PROSE)
    assert page.title == f"{HEADLINE}四十公里渠道清淤全面开工"
    assert page.paragraphs == tuple(PROSE)
    assert page.published_at == "2021-11-04T10:20+08:00"


def test_a_menu_above_the_text_is_none_of_it() -> None:
    page = read(head(), PROSE, FOOTER)
    assert (page.title, page.source) == (HEADLINE, "县水利局")
    assert page.paragraphs == tuple(PROSE)


def test_a_button_may_stand_between_headline_and_day() -> None:
    page = read(head()[:-1], ["听全文", "2021-11-04", "来源：县水利局"], PROSE, FOOTER)
    assert (page.published_at, page.source) == ("2021-11-04", "县水利局")
    assert page.paragraphs == tuple(PROSE)


def test_the_site_may_stand_between_headline_and_day() -> None:
    between = ["听全文", "青禾县人民政府门户网站 www.qh.gov.cn", "2021-11-04 10:20"]
    page = read(head()[:-1], between, PROSE, FOOTER)
    assert page.published_at == "2021-11-04T10:20+08:00"
    assert page.paragraphs == tuple(PROSE)


def test_a_list_behind_a_line_of_the_frame_ends_the_text() -> None:
    related = [f"青禾县第{n}次全体会议召开" for n in "一二三四五六七八"]
    page = read(head(), PROSE, ["打印本页"], related * 9, FOOTER)
    assert page.paragraphs == tuple(PROSE)


def test_a_list_of_other_sites_ends_the_text_behind_its_signature() -> None:
    page = read(head(), PROSE, SIGNED, SITES, FOOTER)
    assert page.paragraphs == (*PROSE, *SIGNED)


def test_a_list_of_offices_in_the_text_stays() -> None:
    lines = ["以下单位获得表彰：", *SITES]
    assert read(head(), PROSE, lines).paragraphs == (*PROSE, *lines)  # no page's footer below it
    numbered = [f"{number}．{office}" for number, office in enumerate(SITES, 1)]
    page = read(head(), PROSE, ["以下单位获得表彰："], numbered, FOOTER)
    assert page.paragraphs == (*PROSE, "以下单位获得表彰：", *numbered)

    few = ["以下单位获得表彰：", *SITES[:6]]
    assert read(head(), PROSE, few, FOOTER).paragraphs == (*PROSE, *few)


def test_a_list_of_names_at_the_end_of_a_text_stays() -> None:
    names = [
        "王立新",
        "李保国",
        "赵红梅",
        "陈志远",
        "刘建华",
        "周晓云",
        "孙国强",
        "吴秀英",
        "郑海涛",
    ]
    page = read(head(), PROSE, ["先进个人名单"], names, FOOTER)
    assert page.paragraphs == (*PROSE, "先进个人名单", *names)
