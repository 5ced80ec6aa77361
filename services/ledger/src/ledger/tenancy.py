"""
A creditor's tenancy: the code under which it bills, and whose household it is.

Until intake has said which household a tenancy belongs to, its charges and
payments are kept here, listed, and posted when it does.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from uuid import UUID, uuid5

from azione0.aggregate import Aggregate, event
from ledger.account.decisions import refuse_one_more
from ledger.account.facts import Charge, Payment

_TENANCIES = UUID("3a1d3d53-2a55-4b6c-8d5b-5ae1a1f0a7c2")


@lru_cache(maxsize=4096)
def tenancy_key(creditor_id: str, tenancy_id: str) -> UUID:
    """Give the id of a creditor's tenancy."""
    return uuid5(_TENANCIES, f"{creditor_id}/{tenancy_id}")


@dataclass(frozen=True, slots=True)
class Ending:
    """A charge or a payment that counts no more from a day on."""

    id: UUID
    on: date
    reason: str = ""


class Tenancy(Aggregate, topic="ledger.Tenancy"):
    """One contract code of one creditor."""

    class Mentioned(Aggregate.Created):
        creditor_id: str
        tenancy_id: str
        effective_on: date

    class Registered(Aggregate.Event):
        dwelling_id: str
        building_id: str
        effective_on: date

    class Ended(Aggregate.Event):
        effective_on: date

    class JoinedToHousehold(Aggregate.Event):
        household_id: UUID
        effective_on: date

    class ChargeKept(Aggregate.Event):
        charge: Charge

    class PaymentKept(Aggregate.Event):
        payment: Payment

    class ChargeEndKept(Aggregate.Event):
        ending: Ending

    class PaymentEndKept(Aggregate.Event):
        ending: Ending

    @event(Mentioned)
    def __init__(
        self, *, id: UUID, creditor_id: str, tenancy_id: str, effective_on: date
    ) -> None:
        self.creditor_id = creditor_id
        self.tenancy_id = tenancy_id
        self.dwelling_id: str | None = None
        self.building_id: str | None = None
        self.ended_on: date | None = None
        self.household_id: UUID | None = None
        self.kept: list[Charge | Payment] = []
        self.charge_ends: list[Ending] = []
        self.payment_ends: list[Ending] = []

    def register(self, dwelling_id: str, building_id: str, on: date) -> None:
        """Learn where the tenancy is; the same again changes nothing."""
        if (self.dwelling_id, self.building_id) != (dwelling_id, building_id):
            self._registered(dwelling_id, building_id, on)

    def end(self, on: date) -> None:
        """Learn the last day of the tenancy."""
        if self.ended_on != on:
            self._ended(on)

    def join(self, household_id: UUID, on: date) -> None:
        """Learn whose tenancy it is; the same again changes nothing."""
        if self.household_id != household_id:
            self._joined(household_id, on)

    def keep(self, fact: Charge | Payment) -> None:
        """
        Keep a charge or a payment until the household is known, once.

        `KeptDiffers` if another one came under its id before; `TooManyNamed` if its
        notice would have more lines than a payment may name.
        """
        for known in self.kept:
            if known.id == fact.id:
                if _content(known) != _content(fact):
                    raise KeptDiffers(
                        f"{fact.id} waits as {_content(known)}; now it says "
                        f"{_content(fact)}"
                    )
                return
        if isinstance(fact, Charge):
            refuse_one_more(fact, sum(it.iuv == fact.iuv for it in self._charges()))
            self._charge_kept(fact)
        else:
            self._payment_kept(fact)

    def _charges(self) -> Iterator[Charge]:
        return (it for it in self.kept if isinstance(it, Charge))

    def kept_payment(self, payment_id: UUID) -> Payment | None:
        """Give a payment that waits here."""
        return next(
            (it for it in self.kept if isinstance(it, Payment) and it.id == payment_id),
            None,
        )

    def keep_charge_end(self, ending: Ending) -> None:
        """Keep the taking back of a charge until the household is known."""
        if ending not in self.charge_ends:
            self._charge_end_kept(ending)

    def keep_payment_end(self, ending: Ending) -> None:
        """Keep the reversal of a payment until the household is known."""
        if ending not in self.payment_ends:
            self._payment_end_kept(ending)

    @event(Registered)
    def _registered(
        self, dwelling_id: str, building_id: str, effective_on: date
    ) -> None:
        self.dwelling_id = dwelling_id
        self.building_id = building_id

    @event(Ended)
    def _ended(self, effective_on: date) -> None:
        self.ended_on = effective_on

    @event(JoinedToHousehold)
    def _joined(self, household_id: UUID, effective_on: date) -> None:
        self.household_id = household_id

    @event(ChargeKept)
    def _charge_kept(self, charge: Charge) -> None:
        self.kept.append(charge)

    @event(PaymentKept)
    def _payment_kept(self, payment: Payment) -> None:
        self.kept.append(payment)

    @event(ChargeEndKept)
    def _charge_end_kept(self, ending: Ending) -> None:
        self.charge_ends.append(ending)

    @event(PaymentEndKept)
    def _payment_end_kept(self, ending: Ending) -> None:
        self.payment_ends.append(ending)


def _content(fact: Charge | Payment) -> object:
    """Give what must agree; who paid a payment, and how, may be told in two ways."""
    return fact if isinstance(fact, Charge) else (fact.cents, fact.value_on)


class KeptDiffers(Exception):
    """Another charge or payment under the id of one that is kept."""
