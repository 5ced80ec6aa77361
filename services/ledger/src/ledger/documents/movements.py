"""
What changed an account's balance in a period, day by day.

A charge that was replaced by another before it ever counted is shown too, with
no effect: nothing that was once said disappears.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from ledger.account.facts import FOREVER, Charge, Payment, WriteOff
from ledger.documents.reading import Folio
from ledger.documents.sums import Stretch, payment_stretch, stretches_of, written_off

CHARGED, SETTLED, AMENDED = "charged", "settled", "amended"
TAKEN_BACK, REPLACED = "taken_back", "replaced"
PAID, REVERSED = "paid", "reversed"
WRITTEN_OFF, REVOKED = "written_off", "revoked"
#: Debts come before the money of the same day, as in the allocation.
_ORDER = (
    CHARGED, AMENDED, TAKEN_BACK, REPLACED, REVERSED, REVOKED, SETTLED, PAID,
    WRITTEN_OFF,
)  # fmt: skip
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Movement:
    """
    Something that changed what is owed by so many cents, on a day.

    `shown_cents` is the amount of what has no effect any more; else nothing.
    """

    on: date
    kind: str
    cents: int
    charge: Charge | None = None
    payment: Payment | None = None
    write_off: WriteOff | None = None
    shown_cents: int | None = None

    @property
    def place(self) -> tuple[date, int, date, str]:
        """Where it comes among the others."""
        due_on = self.charge.due_on if self.charge else self.on
        fact = self.charge or self.payment or self.write_off
        return self.on, _ORDER.index(self.kind), due_on, str(fact.id if fact else "")


def movements(folio: Folio, first: date, last: date) -> list[Movement]:
    """Give what changed the balance from a day to another, both counted."""
    found = [*_charges(folio), *_payments(folio), *_write_offs(folio, first, last)]
    return sorted(
        (it for it in found if first <= it.on <= last), key=lambda it: it.place
    )


def first_day(folio: Folio) -> date | None:
    """Give the first day on which anything counted; nothing if nothing ever did."""
    found = [*_charges(folio), *_payments(folio)]
    return min((it.on for it in found), default=None)


def _charges(folio: Folio) -> Iterator[Movement]:
    for charge in folio.books.charges.values():
        stretches = list(stretches_of(folio.books, charge))
        if not stretches:
            yield Movement(
                charge.effective_on, REPLACED, 0, charge, shown_cents=charge.cents
            )
        before: Stretch | None = None
        for it in stretches:
            kind = SETTLED if it.cents < 0 else CHARGED
            if before is None or before.after < it.first:
                if before is not None:
                    yield Movement(before.after, TAKEN_BACK, -before.cents, charge)
                yield Movement(it.first, kind, it.cents, charge)
            elif before.cents != it.cents:
                yield Movement(it.first, AMENDED, it.cents - before.cents, charge)
            before = it
        if before is not None and before.after < FOREVER:
            yield Movement(before.after, TAKEN_BACK, -before.cents, charge)


def _payments(folio: Folio) -> Iterator[Movement]:
    for payment in folio.books.payments.values():
        counts = payment_stretch(folio.books, payment.id)
        if counts.first >= counts.after:
            yield Movement(
                payment.value_on,
                REPLACED,
                0,
                payment=payment,
                shown_cents=-payment.cents,
            )
            continue
        yield Movement(counts.first, PAID, -payment.cents, payment=payment)
        if counts.after < FOREVER:
            yield Movement(counts.after, REVERSED, payment.cents, payment=payment)


def _write_offs(folio: Folio, first: date, last: date) -> Iterator[Movement]:
    """
    Give what was given up, and what of it was not for ever.

    How much a decision gives up depends on what is open, so it is asked of the
    allocation of each day on which that can change.
    """
    if not folio.books.write_offs:
        return
    days = folio.books.turning_days() | {last}
    for decided in folio.books.write_offs.values():
        charge = folio.books.charges.get(decided.charge_id)
        days |= {decided.on, charge.effective_on if charge else decided.on}
    before = written_off(folio.standing(first - _ONE_DAY))
    for day in sorted(it for it in days if first <= it <= last):
        now = written_off(folio.standing(day))
        for it in sorted({*before, *now}, key=str):
            more = now.get(it, 0) - before.get(it, 0)
            if more:
                yield Movement(
                    day,
                    WRITTEN_OFF if more > 0 else REVOKED,
                    -more,
                    folio.books.charges.get(_charge_of(folio, it)),
                    write_off=folio.books.write_offs[it],
                )
        before = now


def _charge_of(folio: Folio, write_off_id: UUID) -> UUID:
    return folio.books.write_offs[write_off_id].charge_id
