"""
The days and amounts of a repayment agreement.

Equal instalments, one a month on the day of the first one (the last day of the
month where there is no such day); the last takes what is left over.
"""

from calendar import monthrange
from datetime import date

from ledger.account.facts import Instalment
from ledger.policy import Policy

DECEMBER = 12


def monthly_dates(first: date, count: int) -> list[date]:
    """
    Give `count` days, a month apart.

    A first day that is the last of its month stays the last of every month.
    """
    at_the_end = first.day == monthrange(first.year, first.month)[1]
    days, year, month = [], first.year, first.month
    for _ in range(count):
        last = monthrange(year, month)[1]
        days.append(date(year, month, last if at_the_end else min(first.day, last)))
        year, month = (year + 1, 1) if month == DECEMBER else (year, month + 1)
    return days


def schedule(
    debt_cents: int,
    *,
    instalment_cents: int,
    first_due_on: date,
    policy: Policy,
    down_payment_cents: int = 0,
    signed_on: date | None = None,
) -> tuple[Instalment, ...]:
    """
    Spread a debt over monthly instalments that add up to it.

    A down payment is number 0, due when signed. `NothingToRepay`,
    `InstalmentTooSmall`, `InstalmentTooLarge`, `TooManyInstalments`. Source:
    policy parameters `min_instalment_cents`, `max_instalments`.
    """
    rest = debt_cents - down_payment_cents
    if debt_cents <= 0 or down_payment_cents < 0 or rest <= 0:
        raise NothingToRepay(
            f"{rest} cents are left to be spread over instalments: nothing to agree"
        )
    if instalment_cents < min(policy.min_instalment_cents, rest):
        raise InstalmentTooSmall(
            f"an instalment of {instalment_cents} cents is below the least of "
            f"{policy.min_instalment_cents}"
        )
    if instalment_cents > rest:
        raise InstalmentTooLarge(
            f"an instalment of {instalment_cents} cents is more than the {rest} owed"
        )
    count = -(-rest // instalment_cents)
    if count > policy.max_instalments:
        raise TooManyInstalments(
            f"{count} instalments are needed and {policy.max_instalments} allowed: "
            "raise the instalment or freeze part of the debt"
        )
    days = monthly_dates(first_due_on, count)
    amounts = [instalment_cents] * (count - 1)
    amounts.append(rest - sum(amounts))
    instalments = [
        Instalment(number, day, cents)
        for number, (day, cents) in enumerate(zip(days, amounts, strict=True), 1)
    ]
    if down_payment_cents:
        instalments.insert(
            0, Instalment(0, signed_on or first_due_on, down_payment_cents)
        )
    return tuple(instalments)


class NothingToRepay(Exception):
    """An agreement on no debt."""


class InstalmentTooSmall(Exception):
    """An instalment below the least that is allowed."""


class InstalmentTooLarge(Exception):
    """An instalment larger than the debt."""


class TooManyInstalments(Exception):
    """A debt that would be repaid in more instalments than allowed."""
