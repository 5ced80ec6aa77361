"""
What is owed, reckoned a second time from the facts alone.

Charges that count, less money that counts, less what was given up, must be what
the allocation left open less what waits as credit. A document whose two sums
differ is not written.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ledger.account.allocation import WRITTEN_OFF
from ledger.account.books import Books
from ledger.account.facts import FOREVER, Charge
from ledger.account.standing import Standing


@dataclass(frozen=True, slots=True)
class Stretch:
    """From a day until the day before another, a fact counts for so many cents."""

    first: date
    after: date
    cents: int

    def on(self, day: date) -> int:
        """Give what it counts for on a day."""
        return self.cents if self.first <= day < self.after else 0


@dataclass(frozen=True, slots=True)
class Sums:
    """
    An account on a day, in euro cents.

    `money_cents`: payments, and settlements in the household's favour. The balance
    is what is to be paid, negative in the household's favour.
    """

    charges_cents: int
    money_cents: int
    written_off_cents: int
    open_cents: int
    credit_cents: int
    balance_cents: int


def stretches_of(books: Books, charge: Charge) -> Iterator[Stretch]:
    """
    Give when a charge counts, and for how much: once for each of its amounts.

    One in the household's favour counts as money, from the day on which it falls
    due.
    """
    for first, after, version in books.versions(charge):
        begins = version.owed_on if version.cents < 0 else version.effective_on
        if max(first, begins) < after:
            yield Stretch(max(first, begins), after, version.cents)


def payment_stretch(books: Books, payment_id: UUID) -> Stretch:
    """Give when a payment counts, and for how much."""
    payment = books.payments[payment_id]
    after = books.payment_ends.get(payment_id, FOREVER)
    return Stretch(payment.value_on, after, payment.cents)


def counted_on(books: Books, charge: Charge, day: date) -> int:
    """Give what a charge counts for on a day; negative in the household's favour."""
    return sum(it.on(day) for it in stretches_of(books, charge))


def sums_on(books: Books, standing: Standing) -> Sums:
    """Reckon an account on the standing's day; `DoesNotAddUp` if its sums differ."""
    day, position = standing.as_of, standing.position
    counted = [counted_on(books, it, day) for it in books.charges.values()]
    paid = sum(payment_stretch(books, it).on(day) for it in books.payments)
    open_cents = sum(position.open_cents.values())
    sums = Sums(
        charges_cents=sum(it for it in counted if it > 0),
        money_cents=paid - sum(it for it in counted if it < 0),
        written_off_cents=sum(written_off(standing).values()),
        open_cents=open_cents,
        credit_cents=position.credit_cents,
        balance_cents=open_cents - position.credit_cents,
    )
    check(
        sums.charges_cents - sums.money_cents - sums.written_off_cents,
        sums.balance_cents,
        f"the account on {day}",
    )
    return sums


def written_off(standing: Standing) -> dict[UUID, int]:
    """Give what was given up by the standing's day, by write-off."""
    found: dict[UUID, int] = {}
    for line in standing.position.lines:
        if line.rule == WRITTEN_OFF:
            found[line.payment_id] = found.get(line.payment_id, 0) + line.cents
    return found


def check(reckoned_cents: int, derived_cents: int, what: str) -> None:
    """Refuse two sums that differ by a cent or more: `DoesNotAddUp`."""
    if reckoned_cents != derived_cents:
        raise DoesNotAddUp(
            f"{what}: its facts add up to {reckoned_cents} cents, its allocation to "
            f"{derived_cents}: no document is written"
        )


class DoesNotAddUp(RuntimeError):
    """Two ways of reckoning an account that give two sums."""
