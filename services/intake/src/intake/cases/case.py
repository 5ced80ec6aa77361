"""
A case: how one household is sought, met, taken in charge, and let go.

There is one case per household, for ever: a relapse reopens it. Where it stands
follows from what happened; nobody sets it by hand.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

from azione0.aggregate import Aggregate, event
from intake.cases import followed, met, pledged
from intake.cases.assessment import Assessment, Score
from intake.cases.followed import Followed
from intake.cases.met import Attempt, Met
from intake.cases.pact import Pact, checked_codes
from intake.cases.pledged import Pledged
from intake.cases.team import TeamMember, ended
from intake.cases.words import FAULTS, OUTCOMES, checked
from intake.households.periods import Period

_CASES = UUID("e2a4b5c6-1d2e-4f30-8a9b-0c1d2e3f4a05")


def case_key(household_id: UUID) -> UUID:
    """Give the id of the one case that a household can have."""
    return uuid5(_CASES, str(household_id))


@dataclass(frozen=True)
class Closing:
    """How and when a case was closed."""

    outcome: str
    on: date


class Case(Met, Pledged, Followed, Aggregate, topic="intake.Case"):
    """The programme's work with one household."""

    class Opened(Aggregate.Created):
        household_id: UUID
        organisation_id: str
        definition_id: UUID | None
        effective_on: date

    class Redated(Aggregate.Event):
        """What was heard late moved the day since when it should be open."""

        household_id: UUID
        organisation_id: str
        effective_on: date

    class Retargeted(Aggregate.Event):
        """Another definition than was known seeks the household."""

        definition_id: UUID
        effective_on: date

    ContactAttempted = met.ContactAttempted
    Assessed = met.Assessed
    TakenInCharge = pledged.TakenInCharge
    PactRevised = pledged.PactRevised
    CommitmentChecked = pledged.CommitmentChecked
    CommitmentSettled = pledged.CommitmentSettled
    Reviewed = pledged.Reviewed
    ReferenceNamed = followed.ReferenceNamed
    TeamJoined = followed.TeamJoined
    TeamLeft = followed.TeamLeft

    class FaultAssessed(Aggregate.Event):
        household_id: UUID
        fault: str
        cause_code: str | None
        decision_ref: str
        effective_on: date

    Assigned = followed.Assigned

    class Suspended(Aggregate.Event):
        reason: str
        effective_on: date

    class Resumed(Aggregate.Event):
        effective_on: date

    class Closed(Aggregate.Event):
        household_id: UUID
        outcome: str
        reason: str | None
        answered: list[UUID]
        effective_on: date

    class Withdrawn(Aggregate.Event):
        """The arrears for which it was opened were never true."""

        household_id: UUID
        outcome: str
        reason: str
        effective_on: date

    class Reopened(Aggregate.Event):
        household_id: UUID
        organisation_id: str
        definition_id: UUID | None
        effective_on: date

    @event(Opened)
    def __init__(
        self,
        *,
        id: UUID,
        household_id: UUID,
        organisation_id: str,
        definition_id: UUID | None,
        effective_on: date,
    ) -> None:
        self.household_id = household_id
        self.assignments = [(date.min, organisation_id)]
        self.definition_id = definition_id
        self.closing: Closing | None = None
        self.closings: list[Closing] = []
        self.answered: set[UUID] = set()
        self.withdrawn = False
        self.suspended = False
        self.fault = FAULTS[0]
        self.assessments: list[Assessment] = []
        self.references: list[Period[str]] = []
        self.team: list[TeamMember] = []
        self._begin(effective_on)

    def _begin(self, on: date) -> None:
        self.identified_on = on
        self.attempts = 0
        self.contacts: list[Attempt] = []
        self.reached_on: date | None = None
        self.assessed_on: date | None = None
        self.in_charge_on: date | None = None
        self.pact_id: UUID | None = None
        self.pacts: list[Pact] = []
        self.settled: dict[UUID, str] = {}
        self.reviews: list[date] = []
        self.scores: list[Score] = []
        self.touched = False

    # -- what follows from its history

    @property
    def status(self) -> str:
        """Where the case stands, in one word."""
        steps = (
            ("withdrawn", self.withdrawn),
            ("closed", self.closing is not None),
            ("suspended", self.suspended),
            ("in_charge", self.in_charge_on is not None),
            ("assessed", self.assessed_on is not None),
            ("engaged", self.reached_on is not None),
            ("contacting", self.attempts > 0),
        )
        return next((word for word, holds in steps if holds), "identified")

    @property
    def is_open(self) -> bool:
        """Whether somebody is to work on it."""
        return self.closing is None and not self.withdrawn

    # -- opened by arrears, and undone

    def redate(self, on: date, organisation_id: str, definition_id: UUID) -> None:
        """
        Move the day since when a definition calls for it; the same changes nothing.

        The organisation changes with it only while nobody has acted.
        """
        if definition_id != self.definition_id:
            self._retargeted(definition_id, on)
        follows = self.organisation_id if self._has_a_past else organisation_id
        if (on, follows) != (self.identified_on, self.organisation_id):
            self._redated(self.household_id, follows, on)

    def withdraw(self, on: date, reason: str) -> None:
        """Undo an opening that nobody has acted on; otherwise change nothing."""
        if self.is_open and not self.touched:
            outcome = self.closings[-1].outcome if self.closings else "resolved"
            self._withdrawn(self.household_id, outcome, reason, on)

    def reopen(
        self,
        on: date,
        organisation_id: str | None = None,
        definition_id: UUID | None = None,
    ) -> None:
        """Take the work up again; `OpenCase` if it was never laid down."""
        if self.is_open:
            raise OpenCase(f"case {self.id} is {self.status}: there is nothing to open")
        self._reopened(
            self.household_id,
            organisation_id or self.organisation_id,
            definition_id,
            on,
        )

    @property
    def _has_a_past(self) -> bool:
        return self.touched or bool(self.closings)

    def assess_fault(
        self, fault: str, decision_ref: str, on: date, cause_code: str | None = None
    ) -> None:
        """
        Record the commission's decision; its cause stays here.

        `ClosedCase`, `UnknownWord`, or `NotACode` for a cause in sentences.
        Source: DM 14/05/2014.
        """
        self.refuse_if_closed()
        checked("fault", fault, FAULTS)
        checked_codes([cause_code] if cause_code else [])
        self._fault_assessed(self.household_id, fault, cause_code, decision_ref, on)

    def suspend(self, reason: str, on: date) -> None:
        """Let the case rest, for a reason code; `ClosedCase` if it is closed."""
        self.refuse_if_closed()
        checked_codes([reason])
        if not self.suspended:
            self._suspended(reason, on)

    def resume(self, on: date) -> None:
        """Take a resting case up again; `ClosedCase` if it is closed."""
        self.refuse_if_closed()
        if self.suspended:
            self._resumed(on)

    def close(
        self, outcome: str, on: date, answered: list[UUID], reason: str | None = None
    ) -> None:
        """
        Close the case; `answered` are the arrears episodes known by now.

        `ClosedCase` if it is closed; `UnknownWord` for an outcome in no list;
        `NeverTried` for an unreachable household that nobody tried to reach, or
        that was reached; `OpenCommitments` unless each of the pact is settled.
        """
        self.refuse_if_closed()
        checked("outcome", outcome, OUTCOMES)
        checked_codes([reason] if reason else [])
        if outcome == "unreachable" and (not self.attempts or self.reached_on):
            raise NeverTried(
                f"case {self.id}: {self.attempts} attempts, reached on "
                f"{self.reached_on}: that is not unreachable"
            )
        if owed := self.open_commitments:
            raise OpenCommitments(
                f"case {self.id}: {', '.join(f'{it.by} {it.code}' for it in owed)} "
                f"({', '.join(str(it.commitment_id) for it in owed)}): settle each as "
                "fulfilled, or waive it with a reason"
            )
        self._closed(self.household_id, outcome, reason, answered, on)

    # -- what is remembered

    @event(Redated)
    def _redated(
        self, household_id: UUID, organisation_id: str, effective_on: date
    ) -> None:
        self.identified_on = effective_on
        if organisation_id != self.organisation_id:
            self.assignments[-1] = (self.assignments[-1][0], organisation_id)

    @event(Retargeted)
    def _retargeted(self, definition_id: UUID, effective_on: date) -> None:
        self.definition_id = definition_id

    @event(FaultAssessed)
    def _fault_assessed(
        self,
        household_id: UUID,
        fault: str,
        cause_code: str | None,
        decision_ref: str,
        effective_on: date,
    ) -> None:
        self.touched = True
        self.fault = fault

    @event(Suspended)
    def _suspended(self, reason: str, effective_on: date) -> None:
        self.touched = True
        self.suspended = True

    @event(Resumed)
    def _resumed(self, effective_on: date) -> None:
        self.suspended = False

    @event(Closed)
    def _closed(
        self,
        household_id: UUID,
        outcome: str,
        reason: str | None,
        answered: list[UUID],
        effective_on: date,
    ) -> None:
        self.closing = Closing(outcome, effective_on)
        self.closings.append(self.closing)
        self.answered |= set(answered)
        self.suspended = False
        self.references = ended(self.references, effective_on)

    @event(Withdrawn)
    def _withdrawn(
        self, household_id: UUID, outcome: str, reason: str, effective_on: date
    ) -> None:
        if self.closings:
            self.closing = self.closings[-1]
        else:
            self.withdrawn = True

    @event(Reopened)
    def _reopened(
        self,
        household_id: UUID,
        organisation_id: str,
        definition_id: UUID | None,
        effective_on: date,
    ) -> None:
        if organisation_id != self.organisation_id:
            self.assignments.append((effective_on, organisation_id))
        self.definition_id = definition_id
        self.closing = None
        self.withdrawn = False
        self._begin(effective_on)


class OpenCase(Exception):
    """A case to reopen that is open."""


class OpenCommitments(Exception):
    """A case to close while commitments are neither fulfilled nor waived."""


class NeverTried(Exception):
    """A household called unreachable that was not tried, or was reached."""


class StillInArrears(Exception):
    """A case called resolved while arrears are open."""
