"""A line is read as pairs of label and value, however the labels are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal_spider.extract.labels import FIELDS, PUBLISHED, SOURCE, read_pairs


@pytest.mark.parametrize(
    ("line", "pairs"),
    [
        (
            "发布时间：2024-03-01 来 源：市政府办 浏览次数：",
            [("发布时间", "2024-03-01"), ("来源", "市政府办"), ("浏览次数", "")],
        ),
        (
            "【时间：2024年07月31日 11:52】 【来源：某某日报】",
            [("时间", "2024年07月31日 11:52"), ("来源", "某某日报")],
        ),
        ("2024-07-02 08:16来源：某市新闻网", [("来源", "某市新闻网")]),
        (
            "来源：省电视台 字号：大中小 分享至：",
            [("来源", "省电视台"), ("字号", "大中小"), ("分享至", "")],
        ),
        ("采写 | 周小禾", [("采写", "周小禾")]),
        ("文/图：张三 李四", [("文/图", "张三 李四")]),
        ("索　引　号：000014349/2017-00110", [("索引号", "000014349/2017-00110")]),
        (
            "信息来源：某市政府 | 发布时间：2018-04-19",
            [("信息来源", "某市政府"), ("发布时间", "2018-04-19")],
        ),
        ("责任编辑丨王五", [("责任编辑", "王五")]),
        ("会议时间：2024年3月", []),
        ("数据来源于统计局", []),
        ("没有标签的一行", []),
    ],
)
def test_pairs(line: str, pairs: list[tuple[str, str]]) -> None:
    assert [(pair.label, pair.value) for pair in read_pairs(line)] == pairs


def test_what_a_label_is_of() -> None:
    fields = [pair.field for pair in read_pairs("发布日期：2024-03-01 文章来源：市政府办")]
    assert fields == [PUBLISHED, SOURCE]


@given(st.sampled_from(sorted(FIELDS)), st.sampled_from("：:|丨"), st.integers(0, 3))
def test_every_label_is_known_spread_or_not(label: str, mark: str, spaces: int) -> None:
    line = ("　" * spaces).join(label) + mark + "某值"
    pairs = read_pairs(line)
    assert (pairs[0].label, pairs[0].value) == (label, "某值")


@given(st.text(max_size=200))
def test_pairs_lie_in_the_line_in_order(line: str) -> None:
    at = 0
    for pair in read_pairs(line):
        assert at <= pair.start < pair.end <= len(line)
        assert pair.value in line
        at = pair.end
