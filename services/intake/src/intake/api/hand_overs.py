"""Cases that pass to another organisation, over HTTP."""

from datetime import date
from typing import Any
from uuid import UUID

from azione0.database import reader
from intake.api.entrance import Made, api
from intake.application import Intake
from intake.forms import cases as forms
from intake.forms import common
from intake.lists import HandOverLine


@api.command(
    "/cases/<uuid:case_id>/hand-overs", forms.NewHandOver, common.Made, status=201
)
def propose_hand_over(intake: Intake, case_id: UUID, **offer: Any) -> Made:
    """Offer a case to another organisation."""
    by = intake.acting_organisation
    return {"id": intake.propose_hand_over(case_id, by=by, **offer)}


@api.command("/hand-overs/<uuid:hand_over_id>/acceptances", forms.Acceptance)
def accept_hand_over(
    intake: Intake, hand_over_id: UUID, operator_id: str | None, on: date
) -> None:
    """Take a case over."""
    intake.accept_hand_over(
        hand_over_id, on, operator_id=operator_id, by=intake.acting_organisation
    )


@api.command("/hand-overs/<uuid:hand_over_id>/refusals", forms.Declining)
def decline_hand_over(
    intake: Intake, hand_over_id: UUID, reason: str, on: date
) -> None:
    """Leave a case where it is."""
    by = intake.acting_organisation
    intake.decline_hand_over(hand_over_id, reason, on, by=by)


@api.command("/hand-overs/<uuid:hand_over_id>/withdrawals", common.On)
def withdraw_hand_over(intake: Intake, hand_over_id: UUID, on: date) -> None:
    """Take an offer back."""
    intake.withdraw_hand_over(hand_over_id, on, by=intake.acting_organisation)


@api.question("/hand-overs", forms.HandOverForm(many=True), asks=forms.WhichHandOvers)
def hand_overs(intake: Intake, **wanted: Any) -> list[HandOverLine]:
    """List one's own hand-overs, made or received, the first proposed first."""
    who = reader()
    return intake.hand_overs(of=who.organisation if who else None, **wanted)
