"""
What can be a charge or a payment at all, by whatever door it comes in.

What is refused here is wrong in itself; what does not fit the books is for the
account to say.
"""

from datetime import date, timedelta

from ledger.account.facts import Charge, Payment

#: As the door has it: a day beyond these could be stored and never told to others.
FIRST_YEAR, LAST_YEAR = 1900, 2199
#: As in files: ten digits of euro. Sums of them stay whole in every reader.
MOST_CENTS = 999_999_999_999


def check_charge(charge: Charge) -> None:
    """
    Refuse what cannot be a charge.

    `WrongAmount`, `DayOutOfReach`, `DueBeforeIssue`, `PeriodBackwards`.
    """
    what = f"charge {charge.id}"
    if charge.cents == 0 or (charge.cents < 0 and charge.kind != "settlement"):
        raise WrongAmount(
            f"{what}: {charge.cents} cents; only a settlement may be in the "
            "household's favour"
        )
    _check_size(what, charge.cents)
    check_days(
        what,
        charge.issued_on,
        charge.due_on,
        charge.period_from,
        charge.period_to,
        charge.effective_on,
    )
    if charge.due_on < charge.issued_on:
        raise DueBeforeIssue(
            f"{what} is due {charge.due_on}, before its issue on {charge.issued_on}"
        )
    if charge.period_to < charge.period_from:
        raise PeriodBackwards(
            f"{what}: its period ends on {charge.period_to}, before "
            f"{charge.period_from}"
        )


def check_payment(payment: Payment, told_on: date, days_ahead: int) -> None:
    """
    Refuse what cannot be a payment, or cannot be one yet.

    `told_on` is the day on which whoever has the money said so. `WrongAmount`,
    `DayOutOfReach`; `NotYetPaid`. Source: policy parameter `value_days_ahead`.
    """
    what = f"payment {payment.id}"
    if payment.cents <= 0:
        raise WrongAmount(f"{what}: {payment.cents} cents; give what came in")
    _check_size(what, payment.cents)
    check_days(what, payment.value_on)
    if payment.value_on > told_on + timedelta(days_ahead):
        raise NotYetPaid(
            f"{what} counts from {payment.value_on} and was told on {told_on}: at most "
            f"{days_ahead} days may lie between"
        )


def check_days(what: str, *days: date) -> None:
    """Refuse days that no letter could bear and no calendar reaches."""
    for it in days:
        if not FIRST_YEAR <= it.year <= LAST_YEAR:
            raise DayOutOfReach(
                f"{what}: {it} is not between {FIRST_YEAR} and {LAST_YEAR}"
            )


def _check_size(what: str, cents: int) -> None:
    if abs(cents) > MOST_CENTS:
        raise WrongAmount(f"{what}: {cents} cents are more than {MOST_CENTS}")


class WrongAmount(Exception):
    """An amount that is none: zero, negative where it may not be, beyond all money."""


class DayOutOfReach(Exception):
    """A day of another age, such as a year written with a wrong digit."""


class DueBeforeIssue(Exception):
    """A charge that would be due before it was issued."""


class PeriodBackwards(Exception):
    """A charge for a period that ends before it begins."""


class NotYetPaid(Exception):
    """Money that would come in after the day on which it was told."""
