"""
How many days of a pathway are left, with what was prolonged and paused.

Pure rules, both ends of every span counted. A pause adds its days to the end once
they have passed: those of a running pause count up to the day before. It adds only
days that were days of the pathway: none before its start, none after its end.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Pause:
    """Days on which a pathway rests, both ends included; no end while it is open."""

    from_on: date
    until_on: date | None

    def holds(self, day: date) -> bool:
        """Say whether the pathway rests on a day."""
        return self.from_on <= day and (self.until_on is None or day <= self.until_on)

    def days_by(self, today: date, start_on: date = date.min) -> int:
        """Count its days that have passed before `today`, those since a day."""
        last = today - timedelta(days=1)
        if self.until_on is not None:
            last = min(last, self.until_on)
        return max(0, (last - max(self.from_on, start_on)).days + 1)


def days_of(from_on: date, until_on: date) -> int:
    """Count days, both ends included."""
    return (until_on - from_on).days + 1


def end_of(
    start_on: date,
    end_on: date,
    prolonged_days: int,
    pauses: Sequence[Pause],
    today: date,
) -> date:
    """Give the last day as known `today`, moved by prolongations and past pauses."""
    last = end_on + timedelta(days=prolonged_days)
    for it in sorted(pauses, key=lambda one: one.from_on):
        if it.from_on <= last:
            last += timedelta(days=it.days_by(today, start_on))
    return last


def remaining_days(
    start_on: date,
    end_on: date,
    prolonged_days: int,
    pauses: Sequence[Pause],
    today: date,
) -> int:
    """Count the days left, `today` and the last one included; 0 when it is over."""
    last = end_of(start_on, end_on, prolonged_days, pauses, today)
    return max(0, days_of(max(start_on, today), last))
