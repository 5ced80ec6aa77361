"""
When a debt can no longer be asked for, because too much time has passed.

Time runs from the day on which the debt falls due, which is not counted, and is
over at the end of the same day years later. A notice of default or an
acknowledgement that comes in time lets it run anew; one that comes too late
revives nothing. Source: arts. 2934-2935, 2943-2946, 2948 and 2963 c.c.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from ledger.account.facts import FOREVER, Charge
from ledger.months import years_after


@dataclass(frozen=True, slots=True)
class Prescription:
    """
    `on` is the first day on which a charge is prescribed.

    Time runs since `since_on`: the due day, or the last interruption that
    counted, which is then `interrupted_on`.
    """

    on: date
    since_on: date
    interrupted_on: date | None = None


def prescribe(
    charge: Charge, interruptions: Iterable[date], years: int
) -> Prescription:
    """
    Say when a charge is prescribed, and since when the time runs.

    `years` are 5 for what falls due every year or more often (art. 2948 c.c.,
    policy parameter `prescription_years`), else 10 (art. 2946,
    `prescription_years_other`).
    """
    since_on, interrupted_on = charge.owed_on, None
    on = _first_day(since_on, years)
    for day in sorted(interruptions):
        if since_on < day < on:
            since_on = interrupted_on = day
            on = _first_day(day, years)
    return Prescription(on, since_on, interrupted_on)


def prescribed_on(charge: Charge, interruptions: Iterable[date], years: int) -> date:
    """Give the first day on which a charge is prescribed."""
    return prescribe(charge, interruptions, years).on


def _first_day(since_on: date, years: int) -> date:
    last = years_after(since_on, years)
    return last if last == FOREVER else last + timedelta(days=1)
