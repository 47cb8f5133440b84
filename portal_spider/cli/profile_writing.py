"""A profile as a person would write it, from what a look at a portal found."""

from __future__ import annotations

import json
import re
from datetime import date
from urllib.parse import urlsplit

from portal_spider.cli.inspection import Findings, SectionFound

GENERAL_NAMES = frozenset({"www", "gov", "org", "com", "net", "edu", "cn", "example", "zwgk", "m"})
"""Parts of host names that name no portal."""


def profile_name(url: str) -> str:
    """A short name for the portal at `url`: what its host name says of its own."""
    host = (urlsplit(url).hostname or "portal").lower()
    if re.fullmatch(r"[\d.]+|[\da-f:]+", host):
        return f"portal-{re.sub('[^0-9a-f]+', '-', urlsplit(url).netloc.lower()).strip('-')}"
    parts = [part for part in host.split(".") if part not in GENERAL_NAMES]
    return "-".join(parts) or "portal"


def profile_text(findings: Findings, today: date, delay: float) -> str:
    """The profile in TOML; `delay` is in seconds."""
    lines = [
        f"# Written by `portal-spider portals new` on {today}, from {findings.requests} requests.",
        "# Names of sections are the portal's own; strike out what is not wanted.",
        f"extends = {_quoted(findings.family)}",
    ]
    if findings.title:
        lines.append(f"title = {_quoted(findings.title)}")
    lines.append(f"url = {_quoted(findings.url)}")
    lines.append(f"delay = {delay!r}  # seconds between two requests")
    lines.append(f"verified = {_quoted(f'{today}, by portals new: {_verdict(findings)}')}")
    lines += _expectations(findings)
    for found in findings.sections:
        lines += ["", *_section(found)]
    return "\n".join(lines) + "\n"


def _verdict(findings: Findings) -> str:
    sections, samples = len(findings.sections), len(findings.samples)
    return f"{sections} sections and {samples} articles looked at"


def _expectations(findings: Findings) -> list[str]:
    """Fields that every sample had are expected of nearly all articles."""
    samples = findings.samples
    if not samples:
        return []
    filled = {
        "title": all(page.title for page in samples),
        "published": all(page.published_at for page in samples),
        "source": all(page.source for page in samples),
    }
    rates = ", ".join(f"{name} = 0.95" for name, always in filled.items() if always)
    return ["", "[expect]", f"fill_rate = {{ {rates} }}"] if rates else []


def _section(found: SectionFound) -> list[str]:
    listing = found.survey.listing
    facts = [f"{len(listing.entries)} entries on the first page"]
    if listing.total:
        facts.append(f"{listing.total} promised")
    if listing.strategy:
        facts.append(f"pages turned by {listing.strategy}")
    return [
        "[[section]]",
        f"name = {_quoted(found.section.name)}",
        f"url = {_quoted(found.section.url)}  # {', '.join(facts)}",
    ]


def _quoted(text: str) -> str:
    """A TOML string; JSON's escapes are among TOML's."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
