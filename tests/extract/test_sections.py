from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples.listings import HOST, NAVIGATION, ROWS, SECTIONS, as_list, frame

from portal_spider.extract import extract_sections, is_article_url
from portal_spider.extract.sections import breadcrumb_sections, section_key
from portal_spider.items import ListingRules


def names(page: str, url: str = f"{HOST}/", **rules: str) -> dict[str, str]:
    found = extract_sections(page.encode(), url, rules=ListingRules(**rules))
    return {link.name: link.url for link in found}


def test_navigation_and_side_menu_are_sections_and_nothing_else_is() -> None:
    wanted = {name: HOST + href for name, href in (*NAVIGATION[1:], *SECTIONS)}
    found = names(frame(as_list(ROWS), farm=True))
    assert found == wanted | {"网站地图": f"{HOST}/wzdt.html"}


def test_more_is_called_by_the_heading_beside_it() -> None:
    page = frame(
        "<div><h3>招标采购</h3><a href='/zbcg/list.html'>更多&gt;&gt;</a></div>"
        "<div><span>环境保护</span><em><a href='/hjbh/'>+</a></em></div>"
        "<div><h3>医疗卫生</h3><a href='/ylws/' title='医疗卫生信息'>more</a></div>"
    )
    found = names(page)
    assert found["招标采购"] == f"{HOST}/zbcg/list.html"
    assert found["环境保护"] == f"{HOST}/hjbh/"
    assert found["医疗卫生信息"] == f"{HOST}/ylws/"


def test_menus_written_by_scripts_are_read() -> None:
    page = frame(
        "<script>var str3='业务要闻';\n"
        "document.write('<li><a href=\"../ywyw/\">'+str3+'</a></li>');</script>"
        "<script>document.write(\"<a href='/rsks/' target=_blank>人事考试</a>\");</script>"
    )
    found = names(page, f"{HOST}/gzdt/tzgg/")
    assert found["业务要闻"] == f"{HOST}/gzdt/ywyw/"
    assert found["人事考试"] == f"{HOST}/rsks/"


def test_a_folder_and_its_index_are_one_section() -> None:
    page = frame("<a href='/zwgk/tzgg/index.html'>公告</a><a href='/zwgk/tzgg/#top'>公告</a>")
    urls = [link.url for link in extract_sections(page.encode(), f"{HOST}/")]
    assert len({section_key(url) for url in urls}) == len(urls)


def test_the_page_itself_is_not_among_its_sections() -> None:
    assert f"{HOST}/zwgk/tzgg/" not in names(frame(""), f"{HOST}/zwgk/tzgg/index.html").values()


def test_a_profiles_pattern_tells_articles_from_sections() -> None:
    page = frame("<a href='/dt/kuaixun-a'>快讯一则</a>")
    assert "快讯一则" in names(page)
    assert "快讯一则" not in names(page, article=r"/kuaixun-\w+$")


def test_addresses_of_articles_are_told_from_those_of_sections() -> None:
    articles = (
        "/zwgk/202306/t20230601_1.html", "/gzdt/content/post_1530211.html",
        "/art/2023/6/1/art_1861_77.html", "/col/col7/art/2023/art_0a1b2c3d.html",
        "/c100/2021/1/7/339798c960354086a33471ae50e30deb.html", "/info/1001/12345.htm",
        "/zhengce/content/202306/content_6887.htm", "/staticpages/20190513/ghb5cd8e75c-349.html",
        "/gkmlpt/content/9/9103/post_9103540.html", "/20230612/0a/c.html",
        "/NewsShow.aspx?ID=77", "/view.jsp?columnId=3&id=9", "/fjbm/llj/tzgg/562718.htm",
        "/nw41430/20200823/0001-41430_65.html", "/xwzx/c1234567/content.shtml",
    )  # fmt: skip
    sections = (
        "/", "/zwgk/", "/zwgk/index.html", "/zwgk/tzgg/index_12.html", "/col/col1861/index.html",
        "/scedu/c100495/xwzx_list.shtml", "/scedu/c100495/xwzx_list_2.shtml", "/tzgg.htm",
        "/staticmores/003/003-2.html", "/NewsList.aspx?ClassID=17", "/list.jsp?id=3&page=2",
        "/xxgk/2023/index.html", "/gkmlpt/index", "/xwzx/more.php?cid=12",
    )  # fmt: skip
    assert [path for path in articles if not is_article_url(HOST + path)] == []
    assert [path for path in sections if is_article_url(HOST + path)] == []


BREADCRUMBS = {
    "labelled": '当前位置：<a href="/">首页</a> &gt; <a href="../">政务公开</a> &gt; <a href="./">公告</a> 正文',
    "spaced label": '<b>位 置：</b><a href="/">首页</a>--><a href="../">政务公开</a>--><a href="./">公告</a>',
    "no label": '<a href="/">首页</a></span> » <a href="../">政务公开</a> » <a href="./">公告</a>',
    "marked up": (
        '您的位置：<ul><li><a class="c" href="/index.html"><i>首页</i></a></li><li><em>&gt;</em>'
        '<a title="政务公开" href="../"><span>政务公开</span></a></li><li><em>&gt;</em>'
        "<a href=./ >公告</a></li></ul>"
    ),
}


@pytest.mark.parametrize("name", BREADCRUMBS)
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_sections_of_a_breadcrumb_are_read(name: str, encoding: str) -> None:
    text = "<p>" + "为进一步规范管理，现就有关事项通知如下。" * 20
    menu = (
        '<ul><li><a href="/zwgk/lm1/">栏目一</a></li><li><a href="/zwgk/lm2/">栏目二</a></li></ul>'
    )
    page = f'{menu}<div>{BREADCRUMBS[name]}</div>{menu}{text}<a href="/other/">其他栏目</a></p>'
    found = breadcrumb_sections(
        page.encode(encoding),
        f"{HOST}/zwgk/tzgg/t20230601_1.html",
        content_type=f"text/html; charset={encoding}",
    )
    assert [(link.name, link.url) for link in found] == [
        ("政务公开", f"{HOST}/zwgk/"), ("公告", f"{HOST}/zwgk/tzgg/"),
    ]  # fmt: skip


def test_navigation_is_no_breadcrumb() -> None:
    page = '<ul><li><a href="/">首页</a></li><li><a href="/zwgk/">政务公开</a></li></ul><p>正文</p>'
    assert breadcrumb_sections(page.encode(), f"{HOST}/a/1.html") == ()


@given(st.text(alphabet="位置首页<a href='x/'></>&gt;\n ", max_size=200))
def test_no_breadcrumb_is_too_strange(text: str) -> None:
    breadcrumb_sections(text.encode(), f"{HOST}/a/1.html")


def test_order_of_parameters_makes_no_other_section() -> None:
    assert section_key(f"{HOST}/list.php?m=a&id=7") == section_key(f"{HOST}/list.php?id=7&m=a")
