"""What a reader sees of a tree: its visible text, piece by piece."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement

NO_TEXT = frozenset({"script", "style", "noscript", "template", "textarea", "select", "iframe"})
MOST_LEVELS = 40
"""Levels of blocks around a row that are looked at; deeper nesting is damage or malice."""
HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|font-size\s*:\s*0(?:px)?\s*(?:;|$)"
    r"|(?:text-indent|left|top)\s*:\s*-\d{3,}|opacity\s*:\s*0(?:\.0+)?\s*(?:;|$)"
    r"|(?:^|[;\s])(?:height|width)\s*:\s*0(?:px)?\s*(?:;|$)",
    re.IGNORECASE,
)
"""Inline styles that keep an element from being seen."""


def is_hidden_here(element: HtmlElement) -> bool:
    """Whether `element` itself is not shown, whatever is around it."""
    style = element.get("style")
    return (style is not None and HIDING.search(style) is not None) or (
        element.get("hidden") is not None
    )


def is_hidden(element: HtmlElement) -> bool:
    """Whether `element` is not shown, itself or by what it is in."""
    return is_hidden_here(element) or any(map(is_hidden_here, surroundings(element)))


def surroundings(element: HtmlElement) -> Iterator[HtmlElement]:
    """What `element` is in, from the inside out, as far as a template nests its blocks."""
    return islice(element.iterancestors(), MOST_LEVELS)


def visible_texts(element: HtmlElement) -> Iterator[str]:
    """The pieces of text that a reader sees in `element`, in order, none of them blank."""
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, node in walk:
        if event == "end":
            text = node.tail if node is not element else None
        elif not isinstance(node.tag, str) or node.tag in NO_TEXT or is_hidden_here(node):
            walk.skip_subtree()
            text = None
        else:
            text = node.text
        if text and not text.isspace():
            yield text
