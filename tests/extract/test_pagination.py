from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from samples.listings import HOST, LISTING, ROWS, as_list, frame

from portal_spider.extract import extract_listing
from portal_spider.extract.pagination import STRATEGIES
from portal_spider.extract.pagination.numbers import (
    number_of,
    page_parameter,
    with_number,
    with_parameters,
)
from portal_spider.items import Listing, ListingRules

LIST = as_list(ROWS)


def read(extra: str, url: str = LISTING, **rules: object) -> Listing:
    body = frame(LIST + extra).encode()
    return extract_listing(body, url, rules=ListingRules(**rules))  # type: ignore[arg-type]


def next_name(listing: Listing) -> str | None:
    return listing.next_url.rpartition("/")[2] if listing.next_url else None


PAGERS = {
    "next link": ('<div class="page"><a href="index_2.html">下一页</a></div>', "index_2.html"),
    "spaced words": (
        '<p><a href="index_1.html">下 页</a><a href="index_1.html">下页</a></p>',
        "index_1.html",
    ),
    "traditional": ('<a href="list_2.shtml">下一頁</a>', "list_2.shtml"),
    "arrow among numbers": (
        '<div><b>1</b><a href="i_2.html">2</a><a href="i_3.html">3</a>'
        '<a href="i_2.html">&gt;</a></div>',
        "i_2.html",
    ),
    "title of a picture": ('<a href="p2.html" title="下一页"><img src="n.gif"></a>', "p2.html"),
    "address in a script": ("<a href=\"javascript:go('index_2.html')\">下一页</a>", "index_2.html"),
    "button": (
        '<input type="button" value="下一页" onclick="location.href=\'p_2.html\'">',
        "p_2.html",
    ),
    "rel": ('<link rel="next" href="list_2.html">', "list_2.html"),
    "arrow drawn by a style": (
        '<a class="page-next" href="list_2.html"><i></i></a>',
        "list_2.html",
    ),
    "dead next, live numbers": (
        '<ul><li class="active"><a href="#">1</a></li><li><a href="l-2.html">2</a></li>'
        '<li><a href="l-3.html">3</a></li><li><a href="javascript:;">下一页</a></li></ul>',
        "l-2.html",
    ),
    "only a later number": (
        '<div><span class="current">1</span><a href="javascript:;">2</a>'
        '<a href="col_3.html">3</a></div>',
        "col_2.html",
    ),
    "last page, from 0": (
        '<a href="javascript:;">下一页</a><a href="index_25.html">尾页</a> 共26页',
        "index_1.html",
    ),
    "last page, from 1": (
        '<a href="javascript:;">下一页</a><a href="index_26.html">尾页</a> 共26页',
        "index_2.html",
    ),
    "counted down": ('共26页 <a href="tzgg/1.htm">尾页</a>', "25.htm"),
    "file name counted down": ('共26页 <a href="index_1.html">尾页</a>', "index_25.html"),
    "trs": ('<script>createPageHTML(26, 0, "index", "html");</script>', "index_1.html"),
    "trs of chongqing": ("<script>createPage(26,0,'index','html')</script>", "index_1.html"),
    "trs of hubei": (
        '<script>createPageHTML(63,0,"index","shtml","black2",435);</script>',
        "index_1.shtml",
    ),
    "trs with a page id": (
        '<script>createPageHTML(34,0,"index_7700","shtml")</script>',
        "index_7700_1.shtml",
    ),
    "ucap": (
        "<script>createPageHTML('page_div',26, 1,'xwzx_list','shtml',515);</script>",
        "xwzx_list_2.shtml",
    ),
    "beijing": (
        "<script>Pager({size:26, current:0, prefix:'index',suffix:'html'});</script>",
        "index_1.html",
    ),
    "name with a way": (
        "<script>createPageHTML('p',26,1,'/zwgk/tzgg/l','shtml',515)</script>",
        "l_2.shtml",
    ),
    "address in an attribute": (
        '<a tagname="[PREVIOUS]">上一页</a><a style="cursor:pointer" tagname="l-2.html">下一页</a>',
        "l-2.html",
    ),
    "only the last, plain numbers": ('<b>1</b> <a href="tzgg/12.html">尾页</a>', "2.html"),
    "counts of an object": (
        "<script>var page_config = { pageNumber: '0', total: '5' }</script>",
        "index_1.html",
    ),
    "sums in an object": (
        "<script>var pager = {currentPage:parseInt('0')+1, countPage:parseInt('3'),"
        " PAGE_NAME:'list', PAGE_EXT:'shtml'};</script>",
        "list_1.shtml",
    ),
    "plugin set to a page": (
        '<script>$(".pagination").pagination("setPage",1,22);</script>',
        "index_2.html",
    ),
    "variables without a name": (
        "<script>var currentPage = 0; var countPage = 3;</script>",
        "index_1.html",
    ),
    "number put into a name": (
        '<a href="javascript:;" onclick="go(2)">下一页</a><script>function go(n){ n = n > 18 ? 18'
        " : n; location.href = 'index_' + n + '.shtml'; }</script>",
        "index_2.shtml",
    ),
    "addresses in a script": (
        '<script>var data = {"pages": 3, "href": ["javascript:void(0)", "index_2.html",'
        ' "index_3.html"]};</script>',
        "index_2.html",
    ),
    "choice of a page": (
        '<select onchange="go(this)"><option value="index.html">1</option>'
        '<option value="index_1.html">2</option><option value="index_2.html">3</option></select>',
        "index_1.html",
    ),
    "sent to another address": (
        "<script>pagination('#p', function(n) { location.href = '/content/column/77?pageIndex='"
        " + n; }, {currPage: (0+1), pageCount: 3});</script>",
        "77?pageIndex=2",
    ),
    "kkpager": (
        "<script>kkpager.generPageHtml({pno : 1, total : 26, totalRecords : 515,"
        " hrefFormer : 'list', hrefLatter : '.html'});</script>",
        "list_2.html",
    ),
    "variables": (
        "<script>var currentPage = 0;//从0开始\nvar countPage = 26//共多少页\n"
        "var nextPage = currentPage+1;\n"
        'document.write("<a href=\\"index"+"_" + nextPage + "."+"htm\\">");'
        "</script>",
        "index_1.htm",
    ),
}


@pytest.mark.parametrize("name", PAGERS)
def test_first_page_leads_to_the_second(name: str) -> None:
    pager, wanted = PAGERS[name]
    assert next_name(read(pager)) == wanted


LAST_PAGES = {
    "no pager": ("", LISTING),
    "next link to itself": ('<a href="index.html">下一页</a>', LISTING),
    "next link to a script": ('<a href="javascript:getList(2)">下一页</a> 共 1182 页', LISTING),
    "next link switched off": ('<a class="disabled" href="index_2.html">下一页</a>', LISTING),
    "next item switched off": (
        '<ul><li class="disabled"><a href="index_2.html">下一页</a></li></ul>',
        LISTING,
    ),
    "script's last number": (
        "<a onclick=\"go(3)\">下一页</a><script>'index_' + n + '.html'</script>",
        f"{HOST}/zwgk/tzgg/index_3.html",
    ),
    "plugin set to the last page": (
        '<script>$(".pagination").pagination("setPage",22,22);</script>',
        f"{HOST}/zwgk/tzgg/index_22.html",
    ),
    "counts of an object, used up": (
        "<script>var page_config = { pageNumber: '4', total: '5' }</script>",
        f"{HOST}/zwgk/tzgg/index_4.html",
    ),
    "addresses in a script, none further": (
        '<script>var data = {"href": ["index.html", "index_2.html"]};</script>',
        f"{HOST}/zwgk/tzgg/index_3.html",
    ),
    "choice of a year": (
        '<select><option value="2023.html">2023</option><option value="/a/list_2022.html">2022'
        "</option></select>",
        LISTING,
    ),
    "next link back to the first": (
        '<a href="index.html">下一页</a>',
        f"{HOST}/zwgk/tzgg/index_3.html",
    ),
    "next article": ('<a href="202306/t20230601_1.html">下一篇</a>', LISTING),
    "trs": ('<script>createPageHTML(26, 25, "index", "html")</script>', f"{HOST}/a/index_25.html"),
    "trs, one page": ('<script>createPageHTML(1, 0, "index", "html")</script>', LISTING),
    "trs, empty": ('<script>createPageHTML(0, 0, "index", "html")</script>', LISTING),
    "ucap": ("<script>createPageHTML('p',26,26,'l','shtml',515)</script>", f"{HOST}/a/l_26.shtml"),
    "numbers": (
        '<div><a href="i_1.html">1</a><a href="i_2.html">2</a><b>3</b></div>',
        f"{HOST}/zwgk/tzgg/i_3.html",
    ),
    "counted down": ('共26页 <a href="1.htm">尾页</a>', f"{HOST}/xw/tzgg/1.htm"),
    "definition only": (
        "<script>function createPageHTML(_nPageCount, _nCurrIndex, _sPageName, _sExt){}</script>",
        LISTING,
    ),
    "parameter at its end": ("共26页 26/26页", f"{HOST}/list.jsp?id=3&page=26"),
}


@pytest.mark.parametrize("name", LAST_PAGES)
def test_last_page_leads_nowhere(name: str) -> None:
    pager, url = LAST_PAGES[name]
    assert read(pager, url).next is None


def test_pages_and_entries_promised_are_read() -> None:
    said = read('<p>共 435 条 第1/22页 <a href="index_2.html">下一页</a></p>')
    told = read("<script>createPageHTML('page_div',26, 1,'l','shtml',515);</script>")
    assert (said.pages, said.total) == (22, 435)
    assert (told.pages, told.total) == (26, 515)


def test_a_profile_says_which_strategy_comes_first() -> None:
    both = '<a href="wrong_9.html">下一页</a><script>createPageHTML(3,0,"index","html")</script>'
    assert read(both).strategy == "next_link"
    listing = read(both, pagination=("create_page",))
    assert (listing.strategy, next_name(listing)) == ("create_page", "index_1.html")


def test_nda_counts_pages_from_entries() -> None:
    script = "<script>$('.pages').pagination({totalData: 34, showData: 15, coping: true})</script>"
    url = f"{HOST}/zwgk/tzgg/index_pc_{{}}.html"
    assert read(script, url.format(2)).next_url == url.format(3)
    assert read(script, url.format(3)).next is None


# The same page parameter, page after page.

QUERY = f"{HOST}/list.jsp?id=3&pageNo=2&size=20"


@pytest.mark.parametrize("name", ["page", "PageIndex", "pageNo", "pageNum", "currPage", "pn", "p"])
def test_parameter_is_counted_while_pages_are_promised(name: str) -> None:
    listing = read("共26页 <a href='javascript:;'>下一页</a>", f"{HOST}/list.jsp?id=3&{name}=2")
    assert listing.next_url == f"{HOST}/list.jsp?id=3&{name}=3"


def test_listing_in_a_frame_or_behind_a_redirect_is_the_next_page() -> None:
    frame_page = b'<html><body><h2>x</h2><iframe src="rows.jsp?id=7"></iframe></body></html>'
    assert next_name(extract_listing(frame_page, LISTING)) == "rows.jsp?id=7"
    sent = b"<script>location.href='list.html';</script>"
    assert next_name(extract_listing(sent, f"{HOST}/zwgk/tzgg/")) == "list.html"
    assert extract_listing(b"<script>location.href='/';</script>", LISTING).next is None


@pytest.mark.parametrize(
    "counts", ["count: 95, limit: 15, curr: 1", "cont: 'p', pages: 7, skip: true"]
)
def test_laypage_counts_the_pages_of_a_parameter(counts: str) -> None:
    script = (
        f"layui.laypage.render({{elem: 'p', {counts}, jump: function (o) {{"
        " location.href = '/zwgk/tzgg/list.jsp?page=' + o.curr; }});"
    )
    listing = read(f"<script>{script}</script>", url=f"{HOST}/zwgk/tzgg/list.jsp")
    assert (next_name(listing), listing.pages) == ("list.jsp?page=2", 7)


def test_form_is_sent_with_the_next_number() -> None:
    form = (
        '<form action="/list.do" method="post"><input type="hidden" name="pageNo" value="2">'
        '<input type="hidden" name="columnId" value="77"></form>'
        '<a href="javascript:toPage(3)">下一页</a> 共9页'
    )
    step = read(form).next
    assert step is not None
    assert (step.method, step.url) == ("POST", f"{HOST}/list.do")
    assert parse_qs(step.body or "") == {"pageNo": ["3"], "columnId": ["77"]}


def test_form_without_an_address_counts_where_a_script_sends_it() -> None:
    form = (
        '<form name="pageForm" method="post"><input type="hidden" name="cpage" value="1"></form>'
        '<a href="javascript:page(2)">下一页</a> 共3页'
    )
    assert read(form).next is None
    step = read(f"{form}<script>document.pageForm.submit();</script>").next
    assert step is not None
    assert (step.method, step.url, step.body) == ("POST", LISTING, "cpage=2")


# What holds for every page, however it is made.

WORDS = st.sampled_from(
    [
        "下一页",
        "尾页",
        "共9页",
        "1/9页",
        "共88条",
        "1",
        "2",
        "3",
        ">",
        "createPageHTML",
        "page",
        "index",
    ]
)
ADDRESSES = st.sampled_from(
    ["index.html", "index_1.html", "index_2.html", "1.htm", "9.htm", "?page=2", "#", "javascript:;",
     "javascript:go(2)", "http://[bad", "/gkmlpt/", "list.jsp?page=1", "//x.example/index_1.html"]
)  # fmt: skip
SNIPPETS = st.one_of(
    st.builds('<a href="{}">{}</a>'.format, ADDRESSES, WORDS),
    st.builds(
        '<script>createPageHTML({}, {}, "index", "html")</script>'.format,
        st.integers(0, 40),
        st.integers(-1, 41),
    ),
    st.builds("<script>var countPage={};var currentPage={};'index_'+i+'.html'</script>".format,
              st.integers(0, 40), st.integers(0, 41)),
    st.builds("<script>x.pagination({{totalData:{},showData:{}}})</script>".format,
              st.integers(0, 99), st.integers(0, 20)),
    st.builds("<datastore><totalrecord>{}</totalrecord></datastore>'dataproxy.jsp'".format,
              st.integers(0, 99)),
    WORDS,
    st.text(max_size=20),
)  # fmt: skip
PLACES = st.sampled_from(
    [LISTING, f"{HOST}/a/index_3.html", f"{HOST}/a/tzgg/4.htm", f"{HOST}/l.jsp?page=3",
     f"{HOST}/gkmlpt/index", f"{HOST}/dataproxy.jsp?startrecord=1&endrecord=45&perpage=15"]
)  # fmt: skip


@given(st.lists(SNIPPETS, max_size=6), PLACES, st.sampled_from([None, *STRATEGIES]))
def test_next_is_never_the_page_itself(snippets: list[str], url: str, first: str | None) -> None:
    body = frame(LIST + "".join(snippets)).encode("utf-8", "replace")
    rules = ListingRules(pagination=(first,) if first else ())  # type: ignore[arg-type]
    step = extract_listing(body, url, rules=rules).next
    assert step is None or step.method == "POST" or step.url.partition("#")[0] != url


@settings(max_examples=20)
@given(st.integers(1, 30), st.booleans())
def test_trs_and_ucap_scripts_end_after_as_many_pages_as_they_say(
    pages: int, from_one: bool
) -> None:
    url, asked = LISTING, 0
    current = 1 if from_one else 0
    while True:
        asked += 1
        call = (
            f"createPageHTML('d',{pages},{current},'index','html',99)"
            if from_one
            else f'createPageHTML({pages},{current},"index","html")'
        )
        step = extract_listing(frame(f"<script>{call}</script>").encode(), url).next
        if step is None:
            break
        url, current = step.url, number_of(step.url) or 0
    assert asked == pages


@given(
    st.integers(0, 9999), st.sampled_from(["index_1.html", "a-b-3.shtml", "7.htm", "x_y_12.jsp"])
)
def test_number_put_into_a_file_name_is_read_back(number: int, file: str) -> None:
    url = with_number(LISTING, f"{HOST}/zwgk/tzgg/{file}", number)
    assert url is not None
    assert number_of(url) == number


@given(st.integers(0, 999999), st.text("abc/?&=# 页", max_size=8))
def test_parameter_changes_in_its_place_and_leaves_the_others(number: int, other: str) -> None:
    url = with_parameters(f"{HOST}/l.jsp?a=1&page=5&b=2", {"page": str(number), "c": other})
    assert page_parameter(url) == ("page", number)
    query = parse_qs(urlsplit(url).query, keep_blank_values=True)
    assert (query["a"], query["b"], query["c"]) == (["1"], ["2"], [other])
