"""Who an article is from, as its page says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from portal_spider.extract.about import are_neighbours, with_seams
from portal_spider.extract.boilerplate import is_widget
from portal_spider.extract.byline import (
    REPORTERS,
    TAIL_CREDIT,
    before_date,
    behind_outlet,
    credits_in_parentheses,
    issuing_persons,
    read_credit,
)
from portal_spider.extract.dates import WITHOUT_YEAR, find_date
from portal_spider.extract.document import Document
from portal_spider.extract.labels import FIELDS, ISSUER, SOURCE

if TYPE_CHECKING:
    from portal_spider.extract.regions import Regions

META_NAMES = ("contentsource", "source", "article:author")
NOTHING = frozenset(("", "-", "--", "无", "暂无", "未知", "null", "undefined", "未知来源"))
MAX_CHARS = 60
OPENED, CLOSED = ("（", "(", "【", "["), ("）", ")", "】", "]")
NAMES = re.compile(
    r"[\s|｜丨/]+(?:[本见实特首]\S{0,3})?(?:记者|通讯员|作者|编辑|撰稿|供稿|摄影)(?:[\s:：|｜].*|$)"
)
"""Who wrote it, behind the outlet: `县报 记者 张三`."""
OTHER_LABEL = re.compile(r"(?:^|\s)[\u3400-\u9fff]{2,6}\s?[:：](?!//)")
"""A label of the page's own behind an outlet, or in its place: 语音播报：点击播报."""

NO_WORD = re.compile(r"[\s\x1f|｜丨/／【】〖〗\[\]（）(),，、;；]+")
"""What stands between the parts of a line about an article."""
OUTLET = re.compile(
    "[\u3400-\u9fff·]{2,19}(?:局|办|办公室|中心|网|社|报|部|委|院|处|科|厅|室|台|站|队|会|公司|学校|大学|政府"
    "|镇|乡|街道|区|馆|所|园|集团|频道|客户端|融媒体?|发布|在线|新闻|广播|电视|中学|小学)$"
)
"""An office, a paper or a place, as portals name where an article is from."""


def read_source(
    document: Document, regions: Regions, fields: Mapping[str, str]
) -> tuple[str | None, str | None]:
    """The source as shown, else as tagged, else who issued it; and where it was read.

    Args:
        document: The page.
        regions: Its parts, with the lines about the article.
        fields: The policy header; its source or issuer counts where nothing else names one.
    """
    issuer = None
    for pairs in regions.about.values():
        for pair in pairs:
            if pair.field == SOURCE and (value := clean_source(pair.value)):
                return value, "label"
            if pair.field == ISSUER and issuer is None and not issuing_persons(pair):
                issuer = clean_source(pair.value)
    for name in META_NAMES:
        if value := clean_source(document.metas.get(name, "")):
            return value, "meta"
    if issuer:
        return issuer, "label"
    for wanted in (SOURCE, ISSUER):
        for label, value in fields.items():
            if FIELDS.get(label) == wanted and (shown := clean_source(value)):
                return shown, "policy_header"
    if beside := outlet_beside_day(document, regions):
        return beside, "line"
    return None, None


def outlet_beside_day(document: Document, regions: Regions) -> str | None:
    """Who is named without a label in the line below the headline that says the day.

    `2024-05-06　局办公室　125`: what is left of it without days, numbers, labels and tools must be
    one name, and that of an office or an outlet.
    """
    first = regions.body[0] if regions.body else len(document.blocks)
    for index in regions.about:
        if regions.title is None or index <= (regions.crumb or 0):
            continue
        line = with_seams(document.blocks[index])
        stamp = find_date(line)
        if index >= first and (stamp is None or "T" not in stamp.iso):
            continue  # behind the text a day without an hour is of who signs
        if stamp is not None:
            line = f"{line[: stamp.start]} {line[stamp.end :]}"
        elif (short := WITHOUT_YEAR.match(line)) is not None:
            line = line[short.end() :]
        else:
            continue
        words = NO_WORD.split(line)
        names = [word for word in words if OUTLET.match(word) and not is_widget(word)]
        if not names and index < first:
            names = outlets_in_row(document, regions, index, first)
        return names[0] if len(names) == 1 else None
    return None


def outlets_in_row(document: Document, regions: Regions, index: int, first: int) -> list[str]:
    """The offices that the lines right beside one with the day consist of, in its list or row."""
    blocks = document.blocks
    headline = range(regions.title or 0, regions.title_end or 0)
    return [
        blocks[near].text
        for near in (index - 1, index + 1)
        if 0 <= near < first
        and near not in headline
        and blocks[near].hidden is None
        and not blocks[near].box.level
        and not blocks[near].linked
        and are_neighbours(blocks[index].box, blocks[near].box)
        and OUTLET.match(blocks[near].text)
    ]


def clean_source(value: str) -> str | None:
    """A source without what runs into it; `None` where it says nothing."""
    value = NAMES.sub("", value.strip(" \u3000\xa0:：;；,，|｜"))
    role = behind_outlet(value)
    if (
        role
        and role["role"].endswith(REPORTERS)
        and read_credit(before_date(value[role.start() :]))
    ):
        value = value[: role.start()].rstrip(" （(【[\"'")  # 县报全媒体记者张三
    if value.endswith(CLOSED) and credits_in_parentheses(value):
        value = TAIL_CREDIT.sub("", value).rstrip()
    if (stamp := find_date(value)) is not None:
        value = value[: stamp.start].strip().removesuffix("北京时间") or value[stamp.end :]
        value = value.strip().rstrip("（([【").rstrip()
    if (label := OTHER_LABEL.search(value)) is not None:
        value = value[: label.start()].rstrip()
    if value.endswith(CLOSED) and not any(mark in value for mark in OPENED):
        value = value[:-1]
    words = value.split()
    for at in range(1, len(words)):
        if is_widget(" ".join(words[at:])):  # 字号 大 中 小
            value = " ".join(words[:at])
            break
    if len(value) > MAX_CHARS:
        return None
    return None if value in NOTHING else value
