"""The lines of a page that a reader sees, and the elements they stand in, from one walk.

The walk costs about as much as the parse; nothing after it visits the tree node by node again.
Every later question is one about lines (`Block`) and about which stretch of lines an element
holds (`Box`), so sums over any part of the page are differences of two prefix sums.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Protocol, TypeAlias

from portal_spider.extract.hidden import NEVER_HIDDEN, own_rule

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from portal_spider.items import Removal

HEADING_LEVELS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_BOXES = """
html body div p table tbody thead tfoot tr td th ul ol li dl dt dd section article main aside header
footer nav form fieldset legend blockquote pre center figure figcaption caption h1 h2 h3 h4 h5 h6
address details summary textarea marquee dir menu hgroup noframes ucapcontent ucaptitle publishtime
founder-content founder-title
"""
_SKIPPED = """
head title script style noscript template iframe object embed applet select option datalist svg math
canvas audio video map button
"""
BOX_TAGS = frozenset(_BOXES.split())
"""Elements that begin and end a line, those of the publishing systems included."""
BREAK_TAGS = frozenset(("br", "hr"))
SKIPPED_TAGS = frozenset(_SKIPPED.split())
"""Elements whose text is not the page's: code, choices of a form, what stands in for media."""
STYLE = b"style"
"""As bytes, which lxml need not encode for every element."""
CELL_TAGS = frozenset(("td", "th"))
TABLE_TAGS = CELL_TAGS.union(("tr",))
PREFORMATTED_TAGS = frozenset(("pre", "textarea"))
MAX_GATHERED = 250_000
"""Lines, boxes and links of a page that are read; those of a million would take 450 MB."""

_BOX, _BREAK, _SKIP, _LINK = range(4)
_ROLES = {
    **dict.fromkeys(BOX_TAGS, _BOX),
    **dict.fromkeys(BREAK_TAGS, _BREAK),
    **dict.fromkeys(SKIPPED_TAGS, _SKIP),
    "a": _LINK,
}


class Box:
    """A block-level element, and the stretch of lines it holds: `blocks[start:end]`."""

    __slots__ = ("element", "end", "level", "parent", "place", "start", "tag")

    end: int
    level: int
    """Of the heading that it is in, or is, 1 to 6; 0 outside of headings."""

    def __init__(self, element: Element, tag: str, parent: Box | None, start: int) -> None:
        # Half of a page's elements are boxes: what few are asked for is not stored in each.
        self.element = element
        self.tag = tag
        self.parent = parent
        self.start = start
        if parent is None:
            self.place: Place = (None, None)
            self.level = 0
            return
        self.place = (parent.row, parent.cell) if parent.tag in TABLE_TAGS else parent.place
        self.level = HEADING_LEVELS.get(tag, parent.level)

    @property
    def row(self) -> Box | None:
        """The table row that it is in, or is."""
        return self if self.tag == "tr" else self.place[0]

    @property
    def cell(self) -> Box | None:
        """The table cell that it is in, or is."""
        return self if self.tag in CELL_TAGS else self.place[1]

    def around(self) -> Iterator[Box]:
        """This box and those that hold it, from the inside out."""
        box: Box | None = self
        while box is not None:
            yield box
            box = box.parent

    @property
    def name(self) -> str:
        """Its `id` and `class`, in lower case, a space between."""
        return f"{self.element.get('id') or ''} {self.element.get('class') or ''}".lower()

    def __repr__(self) -> str:
        return f"<Box {self.tag} {self.start}:{self.end}>"


Place: TypeAlias = tuple[Box | None, Box | None]
"""The table row and the table cell that a box is in.

What it is itself is not in it: objects that hold themselves, and the tree with them, stay until
the collector of garbage finds them.
"""


class Block:
    """A line that a reader sees: text between two breaks, white space as a browser shows it."""

    __slots__ = ("box", "hidden", "linked", "removal", "text")

    def __init__(self, text: str, box: Box, linked: int, hidden: str | None) -> None:
        self.text = text
        self.box = box
        """The innermost element that it stands in."""
        self.linked = linked
        """Characters of it that are in links."""
        self.hidden = hidden
        """The rule that says no reader sees it."""
        self.removal: Removal | None = None
        """Set where the whole line is taken away, with the reason."""

    @property
    def prose(self) -> int:
        """Characters outside of links."""
        own = len(self.text) - self.linked
        return own if own > 0 else 0

    def __repr__(self) -> str:
        return f"<Block {self.box.tag} {self.text[:20]!r}>"


class Anchor:
    """A link, and the line that its text begins in."""

    __slots__ = ("_href", "block", "element")

    def __init__(self, element: Element, block: int) -> None:
        self.element = element
        self.block = block
        """Index of the line; one past the last where the link has no text at the page's end."""
        self._href: str | None = None

    @property
    def href(self) -> str:
        """Where it leads, as written."""
        if self._href is None:  # asked for by spam, files and pagers
            self._href = (self.element.get("href") or "").strip()
        return self._href

    @property
    def text(self) -> str:
        """What a reader clicks on."""
        return " ".join("".join(self.element.itertext()).split())


class Lines(Protocol):
    """What a walk gathers, in page order."""

    blocks: list[Block]
    boxes: list[Box]
    anchors: list[Anchor]


def walk(root: Element, hiding: Mapping[Element, str], lines: Lines) -> bool:
    """Visit every element once, and gather its lines, boxes and links; whether all were.

    One long function without calls: it runs for every element of every page. An element's end is
    told by counting down the children of those that are open, which costs half of what a second
    visit does.

    Args:
        root: The page's tree, without comments.
        hiding: What is hidden by other things than its own style, with the rule.
        lines: Where to put what is found.
    """
    blocks, boxes, anchors = lines.blocks, lines.boxes, lines.anchors
    styles = Styles()
    roles = _ROLES.get
    room = MAX_GATHERED  # for lines; boxes and links are taken off
    opened: list[Element] = []
    counts: list[int] = []
    left = 0  # children of the innermost opened element that are still to come
    parts: list[str] = []
    linked = 0
    link: Element | None = None
    hidden: str | None = None
    hidden_in: Element | None = None
    around_hidden: tuple[list[str], int] = (parts, 0)
    box = Box(root, "html", None, 0)
    inside = root  # the element of `box`

    elements = root.iter()
    for element in elements:
        tag: str = element.tag  # type: ignore[assignment]  # comments are not in the tree
        role = roles(tag)
        children = len(element)
        if role == _SKIP:
            if children:
                pass_over(elements, children)
        else:
            text = element.text
            if role is not None:
                if len(blocks) > room:
                    break
                if role == _LINK:
                    link = element
                    anchors.append(Anchor(element, len(blocks)))
                    room -= 1
                else:
                    if parts:
                        add_lines(blocks, parts, box, linked, hidden)
                        linked = 0
                    if role == _BOX and (children or (text and not text.isspace())):
                        box = Box(element, tag, box, len(blocks))
                        boxes.append(box)
                        inside = element
                        room -= 1
            if hidden is None and (text or children):
                style = element.get(STYLE)
                if style is not None and tag not in NEVER_HIDDEN:
                    hidden = styles[style]
                if hiding and hidden is None:
                    hidden = hiding.get(element)
                if hidden is not None:
                    hidden_in = element
                    if role != _BOX:
                        around_hidden, parts, linked = (parts, linked), [], 0
            if text and (parts or not text.isspace()):
                parts.append(text)
                if link is not None:
                    linked += len(text.strip())
            if children:
                opened.append(element)
                counts.append(left)
                left = children
                continue
        while True:  # `element` ends here, and so may those around it
            if element is inside:
                if parts:
                    add_lines(blocks, parts, box, linked, hidden)
                    linked = 0
                box.end = len(blocks)
                if box.parent is not None:
                    box = box.parent
                    inside = box.element
            elif element is link:
                link = None
            if element is hidden_in:
                if parts:
                    add_lines(blocks, parts, box, linked, hidden)
                parts, linked = around_hidden
                around_hidden = (parts, 0)
                hidden = hidden_in = None
            text = element.tail
            if text and (parts or not text.isspace()):
                parts.append(text)
                if link is not None:
                    linked += len(text.strip())
            left -= 1
            if left:
                break
            element = opened.pop()
            left = counts.pop()
    if parts:
        add_lines(blocks, parts, box, linked, hidden)
    open_box: Box | None = box
    while open_box is not None:  # where the walk was broken off, those around it are open
        open_box.end = len(blocks)
        open_box = open_box.parent
    return len(blocks) + len(boxes) + len(anchors) <= MAX_GATHERED


def pass_over(elements: Iterator[Element], children: int) -> None:
    """Take all that is inside of an element of so many children from a walk."""
    for element in elements:
        children += len(element) - 1
        if not children:
            return


class Styles(dict[str, str | None]):
    """The rules by which a page's styles hide, each looked at once: a page repeats them."""

    def __missing__(self, style: str) -> str | None:
        rule = self[style] = own_rule(style)
        return rule


def add_lines(
    blocks: list[Block], parts: list[str], box: Box, linked: int, hidden: str | None
) -> None:
    """Make a block of the text gathered since the last break, and empty `parts`."""
    text = "".join(parts)
    parts.clear()
    if box.tag in PREFORMATTED_TAGS:
        lines = [" ".join(line.split()) for line in text.splitlines()]
        blocks.extend(Block(line, box, min(linked, len(line)), hidden) for line in lines if line)
    elif line := " ".join(text.split()):
        blocks.append(Block(line, box, linked if linked < len(line) else len(line), hidden))


def nesting_at_end(root: Element) -> int:
    """Levels at the end of the tree: where libxml2 gave up, the deepest."""
    depth = 1
    while len(root):
        root = root[-1]
        depth += 1
    return depth
