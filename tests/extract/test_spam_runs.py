"""A line of short phrases of which one is known goes whole, unless something vouches for others."""

from __future__ import annotations

import legitimate
import pytest
from test_spam import PARAGRAPHS, TITLE, article, fields, read

RUNS = (
    ("雪驼镇区开服表", "新开传奇私服", "竹蜻蜓版本8.0合集"),
    ("柚子社区2024新地址", "成人视频免费看", "石榴研究所入口"),
    ("青梧论文包过", "必威体育官网", "拾贝口子秒批"),
)
"""Each with one phrase that the lexicon knows."""


def with_line(line: str) -> str:
    """The article with a paragraph of its own after the first."""
    return article().replace("</p>", f"</p><p>{line}</p>", 1)


@pytest.mark.parametrize("mark", [",", " ", "|", "，"])
@pytest.mark.parametrize("run", RUNS, ids=lambda run: run[1])
def test_the_company_of_a_known_phrase_goes_with_it(run: tuple[str, ...], mark: str) -> None:
    assert read(with_line(mark.join(run))).paragraphs == PARAGRAPHS


@pytest.mark.parametrize(
    "line",
    [
        "城东街道、金沙社区、永利小学、新区医院",
        "2024年第三批、石板乡、安溪村、河口镇",
        "国办发〔2019〕14号",
    ],
)
def test_a_line_that_names_places_or_documents_stays(line: str) -> None:
    assert line in read(with_line(line)).paragraphs


@pytest.mark.parametrize(
    "line",
    ["百家乐业", "无抵押贷款试点", "九五至尊茶庄", "网贷平台清退", "皇冠体育馆", "棋牌协会换届"],
)
@pytest.mark.parametrize("markup", ["<p>{}</p>", "<p><strong>{}</strong></p>", "<div>{}</div>"])
def test_one_word_in_the_name_of_something_takes_no_line(line: str, markup: str) -> None:
    copy = article().replace("</p>", f"</p>{markup.format(line)}", 1)
    assert line in read(copy).paragraphs


def test_results_of_a_lottery_are_told_where_to_look_up() -> None:
    line = "七乐彩、快乐八开奖结果请登录中国福彩网查询，各销售站点已经张贴开奖公告。"
    assert line in read(with_line(line)).paragraphs


def with_file(name: str) -> str:
    """The article with a file of that name behind its text."""
    return article().replace(
        f"{PARAGRAPHS[-1]}</p>", f'{PARAGRAPHS[-1]}</p><p><a href="/f/1.docx">{name}</a></p>', 1
    )


@pytest.mark.parametrize(
    ("name", "left"),
    [
        ("成人视频免费看-必威体育官网-附件1：工作方案.docx", "附件1：工作方案.docx"),
        ("竹蜻蜓秒批额度 附件1：工作方案.docx", "附件1：工作方案.docx"),
        ("附件1：工作方案.docx 柚子棋牌下载", "附件1：工作方案.docx"),
        ("附件1：工作方案（石榴棋牌官网）.docx", "附件1：工作方案.docx"),
    ],
)
def test_the_name_of_a_file_is_left_without_the_phrases_around(name: str, left: str) -> None:
    assert read(with_file(name)).attachments[0].name == left


@pytest.mark.parametrize(
    "name",
    [
        "附件1：2024年体育彩票公益金使用情况（公示稿）.docx",
        "山塘小学、金沙社区、永利村名单-终稿.xls",
        "附件2-全市歌舞娱乐场所、游艺场所名单.xls",
        "下载 附件1：工作方案（征求意见稿）.docx",
        "棋牌室整顿台账-汇总表（样表）.xlsx",
        "附件：二手房贷款代办材料.docx",
        "附件1：养生服务机构-按摩、足浴.doc",
    ],
)
def test_the_name_of_a_file_of_names_stays(name: str) -> None:
    assert read(with_file(name)).attachments[0].name == name


@pytest.mark.parametrize("line", ["来源：市融媒体中心 {}", "责任编辑：王小明 {}"])
@pytest.mark.parametrize("phrase", ["竹蜻蜓秒批额度", "出气枪配件全套", "柚子棋牌下载"])
def test_what_stands_behind_a_name_goes(line: str, phrase: str) -> None:
    assert phrase not in str(fields(read(with_line(line.format(phrase)))))


@pytest.mark.parametrize(
    "line",
    ["来源：市融媒体中心 记者王小明", "来源：新华社 阿依古丽买买提", "责任编辑：王小明 打印本页"],
)
def test_who_else_is_named_behind_it_stays(line: str) -> None:
    copy = with_line(line)
    assert not [removal for removal in read(copy).removed if removal.kind == "spam"]


@pytest.mark.parametrize(
    "line", ["線上娛樂城註冊送彩金", "國產視頻線上觀看免費", "真錢棋牌遊戲平臺"]
)
def test_a_line_of_advertising_in_traditional_goes_from_a_page_in_simplified(line: str) -> None:
    assert read(with_line(line)).paragraphs == PARAGRAPHS


@pytest.mark.parametrize(
    "line", ["澳門銀河娛樂集團有限公司", "積善之家必有餘慶", "國立臺灣體育運動大學"]
)
def test_a_name_or_a_saying_in_traditional_stays(line: str) -> None:
    assert line in read(with_line(line)).paragraphs


@pytest.mark.parametrize(
    "head",
    [
        "华体会最新地址,足球外围投注app　",
        "竹蜻蜓秒批额度-柚子棋牌下载　",
        "花呗代还秒到　",
    ],
)
@pytest.mark.parametrize("number", range(len(PARAGRAPHS)))
def test_phrases_before_the_first_sentence_of_a_paragraph_go(head: str, number: int) -> None:
    before = PARAGRAPHS[number]
    assert read(article().replace(before, head + before, 1)).paragraphs == PARAGRAPHS


@pytest.mark.parametrize(
    "head",
    [
        "免费开放　",
        "本报讯　",
        "体育彩票、福利彩票　",
        "贷款贴息　",
        "网络棋牌、电子竞技　",
        "棋牌室整治　",
    ],
)
def test_the_heading_that_a_paragraph_begins_with_stays(head: str) -> None:
    before = PARAGRAPHS[1]
    page = read(article().replace(before, head + before, 1))
    assert page.paragraphs[1] == f"{head.strip()} {before}"


@pytest.mark.parametrize("sign", ["㊣", "㊙", "〓", "★"])
def test_a_run_between_signs_that_no_text_has_goes(sign: str) -> None:
    line = sign.join(("", "斗牛棋牌送彩金", "蜜桃视频下载安装", "同城约会上门", ""))
    assert read(with_line(line)).paragraphs == PARAGRAPHS


@pytest.mark.parametrize("phrase", ["银河vip通道", "酒店住宿票代开", "大学生兼职包夜"])
def test_a_link_pushed_into_a_sentence_goes_whole(phrase: str) -> None:
    start, mark, rest = PARAGRAPHS[0].partition("，")
    link = f'<a href="http://www.38291.example/">{phrase}</a>'
    copy = article().replace(PARAGRAPHS[0], f"{start}{mark}{link}{rest}", 1)
    assert read(copy).paragraphs == PARAGRAPHS


CHRONICLE = (
    "明嘉靖三十二年夏六月，二河并溢，平地水深丈余，城垣圮者三之一，民多溺死。",
    "清康熙七年六月十七日戌时，地震波及县境，房舍倾倒十之七八，井泉喷涌。",
    "民国二十六年春夏连旱，塘坝干涸三百余座，县政府组织民众打井抗旱。",
)


@pytest.mark.parametrize("phrase", ["日韩乱码一区", "江南体育网页版", "斗牛棋牌送彩金"])
def test_a_phrase_between_the_sentences_of_a_chronicle_goes(phrase: str) -> None:
    page = read(legitimate.page(TITLE, (CHRONICLE[0], phrase, *CHRONICLE[1:])))
    assert page.paragraphs == CHRONICLE


@pytest.mark.parametrize("run", ["菠菜导航大全_捕鱼赢现金_", "必一运动中国官网-花呗代还秒到-"])
def test_an_unknown_phrase_goes_from_a_headline_with_a_known_one(run: str) -> None:
    page = read(article().replace(f"<h1>{TITLE}", f"<h1>{run}{TITLE}", 1))
    assert page.title == TITLE
