"""Signs that GBK lacks, shown by a mirror as question marks: spaces and a breadcrumb's arrows.

`首页 » 新闻` is served as `首頁 ? 新聞`. Which sign it was is told by where it stands: an
arrow between the parts of a line that begins as a breadcrumb does, elsewhere the no-break space
that many pages write.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain

from portal_spider.extract.boilerplate import CRUMB
from portal_spider.extract.labels import FIELDS, ISSUER, PUBLISHED, SOURCE, WIDGET
from portal_spider.extract.script import to_simplified

LOST_SPACES = re.compile(
    r"^\s*\?[?\s]*|\?{2,}|(?<=[\s,;:!)>|/、。，；：！）—…])\?+|(?<=[a-zA-Z/])\?(?=[a-zA-Z0-9])"
)
"""Where no question mark stands."""
STROKE = re.compile(r"\?\s?[|｜]|[|｜]\s?\?")
BEFORE_LABEL = re.compile(r"\?\s*([\u3400-\u9fff]{2,4})\s?[:：]")
"""What stands between the parts of a line about the article: 来源：县报?点击：9, 县报??|??9."""
AT_END = re.compile(r"\s*([\u3400-\u9fff]{2,4})\s?[:：][^?]*\?[?\s]+$")
"""A label and its value with spaces behind it: 作者：张三 ??."""
ROLE = re.compile(r"\?\s?(?:記者|通訊員|作者|編輯|攝影|供稿)\s?\?")
"""A role by itself, before the names: 新华网?记者?王小明."""
SAID_OF_ARTICLES = frozenset((PUBLISHED, SOURCE, ISSUER, WIDGET))
LOST_SPACE = re.compile(r"\?(?=\S)")
SHORT = 60
"""A text so short that holds question marks inside is a line of labels, its spaces lost."""

HOME = re.compile(
    r"[\s?]*[\[【（(]?(?:网站|本站|返回)?(?:首\s*页|主\s*页|Home|HOME)(?=[\]】）)\s?]|$)"
)
WHO = frozenset(("作者", "编辑", "责任编辑"))
"""Labels that no question of an interview is followed by, as by 记者：."""
KEPT = r"[>＞→》〉/／\\＼|｜∙·]|\s-+\s"
"""Separators that GBK has: a line with one of them lost none."""
SEPARATOR = re.compile(KEPT)
SPACE_BESIDE = re.compile(rf"^[\s?]+|(?<=[:：])[\s?]+|[\s?]+(?={KEPT})|(?<=[>＞→》〉/|])[\s?]+")
ARROW = re.compile(r"(?<=[^\s?:：])[\s?]*\?[\s?]*")
"""An arrow with its spaces, lost or kept."""
LONE = re.compile(r"\s*(?:\?|\?\?\?|\?\s\?\s\?)\s*")
"""An arrow and nothing else, or a space at both its sides; two marks may be a menu's spaces."""
MAX_CHARS = 160
MAX_UNLABELLED = 4
"""Parts of a line that begins with 首页: with more it is a menu, set apart by lost spaces."""


def restore_signs(texts: Sequence[str], lines: Sequence[object]) -> list[str]:
    """Put the signs back that a mirror of this page lost.

    Args:
        texts: The texts of a page, in order, their byte damage undone.
        lines: For each text what tells its line: a breadcrumb's arrows stand beside its links.
    """
    if not any("?" in text for text in texts):
        return list(texts)
    restored = _with_arrows(texts, lines)
    if any(text.lstrip().startswith("?") or is_line_of_labels(text) for text in restored):
        return [_with_spaces(text) for text in restored]
    return restored


def _with_arrows(texts: Sequence[str], lines: Sequence[object]) -> list[str]:
    """The texts with the lost arrows of breadcrumbs."""
    restored = list(texts)
    numbers_of: defaultdict[object, list[int]] = defaultdict(list)
    for number, line in enumerate(lines):
        numbers_of[line].append(number)
    for numbers in numbers_of.values():
        parts = [texts[number] for number in numbers]
        whole = "".join(parts)
        if "?" not in whole or len(whole) > MAX_CHARS:
            continue
        for number, piece in zip(numbers, _split_like(_breadcrumb(whole), parts), strict=True):
            restored[number] = piece
    return restored


def _breadcrumb(line: str) -> str:
    """A line with its signs put back if it is a breadcrumb; its length stays."""
    simple = to_simplified(line)
    label = CRUMB.match(simple)
    start = label.end() if label else 0
    if label is None and HOME.match(simple) is None:
        return line
    head, rest = line[:start].replace("?", " "), line[start:]
    if SEPARATOR.search(rest):
        return head + SPACE_BESIDE.sub(lambda space: " " * len(space[0]), rest)
    arrows = ARROW.findall(rest)
    if label is None and (len(arrows) >= MAX_UNLABELLED or not all(map(LONE.fullmatch, arrows))):
        return line
    return head + ARROW.sub(lambda arrow: ">".ljust(len(arrow[0])), rest).replace("?", " ")


def _split_like(line: str, parts: Sequence[str]) -> Iterator[str]:
    """A line cut into pieces as long as some parts."""
    at = 0
    for part in parts:
        yield line[at : at + len(part)]
        at += len(part)


def is_line_of_labels(text: str) -> bool:
    """Do question marks part the labels, or the strokes, of a line, as spaces do elsewhere?"""
    if "?" not in text or len(text) > MAX_CHARS:
        return False
    marks = chain(BEFORE_LABEL.finditer(text), filter(None, (AT_END.match(text),)))
    labels = (to_simplified(match[1]) for match in marks)
    return any(FIELDS.get(name) in SAID_OF_ARTICLES or name in WHO for name in labels) or (
        STROKE.search(text) is not None or ROLE.search(text) is not None
    )


def _with_spaces(text: str) -> str:
    """Spaces where a mirror shows a question mark for a space that GBK lacks."""
    if "?" not in text:
        return text
    if is_line_of_labels(text):
        return text.replace("?", " ")
    text = LOST_SPACES.sub(lambda signs: " " * len(signs[0]), text)
    return LOST_SPACE.sub(" ", text) if len(text) < SHORT else text
