"""The rules in force and the business day: what every account is judged by."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

from azione0.aggregate import Aggregate, event
from ledger.policy import DEFAULTS, Policy, Rules

RULEBOOK_ID = uuid5(UUID("b4a9e0c1-7f4b-4c9e-8b55-2d9c1e7a6f30"), "ledger")


@dataclass(frozen=True, slots=True, order=True)
class Figure:
    """One figure of a version, as it was adopted."""

    name: str
    value: str


class Rulebook(Aggregate, topic="ledger.Rulebook"):
    """Every adopted version of the figures, and how far the days are closed."""

    class Begun(Aggregate.Created):
        pass

    class PolicyAdopted(Aggregate.Event):
        policy_version: str
        figures: list[Figure]
        effective_from: date

    class DayReached(Aggregate.Event):
        day: date

    @event(Begun)
    def __init__(self, *, id: UUID) -> None:
        self.adopted: list[tuple[date, str, tuple[Figure, ...]]] = []
        self.rules = Rules()
        self.day = date.min

    def policy_at(self, day: date) -> Policy:
        """Give the rules in force on a day; the project's defaults before any."""
        return self.rules.at(day)

    def adopt(
        self, version: str, figures: Mapping[str, str], effective_from: date
    ) -> bool:
        """
        Add a version, which keeps every figure of the one before that it leaves.

        Which is before is said by their first days, whenever they were heard of.
        The same again changes nothing, and gives so. The refusals of `changed`.
        """
        DEFAULTS.changed(version, figures, effective_from)
        adopted = sorted(Figure(*it) for it in figures.items())
        if (effective_from, version, tuple(adopted)) in self.adopted:
            return False
        self._policy_adopted(version, adopted, effective_from)
        return True

    def reach(self, day: date) -> None:
        """Move the business day forward; it never goes back."""
        if day > self.day:
            self._day_reached(day)

    @event(PolicyAdopted)
    def _policy_adopted(
        self, policy_version: str, figures: list[Figure], effective_from: date
    ) -> None:
        self.adopted.append((effective_from, policy_version, tuple(figures)))
        self.adopted.sort()
        policy, versions = DEFAULTS, []
        for since, version, changed in self.adopted:
            policy = policy.changed(
                version, {it.name: it.value for it in changed}, since
            )
            versions.append(policy)
        self.rules = Rules(tuple(versions))

    @event(DayReached)
    def _day_reached(self, day: date) -> None:
        self.day = day
