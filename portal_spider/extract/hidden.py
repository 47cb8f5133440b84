"""Which elements of a page no reader sees: by their own style, an attribute, or a style sheet.

The ways are those that injected advertising is seen to use, from published rule sets for hacked
pages (KaneTheo/YuanZhao, builtin.yaml). Portals hide much themselves (menus, share boxes, copies
for telephones), so hidden text is not spam for being hidden; it is only not the article's text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice

from portal_spider.extract.tree import Element, attribute

NEVER_HIDDEN = frozenset(("html", "body", "head"))
"""Scripts hide the whole page until it has loaded."""
MAX_STYLE = 1000
"""Characters of a style that are looked at; what is remembered stays small."""
MAX_SELECTORS = 300
"""Of style sheets; each is compared with every element."""
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


def hidden_elements(root: Element, sheets: Iterable[Element]) -> dict[int, str]:
    """The `mem_id` of elements that a reader does not see, with the rule.

    Args:
        root: The page's tree.
        sheets: Its `<style>` elements.
    """
    found: dict[int, str] = {}
    styles = _Styles()
    for element in root.css("[style]"):
        rule = styles[element.attrs["style"] or ""]
        if rule is not None and element.tag not in NEVER_HIDDEN:
            found[element.mem_id] = rule
    for element in root.css("[hidden], marquee"):
        if (rule := _rule_of_attributes(element)) and element.tag not in NEVER_HIDDEN:
            found.setdefault(element.mem_id, rule)
    if selectors := _hiding_selectors(sheets):
        for element, rule in _selected(root, selectors):
            found.setdefault(element.mem_id, f"sheet_{rule}")
    return found


class _Styles(dict[str, str | None]):
    """The rules by which a page's styles hide, each looked at once: a page repeats them."""

    def __missing__(self, style: str) -> str | None:
        rule = hiding_rule(style if len(style) <= MAX_STYLE else style[:MAX_STYLE])
        found = self[style] = f"style_{rule}" if rule else None
        return found


def _rule_of_attributes(element: Element) -> str | None:
    """The rule by which other attributes than its style hide an element."""
    given = element.attributes
    if "hidden" in given:
        return "attribute_hidden"
    if element.tag == "marquee" and (_is_flat(given.get("height")) or _is_flat(given.get("width"))):
        return "marquee_of_no_size"
    return None


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
        text = sheet.text()
        budget -= len(text)
        if budget < 0:
            break
        bare = text.lower().replace(" ", "")
        printed = (attribute(sheet, "media") or "all").strip().lower() == "print"
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
    for element in root.css(", ".join(islice(selectors, MAX_SELECTORS))):
        given = element.attributes
        names = [f".{name}" for name in (given.get("class") or "").split()]
        if own_id := given.get("id"):
            names.append(f"#{own_id}")
        for name in names:
            if name in selectors and element.tag not in NEVER_HIDDEN:
                yield element, selectors[name]
                break
