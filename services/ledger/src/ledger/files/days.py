"""
Days and instants in files, as civil days in Italy.

A time without an offset is Italian time. Instants are given in UTC: two times of
one zone are compared by their clock faces, which is wrong when clocks go back.
"""

import re
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from azione0.words import _

ROME = ZoneInfo("Europe/Rome")
FIRST_YEAR, LAST_YEAR = 1970, 2199

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
ZONED_DAY = re.compile(rf"({DAY.pattern})(?:Z|[+-][0-9]{{2}}:[0-9]{{2}})?")
INSTANT = re.compile(
    rf"{DAY.pattern}T[0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}"
    r"(?:\.[0-9]{1,9})?(?:Z|[+-][0-9]{2}:[0-9]{2})?"
)


def day(text: str) -> date:
    """Read `2026-03-31`, and nothing else."""
    return _day(DAY.fullmatch(text) and text)


def xml_day(text: str) -> date:
    """
    Read `2026-03-31`, `2026-03-31+01:00` or a date-time.

    An offset on a day says nothing about which civil day is meant; a date-time
    with an offset is the day it was in Italy.
    """
    if "T" in text:
        return instant(text).astimezone(ROME).date()
    found = ZONED_DAY.fullmatch(text)
    return _day(found and found[1])


def instant(text: str) -> datetime:
    """Read an XML date-time, Italian time if it has no offset; in UTC."""
    expected = _("una data e ora come 2026-03-31T10:00:00")
    if INSTANT.fullmatch(text) is None:
        raise NotADay(expected)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise NotADay(expected) from None
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise NotADay(expected)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=ROME)
    return moment.astimezone(UTC)


def _day(text: str | None) -> date:
    expected = _("una data come 2026-03-31")
    if not text:
        raise NotADay(expected)
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise NotADay(expected) from None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise NotADay(expected)
    return found


class NotADay(ValueError):
    """The text is no day, or no instant; the message says what was expected."""
