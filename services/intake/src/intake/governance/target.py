"""
Whom the programme seeks, as the steering group decided.

Two definitions may hold on the same day; they stand side by side. The rules'
figures are adopted by the same people and stand here too.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

from azione0.aggregate import Aggregate, event

BANDS = ("A", "B", "C", "D")
_POLICIES = UUID("d7c3f1f0-4f0a-4d7e-8a41-0c9b1f2e5a04")


class TargetDefinition(Aggregate, topic="intake.TargetDefinition"):
    """Buildings, arrears bands and creditors; adopted, one day superseded."""

    class Adopted(Aggregate.Created):
        organisation_id: str
        decision_ref: str
        buildings: list[str]
        bands: list[str]
        creditors: list[str]
        valid_from: date

    class Superseded(Aggregate.Event):
        effective_on: date

    @event(Adopted)
    def __init__(
        self,
        *,
        id: UUID,
        organisation_id: str,
        decision_ref: str,
        buildings: list[str],
        bands: list[str],
        creditors: list[str],
        valid_from: date,
    ) -> None:
        self.organisation_id = organisation_id
        self.decision_ref = decision_ref
        self.buildings = buildings
        self.bands = bands
        self.creditors = creditors
        self.valid_from = valid_from
        self.superseded_on: date | None = None

    def supersede(self, on: date) -> None:
        """Let it select nobody new from a day; `TargetSuperseded` if it is."""
        if self.superseded_on is not None:
            raise TargetSuperseded(
                f"target {self.id} was superseded on {self.superseded_on}"
            )
        self._superseded(on)

    @event(Superseded)
    def _superseded(self, effective_on: date) -> None:
        self.superseded_on = effective_on


def checked_target(buildings: list[str], bands: list[str]) -> None:
    """Refuse a definition that could select nobody; `EmptyTarget` says why."""
    strangers = sorted(set(bands) - {*BANDS})
    if not buildings or not bands or strangers:
        raise EmptyTarget(
            "a target names at least one building and one band of "
            f"{', '.join(BANDS)}; given {buildings} and {bands}"
        )


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

    @event(Adopted)
    def __init__(
        self,
        *,
        id: UUID,
        policy_version: str,
        figures: list[Figure],
        effective_from: date,
    ) -> None:
        self.policy_version = policy_version
        self.figures = figures
        self.effective_from = effective_from


def policy_key(policy_version: str) -> UUID:
    """Give the id of a version of the rules' figures."""
    return uuid5(_POLICIES, policy_version)


class EmptyTarget(Exception):
    """A target definition that can select nobody."""


class TargetSuperseded(Exception):
    """A target definition that was superseded already."""


class PolicyAlreadyAdopted(Exception):
    """A version of the figures exists already with other values."""
