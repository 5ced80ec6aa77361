"""
HTTP of the front office: decisions, households, cases, tasks.

Who acts on a case is known by the token: its actor is called
`organisation/person`, and only the organisation that follows the case may act.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from azione0.door.api import Api
from intake import forms
from intake.application import Intake
from intake.case import FollowedByOthers, NeverTried, UnknownWord
from intake.consent import NoConsent
from intake.deadlines import NotDays
from intake.household import ImpossibleHousehold, UnknownHousehold
from intake.lists import CaseLine, HouseholdLine, SignalLine, TaskLine
from intake.pact import NotACode, PactWithoutCommitments, WrongScore
from intake.story import StoryLine
from intake.target import EmptyTarget

Made = dict[str, UUID]

api = Api(
    "intake",
    about="Whom the programme seeks, who was met, what was agreed, what is to be done.",
    refusals={
        FollowedByOthers: 403,
        NoConsent: 404,
        UnknownHousehold: 404,
        EmptyTarget: 422,
        ImpossibleHousehold: 422,
        NeverTried: 422,
        NotACode: 422,
        NotDays: 422,
        PactWithoutCommitments: 422,
        UnknownWord: 422,
        WrongScore: 422,
    },
)

# Decisions of the steering group.


@api.command("/targets", forms.NewTarget, forms.Made, status=201)
def adopt_target(intake: Intake, **target: Any) -> Made:
    """
    Say whom the programme seeks.

    Households already in such arrears get their case at once.
    """
    return {"id": intake.adopt_target(**target)}


@api.command("/targets/<uuid:definition_id>/supersessions", forms.On)
def supersede_target(intake: Intake, definition_id: UUID, on: date) -> None:
    """Let a target select nobody new from a day."""
    intake.supersede_target(definition_id, on)


@api.command("/policies", forms.NewPolicy, forms.Made, status=201)
def adopt_policy(
    intake: Intake,
    policy_version: str,
    figures: Sequence[dict[str, str]],
    effective_from: date,
) -> Made:
    """Adopt a version of the rules' figures."""
    parameters = {it["name"]: it["value"] for it in figures}
    return {"id": intake.adopt_policy(policy_version, parameters, effective_from)}


# Households.


@api.command("/households", forms.NewHousehold, forms.Made, status=201)
def register_household(
    intake: Intake, tenancies: Sequence[dict[str, str]], **household: Any
) -> Made:
    """Register by hand who holds tenancies."""
    held = [(it["creditor_id"], it["tenancy_id"]) for it in tenancies]
    return {"id": intake.register_household(tenancies=held, **household)}


@api.command("/households/<uuid:household_id>/counts", forms.Counts)
def count_household(
    intake: Intake,
    household_id: UUID,
    adults: int,
    minors: int,
    rent_area: str,
    on: date,
) -> None:
    """Say how many live there and in which rent area."""
    intake.count_household(household_id, adults, minors, rent_area, on)


@api.command("/households/<uuid:household_id>/changes", forms.Change)
def change_household(
    intake: Intake, household_id: UUID, kind: str, on: date, **change: Any
) -> None:
    """Record who was born, died, came, left or succeeded."""
    intake.change_household(household_id, kind, on, **change)


@api.command("/consents", forms.NewConsent)
def give_consent(
    intake: Intake,
    person_id: UUID,
    household_id: UUID,
    purpose: str,
    text_version: str,
    on: date,
) -> None:
    """Record a person's consent to one optional purpose."""
    intake.give_consent(person_id, household_id, purpose, text_version, on)


@api.command("/consents/withdrawals", forms.ConsentEnd)
def withdraw_consent(intake: Intake, person_id: UUID, purpose: str, on: date) -> None:
    """End a consent from a day."""
    intake.withdraw_consent(person_id, purpose, on)


# Cases.


@api.command("/cases", forms.NewCase, forms.Made, status=201)
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
    intake: Intake, case_id: UUID, scores: Sequence[dict[str, Any]], on: date
) -> None:
    """Record the needs matrix."""
    matrix = {it["domain"]: it["score"] for it in scores}
    intake.assess(case_id, matrix, on, by=intake.acting_organisation)


@api.command("/cases/<uuid:case_id>/pacts", forms.NewPact, forms.Made, status=201)
def take_in_charge(
    intake: Intake,
    case_id: UUID,
    commitments: Sequence[dict[str, str]],
    **pact: Any,
) -> Made:
    """Sign the pact: the household is taken in charge."""
    undertaken = {it["service"]: it["code"] for it in commitments}
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


@api.command("/cases/<uuid:case_id>/assignments", forms.Assignment)
def assign_case(
    intake: Intake, case_id: UUID, to_organisation_id: str, from_on: date
) -> None:
    """Hand a case over from a day."""
    intake.assign_case(case_id, to_organisation_id, from_on)


@api.command("/cases/<uuid:case_id>/suspensions", forms.Suspension)
def suspend_case(intake: Intake, case_id: UUID, reason: str, on: date) -> None:
    """Let a case rest."""
    intake.suspend_case(case_id, reason, on, by=intake.acting_organisation)


@api.command("/cases/<uuid:case_id>/resumptions", forms.On)
def resume_case(intake: Intake, case_id: UUID, on: date) -> None:
    """Take a resting case up again."""
    intake.resume_case(case_id, on, by=intake.acting_organisation)


@api.command("/cases/<uuid:case_id>/closings", forms.Closing)
def close_case(
    intake: Intake, case_id: UUID, outcome: str, reason: str | None, on: date
) -> None:
    """Close a case; its open tasks are let go."""
    intake.close_case(
        case_id, outcome, on, reason=reason, by=intake.acting_organisation
    )


@api.command("/cases/<uuid:case_id>/reopenings", forms.On)
def reopen_case(intake: Intake, case_id: UUID, on: date) -> None:
    """Take a closed case up again."""
    intake.reopen_case(case_id, on)


@api.command("/tasks/<uuid:task_id>/completions", forms.On)
def complete_task(intake: Intake, task_id: UUID, on: date) -> None:
    """Record that something was done."""
    intake.complete_task(task_id, on, by=intake.acting_organisation)


# Questions.


@api.question("/households", forms.HouseholdForm(many=True), asks=forms.WhichHouseholds)
def households(
    intake: Intake, code: str | None, building_id: str | None
) -> list[HouseholdLine]:
    """List households by code; two can share one."""
    return intake.households(code=code, building_id=building_id)


@api.question(
    "/households/<uuid:household_id>/story",
    forms.StoryForm(many=True),
    asks=forms.Moment,
)
def story(
    intake: Intake,
    household_id: UUID,
    as_of: date | None,
    known_at: datetime | None,
) -> list[StoryLine]:
    """Tell what was heard and done about a household."""
    return intake.story(household_id, as_of=as_of, known_at=known_at)


@api.question("/signals", forms.SignalForm(many=True))
def signals(intake: Intake) -> list[SignalLine]:
    """List households in arrears, sought or not, the most owed first."""
    return intake.signals()


@api.question("/cases", forms.CaseForm(many=True), asks=forms.WhichCases)
def cases(intake: Intake, **wanted: Any) -> list[CaseLine]:
    """List cases, the earliest identified first."""
    return intake.cases(**wanted)


@api.question("/tasks", forms.TaskForm(many=True), asks=forms.WhichTasks)
def tasks(intake: Intake, **wanted: Any) -> list[TaskLine]:
    """List tasks, the most urgent and the first due first."""
    return intake.tasks(**wanted)
