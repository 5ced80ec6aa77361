"""
The hiring notice (UNILAV): its code, when it was due, and how late it came.

The code has sixteen digits: the office (region and province, five), the year (two)
and a number (nine). Sources: art. 9-bis D.L. 510/1996 (the day before the first day;
agency work by the 20th of the next month; force majeure within five days).
"""

import re
from datetime import date, timedelta

from employment.months import MONTHS_IN_YEAR

_UNILAV = re.compile(r"[0-9]{16}", re.ASCII)
AGENCY_DAY = 20
URGENT_DAYS = 5


def check_unilav(code: str) -> str:
    """Give the code of a hiring notice back; `NotUnilav` unless sixteen digits."""
    if not _UNILAV.fullmatch(code):
        raise NotUnilav(
            "the code of a hiring notice (UNILAV) has sixteen digits: copy it from the "
            "receipt"
        )
    return code


def notice_due_on(start_on: date, *, agency: bool, urgent: bool) -> date:
    """Give the last day on which a hiring notice is in time."""
    if agency:
        months = start_on.year * MONTHS_IN_YEAR + start_on.month
        return date(months // MONTHS_IN_YEAR, months % MONTHS_IN_YEAR + 1, AGENCY_DAY)
    if urgent:
        return start_on + timedelta(days=URGENT_DAYS)
    return start_on - timedelta(days=1)


def days_late(
    notice_on: date, start_on: date, *, agency: bool, urgent: bool = False
) -> int:
    """Count the days by which a notice came late; 0 if in time."""
    due_on = notice_due_on(start_on, agency=agency, urgent=urgent)
    return max(0, (notice_on - due_on).days)


class NotUnilav(Exception):
    """A text that is no code of a hiring notice."""
