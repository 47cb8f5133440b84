"""Whether a portal is still what it was: judged from what its runs have left in the archive."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from portal_spider.archive.database import Archive
from portal_spider.portals.profile import Expect

FIELDS: Mapping[str, str] = {
    "title": "a.title IS NOT NULL",
    "published": "a.published_at IS NOT NULL",
    "source": "a.source IS NOT NULL",
    "byline": "EXISTS (SELECT 1 FROM bylines b WHERE b.article_id = a.id)",
    "text": "a.text <> ''",
    "attachments": "EXISTS (SELECT 1 FROM attachments f WHERE f.article_id = a.id)",
}
"""What `[expect.fill_rate]` speaks of, as a condition on `articles a`."""

TELLING = ("title", "published", "source", "text")
"""Fields whose loss means that a layout changed; the others come and go with the news."""

LEAST_ARTICLES = 5
"""Articles from which a share of them says something."""
BASELINE = 200
"""Articles before the last run that it is compared with."""
DROP = 0.3
"""Loss of a field's share that is more than chance: 0.95 to 0.60, say."""
LEAST_REFUSED = 0.5
"""Share of pages asked for the first time that are no articles, from which something is wrong."""
LEAST_SILENCE = 14
"""Days without news that no portal is blamed for: the long holidays last 8, with weekends 10."""
SILENCE_FACTOR = 3
"""A portal is silent when it has been so for this many times its longest pause before."""
RHYTHM = 50
"""Latest days of publication that its rhythm is taken from."""

UNANSWERED = "unanswered"
"""Kind of the problem of a run to which listings answered, and none of the pages."""
SECTION_PROBLEMS = {
    "empty_listing": "lists nothing any more",
    "listing_collapsed": "lists far less than before",
    "listing_missing": "a page of its listing is missing",
}
"""Kinds of problems of a section, for a person; others are quoted."""
HARMLESS = frozenset({"robots", "listing_missing"})
"""Kinds that belong to a healthy portal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Symptom:
    """Something that is not as it was."""

    kind: str
    """`silent`, `section`, `field`, `refused`, `run`, `expect`."""
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """A portal's health."""

    portal: str
    articles: int
    last_run: str | None
    """When its last run began."""
    symptoms: tuple[Symptom, ...]


def examine(
    archive: Archive, portal_id: int, *, expect: Expect | None = None, today: date | None = None
) -> Health:
    """What ails a portal, judged by its last run that ended and by what there was before.

    Args:
        archive: The archive.
        portal_id: The portal.
        expect: What its profile expects of it.
        today: Day from which silence is counted; the current one if not given.
    """
    connection = archive.db.conn
    [name, articles] = connection.execute(
        "SELECT p.name, (SELECT count(*) FROM pages g JOIN articles a ON a.page_id = g.id"
        "  WHERE g.portal_id = p.id) FROM portals p WHERE p.id = ?",
        (portal_id,),
    ).fetchone()
    run = connection.execute(
        "SELECT id, started_at, outcome FROM runs WHERE portal_id = ? AND finished_at IS NOT NULL"
        " AND outcome <> 'interrupted' ORDER BY started_at DESC LIMIT 1",
        (portal_id,),
    ).fetchone()
    symptoms: list[Symptom] = []
    if run is not None:
        run_id, started_at, outcome = run
        if outcome in ("nothing_fetched", "error"):
            symptoms.append(_failed_run(archive, run_id, outcome))
        symptoms += _unanswered(archive, run_id)
        symptoms += _sections(archive, run_id)
        symptoms += _refused(archive, run_id)
        symptoms += _fields(archive, portal_id, started_at)
    symptoms += _silence(archive, portal_id, expect, today or datetime.now(UTC).date())
    return Health(
        portal=name,
        articles=articles,
        last_run=run[1] if run else None,
        symptoms=tuple(symptoms),
    )


def shortfalls(archive: Archive, portal_id: int, run_id: int, expect: Expect) -> list[Symptom]:
    """How a run that went over the whole portal falls short of what the profile expects."""
    found: list[Symptom] = []
    [articles] = archive.db.conn.execute(
        "SELECT count(*) FROM pages g JOIN articles a ON a.page_id = g.id"
        " WHERE g.portal_id = ? AND g.state <> 'gone'",
        (portal_id,),
    ).fetchone()
    if expect.pages_min is not None and articles < expect.pages_min:
        found.append(
            Symptom(
                kind="expect", detail=f"{articles} articles, the profile expects {expect.pages_min}"
            )
        )
    counts = _filled(archive, "JOIN captures c ON c.id = a.capture_id WHERE c.run_id = ?", run_id)
    total = counts.pop("all")
    for field, least in expect.fill_rate.items():
        if total >= LEAST_ARTICLES and counts[field] < least * total:
            share = counts[field] / total
            detail = f"{field} in {share:.0%} of {total} articles, the profile expects {least:.0%}"
            found.append(Symptom(kind="expect", detail=detail))
    return found


def _failed_run(archive: Archive, run_id: int, outcome: str) -> Symptom:
    row = archive.db.conn.execute(
        "SELECT detail FROM problems WHERE run_id = ? ORDER BY at LIMIT 1", (run_id,)
    ).fetchone()
    why = row[0] if row and row[0] else outcome
    return Symptom(kind="run", detail=f"the last run fetched nothing: {why}")


def _unanswered(archive: Archive, run_id: int) -> list[Symptom]:
    """Listings answered the last run, and none of the pages."""
    rows = archive.db.conn.execute(
        "SELECT detail FROM problems WHERE run_id = ? AND kind = ?", (run_id, UNANSWERED)
    )
    return [Symptom(kind="run", detail=f"the last run: {detail}") for (detail,) in rows]


def _sections(archive: Archive, run_id: int) -> list[Symptom]:
    rows = archive.db.conn.execute(
        "SELECT s.name, p.kind, p.detail FROM problems p JOIN sections s ON s.id = p.section_id"
        " WHERE p.run_id = ? AND p.page_id IS NULL ORDER BY s.name",
        (run_id,),
    )
    return [
        Symptom(kind="section", detail=f"{name}: {SECTION_PROBLEMS.get(kind) or detail or kind}")
        for name, kind, detail in rows
        if kind not in HARMLESS
    ]


def _refused(archive: Archive, run_id: int) -> list[Symptom]:
    """Most of what the last run asked for the first time was no article."""
    asked, refused = archive.db.conn.execute(
        "SELECT count(*), coalesce(sum(c.text_hash IS NULL), 0) FROM captures c"
        " JOIN pages g ON g.id = c.page_id"
        " WHERE c.run_id = ? AND c.status <> 304 AND c.reason IS NOT 'part'"
        " AND (g.reason IS NULL OR g.reason NOT LIKE 'file%')",
        (run_id,),
    ).fetchone()
    if asked < LEAST_ARTICLES or refused < LEAST_REFUSED * asked:
        return []
    return [Symptom(kind="refused", detail=f"{refused} of {asked} pages asked for are no articles")]


def _fields(archive: Archive, portal_id: int, started_at: str) -> list[Symptom]:
    """Fields that the articles first fetched by the last run lack, and those before had."""
    new = _filled(
        archive,
        "JOIN pages g ON g.id = a.page_id WHERE g.portal_id = ? AND a.captured_at >= ?",
        portal_id,
        started_at,
    )
    old = _filled(
        archive,
        "WHERE a.id IN (SELECT o.id FROM articles o JOIN pages g ON g.id = o.page_id"
        " WHERE g.portal_id = ? AND o.captured_at < ? ORDER BY o.captured_at DESC LIMIT ?)",
        portal_id,
        started_at,
        BASELINE,
    )
    if min(new["all"], old["all"]) < LEAST_ARTICLES:
        return []
    found = []
    for field in TELLING:
        after, before = new[field] / new["all"], old[field] / old["all"]
        if before - after >= DROP:
            detail = f"{field} is in {after:.0%} of the {new['all']} articles of the last run"
            found.append(Symptom(kind="field", detail=f"{detail}, before in {before:.0%}"))
    return found


def _filled(archive: Archive, source: str, *values: object) -> dict[str, int]:
    """How many articles there are in all, and how many have each field."""
    sums = ", ".join(f"coalesce(sum({condition}), 0)" for condition in FIELDS.values())
    row = archive.db.conn.execute(f"SELECT count(*), {sums} FROM articles a {source}", values)
    return dict(zip(("all", *FIELDS), row.fetchone(), strict=True))


def _silence(archive: Archive, portal_id: int, expect: Expect | None, today: date) -> list[Symptom]:
    rows = archive.db.conn.execute(
        "SELECT DISTINCT date(g.first_seen) FROM pages g JOIN articles a ON a.page_id = g.id"
        " WHERE g.portal_id = ? ORDER BY 1 DESC LIMIT ?",
        (portal_id, RHYTHM),
    )
    days = [date.fromisoformat(day) for (day,) in rows]
    if not days:
        return []
    silent = (today - days[0]).days
    if expect is not None and expect.silence_days is not None:
        most = expect.silence_days
    else:
        pauses = [(later - earlier).days for later, earlier in pairwise(days)]
        most = max(LEAST_SILENCE, SILENCE_FACTOR * max(pauses, default=0))
    if silent <= most:
        return []
    since = timedelta(days=silent)
    return [Symptom(kind="silent", detail=f"no new article for {since.days} days (at most {most})")]
