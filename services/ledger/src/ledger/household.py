"""
What the ledger knows of a household: its tenancies, what it can afford, its work.

Only what others have said: no name, no employer, no reason. A change in its
means asks for a look at what it can afford, before anything is missed.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

from azione0.aggregate import Aggregate, event

#: Changes after which a household may have less to live on.
WORSENING = frozenset({"job_ended", "job_lost", "traineeship_ended", "death", "left"})
#: Those that ask for a relief; after a death agreements rest by themselves.
RELIEVED = WORSENING - {"death"}
#: After these an income is gone: a rest comes first.
PAUSING = frozenset({"job_ended", "job_lost", "traineeship_ended"})

_HOUSEHOLDS = UUID("e4b3bb0f-49a1-4f46-8d5e-77b3a2c9d9ab")


def household_key(household_id: UUID) -> UUID:
    """Give the id of the ledger's own record of a household."""
    return uuid5(_HOUSEHOLDS, str(household_id))


@dataclass(frozen=True, slots=True)
class Affordability:
    """What a household can pay a month, by the budget it agreed."""

    budget_id: UUID
    cents: int
    agreed_on: date


class Household(Aggregate, topic="ledger.Household"):
    """One household, as far as its money is concerned."""

    class Mentioned(Aggregate.Created):
        household_id: UUID

    class AffordabilityStated(Aggregate.Event):
        affordability: Affordability

    class MeansChanged(Aggregate.Event):
        household_id: UUID
        reason: str
        reference: UUID
        effective_on: date

    class FaultStated(Aggregate.Event):
        fault: str
        decision_ref: str
        effective_on: date

    class InstalmentsCommitted(Aggregate.Event):
        agreement_id: UUID
        monthly_cents: int

    @event(Mentioned)
    def __init__(self, *, id: UUID, household_id: UUID) -> None:
        self.household_id = household_id
        self.budgets: dict[UUID, Affordability] = {}
        self.changes: dict[tuple[str, UUID], date] = {}
        self.fault: tuple[date, str] | None = None
        self.committed: dict[UUID, int] = {}

    @property
    def affordability(self) -> Affordability | None:
        """The latest budget agreed, if there is one."""
        return max(
            self.budgets.values(),
            key=lambda it: (it.agreed_on, str(it.budget_id)),
            default=None,
        )

    @property
    def review_due_since(self) -> date | None:
        """The first change of means after the latest budget; nothing if none."""
        known = self.affordability
        since = known.agreed_on if known else date.min
        return min((on for on in self.changes.values() if on > since), default=None)

    def worsened_since(self, day: date) -> bool:
        """Whether its means have worsened since a day, with no new budget after."""
        known = self.affordability
        since = max(day, known.agreed_on) if known else day
        return any(
            reason in WORSENING and on >= since
            for (reason, _), on in self.changes.items()
        )

    def commit(self, agreement_id: UUID, monthly_cents: int) -> None:
        """Note what an agreement takes of a month, so that no two take the same."""
        if self.committed.get(agreement_id) != monthly_cents:
            self._committed(agreement_id, monthly_cents)

    def state_affordability(self, affordability: Affordability) -> None:
        """Learn what the household can pay a month."""
        if self.budgets.get(affordability.budget_id) != affordability:
            self._affordability_stated(affordability)

    def change_means(self, reason: str, reference: UUID, on: date) -> None:
        """Learn that its means changed: a job begun or ended, a member gone."""
        if (reason, reference) not in self.changes:
            self._means_changed(self.household_id, reason, reference, on)

    def state_fault(self, fault: str, decision_ref: str, on: date) -> None:
        """Learn what the commission decided; the latest decision stands."""
        if self.fault is None or (on, fault) > self.fault:
            self._fault_stated(fault, decision_ref, on)

    @event(AffordabilityStated)
    def _affordability_stated(self, affordability: Affordability) -> None:
        self.budgets[affordability.budget_id] = affordability

    @event(MeansChanged)
    def _means_changed(
        self, household_id: UUID, reason: str, reference: UUID, effective_on: date
    ) -> None:
        self.changes[reason, reference] = effective_on

    @event(InstalmentsCommitted)
    def _committed(self, agreement_id: UUID, monthly_cents: int) -> None:
        self.committed[agreement_id] = monthly_cents

    @event(FaultStated)
    def _fault_stated(self, fault: str, decision_ref: str, effective_on: date) -> None:
        self.fault = (effective_on, fault)
