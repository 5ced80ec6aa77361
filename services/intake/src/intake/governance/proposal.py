"""
Figures that somebody proposes to the steering group: of another estate, for one.

A proposal counts for nothing until the group adopts it, from a day that it chooses.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from uuid import UUID, uuid5

from azione0.aggregate import Aggregate, event
from intake.cases.pact import checked_codes
from intake.governance.policy import Figure

_PROPOSALS = UUID("9d0b6f57-2f0c-4c3f-9a86-5e4b7c1d8a0a")
OPEN, ADOPTED, DISMISSED = "proposed", "adopted", "dismissed"


@dataclass(frozen=True)
class Proposed:
    """A proposal as it is listed: who proposes which figures, and what came of it."""

    proposal_id: UUID
    policy_version: str
    source: str
    proposed_on: date
    status: str
    figures: tuple[Figure, ...]


class PolicyProposal(Aggregate, topic="intake.PolicyProposal"):
    """Figures proposed, then adopted by a decision or dismissed with a reason."""

    class Made(Aggregate.Created):
        policy_version: str
        source: str
        figures: list[Figure]
        effective_on: date

    class Adopted(Aggregate.Event):
        decision_ref: str | None
        effective_from: date
        effective_on: date

    class Dismissed(Aggregate.Event):
        reason: str
        effective_on: date

    @event(Made)
    def __init__(
        self,
        *,
        id: UUID,
        policy_version: str,
        source: str,
        figures: list[Figure],
        effective_on: date,
    ) -> None:
        self.policy_version = policy_version
        self.source = source
        self.figures = figures
        self.proposed_on = effective_on
        self.status = OPEN

    @property
    def parameters(self) -> dict[str, str]:
        """The figures, as they are adopted."""
        return {it.name: it.value for it in self.figures}

    def adopt(self, decision_ref: str | None, effective_from: date) -> None:
        """Note that it was adopted; `ProposalSettled` if it is open no more."""
        self._refuse_if_settled()
        self._adopted(decision_ref, effective_from, effective_from)

    def dismiss(self, reason: str, on: date) -> None:
        """Note that it was not wanted, with a reason code; `ProposalSettled`."""
        self._refuse_if_settled()
        checked_codes([reason])
        self._dismissed(reason, on)

    def _refuse_if_settled(self) -> None:
        if self.status != OPEN:
            raise ProposalSettled(f"proposal {self.policy_version} is {self.status}")

    @event(Adopted)
    def _adopted(
        self, decision_ref: str | None, effective_from: date, effective_on: date
    ) -> None:
        self.status = ADOPTED

    @event(Dismissed)
    def _dismissed(self, reason: str, effective_on: date) -> None:
        self.status = DISMISSED


def version_of(source: str, figures: Mapping[str, str]) -> str:
    """Name a proposal after who makes it and what it says, always the same."""
    said = "\n".join(f"{name}={figures[name]}" for name in sorted(figures))
    return f"modello-{source}-{sha256(said.encode()).hexdigest()[:8]}"


def proposal_key(policy_version: str) -> UUID:
    """Give the id of a proposal, by the version that it would be."""
    return uuid5(_PROPOSALS, policy_version)


class ProposalSettled(Exception):
    """A proposal to adopt or dismiss that was adopted or dismissed."""
