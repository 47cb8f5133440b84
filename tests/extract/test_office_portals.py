"""Articles of small offices: tables of labels, short texts beside long lists, weblogs, data twice."""

from __future__ import annotations

import json

import pytest
from samples.portal_pages import BODY, CRUMB, FOOTER, NAVIGATION, TEXTS, TITLE, URL

from portal_spider.extract import extract_page
from portal_spider.items import Page

INFO = "<div>发布时间：2026-03-05 10:20　来源：县农业农村局</div>"
ROWS = "".join(
    f"<tr><td>．<a href='news_view.asp?sn={1900 + n}'>{text}</a> (2009/7/{n + 10})</td></tr>"
    for n, text in enumerate(
        ("校園防疫宣導", "捐血活動開跑", "藥局稽查結果公布", "假牙補助申請", "講習報名")
    )
)


def read(main: str, *, title: str = f"{TITLE}_某县人民政府", crumb: str = CRUMB) -> Page:
    head = f"<head><title>{title}</title></head>"
    page = f"<html>{head}<body><ul>{NAVIGATION}</ul>{crumb}{main}{FOOTER}</body></html>"
    return extract_page(page.encode(), URL)


def article(text: str) -> Page:
    return read(f"<div><h1>{TITLE}</h1>{INFO}<div>{text}</div></div>")


def form(text: str) -> str:
    """A page of an office in Taiwan: one table with the headline, its labels and the text."""
    return f"""<html><head><title>::: 某縣衛生局全球資訊網 :::</title></head><body>
<table><tr><td><a href="#U">:::</a><table><tr><td><a href="list.asp?k=1">機關簡介</a></td></tr>
<tr><td><a href="list.asp?k=2">最新消息</a></td></tr></table></td><td>
<p>目前位置：<a href="index.asp">首頁</a> &gt; <a href="list.asp?k=2">衛生新聞</a></p>
<table><tr><td colspan="4"><b>市售月餅抽驗結果</b></td></tr>
<tr><td>發布單位</td><td>食品衛生課</td><td>發布日期</td><td>2009/9/30</td></tr>
<tr><td>點閱次數</td><td>655</td><td>聯絡電話</td><td>(08)733-0022</td></tr>
<tr><td colspan="4">{text}</td></tr></table>
<p><a href="javascript:history.back()">回上一頁</a>　<a href="javascript:window.print()">友善列印</a></p>
<table><tr><td><b>其他最新消息</b></td></tr>{ROWS}</table></td></tr>
<tr><td colspan="2">某縣衛生局　地址：某市中正路三段8號　電話：(08)733-0000　服務時間：週一至週五 08:00-17:30<br>
<a href="p.asp">隱私權政策</a>　建議使用IE6.0以上、解析度1024*768瀏覽　更新日期：2009/12/1</td></tr>
</table></body></html>"""


def test_a_form_beside_dated_rows_is_an_article_with_its_labels() -> None:
    text = "衛生局抽驗市售月餅三十件，結果二十八件符合規定，二件標示不全，已要求業者限期改善。"
    page = extract_page(
        form(f"<p>{text}</p>").encode(), "http://www.example.gov.tw/news_view.asp?sn=3371"
    )
    assert (page.kind, page.title, page.published_at, page.source) == (
        "article", "市售月饼抽验结果", "2009-09-30", "食品卫生课",
    )  # fmt: skip
    assert page.breadcrumb == ("首页", "卫生新闻")
    assert [line[:6] for line in page.paragraphs] == ["卫生局抽验市"]


def test_short_lines_above_a_long_line_about_the_article_are_its_text() -> None:
    lines = (
        "入冬以来天气干燥，请大家注意以下几点：",
        "一不在林区吸烟，不乱扔烟头。",
        "二不在坟前烧纸，改用鲜花。",
        "三不在田边烧草，及时报告火情。",
    )
    text = "".join(f"<p>{line}</p>" for line in lines)
    about = "<p>发布时间：2026-03-05 10:22:05 | 来源：某某县应急管理局 | 录入：</p><p>分享到： [打印] [关闭]</p>"
    page = read(f"<div><h1>{TITLE}</h1><div>{text}</div>{about}</div>")
    assert (page.paragraphs, page.source) == (lines, "某某县应急管理局")
    assert page.published_at == "2026-03-05T10:22:05+08:00"


def test_a_press_release_of_one_sentence_beside_others_is_an_article() -> None:
    others = "".join(
        f"<li><a href='/gia/general/201609/29/P{n}.htm'>運輸署公布特別交通安排之{n}</a></li>"
        for n in range(12)
    )
    html = f"""<html><head><title>署任安排</title></head><body><ul>{others}</ul>
<div><h1>署任安排</h1><div><p>某司司長將於九月三十日至十月四日離港休假，其間由某局局長署任。</p>
<p>完</p><p>2016年9月29日（星期四）<br>香港時間17時00分</p></div></div></body></html>"""
    page = extract_page(
        html.encode(), "http://www.example.gov.hk/gia/general/201609/29/P2016092900655.htm"
    )
    assert (page.kind, page.published_at) == ("article", "2016-09-29T17:00+08:00")
    assert len(page.paragraphs) == 1


@pytest.mark.parametrize("mark", ["内容来自dedecms", "copyright dedecms", "本文来自织梦"])
def test_what_a_system_scatters_over_a_text_is_none_of_it(mark: str) -> None:
    page = article(BODY.replace(TEXTS[1], f"{TEXTS[1]}<font color='#FFFFFF'>{mark}</font>"))
    assert page.paragraphs == TEXTS
    assert mark in "".join(removal.text for removal in page.removed)


def test_what_a_weblog_has_below_its_text_is_none_of_it() -> None:
    below = """<div>此条目发表在<a href="/c/1">通知公告</a>分类目录。将<a href="/a/1">固定链接</a>加入收藏夹。</div>
<h3>文章导航</h3><p><a href="/a/0">← 全县植树造林现场会召开</a><a href="/a/2">城区供水工程开工 →</a></p>
<h3>发表评论</h3><p>电子邮件地址不会被公开。 必填项已用*标注</p><p>姓名电子邮件</p>"""
    assert article(BODY + below).paragraphs == TEXTS


def test_tools_in_brackets_are_none_of_the_text() -> None:
    assert article(f"{BODY}<p>[打印文档] [关闭窗口] [返回列表]</p>").paragraphs == TEXTS


def test_a_text_that_stands_in_the_pages_data_too_is_read_once() -> None:
    text = "因城区供水管道抢修，定于3月5日22时至次日5时停水，请用户提前做好储水准备。"
    data = json.dumps({"detail": {"content": f"<p>{text}</p>"}}, ensure_ascii=False)
    page = article(f"<p>{text}</p><script>window.__DATA__={data}</script>")
    assert page.paragraphs == (text,)


def test_the_cell_of_a_whole_text_is_no_row_of_data() -> None:
    text = "因城区供水管道抢修，定于3月5日22时至次日5时停水，请用户提前做好储水准备。"
    table = f"""<table><tr><td>{TITLE}</td></tr><tr><td>{INFO}</td></tr>
<tr><td>{text}<br><p align="right">县自来水公司</p></td></tr></table>"""
    assert read(table).paragraphs == (text, "县自来水公司")


def test_a_period_below_the_headline_is_of_the_text() -> None:
    period = "（公示时间：2026年3月5日—3月11日）"
    page = read(f"<div><h1>{TITLE}</h1><div><p>{period}</p>{BODY}</div></div>")
    assert page.paragraphs == (period, *TEXTS)


def test_abstract_keywords_and_the_authors_office_are_of_the_text() -> None:
    abstract = (
        "内容摘要：近年来同类案件数量持续攀升，利息的认定成为审理的难点，本文结合实践进行分析。"
    )
    ends = "（作者单位：某市中级人民法院）"
    page = article(f"<p>{abstract}</p><p>关键词：借贷；利息</p>{BODY}<p>{ends}</p>")
    assert page.paragraphs == (abstract, "关键词：借贷；利息", *TEXTS, ends)
    assert (page.fields, page.byline) == ({}, ())


@pytest.mark.parametrize(
    ("begins", "credits"),
    [
        ("本报讯（记者 张小山 通讯员 李四海）", [("记者", "张小山"), ("通讯员", "李四海")]),
        ("新华社某市3月5日电（记者 王五、赵小六）", [("记者", "王五 赵小六")]),
        ("（附图／短片）", []),
        ("会议要求（记者注意到），", []),
    ],
)
def test_credits_in_the_dateline(begins: str, credits: list[tuple[str, str]]) -> None:
    page = article(BODY.replace(TEXTS[0], begins + TEXTS[0]))
    assert [(c.role, " ".join(c.names)) for c in page.byline] == credits
    assert page.paragraphs[0] == begins + TEXTS[0]


@pytest.mark.parametrize(
    ("line", "credits"),
    [
        ("（作者：尚小慧，单位：某县审计局）", [("作者", "尚小慧")]),
        ("（记者 巴小提 特约撰稿 卫东海）", [("记者", "巴小提"), ("特约撰稿", "卫东海")]),
    ],
)
def test_credits_with_an_office_or_by_invitation(line: str, credits: list[tuple[str, str]]) -> None:
    page = article(f"{BODY}<p>{line}</p>")
    assert [(c.role, " ".join(c.names)) for c in page.byline] == credits
    assert page.paragraphs == TEXTS


@pytest.mark.parametrize(
    ("last", "sections"),
    [
        ("<a href='/jwgk/jqtb/'>警情通报</a>", ("首页", "警务公开", "警情通报")),
        (f"<a href='{URL}'>警情通报</a>", ("首页", "警务公开")),
        ("警情通报", ("首页", "警务公开")),
    ],
)
def test_a_headline_that_is_the_name_of_its_section(last: str, sections: tuple[str, ...]) -> None:
    crumb = (
        f"<div>当前位置：<a href='/'>首页</a> &gt; <a href='/jwgk/'>警务公开</a> &gt; {last}</div>"
    )
    page = read(f"<div><h1>警情通报</h1>{INFO}<div>{BODY}</div></div>", crumb=crumb)
    assert (page.title, page.breadcrumb) == ("警情通报", sections)


def test_a_row_keeps_cells_that_read_like_tools() -> None:
    rows = "<tr><td>经营者</td><td>发布途径</td><td>处理</td></tr>" + "".join(
        f"<tr><td>某某养生馆第{n}分店</td><td>{way}</td><td>责令改正</td></tr>"
        for n, way in enumerate(("微信朋友圈", "QQ：86120045", "微博"), 1)
    )
    tools = "<table><tr><td>打印</td><td>关闭</td></tr></table>"
    page = article(f"{TEXTS[0]}<table>{rows}</table>{tools}")
    assert page.paragraphs[-3:] == (
        "某某养生馆第1分店\t微信朋友圈\t责令改正",
        "某某养生馆第2分店\tQQ：86120045\t责令改正",
        "某某养生馆第3分店\t微博\t责令改正",
    )


def test_the_day_of_a_speech_is_below_its_headline() -> None:
    page = read(f"<h1>{TITLE}</h1><p>（2026年3月1日）</p>{INFO}<div>{BODY}</div>")
    assert page.paragraphs[0] == "（2026年3月1日）"
    assert page.published_at == "2026-03-05T10:20+08:00"


def test_the_hour_beside_a_day_that_a_header_labels() -> None:
    header = "<table><tr><td>发布日期：</td><td>2026年03月05日</td></tr></table>"
    page = read(f"{header}<h1>{TITLE}</h1><p>2026-03-05 17:05 来源：县水利局</p><div>{BODY}</div>")
    assert (page.published_at, page.source) == ("2026-03-05T17:05+08:00", "县水利局")


def test_days_below_the_links_of_a_column_outweigh_no_short_text() -> None:
    rows = "".join(
        f"<tr><td>· <a href='/news/detail.jsp?id={n}'>某局认真落实第{n}项重点工作</a>"
        f"<tr><td align=right>2010-03-{n % 28 + 1:02}</td></tr>"
        for n in range(40)
    )
    lines = (
        "一、申报材料",
        "1、企业名称预先核准申请书；",
        "2、全体投资人的身份证明复印件。",
        "二、承诺时限",
        "即时办结",
    )
    info = "<tr><td>[ 2011-07-19 14:35:00 ] 点击： 来源：工商分局</td></tr>"
    text = "".join(f"<p>{line}" for line in lines)
    main = f"<table><tr><td><h3>{TITLE}</h3></td></tr>{info}<tr><td>{text}</td></tr></table>"
    page = read(f"<table><tr><td>{main}</td><td><table>{rows}</table></td></tr></table>")
    assert (page.kind, page.title, page.paragraphs) == ("article", TITLE, lines)
    assert (page.published_at, page.source) == ("2011-07-19T14:35:00+08:00", "工商分局")


def test_a_day_before_who_wrote_is_no_text() -> None:
    changed = "<p>本页最后更新日期：2003年04月02日</p>"
    page = read(f"<h1>{TITLE}</h1><p>2001年6月12日 作者：县农技站 肖小平</p>{BODY}{changed}")
    assert (page.published_at, page.paragraphs[0]) == ("2001-06-12", article(BODY).paragraphs[0])
    assert [credit.names for credit in page.byline] == [("肖小平",)]


def test_who_sent_an_article_in_and_when_ends_it() -> None:
    changed = "<center>返回上页</center><hr><div>本页最后更新日期：2003年04月02日</div>"
    text = f"<div>{BODY}<p>（县果业办 曾小华供稿 2002.9.8）</p></div>"
    page = extract_page(f"<h1>{TITLE}</h1>{text}{changed}".encode(), "http://www.x.gov.cn/n/1.htm")
    assert (page.published_at, page.paragraphs) == ("2002-09-08", article(BODY).paragraphs)
    assert page.byline[0].role == "供稿"


def test_a_form_to_search_by_gives_no_field() -> None:
    form = "<form>索引号：<input> 发文日期：<input> 至 <input></form>"
    cells = ("索引号：", "000-2011-00166", "发文日期：", "2011-08-15", "发布机构：", "某县民政局")
    header = "".join(f"<td>{cell}</td>" for cell in cells)
    page = read(f"{form}<table><tr>{header}</tr></table><h1>{TITLE}</h1>{BODY}")
    assert page.fields["发文日期"] == "2011-08-15"
