"""Credits become roles with names, from labels, parentheses and lines of their own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal_spider.extract.byline import credits_in_parentheses, is_credit_line, split_names


@pytest.mark.parametrize(
    ("text", "credits"),
    [
        ("现场气氛热烈。（记者 张小山 通讯员 李四海）", [("记者", "张小山"), ("通讯员", "李四海")]),
        ("……（特约通讯员：林晚）", [("特约通讯员", "林晚")]),
        ("(某市晚报记者 陈木易)", [("记者", "陈木易")]),
        ("（记者/罗小禾）", [("记者", "罗小禾")]),
        ("（见习记者 王五、赵六 ）。", [("见习记者", "王五 赵六")]),
        ("（记者李小山通讯员张红雨摄）", [("记者", "李小山"), ("通讯员", "张红雨")]),
        ("(某市晚报记者 陈木易 文/摄)", [("记者", "陈木易")]),
        (
            "（记者：冯小雪、李媛媛/文　特约摄影记者：郭 涛/图）",
            [("记者", "冯小雪 李媛媛"), ("特约摄影记者", "郭涛")],
        ),
        ("农家书屋真方便。（文：王小娟）（图：贺志刚）", [("文", "王小娟"), ("图", "贺志刚")]),
        (
            "（记者 乌云其木格 通讯员 阿不都热合曼）",
            [("记者", "乌云其木格"), ("通讯员", "阿不都热合曼")],
        ),
        ("（本文有删减）", []),
        ("（作者为某大学教授）", []),
        ("（见附件）", []),
        ("（记者从会上获悉）", []),
        ("没有括号的一段", []),
    ],
)
def test_parentheses_at_the_end(text: str, credits: list[tuple[str, str]]) -> None:
    found = credits_in_parentheses(text)
    assert [(credit.role, " ".join(credit.names)) for credit in found] == credits


@pytest.mark.parametrize(
    ("line", "credits"),
    [
        ("编辑：王五", [("编辑", "王五")]),
        ("采写 | 周小禾", [("采写", "周小禾")]),
        (
            "一审：张三 二审：李四 三审：王五",
            [("一审", "张三"), ("二审", "李四"), ("三审", "王五")],
        ),
        ("新华社客户端 记者 王五 赵六", [("记者", "王五 赵六")]),
        ("（责任编辑： 黄小山 ）", [("责任编辑", "黄小山")]),
        ("本期编辑：王五", [("本期编辑", "王五")]),
        ("一审一校：张三 二审二校：李四", [("一审一校", "张三"), ("二审二校", "李四")]),
        ("信息员：张三　审核领导：李四", [("信息员", "张三"), ("审核领导", "李四")]),
        ("值班编委：张三 执笔：李四", [("值班编委", "张三"), ("执笔", "李四")]),
        ("记者：请谈谈这项政策的背景。", None),
        ("作者在文中指出，要坚持问题导向。", None),
        ("（某县委党校 供稿）", [("供稿", "某县委党校")]),
        ("（县果业办 曾小华供稿 2002.9.8）", [("供稿", "县果业办 曾小华")]),
        ("图为活动现场", None),
        ("图书馆", None),
        ("作者简介", None),
        ("文图张小山", [("文图", "张小山")]),
    ],
)
def test_lines_that_only_credit(line: str, credits: list[tuple[str, str]] | None) -> None:
    found = is_credit_line(line)
    shown = found and [(credit.role, " ".join(credit.names)) for credit in found]
    assert shown == credits


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("张三、李四", ("张三", "李四")),
        ("张三 李四；王小五", ("张三", "李四", "王小五")),
        ("辛 鸣", ("辛鸣",)),
        ("冯 小松、李 明", ("冯小松", "李明")),
        ("买买提·艾力", ("买买提·艾力",)),
        ("裴小庆、李刚 均系省委党校教授", ("裴小庆", "李刚")),
        ("Zhang Wei, Li Na", ("Zhang Wei", "Li Na")),
        ("", ()),
    ],
)
def test_names(value: str, names: tuple[str, ...]) -> None:
    assert split_names(value) == names


@given(st.text(max_size=120))
def test_any_line_gives_names_without_spaces(line: str) -> None:
    for credit in [*(is_credit_line(line) or ()), *credits_in_parentheses(line)]:
        assert credit.role
        assert credit.names
        assert all(name.strip() == name and name for name in credit.names)
