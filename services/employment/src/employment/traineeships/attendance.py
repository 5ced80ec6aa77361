"""
A month of a traineeship: who was there long enough has the whole allowance.

Months are counted from the first day of the traineeship; the last one may be a part,
and then counts by its days. Source: DGR Lombardia 7763/2018: the whole allowance
with at least 80 % of the month's hours, in proportion below.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from employment.months import last_day

MOST_MINUTES = 31 * 24 * 60
HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Attendance:
    """Minutes planned and minutes present in one month."""

    minutes_planned: int
    minutes_present: int

    def is_full(self, least_percent: int) -> bool:
        """Say whether it is enough for the whole allowance."""
        return self.minutes_present * HUNDRED >= self.minutes_planned * least_percent


def month_of(start_on: date, number: int, ends_on: date) -> tuple[date, date]:
    """
    Give the first and the last day of a month of a traineeship, the first is 1.

    `NoSuchMonth` for one that does not begin by `ends_on`.
    """
    first = start_on
    if number > 1:
        first = last_day(start_on, number - 1) + timedelta(days=1)
    if number < 1 or first > ends_on:
        raise NoSuchMonth(
            f"a traineeship from {start_on} to {ends_on} has no month {number}"
        )
    return first, min(last_day(start_on, number), ends_on)


def allowance_due(
    allowance_cents: int,
    attended: Attendance,
    least_percent: int,
    days: int,
    days_of_month: int,
) -> int:
    """Give what is due for a month, in cents, half a cent up; never more than whole."""
    share = (1, 1)
    if not attended.is_full(least_percent):
        share = (attended.minutes_present, attended.minutes_planned)
    above = allowance_cents * days * share[0]
    below = days_of_month * share[1]
    return (2 * above + below) // (2 * below)


def check_attendance(minutes_planned: int, minutes_present: int) -> None:
    """Refuse minutes that no month has, by `ImpossibleAttendance`."""
    if not (0 < minutes_planned <= MOST_MINUTES and minutes_present >= 0):
        raise ImpossibleAttendance(
            f"{minutes_present} of {minutes_planned} minutes: give 1 to {MOST_MINUTES} "
            "planned, and none below nought"
        )
    if minutes_present > minutes_planned:
        raise ImpossibleAttendance(
            f"{minutes_present} minutes are more than the {minutes_planned} planned: "
            "a trainee stays no longer than the project says"
        )


class NoSuchMonth(Exception):
    """A month that the traineeship does not have."""


class ImpossibleAttendance(Exception):
    """Minutes that no month has, or more than were planned."""
