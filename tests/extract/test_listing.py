from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples.listings import HOST, LAYOUTS, LISTING, PLAIN_ROWS, ROWS, Row, as_list, frame

from portal_spider.archive.sources import read_pages
from portal_spider.extract import extract_listing
from portal_spider.extract.listing import looks_like_listing
from portal_spider.items import Entry, Listing, ListingRules


def read(main: str, *, url: str = LISTING, farm: bool = False) -> Listing:
    return extract_listing(frame(main, farm=farm).encode(), url, content_type="text/html")


def found(listing: Listing) -> list[tuple[str, str | None, str | None]]:
    return [(entry.url, entry.title, entry.date) for entry in listing.entries]


def wanted(rows: tuple[Row, ...]) -> list[tuple[str, str | None, str | None]]:
    return [(row.url, row.title, row.date) for row in rows]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("farm", [False, True], ids=["clean", "farm"])
def test_every_layout_gives_every_row_and_nothing_else(layout: str, farm: bool) -> None:
    assert found(read(LAYOUTS[layout](ROWS), farm=farm)) == wanted(ROWS)


@pytest.mark.parametrize("layout", sorted(set(LAYOUTS) - {"as_month_days"}))
def test_addresses_need_not_hold_a_date(layout: str) -> None:
    assert found(read(LAYOUTS[layout](PLAIN_ROWS))) == wanted(PLAIN_ROWS)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("count", [1, 2, 3])
def test_short_sections_are_listings_too(layout: str, count: int) -> None:
    assert found(read(LAYOUTS[layout](ROWS[:count]))) == wanted(ROWS[:count])


# Titles.


def one(row: str, url: str = LISTING) -> Entry:
    """The one entry that a list of one row has."""
    (entry,) = read(f"<ul class='list'>{row}</ul>", url=url).entries
    return entry


TITLES = {
    "as shown": ("<a href='{}'>关于供水的公告</a>", "关于供水的公告"),
    "cut, whole in the attribute": (
        "<a href='{}' title='关于城东水厂检修停水的公告'>关于城东水厂…</a>",
        "关于城东水厂检修停水的公告",
    ),
    "cut with dots, whole in a part's attribute": (
        "<a href='{}'><span title='关于城东水厂检修停水的公告'>关于城东水厂...</span></a>",
        "关于城东水厂检修停水的公告",
    ),
    "cut, whole in the row's attribute": (
        "<p title='关于城东水厂检修停水的公告'><a href='{}'>关于城东水厂……</a></p>",
        "关于城东水厂检修停水的公告",
    ),
    "cut without a sign": (
        "<a href='{}' title='关于城东水厂检修停水的公告'>关于城东水厂检修</a>",
        "关于城东水厂检修停水的公告",
    ),
    "attribute says something else": (
        "<a href='{}' title='点击查看详细内容'>关于供水的公告</a>",
        "关于供水的公告",
    ),
    "with a date of its own": (
        "<a href='{}'>关于供水的公告（2023-05-01）</a><span>2023-06-01</span>",
        "关于供水的公告（2023-05-01）",
    ),
    "heading beside a longer summary": (
        "<h3><a href='{0}'>关于供水的公告</a></h3><a href='{0}'><p>因水厂检修，城东各小区六月一日"
        "全天停水，请各单位和居民提前做好储水准备，不便之处敬请谅解。</p></a>",
        "关于供水的公告",
    ),
    "attribute with the date behind": (
        "<a href='{}' title='关于城东水厂检修停水的公告 2023年06月01日'>关于城东水厂…</a>",
        "关于城东水厂检修停水的公告",
    ),
    "attribute that is not closed": (
        '<a href="{}" title="关于供水的公告 \' target="_blank">关于供水的公告</a>',
        "关于供水的公告",
    ),
    "attribute of many lines": (
        "<a href='{}' title='标题：关于城东水厂检修停水的公告&#10;"
        "作者：水务局&#10;日期：2023-06-01'>关于城东水厂...</a>",
        "关于城东水厂检修停水的公告",
    ),
    "bullet and spaces": ("<a href='{}'>·  关于供水\n  的公告　</a>", "关于供水 的公告"),
    "only a picture": (
        "<a href='{}'><img src='a.jpg' alt='全县防汛工作会议召开'></a>",
        "全县防汛工作会议召开",
    ),
    "letters apart": (
        "<a href='{}'>" + "".join(f"<i></i>{c}" for c in "关于供水的公告") + "</a>",
        "关于供水的公告",
    ),
    "with a hidden part": (
        "<a href='{}'>关于供水的公告<span style='display:none'>某某注册送彩金</span></a>",
        "关于供水的公告",
    ),
}


@pytest.mark.parametrize("name", TITLES)
def test_title_is_whole(name: str) -> None:
    row, wanted = TITLES[name]
    entry = one(f"<li>{row.format('202306/t20230601_1.html')}<span>2023-06-01</span></li>")
    assert entry.title == wanted


# Dates.

DATES = {
    "2023-06-01": "2023-06-01",
    "[2023-6-1]": "2023-06-01",
    "2023/06/01 08:30:15": "2023-06-01",
    "（2023.06.01）": "2023-06-01",
    "2023年6月1日": "2023-06-01",
    "20230601": "2023-06-01",
    "2023——06——01": "2023-06-01",
    "23-06-01": "2023-06-01",
    "发布时间：2023-06-01 截止时间：2023-07-01": "2023-06-01",
    "成文日期：2023-05-20 发布日期：2023-06-01": "2023-06-01",
    "<em>2023</em>-<em>06</em>-<em>01</em>": "2023-06-01",
    "<b>01</b><i>2023.06</i>": "2023-06-01",
    "<b>01</b><i>2023年06月</i>": "2023-06-01",
    "<b>2023-06</b><i>01</i>": "2023-06-01",
    "<b>06-01</b><i>2023</i>": "2023-06-01",
    "<b>01</b><i>6月</i><u>2023</u>": "2023-06-01",
    "<b>01</b>/ 2023-06": "2023-06-01",
    "阅读 18 次": None,
    "2023-13-45": None,
    "v3.11.2": None,
}


@pytest.mark.parametrize("shown", DATES)
def test_date_is_read_as_shown(shown: str) -> None:
    rows = "".join(
        f"<li><a href='content/post_77{n}.html'>关于开展第{n}次专项检查工作的通知</a>"
        f"<span>{shown}</span></li>"
        for n in range(4)
    )
    listing = read(f"<ul class='list'>{rows}</ul>")
    assert [entry.date for entry in listing.entries] == [DATES[shown]] * 4


def test_dates_of_titles_are_not_the_rows() -> None:
    rows = "".join(
        f"<li><a href='content/post_77{n}.html'>2022年1月{n + 1}日新闻发布会实录{n}</a></li>"
        for n in range(4)
    )
    assert {entry.date for entry in read(f"<ul>{rows}</ul>").entries} == {None}


def test_date_behind_a_title_in_the_same_text_is_the_rows() -> None:
    rows = "".join(
        f"<li><a href='content/post_77{n}.html'>关于开展第{n}次专项检查工作的通知 2023-06-0{n + 1}</a></li>"
        for n in range(4)
    )
    entries = read(f"<ul>{rows}</ul>").entries
    assert [entry.date for entry in entries] == [f"2023-06-0{n + 1}" for n in range(4)]
    assert entries[1].title == "关于开展第1次专项检查工作的通知"


def test_dates_of_a_summary_are_not_the_rows() -> None:
    summary = (
        "为落实2021年3月5日会议要求，本单位近日召开专题会议，研究部署下一阶段的各项重点任务和分工"
    )
    entry = one(
        "<li><a href='a/77.html'>关于开展专项检查工作的通知</a><span>2023-06-01</span>"
        f"<p>{summary}</p></li>"
    )
    assert entry.date == "2023-06-01"


def test_a_date_without_a_year_stays_unknown_where_nothing_tells_it() -> None:
    entry = one(
        "<li><a href='content/post_771.html'>关于开展专项检查工作的通知</a><i>06-01</i></li>"
    )
    assert entry.date is None


# Where rows lead to.


@pytest.mark.parametrize(
    ("href", "target"),
    [
        ("202306/t20230601_1.html", "page"),
        ("http://luoxia.example/zwgk/tzgg/202306/t20230601_1.html", "page"),
        ("./202306/P020230601.pdf", "file"),
        ("/attachment/0/1/1/%E9%99%84%E4%BB%B6.XLSX", "file"),
        ("/system/_content/download.jsp?wbfileid=77", "file"),
        ("https://mp.weixin.qq.com/s/abc", "wechat"),
        ("http://www.hechuan.example/art/2023/6/1/art_1_1.html", "offsite"),
        ("//www.hechuan.example/a/20230601/1.html", "offsite"),
    ],
)
def test_targets_are_marked(href: str, target: str) -> None:
    row = f"<li><a href='{href}'>关于开展专项检查工作的通知</a><span>2023-06-01</span></li>"
    listing = read(as_list(ROWS).replace("</ul>", f"{row}</ul>"))
    assert [entry.target for entry in listing.entries] == ["page"] * len(ROWS) + [target]


def test_links_that_lead_nowhere_are_left_out() -> None:
    dead = "".join(
        f"<li><a href='{href}'>关于开展专项检查工作的通知</a><span>2023-06-01</span></li>"
        for href in (
            "javascript:;",
            "#",
            "",
            "javascript:void(0)",
            "http://[",
            "mailto:a@b.example",
        )
    )
    assert found(read(f"<ul>{dead}</ul>" + as_list(ROWS))) == wanted(ROWS)


def test_links_opened_by_a_script_are_followed() -> None:
    rows = "".join(
        f"<li><a href='javascript:;' onclick=\"window.open('content/post_{n}.html')\">"
        f"关于开展第{n}次专项检查工作的通知</a><span>2023-06-01</span></li>"
        for n in range(3)
    )
    urls = [entry.url for entry in read(f"<ul>{rows}</ul>").entries]
    assert urls == [f"{HOST}/zwgk/tzgg/content/post_{n}.html" for n in range(3)]


RECORDS = [{"title": row.title, "daytime": row.date, "url": row.url, "userid": "7"} for row in ROWS]


@pytest.mark.parametrize(
    "data", [RECORDS, [{"infolist": RECORDS[:7]}, {"infolist": RECORDS[7:]}]], ids=["one", "groups"]
)
def test_records_that_a_script_holds_are_read(data: object) -> None:
    script = (
        f"<script>var dataList = {json.dumps(data, ensure_ascii=False)}; show(dataList);</script>"
    )
    assert found(read(f"<div id='list'></div>{script}")) == wanted(ROWS)


def test_menu_that_a_script_holds_is_no_listing() -> None:
    menu = [{"name": f"栏目{n}", "url": f"/zwgk/lm{n}/"} for n in range(9)]
    assert read(f"<script>var menu = {json.dumps(menu)};</script>").entries == ()


NAMES_OF_FIELDS = [
    ("title", "url", "publishedTimeStr"),
    ("showTitle", "publishUrl", "publishTime"),
    ("topic", "infourl", "pubtime"),
    ("doctitle", "chnldocurl", "docreltime"),
]


@pytest.mark.parametrize(("title", "url", "day"), NAMES_OF_FIELDS)
def test_records_of_interfaces_are_read(title: str, url: str, day: str) -> None:
    rows = [
        {title: f"<a>{row.title}</a>", url: row.url, day: f"{row.date} 09:30:00"} for row in ROWS
    ]
    answer = json.dumps({"results": {"data": {"results": rows}}}).encode()
    assert found(extract_listing(answer, f"{HOST}/api/list")) == wanted(ROWS)


def test_fields_may_be_named_in_any_way_that_says_what_they_hold() -> None:
    rows = [
        {"newsTitle": row.title, "subTitle": "简", "imgUrl": "a.jpg", "urlRead": row.url,
         "pubdate": row.date}
        for row in ROWS
    ]  # fmt: skip
    as_text = {"total": 20, "rows": json.dumps(rows, ensure_ascii=False)}
    for answer in ({"data": rows}, as_text):
        listing = extract_listing(json.dumps(answer).encode(), f"{HOST}/api/list")
        assert found(listing) == wanted(ROWS)


def test_date_in_pieces_may_stand_in_the_link() -> None:
    rows = "".join(
        f"<li><a href='info/10/77{n}.htm'><div><span>06/0{n + 1}</span><b>2023</b></div>"
        f"<h3>关于开展第{n}次专项检查工作的通知</h3></a></li>"
        for n in range(4)
    )
    entries = read(f"<ul>{rows}</ul>").entries
    assert [entry.date for entry in entries] == [f"2023-06-0{n + 1}" for n in range(4)]
    assert entries[0].title == "关于开展第0次专项检查工作的通知"


def test_answer_with_values_in_single_quotes_is_read() -> None:
    answer = (
        '{"count":"1", "py":\'###\', "docs":[{"title":"关于供水的公告", "url":'
        f'"{HOST}/t.html", "time":"2023-06-01"}}]}}'
    )
    (entry,) = extract_listing(answer.encode(), f"{HOST}/was5/web/search?page=1").entries
    assert (entry.title, entry.date) == ("关于供水的公告", "2023-06-01")


def test_base_of_the_page_holds_for_its_links() -> None:
    page = frame(as_list(ROWS)).replace("<head>", f'<head><base href="{HOST}/other/">')
    listing = extract_listing(page.encode(), LISTING)
    assert listing.entries[0].url == f"{HOST}/other/{ROWS[0].href}"


# What is no listing, and what is hard to read.


def test_a_page_without_rows_lists_nothing() -> None:
    listing = read("<p>栏目建设中，敬请期待。</p>")
    assert (listing.entries, listing.next) == ((), None)


def test_undated_rows_are_found_beside_a_dated_hot_list() -> None:
    rows = "".join(
        f"<li><a href='content/post_{n}.html'>落霞县第{n}批非物质文化遗产代表性项目名录</a></li>"
        for n in range(8)
    )
    listing = read(f"<ul>{rows}</ul>")
    assert [entry.url.rpartition("_")[2] for entry in listing.entries] == [
        f"{n}.html" for n in range(8)
    ]


def test_a_farm_in_plain_sight_is_left_out() -> None:
    farm = "".join(
        f'<li><a href="http://www.s{n}.example/{n}.html">某某娱乐官方网站手机版下载安装</a></li>'
        for n in range(60)
    )
    assert found(read(f"<ul>{farm}</ul>{as_list(ROWS[:6])}<ul>{farm}</ul>")) == wanted(ROWS[:6])


def test_parts_that_end_the_document_early_do_not_end_the_reading() -> None:
    header = "<html><body><div>顶部</div></body></html>"
    listing = extract_listing((header + frame(as_list(ROWS))).encode(), LISTING)
    assert found(listing) == wanted(ROWS)


def test_a_profile_selects_rows_titles_and_dates() -> None:
    odd = "".join(
        f"<div class='x'><u>2020-01-01</u><a href='/zwgk/'>政务公开</a><b><a href='{row.href}'>"
        f"{row.title}</a></b><i>{row.date}</i></div>"
        for row in ROWS
    )
    rules = ListingRules(rows="div.x", title="b a", date="i")
    listing = extract_listing(frame(odd + as_list(ROWS[:3])).encode(), LISTING, rules=rules)
    assert found(listing) == wanted(ROWS)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_encodings_of_portals_are_read(encoding: str) -> None:
    page = frame(as_list(ROWS)).replace('charset="utf-8"', f'charset="{encoding}"')
    assert found(extract_listing(page.encode(encoding), LISTING)) == wanted(ROWS)


@given(
    st.one_of(
        st.binary(max_size=400), st.text(max_size=400).map(lambda s: s.encode("utf-8", "replace"))
    )
)
def test_no_bytes_are_too_strange(body: bytes) -> None:
    assert extract_listing(body, LISTING).url == LISTING


@given(st.data())
def test_damage_to_a_page_never_breaks_the_reading(data: st.DataObject) -> None:
    page = frame(as_list(ROWS), farm=True)
    start = data.draw(st.integers(0, len(page)))
    end = data.draw(st.integers(start, len(page)))
    put = data.draw(
        st.sampled_from(["", "<", "</div>", "<!--", "<script>", "]]>", "<table>", "\x00"])
    )
    listing = extract_listing((page[:start] + put + page[end:]).encode(), LISTING)
    assert all(entry.url.startswith("http") for entry in listing.entries)


def test_depth_is_no_danger() -> None:
    deep = "<div>" * 3000 + as_list(ROWS) + "</div>" * 3000
    listing = extract_listing(deep.encode(), LISTING)
    assert listing.url == LISTING


# Telling listings from other pages.


def test_listing_is_told_from_front_page_and_article() -> None:
    front = "".join(
        f"<div class='box'><h3>{name}<a href='/zwgk/{name}/'>更多&gt;&gt;</a></h3>"
        f"<div class='b{n}'><ul>"
        + "".join(
            f"<li><a href='/zwgk/s{n}/202306/t20230601_{n}{k}.html'>第{n}栏第{k}条工作动态信息</a>"
            "<span>2023-06-01</span></li>"
            for k in range(6)
        )
        + "</ul></div></div>"
        for n, name in enumerate(("通知公告", "政策文件", "人事信息", "财政信息"))
    )
    assert looks_like_listing(frame(as_list(ROWS)).encode(), LISTING)
    assert looks_like_listing(frame(as_list(ROWS[:2])).encode(), LISTING)
    assert not looks_like_listing(frame("<h1>关于供水的公告</h1><p>正文</p>").encode(), LISTING)
    assert not looks_like_listing(frame(front).encode(), f"{HOST}/zwgk/index.html")
    assert not looks_like_listing(frame(as_list(ROWS)).encode(), ROWS[0].url)


@pytest.mark.parametrize("name", ["listings.warc.gz"])
def test_saved_listings_are_read_as_a_reader_reads_them(name: str) -> None:
    corpus = Path(__file__).parents[3] / "shared" / "corpus"
    if not (corpus / name).exists():
        pytest.skip("the corpus is not here")
    gold = {
        row["url"]: row
        for line in (corpus / "listings.gold.jsonl").read_text(encoding="utf-8").splitlines()
        if (row := json.loads(line))
    }
    right = total = 0
    for page in read_pages(corpus / name):
        listing = extract_listing(page.body, page.url, content_type=page.content_type)
        linked = [entry for entry in gold[page.url]["entries"] if entry["url"]]
        total += 2
        right += [entry.url for entry in listing.entries] == [entry["url"] for entry in linked]
        right += listing.next_url == gold[page.url].get("next_url", listing.next_url)
    assert right >= 0.97 * total
