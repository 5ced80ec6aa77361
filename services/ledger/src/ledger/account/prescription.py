"""
When a debt can no longer be asked for because too much time has passed.

Source: arts. 2934, 2943-2946 and 2948 c.c.
"""

from collections.abc import Iterable
from datetime import date

from ledger.account.facts import Charge


def prescribed_on(charge: Charge, interruptions: Iterable[date], years: int) -> date:
    """
    Give the first day on which a charge is prescribed.

    It runs from the day on which the charge falls due; a notice of default or an
    acknowledgement that comes in time lets it begin again.
    """
    end = _years_after(charge.owed_on, years)
    for day in sorted(interruptions):
        if day < end:
            end = max(end, _years_after(day, years))
    return end


def _years_after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
