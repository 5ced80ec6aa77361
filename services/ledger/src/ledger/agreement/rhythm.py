"""
How far apart instalments are due: so many days, a month, or only once.

A rhythm is a word: `weekly`, `fortnightly`, `four_weekly`, `monthly`, `one_off`,
or `every_10_days` with any other number. Days are civil days, so no change of the
clock moves them. What rhythms are compared by is what they come to in a month.
"""

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import MAXYEAR, date, timedelta
from fractions import Fraction
from math import ceil, floor

WEEKLY = "weekly"
FORTNIGHTLY = "fortnightly"
FOUR_WEEKLY = "four_weekly"
MONTHLY = "monthly"
ONE_OFF = "one_off"

_DAYS = {WEEKLY: 7, FORTNIGHTLY: 14, FOUR_WEEKLY: 28}
_EVERY = re.compile(r"every_([1-9][0-9]{0,2})_days")
_WEEK, _YEAR_OF_WEEKS, _YEAR, _MONTHS = 7, 52 * 7, 365, 12


def due_days(first: date, count: int, rhythm: str = MONTHLY) -> list[date]:
    """
    Give `count` days from the first on, in their rhythm.

    A month later is the same day of the month, or its last where there is no such
    day; a first day that is the last of its month stays the last of every month.
    `UnknownRhythm`; `NothingFollows` for a second one-off; `DueTooLate`.
    """
    if rhythm == ONE_OFF and count > 1:
        raise NothingFollows(
            "nothing is due after a one-off instalment: agree a rhythm instead"
        )
    step = 0 if rhythm in (MONTHLY, ONE_OFF) else _days_of(rhythm)
    try:
        days = (
            _months_from(first, count)
            if rhythm == MONTHLY
            else [first + timedelta(step * it) for it in range(count)]
        )
    except (OverflowError, ValueError) as beyond:
        raise DueTooLate(
            f"{count} instalments from {first} on go beyond the calendar"
        ) from beyond
    if days and days[-1].year == MAXYEAR:
        raise DueTooLate(f"{days[-1]} is too late a day to wait for its grace")
    return days


def days_after(days: Sequence[date], count: int, rhythm: str = MONTHLY) -> list[date]:
    """
    Give `count` days more, as days in order would go on in their rhythm.

    After 30 January and 28 February comes 30 March: the first of the days that
    lead to the last one says on which day of the month.
    """
    for place, first in enumerate(days):
        tail = list(days[place:])
        if due_days(first, len(tail), rhythm) == tail:
            return due_days(first, len(tail) + count, rhythm)[len(tail) :]
    return []


def monthly_cents(instalment_cents: int, rhythm: str) -> int:
    """
    Give what an instalment comes to in a month, to the next cent.

    A year has 52 weeks or 365 days, and 12 months; a one-off weighs on one month.
    """
    return ceil(instalment_cents * _in_a_month(rhythm))


def most_cents(a_month_cents: int, rhythm: str) -> int:
    """Give the largest instalment that comes to no more than that in a month."""
    return floor(a_month_cents / _in_a_month(rhythm))


def most_instalments(months: int, rhythm: str) -> int:
    """Give how many instalments so many months hold: 60 months are 260 weeks."""
    if rhythm == ONE_OFF:
        return min(months, 1)
    return max(min(months, 1), floor(months * _in_a_month(rhythm)))


def full_months(since: date, until: date) -> int:
    """
    Give how many calendar months are over; none where `until` is before.

    A month is over on the same day of a later one, or on its last where there is
    no such day. Source: art. 2963 c. 4 and 5 c.c.
    """
    months = (until.year - since.year) * _MONTHS + until.month - since.month
    if until.day < min(since.day, monthrange(until.year, until.month)[1]):
        months -= 1
    return max(0, months)


def _months_from(first: date, count: int) -> list[date]:
    at_the_end = first.day == monthrange(first.year, first.month)[1]
    days = []
    for month in range(first.month - 1, first.month - 1 + count):
        year = first.year + month // _MONTHS
        last = monthrange(year, month % _MONTHS + 1)[1]
        day = last if at_the_end else min(first.day, last)
        days.append(date(year, month % _MONTHS + 1, day))
    return days


def _in_a_month(rhythm: str) -> Fraction:
    if rhythm in (MONTHLY, ONE_OFF):
        return Fraction(1)
    days = _days_of(rhythm)
    year = _YEAR if days % _WEEK else _YEAR_OF_WEEKS
    return Fraction(year, days * _MONTHS)


def _days_of(rhythm: str) -> int:
    if rhythm in _DAYS:
        return _DAYS[rhythm]
    found = _EVERY.fullmatch(rhythm)
    if found is None:
        raise UnknownRhythm(
            f"{rhythm!r}: give weekly, fortnightly, four_weekly, monthly, one_off or "
            "every_10_days"
        )
    return int(found[1])


class UnknownRhythm(Exception):
    """A word that says no rhythm of instalments."""


class NothingFollows(Exception):
    """An instalment after a one-off one."""


class DueTooLate(Exception):
    """A due day at the end of the calendar."""
