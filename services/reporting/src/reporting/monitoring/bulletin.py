"""
The bulletin: as of the end of a month, with what was known at the end of a month.

The board asks by whole months only. Two answers a day apart would tell by their
difference what one household did on that day; two a month apart tell what happened
in a month, which the tables themselves tell of groups that are large enough.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from reporting.projections.entry import Question

ROME = ZoneInfo("Europe/Rome")
#: How many months the movements are shown for.
MONTHS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Bulletin:
    """The last day that counts, and the last day whose knowledge counts."""

    as_of: date
    known_on: date

    @property
    def question(self) -> Question:
        """The same as every projection is asked: known at the end of that day."""
        known_at = datetime.combine(self.known_on, time.max, ROME)
        return Question(self.as_of, known_at)

    @property
    def months(self) -> list[date]:
        """The first days of the months shown, the oldest first."""
        last = first_day(self.as_of)
        return [months_later(last, -it) for it in reversed(range(MONTHS_SHOWN))]


def bulletin(
    now: datetime, as_of: date | None = None, known_at: datetime | None = None
) -> Bulletin:
    """
    Give the last bulletin that can be asked for: a month's end, known at one.

    A day or an instant within a month is taken back to the end of the month before;
    what counts after what was known is not asked.
    """
    instant = now if known_at is None else min(known_at, now)
    # The day is over with its last microsecond, by which a whole day is asked for.
    over = (instant + timedelta(microseconds=1)).astimezone(ROME).date()
    known_on = _end_reached(over - timedelta(days=1))
    return Bulletin(_end_reached(min(as_of or known_on, known_on)), known_on)


def first_day(day: date) -> date:
    """Give the first day of a day's month, which stands for the month."""
    return day.replace(day=1)


def last_day(day: date) -> date:
    """Give the last day of a day's month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def months_later(day: date, months: int) -> date:
    """Give the same day some months later, or the last of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _end_reached(day: date) -> date:
    """Give the last month's end that a day has reached."""
    return day if day == last_day(day) else first_day(day) - timedelta(days=1)
