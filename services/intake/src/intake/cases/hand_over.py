"""
A case offered to another organisation: it passes on acceptance, and not before.

Who follows the case proposes; who is to receive it accepts or declines.
"""

from datetime import date
from uuid import UUID

from azione0.aggregate import Aggregate, event
from intake.cases.pact import checked_codes

PROPOSED, ACCEPTED, DECLINED, WITHDRAWN = (
    "proposed",
    "accepted",
    "declined",
    "withdrawn",
)
STATES = (PROPOSED, ACCEPTED, DECLINED, WITHDRAWN)


class HandOver(Aggregate, topic="intake.HandOver"):
    """One proposal to pass a case from one organisation to another."""

    class Proposed(Aggregate.Created):
        case_id: UUID
        household_id: UUID
        from_organisation_id: str
        to_organisation_id: str
        from_on: date
        reason: str
        effective_on: date

    class Accepted(Aggregate.Event):
        operator_id: str | None
        effective_on: date

    class Declined(Aggregate.Event):
        reason: str
        effective_on: date

    class Withdrawn(Aggregate.Event):
        effective_on: date

    @event(Proposed)
    def __init__(
        self,
        *,
        id: UUID,
        case_id: UUID,
        household_id: UUID,
        from_organisation_id: str,
        to_organisation_id: str,
        from_on: date,
        reason: str,
        effective_on: date,
    ) -> None:
        self.case_id = case_id
        self.household_id = household_id
        self.from_organisation_id = from_organisation_id
        self.to_organisation_id = to_organisation_id
        self.from_on = from_on
        self.reason = reason
        self.proposed_on = effective_on
        self.answered_on: date | None = None
        self.status = PROPOSED

    def refuse_if_lapsed(self, written_on: date, today: date) -> None:
        """
        Refuse to accept what has lapsed by today, whatever day is named.

        `HandOverLapsed`. What was written down after its day is history told late,
        and does not lapse.
        """
        if written_on <= self.from_on < today:
            raise HandOverLapsed(
                f"hand-over {self.id} counts from {self.from_on}, and today is "
                f"{today}: propose another day"
            )

    def accept(self, operator_id: str | None, on: date, by: str | None) -> None:
        """
        Take the case over, from the day that was proposed.

        `NotTheReceiver`, `AnsweredAlready`; `HandOverLapsed` once that day is past,
        `HandOverBackdated` on a day before it was proposed.
        """
        self._refuse_unless_of(by, self.to_organisation_id)
        if on < self.proposed_on:
            raise HandOverBackdated(
                f"hand-over {self.id} was proposed on {self.proposed_on}: nobody "
                f"accepted it on {on}"
            )
        if on > self.from_on:
            raise HandOverLapsed(
                f"hand-over {self.id} counts from {self.from_on}: on {on} propose "
                "another day"
            )
        self._accepted(operator_id, on)

    def decline(self, reason: str, on: date, by: str | None) -> None:
        """Leave the case where it is, for a reason code; as `accept`, but any day."""
        self._refuse_unless_of(by, self.to_organisation_id)
        checked_codes([reason])
        self._declined(reason, on)

    def withdraw(self, on: date, by: str | None) -> None:
        """Take the proposal back; `NotTheReceiver` for others than who made it."""
        self._refuse_unless_of(by, self.from_organisation_id)
        self._withdrawn(on)

    @event(Accepted)
    def _accepted(self, operator_id: str | None, effective_on: date) -> None:
        self.status, self.answered_on = ACCEPTED, effective_on

    @event(Declined)
    def _declined(self, reason: str, effective_on: date) -> None:
        self.status, self.answered_on = DECLINED, effective_on

    @event(Withdrawn)
    def _withdrawn(self, effective_on: date) -> None:
        self.status, self.answered_on = WITHDRAWN, effective_on

    def _refuse_unless_of(self, by: str | None, organisation_id: str) -> None:
        if by is not None and by != organisation_id:
            raise NotTheReceiver(
                f"hand-over {self.id} of case {self.case_id} is for {organisation_id} "
                "to answer"
            )
        if self.status != PROPOSED:
            raise AnsweredAlready(f"hand-over {self.id} is {self.status}")


class NotTheReceiver(Exception):
    """An answer to a hand-over from whom it was not put to."""


class AnsweredAlready(Exception):
    """A hand-over that was accepted, declined or withdrawn."""


class HandOverLapsed(Exception):
    """A hand-over accepted after the day from which it should count."""


class HandOverOvertaken(Exception):
    """A hand-over accepted when the case is no longer with who offered it."""


class HandOverPending(Exception):
    """A second proposal for a case while one waits for its answer."""


class HandOverBackdated(Exception):
    """A hand-over that counts from, or is accepted on, a day before it is proposed."""


class WithoutMandate(Exception):
    """A hand-over to an organisation that has no mandate on the day."""


class NoReferenceWorker(Exception):
    """A case in charge taken over without naming who is to be of reference."""
