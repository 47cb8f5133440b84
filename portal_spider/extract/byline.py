"""Who wrote, photographed and edited: credits in the lines about an article, its first and last.

`（记者 张三 通讯员 李四）`, `文/图 王五`, `责任编辑：赵六` become roles with names.
"""

from __future__ import annotations

import re

from portal_spider.extract.boilerplate import ANYBODYS, is_widget
from portal_spider.extract.dates import find_date
from portal_spider.extract.labels import BYLINE, FIELDS, ISSUER, SOURCE, Pair, read_pairs
from portal_spider.items import Credit

ROLES = (
    "(?:(?:本报|本网|本台|本刊|特约|见习|实习|首席|高级|全媒体|融媒体?|新媒体|驻站|摄影|文字|视频){0,3}[记記]者"
    "|(?:特约|本报|本网){0,2}(?:通讯员|通訊員)|实习生|作者|特约撰稿人?|撰稿人|撰稿|撰文|采写|摄影报道|摄影|摄像|摄"
    "|文/图|图/文|文/摄|图文|文图|文|图|供稿|供图|编辑|责任编辑|责编|审核|校对|监制)"
)
HAN = "[\u3400-\u9fff]"
HAN_CHARACTER = re.compile(HAN)
SOUNDS = (
    "阿巴白贝边宾波布才仓曹次措达打代旦丹单当道德登迪地丁东都敦顿多额恩尔凡夫甫尕噶嘎高戈革格根贡古哈海罕汗豪合黑呼吉及加佳嘉贾江杰金卡开凯坎康柯克肯库拉"
    "莱来赖兰朗勒楞冷里力丽林伦洛鲁马玛买麦曼毛梅美门蒙孟米敏莫木穆姆那纳娜乃尼宁努诺欧帕牌朋毗平普其奇齐恰强钦琴青庆却热仁日荣如茹萨赛桑沙山尚什石斯苏索塔台泰坦"
    "塘提特天铁图吐托娃瓦旺维沃乌吾西希夏香祥辛雅亚彦央伊依音英尤玉月云泽扎札哲珠卓孜自昂益姑丽甲确热堆勇巷和敖朝胡毕"
)
"""What names of Mongols, Tibetans, Uyghurs and Kazakhs are written with by their sound; those are
longer than four characters at times, without a dot between: 乌云其木格, 阿不都热合曼."""
NAME = (
    rf"[{SOUNDS}不]{{5,8}}|{HAN}{{2,4}}|{HAN}{{1,8}}(?:[·•．]{HAN}{{1,8}}){{1,3}}"
    rf"|{HAN}\s{HAN}(?!{HAN})"
)
TAIL_CREDIT = re.compile(r"[（(]([^（）()]{2,60})[）)]\s*[。.]?\s*$")
"""A credit in parentheses at the end of a text."""
DATELINE = re.compile(
    r"(?:[^，。；！？：“”（）()]{2,30}(?:讯|电|消息|报道))?\s*[（(]([^（）()]{2,40})[）)]"
)
"""What reports of newspapers and agencies begin with: 本报讯（记者 张三）."""
WORKS_AT = re.compile(r"[，,、；;\s]\s*(?:作者|所在|工作)?单位\s*[:：].*$")
"""Where those work whose names stand before: 作者：张三，单位：某县审计局."""
ROLE = re.compile(rf"(?P<role>{ROLES})(?:员)?\s*(?:[:：/／|丨｜]|\s)?\s*(?=\S)")
AUTHORS_OFFICE = "作者单位"
"""A label of credit lines whose value is nobody's name."""
REPORTERS = ("记者", "通讯员", "实习生")
"""Roles that values of other labels name."""
DEED = re.compile(
    r"\s*(?:[/／]?\s*采访报[道导]|文\s*[/／]\s*[图摄]|图\s*[/／]\s*文|[/／]\s*[文图]|文并摄|摄影报道|摄影|摄|供图|报道)\s*$"
)
"""What the last of them did, behind the names: 记者张三摄."""
SPLIT = re.compile(r"[、，,;；/／|丨\s\u3000\xa0]+|和(?=[\u3400-\u9fff]{2,3}$)")
SPLIT_LATIN = re.compile(r"[,;/&|]\s*|\s+and\s+")
"""Between names in Latin letters: what a space parts is one name."""
BEHIND = re.compile(
    r"(?P<names>[\u3400-\u9fff·、\s]{2,24}?)\s*(?P<role>供稿|撰稿|整理|供图|摄影报道|摄影|文/图|图/文)"
)
"""A role behind those whose it is, as nothing but parentheses have it: （县医保局 马丽 供稿）."""
SHOWN = re.compile("图为|[由据]")
"""What makes a caption's words of what ends in an office's name: 图为县医院供图."""
PERSONS = ("人", "者")
"""How labels end that ask for a person, and get an office as often."""
SUPPLIED = "供"
"""What labels begin with that ask for an office as well as for a person: 供稿."""
PLACE = re.compile("(?:[区县市乡镇村园]|街道|小学|中学)$")
"""What ends the name of a place or a school, beside an office, as few names of persons end."""
NOBODY = frozenset(("未知", "不详", "暂无", "null", "undefined"))
POST = re.compile("均?[系为][\u3400-\u9fff]|(?:副?教授|副?研究员|博士|硕士|讲师)$")
"""What those are whose names stand before it: 均系省委党校教授."""
PERSON = re.compile(rf"(?:{NAME})$")
NOT_A_NAME = re.compile(
    "记者|通讯|简介|协会|出版|大赛|比赛|本报|本网|单位|办公室|中心|委员会|日报|晚报|新闻|网站|电视|部门|政府|讯$|为|系|的|是|据|教授|主任"
    "|局$|厅$|部$|科$|院$|社$|网$|供稿|摄影|编辑|实习|作者|综合|整理|来源"
)
READING = re.compile(r"[（(](?:[a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{1,6}[)）]|[^（）()]{2,12}[)）]\s*$)")
"""How a name is read, behind it, or where the last one works."""
SENTENCE_END = re.compile("[，。；！？：:“”]")
OFFICE = re.compile(
    "(?:局|办|办公室|中心|网|社|报|部|委|院|处|科|厅|室|台|站|厂|队|会|公司|校|所|馆|大学|政府)$"
)
MAX_LINE, MAX_LEAD, MAX_TAIL = 80, 8, 120
GIVEN = 2
"""Characters of a given name at most, which a space may part from a family name of one: 冯 雪松."""
MIN_LABEL = 3
"""Characters of a label that a name may follow without a mark; shorter ones are plain words."""
MAX_OUTLET = 14
"""Characters before the first role: of the outlet, 新华网黑龙江频道 记者 ."""


def credits_of(pairs: list[Pair]) -> list[Credit]:
    """Credits among the pairs of a line about the article, and behind the outlet in it."""
    found = []
    for pair in pairs:
        if pair.field == BYLINE:
            found += credits_of_value(pair.label, before_date(pair.value))
        elif pair.field == SOURCE and (credits := credits_in_parentheses(pair.value)):
            found += credits  # 县政协（王五 供稿）
        elif pair.field == SOURCE and (role := behind_outlet(pair.value)):
            found += read_credit(before_date(pair.value[role.start() :]))
        elif names := issuing_persons(pair):
            found.append(Credit(role=pair.label, names=names))
    return found


def issuing_persons(pair: Pair) -> tuple[str, ...]:
    """The persons whom a label names that asks for who issued something: 发布人：张三."""
    if pair.field != ISSUER or not pair.label.endswith(PERSONS) or OFFICE.search(pair.value):
        return ()
    return person_names(pair.value)


def credits_of_value(label: str, value: str) -> list[Credit]:
    """Credits in a label's value, which may name roles itself: 作者：张三 通讯员 李四."""
    value = WORKS_AT.sub("", value)
    role = next((role for role in ROLE.finditer(value) if is_further(value, role)), None)
    own = read_credit(value[role.start() :]) if role else []
    if role and own:
        value = value[: role.start()]
        if value and HAN_CHARACTER.match(value[-1]):
            value = ""  # whose reporter it is: 作者：县融媒体中心记者 张三
    names = split_names(value)
    if OFFICE.search(names[0] if names else "") and not label.startswith(SUPPLIED):
        persons = (name for name in names if is_person(name) and not OFFICE.search(name))
        names = tuple(name for name in persons if not PLACE.search(name)) or names
        # 作者：县水利局 张三
    return [*([Credit(role=label, names=names)] if names else []), *own]


def is_further(value: str, role: re.Match[str]) -> bool:
    """Is a role in a label's value one of its own, and no part of a name?"""
    if role["role"].endswith(REPORTERS):
        return True
    start = role.start()
    if start == 0 and role[0].rstrip().endswith(("/", "／")):
        return True  # 作者：文/张三 图/李四
    return len(role["role"]) > 1 and start > 0 and not value[start - 1].isalnum()


def behind_outlet(value: str) -> re.Match[str] | None:
    """The first role behind the name of who published: 县报 记者 张三."""
    role = ROLE.search(value)
    return role if role and role.start() and not is_inside_name(value, role) else None


def before_date(value: str) -> str:
    """A label's value without the date that some lines have behind the names."""
    stamp = find_date(value) if any(map(str.isdigit, value)) else None
    return value[: stamp.start] if stamp else value


def split_names(value: str) -> tuple[str, ...]:
    """Names in the value of a label: 张三、李四; 张 三 is one."""
    value = DEED.sub("", READING.sub("", value)).strip(" \u3000\xa0。.;；，,、)）】]")
    apart = SPLIT_LATIN if value.isascii() else SPLIT
    parts = [part.strip("（）()【】[]：: ") for part in apart.split(value)]
    parts = [part for part in parts if part]
    if len(parts) > 1 and all(len(part) == 1 for part in parts):
        return ("".join(parts),)
    merged: list[str] = []
    for part in parts:
        if merged and len(merged[-1]) == 1 and len(part) <= GIVEN:
            merged[-1] += part
        else:
            merged.append(part)
    names = (
        part
        for part in merged
        if 1 < len(part) <= 24 and part not in NOBODY and not POST.match(part) and not is_tool(part)
    )
    return tuple(dict.fromkeys(names))


def is_tool(part: str) -> bool:
    """Is what stands behind a label a tool's word, perhaps with a count, for want of a name?"""
    return is_widget(part) or part.rstrip("0123456789") in ANYBODYS


def credits_in_parentheses(paragraph: str) -> list[Credit]:
    """Credits in parentheses at the end of a paragraph: （记者 张三 通讯员 李四）."""
    found: list[Credit] = []
    rest = paragraph[-MAX_TAIL:]
    while (match := TAIL_CREDIT.search(rest)) and (
        credits := read_credit(match[1]) or read_behind(match[1])
    ):
        found = credits + found
        rest = rest[: match.start()]  # （文：王五）（图：赵六）
    return found


def credits_in_dateline(paragraph: str) -> list[Credit]:
    """Credits in the parentheses that a report begins with: 新华社北京3月5日电（记者 张三）."""
    match = DATELINE.match(paragraph)
    found = read_credit(match[1]) if match else []
    return found if any(credit.role.endswith(REPORTERS) for credit in found) else []


def read_credit(text: str) -> list[Credit]:
    """Roles and names that a text consists of; empty where it says anything else."""
    text = DEED.sub("", text)
    marks = [mark for mark in ROLE.finditer(text) if not is_inside_word(text, mark)]
    found = []
    for mark, following in zip(marks, [*marks[1:], None], strict=False):
        value = text[mark.end() : following.start() if following else len(text)]
        if names := person_names(value):
            found.append(Credit(role=mark["role"], names=names))
    return found


def read_behind(text: str) -> list[Credit]:
    """Persons and offices with their role behind them; empty where a text says anything else."""
    match = BEHIND.fullmatch(text.strip())
    if match is None or SHOWN.match(match["names"]):
        return []
    names = split_names(match["names"])
    if not names or not all(person_names(name) or OFFICE.search(name) for name in names):
        return []
    return [Credit(role=match["role"], names=names)]


def person_names(value: str) -> tuple[str, ...]:
    """Names of persons, or nothing where any part is none."""
    names = split_names(value)
    return names if all(map(is_person, names)) else ()


def is_credit_line(text: str) -> list[Credit] | None:
    """Credits of a line that has nothing else; `None` where it is text."""
    if len(text) > MAX_LINE:
        return None
    bare = text.strip(" （）()【】[]\u3000\xa0")
    pairs = read_pairs(bare)
    if pairs and text[:1] in "（(" and pairs[0].label == AUTHORS_OFFICE:
        return None  # a note of the text's
    if pairs and pairs[0].start <= MAX_LEAD and all(pair.field == BYLINE for pair in pairs):
        found = credits_of(pairs)
        names = [name for credit in found for name in credit.names]
        return found if names and all(map(is_name, names)) else None
    if text[:1] in "（(" and (found := read_behind(before_date(bare))):
        return found
    if found := read_labels(bare):
        return found
    lead = None if SENTENCE_END.search(bare) else ROLE.search(bare)
    if lead is None or lead.start() > MAX_OUTLET or is_inside_name(bare, lead):
        return None
    return read_credit(bare) or None


def read_labels(text: str) -> list[Credit]:
    """Labels of those who edit with nothing but spaces before the names: 值班编辑 张三."""
    words = text.split()
    if len(words) < 2 or len(words[0]) < MIN_LABEL or FIELDS.get(words[0]) != BYLINE:
        return []
    found: list[tuple[str, list[str]]] = []
    for word in words:
        if FIELDS.get(word) == BYLINE:
            found.append((word, []))
        elif is_person(word):
            found[-1][1].append(word)
        else:
            return []
    return [Credit(role=role, names=tuple(names)) for role, names in found if names]


def is_inside_name(line: str, role: re.Match[str]) -> bool:
    """Is a role of one character part of a word, as in 国家图书馆 and 图书馆?"""
    start, end = role.span("role")
    within = start == 0 or HAN_CHARACTER.match(line, start - 1) is not None
    return end - start == 1 and within and HAN_CHARACTER.match(line, end) is not None


def is_inside_word(line: str, role: re.Match[str]) -> bool:
    """Is a role of one character in the middle of a word, as in 本文有删减?"""
    return role.start("role") > 0 and is_inside_name(line, role)


def is_person(name: str) -> bool:
    """Is it a person's name, and no office's?"""
    return PERSON.match(name) is not None and NOT_A_NAME.search(name) is None


def is_name(name: str) -> bool:
    """Is it a person's name, an office's, or one in Latin letters?"""
    return bool(PERSON.match(name) or OFFICE.search(name) or name.isascii())
