"""How money, days, shares and organisations are written for people to read."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel import Locale
from babel.numbers import format_currency, format_decimal, format_percent

from azione0.words import language

ROME = ZoneInfo("Europe/Rome")
ORGANISATIONS = {
    "comune-brescia": "Comune di Brescia",
    "aler-bcm": "ALER BCM",
    "elefanti-volanti": "Elefanti Volanti",
    "la-rete": "La Rete",
    "solco-brescia": "Sol.Co Brescia",
    "azione0": "Azione 0",
}


def euros(cents: int) -> str:
    """Write euro cents as `1.234,56 €`, with the language's own marks."""
    return format_currency(Decimal(cents) / 100, "EUR", locale=language())


def whole_euros(value: int) -> str:
    """Write whole euro as `1.234 €`, with the language's own marks."""
    pattern = Locale.parse(language()).currency_formats["standard"].pattern
    return format_currency(
        value,
        "EUR",
        format=pattern.replace(".00", ""),
        locale=language(),
        currency_digits=False,
    )


def number(value: Decimal | int) -> str:
    """Write a number with the language's own marks."""
    return format_decimal(value, locale=language())


def two_places(value: Decimal) -> str:
    """Write a number with two decimals, always."""
    return format_decimal(value, format="0.00", locale=language())


def percent(value: Decimal | None) -> str:
    """Write a share as a percentage with one decimal; a dash where there is none."""
    if value is None:
        return "-"
    return format_percent(value, format="0.0 %", locale=language())


def day(on: date) -> str:
    """Write a day as `10/09/2025`."""
    return f"{on:%d/%m/%Y}"


def moment(at: datetime) -> str:
    """Write an instant as the clock in Rome showed it: `10/09/2025 14:05`."""
    return f"{at.astimezone(ROME):%d/%m/%Y %H:%M}"


def organisation(code: str) -> str:
    """Write who an organisation is; its own code where its name is not known."""
    return ORGANISATIONS.get(code, code)
