"""A page as everything reads it: one tree, and the lines a reader sees, made in one walk.

The walk costs about as much as the parse; nothing after it visits the tree node by node again.
Every later question is one about lines (`Block`) and about which stretch of lines an element
holds (`Box`), so sums over any part of the page are differences of two prefix sums.

These are working records: `strip` marks lines in place, and nothing outlives the extraction.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lxml import etree

from portal_spider.extract.charset import decode
from portal_spider.extract.crowded import thin_out
from portal_spider.extract.embedded import place_textareas
from portal_spider.items import Entry, Removal, Script

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

DEPTH_CUT = "depth_cut"
"""Flag: the page nests deeper than libxml2 reads, and text may be missing."""
MAX_DEPTH = 2046
"""Levels that libxml2 reads with `huge_tree`; what is deeper it leaves out without a word."""

HEADING_LEVELS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
BOX_TAGS = frozenset(
    ["html", "body", "div", "p", "table", "tbody", "thead", "tfoot", "tr", "td", "th", "ul", "ol", "li", "dl", "dt", "dd", "section", "article", "main", "aside", "header", "footer", "nav", "form", "fieldset", "legend", "blockquote", "pre", "center", "figure", "figcaption", "caption", "h1", "h2", "h3", "h4", "h5", "h6", "address", "details", "summary", "textarea", "marquee", "dir", "menu", "hgroup", "noframes", "ucapcontent", "ucaptitle", "publishtime", "founder-content", "founder-title"]
)
"""Elements that begin and end a line, those of the publishing systems included."""
BREAK_TAGS = frozenset(("br", "hr"))
SKIPPED_TAGS = frozenset(
    ["head", "title", "script", "style", "noscript", "template", "iframe", "object", "embed", "applet", "select", "option", "datalist", "svg", "math", "canvas", "audio", "video", "map", "button"]
)
"""Elements whose text is not the page's: code, choices of a form, what stands in for media."""
CELL_TAGS = frozenset(("td", "th"))

PREFORMATTED_TAGS = frozenset(("pre", "textarea"))
STYLED = etree.XPath("descendant-or-self::*[@style]")
HIDING_HINT = re.compile("[nN][oO][nN][eE]|[hH][iI][dD]")
HIDING_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)

_BOX, _BREAK, _SKIP, _LINK = range(4)
_ROLES = {
    **dict.fromkeys(BOX_TAGS, _BOX),
    **dict.fromkeys(BREAK_TAGS, _BREAK),
    **dict.fromkeys(SKIPPED_TAGS, _SKIP),
    "a": _LINK,
}


class Box:
    """A block-level element, and the stretch of lines it holds: `blocks[start:end]`."""

    __slots__ = ("cell", "element", "end", "parent", "row", "start", "tag")

    def __init__(self, element: Element, tag: str, parent: Box | None, start: int) -> None:
        self.element = element
        self.tag = tag
        self.parent = parent
        self.start = start
        self.end = start
        self.row: Box | None = None
        """The table row that it is in, or is."""
        self.cell: Box | None = None
        """The table cell that it is in, or is."""
        if parent is not None:
            self.row = self if tag == "tr" else parent.row
            self.cell = self if tag in CELL_TAGS else parent.cell

    def around(self) -> Iterator[Box]:
        """This box and those that hold it, from the inside out."""
        box: Box | None = self
        while box is not None:
            yield box
            box = box.parent

    @property
    def level(self) -> int:
        """Of the heading that it is in, 1 to 6; 0 outside of headings."""
        return next((HEADING_LEVELS[b.tag] for b in self.around() if b.tag in HEADING_LEVELS), 0)

    @property
    def name(self) -> str:
        """Its `id` and `class`, in lower case, a space between."""
        return f"{self.element.get('id') or ''} {self.element.get('class') or ''}".lower()

    def __repr__(self) -> str:
        return f"<Box {self.tag} {self.start}:{self.end}>"


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
        return max(len(self.text) - self.linked, 0)

    def __repr__(self) -> str:
        return f"<Block {self.box.tag} {self.text[:20]!r}>"


class Anchor:
    """A link, and the line that its text begins in."""

    __slots__ = ("block", "element")

    def __init__(self, element: Element, block: int) -> None:
        self.element = element
        self.block = block
        """Index of the line; one past the last where the link has no text at the page's end."""

    @property
    def href(self) -> str:
        """Where it leads, as written."""
        return (self.element.get("href") or "").strip()

    @property
    def text(self) -> str:
        """What a reader clicks on."""
        return " ".join("".join(self.element.itertext()).split())


@dataclass(slots=True, eq=False)
class Document:
    """A page read into lines, with what was found out about it on the way."""

    url: str
    root: Element | None
    """`None` for a plain-text page."""
    blocks: list[Block] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    anchors: list[Anchor] = field(default_factory=list)
    metas: dict[str, str] = field(default_factory=dict)
    """`<meta>` names in lower case to their first non-empty content."""
    title_tag: str | None = None
    html: str = ""
    """The page's source as text: for what is found in scripts, and for challenges."""
    encoding: str | None = None
    replacements: int = 0
    flags: list[str] = field(default_factory=list)
    removed: list[Removal] = field(default_factory=list)
    """What was taken out of lines that stay, in part."""
    script: Script = "hans"
    served: list[str] = field(default_factory=list)
    """The lines as served, where they were read back from another script; else empty."""
    status: int = 200
    content_type: str | None = None
    entry: Entry | None = None
    """The listing row that led here."""

    def take(self, block: Block, kind: str, rule: str, score: float | None = None) -> None:
        """Mark a whole line as taken away; the first rule to do so stands."""
        if block.removal is None:
            block.removal = Removal(kind=kind, text=block.text, rule=rule, score=score)

    def flag(self, name: str) -> None:
        """Note something that a reader of the result should know."""
        if name not in self.flags:
            self.flags.append(name)

    def reread(self) -> None:
        """Collect the lines anew from a tree that has changed."""
        for gathered in (self.blocks, self.boxes, self.anchors):
            gathered.clear()
        if self.root is not None:
            read_body(self, self.root)

    def visible(self) -> list[Block]:
        """Lines that a reader sees and that no rule has taken."""
        return [b for b in self.blocks if b.removal is None and b.hidden is None]


def parse_document(
    body: bytes,
    url: str,
    *,
    content_type: str | None = None,
    status: int = 200,
    entry: Entry | None = None,
) -> Document:
    """Decode and read a page, HTML or plain text, whatever is in it; never fails.

    Plain text is what `content_type` says is, and what has no mark-up: one line is one block.
    """
    decoded = decode(body, content_type)
    text = decoded.text.replace("\x00", "") if "\x00" in decoded.text else decoded.text
    document = Document(
        url=url,
        root=None,
        html=text,
        encoding=decoded.encoding,
        replacements=decoded.replacements,
        flags=list(decoded.flags),
        status=status,
        content_type=content_type,
        entry=entry,
    )
    root = (
        None if is_plain_text(text, content_type) else parse_tree(text.encode("utf-8", "replace"))
    )
    if root is None:
        read_plain_text(document, text)
        return document
    document.root = root
    if "</textarea" in text or "</TEXTAREA" in text:
        place_textareas(root)
    read_head(document, root)
    read_body(document, root)
    return document


def is_plain_text(text: str, content_type: str | None) -> bool:
    """Is a page text without mark-up? Servers send HTML as `text/plain`, so both must agree."""
    if content_type is not None and "html" in content_type.lower():
        return False
    head = text[:4096].lower()
    return not any(mark in head for mark in ("<html", "<!doctype", "<head", "<body", "<meta", "<p"))


def parse_tree(utf8: bytes) -> Element | None:
    """The tree of an HTML page; `None` where nothing in it is mark-up or text."""
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(thin_out(utf8), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def read_plain_text(document: Document, text: str) -> None:
    """One block a line; a line feed is all that plain text has for a paragraph."""
    box = Box(etree.Element("pre"), "pre", None, 0)
    document.boxes.append(box)
    for line in text.splitlines():
        if line := " ".join(line.split()):
            document.blocks.append(Block(line, box, 0, None))
    box.end = len(document.blocks)


def read_head(document: Document, root: Element) -> None:
    """Collect the tags and the first `<title>`."""
    metas = document.metas
    for meta in root.iter("meta"):
        name = meta.get("name") or meta.get("property")
        content = meta.get("content")
        if name and content and (content := content.strip()):
            metas.setdefault(name.strip().lower(), content)
    for title in root.iter("title"):
        document.title_tag = " ".join("".join(title.itertext()).split()) or None
        break


def hiding_rule(style: str) -> str | None:
    """The rule by which an element's own style hides it."""
    return "style_display_none" if HIDING_STYLE.search(style) else None


def hidden_elements(root: Element) -> dict[Element, str]:
    """Elements that their own style hides, and the rule that says so."""
    found: dict[Element, str] = {}
    for element in STYLED(root):
        style = element.get("style", "")
        if HIDING_HINT.search(style) and (rule := hiding_rule(style)):
            found[element] = rule
    return found


def read_body(document: Document, root: Element) -> None:
    """Walk the tree once and collect blocks, boxes and anchors.

    One long function: it runs for every node of every page, and a call there costs as much as
    the node does.
    """
    blocks, boxes, anchors = document.blocks, document.boxes, document.anchors
    hiding = hidden_elements(root)
    roles = _ROLES.get
    walker = etree.iterwalk(root, events=("start", "end"))
    skip = walker.skip_subtree
    parts: list[str] = []
    linked = 0
    link: Element | None = None
    hidden: str | None = None
    hidden_in: Element | None = None
    around_hidden: tuple[list[str], int] = (parts, 0)
    box = Box(root, "html", None, 0)
    inside = root  # the element of `box`

    for event, element in walker:
        if event == "start":
            role = roles(element.tag)
            if role is not None:
                if role == _SKIP:
                    skip()
                    continue
                if role == _LINK:
                    link = element
                    anchors.append(Anchor(element, len(blocks)))
                else:
                    if parts:
                        add_lines(blocks, parts, box, linked, hidden)
                        linked = 0
                    if role == _BOX:
                        box = Box(element, element.tag, box, len(blocks))
                        boxes.append(box)
                        inside = element
            if hiding and hidden is None and element in hiding:
                hidden, hidden_in = hiding[element], element
                if role != _BOX:
                    around_hidden, parts, linked = (parts, linked), [], 0
            text = element.text
        else:
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
    if parts:
        add_lines(blocks, parts, box, linked, hidden)
    if nesting_at_end(root) >= MAX_DEPTH:
        document.flag(DEPTH_CUT)


def add_lines(
    blocks: list[Block], parts: list[str], box: Box, linked: int, hidden: str | None
) -> None:
    """Make a block of the text gathered since the last break, and empty `parts`."""
    text = "".join(parts)
    parts.clear()
    for line in text.splitlines() if box.tag in PREFORMATTED_TAGS else (text,):
        if line := " ".join(line.split()):
            blocks.append(Block(line, box, linked if linked < len(line) else len(line), hidden))


def nesting_at_end(root: Element) -> int:
    """Levels at the end of the tree: where libxml2 gave up, the deepest."""
    depth = 1
    while len(root):
        root = root[-1]
        depth += 1
    return depth
