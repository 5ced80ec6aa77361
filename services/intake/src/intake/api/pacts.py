"""The pact as it is kept, reviews, the team, and the needs, over HTTP."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from intake.api.entrance import api
from intake.application import Intake
from intake.cases.assessment import Assessment, Change
from intake.cases.matrix import Matrix, matrix_of
from intake.cases.pact import CommitmentStanding, Undertaking
from intake.cases.team import TeamMember
from intake.forms import cases as forms
from intake.households.periods import Period


@api.command("/cases/<uuid:case_id>/pacts/revisions", forms.RevisedPact)
def revise_pact(
    intake: Intake,
    case_id: UUID,
    commitments: Sequence[dict[str, Any]],
    **pact: Any,
) -> None:
    """Agree another version of the pact."""
    undertaken = [Undertaking(**it) for it in commitments]
    by = intake.acting_organisation
    intake.revise_pact(case_id, commitments=undertaken, by=by, **pact)


@api.command(
    "/cases/<uuid:case_id>/commitments/<uuid:commitment_id>/checks",
    forms.CommitmentCheck,
)
def check_commitment(
    intake: Intake, case_id: UUID, commitment_id: UUID, on: date, *, kept: bool
) -> None:
    """Say whether a commitment was kept on a day."""
    by = intake.acting_organisation
    intake.check_commitment(case_id, commitment_id, on, kept=kept, by=by)


@api.command(
    "/cases/<uuid:case_id>/commitments/<uuid:commitment_id>/settlements",
    forms.Settlement,
)
def settle_commitment(
    intake: Intake,
    case_id: UUID,
    commitment_id: UUID,
    how: str,
    on: date,
    reason: str | None,
) -> None:
    """Say that nothing more is owed of a commitment."""
    by = intake.acting_organisation
    intake.settle_commitment(case_id, commitment_id, how, on, reason=reason, by=by)


@api.command("/cases/<uuid:case_id>/reviews", forms.Review)
def review_case(intake: Intake, case_id: UUID, decision: str, on: date) -> None:
    """Record a review of the case."""
    intake.review_case(case_id, decision, on, by=intake.acting_organisation)


@api.command("/cases/<uuid:case_id>/references", forms.Reference)
def name_reference(
    intake: Intake, case_id: UUID, operator_id: str, from_on: date
) -> None:
    """Have another worker of reference from a day on."""
    by = intake.acting_organisation
    intake.name_reference(case_id, operator_id, from_on, by=by)


@api.command("/cases/<uuid:case_id>/team", forms.Joining)
def join_team(intake: Intake, case_id: UUID, **joining: Any) -> None:
    """Have a worker in the team from a day."""
    intake.join_team(case_id, by=intake.acting_organisation, **joining)


@api.command("/cases/<uuid:case_id>/team/leavings", forms.Leaving)
def leave_team(intake: Intake, case_id: UUID, operator_id: str, on: date) -> None:
    """Have a worker in the team up to a day."""
    intake.leave_team(case_id, operator_id, on, by=intake.acting_organisation)


@api.question(
    "/cases/<uuid:case_id>/commitments",
    forms.CommitmentForm(many=True),
    asks=forms.AsOf,
)
def commitments(intake: Intake, case_id: UUID, as_of: date) -> list[CommitmentStanding]:
    """Say how each commitment of the pact stands on a day."""
    return intake.commitments(case_id, as_of)


@api.question("/cases/<uuid:case_id>/references", forms.ReferenceForm(many=True))
def references(intake: Intake, case_id: UUID) -> list[Period[str]]:
    """List who was of reference, from when to when."""
    return intake.references(case_id)


@api.question("/cases/<uuid:case_id>/team", forms.TeamForm(many=True), asks=forms.AsOf)
def team(intake: Intake, case_id: UUID, as_of: date) -> list[TeamMember]:
    """List who was in the team on a day."""
    return intake.team(case_id, as_of)


@api.question(
    "/cases/<uuid:case_id>/assessments",
    forms.AssessmentForm(many=True),
    asks=forms.WithHealth,
)
def assessments(intake: Intake, case_id: UUID, domains: str) -> list[Assessment]:
    """List the assessments of needs, by day."""
    return intake.assessments(case_id, special=domains == "all")


@api.question(
    "/cases/<uuid:case_id>/assessments/changes",
    forms.ChangeForm(many=True),
    asks=forms.TwoDays,
)
def needs_changed(
    intake: Intake, case_id: UUID, first_on: date, last_on: date, domains: str
) -> list[Change]:
    """Compare the assessments of two days, domain by domain."""
    special = domains == "all"
    return intake.needs_changed(case_id, first_on, last_on, special=special)


@api.question("/needs-matrix", forms.MatrixForm, asks=forms.WhichMatrix)
def needs_matrix(intake: Intake, version: str) -> Matrix:
    """Give the domains of the needs matrix, and what each score means."""
    return matrix_of(version)
