"""Texts that a page carries as data: mark-up inside a `<textarea>`, or in the JSON of a script.

Some systems send the text so and let a script put it in its place. It is put there here, into the
one tree, before the page is read.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MARKUP = re.compile(r"<(?:p|br|div|span|table|section)\b[^>]*>", re.IGNORECASE)
ESCAPED = re.compile(r"&lt;(?:p|br|div|span|table|section)\b", re.IGNORECASE)
HAN = re.compile("[\u3400-\u9fff]")
SENTENCE = re.compile("[，。；：]")
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
        text = area.text or ""
        if is_text(text) and (nodes := fragment(text)) is not None:
            area.text = None
            area.tag = "div"
            area.attrib.pop("style", None)
            area.append(nodes)
            placed = True
    return placed


def place_data(root: Element, after: Element | None) -> bool:
    """Put the longest text in a script's data behind an element; whether there was one.

    Without an element to put it behind, at the end of the body.
    """
    best = ""
    for script in root.iter("script"):
        source = script.text or ""
        if len(source) > MAX_SCRIPT or (not HAN.search(source) and "\\u" not in source):
            continue
        for match in JSON_STRING.finditer(source):
            value = read_string(match[1])
            if len(value) > len(best) and is_text(value):
                best = value
    body = root.find("body")
    if not best or body is None or (nodes := fragment(best)) is None:
        return False
    if after is None or after.getparent() is None:
        body.append(nodes)
    else:
        after.addnext(nodes)
    return True


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


def fragment(markup: str) -> Element | None:
    """An element with the mark-up in it; `None` where nothing can be read."""
    if not MARKUP.search(markup):
        markup = html.unescape(markup)
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(f"<div>{markup}</div>".encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    return root.find(".//div") if root is not None else None


def inline_fragment(markup: str) -> Element | None:
    """As `fragment`, in an element that begins no line of its own."""
    nodes = fragment(markup)
    if nodes is not None:
        nodes.tag = "span"
    return nodes
