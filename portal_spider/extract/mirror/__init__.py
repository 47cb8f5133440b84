"""A mirror's copy of a page, or a page in Traditional, read back before anything else reads it.

Every later step then sees what the portal published: labels, dates and names are where they are
on the original. What was served stays beside it, line by line.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from portal_spider.extract.document import SKIPPED_TAGS, Document, by_name, read_body, read_head
from portal_spider.extract.mirror.damage import repair_damage, unread_readings
from portal_spider.extract.mirror.glosses import (
    HINT,
    READING,
    Glosses,
    gather_glosses,
    strip_glosses,
)
from portal_spider.extract.mirror.lost_signs import restore_signs
from portal_spider.extract.script import (
    holds_traditional,
    restore_punctuation,
    script_of,
    to_simplified,
)
from portal_spider.extract.tree import COMMENT, TEXT, Element, attribute
from portal_spider.extract.walk import BOX_TAGS
from portal_spider.items import Removal

ENCODING_DAMAGE = "encoding_damage"
"""Flag: characters of the text are lost, and are guessed or U+FFFD stands in their place."""
SAMPLE = 4000
"""Characters of a page's lines whose script is looked at."""
UNREAD_TAGS = SKIPPED_TAGS - {"head", "title"} | {"style", "script"}
ITEM_TAGS = frozenset(("li", "dd", "td"))
"""What may hold one section of a breadcrumb each."""
READ_ATTRIBUTES = ("title", "alt", "content")
HAN_TEXT = re.compile("[\u3400-\u9fff]")


class _Place(NamedTuple):
    """Where a text stands in the tree: by itself, or in an attribute of an element."""

    node: Element
    name: str | None

    @property
    def line(self) -> object:
        """What stands in the same line has this in common."""
        if self.name is not None:
            return self
        around = self.node.parent
        while around is not None and (around.tag not in BOX_TAGS or around.tag in ITEM_TAGS):
            around = around.parent
        return around.mem_id if around is not None else None

    @property
    def tag(self) -> str | None:
        """The element that the text is right in."""
        return self.node.parent.tag if self.name is None and self.node.parent else None

    def get(self) -> str:
        """The text as it stands there."""
        if self.name is None:
            return self.node.text_content or ""
        return attribute(self.node, self.name) or ""

    def set(self, text: str) -> None:
        """Put another text there."""
        if self.name is None:
            self.node.replace_with(text)
        else:
            self.node.attrs[self.name] = text


def read_back(document: Document) -> None:
    """Turn a mirrored or Traditional page, just read, into what was published, in place.

    A page in Simplified without glosses is left alone, at the price of a look at it.
    """
    lines = [block.text for block in document.blocks]
    text = "\n".join(lines)
    document.one_script = not holds_traditional(text)
    traditional = not document.one_script and script_of([text[:SAMPLE]]) == "hant"
    if not traditional and not HINT.search(text):
        return
    places = list(_places(document.root)) if document.root is not None else []
    served = [place.get() for place in places] if places else lines
    lines_of = [place.line for place in places] if places else range(len(lines))
    glosses = strip_glosses(_gathered(served, places, lines_of))
    if glosses.style is None:
        glosses = Glosses(tuple(served))
    if not traditional and glosses.style is None:
        return
    document.script = "mirrored" if glosses.style else "hant"
    texts = _repaired(document, glosses, lines_of)
    if document.converts:
        texts = [to_simplified(text) for text in texts]
    if document.restores_punctuation and glosses.style:
        texts = [restore_punctuation(text) for text in texts]
    _note_glosses(document, glosses)
    document.served = lines
    if document.root is None:
        for block, text in zip(document.blocks, texts, strict=True):
            block.text = text
        return
    for place, text in zip(places, texts, strict=True):
        place.set(text)
    _read_again(document, document.root)


def read_back_in(document: Document, element: Element) -> None:
    """Read back what was put into a page that has been read, and read again with it."""
    if document.script == "hans":
        read_back(document)  # its script may be told by the text alone
        return
    lines = [block.text for block in document.blocks]
    served = document.served or lines
    places = list(_places(element))
    texts: Sequence[str] = [place.get() for place in places]
    if document.script == "mirrored":
        texts = strip_glosses(texts).texts or texts
    for place, text in zip(places, texts, strict=True):
        place.set(to_simplified(text) if document.converts else text)
    document.reread()
    document.served = served if len(served) == len(document.blocks) else []


def read_titles_back(titles: Sequence[str]) -> tuple[str, ...]:
    """The titles of a listing without the readings that a mirror wrote into them, if one did."""
    glosses = strip_glosses(titles)
    if glosses.style is None:
        return tuple(titles)
    texts = glosses.texts
    if glosses.style == "toned":
        texts = repair_damage(texts, {char for char, _ in glosses.taken}).texts
    return tuple(map(to_simplified, texts))


def _read_again(document: Document, root: Element) -> None:
    """Collect lines and tags anew from a tree whose texts have changed."""
    for gathered in (document.blocks, document.boxes, document.anchors, document.unseen):
        gathered.clear()
    document.metas.clear()
    named = by_name(root)
    read_head(document, named)
    read_body(document, root, named)
    if len(document.served) != len(document.blocks):
        document.served = []


def _places(root: Element) -> Iterator[_Place]:
    """Every place of a tree where a text with Chinese characters or holes is read, in order."""
    for node in root.traverse(include_text=True):
        if node.tag == TEXT:
            around = node.parent
            if around is not None and around.tag in UNREAD_TAGS:
                continue
            if (text := node.text_content) and not text.isspace():
                yield _Place(node, None)
        elif node.tag != COMMENT:
            given = node.attributes
            for name in READ_ATTRIBUTES:
                if (value := given.get(name)) and HAN_TEXT.search(value):
                    yield _Place(node, name)


def _gathered(
    served: Sequence[str], places: Sequence[_Place], lines: Sequence[object]
) -> list[str]:
    """The texts with readings that tags part from their characters, `<rt>` too, beside them."""
    gathered = list(served)
    for number, place in enumerate(places):
        if place.tag == "rt" and READING.fullmatch(served[number]):
            gathered[number] = f"({served[number]})"
        elif place.tag == "rp":
            gathered[number] = ""
    numbers_of: defaultdict[object, list[int]] = defaultdict(list)
    for number, line in enumerate(lines):
        numbers_of[line].append(number)
    for numbers in numbers_of.values():
        if len(numbers) > 1:
            pieces = gather_glosses([gathered[number] for number in numbers])
            for number, piece in zip(numbers, pieces, strict=True):
                gathered[number] = piece
    return gathered


def _repaired(document: Document, glosses: Glosses, lines: Sequence[object]) -> list[str]:
    """The texts with byte damage undone; what was done is noted."""
    if glosses.style != "toned":
        return list(glosses.texts)
    repaired = repair_damage(glosses.texts, {char for char, _ in glosses.taken})
    for repair in repaired.repairs:
        rule = "bytes_restored" if repair.sure else "bytes_guessed"
        rule = rule if repair.complete else "bytes_lost"
        document.removed.append(Removal(kind="damage", text=repair.served, rule=rule))
        if not repair.sure:
            document.flag(ENCODING_DAMAGE)
    for unread in unread_readings(repaired.texts):
        document.removed.append(Removal(kind="damage", text=unread, rule="bytes_lost"))
        document.flag(ENCODING_DAMAGE)
    return restore_signs(repaired.texts, lines)


def _note_glosses(document: Document, glosses: Glosses) -> None:
    """Note what was taken: each character with its reading once."""
    for char, gloss in dict.fromkeys(glosses.taken):
        document.removed.append(
            Removal(kind="gloss", text=char + gloss, rule=f"{glosses.style}_gloss")
        )
