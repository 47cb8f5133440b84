"""What an answer makes of a page: the rules of the states, without I/O."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

State = Literal["pending", "done", "gone", "failed", "refused"]

MAX_ATTEMPTS = 5
"""Fetches that fail for want of any answer before a page counts as failed."""

MAX_REFUSALS = 3
"""Times that a page which is no article is looked at again."""

DAY = timedelta(days=1)

BLOCKED = ("challenge", "blocked", "throttle", "geo")
"""Beginnings of the reasons that speak of the host rather than of the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The state that a page goes into, and why."""

    state: State
    reason: str | None = None
    good: bool = False
    """Whether the page answered as itself: with its article, or with 304."""
    answered: bool = True
    """Whether it answered at all; an error of the server is no answer."""
    retry_in: timedelta | None = None
    """When the page is to be asked again although its state is final."""
    problem: str | None = None
    """Kind of the problem to report; `None` where all is as it should be."""


ANSWERED = Verdict(state="done", good=True)


def judge_unanswered(reason: str, *, known: bool, attempts: int) -> Verdict:
    """For a page that gave no answer, or only a server's error: tried again on later runs.

    `attempts` are those before this one. A known article is never given up for that.
    """
    if attempts + 1 < MAX_ATTEMPTS:
        return Verdict(state="pending", reason=reason, answered=False, problem=reason)
    return Verdict(
        state="done" if known else "failed",
        reason=reason,
        answered=False,
        retry_in=7 * DAY if known else None,
        problem=reason,
    )


def judge_missing(reason: str, *, known: bool, listed: bool, attempts: int) -> Verdict:
    """For a page that says it is not there: 404, 410, or a text that says so.

    A known article is gone once no section lists it, or when it is missing again a day later;
    listings are often a step behind or ahead of the pages.
    """
    if known and listed and attempts == 0:
        return Verdict(state="done", reason=reason, retry_in=DAY, problem=reason)
    if known:
        return Verdict(state="gone", reason=reason)
    retry_in = DAY if attempts + 1 < MAX_REFUSALS else None
    return Verdict(state="gone", reason=reason, retry_in=retry_in, problem=reason)


def judge_refused(reason: str, *, known: bool, attempts: int) -> Verdict:
    """For an answer that is not the article: a challenge, a shell, a login, a listing.

    It never replaces an article. The host's refusals are waited out for a growing time.
    """
    state: State = "done" if known else "refused"
    if is_blocked(reason):
        retry_in = min(timedelta(hours=1) * 4**attempts, 7 * DAY)
        return Verdict(state=state, reason=reason, retry_in=retry_in, problem=reason)
    again = DAY * 3**attempts if attempts + 1 < MAX_REFUSALS else None
    return Verdict(state=state, reason=reason, retry_in=again, problem=reason)


def judge_elsewhere(reason: str, *, known: bool) -> Verdict:
    """For a page that is only an address of something else: a redirect away, a file, robots."""
    return Verdict(state="done" if known else "refused", reason=reason)


def is_blocked(reason: str) -> bool:
    """Whether a reason speaks of the host keeping us out, rather than of one page."""
    return reason.startswith(BLOCKED) or reason in ("http_401", "http_403", "http_412", "http_429")
