"""What of the workshops' events others hear; of most, nothing."""

from datetime import date
from functools import singledispatch
from typing import Any, cast

from azione0.contract import Contract
from azione0.contracts import workshops as say
from azione0.contracts.workshops import (
    BudgetAgreed,
    BudgetReviewed,
    CommitmentKept,
    CommitmentMissed,
    EnrolmentConfirmed,
    SessionAttended,
    WorkshopCompleted,
    WorkshopCompletionRetracted,
    WorkshopScheduled,
)
from workshops.budgets.budget import HouseholdBudget
from workshops.forgotten import Forgotten
from workshops.labs.enrolment import CANCELLED_BY_US, PRESENT, Enrolment
from workshops.labs.hours import HoursGiven
from workshops.labs.workshop import Workshop


@singledispatch
def announce(event: object) -> Contract | None:
    """Give what others hear of an event; of most events, nothing."""
    return None


@announce.register
def _(event: Forgotten.Confirmed) -> Contract:
    return say.SubjectErasureConfirmed(
        person_id=event.person_id,
        household_id=event.household_id,
        effective_on=event.effective_on,
    )


@announce.register
def _(event: Workshop.WorkshopScheduled) -> Contract:
    sessions = event.sessions
    # The contract knows one length for all sessions; where they differ, their mean.
    minutes = sum(session.minutes for session in sessions)
    return WorkshopScheduled(
        workshop_id=event.originator_id,
        kind=event.kind,
        sessions=len(sessions),
        minutes=(2 * minutes + len(sessions)) // (2 * len(sessions)),
        starts_on=min(session.on for session in sessions),
        effective_on=event.effective_on,
    )


@announce.register
def _(event: Enrolment.EnrolmentConfirmed) -> Contract | None:
    if event.household_id is None:
        return None  # of a guest of another organisation nobody else hears
    return EnrolmentConfirmed(
        enrolment_id=event.originator_id,
        workshop_id=event.workshop_id,
        household_id=event.household_id,
        kind=event.kind,
        effective_on=event.effective_on,
    )


@announce.register
def _(event: Enrolment.SessionAttended) -> Contract | None:
    if event.mark == CANCELLED_BY_US or event.household_id is None:
        return None  # a session that was not held was not missed either
    return SessionAttended(
        enrolment_id=event.originator_id,
        workshop_id=event.workshop_id,
        household_id=event.household_id,
        session_number=event.session_number,
        minutes=event.minutes,
        present=event.mark == PRESENT,
        effective_on=event.effective_on,
    )


@announce.register
def _(event: Enrolment.WorkshopCompleted) -> Contract | None:
    if event.household_id is None:
        return None  # of a guest of another organisation nobody else hears
    return WorkshopCompleted(
        enrolment_id=event.originator_id,
        workshop_id=event.workshop_id,
        household_id=event.household_id,
        kind=event.kind,
        sessions_attended=event.sessions_attended,
        minutes_attended=event.minutes_attended,
        minutes_planned=event.minutes_planned,
        effective_on=event.effective_on,
    )


@announce.register
def _(event: Enrolment.WorkshopCompletionRetracted) -> Contract | None:
    if event.household_id is None:
        return None  # of a guest of another organisation nobody else hears
    return WorkshopCompletionRetracted(
        enrolment_id=event.originator_id,
        workshop_id=event.workshop_id,
        household_id=event.household_id,
        kind=event.kind,
        reason=event.reason,
        effective_on=event.effective_on,
    )


@announce.register
def _(event: HoursGiven.Entered) -> Contract:
    return _hours(event, event.effective_on)


@announce.register
def _(event: HoursGiven.Corrected) -> Contract | None:
    # Before it said whose hours they are, a correction was told to nobody.
    return None if event.given_on is None else _hours(event, event.given_on)


def _hours(
    event: HoursGiven.Entered | HoursGiven.Corrected, given_on: date
) -> Contract:
    whose = event.household_id
    return say.CommunityHoursGiven(
        hours_id=event.originator_id,
        kind=cast("Any", event.kind),
        minutes=event.minutes,
        given_on=given_on,
        household_id=whose,
        guest_id=event.person_id if whose is None else None,
        effective_on=event.effective_on,
    )


@announce.register
def _(event: Enrolment.CommitmentKept) -> Contract:
    return CommitmentKept(
        case_id=event.case_id,
        household_id=event.household_id,
        commitment_id=event.commitment_id,
        effective_on=event.effective_on,
    )


@announce.register
def _(event: Enrolment.CommitmentMissed) -> Contract:
    return CommitmentMissed(
        case_id=event.case_id,
        household_id=event.household_id,
        commitment_id=event.commitment_id,
        effective_on=event.effective_on,
    )


@announce.register
def _(event: HouseholdBudget.BudgetAgreed) -> Contract:
    return BudgetAgreed(
        budget_id=event.originator_id,
        household_id=event.household_id,
        month=f"{event.month:%Y-%m}",
        affordable_cents=event.affordable_cents,
        residual_cents=event.residual_cents,
        rent_to_income=event.rent_to_income,
        sustainability=event.sustainability,
        effective_on=event.effective_on,
    )


@announce.register
def _(event: HouseholdBudget.BudgetReviewed) -> Contract:
    return BudgetReviewed(
        budget_id=event.originator_id,
        household_id=event.household_id,
        month=f"{event.month:%Y-%m}",
        affordable_cents=event.affordable_cents,
        residual_cents=event.residual_cents,
        rent_to_income=event.rent_to_income,
        sustainability=event.sustainability,
        discipline=event.discipline,
        effective_on=event.effective_on,
    )
