"""The tree that a browser makes of a page, and the few questions that are asked of its elements."""

from __future__ import annotations

import html
from collections.abc import Container, Iterator
from itertools import islice
from typing import TypeAlias

from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser, LexborNode, SelectolaxError

Element: TypeAlias = LexborNode
"""An element, or a text or a comment in it: whoever visits the nodes of a tree tells them apart."""
TEXT, COMMENT = "-text", "-comment"
"""What the `tag` of a node says that is no element."""
NUL = "\0"
"""Which no text of a tree holds."""


def parse_tree(utf8: bytes) -> Element:
    """The root of an HTML page's tree, whatever is in it: the parser mends as browsers do."""
    parser = LexborHTMLParser(utf8, options=LexborDocumentOptions.WO_EVENTS, scripting=True)
    assert parser.root is not None  # every document has an <html>
    return parser.root


def selected(element: Element, selector: str) -> list[Element] | None:
    """The elements in an element that a CSS selector matches; `None` where it is no selector."""
    try:
        return element.css(selector)
    except SelectolaxError:
        return None


def new_element(tag: str) -> Element:
    """An empty element that is in no page."""
    return LexborHTMLParser(b"").create_node(tag)


def attribute(element: Element, name: str) -> str | None:
    """An attribute's value; `None` where it is not there, or has none."""
    return element.attributes.get(name)


def children_of(element: Element) -> list[Element]:
    """The elements right in an element."""
    return [child for child in element.iter() if child.tag != COMMENT]


def elements_in(element: Element) -> Iterator[Element]:
    """The elements in an element, at any depth, in page order."""
    within = (node for node in element.traverse() if node.tag != COMMENT)
    return islice(within, 1, None)


def squeezed_texts(element: Element) -> list[str]:
    """The texts in an element, one for each stretch without a tag, all white space taken out."""
    return "".join(element.text(separator=NUL).split()).split(NUL)


def texts_beside(element: Element, tags: Container[str | None]) -> Iterator[str]:
    """The texts in an element that are not right in elements of those names."""
    for node in element.traverse(include_text=True):
        if node.tag != TEXT or not (text := node.text_content):
            continue
        if (around := node.parent) is None or around.tag not in tags:
            yield text


def set_text(element: Element, text: str) -> None:
    """Put a text in the place of all that an element holds."""
    element.inner_html = html.escape(text)
