"""The rules in force and the business day: what every account is judged by."""

from datetime import date
from uuid import UUID, uuid5

from azione0.aggregate import Aggregate, event
from ledger.policy import Policy, policy_on

RULEBOOK_ID = uuid5(UUID("b4a9e0c1-7f4b-4c9e-8b55-2d9c1e7a6f30"), "ledger")


class Rulebook(Aggregate, topic="ledger.Rulebook"):
    """Every adopted version of the figures, and how far the days are closed."""

    class Begun(Aggregate.Created):
        pass

    class PolicyAdopted(Aggregate.Event):
        policy: Policy

    class DayReached(Aggregate.Event):
        day: date

    @event(Begun)
    def __init__(self, *, id: UUID) -> None:
        self.policies: list[Policy] = []
        self.day = date.min

    def policy_at(self, day: date) -> Policy:
        """Give the rules in force on a day; the project's defaults before any."""
        return policy_on(day, self.policies)

    def adopt(self, policy: Policy) -> None:
        """Add a version; the same again changes nothing."""
        if policy not in self.policies:
            self._policy_adopted(policy)

    def reach(self, day: date) -> None:
        """Move the business day forward; it never goes back."""
        if day > self.day:
            self._day_reached(day)

    @event(PolicyAdopted)
    def _policy_adopted(self, policy: Policy) -> None:
        self.policies.append(policy)

    @event(DayReached)
    def _day_reached(self, day: date) -> None:
        self.day = day
