"""A version of the rules' figures, as the steering group adopted it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

from azione0.aggregate import Aggregate, event

_POLICIES = UUID("d7c3f1f0-4f0a-4d7e-8a41-0c9b1f2e5a04")


@dataclass(frozen=True)
class Figure:
    """One rule's figure: its name and its value, written as text."""

    name: str
    value: str


class PolicyParameters(Aggregate, topic="intake.PolicyParameters"):
    """A version of the rules' figures, never edited once adopted."""

    class Adopted(Aggregate.Created):
        policy_version: str
        figures: list[Figure]
        effective_from: date
        decision_ref: str | None = None

    @event(Adopted)
    def __init__(
        self,
        *,
        id: UUID,
        policy_version: str,
        figures: list[Figure],
        effective_from: date,
        decision_ref: str | None = None,
    ) -> None:
        self.policy_version = policy_version
        self.figures = figures
        self.effective_from = effective_from
        self.decision_ref = decision_ref


def policy_key(policy_version: str) -> UUID:
    """Give the id of a version of the rules' figures."""
    return uuid5(_POLICIES, policy_version)


class PolicyAlreadyAdopted(Exception):
    """A version that exists with other values, or a figure set on one day twice."""
