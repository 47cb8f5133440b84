"""A page as everything reads it: one tree, the lines a reader sees, and what is known of both.

These are working records: `strip` marks lines in place, and nothing outlives the extraction.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from codecs import BOM_UTF8
from dataclasses import dataclass, field
from operator import attrgetter
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from portal_spider.extract.charset import decode
from portal_spider.extract.crowded import CUT, bound
from portal_spider.extract.embedded import place_textareas
from portal_spider.extract.hidden import hidden_elements
from portal_spider.extract.plain import TITLE_BELOW, is_title_line
from portal_spider.extract.signature import binary_reason
from portal_spider.extract.tree import Element, attribute, new_element, parse_tree
from portal_spider.extract.unclosed import close_links
from portal_spider.extract.walk import SKIPPED_TAGS, Anchor, Block, Box, add_lines, outermost, walk
from portal_spider.extract.written import place_written
from portal_spider.items import ArticleRules, Entry, Removal, Script

if TYPE_CHECKING:
    from portal_spider.extract.spam.known_blocks import KnownBlocks

__all__ = ["SKIPPED_TAGS", "Anchor", "Block", "Box", "Document", "parse_document"]

TEXTAREA_END = re.compile("</(?:textarea|TEXTAREA)")
"""Without it a text area takes in the rest of the page."""
ASKED_FOR = ("meta", "title", "base", "style", "textarea")
BLOCK_OF = attrgetter("block")


@dataclass(slots=True, eq=False)
class Document:
    """A page read into lines, with what was found out about it on the way."""

    url: str
    root: Element | None
    """`None` for a plain-text page."""
    blocks: list[Block] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    anchors: list[Anchor] = field(default_factory=list)
    unseen: list[Element] = field(default_factory=list)
    """Comments, and what is for readers without scripts, behind the page's head."""
    metas: dict[str, str] = field(default_factory=dict)
    """`<meta>` names in lower case to their first non-empty content."""
    title_tag: str | None = None
    html: str = ""
    """The page's source as text: for what is found in scripts, and for challenges."""
    binary: str | None = None
    """What the body is, if it is no text: `file:pdf`."""
    encoding: str | None = None
    replacements: int = 0
    flags: list[str] = field(default_factory=list)
    removed: list[Removal] = field(default_factory=list)
    """What was taken out of lines that stay, in part."""
    script: Script = "hans"
    one_script: bool = False
    """Whether all lines are known to hold no character that Simplified has not."""
    converts: bool = True
    """Whether Traditional becomes Simplified."""
    restores_punctuation: bool = False
    """Whether full-width punctuation is restored where a mirror wrote ASCII."""
    served: list[str] = field(default_factory=list)
    """The lines as served, where they were read back from another script; else empty."""
    status: int = 200
    content_type: str | None = None
    entry: Entry | None = None
    """The listing row that led here."""
    rules: ArticleRules | None = None
    """The selectors of the portal's profile."""
    known_blocks: KnownBlocks | None = None
    """Short lines of the portal's other pages."""
    base: str = field(init=False)
    """What relative links are relative to: the page's `<base>`, else its URL."""

    def __post_init__(self) -> None:
        self.base = self.url

    def take(self, block: Block, kind: str, rule: str, score: float | None = None) -> None:
        """Mark a whole line as taken away; the first rule to do so stands."""
        if block.removal is None:
            block.removal = Removal(kind=kind, text=block.text, rule=rule, score=score)

    def flag(self, name: str) -> None:
        """Note something that a reader of the result should know."""
        if name not in self.flags:
            self.flags.append(name)

    def reread(self) -> None:
        """Collect the lines anew from a tree to which some were added, as they are served."""
        served = dict(zip((block.text for block in self.blocks), self.served, strict=False))
        for gathered in (self.blocks, self.boxes, self.anchors, self.unseen):
            gathered.clear()
        if self.root is not None:
            read_body(self, self.root, by_name(self.root))
        if self.served:
            self.served = [served.get(block.text, block.text) for block in self.blocks]

    def links(self, start: int, end: int) -> list[Anchor]:
        """The links of the lines from `start` up to `end`."""
        first = bisect_left(self.anchors, start, key=BLOCK_OF)
        return self.anchors[first : bisect_left(self.anchors, end, key=BLOCK_OF)]

    def link(self, href: str) -> str | None:
        """The absolute URL that `href` leads to; `None` where the link is broken."""
        try:
            url = urljoin(self.base, href)
            return url if urlsplit(url).scheme in ("http", "https", "ftp") else None
        except ValueError:
            return None

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
    if (binary := binary_reason(body, content_type)) is not None:
        return Document(
            url=url, root=None, binary=binary, status=status, content_type=content_type, entry=entry
        )
    decoded = decode(body, content_type)
    text = decoded.text
    if b"\x00" in body:  # bytes are searched faster than text
        text = text.replace("\x00", "")
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
    if is_plain_text(text, content_type) or not text:
        read_plain_text(document, text)
        return document
    whole = decoded.encoding == "utf-8" and not decoded.flags and b"\x00" not in body
    source = body.removeprefix(BOM_UTF8) if whole else text.encode("utf-8", "replace")
    source, flag = bound(source)
    if flag is not None:
        document.flag(flag)
    root = document.root = parse_tree(source)
    named = by_name(root)
    if named["textarea"] and TEXTAREA_END.search(text) and place_textareas(named["textarea"]):
        named = by_name(root)
    place_written(root, text)
    read_head(document, named)
    read_body(document, root, named)
    return document


def is_plain_text(text: str, content_type: str | None) -> bool:
    """Is a page text without mark-up? Servers send HTML as `text/plain`, so both must agree."""
    if content_type is not None and "html" in content_type.lower():
        return False
    head = text[:4096].lower()
    return not any(mark in head for mark in ("<html", "<!doctype", "<head", "<body", "<meta", "<p"))


def read_plain_text(document: Document, text: str) -> None:
    """One block a line; a line feed is all that plain text has for a paragraph."""
    box = outermost(new_element("pre"), "pre")
    document.boxes.append(box)
    add_lines(document.blocks, [text], box, 0, None)
    if is_title_line(lines := [block.text for block in document.blocks[:TITLE_BELOW]]):
        document.title_tag = lines[0]
        del document.blocks[0]
    box.end = len(document.blocks)


def by_name(root: Element) -> dict[str, list[Element]]:
    """The elements of a page that are asked for by name, in page order: one visit for all."""
    found: dict[str, list[Element]] = {name: [] for name in ASKED_FOR}
    for element in root.css(", ".join(ASKED_FOR)):
        found[element.tag or ""].append(element)
    return found


def read_head(document: Document, named: dict[str, list[Element]]) -> None:
    """Collect the tags, the first `<title>` and the first `<base>` that says where."""
    metas = document.metas
    for element in named["meta"]:
        given = element.attributes
        name = given.get("name") or given.get("property")
        content = given.get("content") if name else None
        if name and content and (content := content.strip()):
            metas.setdefault(name.strip().lower(), content)
    for element in named["base"]:
        if href := attribute(element, "href"):
            document.base = document.link(href.strip()) or document.url
            break
    if titles := named["title"]:
        document.title_tag = " ".join(titles[0].text().split()) or None


def read_body(document: Document, root: Element, named: dict[str, list[Element]]) -> None:
    """Collect blocks, boxes and anchors."""
    if not walk(root, hidden_elements(root, named["style"]), document):
        document.flag(CUT)
    close_links(document, document.html)
