"""Decimal numbers that travel as text, so that nobody rounds them on the way."""

import re
from decimal import Decimal

WRITTEN = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,4})?")


def exact(text: str) -> Decimal | None:
    """
    Read a decimal of at most twelve digits and four decimal places.

    None for every other text: exponents, blanks, other alphabets' digits,
    infinities. Nothing is rounded.
    """
    return Decimal(text) if WRITTEN.fullmatch(text) else None


def written(number: Decimal) -> str | None:
    """Write a decimal out in digits; None if `exact` would refuse to read it."""
    text = format(number, "f")
    return text if WRITTEN.fullmatch(text) else None
