"""Looking a portal over with a handful of requests: for `portals new` and `portals check`."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from urllib.parse import urljoin, urlsplit

from lxml import html
from lxml.etree import ParserError
from protego import Protego

from portal_spider.archive.sources import SourcePage
from portal_spider.cli.inputs import fetch
from portal_spider.errors import NothingFetched
from portal_spider.extract import extract_page
from portal_spider.extract.charset import decode
from portal_spider.extract.listing import Survey, survey_page
from portal_spider.items import ListingRules, Page, SectionLink
from portal_spider.portals import Portal, Section, is_home
from portal_spider.settings import ROBOTSTXT_USER_AGENT
from portal_spider.spiders.options import MOST_CRAWL_DELAY

MOST_PAGES = 30
"""Pages that a look at a portal asks for to find its sections."""
MOST_OF = 0.8
"""Share of a portal's sections whose family is the portal's."""
MOST_SAMPLES = 3
"""Articles that are read as a sample."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionFound:
    """A section, and what its first page showed."""

    section: Section
    survey: Survey

    @property
    def dated_share(self) -> float:
        """Share of the entries that have a date."""
        entries = self.survey.listing.entries
        return sum(entry.date is not None for entry in entries) / max(len(entries), 1)


@dataclass(slots=True)
class Findings:
    """What a look at a portal found."""

    url: str
    """Home page."""
    title: str | None = None
    sections: list[SectionFound] = field(default_factory=list)
    samples: list[Page] = field(default_factory=list)
    requests: int = 0

    @property
    def family(self) -> str:
        """The family of nearly all sections; `generic` where they are of several."""
        families = Counter(found.survey.listing.family or "generic" for found in self.sections)
        family, count = families.most_common(1)[0] if families else ("generic", 0)
        return family if count >= MOST_OF * len(self.sections) else "generic"


class Visitor:
    """Fetches pages of one portal: one at a time, a pause between two, robots.txt obeyed."""

    def __init__(self, delay: float) -> None:
        self.delay = delay
        self.requests = 0
        self._rules: dict[str, Protego | str] = {}

    def get(self, url: str) -> SourcePage:
        """The page at `url`, or an item with an `error` where it cannot or may not be fetched."""
        rules = self._rules_of(url)
        if isinstance(rules, str):
            return SourcePage(url=url, error=rules)
        if not rules.can_fetch(url, ROBOTSTXT_USER_AGENT):
            return SourcePage(url=url, error=f"{url}: robots.txt forbids it")
        page = self._fetch(url)
        if page.error is None and (page.status or 200) >= 400:
            return SourcePage(url=url, error=f"{url}: answers {page.status}")
        return page

    def _rules_of(self, url: str) -> Protego | str:
        """The robots.txt of a host, or why there is none, which closes the host.

        An answer of 4xx opens it, 5xx and silence close it (RFC 9309, 2.3.1.3 and 2.3.1.4).
        """
        parts = urlsplit(url)
        host = f"{parts.scheme}://{parts.netloc}"
        if host not in self._rules:
            self._rules[host] = self._read_rules(f"{host}/robots.txt")
        return self._rules[host]

    def _read_rules(self, url: str) -> Protego | str:
        page = self._fetch(url)
        if page.error is not None:
            return page.error
        if page.status >= 500 or page.status == 429:
            return f"{url}: answers {page.status}, which closes the host"
        rules = Protego.parse(page.body.decode("utf-8", "replace") if page.status == 200 else "")
        asked = rules.crawl_delay(ROBOTSTXT_USER_AGENT)
        if asked is not None and asked <= MOST_CRAWL_DELAY:
            self.delay = max(self.delay, asked)
        return rules

    def _fetch(self, url: str) -> SourcePage:
        if self.requests:
            time.sleep(self.delay)
        self.requests += 1
        return fetch(url)


def inspect_portal(url: str, delay: float) -> Findings:
    """Find the sections of the portal at `url`, and read a few of its articles.

    Args:
        url: a home page, or the first page of a section, which is looked at first.
        delay: seconds between two requests.

    Raises:
        NothingFetched: the page at `url` cannot be fetched.
    """
    visitor = Visitor(delay)
    first = visitor.get(url)
    if first.error is not None:
        raise NothingFetched(f"{first.error}; nothing was written")
    findings = Findings(url=url if is_home(url) else urljoin(url, "/"), title=site_name(first.body))
    start = survey(first)
    if not is_home(url) and start.is_listing:
        section = Section(url=url, name=column_name(first.body) or "1")
        findings.sections.append(SectionFound(section=section, survey=start))
    findings.sections += find_sections(start.sections, visitor, {url})
    findings.samples = [page for page, _ in read_samples(findings.sections, visitor)]
    findings.requests = visitor.requests
    return findings


def find_sections(
    links: Iterable[SectionLink], visitor: Visitor, seen: set[str]
) -> Iterator[SectionFound]:
    """The listings that `links` lead to, directly or over one front page."""
    queue = list(links)
    names: set[str] = set()
    asked = 0
    for link in queue:
        if link.url in seen or asked >= MOST_PAGES:
            continue
        seen.add(link.url)
        asked += 1
        page = visitor.get(link.url)
        if page.error is not None:
            continue
        found = filled(survey(page), visitor)
        if found.is_listing and link.name not in names:
            names.add(link.name)
            yield SectionFound(section=Section(url=link.url, name=link.name), survey=found)
        elif not found.is_listing:
            queue += found.sections


def read_samples(
    sections: Iterable[SectionFound], visitor: Visitor
) -> Iterator[tuple[Page, bytes]]:
    """The first article of each of the first few sections, with its bytes."""
    firsts = (
        next((entry for entry in found.survey.listing.entries if entry.target == "page"), None)
        for found in sections
    )
    for entry in islice(filter(None, firsts), MOST_SAMPLES):
        page = visitor.get(entry.url)
        if page.error is None:
            sample = extract_page(page.body, entry.url, content_type=page.content_type, entry=entry)
            yield sample, page.body


def check_portal(portal: Portal, delay: float) -> tuple[list[str], Findings]:
    """What no longer matches a profile, a line each, and what was found.

    Raises:
        NothingFetched: no page of the portal can be fetched.
    """
    visitor = Visitor(delay)
    findings = Findings(url=portal.url)
    wrong: list[str] = []
    for section in portal.sections or (Section(url=portal.url, name="home page"),):
        page = visitor.get(section.url)
        if page.error is not None:
            wrong.append(f"{section.name}: {page.error}")
            continue
        seen = filled(survey(page, portal.listing), visitor, portal.listing)
        found = SectionFound(section=section, survey=seen)
        findings.sections.append(found)
        wrong += section_faults(portal, found)
    if not findings.sections:
        raise NothingFetched(f"{portal.name}: {wrong[0] if wrong else 'no page can be fetched'}")
    wrong += family_faults(portal, findings)
    for sample, body in read_samples(findings.sections, visitor):
        findings.samples.append(sample)
        wrong += sample_faults(portal, sample, body)
    findings.requests = visitor.requests
    return wrong, findings


def section_faults(portal: Portal, found: SectionFound) -> Iterator[str]:
    """What of a section is not as the profile has it."""
    listing, name = found.survey.listing, found.section.name
    if not portal.sections:
        if not found.survey.sections:
            yield f"{name}: links no section"
        return
    if not listing.entries:
        yield f"{name}: lists nothing"
    elif listing.entries and found.dated_share < 0.5:
        yield f"{name}: {found.dated_share:.0%} of its entries have a date"


def family_faults(portal: Portal, findings: Findings) -> Iterator[str]:
    """Whether another system makes the portal's pages now: a redesign."""
    families = {found.survey.listing.family or "generic" for found in findings.sections}
    expected = portal.family or "generic"
    if expected != "generic" and not families & {expected, "generic"}:
        yield f"its pages look like {', '.join(sorted(families))}, the profile extends {expected}"


def sample_faults(portal: Portal, page: Page, body: bytes) -> Iterator[str]:
    """What of an article is not as the profile has it."""
    if page.kind != "article":
        yield f"{page.url}: is no article ({page.reason})"
        return
    for name, value in (("title", page.title), ("published", page.published_at)):
        if value is None and portal.expect.fill_rate.get(name):
            yield f"{page.url}: has no {name}"
    layout = portal.layout_on(None)
    tree = _tree(body)
    if layout is None or tree is None:
        return
    for name in ("title", "published", "source", "body"):
        selector = getattr(layout, name)
        if selector and not tree.cssselect(selector):
            yield f"{page.url}: nothing there is the layout's {name} ({selector})"


def filled(found: Survey, visitor: Visitor, rules: ListingRules | None = None) -> Survey:
    """`found`, or where the page lists nothing itself, what the answer that fills it shows."""
    step = found.listing.next
    if found.listing.entries or step is None or step.method != "GET":
        return found
    page = visitor.get(step.url)
    return found if page.error is not None else survey(page, rules)


def survey(page: SourcePage, rules: ListingRules | None = None) -> Survey:
    """What a fetched page shows."""
    return survey_page(page.body, page.url, content_type=page.content_type, rules=rules)


def site_name(body: bytes) -> str | None:
    """The portal's name as its pages state it: the tag SiteName, or the end of the title."""
    return _tag(body, "SiteName") or _title(body)


def column_name(body: bytes) -> str | None:
    """The section's name as its page states it."""
    return _tag(body, "ColumnName")


def _tag(body: bytes, name: str) -> str | None:
    tree = _tree(body)
    for element in tree.iter("meta") if tree is not None else ():
        content = (element.get("content") or "").strip()
        if (element.get("name") or "").lower() == name.lower() and content:
            return content
    return None


def _title(body: bytes) -> str | None:
    tree = _tree(body)
    text = tree.findtext(".//title") if tree is not None else None
    return " ".join(text.split()) or None if text else None


def _tree(body: bytes) -> html.HtmlElement | None:
    text = decode(body).text
    try:
        return html.fromstring(
            text.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8")
        )
    except ParserError:
        return None
