"""The header of policy documents (索引号, 发文字号, …), in tables, lists and lines.

Three layouts: label and value in neighbouring cells, both in one line, and a row of labels above
a row of values.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import TypeAlias

from portal_spider.extract.about import with_seams
from portal_spider.extract.document import Block, Box, Document
from portal_spider.extract.labels import (
    ALONE_ONLY,
    CHANGED,
    FIELDS,
    ISSUER,
    POLICY,
    PUBLISHED,
    SEAM,
    SOURCE,
    TEXT_LABEL,
    read_pairs,
)
from portal_spider.extract.tree import Element, children_of

DAYS = ("日期", "时间")
"""What labels end in that ask for a day."""
DIGITS, LETTERS = re.compile(r"[\d〇○零一二三四五六七八九十]|长期|永久|即日"), re.compile(r"[^\W_]")
HEADER_FIELDS = frozenset((POLICY, PUBLISHED, CHANGED, ISSUER, SOURCE))
FIRST_CHARACTERS = frozenset(label[0] for label, name in FIELDS.items() if name in HEADER_FIELDS)
"""What the labels begin with."""
_ANYBODYS = """
    编号 名称 标题 备注 主题 状态 分类 时效 有效期 摘要 内容摘要 内容提要 概述 关键词 关键字
    服务对象 主办单位 责任部门 解读 文种 语种
    信息标题 所属单位 体裁 效力 类别 题名 政策类型 政策类别 行业分类 领域分类 业务分类 事项分类
    所属栏目 所属类别 公开类型 内容简介 信息状态 适用对象 适用区域 所属地区 起草单位
"""
ANYBODYS = frozenset(_ANYBODYS.split())
"""Labels of policy documents that head the columns of other tables, too."""
ENOUGH = 3
"""Weight of labels that makes a header: two of policy documents, or such a one with two others."""
PAIR_LINES = 2
GROUP_TAGS = frozenset(("table", "ul", "ol", "dl"))
VALUE_TAGS = frozenset(("dd", "li", "span", "div", "p"))
MARKS = ":：丨｜|∶︰﹕"
LABEL_END, BRACKET_END = re.compile(f"[{MARKS}]"), re.compile("[]】]")
OTHER_LABEL = re.compile(rf"([\u3400-\u9fff][\u3400-\u9fff\s]{{1,14}}?)\s*(?:[{MARKS}]|$)")
MIN_LABEL, MAX_LABEL = 2, 12
MAX_VALUE = 300
BEFORE = 80
"""Lines before the text that are looked through."""


LabelKind: TypeAlias = tuple[str, str, bool, bool]
"""What the labels of one header have in common: element, its name, a mark, the value in line."""


def read_policy_header(document: Document, first: int) -> tuple[dict[str, str], set[int]]:
    """Labels with their values as shown, and the lines that they take up."""
    blocks = document.blocks
    labels: list[tuple[int, str, int]] = []
    total = 0
    last = first
    for index in range(max(0, first - BEFORE), len(blocks)):
        block = blocks[index]
        if index > last:
            break
        if block.hidden is not None or block.linked * 2 > len(block.text):
            continue
        label, begin = label_of(block.text)
        if label is None:
            label, begin = label_of_element(block)
        if label is not None:
            labels.append((index, label, begin))
            total += weight_of_line(block.text, label)
            last = max(last, index + PAIR_LINES)  # a long line of it passes for the text's first
    if total < ENOUGH:
        return {}, set()
    known = of_header(blocks, labels)
    return pair_up(blocks, sorted([*known, *labels_among(blocks, known)]))


def of_header(
    blocks: list[Block], labels: list[tuple[int, str, int]]
) -> list[tuple[int, str, int]]:
    """Labels that stand in a list or table with enough of them: the info line's do not."""
    weights: dict[Box, int] = {}
    sure: set[Box] = set()
    groups = []
    for index, label, _ in labels:
        group = group_of(blocks[index].box)
        groups.append(group)
        weights[group] = weights.get(group, 0) + weight_of_line(blocks[index].text, label)
        if label not in ANYBODYS:
            sure.add(group)
    return [
        entry
        for entry, group in zip(labels, groups, strict=True)
        if weights[group] >= ENOUGH and group in sure
    ]


def labels_among(
    blocks: list[Block], known: list[tuple[int, str, int]]
) -> list[tuple[int, str, int]]:
    """Labels of a scheme's own among those of a header: written as they are, in elements as theirs.

    What is a known label's value is none, though it ends in a colon.
    """
    found: list[tuple[int, str, int]] = []
    kinds = {kind_of_line(blocks[index], begin) for index, _, begin in known}
    taken = {index for index, _, _ in known}
    alone = {index + 1 for index, _, begin in known if begin >= len(blocks[index].text)}
    if not known:
        return []
    is_clear = not alone & taken  # no label above its value, none without
    last = known[-1][0]
    end = min(last + 2 * PAIR_LINES + 1, group_of(blocks[last].box).end)
    for index in range(known[0][0], max(end, last)):
        block = blocks[index]
        if index in taken or index in alone or block.hidden is not None:
            continue
        label, begin = own_label(block, kinds)
        is_alone = begin == len(block.text)
        if label is None or len(label) < MIN_LABEL or TEXT_LABEL.fullmatch(label):
            continue
        if is_alone and block.text[-1] not in MARKS and not (is_clear and index == block.box.start):
            continue
        found.append((index, label, begin))
        if is_alone:
            alone.add(index + 1)
    return found


def own_label(block: Block, kinds: Collection[LabelKind]) -> tuple[str | None, int]:
    """The label that a line begins with, if it is written as labels of some kinds are."""
    text = block.text
    if (block.box.tag, block.box.name, False, True) in kinds:
        first, seam, _ = with_seams(block).partition(SEAM)
        if seam and (mark := OTHER_LABEL.fullmatch(first)):
            return "".join(mark[1].split()), len(first)
    mark = OTHER_LABEL.match(text)
    if mark is None or kind_of_line(block, mark.end()) not in kinds:
        return None, 0
    return "".join(mark[1].split()), mark.end()


def kind_of_line(block: Block, begin: int) -> LabelKind:
    """How a label is written."""
    box, text = block.box, block.text
    return box.tag, box.name, text[begin - 1] in MARKS, begin < len(text)


def weight_of_line(text: str, label: str) -> int:
    """Weight of the label that a line begins with, and of those behind it."""
    behind = read_pairs(text)[1:]
    return weight_of(label) + sum(weight_of(pair.label) for pair in behind)


def weight_of(label: str) -> int:
    """How much a label says that a list of labels is a header."""
    name = FIELDS[label]
    if name == POLICY:
        return 1 if label in ANYBODYS else 2
    return int(name == ISSUER or (name == PUBLISHED and len(label) > 2))


def group_of(box: Box) -> Box:
    """The list or table that a line stands in, else the element around its own."""
    group = next((around for around in box.around() if around.tag in GROUP_TAGS), box.parent or box)
    while group.end - group.start <= PAIR_LINES and group.parent is not None:
        group = group.parent  # each pair is in an element of its own
    return group


def label_of(text: str) -> tuple[str | None, int]:
    """The policy label that a line begins with or consists of, and where its value begins."""
    ends = BRACKET_END if text[:1] in ("[", "【") else LABEL_END
    if mark := ends.search(text, 0, MAX_LABEL * 2):
        label = "".join(text[: mark.start()].split()).strip("[【")
        return (label, mark.end()) if FIELDS.get(label) in HEADER_FIELDS else (None, 0)
    label = "".join(text.split()) if len(text) <= MAX_LABEL * 2 else ""
    label = label.strip("[【】]")
    return (label, len(text)) if FIELDS.get(label) in HEADER_FIELDS else (None, 0)


def label_of_element(block: Block) -> tuple[str | None, int]:
    """The policy label that is the first inline element of a line, without a mark behind it."""
    if block.text[:1] not in FIRST_CHARACTERS or len(block.text) > MAX_VALUE:
        return None, 0  # before the elements are looked at, which costs more
    if not children_of(block.box.element):
        return None, 0
    first, seam, _ = with_seams(block).partition(SEAM)
    label = "".join(first.split())
    spread = len(first.strip()) > len(label)
    if not seam or (label in ALONE_ONLY and not spread) or FIELDS.get(label) not in HEADER_FIELDS:
        return None, 0
    return label, len(first)


def pair_up(
    blocks: list[Block], labels: list[tuple[int, str, int]]
) -> tuple[dict[str, str], set[int]]:
    """Give each label its value: the rest of its line, the next cell, or the cell below."""
    known = {index for index, _, _ in labels}
    fields: dict[str, str] = {}
    lines: set[int] = set()
    for index, label, begin in labels:
        block = blocks[index]
        lines.add(index)
        value = block.text[begin:].strip(" :：\u3000\xa0]】")
        if (more := read_pairs(block.text)) and len(more) > 1:
            for pair in more:
                if pair.field in HEADER_FIELDS and is_value(pair.label, pair.value):
                    fields.setdefault(pair.label, pair.value)
            continue
        if not value:
            value, extra = value_beside(blocks, index, known)
            lines.update(extra)
        if value and len(value) <= MAX_VALUE and is_value(label, value):
            fields.setdefault(label, value)
    return fields, lines if fields else set()  # labels without values head columns


def is_value(label: str, value: str) -> bool:
    """Can a label have a value? In a form to search by, 发文日期 is followed by 至."""
    wanted = DIGITS if label.endswith(DAYS) else LETTERS
    return wanted.search(value) is not None


def value_beside(blocks: list[Block], index: int, known: set[int]) -> tuple[str, list[int]]:
    """The value of a label that stands alone in its element."""
    cell = blocks[index].box.cell
    row = blocks[index].box.row
    if cell is None or row is None or cell.end - cell.start > PAIR_LINES - 1:
        return value_after(blocks, index, known)
    cells = [child for child in row.element.iter() if child.tag in ("td", "th")]
    column = next((i for i, child in enumerate(cells) if child.mem_id == cell.element.mem_id), None)
    if column is None:
        return "", []
    if len(cells) == row.end - row.start and is_label_row(blocks, row, known):
        return value_below(blocks, row, column, known)  # no cell is empty
    if column + 1 < len(cells):
        inside = lines_of(blocks, row, cells[column + 1])
        if not known.intersection(inside):
            return " ".join(blocks[i].text for i in inside), inside
    return "", []


def lines_of(blocks: list[Block], row: Box, element: Element) -> list[int]:
    """The lines of one cell of a row."""
    return [
        index
        for index in range(row.start, row.end)
        if (cell := blocks[index].box.cell) is not None and cell.element.mem_id == element.mem_id
    ]


def is_label_row(blocks: list[Block], row: Box, known: set[int]) -> bool:
    """Are all lines of a row labels without a mark, so that the values are in the row below?"""
    lines = range(row.start, row.end)
    return (
        len(known.intersection(lines)) * 2 > len(lines) > 1
        and all(i in known or len(blocks[i].text) <= 6 for i in lines)
        and all(blocks[i].text[-1] not in MARKS for i in lines)
    )


def value_below(
    blocks: list[Block], row: Box, column: int, known: set[int]
) -> tuple[str, list[int]]:
    """The text of the same column in the next row."""
    below = blocks[row.end].box.row if row.end < len(blocks) else None
    if below is None:
        return "", []
    beyond = blocks[below.end].box.row if below.end < len(blocks) else None
    if (
        beyond is not None
        and group_of(beyond) is group_of(row)
        and not is_label_row(blocks, beyond, known)
    ):
        return "", []  # values in several rows: a table of data
    cells = [child for child in below.element.iter() if child.tag in ("td", "th")]
    if column >= len(cells):
        return "", []
    inside = lines_of(blocks, below, cells[column])
    return " ".join(blocks[i].text for i in inside), inside


def value_after(blocks: list[Block], index: int, known: set[int]) -> tuple[str, list[int]]:
    """The next line, where it is a value: in `<dd>` after `<dt>`, in a second `<span>`."""
    box = blocks[index].box
    group = box.parent
    if group is None or index + 1 >= group.end or index + 1 in known:
        return "", []
    following = blocks[index + 1]
    beside = following.box.parent is group or following.box.parent is box
    if following.hidden is not None or not beside or following.box.tag not in VALUE_TAGS:
        return "", []
    return following.text, [index + 1]
