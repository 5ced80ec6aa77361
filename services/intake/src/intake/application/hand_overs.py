"""
Cases that pass from one organisation to another, when the other accepts.

Mandates are the steering group's: see `Cases.has_mandate`.
"""

from datetime import date
from uuid import UUID

from azione0.application import NotFound
from azione0.letter import ROME
from intake import lists, tables
from intake.application.cases import Cases
from intake.cases.case import Case
from intake.cases.followed import AlreadyFollowing, AssignedLater
from intake.cases.hand_over import (
    PROPOSED,
    HandOver,
    HandOverBackdated,
    HandOverOvertaken,
    HandOverPending,
    NoReferenceWorker,
    WithoutMandate,
)
from intake.cases.pact import checked_codes
from intake.lists import HandOverLine


class HandOvers(Cases):
    """The use-cases of hand-overs."""

    def propose_hand_over(
        self,
        case_id: UUID,
        to_organisation_id: str,
        from_on: date,
        *,
        reason: str,
        on: date,
        by: str | None = None,
    ) -> UUID:
        """
        Offer a case to another organisation from a day, for a reason code.

        `ClosedCase`, `AlreadyFollowing`, `AssignedLater`, `HandOverBackdated`,
        `WithoutMandate`, `HandOverPending`.
        """
        case = self._followed(case_id, by, on)
        case.refuse_if_closed()
        since, holder = case.assignments[-1]
        if to_organisation_id == holder:
            raise AlreadyFollowing(f"{holder} follows case {case_id} already")
        if from_on < since:
            raise AssignedLater(f"case {case_id} passed to {holder} on {since}")
        if from_on < on:
            raise HandOverBackdated(
                f"a hand-over of case {case_id} from {from_on}, proposed on {on}: what "
                "was done in between is another's; give a day from then on"
            )
        self._check_mandate(to_organisation_id, from_on)
        if pending := lists.hand_overs(self._session, case_id=case_id, status=PROPOSED):
            raise HandOverPending(
                f"case {case_id} is offered to {pending[0].to_organisation_id}: wait "
                "for the answer, or withdraw the offer"
            )
        hand_over = HandOver(
            id=self.new_id("hand-over", case_id),
            case_id=case_id,
            household_id=case.household_id,
            from_organisation_id=holder,
            to_organisation_id=to_organisation_id,
            from_on=from_on,
            reason=checked_codes([reason])[0],
            effective_on=on,
        )
        self._keep_hand_over(hand_over)
        return hand_over.id

    def accept_hand_over(
        self,
        hand_over_id: UUID,
        on: date,
        *,
        operator_id: str | None = None,
        by: str | None = None,
    ) -> None:
        """
        Take a case over: from the day proposed it is followed by who accepts.

        A case in charge needs who is of reference then: `NoReferenceWorker`.
        `NotFound` for who has no part in it; `NotTheReceiver`, `AnsweredAlready`,
        `HandOverLapsed`, `HandOverOvertaken` if another than who offered it follows
        the case now, `WithoutMandate`, and the refusals of passing a case.
        """
        hand_over = self._offered(hand_over_id, by)
        case = self.get(Case, hand_over.case_id)
        hand_over.refuse_if_lapsed(self._written_on(hand_over), self.today())
        hand_over.accept(operator_id, on, by)
        holder = case.assignments[-1][1]
        if holder != hand_over.from_organisation_id:
            raise HandOverOvertaken(
                f"case {case.id} was offered by {hand_over.from_organisation_id} and "
                f"is with {holder} now: ask them for a hand-over"
            )
        if case.in_charge_on is not None and operator_id is None:
            raise NoReferenceWorker(
                f"case {case.id} is in charge: name who is of reference from "
                f"{hand_over.from_on}"
            )
        self._check_mandate(hand_over.to_organisation_id, hand_over.from_on)
        self.assign_case(
            case.id,
            hand_over.to_organisation_id,
            hand_over.from_on,
            operator_id=operator_id,
        )
        self._keep_hand_over(hand_over)

    def decline_hand_over(
        self, hand_over_id: UUID, reason: str, on: date, *, by: str | None = None
    ) -> None:
        """Leave a case where it is, for a reason code."""
        hand_over = self._offered(hand_over_id, by)
        hand_over.decline(reason, on, by)
        self._keep_hand_over(hand_over)

    def withdraw_hand_over(
        self, hand_over_id: UUID, on: date, *, by: str | None = None
    ) -> None:
        """Take an offer back."""
        hand_over = self._offered(hand_over_id, by)
        hand_over.withdraw(on, by)
        self._keep_hand_over(hand_over)

    def hand_overs(
        self,
        *,
        case_id: UUID | None = None,
        to_organisation_id: str | None = None,
        status: str | None = None,
        of: str | None = None,
    ) -> list[HandOverLine]:
        """List hand-overs, the first proposed first; `of` who proposed or receives."""
        with self.store.reading() as session:
            found = lists.hand_overs(
                session,
                case_id=case_id,
                to_organisation_id=to_organisation_id,
                status=status,
            )
        return [
            it
            for it in found
            if of in (None, it.from_organisation_id, it.to_organisation_id)
        ]

    def _offered(self, hand_over_id: UUID, by: str | None) -> HandOver:
        """Give an offer to who has a part in it; to others it does not exist."""
        found = self.get(HandOver, hand_over_id)
        if by not in (None, found.from_organisation_id, found.to_organisation_id):
            raise NotFound(f"HandOver {hand_over_id} does not exist")
        return found

    def _written_on(self, hand_over: HandOver) -> date:
        """Give the day on which an offer was written down, today if it is now."""
        for recorded, _proposed in self.events_of(hand_over.id):
            return recorded.recorded_at.astimezone(ROME).date()
        return self.today()

    def _check_mandate(self, organisation_id: str, day: date) -> None:
        if not self.has_mandate(organisation_id, day):
            raise WithoutMandate(
                f"{organisation_id} has no mandate on {day}: the steering group gives "
                "one, or choose another organisation"
            )

    def _keep_hand_over(self, hand_over: HandOver) -> None:
        self.save(hand_over)
        tables.show_hand_over(self._session, hand_over)
