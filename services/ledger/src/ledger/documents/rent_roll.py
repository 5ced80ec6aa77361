"""
The rent roll: every charge that falls due in a period, and what was paid of it.

Charges whose household is not known yet are in it too, with all of them open; an
estate without them would look smaller than what was billed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from ledger.account.facts import FOREVER, Charge
from ledger.account.standing import NOT_DUE, OVERDUE
from ledger.application import Ledger
from ledger.documents.reading import Folio, Place, days_overdue, place_of
from ledger.documents.sums import counted_on
from ledger.tenancy import Tenancy


@dataclass(frozen=True, slots=True)
class RentRollLine:
    """A charge that falls due in the period, and what was paid of it by a day."""

    place: Place
    charge: Charge
    due_on: date
    cents: int
    open_cents: int
    days_overdue: int
    status: str | None

    @property
    def paid_cents(self) -> int:
        """What is no longer open of it: paid, or given up."""
        return self.cents - self.open_cents


def rent_roll(
    folio: Folio, first_on: date, last_on: date, as_of: date
) -> Iterator[RentRollLine]:
    """Give the charges of an account that fall due from a day to another."""
    standing = folio.standing(as_of)
    status = {it.charge.id: it.status for it in standing.open_charges}
    for charge in folio.books.charges.values():
        now = folio.books.as_amended(charge, as_of)
        cents = counted_on(folio.books, charge, as_of)
        if cents and first_on <= now.due_on <= last_on:
            yield RentRollLine(
                place_of(folio, charge.id),
                charge,
                now.due_on,
                cents,
                standing.position.open_cents.get(charge.id, 0) if cents > 0 else 0,
                days_overdue(now.due_on, as_of) if charge.id in status else 0,
                status.get(charge.id),
            )


def waiting_roll(
    ledger: Ledger,
    creditor_id: str | None,
    first_on: date,
    last_on: date,
    as_of: date,
    known_at: datetime | None,
) -> Iterator[RentRollLine]:
    """Give the charges of the period whose household is not known: all of them open."""
    for tenancy in _tenancies_that_wait(ledger, known_at):
        if creditor_id not in (None, tenancy.creditor_id):
            continue
        place = Place(
            tenancy.creditor_id,
            "",
            None,
            tenancy.tenancy_id,
            tenancy.dwelling_id,
            tenancy.building_id,
        )
        ended = {it.id: it.on for it in tenancy.charge_ends}
        for fact in tenancy.kept:
            if (
                isinstance(fact, Charge)
                and first_on <= fact.due_on <= last_on
                and fact.effective_on <= as_of < ended.get(fact.id, FOREVER)
            ):
                due = fact.due_on < as_of
                yield RentRollLine(
                    place,
                    fact,
                    fact.due_on,
                    fact.cents,
                    max(0, fact.cents),
                    days_overdue(fact.due_on, as_of),
                    OVERDUE if due else NOT_DUE,
                )


def _tenancies_that_wait(
    ledger: Ledger, known_at: datetime | None
) -> Iterable[Tenancy]:
    with ledger.store.reading() as session:
        rows = session.execute(
            "SELECT DISTINCT originator_id FROM events "
            "WHERE topic = 'ledger.Tenancy.ChargeKept' ORDER BY originator_id"
        )
    for [key] in rows:
        tenancy = (
            ledger.as_known_at(Tenancy, key, known_at)
            if known_at
            else ledger.find(Tenancy, key)
        )
        if tenancy is not None and tenancy.household_id is None:
            yield tenancy
