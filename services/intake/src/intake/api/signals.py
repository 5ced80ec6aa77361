"""Signals, whose they are, and households that may be one, over HTTP."""

from datetime import date
from typing import Any
from uuid import UUID

from intake.api.entrance import Made, api
from intake.application import Intake
from intake.application.signals import SideBySide, Waiting
from intake.forms import common
from intake.forms import signals as forms
from intake.shelves.signals import Received, SelectionLine


@api.command("/referrals", forms.NewReferral, common.Made, status=201)
def refer(intake: Intake, **referral: Any) -> Made:
    """Tell that a household needs help; it is matched, or waits to be."""
    return {"id": intake.refer(**referral)}


@api.command("/referrals/<uuid:signal_id>/matches", forms.MatchByHand)
def match_referral(
    intake: Intake, signal_id: UUID, household_id: UUID, on: date
) -> None:
    """Say whose a referral is that waits."""
    intake.match_referral(signal_id, household_id, on)


@api.command("/referrals/<uuid:signal_id>/dismissals", forms.Laid)
def dismiss_referral(intake: Intake, signal_id: UUID, reason: str, on: date) -> None:
    """Lay a referral that waits aside."""
    intake.dismiss_referral(signal_id, reason, on)


@api.question("/referrals/waiting", forms.WaitingForm(many=True))
def referrals_waiting(intake: Intake) -> list[Waiting]:
    """List the referrals that wait, each with the households it may mean."""
    return intake.referrals_waiting()


@api.question(
    "/signals/received", forms.ReceivedForm(many=True), asks=forms.WhichSignals
)
def received(intake: Intake, limit: int, offset: int, **wanted: Any) -> list[Received]:
    """List signals and what became of them, the last first."""
    most = max(0, min(limit, forms.MOST_ROWS))
    return intake.received(limit=most, offset=max(0, offset), **wanted)


@api.question("/selections", forms.SelectionForm(many=True))
def selections(intake: Intake) -> list[SelectionLine]:
    """List who is sought, by which target and threshold."""
    return intake.selections()


@api.question("/duplicates", forms.SideBySideForm(many=True), asks=forms.WhichPairs)
def duplicates(intake: Intake, decided: str) -> list[SideBySide]:
    """List households that may be one, side by side."""
    return intake.duplicates(undecided=decided == "no")


@api.command("/duplicates/mergings", forms.Merging)
def merge_households(
    intake: Intake, survivor_id: UUID, merged_id: UUID, reason: str, on: date
) -> None:
    """Let two households be found as one; each keeps its pseudonym."""
    intake.merge_households(survivor_id, merged_id, reason, on)


@api.command("/duplicates/partings", forms.TwoHouseholds)
def part_households(
    intake: Intake, one_id: UUID, other_id: UUID, reason: str, on: date
) -> None:
    """Take a merging back."""
    intake.part_households(one_id, other_id, reason, on)


@api.command("/duplicates/kept-apart", forms.TwoHouseholds)
def keep_apart(
    intake: Intake, one_id: UUID, other_id: UUID, reason: str, on: date
) -> None:
    """Record that two households are two."""
    intake.keep_apart(one_id, other_id, reason, on)
