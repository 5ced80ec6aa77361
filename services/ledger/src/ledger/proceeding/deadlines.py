"""
What the law allows in an eviction, and by when: days of grace, hearings, release.

All figures are parameters; the defaults are those of the law as it stands.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from ledger.months import months_after, years_after


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """
    One version of the figures, in days, months, years, counts and cents.

    A term to pay: `eviction_grace_days` at most, or `eviction_hard_grace_days` for
    a household in hardship whose default lasted `eviction_hard_months` at most;
    the next hearing `eviction_hearing_days` after it at most; no more than
    `eviction_remedies` (`eviction_hard_remedies`) defaults made good in court in
    `eviction_remedy_years`. Source: art. 55 L. 392/1978.

    Release: within `eviction_release_months` of the order,
    `eviction_late_release_months` exceptionally; within
    `eviction_missed_term_days` of a missed term. Source: art. 56 L. 392/1978.
    Notice of the release: `eviction_notice_days` before it. Source: art. 608 c.p.c.

    Notice to quit: rent unpaid for more than `eviction_rent_days`, or charges of
    more than `eviction_charges_months` of rent. Source: art. 5 L. 392/1978.

    `eviction_tolerance_cents`: what may be missing for a claim to be paid; the
    project's own proposal, as is `eviction_alarm_days`, before a deadline.
    """

    version: str = "proj-1"
    eviction_grace_days: int = 90
    eviction_hard_grace_days: int = 120
    eviction_hard_months: int = 2
    eviction_hearing_days: int = 10
    eviction_remedies: int = 3
    eviction_hard_remedies: int = 4
    eviction_remedy_years: int = 4
    eviction_release_months: int = 6
    eviction_late_release_months: int = 12
    eviction_missed_term_days: int = 60
    eviction_notice_days: int = 10
    eviction_rent_days: int = 20
    eviction_charges_months: int = 2
    eviction_tolerance_cents: int = 0
    eviction_alarm_days: int = 14


@dataclass(frozen=True, slots=True)
class Deadline:
    """What must be done or happens next, and the last day for it."""

    what: str
    on: date


def term_ends(heard_on: date, days: int, *, hardship: bool, terms: Terms) -> date:
    """Give the last day to pay of a term set at a hearing; `TermTooLong`."""
    most = terms.eviction_hard_grace_days if hardship else terms.eviction_grace_days
    if not 0 < days <= most:
        raise TermTooLong(
            f"a term of {days} days: the court may give from 1 to {most}"
            f"{'' if hardship else ', or more in hardship'}"
        )
    return heard_on + timedelta(days)


def check_hardship(oldest_due_on: date, noticed_on: date, terms: Terms) -> None:
    """See that a default is short enough for the longer term; `DefaultTooLong`."""
    last = months_after(oldest_due_on, terms.eviction_hard_months)
    if noticed_on > last:
        raise DefaultTooLong(
            f"the default dates from {oldest_due_on}: for the longer term it may "
            f"have lasted until {last}, and notice was given on {noticed_on}"
        )


def remedies_left(
    earlier: Iterable[date], on: date, *, hardship: bool, terms: Terms
) -> int:
    """
    Give how often more a default may be made good in court on a day.

    `earlier` are the days on which one was before, in any proceeding.
    """
    since = years_after(on, -terms.eviction_remedy_years)
    most = terms.eviction_hard_remedies if hardship else terms.eviction_remedies
    return max(0, most - sum(since < it <= on for it in earlier))


def check_remedies(
    earlier: Iterable[date], on: date, *, hardship: bool, terms: Terms
) -> None:
    """See that a default may be made good once more; `RemediesExhausted`."""
    if not remedies_left(earlier, on, hardship=hardship, terms=terms):
        raise RemediesExhausted(
            f"by {on} a default was made good in court as often as it may be in "
            f"{terms.eviction_remedy_years} years: no term can be given"
        )


def last_hearing(term_on: date, terms: Terms) -> date:
    """Give the last day for the hearing that follows a term."""
    return term_on + timedelta(terms.eviction_hearing_days)


def check_hearing(hearing_on: date, term_on: date, terms: Terms) -> None:
    """See that a hearing follows a term, and soon; `HearingOutOfTime`."""
    last = last_hearing(term_on, terms)
    if not term_on < hearing_on <= last:
        raise HearingOutOfTime(
            f"a hearing on {hearing_on}: it must come after {term_on}, when the "
            f"term ends, and by {last}"
        )


def last_release(
    ordered_on: date, missed_on: date | None, *, late: bool, terms: Terms
) -> date:
    """
    Give the last day that an order may set for the release.

    `missed_on` is the last day of a term that was missed; `late` if the case is
    exceptional, which a missed term leaves no room for.
    """
    if missed_on is not None:
        return missed_on + timedelta(terms.eviction_missed_term_days)
    months = terms.eviction_late_release_months if late else None
    return months_after(ordered_on, months or terms.eviction_release_months)


def check_release(
    release_on: date,
    ordered_on: date,
    missed_on: date | None,
    *,
    late: bool,
    terms: Terms,
) -> None:
    """See that a release is not set too late; `ReleaseOutOfTime`."""
    last = last_release(ordered_on, missed_on, late=late, terms=terms)
    if not ordered_on <= release_on <= last:
        raise ReleaseOutOfTime(
            f"a release on {release_on}: an order of {ordered_on} may set it until "
            f"{last}"
        )


def check_notice(served_on: date, access_on: date, terms: Terms) -> None:
    """See that a release is announced early enough; `NoticeTooShort`."""
    first = served_on + timedelta(terms.eviction_notice_days)
    if access_on < first:
        raise NoticeTooShort(
            f"a release on {access_on}: announced on {served_on}, it may take place "
            f"from {first}"
        )


class TermTooLong(Exception):
    """A term to pay that the court may not give."""


class DefaultTooLong(Exception):
    """A default that lasted too long for the longer term."""


class RemediesExhausted(Exception):
    """A default made good in court too often in too few years."""


class HearingOutOfTime(Exception):
    """A hearing before the end of the term, or too long after it."""


class ReleaseOutOfTime(Exception):
    """A release before its order, or later than the law lets it be set."""


class NoticeTooShort(Exception):
    """A release announced too few days before it."""
