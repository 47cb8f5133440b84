"""Lines about an article: when it was published, from whom, and the tool bar they share."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate, pairwise

from portal_spider.extract.boilerplate import is_widget
from portal_spider.extract.byline import (
    AUTHORS_OFFICE,
    OFFICE,
    REPORTERS,
    is_credit_line,
    is_name,
    read_credit,
    split_names,
)
from portal_spider.extract.dates import WITHOUT_YEAR, find_date, find_labelled
from portal_spider.extract.document import SKIPPED_TAGS, Block, Box
from portal_spider.extract.labels import (
    ALONE_ONLY,
    BYLINE,
    CHANGED,
    EDGES,
    FIELDS,
    ISSUER,
    POLICY,
    PUBLISHED,
    SEAM,
    SOURCE,
    WIDGET,
    Pair,
    read_pairs,
)
from portal_spider.extract.tree import children_of, squeezed_texts, texts_beside

MAX_CHARS = 200
"""A line about the article is shorter; some run everything into one."""
MAX_LEAD = 60
"""Characters before the first label: the site's name, a date without a label."""
MAX_CREDIT = 40
"""Characters of names in a line that only credits."""
MAX_BRACKET = 2
"""Characters of brackets and signs before a label that a line begins with."""
MAX_DAY_LINE = 60
MAX_BARE_LABEL = 8
MAX_BESIDE_DAY = 24
"""Characters beside a date without a label: the outlet, the time."""
MAX_INLINE, MAX_SEAMED = 40, 2_000
"""Elements in a line, and characters around it, beyond which it is no line about an article."""
ROW_LINK, ROW_DAY = 8, 14
"""Characters of a row's link, and those beside it: of its day, brackets included."""
IN_PARENTHESES = re.compile("[（(][^（()）]*日[)）]")
BRACKETS_AND_SPACE = re.compile(r"[\s【】〖〗\[\]（）()|｜]+")
LASTS = re.compile(
    r"[日号]?\s*(?:[上下]午|晚上?)?\s*(?:[至到]\s*[\d今明]|以?[起止前](?:\W|$)|[-—–~～]{1,2}\s*\d)"
)
"""Behind the day of what takes place, or must be done, until another: 报名时间：3月1日至5日."""
DAY_OF_HEADLINE = re.compile("日?(?<=日)(?!星期|周|来源|发布)[\u3400-\u9fff]{4}")
"""A day that a headline begins with: 2024年3月1日拟批准的项目公示."""
COUNTED = re.compile(r"(?:浏览|阅读|点击|访问|人气)[量次数率]{0,2}\s?[:：]?\s?\d*次?$")
"""How often a page was read, at the end of a line about it."""
ADDRESS = re.compile(r"(?:https?://|www\.)[!-~]+\s*")
"""Of the site or the page, which some portals show beside the day."""
TOKEN = re.compile(r"[^\s\x1f]+")
TELLING = frozenset((PUBLISHED, CHANGED, SOURCE, ISSUER, WIDGET))
UNMARKED = frozenset((PUBLISHED, SOURCE, ISSUER, WIDGET))
FIRST_CHARACTERS = frozenset(label[0] for label, name in FIELDS.items() if name in UNMARKED)
"""What labels begin with that may have no mark behind them."""
OPENING_QUOTES = "“‘「『"
SENTENCE = re.compile("[，。；]")
SPEECH = re.compile("[。！？?!；“”]|^(?:请|您|你|谢谢)")


def pairs_about(text: str) -> list[Pair] | None:
    """The pairs of a line about the article; `None` where the line is no such line.

    A date by itself, or with the outlet beside it, is one without pairs.
    """
    if len(text) > MAX_CHARS:
        return None
    if pairs := read_pairs(text):
        if pairs[0].start and text[pairs[0].start - 1] in OPENING_QUOTES:
            return None  # 凡本网注明“来源：县报”的作品
        known = [pair for pair in pairs if pair.field != POLICY]
        lead = text[: pairs[0].start].strip(" 【[(（|")
        if any(pair.field in TELLING for pair in known):
            return pairs if len(lead) < MAX_LEAD else None
        if lead and is_widget(lead):
            lead = ""  # 【我要纠错】责任编辑：张三
        if not known or not all(is_credit(pair.value) for pair in known):
            return None
        if text[0] in "（(" and known[0].label == AUTHORS_OFFICE:
            return None  # a note of the text's
        return None if lead and not is_day_and_outlet(lead) else pairs
    stamp = find_date(text) if len(text) < MAX_DAY_LINE else None
    if stamp is not None and 0 < stamp.start <= MAX_BARE_LABEL:
        label = "".join(text[: stamp.start].split())
        if (name := FIELDS.get(label)) in (PUBLISHED, CHANGED):  # 发布时间 2024-03-01
            value = text[stamp.start :]
            return [Pair(label=label, value=value, field=name, start=0, end=len(text))]
    if stamp is None and (short := WITHOUT_YEAR.match(text)) and not SENTENCE.search(text):
        return [] if len(text) - short.end() <= MAX_BESIDE_DAY else None
    if stamp is None or SENTENCE.search(text):
        return None
    if DAY_OF_HEADLINE.match(text, stamp.end) and not COUNTED.search(text, stamp.end):
        return None
    if stamp.start and LASTS.match(text, stamp.end):
        return None
    text = ADDRESS.sub("", text)
    beside = len(text) - (stamp.end - stamp.start)
    if beside > MAX_BESIDE_DAY:
        beside = chars_beside_tools(text[: stamp.start] + " " + text[stamp.end :])
    return [] if beside <= MAX_BESIDE_DAY else None


def is_day_and_outlet(lead: str) -> bool:
    """Does a line begin with a day, and name an outlet at most before its credits?

    `2024-05-06 08:15 | 县报 | 记者：张三`.
    """
    stamp = find_date(lead)
    if stamp is None or stamp.start > MAX_BRACKET or SENTENCE.search(lead):
        return False
    beside = lead[stamp.end :].removeprefix("日")
    return len(beside) <= MAX_BESIDE_DAY and (not beside or not beside[0].isalnum())


def chars_beside_tools(text: str) -> int:
    """Characters of a line without tools in brackets of their own; all where it has no tools."""
    words = [word for word in BRACKETS_AND_SPACE.split(text) if word]
    names = [word for word in words if not is_widget(word)]
    return sum(map(len, names)) if len(names) < len(words) else len(text)


def is_in_parentheses(text: str) -> bool:
    """Is a day in parentheses all that a line has? It is as often that of a speech or of a vote."""
    return IN_PARENTHESES.fullmatch(text) is not None


def is_row(block: Block) -> bool:
    """Is a line with a day a row of a list: but for the day, it is a link, as long as a title?"""
    linked = block.linked
    return linked * 2 > len(block.text) or linked >= max(ROW_LINK, len(block.text) - ROW_DAY)


def pairs_of(block: Block) -> list[Pair]:
    """The pairs of a line about the article, told apart where inline elements meet, too.

    In `<span>来源：青云发布</span><span>时间：…</span><a>打印</a>` nothing else does.
    """
    line = with_seams(block)
    pairs = read_pairs(line) or read_unmarked(line)
    pairs = [*reporters(line[: pairs[0].start] if pairs else line), *pairs]
    if line is block.text:
        return pairs
    return [
        replace(
            pair, value=without_tools(names_alone(pair) if pair.field == BYLINE else pair.value)
        )
        for pair in pairs
    ]


def reporters(lead: str) -> list[Pair]:
    """Reporters before the first label of a line, as pairs: 记者 张三 通讯员 李四 2024-05-06."""
    if not any(role in lead for role in REPORTERS):
        return []
    stamp = find_date(lead)
    spans = (lead[: stamp.start], lead[stamp.end :]) if stamp else (lead,)
    found = [
        Pair(label=credit.role, value="、".join(credit.names), field=BYLINE, start=0, end=0)
        for span in spans
        for credit in read_credit(span.strip(EDGES))
    ]
    if found and stamp:
        found.append(Pair(label="", value=stamp.iso, field=PUBLISHED, start=0, end=0))
    return found


def names_alone(pair: Pair) -> str:
    """The names of a credit without what other elements hold right behind them.

    That is an office, or how often the page was read, behind an icon.
    """
    first, *others = pair.value.split(SEAM)
    kept = [
        other
        for other in others
        if not (OFFICE.search(other.strip(EDGES)) or other.strip(EDGES).isdigit())
    ]
    return SEAM.join([first, *kept]) if first.strip(EDGES) else pair.value


def read_unmarked(line: str) -> list[Pair]:
    """The pairs of a line whose labels have white space or a seam behind them, and no mark.

    `来源 县报　时间 2024-03-01`, `<b>信息来源</b><em>县报</em>`.
    """
    tokens = list(TOKEN.finditer(line))
    named = [(at, FIELDS.get(token[0])) for at, token in enumerate(tokens)]
    first = next((at for at, name in named if name in UNMARKED), len(tokens))
    labels = [at for at, name in named if at >= first and (name in UNMARKED or name == BYLINE)]
    pairs = []
    for at, following in zip(labels, [*labels, len(tokens)][1:], strict=False):
        if at + 1 < following:
            start, end = tokens[at].start(), tokens[following - 1].end()
            value = line[tokens[at].end() : end].strip(EDGES)
            label = tokens[at][0]
            pairs.append(Pair(label=label, value=value, field=FIELDS[label], start=start, end=end))
    return pairs


def unmarked_pairs(block: Block, *, dated: bool) -> list[Pair] | None:
    """The pairs of a line between headline and text whose labels have no mark behind them.

    A label alone in its element has its value in the next one; `dated` lines are there already
    where what heads a column as easily is one.
    """
    text = block.text
    if block.linked or len(text) > MAX_CREDIT:
        return None
    label = "".join(text.split()) if len(text) <= MAX_BARE_LABEL else ""
    asked = (SOURCE, ISSUER, PUBLISHED, BYLINE) if dated else (SOURCE, ISSUER, PUBLISHED)
    if FIELDS.get(label) in asked and (dated or label not in ALONE_ONLY):
        return [Pair(label=label, value="", field=FIELDS[label], start=0, end=len(text))]
    if text[0] in FIRST_CHARACTERS and (pairs := read_unmarked(with_seams(block))):
        return pairs if pairs[0].start == 0 else None
    return credit_pairs(block)


def credit_pairs(block: Block) -> list[Pair] | None:
    """The pairs of a line that credits without marks: 责任编辑 张三, 编辑/张三 校对/李四."""
    if block.linked or len(block.text) > MAX_CREDIT:
        return None
    return [
        Pair(label=credit.role, value="、".join(credit.names), field=BYLINE, start=0, end=0)
        for credit in is_credit_line(block.text) or ()
    ] or None


def with_seams(block: Block) -> str:
    """A line with `SEAM` where the text of one inline element ends and another's begins."""
    element, text = block.box.element, block.text
    if not 0 < len(children_of(element)) <= MAX_INLINE:
        return text
    wanted = "".join(text.split())
    pieces = squeezed_texts(element)
    whole = "".join(pieces)
    if (at := whole.find(wanted)) < 0:  # a counter's script among them
        pieces = ["".join(piece.split()) for piece in texts_beside(element, SKIPPED_TAGS)]
        whole = "".join(pieces)
        at = whole.find(wanted)
    if at < 0 and (shown := pieces_shown(pieces, wanted)):
        pieces, whole, at = shown, wanted, 0
    if at < 0 and len(whole) == len(wanted):
        at = 0  # converted from Traditional, character by character
    if at < 0 or len(whole) > MAX_SEAMED:
        return text
    begins: Sequence[int] = range(len(text))  # of the characters that are no white space
    if len(wanted) < len(text):
        begins = [index for index, char in enumerate(text) if not char.isspace()]
    seams = sorted({seam - at for seam in accumulate(map(len, pieces))})
    cuts = [begins[seam] for seam in seams if 0 < seam < len(begins)]
    return SEAM.join(text[start:end] for start, end in pairwise((0, *cuts, len(text))))


def pieces_shown(pieces: list[str], wanted: str) -> list[str]:
    """Of what an element holds, what makes up a line, in order; none where they do not.

    The line lacks elements that the page hides.
    """
    shown, at = [], 0
    for piece in pieces:
        if piece and wanted.startswith(piece, at):
            shown.append(piece)
            at += len(piece)
    return shown if at == len(wanted) else []


def without_tools(value: str) -> str:
    """A value without the tools that stand right behind it, and without seams."""
    pieces = value.split(SEAM)
    while len(pieces) > 1:
        last = pieces[-1].strip(EDGES)
        if last and not last.isdigit() and not is_widget(last):
            break  # a number by itself is how many read it
        del pieces[-1]
    if len(pieces) == 1 and pieces[0].endswith((":", "：")):
        return ""  # of a tool whose label is none of the known ones
    return "".join(pieces).strip(EDGES)


def is_credit(value: str) -> bool:
    """Can a label's value be names? In an interview 记者： is followed by a question."""
    return len(value) <= MAX_CREDIT and SPEECH.search(value) is None


def starts_with_label(pairs: list[Pair], text: str) -> bool:
    """Does a line begin with its first label, or with a date before it?"""
    lead = ADDRESS.sub("", text[: pairs[0].start])
    if len(lead) <= MAX_BRACKET:
        return not any(map(str.isalnum, lead))  # 三、来源 is a heading
    stamp = find_date(lead)
    if stamp is None:
        return False
    marked = stamp.start <= MAX_BARE_LABEL and lead[: stamp.start].rstrip().endswith((":", "："))
    return marked or stamp.start <= MAX_BRACKET


def completed(blocks: list[Block], index: int, pairs: list[Pair]) -> tuple[list[Pair], int]:
    """The pairs of a line with the value of the last from the line after it, and where it ends.

    Portals put label and value into elements of their own. What follows must be of the same
    list, row or element, and what the label asks for: the text may begin right there.
    """
    if not pairs or pairs[-1].value:
        return pairs, index + 1
    following = next((i for i in range(index + 1, len(blocks)) if blocks[i].hidden is None), None)
    if following is None or not are_neighbours(blocks[index].box, blocks[following].box):
        return pairs, index + 1
    text = blocks[following].text
    more = read_pairs(text)
    value = (text[: more[0].start] if more else text).strip(EDGES)
    if not suits(pairs[-1].field, value):
        return pairs, index + 1
    found = [*pairs[:-1], replace(pairs[-1], value=value)]
    rest, end = completed(blocks, following, more)
    return found + rest, end


def are_neighbours(label: Box, value: Box) -> bool:
    """Are two lines of one list, row or element?"""
    return (
        label is value
        or label.parent is value.parent
        or value.parent is label
        or (label.row is not None and label.row is value.row)
    )


def suits(field: str, value: str) -> bool:
    """Can a line by itself be the value of a label?"""
    if not value or len(value) > MAX_CREDIT:
        return False
    if field in (PUBLISHED, CHANGED):
        stamp = find_labelled(value)
        return stamp is not None and stamp.start == 0
    if field == BYLINE and not all(map(is_name, split_names(value))):
        return False
    if field == WIDGET:
        return value.rstrip("次").isdigit()
    return SENTENCE.search(value) is None and ":" not in value and "：" not in value
