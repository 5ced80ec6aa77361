"""How money, days and instants are written in documents, in the language in use."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_skeleton
from babel.numbers import format_currency

from azione0.words import language

ROME = ZoneInfo("Europe/Rome")


def euros(cents: int) -> str:
    """Write euro cents as `1.234,56 €`."""
    return format_currency(Decimal(cents) / 100, "EUR", locale=_locale())


def day(on: date) -> str:
    """Write a day as `10/03/2025`."""
    return f"{on:%d/%m/%Y}"


def long_day(on: date) -> str:
    """Write a day as `10 marzo 2025`."""
    return format_date(on, "long", locale=_locale())


def month(on: date) -> str:
    """Write a month as `marzo 2025`."""
    return format_skeleton("yMMMM", on, locale=_locale())


def moment(at: datetime) -> str:
    """Write an instant as the clock in Rome showed it: `10/03/2025 14:05`."""
    return f"{at.astimezone(ROME):%d/%m/%Y %H:%M}"


def _locale() -> str:
    """Give the language in use, English as it is written in Britain."""
    return "en_GB" if language() == "en" else language()
