"""
The number on a pagoPA payment notice, and its two check digits.

A number is eighteen digits: an auxiliary digit, then for 3 a segregation code of
two digits and a base of thirteen, for 0 an application code of two and a base of
thirteen, and at the end two check digits: the sixteen before them, modulo 93.
Numbers seen in public samples break the rule, so it is applied only where somebody
types a number, never to what pagoPA reports.
"""

import re

NOTICE = re.compile(r"[0-9]{18}")
WITH_CHECK_DIGITS = frozenset("03")


def notice_number(auxiliary: str, code: str, base: str) -> str:
    """Make a notice number of its auxiliary digit (0 or 3), code and base."""
    first = auxiliary + code + base
    if auxiliary not in WITH_CHECK_DIGITS or not re.fullmatch(r"[0-9]{16}", first):
        raise NotANotice(first)
    return first + check_digits(first)


def check_digits(first: str) -> str:
    """Give the two check digits of the first sixteen digits of a notice number."""
    return f"{int(first) % 93:02}"


def is_sound(notice: str) -> bool:
    """Tell whether a number is a notice number whose check digits agree."""
    return (
        NOTICE.fullmatch(notice) is not None
        and notice[0] in WITH_CHECK_DIGITS
        and notice[16:] == check_digits(notice[:16])
    )


def iuv_of(notice: str) -> str:
    """
    Give the payment identifier (IUV) that a notice number contains.

    Seventeen digits for auxiliary digit 3; fifteen for 0, whose application
    code is not part of it; for others all but the auxiliary digit.
    """
    if not NOTICE.fullmatch(notice):
        raise NotANotice(notice)
    return notice[3:] if notice[0] == "0" else notice[1:]


class NotANotice(ValueError):
    """The digits are no number of a payment notice."""
