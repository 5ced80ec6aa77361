"""
The legal interest that each charge of an account has borne up to a day.

Nothing accrues while a charge is disputed or frozen, while an agreement holds it,
or once it is prescribed. Source: art. 1284 c.c.; agreements are without interest
unless they say otherwise.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from uuid import UUID

from ledger.account.books import Books
from ledger.account.facts import FOREVER, Plan
from ledger.account.interest import Accrual, accrue
from ledger.account.standing import Standing
from ledger.rates import LEGAL_RATES, RateTable


def accruals(
    books: Books,
    standing: Standing,
    table: RateTable = LEGAL_RATES,
    *,
    only: Collection[UUID] | None = None,
) -> list[Accrual]:
    """
    Give the interest of each charge that has borne any, oldest first.

    Up to the standing's day; of these charges `only`, if they are given.
    `RateUnknown` for a day without a rate.
    """
    day = standing.as_of
    paid: dict[UUID, list[tuple[date, int]]] = {}
    for line in standing.position.lines:
        paid.setdefault(line.charge_id, []).append((line.on, line.cents))
    found = []
    for charge in sorted(books.charges_on(day), key=lambda it: (it.due_on, it.id.int)):
        if only is not None and charge.id not in only:
            continue
        if charge.cents > 0 and charge.owed_on < day:
            lines = paid.get(charge.id, [])
            if sum(cents for on, cents in lines if on <= charge.owed_on) < charge.cents:
                excluded = _at_rest(books, standing, charge.id)
                found.append(accrue(charge, lines, day, excluded=excluded, table=table))
    return [it for it in found if it.stretches]


def _at_rest(
    books: Books, standing: Standing, charge_id: UUID
) -> list[tuple[date, date]]:
    """Give the stretches of days in which a charge bears no interest."""
    rests = [(it.since, it.until) for it in books.holds_of(charge_id)]
    rests += _in_plans(it for it in standing.plans if charge_id in it.charge_ids)
    if charge_id in standing.prescribed:
        rests.append((standing.prescribed[charge_id], FOREVER))
    return rests


def _in_plans(plans: Iterable[Plan]) -> Iterator[tuple[date, date]]:
    for plan in plans:
        since = plan.signed_on
        for lapsed_on, again_on in plan.lapses:
            yield since, lapsed_on
            since = again_on
        yield since, plan.ended_on
