"""Which elements of a page no reader sees: by their own style, an attribute, or a style sheet.

The ways are those that injected advertising is seen to use, from published rule sets for hacked
pages (KaneTheo/YuanZhao, builtin.yaml). Portals hide much themselves (menus, share boxes, copies
for telephones), so hidden text is not spam for being hidden; it is only not the article's text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

NEVER_HIDDEN = frozenset(("html", "body", "head"))
"""Scripts hide the whole page until it has loaded."""
MAX_STYLE = 1000
"""Characters of a style that are looked at; what is remembered stays small."""
ATTRIBUTED = etree.XPath("descendant::*[@hidden]")
CLASSES_AND_IDS = etree.XPath(
    "descendant-or-self::*/@class | descendant-or-self::*/@id", smart_strings=False
)
NAMED = etree.XPath("descendant-or-self::*[@class or @id]")
ATTRIBUTE = "hidden"
AFTER_ATTRIBUTE = frozenset(" \t\n\r=>/")
"""How the attribute is written in a source; `type="hidden"` and `overflow: hidden` are none."""
MAX_SHEETS = 20_000
"""Characters of style sheets that are looked at: beyond it they are a framework's."""
SHEET_SIGNS = (
    "display:none", "visibility:", "opacity:0", "opacity:.0", "font-size:0", "font-size:.0", ":-",
    "clip", "scale(", "matrix(", "translate", "transparent", "height:0", "height:1px", "width:0",
    "width:1px",
)  # fmt: skip
"""One of these is in every sheet that hides anything, its spaces taken out."""

MAYBE = re.compile(
    r"none|hidden|collapse|opacity|-\s*\d{2,}|font-size|height|width|clip|scale|matrix|transparent",
    re.IGNORECASE,
)
"""A style without any of these hides nothing: most styles are not looked at further."""
ZERO = r"\s*:\s*0*(?:\.0+)?(?:0|1(?=px))(?:px|pt|em|rem|%)?\s*(?:!\s*important\s*)?(?:;|$)"
AWAY = r"\s*:\s*-\s*(?:\d{3,}(?:\.\d+)?(?:px|pt|%)?|\d{2,}(?:\.\d+)?(?:r?em|vw|vh))"
RULES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        ("display_none", r"(?<![\w-])display\s*:\s*none"),
        ("visibility_hidden", r"(?<![\w-])visibility\s*:\s*(?:hidden|collapse)"),
        ("transparent", rf"(?<![\w-])opacity{ZERO}|(?<![\w-])color\s*:\s*transparent"),
        ("off_screen", rf"(?<![\w-])(?:text-indent|left|top|right|bottom|margin(?:-\w+)?){AWAY}"),
        ("off_screen", r"translate\w*\(\s*[^)]*-\s*\d{3,}"),
        ("font_size_zero", rf"(?<![\w-])font-size{ZERO}"),
        (
            "no_size",
            r"scale\(\s*0\s*[,)]|(?<![\w-])clip(?:-path)?\s*:\s*(?:rect\(\s*[01](?:px)?[\s,]+"
            r"[01](?:px)?[\s,]+[01](?:px)?|inset\(\s*(?:50|100)%)",
        ),
    )
)
SMALL = re.compile(rf"(?<![\w-])(?:max-)?(?:height|width){ZERO}", re.IGNORECASE)
CLIPPED = re.compile(r"overflow(?:-[xy])?\s*:\s*(?:hidden|scroll|auto)", re.IGNORECASE)

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
SIMPLE_SELECTOR = re.compile(
    r"(?:[a-z][\w-]*)?([.#])(-?[_a-z\u4e00-\u9fff][\w\u4e00-\u9fff-]*)$", re.I
)
"""`.x`, `#x` or `p.x`: what injected style sheets consist of."""


def hidden_elements(
    root: Element, source: str, sheets: Iterable[Element], marquees: Iterable[Element]
) -> dict[Element, str]:
    """Elements that a reader does not see for an attribute or a style sheet, with the rule.

    An element's own style is asked for by whoever walks the tree: `own_rule`.

    Args:
        root: The page's tree.
        source: Its source, which says at little cost what is not in it.
        sheets: Its `<style>` elements.
        marquees: Its `<marquee>` elements.
    """
    found: dict[Element, str] = {}
    if has_attribute(source):
        found.update(dict.fromkeys(ATTRIBUTED(root), "attribute_hidden"))
    for element in marquees:
        if _is_flat(element.get("height")) or _is_flat(element.get("width")):
            found.setdefault(element, "marquee_of_no_size")
    if selectors := _hiding_selectors(sheets):
        for element, rule in _selected(root, selectors):
            found.setdefault(element, f"sheet_{rule}")
    return found


def has_attribute(source: str) -> bool:
    """May a source hold the attribute `hidden`? A fixed string is found at little cost."""
    at = source.find(ATTRIBUTE)
    while at > 0:
        end = at + len(ATTRIBUTE)
        if source[at - 1].isspace() and source[end : end + 1] in AFTER_ATTRIBUTE:
            return True
        at = source.find(ATTRIBUTE, end)
    return False


def own_rule(style: str) -> str | None:
    """The rule by which an element's own style hides it, as `Block.hidden` says it."""
    rule = hiding_rule(style if len(style) <= MAX_STYLE else style[:MAX_STYLE])
    return f"style_{rule}" if rule else None


@lru_cache(4096)
def hiding_rule(style: str) -> str | None:
    """The rule by which declarations hide an element, such as `display_none` or `off_screen`."""
    if not MAYBE.search(style):
        return None
    for name, pattern in RULES:
        if pattern.search(style):
            return name
    return "no_size" if SMALL.search(style) and CLIPPED.search(style) else None


def _is_flat(size: str | None) -> bool:
    """Is an attribute's size one that shows nothing?"""
    return size is not None and size.strip().rstrip("px") in ("0", "1", "2")


def _hiding_selectors(sheets: Iterable[Element]) -> dict[str, str]:
    """What the page's own style sheets hide: `.name` or `#name`, and the rule."""
    found: dict[str, str] = {}
    budget = MAX_SHEETS
    for sheet in sheets:
        text = sheet.text or ""
        budget -= len(text)
        if budget < 0:
            break
        bare = text.lower().replace(" ", "")
        printed = (sheet.get("media") or "all").strip().lower() == "print"
        if printed or not any(sign in bare for sign in SHEET_SIGNS):
            continue
        for selectors, declarations in RULE.findall(_outside_of_media(COMMENT.sub("", text))):
            if rule := hiding_rule(declarations):
                for selector in selectors.split(","):
                    if simple := SIMPLE_SELECTOR.fullmatch(selector.strip()):
                        found.setdefault(simple[1] + simple[2], rule)
    return found


def _outside_of_media(sheet: str) -> str:
    """A style sheet without its `@media` and other nested blocks, which hold for some readers."""
    if "@" not in sheet:
        return sheet
    out, depth, start, nested = [], 0, 0, False
    for mark in re.finditer(r"@[\w-]+[^{};]*\{|[{}]", sheet):
        if mark[0].startswith("@") and depth == 0:
            out.append(sheet[start : mark.start()])
            depth, nested = 1, True
        elif nested:
            depth += -1 if mark[0] == "}" else 1
            if depth == 0:
                nested, start = False, mark.end()
    return "".join(out) + ("" if nested else sheet[start:])


def _selected(root: Element, selectors: dict[str, str]) -> Iterator[tuple[Element, str]]:
    """Elements of the classes and ids that are hidden, each with the rule."""
    used = set(" ".join(CLASSES_AND_IDS(root)).split())
    if not any(selector[1:] in used for selector in selectors):
        return  # as with most sheets: they are written for many pages
    for element in NAMED(root):
        names = [f".{name}" for name in (element.get("class") or "").split()]
        if own_id := element.get("id"):
            names.append(f"#{own_id}")
        for name in names:
            if name in selectors and element.tag not in NEVER_HIDDEN:
                yield element, selectors[name]
                break
