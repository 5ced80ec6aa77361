"""Months by their place, from 0, in a stretch that begins with a first one."""

from datetime import date, timedelta

MONTHS = 12
ONE_DAY = timedelta(days=1)


def month_at(first: date, place: int) -> date:
    """Give the first day of the month at a place, which may be before the first."""
    years, month = divmod(first.month - 1 + place, MONTHS)
    return date(first.year + years, month + 1, 1)


def last_day(first: date, place: int) -> date:
    """Give the last day of the month at a place."""
    return month_at(first, place + 1) - ONE_DAY


def place_of(first: date, day: date) -> int:
    """Give the place of the month in which a day lies; negative before the first."""
    return MONTHS * (day.year - first.year) + day.month - first.month
