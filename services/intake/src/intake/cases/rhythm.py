"""When something that comes back is due: every week, month or quarter since a day."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count

ONCE = "once"
WEEKS = {"weekly": 1, "fortnightly": 2}
MONTHS = {"monthly": 1, "quarterly": 3}
RHYTHMS = (ONCE, *WEEKS, *MONTHS)


def months_after(day: date, months: int) -> date:
    """Give the same day some months later; the last of the month if there is none."""
    whole = day.year * 12 + day.month - 1 + months
    year, month = divmod(whole, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def due_days(
    rhythm: str | None, due_on: date | None, since: date, until: date
) -> Iterator[date]:
    """
    Give the days after `since` and up to `until` on which something is due.

    `due_on` is the one day of what is due once, the last one of what comes back.
    """
    if rhythm in (None, ONCE):
        if due_on is not None and due_on <= until:
            yield due_on
        return
    last = min(until, due_on or until)
    for times in count(1):
        day = _step(str(rhythm), since, times)
        if day > last:
            return
        yield day


def next_due(
    rhythm: str | None, due_on: date | None, since: date, day: date
) -> date | None:
    """Give the first day from `day` on that something is due; `None` if never again."""
    if rhythm in (None, ONCE):
        return due_on if due_on is not None and due_on >= day else None
    found = next(
        it for times in count(1) if (it := _step(str(rhythm), since, times)) >= day
    )
    return found if due_on is None or found <= due_on else None


def _step(rhythm: str, since: date, times: int) -> date:
    if rhythm in WEEKS:
        return since + timedelta(weeks=WEEKS[rhythm] * times)
    return months_after(since, MONTHS[rhythm] * times)
