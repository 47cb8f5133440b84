"""What a page's own scripts write into it, as far as the scripts spell it out.

Portals keep the outlet, the breadcrumb or the whole line about an article in a script:
`var ly = "县报"; if (ly != "") document.write("来源：" + ly);`. No script is run: strings, names of
strings and `+` between them are all that is understood, and what has anything else is left out.
So is what nothing on the page asks for: intruders write their phrases by scripts, too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from portal_spider.extract.embedded import fragment
from portal_spider.extract.labels import MARK, read_pairs
from portal_spider.extract.tree import TEXT, Element

SIGN = "document.write"
_STRING = r""""(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'"""
STRING = re.compile(_STRING)
NAME = r"[A-Za-z_$][\w$]*"
HAN = re.compile("[\u3400-\u9fff]")
GIVEN = re.compile(rf"\s*=\s*({_STRING})\s*(?:[;,\n]|$|var\b)")
WRITE = re.compile(rf"document\.write(?:ln)?\s*\((?=\s*(?:[\"']|{NAME}\s*[+)]))")
PART = re.compile(rf"\s*(?:(?P<string>{_STRING})|(?P<name>{NAME}))\s*(?P<after>[+)])")
GUARD = re.compile(
    rf"\bif\s*\(\s*({_STRING}|{NAME})\s*([=!]==?)\s*({_STRING}|{NAME})\s*\)\s*\{{?\s*$"
)
OTHERWISE = re.compile(r"\belse\s*\{?\s*$")
ESCAPED = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.DOTALL)
CONTROL = {"n": "\n", "t": "\t", "r": ""}
BEFORE = 120
"""Characters before a call in which its condition stands."""
MAX_SCRIPT, MAX_WRITTEN = 20_000, 4_000
"""Characters of a script that is looked at, and of what it writes: longer ones are programs."""
HEADLINES = frozenset(("h1", "h2", "h3", "title", "ucaptitle"))
STATES = re.compile(r"(?:19|20)\d\d年|[>＞»›→]")
"""A day, or the way to a section; outlets and authors have labels."""
ENDS_OPEN = re.compile(rf"(?:{MARK.pattern}|[>＞»›→])\s*\Z")
"""A text that what comes next belongs to: a label's, or a breadcrumb's."""
MAX_NAMES = 40
"""Names that are looked up in a page."""


def place_written(root: Element, source: str) -> bool:
    """Put what a page's scripts spell out where they would write it; whether there was any.

    Args:
        root: The page's tree.
        source: Its source, which says at little cost that no script writes anything.
    """
    if SIGN not in source or WRITE.search(source) is None:
        return False
    strings = _Strings()
    placed = False
    for script in root.css("script"):
        text = script.text()
        if not text or len(text) > MAX_SCRIPT:
            continue
        strings.scripts.append(text)
        if SIGN in text and (markup := written_by(text, strings)):
            piece = fragment(markup, "span")
            if is_asked_for(piece.text(), script):
                script.insert_after(piece, move=True)
                placed = True
    return placed


def is_asked_for(written: str, script: Element) -> bool:
    """Is what a script writes a line about an article, or the value or headline that it lacks?"""
    if STATES.search(written) or read_pairs(written):
        return True
    if (around := script.parent) is not None and around.tag in HEADLINES:
        return True
    before = script.prev
    while before is not None and (before.tag == "script" or not before.text().strip()):
        before = before.prev
    text = None if before is None else before.text_content if before.tag == TEXT else before.text()
    return text is not None and ENDS_OPEN.search(text) is not None


class _Strings(dict[str, str]):
    """Strings by the names that scripts have given them so far; empty for others."""

    def __init__(self) -> None:
        super().__init__()
        self.scripts: list[str] = []

    def __missing__(self, name: str) -> str:
        value = ""
        if len(self) > MAX_NAMES:
            return value
        for script in reversed(self.scripts):
            at = script.find(name)  # faster than a pattern for all that is given a name
            while at >= 0 and not value:
                if given := GIVEN.match(script, at + len(name)):
                    value = value_of(given[1])
                at = script.find(name, at + 1)
        self[name] = value
        return value


def written_by(script: str, strings: Mapping[str, str]) -> str:
    """The mark-up that the calls of a script write, one after the other."""
    written: list[str] = []
    later = script.find("function")
    for call in WRITE.finditer(script):
        if 0 <= later < call.start():
            break  # it writes when it is called, which may be anywhere
        before = script[max(0, call.start() - BEFORE) : call.start()]
        if "if" in before and (guard := GUARD.search(before)):
            if (operand(guard[1], strings) == operand(guard[3], strings)) != (guard[2][0] == "="):
                continue
        elif written and "else" in before and OTHERWISE.search(before):
            continue
        if piece := expression(script, call.end(), strings):
            written.append(piece)
    markup = "".join(written)
    return markup if HAN.search(markup) and len(markup) <= MAX_WRITTEN else ""


def expression(script: str, at: int, strings: Mapping[str, str]) -> str | None:
    """The value of strings and names with `+` between; `None` for anything else.

    For an empty one, too: scripts ask first whether there is anything to write.
    """
    pieces = []
    while (part := PART.match(script, at)) is not None:
        text = value_of(part["string"]) if part["string"] else strings[part["name"]]
        if not text:
            return None
        pieces.append(text)
        if part["after"] != "+":
            return "".join(pieces)
        at = part.end()
    return None


def operand(text: str, strings: Mapping[str, str]) -> str:
    """The value of one side of a comparison; empty for a name that is not known."""
    return value_of(text) if text[0] in "\"'" else strings[text]


def value_of(literal: str) -> str:
    """The value of a string as JavaScript writes it."""
    return ESCAPED.sub(_unescape, literal[1:-1])


def _unescape(match: re.Match[str]) -> str:
    if code := match[1] or match[2]:
        char = chr(int(code, 16))
        return "" if "\ud800" <= char <= "\udfff" else char
    return CONTROL.get(match[3], match[3])
