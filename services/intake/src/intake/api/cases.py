"""Cases, pacts and tasks, over HTTP."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from intake.api.entrance import Made, api
from intake.application import Intake
from intake.cases.pact import Undertaking
from intake.forms import cases as forms
from intake.forms import common
from intake.lists import CaseLine, TaskLine


@api.command("/cases", forms.NewCase, common.Made, status=201)
def open_case(
    intake: Intake, household_id: UUID, organisation_id: str, on: date
) -> Made:
    """Open a household's case by hand, or take it up again."""
    return {"id": intake.open_case(household_id, organisation_id, on)}


@api.command("/cases/<uuid:case_id>/contacts", forms.Contact)
def record_contact(intake: Intake, case_id: UUID, **contact: Any) -> None:
    """Record an attempt to reach the household."""
    intake.record_contact(case_id, by=intake.acting_organisation, **contact)


@api.command("/cases/<uuid:case_id>/assessments", forms.Assessment)
def assess(
    intake: Intake,
    case_id: UUID,
    scores: Sequence[dict[str, Any]],
    on: date,
    matrix_version: str,
) -> None:
    """Record the needs matrix."""
    given = {it["domain"]: it["score"] for it in scores}
    intake.assess(
        case_id,
        given,
        on,
        matrix_version=matrix_version,
        by=intake.acting_organisation,
    )


@api.command("/cases/<uuid:case_id>/pacts", forms.NewPact, common.Made, status=201)
def take_in_charge(
    intake: Intake,
    case_id: UUID,
    commitments: Sequence[dict[str, Any]],
    **pact: Any,
) -> Made:
    """Sign the pact: the household is taken in charge."""
    undertaken = [Undertaking(**it) for it in commitments]
    pact_id = intake.take_in_charge(
        case_id, commitments=undertaken, by=intake.acting_organisation, **pact
    )
    return {"id": pact_id}


@api.command("/cases/<uuid:case_id>/fault-decisions", forms.FaultDecision)
def assess_fault(
    intake: Intake,
    case_id: UUID,
    fault: str,
    decision_ref: str,
    cause_code: str | None,
    on: date,
) -> None:
    """Record the commission's decision on fault."""
    intake.assess_fault(case_id, fault, decision_ref, on, cause_code=cause_code)


@api.command("/cases/<uuid:case_id>/suspensions", forms.Suspension)
def suspend_case(intake: Intake, case_id: UUID, reason: str, on: date) -> None:
    """Let a case rest."""
    intake.suspend_case(case_id, reason, on, by=intake.acting_organisation)


@api.command("/cases/<uuid:case_id>/resumptions", common.On)
def resume_case(intake: Intake, case_id: UUID, on: date) -> None:
    """Take a resting case up again."""
    intake.resume_case(case_id, on, by=intake.acting_organisation)


@api.command("/cases/<uuid:case_id>/closings", forms.Closing)
def close_case(
    intake: Intake,
    case_id: UUID,
    outcome: str,
    on: date,
    waived: Sequence[dict[str, Any]],
    **closing: Any,
) -> None:
    """Close a case; its open tasks are let go."""
    reasons = {it["commitment_id"]: it["reason"] for it in waived}
    intake.close_case(
        case_id, outcome, on, waived=reasons, by=intake.acting_organisation, **closing
    )


@api.command("/cases/<uuid:case_id>/reopenings", common.On)
def reopen_case(intake: Intake, case_id: UUID, on: date) -> None:
    """Take a closed case up again."""
    intake.reopen_case(case_id, on)


@api.command("/tasks/<uuid:task_id>/completions", common.On)
def complete_task(intake: Intake, task_id: UUID, on: date) -> None:
    """Record that something was done."""
    intake.complete_task(task_id, on, by=intake.acting_organisation)


@api.question("/cases", forms.CaseForm(many=True), asks=forms.WhichCases)
def cases(intake: Intake, **wanted: Any) -> list[CaseLine]:
    """List cases, the earliest identified first."""
    return intake.cases(**wanted)


@api.question("/tasks", forms.TaskForm(many=True), asks=forms.WhichTasks)
def tasks(intake: Intake, **wanted: Any) -> list[TaskLine]:
    """List tasks, the most urgent and the first due first."""
    return intake.tasks(**wanted)
