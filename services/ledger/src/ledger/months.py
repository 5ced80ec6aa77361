"""Terms in months and years, which the law counts by the calendar."""

from calendar import monthrange
from datetime import date

MONTHS = 12


def months_after(day: date, months: int) -> date:
    """
    Give the same day so many months later, or earlier if there are fewer than 0.

    The last day of that month where it has no such day; the first or last day
    there is where the calendar ends. Source: art. 2963 c.c.
    """
    year, month = divmod(day.year * MONTHS + day.month - 1 + months, MONTHS)
    if not date.min.year <= year <= date.max.year:
        return date.min if year < date.min.year else date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def years_after(day: date, years: int) -> date:
    """Give the same day so many years later; 28 February for a 29th."""
    return months_after(day, years * MONTHS)
