"""How a line is written: as a headline is, in large type, bold or centred, or as text.

Only asked of the few lines that can be a headline, where nothing on the page says which it is.
"""

from __future__ import annotations

import re
from itertools import islice

from portal_spider.extract.document import Block, Box
from portal_spider.extract.tree import Element, elements_in

MAX_INLINE = 12
"""Inline elements of a line that are looked at."""
BOLD_TAGS = frozenset(("b", "strong", "th"))
FONT_PIXELS = (10, 10, 13, 16, 18, 24, 32, 48)
"""Of `<font size>` 1 to 7, and of 0."""
NORMAL_FONT = 3
KEYWORDS = {"large": 18.0, "x-large": 24.0, "xx-large": 32.0, "larger": 18.0}
SIZE = re.compile(
    r"font(?:-size)?\s*:[^;]*?(?:(\d+(?:\.\d+)?)\s*(px|pt|em|rem|%)|\b((?:xx?-)?large|larger)\b)",
    re.I,
)
BOLD = re.compile(r"font(?:-weight)?\s*:[^;]*\b(?:bold(?:er)?|[6-9]00)\b", re.IGNORECASE)
CENTRED = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
PIXELS = {"px": 1.0, "pt": 4 / 3, "em": 16.0, "rem": 16.0, "%": 0.16}
NAMED = re.compile(
    r"title|headline|biaoti|heading|(?:^|[\W_])(?:tit|bt|tt|hd|h1|h2|bti?|nrbt|wzbt|xwbt)(?=$|[\W_\d])"
    r"|(?:bt|tit)\d{0,3}(?=$|\s)"
)
"""How portals name a headline's element."""
NAMED_BELOW = re.compile(r"sub|futi|fubt|futitle|ftit|fbt\b|yinti|(?:^|[-_])st\b")
"""How they name that of a line above or below it."""
LARGE, VERY_LARGE, SOMEWHAT_LARGE = 18.0, 22.0, 16.0
"""Pixels."""


def prominence(block: Block) -> float:
    """How much a line is written like a headline, from -1 to about 5; 0 as text is."""
    elements = elements_of(block)
    pixels, bold, centred, name = largest(elements), block.box.level > 0, False, ""
    for element in elements:
        tag, given = element.tag, element.attributes
        style = given.get("style") or ""
        bold = bold or tag in BOLD_TAGS or (bool(style) and BOLD.search(style) is not None)
        centred = (
            centred
            or tag == "center"
            or (given.get("align") or "").lower() == "center"
            or (bool(style) and CENTRED.search(style) is not None)
        )
        name += f" {given.get('id') or ''} {given.get('class') or ''}"
    found = 0.5 * bold + 0.7 * centred
    found += 2.0 if pixels >= VERY_LARGE else 1.5 if pixels >= LARGE else 0.0
    found += 0.3 * (SOMEWHAT_LARGE <= pixels < LARGE)
    name = name.lower()
    if NAMED_BELOW.search(name):
        return found - 1.0
    return found + (1.0 if NAMED.search(name) else 0.0)


def type_size(block: Block) -> float:
    """Pixels of the type that a line is set in; 0 where its elements ask for none."""
    return largest(elements_of(block))


def largest(elements: list[Element]) -> float:
    """Pixels of the largest type that elements ask for."""
    given = ((element.tag, element.attributes) for element in elements)
    return max(pixels_of(tag, own.get("style") or "", own.get("size") or "") for tag, own in given)


def elements_of(block: Block) -> list[Element]:
    """The elements that say how a line is written: those inside of its own, and around it."""
    box = block.box
    found = [box.element]
    outer: Box | None = box.parent
    while outer is not None and outer.start == box.start and outer.end == box.end:
        found.append(outer.element)
        outer = outer.parent
    wanted = "".join(block.text.split())
    inside = islice(elements_in(box.element), MAX_INLINE)
    return [*found, *(element for element in inside if is_of(element, wanted))]


def is_of(element: Element, line: str) -> bool:
    """Does a line begin with an element's text, or does the element hold all of it?"""
    text = "".join(element.text().split())
    return bool(text) and (line.startswith(text) or line in text)


def pixels_of(tag: str | None, style: str, size: str) -> float:
    """The size of the type that an element asks for; 0 where it asks for none."""
    if tag == "font" and (size := size.strip()):
        digits = size.lstrip("+-")
        if digits.isdigit():
            steps = int(digits)
            if size[0] in "+-":
                steps = NORMAL_FONT + (steps if size[0] == "+" else -steps)
            return float(FONT_PIXELS[min(max(steps, 0), len(FONT_PIXELS) - 1)])
    if not style or not (match := SIZE.search(style)):
        return 0.0
    number, unit, keyword = match.groups()
    return KEYWORDS[keyword.lower()] if keyword else float(number) * PIXELS[unit.lower()]
