"""The headline: which line of the page it is."""

from __future__ import annotations

from portal_spider.extract.about import pairs_about
from portal_spider.extract.boilerplate import CONTACT, frame_rule
from portal_spider.extract.document import Block, Document
from portal_spider.extract.site_names import (
    MIN_CHARS,
    PERIODICAL,
    STAND_IN,
    Names,
    is_in_crumb,
    is_site,
    section_name,
)
from portal_spider.extract.title import LABEL, TITLE_METAS, clean_title, squeeze
from portal_spider.extract.unvouched import (
    CUT_SHORT,
    HEADLINE,
    INFO_DISTANCE,
    SHORT,
    first_menu,
    heads_list,
    is_about,
    is_title_label,
    is_value,
    unvouched,
)

AGREES = 2.5
"""Score of a line that `<title>` begins with; below it a line is only a heading."""
NAMED = 3.0
"""Of one that is what a policy header says the title is, in another line."""
LABEL_CHARS = 10
INDEX_LABELS, INDEX_CHARS, HEADER_LINES = ("索引号", "索取号", "信息索引"), 12, 40
"""What the first label of a policy header is, and lines in which a page has its header."""
UNDER_LABEL = 0.1
"""What a line loses that is a policy header's value: the headline stands elsewhere, if it does."""
SENTENCE_CHARS = 24
"""Characters of a line of prose; sub-headlines may have a full stop, too."""


def find_title(
    document: Document, stop: int, crumb: int | None, text: int = 0
) -> tuple[int, int] | None:
    """The lines of the headline, as a half-open range that begins before `stop` or there.

    What stands before the line `text` is none of the text, and a sentence there no end.

    Of lines that are as good, the one with a line about the article behind it: others are in the
    page's head, or repeat the headline in the text. Where no line agrees with tags or `<title>`,
    the headline is what stands right before the line about the article.
    """
    wanted = [squeeze(document.metas[name]) for name in TITLE_METAS if name in document.metas]
    tag = squeeze(document.title_tag or "")
    blocks = document.blocks
    best = 0.0
    equals: list[tuple[int, int]] = []
    stop = min(stop, first_sentence(blocks, crumb, text))
    section = section_name(blocks, crumb)
    named = titles_in_header(blocks, stop)
    stop = max(stop, *named.values(), 0)
    names = Names(blocks)
    begin = {text[:1] for text in (*wanted, tag)}
    for index in range(min(stop + 1, len(blocks))):
        block = blocks[index]
        if not block.box.level and block.text.lstrip()[:1] not in begin:
            continue  # a score of 0, as most lines have
        linked = block.linked * 2 > len(block.text)
        if block.hidden is not None or (linked and not block.box.level) or len(block.text) > 200:
            continue
        score, end = title_score(blocks, index, wanted, tag)
        if named and score < NAMED and squeeze(block.text) in named and index not in named.values():
            score, end = NAMED, index + 1
        if score and (index == crumb or is_in_crumb(blocks, block)):
            continue
        if linked and not may_be_linked(blocks, index, end, score):
            continue
        if score and section and squeeze(block.text) == section and section not in wanted:
            continue
        if (
            score
            and squeeze(block.text) not in wanted
            and (
                block.text in names
                or STAND_IN.fullmatch(block.text)
                or is_value(blocks, index)
                or (len(block.text) < HEADLINE and heads_list(blocks, end))
            )
        ):
            continue
        if score and (LABEL.match(block.text) or (index and is_title_label(blocks[index - 1]))):
            score -= UNDER_LABEL
        if score > best:
            best, equals = score, []
        if score and score == best:
            equals.append((index, end))
    if best < AGREES or may_be_section(blocks, equals, wanted):
        tagged = any(len(want) >= HEADLINE and want != section for want in wanted)
        starts = [start for start, _ in equals]
        if (found := unvouched(document, starts, crumb, stop, tagged=tagged)) or best < AGREES:
            return found or next(((line, line + 1) for line in named.values()), None)
    if len(equals) > 1:
        return min(
            reversed(equals),
            # A signature begins `<title>` as the headline does, and has a date behind it, too.
            key=lambda lines: (info_distance(blocks, lines[1]), -len(blocks[lines[0]].text)),
        )
    return equals[0] if equals else None


def titles_in_header(blocks: list[Block], stop: int) -> dict[str, int]:
    """What labels of a policy header say the title is, and the lines where they do.

    On a page of little prose the header itself may hold the first heavy line.
    """
    if stop < HEADER_LINES and any(is_index(block) for block in blocks[:HEADER_LINES]):
        stop = HEADER_LINES
    return {
        squeeze(blocks[index + 1].text): index + 1
        for index in range(min(stop, len(blocks) - 1))
        if len(blocks[index].text) <= LABEL_CHARS
        and is_title_label(blocks[index])
        and len(blocks[index + 1].text) >= HEADLINE
    }


def is_index(block: Block) -> bool:
    """Does a line ask for the number that a policy header begins with?"""
    return squeeze(block.text[:INDEX_CHARS]).startswith(INDEX_LABELS)


def may_be_section(blocks: list[Block], lines: list[tuple[int, int]], wanted: list[str]) -> bool:
    """Are the lines that `<title>` begins with as short as names of sections, or of the site?

    The site's is a main heading, too, above the menu.
    """
    return all(
        len(text := squeeze(blocks[start].text)) < SHORT
        and text not in wanted
        and (blocks[start].box.level != 1 or start <= max(first_menu(blocks), 0))
        for start, _ in lines
    )


def may_be_linked(blocks: list[Block], index: int, end: int, score: float) -> bool:
    """Can a heading that is a link be the headline: as tags say, or as what stands behind it?"""
    level = blocks[index].box.level
    return (score >= AGREES and level <= 2) or (level == 1 and info_distance(blocks, end) == 0)


def info_distance(blocks: list[Block], end: int) -> int:
    """Lines between a line and one about the article behind it; `INFO_DISTANCE` if it is far."""
    for distance, block in enumerate(blocks[end : end + INFO_DISTANCE]):
        if block.hidden is not None:
            continue
        if block.linked * 2 > len(block.text) and frame_rule(block.text) is None:
            return INFO_DISTANCE  # the heading of a list
        if is_about(block):
            return distance
    return INFO_DISTANCE


def first_sentence(blocks: list[Block], crumb: int | None, start: int) -> int:
    """The first line of prose from `start` on: no headline of an article is behind it."""
    for index in range(start if crumb is None else max(start, crumb + 1), len(blocks)):
        block = blocks[index]
        text = block.text
        if (
            len(text) >= SENTENCE_CHARS
            and "。" in text
            and block.linked * 2 < len(text)
            and block.hidden is None
            and block.removal is None
            and pairs_about(text) is None
            and not block.box.level
            and not CONTACT.match(text)
        ):
            return index
    return len(blocks)


def title_score(blocks: list[Block], index: int, wanted: list[str], tag: str) -> tuple[float, int]:
    """How sure a line is the headline's first, and where the headline ends."""
    block = blocks[index]
    text = squeeze(clean_title(block.text))
    if text not in wanted and (is_site(text) or PERIODICAL.search(text)):
        return 0.0, index + 1
    score = 0.0
    end = index + 1
    for want in wanted:
        if text == want:
            score = 4.0
        elif len(text) >= MIN_CHARS and want.startswith(text):
            joined, end = join_lines(blocks, index, want)
            score = 3.5 if joined == want else 1.0
            if score == 1.0:
                end = index + 1
    if score < 3 and tag and (tag == text or (len(text) >= MIN_CHARS and tag.startswith(text))):
        score = max(score, AGREES)
        end = max(end, join_in_box(blocks, index, tag))
    level = block.box.level
    if level and (score or len(text) >= 6):
        score += 1.5 - level * 0.2
    return score, end


def join_in_box(blocks: list[Block], index: int, want: str) -> int:
    """Where a headline ends that `<br>` breaks into lines, each of which continues `<title>`."""
    end, joined = index + 1, squeeze(blocks[index].text)
    cut = CUT_SHORT.split(want)[0]
    while end < len(blocks) and blocks[end].box is blocks[index].box:
        whole = joined + squeeze(blocks[end].text)
        goes_beyond = cut != want and cut.startswith(joined) and whole.startswith(cut)
        if not (want.startswith(whole) or goes_beyond):
            break
        joined = whole
        end += 1
    return end


def join_lines(blocks: list[Block], index: int, want: str) -> tuple[str, int]:
    """Lines joined as long as they continue what is wanted."""
    joined = ""
    while index < len(blocks) and want.startswith(joined + squeeze(blocks[index].text)):
        joined += squeeze(blocks[index].text)
        index += 1
    return joined, index
