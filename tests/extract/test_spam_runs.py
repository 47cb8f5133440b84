"""A line of short phrases of which one is known goes whole, unless something vouches for others."""

from __future__ import annotations

import pytest
from test_spam import PARAGRAPHS, article, read

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
