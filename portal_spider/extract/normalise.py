"""Last step: what was served, put beside what was read.

Glosses, byte damage and script are seen to before the fields are read (`mirrored.read_back`):
labels and dates are where they are on the original page only once its text is.
"""

from __future__ import annotations

from dataclasses import replace

from portal_spider.extract.document import Document
from portal_spider.items import Page


def normalise_page(page: Page, document: Document) -> Page:
    """The page with its text as served, where it was read back."""
    if not document.served:
        return page
    served = {
        block.text: line for block, line in zip(document.blocks, document.served, strict=True)
    }
    return replace(
        page,
        published_title=served.get(page.title or ""),
        published_paragraphs=tuple(_as_served(text, served) for text in page.paragraphs),
    )


def _as_served(paragraph: str, served: dict[str, str]) -> str:
    """A paragraph as served; of a table row, its cells."""
    if paragraph in served:
        return served[paragraph]
    return "\t".join(
        served.get(cell) or " ".join(served.get(line, line) for line in cell.split(" "))
        for cell in paragraph.split("\t")
    )
