"""
An account through time: what its books looked like on each day.

A payment that is reversed counts until the day before; a charge that is taken
back likewise. So the past is not one allocation but a few, one for each stretch
between such days, and a conclusion about a day uses that day's own.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from ledger.account.allocation import Position, allocate
from ledger.account.facts import FOREVER, Charge, Line, Payment, Plan

ONE_DAY = timedelta(days=1)


@dataclass(slots=True)
class Books:
    """
    What was recorded about one account, in whatever order it arrived.

    `charge_ends` and `payment_ends` say from which day something no longer
    counts; they may name what has not arrived yet.
    """

    charges: dict[UUID, Charge] = field(default_factory=dict)
    payments: dict[UUID, Payment] = field(default_factory=dict)
    charge_ends: dict[UUID, date] = field(default_factory=dict)
    payment_ends: dict[UUID, date] = field(default_factory=dict)
    plans: dict[UUID, Plan] = field(default_factory=dict)

    def charges_on(self, day: date) -> list[Charge]:
        """Give the charges that count on a day."""
        if not self.charge_ends:
            return list(self.charges.values())
        return [
            it
            for it in self.charges.values()
            if day < self.charge_ends.get(it.id, FOREVER)
        ]

    def payments_on(self, day: date) -> list[Payment]:
        """Give the payments that hold on a day."""
        if not self.payment_ends:
            return list(self.payments.values())
        return [
            it
            for it in self.payments.values()
            if day < self.payment_ends.get(it.id, FOREVER)
        ]

    def position(self, plans: Iterable[Plan], as_of: date) -> Position:
        """Allocate what counts on a day."""
        return allocate(
            self.charges_on(as_of), self.payments_on(as_of), list(plans), as_of
        )


class Timeline:
    """
    The allocations of an account up to `today`, under given plans.

    `stretches` are (first day, last day, position), without gaps.
    """

    def __init__(self, books: Books, plans: Sequence[Plan], today: date) -> None:
        self.books = books
        self.plans = plans
        self.today = today
        turns = sorted(
            {
                it
                for it in (*books.charge_ends.values(), *books.payment_ends.values())
                if it <= today
            }
        )
        firsts = [date.min, *(it for it in turns if it > date.min)]
        lasts = [*(it - ONE_DAY for it in firsts[1:]), today]
        self.stretches = [
            (first, last, books.position(plans, last))
            for first, last in zip(firsts, lasts, strict=True)
        ]
        self._firsts = firsts
        self._lines: dict[int, dict[UUID, list[Line]]] = {}

    @property
    def position(self) -> Position:
        """The account today."""
        return self.stretches[-1][2]

    def place_of(self, day: date) -> int:
        """Give which of the stretches a day is in."""
        return bisect_right(self._firsts, day) - 1

    def paid_by(self, charge_id: UUID, day: date, place: int) -> int:
        """Give what of a charge was paid by a day, as one of the stretches sees it."""
        lines = self._lines.get(place)
        if lines is None:
            lines = self._lines[place] = {}
            for line in self.stretches[place][2].lines:
                lines.setdefault(line.charge_id, []).append(line)
        return sum(it.cents for it in lines.get(charge_id, ()) if it.on <= day)

    def turning_days(self) -> list[date]:
        """Give the days from which something no longer counts."""
        return self._firsts[1:]


def plans_of(
    charge_ids: Iterable[UUID], plans: Iterable[Plan]
) -> Mapping[UUID, list[Plan]]:
    """Give, for each charge, the plans that it is or was in."""
    wanted = set(charge_ids)
    found: dict[UUID, list[Plan]] = {}
    for plan in plans:
        for charge_id in plan.charge_ids:
            if charge_id in wanted:
                found.setdefault(charge_id, []).append(plan)
    return found
