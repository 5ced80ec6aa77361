"""How a household is sought and met, and how it stands."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from azione0.aggregate import Aggregate
from intake.cases.assessment import Assessment, Score
from intake.cases.matrix import FIRST
from intake.cases.pact import checked_codes
from intake.cases.part import CasePart
from intake.cases.words import (
    CHANNELS,
    CONTACT_OUTCOMES,
    FORMER_PARTS_OF_DAY,
    PARTS_OF_DAY,
    checked,
)


@dataclass(frozen=True)
class Attempt:
    """One attempt to reach the household; `next_on` is when to try again."""

    on: date
    channel: str
    part_of_day: str | None
    outcome: str
    result: str | None
    next_on: date | None


class ContactAttempted(Aggregate.Event):
    household_id: UUID
    channel: str
    part_of_day: str | None
    outcome: str
    attempt_number: int
    effective_on: date
    result: str | None = None
    next_on: date | None = None

    def apply(self, case: Any) -> None:
        case.touched = True
        case.attempts = self.attempt_number
        part = FORMER_PARTS_OF_DAY.get(self.part_of_day or "", self.part_of_day)
        case.contacts.append(
            Attempt(
                self.effective_on,
                self.channel,
                part,
                self.outcome,
                self.result,
                self.next_on,
            )
        )
        if self.outcome == "reached":
            case.reached_on = min(
                case.reached_on or self.effective_on, self.effective_on
            )


class Assessed(Aggregate.Event):
    scores: list[Score]
    effective_on: date
    matrix_version: str = FIRST
    household_id: UUID | None = None

    def apply(self, case: Any) -> None:
        case.touched = True
        case.assessments.append(
            Assessment(self.effective_on, self.matrix_version, tuple(self.scores))
        )
        case.assessed_on = case.assessed_on or self.effective_on
        case.scores = self.scores


class Met(CasePart):
    """The verbs of contacts and of assessments; `Case` adds them to its own."""

    contacts: list[Attempt]

    @property
    def next_contact(self) -> Attempt | None:
        """The last attempt, if it says when to try again."""
        last = max(self.contacts, key=lambda it: it.on, default=None)
        return last if last is not None and last.next_on is not None else None

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
        checked("channel", channel, CHANNELS)
        checked("outcome", outcome, CONTACT_OUTCOMES)
        if part_of_day is not None:
            checked("part of day", part_of_day, PARTS_OF_DAY)
        checked_codes([result] if result else [])
        if next_on is not None and next_on < on:
            raise NextBeforeThis(f"a contact on {on} and the next one on {next_on}")
        self._tell(
            ContactAttempted,
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
        self._tell(
            Assessed,
            scores=scores,
            effective_on=on,
            matrix_version=matrix_version,
            household_id=self.household_id,
        )


class NextBeforeThis(Exception):
    """A next contact on a day before this one."""
