"""
How households pay: most in time, some late or in part, some not for a while.

Hard times begin and end by chance, sooner for who has little; a taking in charge,
a job and an agreement make paying likelier. These figures are invented: they make
a story, and prove nothing about any real household.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from azione0.letter import Raw
from simulation.estate import Bill, Dwelling, Tenancy, payment_letter


@dataclass(slots=True)
class Promise:
    """An instalment that a household has promised, and to whom."""

    tenancy: Tenancy
    agreement: str
    number: int
    due_on: date
    cents: int


@dataclass(slots=True)
class Household:
    """One household's days: whether times are hard, and what it has to pay."""

    dwelling: Dwelling
    chance: Random
    hard_times: bool = False
    supported: bool = False
    working: bool = False
    to_pay: list[Bill] = field(default_factory=list)
    promises: list[Promise] = field(default_factory=list)
    on_the_way: list[tuple[date, Raw]] = field(default_factory=list)

    def begin_month(self) -> None:
        """Let hard times come or go."""
        means = self.dwelling.means
        if self.hard_times:
            ends = 0.04 + 0.16 * self.supported + 0.35 * self.working
            self.hard_times = self.chance.random() > ends
        else:
            begins = 0.11 * (1 - means) ** 2 * (0.4 if self.working else 1)
            self.hard_times = self.chance.random() < begins

    def pay(self, until: date) -> list[Raw]:
        """Give the payments made up to a day and not given yet."""
        for bill in [it for it in self.to_pay if self._pays_on(it) <= until]:
            self.to_pay.remove(bill)
            self.on_the_way += self._pay_bill(bill)
        for promise in [it for it in self.promises if it.due_on <= until]:
            self.promises.remove(promise)
            self.on_the_way += self._keep(promise)
        made = [it for it in self.on_the_way if it[0] <= until]
        self.on_the_way = [it for it in self.on_the_way if it[0] > until]
        return [raw for _, raw in made]

    def owe(self, bills: Iterator[Bill]) -> None:
        """Find bills in the letter box; those of hard times stay unpaid."""
        for bill in bills:
            unpaid = 0.75 if self.hard_times else 0.012
            unpaid *= 0.45 if self.supported else 1
            if self.chance.random() > unpaid:
                self.to_pay.append(bill)

    def _pays_on(self, bill: Bill) -> date:
        """Give the day on which a bill is paid: it follows from who and what."""
        lateness = hash_of(bill.charge_id) % 100
        punctual = 55 + int(40 * self.dwelling.means)
        days = -(lateness % 7) if lateness < punctual else 1 + lateness % 23
        return bill.due_on + timedelta(days=days)

    def _pay_bill(self, bill: Bill) -> Iterator[tuple[date, Raw]]:
        on, number = self._pays_on(bill), f"B-{bill.charge_id}"
        if hash_of(bill.iuv) % 40:
            yield on, payment_letter(bill.tenancy, number, bill.cents, on, bill.iuv)
            return
        first = bill.cents * 2 // 3
        rest_on = on + timedelta(days=5)
        yield on, payment_letter(bill.tenancy, number, first, on, None)
        yield (
            rest_on,
            payment_letter(
                bill.tenancy, f"{number}-2", bill.cents - first, rest_on, None
            ),
        )

    def _keep(self, promise: Promise) -> Iterator[tuple[date, Raw]]:
        fails = 0.10 + 0.18 * self.hard_times - 0.08 * self.working
        if self.chance.random() < fails:
            return
        late = timedelta(days=self.chance.choice((-2, -1, 0, 0, 0, 0, 3, 8)))
        on, number = promise.due_on + late, f"I-{promise.agreement}-{promise.number}"
        yield on, payment_letter(promise.tenancy, number, promise.cents, on, None)


def hash_of(text: str) -> int:
    """Give a number that follows from a text, the same in every process."""
    number = 0
    for letter in text.encode():
        number = (number * 131 + letter) % 1_000_003
    return number
