"""The headline: which line of the page it is, and what it says."""

from __future__ import annotations

import re

from portal_spider.extract.about import pairs_about
from portal_spider.extract.boilerplate import CONTACT, frame_rule
from portal_spider.extract.document import Block, Box, Document
from portal_spider.extract.labels import FIELDS, ISSUER, PUBLISHED, SOURCE, read_pairs

TITLE_METAS = ("articletitle", "og:title", "title")
MIN_CHARS = 4
HEADLINE = 10
"""Characters of a headline in a tag; what is shorter may be a section's name."""
MAX_CHARS = 150
AGREES = 2.5
"""Score of a line that `<title>` begins with; below it a line is only a heading."""
UNDER_LABEL = 0.1
"""What a line loses that is a policy header's value: the headline stands elsewhere, if it does."""
TITLE_LABELS = frozenset(["标题", "名称", "信息名称", "信息标题", "文件名称", "文件标题"])
SENTENCE_CHARS = 24
"""Characters of a line of prose; sub-headlines may have a full stop, too."""
SITE = re.compile(
    "(?:人民政府|政府网站?|门户网站?|信息网|政务网|公开网|(?:委员会|局|厅|网)(?:网站|官网)?)$"
)
MAX_SITE = 16
"""Characters of a line that names the site, as `<title>` may do on every page."""
HEADING_LINES = 3
"""Lines that a headline takes at most, where its element is not a heading's."""
CRUMB_MARKS = re.compile("[>＞»›:：]+")
ITEM_TAGS = frozenset(("li", "dd", "td"))
FRONT_PAGE = re.compile(r"\W{0,2}(?:网站|本站|返回)?[首主]页\W{0,2}|[Hh]ome")
CRUMB_END = re.compile("[>＞»›]*(?:正文|内容|详情)?$")
COLONS = (":", "：")
HAN = re.compile("[\u3400-\u9fff]")
ABOUT = frozenset((PUBLISHED, SOURCE, ISSUER))
"""What a label asks for that stands alone in a cell below the headline."""
INFO_DISTANCE = 4
"""Lines behind the headline among which one about the article is looked for."""
SUFFIX = re.compile(r"\s*[_\-|—－–>＞·]+\s*|\s{1,}")
"""What stands between a headline and the names of section and site in `<title>`."""


def squeeze(text: str) -> str:
    """A text without white space, to be compared."""
    return "".join(text.split())


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
    for index in range(min(stop + 1, len(blocks))):
        block = blocks[index]
        linked = block.linked * 2 > len(block.text)
        if block.hidden is not None or (linked and not block.box.level) or len(block.text) > 200:
            continue
        score, end = title_score(blocks, index, wanted, tag)
        if score and (index == crumb or is_in_crumb(blocks, block)):
            continue
        if linked and not may_be_linked(blocks, index, end, score):
            continue
        if score and section and squeeze(block.text) == section and section not in wanted:
            continue
        if score and index and is_title_label(blocks[index - 1]):
            score -= UNDER_LABEL
        if score > best:
            best, equals = score, []
        if score and score == best:
            equals.append((index, end))
    if best < AGREES:
        tagged = any(len(want) >= HEADLINE and want != section for want in wanted)
        return unvouched(blocks, equals, crumb, stop, tagged=tagged)
    if len(equals) > 1:
        return min(
            reversed(equals),
            # A signature begins `<title>` as the headline does, and has a date behind it, too.
            key=lambda lines: (info_distance(blocks, lines[1]), -len(blocks[lines[0]].text)),
        )
    return equals[0] if equals else None


def may_be_linked(blocks: list[Block], index: int, end: int, score: float) -> bool:
    """Can a heading that is a link be the headline: as tags say, or as what stands behind it?"""
    level = blocks[index].box.level
    return (score >= AGREES and level <= 2) or (level == 1 and info_distance(blocks, end) == 0)


def section_name(blocks: list[Block], crumb: int | None) -> str | None:
    """The name of the section that the breadcrumb ends in: its heading is no headline."""
    if crumb is None:
        return None
    last = CRUMB_MARKS.split(CRUMB_END.sub("", squeeze(blocks[crumb].text)))[-1]
    return last if MIN_CHARS <= len(last) <= MAX_SITE else None


def is_title_label(block: Block) -> bool:
    """Does a line ask for the title, as that of a policy header does?"""
    text = squeeze(block.text).rstrip("：:")
    return len(text) <= 6 and text in TITLE_LABELS


def unvouched(
    blocks: list[Block],
    headings: list[tuple[int, int]],
    crumb: int | None,
    stop: int,
    *,
    tagged: bool,
) -> tuple[int, int] | None:
    """The headline where no line is what tags and `<title>` say.

    Where a tag states it, a line that merely stands before the text is none: scripts write
    headlines, and images are.
    """
    headings = [whole_heading(blocks, start) for start, _ in headings if start < stop]
    known = blocks[:stop]
    nearest = min(headings, key=lambda lines: info_distance(known, lines[1]), default=None)
    if nearest is not None and info_distance(known, nearest[1]) < INFO_DISTANCE:
        return nearest
    if (before := line_before_info(blocks, crumb, stop)) is not None:
        return whole_heading(blocks, before)
    if headings:
        return headings[-1]
    last = None if tagged else line_before_text(blocks, crumb, stop)
    return None if last is None else whole_heading(blocks, last)


def whole_heading(blocks: list[Block], index: int) -> tuple[int, int]:
    """The lines that a heading is broken into, of which one is at `index`."""
    if not is_heading_alone(blocks[index]):
        return index, index + 1
    box, start, end = blocks[index].box, index, index + 1
    if box.level:
        return box.start, box.end
    while start > box.start and continues(blocks[start - 1], box):
        start -= 1
    while end < box.end and continues(blocks[end], box):
        end += 1
    return start, end


def continues(block: Block, box: Box) -> bool:
    """Is a line a further one of a headline that is broken into lines?"""
    return block.box is box and pairs_about(block.text) is None


def is_in_crumb(blocks: list[Block], block: Block) -> bool:
    """Is a line in a list that begins with the front page: the last section of a breadcrumb?"""
    box = block.box
    if box.tag not in ITEM_TAGS or box.parent is None:
        return False
    return FRONT_PAGE.fullmatch(squeeze(blocks[box.parent.start].text)) is not None


def is_heading_alone(block: Block) -> bool:
    """Does the element of a line hold a heading, broken into lines perhaps, and nothing else?"""
    box = block.box
    return box.level > 0 or (
        box.end - box.start <= HEADING_LINES and box.tag not in ("pre", "body")
    )


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


def is_about(block: Block) -> bool:
    """Is a line about the article, and no row of a list with its day?"""
    return block.linked * 2 <= len(block.text) and pairs_about(block.text) is not None


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


def line_before_text(blocks: list[Block], crumb: int | None, stop: int) -> int | None:
    """The line right before the text, where it can be a headline."""
    if stop >= len(blocks):
        return None
    for index in range(stop - 1, -1 if crumb is None else crumb, -1):
        block = blocks[index]
        text = block.text
        if block.hidden is not None or block.removal is not None or pairs_about(text) is not None:
            continue
        if block.linked or text.endswith(COLONS) or frame_rule(text) is not None:
            return None
        if is_in_crumb(blocks, block):
            return None
        return index if len(HAN.findall(text)) > MIN_CHARS and len(text) <= MAX_CHARS else None
    return None


def line_before_info(blocks: list[Block], crumb: int | None, stop: int) -> int | None:
    """The line before the first line about the article, if it can be a headline."""
    before: int | None = None
    last = ""
    for index in range(0 if crumb is None else crumb + 1, min(stop + 1, len(blocks))):
        block = blocks[index]
        text = block.text
        if block.hidden is not None or block.removal is not None:
            continue
        is_value = last.endswith(COLONS) or last in FIELDS
        last = text
        if not is_value and (is_about(block) or FIELDS.get(text) in ABOUT):
            if before is not None:
                return before
        elif block.linked:
            before = None
        elif is_value or text.endswith(COLONS) or len(text) > MAX_CHARS or is_labelled(text):
            continue
        elif (
            before is not None
            and block.box is blocks[before].box
            and is_heading_alone(blocks[before])
        ):
            continue  # a headline broken into lines
        elif len(HAN.findall(text)) < MIN_CHARS or frame_rule(text) is not None:
            continue
        elif not is_in_crumb(blocks, block):
            before = index
    return None


def is_labelled(text: str) -> bool:
    """Does a line consist of a label, or begin with one?"""
    if text in FIELDS:
        return True
    pairs = read_pairs(text)
    return bool(pairs) and pairs[0].start == 0


def title_score(blocks: list[Block], index: int, wanted: list[str], tag: str) -> tuple[float, int]:
    """How sure a line is the headline's first, and where the headline ends."""
    block = blocks[index]
    text = squeeze(clean_title(block.text))
    if len(text) <= MAX_SITE and text not in wanted and SITE.search(text):
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
    while end < len(blocks) and blocks[end].box is blocks[index].box:
        joined += squeeze(blocks[end].text)
        if not want.startswith(joined):
            break
        end += 1
    return end


def join_lines(blocks: list[Block], index: int, want: str) -> tuple[str, int]:
    """Lines joined as long as they continue what is wanted."""
    joined = ""
    while index < len(blocks) and want.startswith(joined + squeeze(blocks[index].text)):
        joined += squeeze(blocks[index].text)
        index += 1
    return joined, index


def read_title(
    document: Document, start: int | None, end: int | None
) -> tuple[str | None, str | None]:
    """The headline, and where it was read: `heading`, `meta`, `title-tag`, `listing`."""
    shown = ""
    if start is not None and end is not None:
        shown = clean_title("".join(block.text for block in document.blocks[start:end]))
        tagged = document.metas.get("articletitle")
        if tagged and squeeze(tagged) == squeeze(shown):
            return tagged, "heading"
        return shown, "heading"
    for name in TITLE_METAS:
        if value := document.metas.get(name):
            return clean_title(value), "meta"
    if document.title_tag:
        return without_suffix(document.title_tag, document.metas.get("sitename")), "title-tag"
    if document.entry is not None and document.entry.title:
        return document.entry.title, "listing"
    return None, None


BRACKETS = (")", "）", "]")
TRAILING_DATE = re.compile(
    r"\s*[（(\[]\s*(?:19|20)\d\d[-年/.]\d{1,2}[-月/.]\d{1,2}日?\s*[)）\]]\s*$"
)


INFO_BEHIND = re.compile(
    r"\s*(?:发布)?(?:(?:时间|日期)\s*[:：]\s*)?(?:19|20)\d\d[-年/.]\d{1,2}[-月/.]\d{1,2}日?\s+\d{1,2}:\d\d.*$"
    r"|\s*(?:发布(?:时间|日期)|(?:信息|文章)?来源)\s*[:：].*(?:19|20)\d\d.*$"
)
"""A line about the article in the headline's own: time and source in `<small>`."""
MIN_BEFORE_INFO = 8


def clean_title(text: str) -> str:
    """A headline without the date that some portals put behind it."""
    text = text.strip()
    if ":" in text or "：" in text:
        behind = INFO_BEHIND.search(text)
        if behind and behind.start() >= MIN_BEFORE_INFO and text[behind.start() - 1] not in ":：":
            return text[: behind.start()]
    return TRAILING_DATE.sub("", text).strip() if text.endswith(BRACKETS) else text


SITE_FIRST = re.compile(
    "[\u3400-\u9fff]{2,16}(?:政府|网站?|局|厅|委|部|中心)\\s*[-_—|]+\\s*"
    "(?:[\u3400-\u9fff]{2,6}\\s*[-_—|]+\\s*)*(?=.{8})"
)
"""The names of site and sections before a headline."""


def without_suffix(tag: str, site: str | None) -> str:
    """`<title>` without the names of section and site around the headline."""
    if named := SITE_FIRST.match(tag):
        tag = tag[named.end() :]
    parts = re.split(
        r"\s*(?:_{1,2}|\s[-—–|]\s|\||－|-(?=[\u3400-\u9fff]*(?:政府|网|局|厅|委)))\s*", tag
    )
    return parts[0].strip() or tag
