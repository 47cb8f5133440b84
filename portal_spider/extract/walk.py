"""The lines of a page that a reader sees, and the elements they stand in, from one walk.

The walk costs about as much as the parse; nothing after it visits the tree node by node again.
Every later question is one about lines (`Block`) and about which stretch of lines an element
holds (`Box`), so sums over any part of the page are differences of two prefix sums.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Protocol, TypeAlias

from portal_spider.extract.tree import COMMENT, Element

if TYPE_CHECKING:
    from portal_spider.items import Removal

HEADING_LEVELS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
HEADING_LINES = 6
"""Most lines of a heading, what stands above and below a headline in its element included."""
_BOXES = """
html body div p table tr td th ul ol li dl dt dd section article main aside header
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
UNSEEN_TAGS = frozenset((COMMENT, "noscript"))
CELL_TAGS = frozenset(("td", "th"))
TABLE_TAGS = CELL_TAGS.union(("tr",))
PREFORMATTED_TAGS = frozenset(("pre", "textarea"))
MAX_GATHERED = 200_000
"""Lines, boxes and links of a page that are read; those of a million would take 500 MB."""
MAX_UNSEEN = 200
"""Comments and the like that are kept."""

_BOX, _BREAK, _SKIP, _LINK = range(4)
_ROLES = {
    **dict.fromkeys(BOX_TAGS, _BOX),
    **dict.fromkeys(BREAK_TAGS, _BREAK),
    **dict.fromkeys(SKIPPED_TAGS, _SKIP),
    "a": _LINK,
    COMMENT: _SKIP,
}


class Box:
    """A block-level element, and the stretch of lines it holds: `blocks[start:end]`."""

    __slots__ = ("element", "end", "level", "parent", "place", "start", "tag")

    # Half of a page's elements are boxes: each is made without a call, by whoever walks.
    element: Element
    tag: str
    parent: Box | None
    start: int
    end: int
    place: Place
    level: int
    """Of the heading that it is in, or is, 1 to 6; 0 outside of headings."""

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
        own = self.element.attributes
        return f"{own.get('id') or ''} {own.get('class') or ''}".lower()

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

    text: str
    box: Box
    """The innermost element that it stands in."""
    linked: int
    """Characters of it that are in links."""
    hidden: str | None
    """The rule that says no reader sees it."""
    removal: Removal | None
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
            self._href = (self.element.attributes.get("href") or "").strip()
        return self._href

    @property
    def text(self) -> str:
        """What a reader clicks on."""
        return " ".join(self.element.text().split())


class Lines(Protocol):
    """What a walk gathers, in page order."""

    blocks: list[Block]
    boxes: list[Box]
    anchors: list[Anchor]
    unseen: list[Element]
    """Comments, and what is for readers without scripts, where lines may be."""


def outermost(element: Element, tag: str) -> Box:
    """The box around all others of a page."""
    box = Box()
    box.element, box.tag, box.parent, box.start = element, tag, None, 0
    box.place, box.level = (None, None), 0
    return box


def walk(root: Element, hiding: Mapping[int, str], lines: Lines) -> bool:
    """Visit every element once, and gather its lines, boxes and links; whether all were.

    One long function without calls: it runs for every node of every page.

    Args:
        root: The page's tree.
        hiding: The `mem_id` of the elements that are hidden, with the rule.
        lines: Where to put what is found.
    """
    blocks, boxes, anchors = lines.blocks, lines.boxes, lines.anchors
    unseen = lines.unseen
    roles = _ROLES.get
    room = MAX_GATHERED  # for lines; boxes and links are taken off
    opened: list[Element] = []
    parts: list[str] = []
    linked = 0
    link: Element | None = None
    hidden: str | None = None
    hidden_in: Element | None = None
    around_hidden: tuple[list[str], int] = (parts, 0)
    too_long = False  # whether a heading has more lines than headings have
    box = outermost(root, "html")
    inside = root  # the element of `box`
    node: Element | None = root
    while node is not None:
        if (text := node.text_content) is not None:  # which no element has
            if parts or not text.isspace():
                parts.append(text)
                if link is not None:
                    linked += len(text.strip())
        elif (role := roles(tag := node.tag or "")) != _SKIP:
            child = node.first_child
            if role is not None:
                if len(blocks) > room:
                    break
                if role == _LINK:
                    if child is not None:
                        link = node
                    anchors.append(Anchor(node, len(blocks)))
                    room -= 1
                else:
                    if parts:
                        add_lines(blocks, parts, box, linked, hidden)
                        linked = 0
                    if role == _BOX and child is not None:
                        around, box = box, Box()
                        box.element = node
                        box.tag = tag
                        box.parent = around
                        box.start = len(blocks)
                        in_table = around.tag in TABLE_TAGS
                        box.place = (around.row, around.cell) if in_table else around.place
                        box.level = HEADING_LEVELS.get(tag, around.level)
                        boxes.append(box)
                        inside = node
                        room -= 1
            if child is not None:
                if hidden is None and hiding and node.mem_id in hiding:
                    hidden = hiding[node.mem_id]
                    hidden_in = node
                    if role != _BOX:
                        around_hidden, parts, linked = (parts, linked), [], 0
                opened.append(node)
                node = child
                continue
            if parts and (tag == "i" or (tag == "img" and parts[-1][-1:].isdigit())):
                parts.append(" ")  # an icon: what stands on its sides is apart
        elif tag in UNSEEN_TAGS and len(unseen) < MAX_UNSEEN:
            unseen.append(node)
        while (following := node.next) is None and opened:
            node = opened.pop()
            if node is inside:
                if parts:
                    add_lines(blocks, parts, box, linked, hidden)
                    linked = 0
                box.end = len(blocks)
                if box.level and box.end - box.start > HEADING_LINES:
                    too_long = True
                if box.parent is not None:
                    box = box.parent
                    inside = box.element
            elif node is link:
                link = None
            if node is hidden_in:
                if parts:
                    add_lines(blocks, parts, box, linked, hidden)
                parts, linked = around_hidden
                around_hidden = (parts, 0)
                hidden = hidden_in = None
        node = following
    if parts:
        add_lines(blocks, parts, box, linked, hidden)
    open_box: Box | None = box
    while open_box is not None:  # where the walk was broken off, those around it are open
        open_box.end = len(blocks)
        open_box = open_box.parent
    if too_long:
        relevel(boxes)
    return len(blocks) + len(boxes) + len(anchors) <= MAX_GATHERED


def relevel(boxes: list[Box]) -> None:
    """Take elements that hold a whole text for no headings: theirs is one that is never closed."""
    for box in boxes:  # in page order: a box comes after those around it
        own = HEADING_LEVELS.get(box.tag) if box.end - box.start <= HEADING_LINES else None
        box.level = own or (box.parent.level if box.parent is not None else 0)


def add_lines(
    blocks: list[Block], parts: list[str], box: Box, linked: int, hidden: str | None
) -> None:
    """Make a block of the text gathered since the last break, and empty `parts`."""
    text = "".join(parts)
    parts.clear()
    for stretch in text.splitlines() if box.tag in PREFORMATTED_TAGS else (text,):
        if line := " ".join(stretch.split()):
            block = Block()
            block.text = line
            block.box = box
            block.linked = linked if linked < len(line) else len(line)
            block.hidden = hidden
            block.removal = None
            blocks.append(block)
