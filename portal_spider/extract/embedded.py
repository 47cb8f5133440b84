"""Texts that a page carries as data: mark-up inside a `<textarea>`, or in the JSON of a script.

Some systems send the text so and let a script put it in its place. It is put there here, into the
one tree, before the page is read.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable

from portal_spider.extract.tree import Element, new_element

MARKUP = re.compile(r"<(?:p|br|div|span|table|section)\b[^>]*>", re.IGNORECASE)
ESCAPED = re.compile(r"&lt;(?:p|br|div|span|table|section)\b", re.IGNORECASE)
HAN = re.compile("[\u3400-\u9fff]")
SENTENCE = re.compile("[，。；：]")
SIGNS = re.compile(r"\W+")
MIN_HAN = 30
"""Chinese characters below which a text in data is a form's, not an article's."""
KEYS = (
    "content|docContent|articleContent|htmlContent|doc_content|newsContent|infoContent|detailContent"
    "|contentHtml|content_html|docHtmlCon|articleBody|body|zhengwen|text"
)
JSON_STRING = re.compile(
    rf"[\"']?(?:{KEYS})[\"']?\s*[:=]\s*(\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*')", re.IGNORECASE
)
MAX_SCRIPT = 4_000_000
"""Characters of a script that are looked through."""


def place_textareas(areas: Iterable[Element]) -> bool:
    """Put the mark-up in `<textarea>`s in their place; whether there was any."""
    placed = False
    for area in areas:
        text = area.text()
        if is_text(text):
            area.replace_with(fragment(text), move=True)
            placed = True
    return placed


def place_data(root: Element, after: Element | None, shown: str) -> Element | None:
    """Put the longest text in a script's data behind an element; the element that it is in now.

    Without an element to put it behind, at the end of the body. What the page shows already is the
    server's own rendering of it.

    Args:
        root: The page's tree.
        after: The element.
        shown: The text that the page shows; mirrors put other signs into it.
    """
    best = ""
    for script in root.css("script"):
        source = script.text()
        if len(source) > MAX_SCRIPT or (not HAN.search(source) and "\\u" not in source):
            continue
        for match in JSON_STRING.finditer(source):
            value = read_string(match[1])
            if len(value) > len(best) and is_text(value):
                best = value
    body = root.css_first("body")
    if not best or body is None:
        return None
    placed = fragment(best)
    if SIGNS.sub("", placed.text()) in SIGNS.sub("", shown):
        return None
    if after is None or after.parent is None:
        body.insert_child(placed, move=True)
    else:
        after.insert_after(placed, move=True)
    return placed


def is_text(value: str) -> bool:
    """Is a string an article's text: mark-up with some Chinese in it, and no list of links?"""
    if not (MARKUP.search(value) or ESCAPED.search(value)) or not SENTENCE.search(value):
        return False
    return sum(1 for _ in zip(HAN.finditer(value), range(MIN_HAN), strict=False)) == MIN_HAN


def read_string(literal: str) -> str:
    """The value of a string of JSON, or of JavaScript in single quotes; empty where it is none."""
    if literal.startswith("'"):
        literal = '"' + literal[1:-1].replace("\\'", "'").replace('"', '\\"') + '"'
    try:
        value = json.loads(literal, strict=False)
    except ValueError:
        return ""
    return value if isinstance(value, str) else ""


def fragment(markup: str, tag: str = "div") -> Element:
    """An element with the mark-up in it; a `span` begins no line of its own."""
    if not MARKUP.search(markup):
        markup = html.unescape(markup)
    element = new_element(tag)
    element.inner_html = markup
    return element
