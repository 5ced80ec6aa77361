"""
An account through time: what its books looked like on each day.

A payment that is reversed counts until the day before; a charge that is taken
back likewise. So the past is not one allocation but a few, one for each stretch
between such days, and a conclusion about a day uses that day's own.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from ledger.account.allocation import Position
from ledger.account.books import Books
from ledger.account.facts import Line, Plan
from ledger.policy import Rules

ONE_DAY = timedelta(days=1)


class Timeline:
    """
    The allocations of an account up to `today`, under given plans.

    `stretches` are (first day, last day, position), without gaps.
    """

    def __init__(
        self, books: Books, plans: Sequence[Plan], today: date, rules: Rules
    ) -> None:
        self.books = books
        self.plans = plans
        self.today = today
        self.rules = rules
        turns = sorted(it for it in books.turning_days() if date.min < it <= today)
        firsts = [date.min, *turns]
        lasts = [*(it - ONE_DAY for it in firsts[1:]), today]
        self.stretches = [
            (first, last, books.position(plans, last, rules))
            for first, last in zip(firsts, lasts, strict=True)
        ]
        self.prescribed = books.prescription(
            books.all_as_amended(today), plans, today, rules
        )
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
        """Give the days from which something no longer counts, or counts anew."""
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
