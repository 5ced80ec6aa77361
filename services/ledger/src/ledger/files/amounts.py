"""
Amounts of money in files: text in, whole euro cents out, nothing ever rounded.

No float is involved, and only the digits 0 to 9 are digits.
"""

import re

from azione0.words import _

PLAIN = re.compile(r"(-?)([0-9]{1,10})(?:[.,]([0-9]{1,2}))?")
PAGOPA = re.compile(r"(-?)([0-9]{1,10})\.([0-9]{2})")
ISO_20022 = re.compile(r"()([0-9]{1,13})(?:\.([0-9]{1,5}))?")


def cents(text: str) -> int:
    """Read `180`, `180,00` or `180.00`, with a leading `-` perhaps; euro cents."""
    return _cents(PLAIN, text, _("un importo in euro, come 180,00"))


def pagopa_cents(text: str) -> int:
    """Read `180.00`: pagoPA writes a dot and always two decimals; euro cents."""
    return _cents(PAGOPA, text, _("un importo in euro con punto e due decimali"))


def camt_cents(text: str) -> int:
    """
    Read an ISO 20022 amount; euro cents.

    Up to five decimals are legal there, so `18.150` is 1815 cents; `18.155` is
    no whole number of cents and is refused. A sign is never part of the amount.
    """
    return _cents(ISO_20022, text, _("un importo senza segno, in centesimi interi"))


def euro(amount_cents: int) -> str:
    """Write cents as Italians read them: `1.234,56 €`."""
    sign = "-" if amount_cents < 0 else ""
    whole, rest = divmod(abs(amount_cents), 100)
    return f"{sign}{f'{whole:,}'.replace(',', '.')},{rest:02} €"


def _cents(pattern: re.Pattern[str], text: str, expected: str) -> int:
    found = pattern.fullmatch(text)
    if found is None:
        raise NotAnAmount(expected)
    sign, whole, decimals = found.groups()
    decimals = (decimals or "").ljust(2, "0")
    if decimals[2:].strip("0"):
        raise NotAnAmount(expected)
    amount_cents = int(whole) * 100 + int(decimals[:2])
    return -amount_cents if sign else amount_cents


class NotAnAmount(ValueError):
    """The text is no amount in whole cents; the message says what was expected."""
