"""Decisions of the steering group, over HTTP."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from azione0.access.controllers import Agreement
from intake.api.entrance import Made, api
from intake.application import Intake
from intake.forms import common
from intake.forms import governance as forms
from intake.governance.figures import Used
from intake.governance.mandate import Mandate
from intake.governance.proposal import Proposed
from intake.governance.target import Exclusion
from intake.shelves.governance import (
    DecisionLine,
    MeetingLine,
    PolicyLine,
    TargetLine,
)
from intake.signals.preview import Found, Summary


@api.command("/mandates", forms.NewMandate)
def mandate_organisation(intake: Intake, **mandate: Any) -> None:
    """Give a partner its role in the programme, from a day."""
    intake.mandate_organisation(**mandate)


@api.command("/mandates/ends", forms.MandateEnd)
def end_mandate(intake: Intake, organisation_id: str, role: str, on: date) -> None:
    """Let a partner's role have its last day."""
    intake.end_organisation(organisation_id, role, on)


@api.command("/seats", forms.NewSeat)
def seat_member(intake: Intake, **seat: Any) -> None:
    """Give somebody a seat in the steering group, from a day."""
    intake.seat(**seat)


@api.command("/seats/ends", forms.SeatEnd)
def end_seat(intake: Intake, member_id: str, on: date) -> None:
    """Let a seat have its last day."""
    intake.end_seat(member_id, on)


@api.question("/mandates", forms.MandateForm(many=True), asks=forms.MaybeOn)
def mandates(intake: Intake, on: date | None) -> list[Mandate]:
    """List who has a mandate: organisations and members, on a day or ever."""
    return intake.mandates(on)


@api.command("/meetings", forms.NewMeeting, common.Made, status=201)
def hold_meeting(intake: Intake, on: date, present: Sequence[str]) -> Made:
    """Minute who was there when the steering group met."""
    return {"id": intake.hold_meeting(on, present)}


@api.question("/meetings", forms.MeetingForm(many=True))
def meetings(intake: Intake) -> list[MeetingLine]:
    """List the meetings, the last first."""
    return intake.meetings()


@api.command(
    "/meetings/<uuid:meeting_id>/decisions",
    forms.NewDecision,
    common.Made,
    status=201,
)
def propose_decision(
    intake: Intake, meeting_id: UUID, decision_ref: str, about: str
) -> Made:
    """Put something to the vote."""
    return {"id": intake.propose_decision(meeting_id, decision_ref, about)}


@api.command("/votes", forms.NewVote)
def vote(intake: Intake, decision_ref: str, member_id: str, vote: str) -> None:
    """Record a vote on a decision."""
    intake.vote(decision_ref, member_id, vote)


@api.command("/decisions/counts", forms.WhichDecision, forms.Outcome)
def take_decision(intake: Intake, decision_ref: str) -> dict[str, str]:
    """Count the votes on a decision."""
    return {"status": intake.take_decision(decision_ref)}


@api.question("/decisions", forms.DecisionForm(many=True))
def decisions(intake: Intake) -> list[DecisionLine]:
    """List the decisions and how they were voted, the last first."""
    return intake.decisions()


@api.command("/targets", forms.NewTarget, common.Made, status=201)
def adopt_target(
    intake: Intake, excluded: Iterable[dict[str, str]], **target: Any
) -> Made:
    """
    Say whom the programme seeks.

    Households already in such arrears get their case at once.
    """
    return {"id": intake.adopt_target(excluded=_exclusions(excluded), **target)}


@api.command("/targets/drafts", forms.DraftTarget, common.Made, status=201)
def draft_target(
    intake: Intake, excluded: Iterable[dict[str, str]], **target: Any
) -> Made:
    """Draft whom to seek; nobody is sought by a draft."""
    return {"id": intake.draft_target(excluded=_exclusions(excluded), **target)}


@api.command("/targets/<uuid:definition_id>/revisions", forms.DraftTarget)
def revise_target(
    intake: Intake,
    definition_id: UUID,
    excluded: Iterable[dict[str, str]],
    **target: Any,
) -> None:
    """Write a draft anew."""
    intake.revise_target(definition_id, excluded=_exclusions(excluded), **target)


@api.command("/targets/<uuid:definition_id>/adoptions", forms.WhichDecision)
def adopt_draft(intake: Intake, definition_id: UUID, decision_ref: str) -> None:
    """Let a draft select, by a decision; cases open at once."""
    intake.adopt_draft(definition_id, decision_ref)


@api.command("/targets/<uuid:definition_id>/supersessions", common.On)
def supersede_target(intake: Intake, definition_id: UUID, on: date) -> None:
    """Let a target select nobody new from a day."""
    intake.supersede_target(definition_id, on)


@api.question("/targets", forms.TargetForm(many=True), asks=forms.WhichTargets)
def targets(intake: Intake, status: str | None) -> list[TargetLine]:
    """List target definitions, drafts too."""
    return intake.targets(status=status)


@api.question(
    "/targets/<uuid:definition_id>/preview",
    forms.FoundForm(many=True),
    asks=forms.OnDay,
)
def preview_target(intake: Intake, definition_id: UUID, on: date) -> tuple[Found, ...]:
    """List who would be selected by a day, under their codes."""
    return intake.preview_target(definition_id, on).found


@api.question(
    "/targets/<uuid:definition_id>/summary", forms.SummaryForm, asks=forms.OnDay
)
def summarise_target(intake: Intake, definition_id: UUID, on: date) -> Summary:
    """Say how many would be selected by a day; nobody can be found in it."""
    return intake.summarise_target(definition_id, on)


@api.command("/policies", forms.NewPolicy, common.Made, status=201)
def adopt_policy(
    intake: Intake,
    policy_version: str,
    figures: Sequence[dict[str, str]],
    effective_from: date,
    decision_ref: str | None,
) -> Made:
    """Adopt a version of the rules' figures."""
    parameters = {it["name"]: it["value"] for it in figures}
    made = intake.adopt_policy(policy_version, parameters, effective_from, decision_ref)
    return {"id": made}


@api.question("/policies/proposals", forms.ProposalForm(many=True))
def proposals(intake: Intake) -> list[Proposed]:
    """List figures proposed from outside, the last first; none of them counts yet."""
    return intake.proposals()


@api.command("/policies/proposals/<uuid:proposal_id>/adoptions", forms.ProposalAdopted)
def adopt_proposal(
    intake: Intake, proposal_id: UUID, effective_from: date, decision_ref: str | None
) -> None:
    """Adopt proposed figures as a version of ours, from a day."""
    intake.adopt_proposal(proposal_id, effective_from, decision_ref)


@api.command("/policies/proposals/<uuid:proposal_id>/dismissals", forms.Dismissal)
def dismiss_proposal(intake: Intake, proposal_id: UUID, reason: str, on: date) -> None:
    """Put proposed figures aside, with a reason code."""
    intake.dismiss_proposal(proposal_id, reason, on)


@api.question("/policies", forms.PolicyForm(many=True))
def policies(intake: Intake) -> list[PolicyLine]:
    """List the versions of the figures, the earliest first."""
    return intake.policies()


@api.question("/figures", forms.FigureForm(many=True), asks=forms.OnDay)
def figures(intake: Intake, on: date) -> list[Used]:
    """Give every figure that counts on a day, with its version."""
    return intake.figures(on)


@api.command("/controller-agreements", forms.NewAgreement, common.Made, status=201)
def record_agreement(intake: Intake, **agreement: Any) -> Made:
    """Record who answers for people's data, for a purpose, from a day."""
    return {"id": intake.record_agreement(**agreement)}


@api.command("/controller-agreements/<uuid:agreement_id>/ends", common.On)
def end_agreement(intake: Intake, agreement_id: UUID, on: date) -> None:
    """Let an agreement have its last day."""
    intake.end_agreement(agreement_id, on)


@api.question(
    "/controller-agreements", forms.AgreementForm(many=True), asks=forms.MaybeOn
)
def controller_agreements(intake: Intake, on: date | None) -> list[Agreement]:
    """List the agreements, those in force on a day or all."""
    return intake.controller_agreements(on)


@api.question(
    "/controller-agreements/coverage", forms.CoverageForm, asks=forms.WhichCoverage
)
def coverage(
    intake: Intake, organisation_id: str, purpose: str, on: date
) -> dict[str, Any]:
    """Say which agreement covers an organisation for a purpose on a day."""
    found = intake.coverage(organisation_id, purpose, on)
    return {
        "role": found.role if found else "none",
        "agreement": found.agreement if found else None,
    }


def _exclusions(told: Iterable[dict[str, str]]) -> list[Exclusion]:
    return [Exclusion(**it) for it in told]
