"""
What was overdue on an account on any day, and since when, from what the ledger said.

Charges past their due day and not disputed, less all that was paid or given up;
rescheduled debt is still overdue. The same rule as that of the programme at a glance,
on many days at once.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import accumulate
from typing import NamedTuple
from uuid import UUID

ONE_DAY = timedelta(days=1)
POSTED, ADJUSTED, DISPUTED, RESOLVED = "posted", "adjusted", "disputed", "resolved"


class Place(NamedTuple):
    """Where a statement stands among others: by its day, then by when it was said."""

    effective_on: date
    recorded_at: datetime
    letter_id: str


class Said(NamedTuple):
    """One statement about a charge; a dispute says neither cents nor a due day."""

    what: str
    at: Place
    cents: int = 0
    due_on: date | None = None


class Allotted(NamedTuple):
    """What a payment was said to pay; `anew` replaces what was said before."""

    payment_id: UUID
    at: Place
    anew: bool
    cents: tuple[tuple[UUID, int], ...]


@dataclass(slots=True)
class Account:
    """One household with one creditor, in cents; statements in any order."""

    charges: defaultdict[UUID, list[Said]] = field(
        default_factory=lambda: defaultdict(list)
    )
    taken_off: list[tuple[date, int]] = field(default_factory=list)
    allotted: list[Allotted] = field(default_factory=list)
    reversed: dict[UUID, date] = field(default_factory=dict)
    closed_on: date | None = None
    closed_because: str = ""

    def overdue(self, days: Sequence[date]) -> list[int]:
        """Give the cents overdue on each of some days, which are in order."""
        changes: defaultdict[date, int] = defaultdict(int)
        for said in self.charges.values():
            for day, cents in _changes(said):
                changes[day] += cents
        for day, cents in self.taken_off:
            changes[day] -= cents
        ordered = sorted(changes)
        sums = [0, *accumulate(changes[day] for day in ordered)]
        found, place = [], 0
        for day in days:
            while place < len(ordered) and ordered[place] <= day:
                place += 1
            found.append(max(0, sums[place]))
        return found

    def oldest_due(self, on: date) -> date | None:
        """
        Give the due day of the oldest charge of which something is overdue on a day.

        By what payments were said to pay; absent if nothing is left of any.
        """
        paid = self._paid(on)
        found = []
        for charge_id, said in self.charges.items():
            cents, due_on = _state(said, on)
            if due_on < on and cents > paid[charge_id]:
                found.append(due_on)
        return min(found, default=None)

    def _paid(self, on: date) -> defaultdict[UUID, int]:
        lines: dict[UUID, list[tuple[UUID, int]]] = {}
        for it in sorted(self.allotted, key=lambda it: (it.at, not it.anew)):
            if it.at.effective_on > on:
                continue
            if it.anew:
                lines[it.payment_id] = []
            lines.setdefault(it.payment_id, []).extend(it.cents)
        paid: defaultdict[UUID, int] = defaultdict(int)
        for payment_id, cents_of in lines.items():
            if self.reversed.get(payment_id, date.max) > on:
                for charge_id, cents in cents_of:
                    paid[charge_id] += cents
        return paid


def _changes(said: Sequence[Said]) -> Iterable[tuple[date, int]]:
    """Give the days on which what counts of a charge changes, and by how much."""
    if len(said) == 1 and said[0].what == POSTED and said[0].due_on is not None:
        only = said[0]
        yield max(said[0].due_on + ONE_DAY, only.at.effective_on), only.cents
        return
    days = {it.at.effective_on for it in said}
    days |= {it.due_on + ONE_DAY for it in said if it.due_on and it.due_on < date.max}
    before = 0
    for day in sorted(days):
        cents, due_on = _state(said, day)
        counts = cents if due_on < day else 0
        yield day, counts - before
        before = counts


def _state(said: Sequence[Said], on: date) -> tuple[int, date]:
    """Give what a charge amounts to on a day, 0 if disputed, and when it is due."""
    cents, due_on, disputes = 0, date.max, 0
    # Posting comes first even where a correction counts from the same day.
    for it in sorted(said, key=lambda it: (it.what != POSTED, it.at)):
        if it.at.effective_on > on:
            continue
        disputes += (it.what == DISPUTED) - (it.what == RESOLVED)
        if it.what != DISPUTED:
            cents, due_on = it.cents, it.due_on or due_on
    return (0, due_on) if disputes > 0 else (cents, due_on)
