"""Listings behind interfaces: JCMS, gkmlpt, UCAP, jpaas and www.gov.cn, asked page after page."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples.listings import HOST, ROWS, as_list, frame

from portal_spider.extract import extract_listing
from portal_spider.extract.pagination.numbers import page_count

LIST = as_list(ROWS)


# 大汉 JCMS.

PARAMETERS = "col=1&appid=1&webid=37&path=%2F&columnid=1861&sourceContentType=1&unitid=5678"


def store(first: int, last: int, total: int, extra: str = "") -> str:
    records = "".join(
        f"<record><![CDATA[<li><a href='/art/2023/6/30/art_1861_{n}.html' "
        f"title='关于第{n}号事项的公告'>"
        f"关于第{n}号事项…</a><span>2023-06-30</span></li>]]></record>"
        for n in range(first, last + 1)
    )
    return (
        f"<datastore>{extra}<totalrecord>{total}</totalrecord>"
        f"<recordset>{records}</recordset></datastore>"
    )


def jcms_page(total: int, shown: int, script: str, extra: str = "") -> bytes:
    rows = f'<div id="5678"><script type="text/xml">{store(1, shown, total, extra)}</script></div>'
    return frame(rows + f"<script>{script}</script>").encode()


def test_jcms_posts_for_block_after_block() -> None:
    script = (
        "jQuery('#5678').jpage({totalRecord:100,perPage:15,groupSize:3,"
        f"proxyUrl:'/module/web/jpage/dataproxy.jsp',ajaxParam:'{PARAMETERS}'}});"
    )
    url = f"{HOST}/col/col1861/index.html"
    listing = extract_listing(jcms_page(100, 45, script), url)
    seen = {entry.url for entry in listing.entries}
    asked = []
    while listing.next is not None:
        step = listing.next
        assert step.method == "POST"
        assert parse_qs(step.body or "")["columnid"] == ["1861"]
        query = parse_qs(urlsplit(step.url).query)
        first, last = int(query["startrecord"][0]), int(query["endrecord"][0])
        asked.append((first, last))
        answer = store(first, min(last, 100), 100).encode()
        listing = extract_listing(answer, step.url, content_type="text/xml")
        seen |= {entry.url for entry in listing.entries}
    assert asked == [(46, 90), (91, 135)]
    assert len(seen) == 100
    assert listing.family == "jcms"


def test_jcms_titles_are_whole_and_dated() -> None:
    listing = extract_listing(store(1, 2, 2).encode(), f"{HOST}/module/web/jpage/dataproxy.jsp?a=1")
    assert [(e.title, e.date) for e in listing.entries] == [
        ("关于第1号事项的公告", "2023-06-30"),
        ("关于第2号事项的公告", "2023-06-30"),
    ]


def test_jcms_gets_where_the_address_holds_the_column() -> None:
    script = (
        "var perpage = 20; var totalRecord = 70;"
        f"var proxyUrl = '/module/jpage/dataproxy.jsp?{PARAMETERS}';"
    )
    step = extract_listing(jcms_page(70, 60, script), f"{HOST}/col/col1861/index.html").next
    assert step is not None
    assert step.method == "GET"
    assert parse_qs(urlsplit(step.url).query)["startrecord"] == ["61"]
    answer = extract_listing(store(61, 70, 70).encode(), step.url)
    assert (len(answer.entries), answer.next) == (10, None)


def test_jcms_follows_the_next_group_as_written() -> None:
    link = '<nextgroup><![CDATA[<a href="{}page=2&amp;x=Aq9%3D"></a>]]></nextgroup>'
    page = jcms_page(70, 45, "", link.format("/module/web/jpage/dataproxy.jsp?"))
    listing = extract_listing(page, f"{HOST}/col/col1861/index.html")
    assert listing.next_url == f"{HOST}/module/web/jpage/dataproxy.jsp?page=2&x=Aq9%3D"
    answer = store(46, 70, 70, link.format("./dataproxy.jsp?").replace("page=2", "page=3"))
    after = extract_listing(answer.encode(), listing.next_url or "")
    assert after.next_url == f"{HOST}/module/web/jpage/dataproxy.jsp?page=3&x=Aq9%3D"
    assert len(after.entries) == 25


def test_jcms_of_old_answers_with_an_array() -> None:
    rows = ",".join(
        f"'<tr><td><a href=\\'/art/2009/1/2/art_9_{n}.html\\'>关于第{n}号事项的公告</a></td>"
        "<td>2009-01-02</td></tr>'"
        for n in range(3)
    )
    url = f"{HOST}/module/jslib/jquery/jpage/dataproxy.jsp?page=1"
    listing = extract_listing(f"dataStore = [{rows}];".encode(), url)
    assert [entry.date for entry in listing.entries] == ["2009-01-02"] * 3


# Guangdong's gkmlpt.


def gkmlpt_answer(page: int, total: int, size: int = 100) -> bytes:
    first = (max(page, 1) - 1) * size
    articles = [
        {
            "title": f"关于第{n}号文件的通知",
            "url": f"{HOST}/gkmlpt/content/9/9103/post_{n}.html",
            "date": 1577808000,
            "display_publish_time": 1688083200,
        }
        for n in range(first, min(first + size, total))
    ]
    return json.dumps({"articles": articles, "classify": {"post_count": total}}).encode()


@pytest.mark.parametrize(("total", "size"), [(230, 100), (100, 100), (1, 100), (23, 10), (28, 15)])
def test_gkmlpt_is_walked_from_the_index_to_the_end(total: int, size: int) -> None:
    index = "<script>window._CONFIG = {SID: '755001', TREE: [{\"id\": 5}]};</script>"
    listing = extract_listing(frame(index).encode(), f"{HOST}/xgj/gkmlpt/index")
    assert listing.entries == ()
    seen: list[str] = []
    asked = []
    while listing.next is not None:
        query = parse_qs(urlsplit(listing.next.url).query)
        assert (query["sid"], "/xgj/gkmlpt/api/all/5" in listing.next.url) == (["755001"], True)
        asked.append(int(query["page"][0]))
        listing = extract_listing(gkmlpt_answer(asked[-1], total, size), listing.next.url)
        seen += [entry.url for entry in listing.entries]
    assert asked == list(range(1, page_count(total, size) + 1))
    assert len(seen) == len(set(seen)) == total


def test_gkmlpt_dates_are_those_of_publication_in_beijing() -> None:
    url = f"{HOST}/gkmlpt/api/all/5?page=0&sid=1"
    listing = extract_listing(gkmlpt_answer(0, 150), url)
    assert {entry.date for entry in listing.entries} == {"2023-06-30"}
    assert parse_qs(urlsplit(listing.next_url or "").query)["page"] == ["2"]


def test_gkmlpt_category_may_stand_behind_the_hash() -> None:
    index = '<script>window._CONFIG = {SID: \'2\', TREE: [{"id": 5}, {"id": 7}]};</script>'
    listing = extract_listing(frame(index).encode(), f"{HOST}/gkmlpt/index#7")
    assert listing.next_url == f"{HOST}/gkmlpt/api/all/7?page=1&sid=2"


# 开普 UCAP, jpaas, www.gov.cn.

CHANNEL = "817052cbb3a94d0d8217824e7a3aca53"


def ucap_answer(page: int, total: int, rows: int = 15) -> bytes:
    first = (page - 1) * rows
    results = [
        {
            "title": f"<em>关于</em>第{n}号文件的通知",
            "url": f"//www.luoxia.example/zwgk/202306/{n:032x}.shtml",
            "publishedTimeStr": "2023-06-30 10:00:00",
        }
        for n in range(first, min(first + rows, total))
    ]
    return json.dumps(
        {"data": {"page": page, "rows": rows, "total": total, "results": results}}
    ).encode()


def test_ucap_is_walked_from_the_page_to_the_end() -> None:
    script = f"<script>var url = '/common/search/{CHANNEL}?_pageSize=15';</script>"
    listing = extract_listing(frame(f"<ul id='list'></ul>{script}").encode(), f"{HOST}/zwgk/zfwj/")
    seen = []
    while listing.next is not None:
        page = int(parse_qs(urlsplit(listing.next.url).query)["page"][0])
        listing = extract_listing(ucap_answer(page, 40), listing.next.url)
        seen += [(entry.title, entry.date) for entry in listing.entries]
    assert len(seen) == 40
    assert seen[0] == ("关于第0号文件的通知", "2023-06-30")


def test_ucap_answer_may_hold_html() -> None:
    answer = {"data": {"page": 1, "rows": 12, "total": 30, "html": LIST}}
    url = f"{HOST}/zwgk/tzgg/{CHANNEL}?page=1"
    listing = extract_listing(json.dumps(answer).encode(), url, content_type="application/json")
    assert [entry.url for entry in listing.entries] == [row.url for row in ROWS]
    assert listing.next_url == f"{HOST}/zwgk/tzgg/{CHANNEL}?page=2"


def jpaas_answer(count: int, shown: int) -> bytes:
    rows = "".join(
        f'<li><a href="/art/2023/art_{n:032x}.html" title="关于第{n}号事项的公告">公告</a>'
        "<span>2023-06-30</span></li>"
        for n in range(shown)
    )
    html = f'<ul>{rows}</ul><div class="pagination" rows="15" count="{count}"></div>'
    return json.dumps({"code": "200", "data": {"html": html}}).encode()


def test_jpaas_is_walked_from_the_page_to_the_end() -> None:
    script = (
        '<script src="/unitbuild.js" url="/api-gateway/jpaas-publish-server/front/page/build/unit" '
        "queryData=\"{'parseType':'bulidstatic','webId':'3630','pageId':'1229','tagId':'当前栏目list'}\">"
        "</script>"
    )
    listing = extract_listing(frame(script).encode(), f"{HOST}/col/col1229/index.html")
    shown = []
    for left in (15, 15, 8):
        assert listing.next is not None
        query = parse_qs(urlsplit(listing.next.url).query)
        assert query["tagId"] == ["当前栏目list"]
        assert json.loads(query["paramJson"][0])["pageNo"] == int(query["pageNo"][0])
        listing = extract_listing(jpaas_answer(38, left), listing.next.url)
        shown.append(len(listing.entries))
    assert (shown, listing.next, listing.total) == ([15, 15, 8], None, 38)


def test_govcn_file_is_one_page_and_its_page_leads_to_it() -> None:
    page = frame("<ul id='l'></ul><script>$.getJSON('./ZUIXINZHENGCE.json', show)</script>")
    listing = extract_listing(page.encode(), f"{HOST}/zhengce/zuixin/")
    assert listing.next_url == f"{HOST}/zhengce/zuixin/ZUIXINZHENGCE.json"
    records = [
        {
            "TITLE": f"第{n}号意见",
            "URL": f"{HOST}/zhengce/content/202306/content_{n}.htm",
            "DOCRELPUBTIME": "2023-06-30",
        }
        for n in range(3)
    ]
    listing = extract_listing(json.dumps(records).encode(), listing.next_url or "")
    assert (listing.entries[0].title, listing.entries[0].date) == ("第0号意见", "2023-06-30")
    assert listing.next is None


def test_govcn_search_goes_on_to_its_last_page() -> None:
    rows = [
        {"title": "意见", "url": f"{HOST}/content_{n}.htm", "pubtime": 1688083200000}
        for n in range(2)
    ]
    body = json.dumps({"searchVO": {"listVO": rows, "totalCount": 6, "totalpage": 3}}).encode()
    url = f"{HOST}/search-gov/data?t=zhengcelibrary_gw&p={{}}&n=2"
    assert extract_listing(body, url.format(2)).next_url == url.format(3)
    assert extract_listing(body, url.format(3)).next is None


@given(st.integers(1, 400), st.integers(1, 40), st.integers(1, 5))
def test_jcms_blocks_cover_every_record_once(total: int, size: int, group: int) -> None:
    url = f"{HOST}/dataproxy.jsp?startrecord=1&endrecord={size * group}&perpage={size}&columnid=7"
    covered = []
    while True:
        query = parse_qs(urlsplit(url).query)
        first, last = int(query["startrecord"][0]), int(query["endrecord"][0])
        covered += range(first, min(last, total) + 1)
        records = "<record><![CDATA[<li>x</li>]]></record>" * max(0, min(last, total) - first + 1)
        body = f"<datastore><totalrecord>{total}</totalrecord>{records}</datastore>"
        step = extract_listing(body.encode(), url).next
        if step is None:
            break
        url = step.url
    assert covered == list(range(1, total + 1))
