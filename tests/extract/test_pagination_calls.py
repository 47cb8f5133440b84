"""Listings that a script of the page asks the server for, and what the answers say of the rest."""

from __future__ import annotations

import json
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples.listings import HOST, LISTING, ROWS, as_list, frame

from portal_spider.extract import extract_listing
from portal_spider.items import Listing, PageRequest

LIST = as_list(ROWS)
NEXT = '<a href="javascript:getList(2)">下一页</a> 共 95 条 1/7 页'


def asked(script: str, main: str = LIST + NEXT) -> PageRequest | None:
    body = frame(f"{main}<script>{script}</script>").encode()
    return extract_listing(body, LISTING).next


GETS = {
    "parameters in an object": (
        "function getList(n) { $.ajax({type: 'get', url: '/api/infos', dataType: 'json',"
        " data: {'colId': '77', pageNo: n, pageSize: 15}, success: function (r) {}}); }",
        "/api/infos?colId=77&pageNo=2&pageSize=15",
    ),
    "address as a sum": (
        'var id = "5"; function getList(p) { $.get("/list.jsp?cid=" + id + "&page=" + p,'
        " function (d) {}); }",
        "/list.jsp?cid=5&page=2",
    ),
    "numbers from 0": (
        "$.getJSON('/api/list', {channel: 9, page: n - 1, size: 20}, show);",
        "/api/list?channel=9&page=1&size=20",
    ),
    "number in a variable": (
        "var page = 1; function more() { page++; $.get('/api/list?id=7&page=' + page, show); }",
        "/api/list?id=7&page=2",
    ),
    "comments": (
        "$.get('/api/list', { // 栏目\n'id': 7, /* 页码 */ page: n }, show);",
        "/api/list?id=7&page=2",
    ),
    "fetch": (
        "fetch('/api/list?id=7&page=' + n).then(r => r.json()).then(show);",
        "/api/list?id=7&page=2",
    ),
    "axios": (
        "axios.get('/api/list', {params: {id: 7, pageNum: n}}).then(show);",
        "/api/list?id=7&pageNum=2",
    ),
    "template": (
        "const id = 7; $.get(`/api/list?id=${id}&page=${n}&size=9`, show);",
        "/api/list?id=7&page=2&size=9",
    ),
    "members of an object": (
        "var o = {index: 1, size: 15}; $.get('/api/list', {id: 7, page: o.index, rows: o.size}, f);",
        "/api/list?id=7&page=2&rows=15",
    ),
    "object of its own": (
        "var params = {channel: 9, page: 1};\nfunction getList(n) { params.page = n;"
        " jQuery.get('/api/list', params, show); }",
        "/api/list?channel=9&page=2",
    ),
}


@pytest.mark.parametrize("name", GETS)
def test_question_is_read_from_the_script(name: str) -> None:
    script, wanted = GETS[name]
    assert asked(script) == PageRequest(url=HOST + wanted)


def test_question_is_posted_with_values_of_the_page() -> None:
    script = (
        "var site = 'a1'; function getList(page) { $.post('/web/list.do', {site: site,"
        " column: $('#column').val(), page: page, rows: 15}, function (d) { $('#l').html(d); }); }"
    )
    step = asked(script, f'{LIST}<input type="hidden" id="column" value="88">{NEXT}')
    assert step is not None
    assert (step.method, step.url) == ("POST", f"{HOST}/web/list.do")
    assert parse_qs(step.body or "") == {
        "site": ["a1"], "column": ["88"], "page": ["2"], "rows": ["15"],
    }  # fmt: skip


SENT_AS_JSON = {
    "fetch": (
        "fetch('/api/list', {method: 'POST', headers: {'Content-Type': 'application/json'},"
        " body: JSON.stringify({channel: '9', pageNo: n, pageSize: 15, top: false})}).then(show);"
    ),
    "jQuery": (
        "$.ajax({type: 'POST', url: '/api/list', contentType: 'application/json;charset=utf-8',"
        " data: JSON.stringify({channel: '9', pageNo: n, pageSize: 15, top: false}),"
        " success: function (r) {}});"
    ),
    "axios": (
        "axios.post('/api/list', {channel: '9', pageNo: n, pageSize: 15, top: false}).then(show);"
    ),
    "object of its own": (
        "const q = {channel: '9', pageNo: 1, pageSize: 15, top: false};\n"
        "function turn(n) { q.pageNo = n; fetch(`/api/list`, {method: 'post',"
        " body: JSON.stringify(q)}).then(show); }"
    ),
}


@pytest.mark.parametrize("name", SENT_AS_JSON)
def test_question_is_posted_as_json(name: str) -> None:
    step = asked(SENT_AS_JSON[name])
    assert step == PageRequest(
        url=f"{HOST}/api/list",
        method="POST",
        body='{"channel":"9","pageNo":2,"pageSize":15,"top":false}',
    )
    assert step.media_type == "application/json"


@pytest.mark.parametrize(
    "script",
    [
        "axios.post('/api/list', Qs.stringify({channel: 9, pageNo: n})).then(show);",
        "fetch('/api/list', {method: 'POST', body: new URLSearchParams({channel: 9, pageNo: n})});",
        "$.post('/api/list', $.param({channel: 9, pageNo: n}), show);",
        "$.ajax({type: 'POST', url: '/api/list', data: {channel: 9, pageNo: n}});",
    ],
)
def test_question_is_posted_as_a_form(script: str) -> None:
    step = asked(script)
    assert step == PageRequest(url=f"{HOST}/api/list", method="POST", body="channel=9&pageNo=2")
    assert step.media_type == "application/x-www-form-urlencoded"


def test_page_without_rows_asks_for_the_first() -> None:
    script = "function load(n) { $.post('/web/list', {id: '9', pageIndex: n}, show); } load(1);"
    step = asked(script, '<ul id="list"></ul>')
    assert step is not None
    assert (step.url, step.body) == (f"{HOST}/web/list", "id=9&pageIndex=1")


def test_control_that_loads_more_asks_for_the_second() -> None:
    script = "$.get('/more', {page: n}, show);"
    step = asked(script, f'{LIST}<a href="javascript:;" onclick="more()">加载更多</a>')
    assert step == PageRequest(url=f"{HOST}/more?page=2")


LEFT_ALONE = {
    "a value that is not in the page": "$.post('/list', {token: makeToken(), page: n}, show);",
    "a body of its own": "fetch('/list?page=' + n, {method: 'POST', body: form});",
    "a member that is not in the page": "$.post('/list', {id: o.id, page: n}, show);",
    "no number of a page": "$.post('/count', {id: '7'}, show);",
    "a body that is no object": "fetch('/list', {method: 'POST', body: JSON.stringify([n])});",
    "an object in an object": "axios.post('/list', {page: {current: n, size: 15}, id: 7});",
    "a method without a body": "fetch('/list?page=' + n, {method: 'POST'});",
    "another site": "$.get('https://stat.example/hit', {page: n}, show);",
    "two numbers of pages": "$.get('/list', {page: n, pageNo: n}, show);",
    "broken off": "$.post('/list', {page: n, ",
    "no address": "$.ajax({data: {page: n}});",
}


@pytest.mark.parametrize("name", LEFT_ALONE)
def test_other_calls_are_left_alone(name: str) -> None:
    step = asked(LEFT_ALONE[name])
    assert step is None or step.url == f"{HOST}/list"  # what is broken off is whole as far as here


def test_listing_without_a_pager_asks_nothing_more() -> None:
    assert asked("$.post('/list', {page: n}, show);", LIST) is None


@given(st.text(alphabet="$.postge({}[]'\"+,: pagen=-\\`;1", max_size=80))
def test_no_script_is_too_strange(script: str) -> None:
    asked(f"var n = 1; $.post('/list', {script}")


# Answers.

RECORDS = [{"title": row.title, "url": row.url, "pubDate": row.date} for row in ROWS]


def answer(url: str, sent: str | None = None, **counts: object) -> Listing:
    data = {"code": 200, "data": {**counts, "list": RECORDS}}
    return extract_listing(json.dumps(data).encode(), url, sent=sent)


API = f"{HOST}/api/list?channel=9&page={{}}&size={{}}"


@pytest.mark.parametrize(
    ("counts", "page", "size", "following"),
    [
        ({"totalPages": 3}, 1, 10, 2),
        ({"pageCount": "3"}, 3, 10, None),
        ({"total": 95}, 9, 10, 10),
        ({"total": 95}, 10, 10, None),
        ({"total": 0}, 1, 10, None),
        ({}, 1, len(ROWS), 2),
        ({}, 4, len(ROWS) + 1, None),
    ],
)
def test_answer_is_turned_by_what_it_counts(
    counts: dict[str, object], page: int, size: int, following: int | None
) -> None:
    listing = answer(API.format(page, size), **counts)
    assert len(listing.entries) == len(ROWS)
    assert listing.next_url == (API.format(following, size) if following else None)


def test_answer_to_a_post_is_turned_by_what_was_sent() -> None:
    url = f"{HOST}/web/list.do"
    step = answer(url, "channel=9&pageNo=2&rows=5", total=12).next
    assert step == PageRequest(url=url, method="POST", body="channel=9&pageNo=3&rows=5")
    assert answer(url, "channel=9&pageNo=3&rows=5", total=12).next is None


@pytest.mark.parametrize(("number", "following"), [("2", "3"), ('"2"', '"3"')])
def test_answer_to_json_is_turned_by_what_was_sent(number: str, following: str) -> None:
    url = f"{HOST}/api/list"
    sent = '{"channel":"公告","pageNo":%s,"pageSize":5}'
    step = answer(url, sent % number, total=12).next
    assert step == PageRequest(url=url, method="POST", body=sent % following)
    assert answer(url, sent % following, total=12).next is None


@given(st.text(alphabet='{}[]":,pagen1e9- ', max_size=60))
def test_nothing_that_was_sent_is_too_strange(sent: str) -> None:
    answer(f"{HOST}/api/list", "{" + sent, total=12)


def test_rows_alone_are_turned_until_there_are_none() -> None:
    url = f"{HOST}/list.jsp?cid=5&page={{}}"
    assert extract_listing(LIST.encode(), url.format(2)).next_url == url.format(3)
    assert extract_listing(b"<ul></ul>", url.format(3)).next is None


def test_whole_page_is_not_turned_by_its_address_alone() -> None:
    assert extract_listing(frame(LIST).encode(), f"{HOST}/list.jsp?page=2").next is None
