"""Signs that GBK lacks, shown by a mirror as question marks: spaces and a breadcrumb's arrows.

`首页 » 新闻` is served as `首頁 ? 新聞`. Which sign it was is told by where it stands: an
arrow between the parts of a line that begins as a breadcrumb does, elsewhere the no-break space
that many pages write.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from portal_spider.extract.boilerplate import CRUMB
from portal_spider.extract.script import to_simplified

LOST_SPACES = re.compile(
    r"^\s*\?[?\s]*|\?{2,}|(?<=[\s,;:!)>|/、。，；：！）])\?+|(?<=[a-zA-Z/])\?(?=[a-zA-Z0-9])"
)
"""Where no question mark stands."""
LOST_SPACE = re.compile(r"\?(?=\S)")
SHORT = 60
"""A text so short that holds question marks inside is a line of labels, its spaces lost."""

HOME = re.compile(
    r"[\s?]*[\[【（(]?(?:网站|本站|返回)?(?:首\s*页|主\s*页|Home|HOME)(?=[\]】）)\s?]|$)"
)
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
    if any(text.lstrip().startswith("?") for text in restored):
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


def _with_spaces(text: str) -> str:
    """Spaces where a mirror shows a question mark for a space that GBK lacks."""
    if "?" not in text:
        return text
    text = LOST_SPACES.sub(lambda signs: " " * len(signs[0]), text)
    return LOST_SPACE.sub(" ", text) if len(text) < SHORT else text
