"""
The days and amounts of a repayment agreement.

Equal instalments in a rhythm, so many or of so much; the last takes what is left
over, so that together they are the debt to the cent.
"""

from datetime import date

from ledger.account.facts import Instalment
from ledger.agreement.rhythm import (
    MONTHLY,
    ONE_OFF,
    due_days,
    full_months,
    monthly_cents,
    most_instalments,
)
from ledger.policy import Policy


def schedule(
    debt_cents: int,
    *,
    first_due_on: date,
    policy: Policy,
    instalment_cents: int | None = None,
    count: int | None = None,
    multiple_of_cents: int = 1,
    rhythm: str = MONTHLY,
    down_payment_cents: int = 0,
    down_payment_on: date | None = None,
    signed_on: date | None = None,
) -> tuple[Instalment, ...]:
    """
    Spread a debt over instalments that add up to it, by their amount or count.

    By count they are a `multiple_of_cents` each, and the last can be larger. A
    one-off needs neither. A down payment is number 0, due on its own day or when
    signed. Both parameters are read by the month, in every rhythm alike: the least
    is compared with what an instalment comes to in a month, the most is how many
    months of instalments there may be. `NothingToRepay`, `AmountOrCount`,
    `NoInstalments`, `WrongMultiple`, `InstalmentTooSmall`, `InstalmentTooLarge`,
    `TooManyInstalments`, `FirstDueBeforeSigning`, `FirstDueTooLate`,
    `DownPaymentAfterFirst`, `NoDownPayment`, and the refusals of `due_days`. Source:
    policy parameters `min_instalment_cents`, `max_instalments`.
    """
    rest = left_to_repay(debt_cents, down_payment_cents)
    if rhythm == ONE_OFF and instalment_cents is None and count is None:
        count = 1
    if instalment_cents is not None and count is None:
        part = _amount(rest, instalment_cents, multiple_of_cents)
        count = -(-rest // part)
    elif count is not None and instalment_cents is None:
        part = equal_part(rest, count, multiple_of_cents)
    else:
        raise AmountOrCount("give the amount of an instalment, or how many they are")
    check_amount(part if count > 1 else rest, rest, rhythm, policy)
    most = most_instalments(policy.max_instalments, rhythm)
    if count > most:
        raise TooManyInstalments(
            f"{count} instalments are needed and {most} allowed: "
            "raise the instalment or freeze part of the debt"
        )
    if down_payment_on and not down_payment_cents:
        raise NoDownPayment(f"no amount is given to be paid down on {down_payment_on}")
    if signed_on and full_months(signed_on, first_due_on) > policy.max_instalments:
        raise FirstDueTooLate(
            f"{first_due_on} is more than {policy.max_instalments} months after "
            f"{signed_on}: no agreement may last so long"
        )
    down_on = down_payment_on or signed_on or first_due_on
    _check_days(down_on if down_payment_cents else None, first_due_on, signed_on)
    days = due_days(first_due_on, count, rhythm)
    amounts = with_the_rest(rest, part, count)
    instalments = [
        Instalment(number, day, cents)
        for number, (day, cents) in enumerate(zip(days, amounts, strict=True), 1)
    ]
    if down_payment_cents:
        instalments.insert(0, Instalment(0, down_on, down_payment_cents))
    return tuple(instalments)


def left_to_repay(debt_cents: int, down_payment_cents: int) -> int:
    """Give what is to be spread beside a down payment; `NothingToRepay`."""
    if down_payment_cents < 0:
        raise NothingToRepay(
            f"a down payment of {down_payment_cents} cents pays nothing: give 0 or more"
        )
    rest = debt_cents - down_payment_cents
    if rest <= 0:
        raise NothingToRepay(
            f"{rest} cents are left to be spread over instalments: nothing to agree"
        )
    return rest


def check_amount(
    instalment_cents: int, rest_cents: int, rhythm: str, policy: Policy
) -> None:
    """
    Refuse an instalment that repays too little: `InstalmentTooSmall`.

    What counts is what it comes to in a month, so that no rhythm is favoured; a
    debt below the least may be paid at once. Source: `min_instalment_cents`.
    """
    a_month = monthly_cents(instalment_cents, rhythm)
    least = min(policy.min_instalment_cents, rest_cents)
    if instalment_cents <= 0 or a_month < least:
        raise InstalmentTooSmall(
            f"an instalment of {instalment_cents} cents comes to {a_month} a month, "
            f"and the least is {policy.min_instalment_cents}"
        )


def equal_part(cents: int, count: int, multiple_of_cents: int) -> int:
    """
    Give the largest multiple that fits `count` times; 0 if none does.

    `NoInstalments` without a part, `WrongMultiple` of nothing.
    """
    if count <= 0:
        raise NoInstalments(f"{count} instalments repay nothing: give 1 or more")
    if multiple_of_cents <= 0:
        raise WrongMultiple(f"a multiple of {multiple_of_cents} cents: give 1 or more")
    return cents // count // multiple_of_cents * multiple_of_cents


def with_the_rest(cents: int, part_cents: int, count: int) -> list[int]:
    """Give `count` parts that add up: the last is what the others leave."""
    return [part_cents] * (count - 1) + [cents - part_cents * (count - 1)]


def _amount(rest: int, instalment_cents: int, multiple_of_cents: int) -> int:
    if instalment_cents <= 0:
        raise InstalmentTooSmall(
            f"an instalment of {instalment_cents} cents repays nothing"
        )
    if multiple_of_cents <= 0 or instalment_cents % multiple_of_cents:
        raise WrongMultiple(
            f"{instalment_cents} cents are no multiple of {multiple_of_cents}"
        )
    if instalment_cents > rest:
        raise InstalmentTooLarge(
            f"an instalment of {instalment_cents} cents is more than the {rest} owed"
        )
    return instalment_cents


def _check_days(
    down_payment_on: date | None, first_due_on: date, signed_on: date | None
) -> None:
    first = min(down_payment_on or first_due_on, first_due_on)
    if signed_on and first < signed_on:
        raise FirstDueBeforeSigning(
            f"{first} is before {signed_on}, the day of the agreement: nothing can "
            "be due by then"
        )
    if down_payment_on and down_payment_on > first_due_on:
        raise DownPaymentAfterFirst(
            f"a down payment on {down_payment_on} comes after the first instalment "
            f"on {first_due_on}: let it come before"
        )


class NothingToRepay(Exception):
    """An agreement on no debt."""


class AmountOrCount(Exception):
    """Neither how much an instalment is nor how many there are, or both."""


class NoInstalments(Exception):
    """A number of instalments below one."""


class WrongMultiple(Exception):
    """An amount that is no multiple of the step asked for, or no step."""


class InstalmentTooSmall(Exception):
    """An instalment below the least that is allowed."""


class InstalmentTooLarge(Exception):
    """An instalment larger than the debt."""


class TooManyInstalments(Exception):
    """A debt that would be repaid in more instalments, or months, than allowed."""


class FirstDueBeforeSigning(Exception):
    """Something due before the agreement is made."""


class FirstDueTooLate(Exception):
    """A first instalment after the time in which all of them may be paid."""


class NoDownPayment(Exception):
    """A day for a down payment of nothing."""


class DownPaymentAfterFirst(Exception):
    """A down payment due after the first instalment."""
