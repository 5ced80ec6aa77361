"""Civil months: when so many of them end."""

from calendar import monthrange
from datetime import date, timedelta

MONTHS_IN_YEAR = 12


def last_day(start_on: date, months: int) -> date:
    """Give the last day of so many months that begin on a day."""
    year, month = divmod(start_on.month - 1 + months, MONTHS_IN_YEAR)
    year, month = start_on.year + year, month + 1
    day = min(start_on.day, monthrange(year, month)[1] + 1)
    if day > monthrange(year, month)[1]:
        return date(year, month, day - 1)
    return date(year, month, day) - timedelta(days=1)
