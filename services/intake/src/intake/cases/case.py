"""
A case: how one household is sought, met, taken in charge, and let go.

There is one case per household, for ever: a relapse reopens it. Where it stands
follows from what happened; nobody sets it by hand.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID, uuid5

from azione0.aggregate import Aggregate, event
from intake.cases.assessment import Assessment, Score
from intake.cases.matrix import FIRST
from intake.cases.pact import (
    FULFILLED,
    WAIVED,
    Commitment,
    Pact,
    Undertaking,
    checked_codes,
    commitments_of,
)
from intake.cases.team import TeamMember, ended, without
from intake.households.periods import Period, fit, held_on

CHANNELS = ("letter", "phone", "door", "concierge", "email", "other")
PARTS_OF_DAY = ("morning", "afternoon", "evening")
#: Recorded once, and still read; 12 to 18 is one afternoon for DDAS.
FORMER_PARTS_OF_DAY = {"midday": "afternoon"}
CONTACT_OUTCOMES = ("reached", "no_answer", "refused")
OUTCOMES = ("resolved", "declined", "unreachable", "moved", "evicted", "deceased")
#: After these nobody is left to be sought: only a person reopens the case.
GONE = ("moved", "evicted", "deceased")
#: What a review comes to.
REVIEWS = ("go_on", "revise_pact", "suspend", "close")
FAULTS = ("NOT_ASSESSED", "NO_FAULT", "AT_FAULT")
_CASES = UUID("e2a4b5c6-1d2e-4f30-8a9b-0c1d2e3f4a05")


def case_key(household_id: UUID) -> UUID:
    """Give the id of the one case that a household can have."""
    return uuid5(_CASES, str(household_id))


@dataclass(frozen=True)
class Attempt:
    """One attempt to reach the household; `next_on` is when to try again."""

    on: date
    channel: str
    part_of_day: str | None
    outcome: str
    result: str | None
    next_on: date | None


@dataclass(frozen=True)
class Closing:
    """How and when a case was closed."""

    outcome: str
    on: date


class Case(Aggregate, topic="intake.Case"):
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

    class ContactAttempted(Aggregate.Event):
        household_id: UUID
        channel: str
        part_of_day: str | None
        outcome: str
        attempt_number: int
        effective_on: date
        result: str | None = None
        next_on: date | None = None

    class Assessed(Aggregate.Event):
        scores: list[Score]
        effective_on: date
        matrix_version: str = FIRST

    class TakenInCharge(Aggregate.Event):
        household_id: UUID
        pact_id: UUID
        commitments: list[Commitment]
        goals: list[str]
        operator_id: str
        effective_on: date

    class PactRevised(Aggregate.Event):
        """Another version of the pact holds from a day on."""

        number: int
        commitments: list[Commitment]
        goals: list[str]
        effective_on: date

    class CommitmentChecked(Aggregate.Event):
        """Somebody of the front office says whether a commitment was kept."""

        commitment_id: UUID
        kept: bool
        effective_on: date

    class CommitmentSettled(Aggregate.Event):
        """Nothing more is owed of a commitment: fulfilled, or waived for a reason."""

        commitment_id: UUID
        how: str
        reason: str | None
        effective_on: date

    class Reviewed(Aggregate.Event):
        decision: str
        effective_on: date

    class ReferenceNamed(Aggregate.Event):
        """Another worker is of reference from a day on."""

        operator_id: str
        effective_on: date

    class TeamJoined(Aggregate.Event):
        operator_id: str
        organisation_id: str
        role: str
        effective_on: date

    class TeamLeft(Aggregate.Event):
        operator_id: str
        effective_on: date

    class FaultAssessed(Aggregate.Event):
        household_id: UUID
        fault: str
        cause_code: str | None
        decision_ref: str
        effective_on: date

    class Assigned(Aggregate.Event):
        household_id: UUID
        from_organisation_id: str
        to_organisation_id: str
        effective_on: date
        operator_id: str | None = None

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

    @property
    def organisation_id(self) -> str:
        """Who follows it, by the last assignment."""
        return self.assignments[-1][1]

    def organisation_on(self, day: date) -> str:
        """Give who followed, or follows, the case on a day."""
        return [who for since, who in self.assignments if since <= day][-1]

    @property
    def operator_id(self) -> str | None:
        """The worker of reference until another is named."""
        last = self.references[-1] if self.references else None
        return last.held if last is not None and last.until is None else None

    def reference_on(self, day: date) -> str | None:
        """Give the one worker of reference on a day; `None` if not in charge."""
        return held_on(self.references, day)

    def team_on(self, day: date) -> list[TeamMember]:
        """Give who was in the team on a day, the longest there first."""
        found = [it for it in self.team if it.works_on(day)]
        return sorted(found, key=lambda it: (it.since, it.operator_id))

    @property
    def commitments(self) -> list[Commitment]:
        """The commitments of the pact as it was signed or revised last."""
        return list(self.pacts[-1].commitments) if self.pacts else []

    @property
    def goals(self) -> list[str]:
        """The goals of the pact as it was signed or revised last."""
        return list(self.pacts[-1].goals) if self.pacts else []

    @property
    def open_commitments(self) -> list[Commitment]:
        """The commitments that are neither fulfilled nor waived."""
        return [it for it in self.commitments if it.commitment_id not in self.settled]

    def pact_on(self, day: date) -> Pact | None:
        """Give the version of the pact that held on a day."""
        return max(
            (it for it in self.pacts if it.since <= day),
            key=lambda it: (it.since, it.number),
            default=None,
        )

    def committed_since(self, commitment_id: UUID) -> date:
        """Give since when a commitment is in the pact, as it is worded now."""
        [now] = [it for it in self.commitments if it.commitment_id == commitment_id]
        since = self.pacts[-1].since
        for pact in reversed(self.pacts):
            if now not in pact.commitments:
                break
            since = pact.since
        return since

    @property
    def next_contact(self) -> Attempt | None:
        """The last attempt, if it says when to try again."""
        last = max(self.contacts, key=lambda it: it.on, default=None)
        return last if last is not None and last.next_on is not None else None

    # -- opened by arrears, and undone

    def redate(self, on: date, organisation_id: str) -> None:
        """
        Move the day since when arrears call for it; the same day changes nothing.

        The organisation changes with it only while nobody has acted.
        """
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

    # -- the work of people

    def record_contact(
        self,
        channel: str,
        outcome: str,
        on: date,
        part_of_day: str | None = None,
        *,
        result: str | None = None,
        next_on: date | None = None,
    ) -> None:
        """
        Record that somebody tried to reach the household.

        `result` is a code for what came of it, `next_on` when to try again.
        `ClosedCase` on a closed case; `UnknownWord` for a channel, an outcome or
        a part of day that is in no list; `NotACode`; `NextBeforeThis`.
        """
        self.refuse_if_closed()
        _checked("channel", channel, CHANNELS)
        _checked("outcome", outcome, CONTACT_OUTCOMES)
        if part_of_day is not None:
            _checked("part of day", part_of_day, PARTS_OF_DAY)
        checked_codes([result] if result else [])
        if next_on is not None and next_on < on:
            raise NextBeforeThis(f"a contact on {on} and the next one on {next_on}")
        self._contact_attempted(
            household_id=self.household_id,
            channel=channel,
            part_of_day=part_of_day,
            outcome=outcome,
            attempt_number=self.attempts + 1,
            effective_on=on,
            result=result,
            next_on=next_on,
        )

    def assess(self, scores: list[Score], on: date, matrix_version: str) -> None:
        """Record the needs matrix; `NotReached` before the household was met."""
        self.refuse_if_closed()
        self._refuse_if_not_reached()
        self._assessed(scores, on, matrix_version)

    def take_in_charge(
        self,
        pact_id: UUID,
        undertaken: Sequence[Undertaking],
        goals: list[str],
        operator_id: str,
        on: date,
    ) -> None:
        """
        Sign the pact: service by service who undertakes what.

        `NotReached` before the household was met, `PactWithoutCommitments` for an
        empty pact, `AlreadyInCharge` for a second one, `DueBeforeSigned`. The
        programme's clock starts `on`; `operator_id` is of reference from then.
        """
        self.refuse_if_closed()
        self._refuse_if_not_reached()
        if self.in_charge_on is not None:
            raise AlreadyInCharge(
                f"case {self.id} is in charge since {self.in_charge_on}"
            )
        self._refuse_due_before(undertaken, on)
        self._taken_in_charge(
            household_id=self.household_id,
            pact_id=pact_id,
            commitments=commitments_of(self.id, undertaken),
            goals=checked_codes(goals),
            operator_id=operator_id,
            effective_on=on,
        )

    def revise_pact(
        self, undertaken: Sequence[Undertaking], goals: list[str], on: date
    ) -> None:
        """
        Agree another version of the pact; the same once more changes nothing.

        `NotInCharge`, `RevisedLater` for a day before the last version, and the
        refusals of a pact. What the new version leaves out is no longer owed.
        """
        self._refuse_unless_in_charge()
        last = self.pacts[-1]
        if on < last.since:
            raise RevisedLater(
                f"case {self.id}: version {last.number} holds since {last.since}"
            )
        self._refuse_due_before(undertaken, on)
        commitments = commitments_of(self.id, undertaken)
        checked_codes(goals)
        if (tuple(commitments), tuple(goals)) != (last.commitments, last.goals):
            self._pact_revised(last.number + 1, commitments, goals, on)

    def check_commitment(self, commitment_id: UUID, on: date, *, kept: bool) -> None:
        """Say whether a commitment was kept; `UnknownCommitment`, `ClosedCase`."""
        self.refuse_if_closed()
        self._commitment(commitment_id)
        self._commitment_checked(commitment_id, kept, on)

    def settle_commitment(
        self, commitment_id: UUID, how: str, on: date, reason: str | None = None
    ) -> None:
        """
        Say that nothing more is owed of a commitment: fulfilled, or waived.

        `UnknownCommitment`, `SettledAlready`, `UnknownWord`; `WaivedWithoutReason`,
        and `NotACode` for a reason in sentences.
        """
        self.refuse_if_closed()
        self._commitment(commitment_id)
        _checked("settlement", how, (FULFILLED, WAIVED))
        if how == WAIVED and not reason:
            raise WaivedWithoutReason(
                f"commitment {commitment_id}: say by a code why it is waived"
            )
        checked_codes([reason] if reason else [])
        if commitment_id in self.settled:
            raise SettledAlready(
                f"commitment {commitment_id} is {self.settled[commitment_id]}"
            )
        self._commitment_settled(commitment_id, how, reason, on)

    def review(self, decision: str, on: date) -> None:
        """Record a review of the case; `NotInCharge`, `UnknownWord`."""
        self._refuse_unless_in_charge()
        _checked("review", decision, REVIEWS)
        self._reviewed(decision, on)

    # -- who works on it

    def name_reference(self, operator_id: str, from_on: date) -> None:
        """
        Have another worker of reference from a day on, until the next one is.

        `NotInCharge`, also for a day before it was; `AlreadyOfReference`.
        """
        self._refuse_unless_in_charge()
        if self.in_charge_on is not None and from_on < self.in_charge_on:
            raise NotInCharge(
                f"case {self.id} is in charge since {self.in_charge_on}: nobody is "
                f"of reference on {from_on}"
            )
        if self.reference_on(from_on) == operator_id:
            raise AlreadyOfReference(f"{operator_id} is of reference on {from_on}")
        self._reference_named(operator_id, from_on)

    def join_team(
        self, operator_id: str, organisation_id: str, role: str, on: date
    ) -> None:
        """Have a worker in the team from a day; `InTeamAlready`, `NotACode`."""
        self.refuse_if_closed()
        checked_codes([role])
        if any(it.operator_id == operator_id for it in self.team_on(on)):
            raise InTeamAlready(f"{operator_id} is in the team of case {self.id}")
        self._team_joined(operator_id, organisation_id, role, on)

    def leave_team(self, operator_id: str, on: date) -> None:
        """Have a worker in the team up to a day, that day counted; `NotInTeam`."""
        if all(it.operator_id != operator_id for it in self.team_on(on)):
            raise NotInTeam(f"{operator_id} is not in the team of case {self.id}")
        self._team_left(operator_id, on)

    def assess_fault(
        self, fault: str, decision_ref: str, on: date, cause_code: str | None = None
    ) -> None:
        """
        Record the commission's decision; its cause stays here.

        `ClosedCase`, `UnknownWord`, or `NotACode` for a cause in sentences.
        Source: DM 14/05/2014.
        """
        self.refuse_if_closed()
        _checked("fault", fault, FAULTS)
        checked_codes([cause_code] if cause_code else [])
        self._fault_assessed(self.household_id, fault, cause_code, decision_ref, on)

    def assign(
        self, to_organisation_id: str, from_on: date, operator_id: str | None = None
    ) -> None:
        """
        Hand the case over from a day, and name who is of reference from then.

        `AlreadyFollowing` if that organisation has it; `AssignedLater` if a
        later hand-over is known.
        """
        self.refuse_if_closed()
        since, holder = self.assignments[-1]
        if to_organisation_id == holder:
            raise AlreadyFollowing(f"{holder} follows case {self.id} already")
        if from_on < since:
            raise AssignedLater(f"case {self.id} passed to {holder} on {since}")
        self._assigned(
            self.household_id, holder, to_organisation_id, from_on, operator_id
        )

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
        _checked("outcome", outcome, OUTCOMES)
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

    def refuse_if_closed(self) -> None:
        """Refuse work on a case that is closed: `ClosedCase`."""
        if not self.is_open:
            raise ClosedCase(f"case {self.id} is {self.status}: reopen it first")

    def _refuse_unless_in_charge(self) -> None:
        self.refuse_if_closed()
        if self.in_charge_on is None:
            raise NotInCharge(f"case {self.id} is {self.status}: sign a pact first")

    def _refuse_due_before(self, undertaken: Sequence[Undertaking], on: date) -> None:
        for it in undertaken:
            if it.due_on is not None and it.due_on < on:
                raise DueBeforeSigned(f"{it.code} is due on {it.due_on}, before {on}")

    def _commitment(self, commitment_id: UUID) -> Commitment:
        for it in self.commitments:
            if it.commitment_id == commitment_id:
                return it
        raise UnknownCommitment(
            f"commitment {commitment_id} is not in the pact of case {self.id}"
        )

    def _refuse_if_not_reached(self) -> None:
        if self.reached_on is None:
            raise NotReached(
                f"case {self.id}: nobody has reached the household "
                f"in {self.attempts} attempts: record a contact first"
            )

    # -- what is remembered

    @event(Redated)
    def _redated(
        self, household_id: UUID, organisation_id: str, effective_on: date
    ) -> None:
        self.identified_on = effective_on
        if organisation_id != self.organisation_id:
            self.assignments[-1] = (self.assignments[-1][0], organisation_id)

    @event(ContactAttempted)
    def _contact_attempted(
        self,
        *,
        household_id: UUID,
        channel: str,
        part_of_day: str | None,
        outcome: str,
        attempt_number: int,
        effective_on: date,
        result: str | None,
        next_on: date | None,
    ) -> None:
        self.touched = True
        self.attempts = attempt_number
        part = FORMER_PARTS_OF_DAY.get(part_of_day or "", part_of_day)
        self.contacts.append(
            Attempt(effective_on, channel, part, outcome, result, next_on)
        )
        if outcome == "reached":
            self.reached_on = min(self.reached_on or effective_on, effective_on)

    @event(Assessed)
    def _assessed(
        self, scores: list[Score], effective_on: date, matrix_version: str
    ) -> None:
        self.touched = True
        self.assessments.append(Assessment(effective_on, matrix_version, tuple(scores)))
        self.assessed_on = self.assessed_on or effective_on
        self.scores = scores

    @event(TakenInCharge)
    def _taken_in_charge(
        self,
        *,
        household_id: UUID,
        pact_id: UUID,
        commitments: list[Commitment],
        goals: list[str],
        operator_id: str,
        effective_on: date,
    ) -> None:
        self.touched = True
        self.in_charge_on = effective_on
        self.pact_id = pact_id
        self.pacts = [Pact(1, effective_on, tuple(commitments), tuple(goals))]
        self.settled = {}
        self.references = [
            *ended(self.references, effective_on),
            Period(effective_on, None, operator_id),
        ]

    @event(PactRevised)
    def _pact_revised(
        self,
        number: int,
        commitments: list[Commitment],
        goals: list[str],
        effective_on: date,
    ) -> None:
        before = self.commitments
        self.pacts.append(Pact(number, effective_on, tuple(commitments), tuple(goals)))
        for it in commitments:
            if it not in before:
                self.settled.pop(it.commitment_id, None)

    @event(CommitmentChecked)
    def _commitment_checked(
        self,
        commitment_id: UUID,
        kept: bool,  # noqa: FBT001  a field of the event
        effective_on: date,
    ) -> None:
        self.touched = True

    @event(CommitmentSettled)
    def _commitment_settled(
        self, commitment_id: UUID, how: str, reason: str | None, effective_on: date
    ) -> None:
        self.settled[commitment_id] = how

    @event(Reviewed)
    def _reviewed(self, decision: str, effective_on: date) -> None:
        self.reviews.append(effective_on)

    @event(ReferenceNamed)
    def _reference_named(self, operator_id: str, effective_on: date) -> None:
        named = Period(effective_on, None, operator_id)
        self.references = fit(self.references, named, force=True)

    @event(TeamJoined)
    def _team_joined(
        self, operator_id: str, organisation_id: str, role: str, effective_on: date
    ) -> None:
        self.touched = True
        self.team.append(TeamMember(operator_id, organisation_id, role, effective_on))

    @event(TeamLeft)
    def _team_left(self, operator_id: str, effective_on: date) -> None:
        self.team = [
            replace(it, until=effective_on)
            if it.operator_id == operator_id and it.works_on(effective_on)
            else it
            for it in self.team
        ]

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

    @event(Assigned)
    def _assigned(
        self,
        household_id: UUID,
        from_organisation_id: str,
        to_organisation_id: str,
        effective_on: date,
        operator_id: str | None,
    ) -> None:
        self.touched = True
        self.assignments.append((effective_on, to_organisation_id))
        self.team = without(self.team, from_organisation_id, effective_on)
        self.references = ended(self.references, effective_on)
        if operator_id is not None:
            self.references.append(Period(effective_on, None, operator_id))

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


def _checked(what: str, word: str, words: tuple[str, ...]) -> None:
    if word not in words:
        raise UnknownWord(f"{word!r} is no {what}: choose {', '.join(words)}")


class ClosedCase(Exception):
    """Work on a case that is closed."""


class OpenCase(Exception):
    """A case to reopen that is open."""


class NotReached(Exception):
    """An assessment or a pact with a household that nobody has met."""


class AlreadyInCharge(Exception):
    """A second pact while the first one holds."""


class NotInCharge(Exception):
    """A pact to revise, or a worker of reference, of a case not in charge."""


class RevisedLater(Exception):
    """A version of the pact from a day before the last one."""


class DueBeforeSigned(Exception):
    """A commitment that is due before the pact is signed."""


class UnknownCommitment(Exception):
    """A commitment that the pact does not have."""


class SettledAlready(Exception):
    """A commitment settled a second time."""


class WaivedWithoutReason(Exception):
    """A commitment waived, and nobody says why."""


class OpenCommitments(Exception):
    """A case to close while commitments are neither fulfilled nor waived."""


class AlreadyOfReference(Exception):
    """A worker named of reference who is."""


class InTeamAlready(Exception):
    """A worker who joins a team and is in it."""


class NotInTeam(Exception):
    """A worker who leaves a team and is not in it."""


class AlreadyFollowing(Exception):
    """A case handed to the organisation that has it."""


class AssignedLater(Exception):
    """A case handed over on a day before the last hand-over."""


class FollowedByOthers(Exception):
    """A command of an organisation that does not follow the case that day."""


class NextBeforeThis(Exception):
    """A next contact on a day before this one."""


class NeverTried(Exception):
    """A household called unreachable that was not tried, or was reached."""


class StillInArrears(Exception):
    """A case called resolved while arrears are open."""


class UnknownWord(Exception):
    """A word that is in no list of the case."""
