"""
The days on which a workshop meets, and the hours that those days have in Rome.

What recurs is the clock on the wall: a session at 18:00 is at 18:00 before and
after the change to summer time. Source: RFC 5545, recurrence rules, by
`python-dateutil`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from dateutil.rrule import MONTHLY, WEEKLY, rrule, weekday

ROME = ZoneInfo("Europe/Rome")
FREQUENCIES: Mapping[str, Literal[1, 2]] = {"weekly": WEEKLY, "monthly": MONTHLY}
WEEKDAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")
MOST_SESSIONS = 100
MOST_YEARS = 10
MOST_APART = 12
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")


@dataclass(frozen=True, slots=True)
class Recurrence:
    """
    So many sessions from a day on, every so many weeks or months.

    `weekdays` are `mo` to `su`, by default that of the first day; a monthly one
    falls on the same week of the month as the first day, or on its number where
    no weekday is named. Days in `except_on` are left out and made up for later.
    """

    first_on: date
    count: int
    frequency: str = "weekly"
    every: int = 1
    weekdays: Sequence[str] = ()
    except_on: Sequence[date] = ()


def days_of(recurrence: Recurrence) -> list[date]:
    """Give the days of a recurrence, in order; `ImpossibleRecurrence`."""
    _check(recurrence)
    left_out = set(recurrence.except_on)
    week = (recurrence.first_on.day - 1) // 7 + 1
    monthly = recurrence.frequency == "monthly"
    named = [
        weekday(WEEKDAYS.index(it), week if monthly else None)
        for it in recurrence.weekdays
    ]
    days: list[date] = []
    rule = rrule(
        FREQUENCIES[recurrence.frequency],
        dtstart=datetime.combine(recurrence.first_on, time()),
        interval=recurrence.every,
        byweekday=named or None,
        count=recurrence.count + len(left_out),
    )
    for found in rule:
        if len(days) < recurrence.count and found.date() not in left_out:
            days.append(found.date())
    if len(days) < recurrence.count or days[-1].year > recurrence.first_on.year + (
        MOST_YEARS
    ):
        raise ImpossibleRecurrence(
            f"{recurrence.count} days from {recurrence.first_on} on are not found in "
            f"{MOST_YEARS} years: choose other weekdays, or fewer sessions"
        )
    return days


def begins(on: date, starts_at: str) -> datetime:
    """
    Give the instant at which the clock in Rome shows an hour of a day.

    `ImpossibleStart` for what is no hour, or one that is left out when summer time
    begins; an hour that comes twice in autumn is the first of the two.
    """
    if not _CLOCK.fullmatch(starts_at):
        raise ImpossibleStart(f"{starts_at!r} is no hour: write it as 18:00")
    hour, minute = map(int, starts_at.split(":"))
    local = datetime.combine(on, time(hour, minute), ROME)
    if local.astimezone(UTC).astimezone(ROME).time() != time(hour, minute):
        raise ImpossibleStart(f"{on} has no {starts_at}: summer time begins")
    return local


def ends(on: date, starts_at: str, minutes: int) -> datetime:
    """Give the instant so many minutes later, as the clock in Rome shows it."""
    begun = begins(on, starts_at).astimezone(UTC)
    return (begun + timedelta(minutes=minutes)).astimezone(ROME)


def check_start(on: date, starts_at: str) -> None:
    """Refuse an hour that a day does not have, by `ImpossibleStart`."""
    begins(on, starts_at)


def _check(recurrence: Recurrence) -> None:
    sound = (
        recurrence.frequency in FREQUENCIES
        and 1 <= recurrence.count <= MOST_SESSIONS
        and 1 <= recurrence.every <= MOST_APART
        and set(recurrence.weekdays) <= set(WEEKDAYS)
        and len(set(recurrence.except_on)) <= MOST_SESSIONS
    )
    if not sound:
        raise ImpossibleRecurrence(
            f"give 1 to {MOST_SESSIONS} sessions, {' or '.join(FREQUENCIES)}, every "
            f"1 to {MOST_APART}, on days among {', '.join(WEEKDAYS)}"
        )


class ImpossibleRecurrence(Exception):
    """A recurrence without an end, or that never comes."""


class ImpossibleStart(Exception):
    """An hour that is none, or that the day does not have in Rome."""
