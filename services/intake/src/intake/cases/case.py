"""
A case: how one household is sought, met, taken in charge, and let go.

There is one case per household, for ever: a relapse reopens it. Where it stands
follows from what happened; nobody sets it by hand.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

from azione0.aggregate import Aggregate, event
from intake.cases.pact import Commitment, Score, checked_codes, commitments_of

CHANNELS = ("letter", "phone", "door", "concierge", "email", "other")
PARTS_OF_DAY = ("morning", "afternoon", "evening")
#: Recorded once, and still read; 12 to 18 is one afternoon for DDAS.
FORMER_PARTS_OF_DAY = {"midday": "afternoon"}
CONTACT_OUTCOMES = ("reached", "no_answer", "refused")
OUTCOMES = ("resolved", "declined", "unreachable", "moved", "evicted", "deceased")
#: After these nobody is left to be sought: only a person reopens the case.
GONE = ("moved", "evicted", "deceased")
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

    class TakenInCharge(Aggregate.Event):
        household_id: UUID
        pact_id: UUID
        commitments: list[Commitment]
        goals: list[str]
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
        self._begin(effective_on)

    def _begin(self, on: date) -> None:
        self.identified_on = on
        self.attempts = 0
        self.contacts: list[Attempt] = []
        self.reached_on: date | None = None
        self.assessed_on: date | None = None
        self.in_charge_on: date | None = None
        self.pact_id: UUID | None = None
        self.commitments: list[Commitment] = []
        self.goals: list[str] = []
        self.scores: list[Score] = []
        self.operator_id: str | None = None
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

    def assess(self, scores: list[Score], on: date) -> None:
        """Record the needs matrix; `NotReached` before the household was met."""
        self.refuse_if_closed()
        self._refuse_if_not_reached()
        self._assessed(scores, on)

    def take_in_charge(
        self,
        pact_id: UUID,
        undertaken: dict[str, str],
        goals: list[str],
        operator_id: str,
        on: date,
    ) -> None:
        """
        Sign the pact: service by service what the household undertakes.

        `NotReached` before the household was met, `PactWithoutCommitments` for an
        empty pact, `AlreadyInCharge` for a second one. The programme's clock
        starts `on`.
        """
        self.refuse_if_closed()
        self._refuse_if_not_reached()
        if self.in_charge_on is not None:
            raise AlreadyInCharge(
                f"case {self.id} is in charge since {self.in_charge_on}"
            )
        self._taken_in_charge(
            household_id=self.household_id,
            pact_id=pact_id,
            commitments=commitments_of(self.id, undertaken),
            goals=checked_codes(goals),
            operator_id=operator_id,
            effective_on=on,
        )

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

    def assign(self, to_organisation_id: str, from_on: date) -> None:
        """
        Hand the case over from a day.

        `AlreadyFollowing` if that organisation has it; `AssignedLater` if a
        later hand-over is known.
        """
        self.refuse_if_closed()
        since, holder = self.assignments[-1]
        if to_organisation_id == holder:
            raise AlreadyFollowing(f"{holder} follows case {self.id} already")
        if from_on < since:
            raise AssignedLater(f"case {self.id} passed to {holder} on {since}")
        self._assigned(self.household_id, holder, to_organisation_id, from_on)

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
        that was reached.
        """
        self.refuse_if_closed()
        _checked("outcome", outcome, OUTCOMES)
        checked_codes([reason] if reason else [])
        if outcome == "unreachable" and (not self.attempts or self.reached_on):
            raise NeverTried(
                f"case {self.id}: {self.attempts} attempts, reached on "
                f"{self.reached_on}: that is not unreachable"
            )
        self._closed(self.household_id, outcome, reason, answered, on)

    def refuse_if_closed(self) -> None:
        """Refuse work on a case that is closed: `ClosedCase`."""
        if not self.is_open:
            raise ClosedCase(f"case {self.id} is {self.status}: reopen it first")

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
    def _assessed(self, scores: list[Score], effective_on: date) -> None:
        self.touched = True
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
        self.commitments = commitments
        self.goals = goals
        self.operator_id = operator_id

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
    ) -> None:
        self.touched = True
        self.assignments.append((effective_on, to_organisation_id))
        self.operator_id = None

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
