"""The workshops over HTTP: seats, registers and household budgets."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from azione0.door.api import Api
from workshops import forms
from workshops.access import ACCESS
from workshops.application import RegisterIncomplete, Workshops
from workshops.budget import HouseholdBudget, MonthBeforeBudget
from workshops.enrolment import Enrolment, ImpossibleMark, Mark
from workshops.indices import Assessment
from workshops.instalments import ReviewProposal
from workshops.lines import ImpossibleLine, Line, month_of
from workshops.reason import NotACode
from workshops.subsistence import ImpossibleThreshold, NoThreshold, Threshold
from workshops.workshop import (
    ImpossibleProgramme,
    NoSuchSession,
    NotYetHeld,
    Workshop,
)

api = Api(
    "workshops",
    access=ACCESS,
    about="Social workshops, who takes part, and what households can afford.",
    refusals={
        ImpossibleLine: 422,
        ImpossibleMark: 422,
        ImpossibleProgramme: 422,
        ImpossibleThreshold: 422,
        MonthBeforeBudget: 422,
        NoSuchSession: 404,
        NoThreshold: 422,
        NotACode: 422,
        NotYetHeld: 422,
        RegisterIncomplete: 422,
    },
)


@api.command("/workshops", forms.NewWorkshop, forms.WorkshopForm, status=201)
def schedule_workshop(
    workshops: Workshops, sessions: Sequence[dict[str, Any]], **terms: Any
) -> dict[str, Any]:
    """Announce a workshop."""
    days = [(session["on"], session["minutes"]) for session in sessions]
    return _shown(workshops, workshops.schedule_workshop(sessions=days, **terms))


@api.question("/workshops", forms.WorkshopLine(many=True), asks=forms.FromDay)
def list_workshops(workshops: Workshops, on: date) -> list[dict[str, Any]]:
    """List the workshops that are not over on a day, soonest first."""
    names = list(forms.WorkshopLine().fields)
    return [dict(zip(names, row, strict=True)) for row in workshops.listed(on)]


@api.question("/workshops/<uuid:workshop_id>", forms.WorkshopForm)
def workshop(workshops: Workshops, workshop_id: UUID) -> dict[str, Any]:
    """Give a workshop, its sessions and who has a place."""
    return _shown(workshops, workshop_id)


@api.command(
    "/workshops/<uuid:workshop_id>/capacity", forms.Capacity, forms.WorkshopForm
)
def change_capacity(
    workshops: Workshops, workshop_id: UUID, capacity: int, on: date
) -> dict[str, Any]:
    """Change the number of seats; who waits moves up."""
    workshops.change_capacity(workshop_id, capacity, on)
    return _shown(workshops, workshop_id)


@api.command(
    "/workshops/<uuid:workshop_id>/enrolments",
    forms.NewEnrolment,
    forms.EnrolmentForm,
    status=201,
)
def enrol(
    workshops: Workshops,
    workshop_id: UUID,
    household_id: UUID,
    person_id: UUID | None,
    on: date,
) -> dict[str, Any]:
    """Give a household a seat, or the last place in the waiting list."""
    place = workshops.enrol(workshop_id, household_id, on, person_id=person_id)
    return _place(workshops, place)


@api.command(
    "/workshops/<uuid:workshop_id>/sessions/<int:number>/register", forms.Register
)
def register_session(
    workshops: Workshops,
    workshop_id: UUID,
    number: int,
    marks: Sequence[dict[str, Any]],
    on: date,
) -> None:
    """Close the register of a session that was held."""
    entered = {it["enrolment_id"]: Mark(it["mark"], it["minutes"]) for it in marks}
    workshops.register_session(workshop_id, number, entered, on)


@api.command("/workshops/<uuid:workshop_id>/sessions/<int:number>/day", forms.NewDay)
def move_session(
    workshops: Workshops, workshop_id: UUID, number: int, to_on: date, on: date
) -> None:
    """Put a session on another day."""
    workshops.move_session(workshop_id, number, to_on, on)


@api.command(
    "/workshops/<uuid:workshop_id>/sessions/<int:number>/cancellation",
    forms.OnDayBecause,
)
def cancel_session(
    workshops: Workshops, workshop_id: UUID, number: int, on: date, reason: str
) -> None:
    """Cancel a session of ours: nobody missed it."""
    workshops.cancel_session(workshop_id, number, reason, on)


@api.command("/workshops/<uuid:workshop_id>/completion", forms.OnDay, forms.SeenThrough)
def complete_workshop(
    workshops: Workshops, workshop_id: UUID, on: date
) -> dict[str, Any]:
    """End a workshop: who attended enough has seen it through."""
    return {"enrolments": workshops.complete_workshop(workshop_id, on)}


@api.command("/workshops/<uuid:workshop_id>/cancellation", forms.OnDayBecause)
def cancel_workshop(
    workshops: Workshops, workshop_id: UUID, on: date, reason: str
) -> None:
    """Give a workshop up; everybody is released."""
    workshops.cancel_workshop(workshop_id, reason, on)


@api.question("/enrolments/<uuid:enrolment_id>", forms.EnrolmentForm)
def enrolment(workshops: Workshops, enrolment_id: UUID) -> dict[str, Any]:
    """Give a place in a workshop, and the sessions it came to."""
    return _place(workshops, enrolment_id)


@api.command("/enrolments/<uuid:enrolment_id>/departure", forms.OnDayBecause)
def leave(workshops: Workshops, enrolment_id: UUID, on: date, reason: str) -> None:
    """End a place for the household's part; who waits moves up."""
    workshops.leave(enrolment_id, on, reason)


@api.command(
    "/enrolments/<uuid:enrolment_id>/corrections", forms.Correction, forms.EnrolmentForm
)
def correct_attendance(
    workshops: Workshops,
    enrolment_id: UUID,
    number: int,
    mark: str,
    minutes: int | None,
) -> dict[str, Any]:
    """Correct a register that is closed, as long as the workshop runs."""
    workshops.correct_attendance(enrolment_id, number, Mark(mark, minutes))
    return _place(workshops, enrolment_id)


@api.command("/budgets", forms.NewBudget, forms.BudgetForm, status=201)
def draft_budget(
    workshops: Workshops,
    household_id: UUID,
    month: date,
    lines: Sequence[dict[str, Any]],
    floor_cents: int | None,
    household_type: str | None,
    isee_erp_cents: int | None,
    on: date,
) -> HouseholdBudget:
    """
    Draft what a household earns and spends.

    Without `floor_cents` the floor is that of `household_type` in the table.
    """
    if floor_cents is None:
        floor_cents = workshops.subsistence_floor(household_type or "", month)
    budget_id = workshops.draft_budget(
        household_id,
        month,
        _lines(lines),
        on,
        floor_cents=floor_cents,
        isee_erp_cents=isee_erp_cents,
    )
    return workshops.get(HouseholdBudget, budget_id)


@api.question("/budgets/<uuid:budget_id>", forms.BudgetForm)
def budget(workshops: Workshops, budget_id: UUID) -> HouseholdBudget:
    """Give a budget and where it stands."""
    return workshops.get(HouseholdBudget, budget_id)


@api.question(
    "/budgets/<uuid:budget_id>/plan", forms.LineForm(many=True), asks=forms.InMonth
)
def budget_plan(workshops: Workshops, budget_id: UUID, month: date) -> list[Line]:
    """Give a budget's lines with the instalments due in a month."""
    return workshops.budget_plan(budget_id, month_of(month))


@api.question("/budgets/<uuid:budget_id>/assessment", forms.AssessmentForm)
def assessment(workshops: Workshops, budget_id: UUID) -> Assessment:
    """Judge a budget as it stands, step by step, without agreeing it."""
    return workshops.assess_budget(budget_id)


@api.command("/budgets/<uuid:budget_id>/lines", forms.Redraft, forms.BudgetForm)
def redraft_budget(
    workshops: Workshops, budget_id: UUID, lines: Sequence[dict[str, Any]], on: date
) -> HouseholdBudget:
    """Replace the lines of a draft."""
    workshops.redraft_budget(budget_id, _lines(lines), on)
    return workshops.get(HouseholdBudget, budget_id)


@api.command("/budgets/<uuid:budget_id>/agreement", forms.OnDay, forms.AssessmentForm)
def agree_budget(workshops: Workshops, budget_id: UUID, on: date) -> Assessment:
    """Settle a draft with the household."""
    return workshops.agree_budget(budget_id, on)


@api.command("/budgets/<uuid:budget_id>/reviews", forms.Review, forms.AssessmentForm)
def review_budget(
    workshops: Workshops,
    budget_id: UUID,
    month: date,
    lines: Sequence[dict[str, Any]],
    floor_cents: int | None,
    on: date,
) -> Assessment:
    """Look at a month as it went, against the budget agreed."""
    return workshops.review_budget(
        budget_id, month, _lines(lines), on, floor_cents=floor_cents
    )


@api.question("/reviews", forms.ProposalForm(many=True))
def reviews_proposed(workshops: Workshops) -> list[ReviewProposal]:
    """List the budgets to look at again, oldest miss first."""
    return workshops.reviews_proposed()


@api.command("/thresholds", forms.NewThresholds)
def load_thresholds(workshops: Workshops, rows: Sequence[dict[str, Any]]) -> None:
    """Load rows of ISTAT's table of absolute poverty."""
    workshops.load_thresholds(Threshold(**row) for row in rows)


def _lines(given: Sequence[dict[str, Any]]) -> list[Line]:
    return [Line(**one) for one in given]


def _shown(workshops: Workshops, workshop_id: UUID) -> dict[str, Any]:
    found = workshops.get(Workshop, workshop_id)
    return {
        "id": found.id,
        "kind": found.kind,
        "organisation_id": found.organisation_id,
        "state": found.state,
        "capacity": found.capacity,
        "sessions": [found.sessions[number] for number in sorted(found.sessions)],
        "seated": list(found.seated),
        "waiting": list(found.waiting),
    }


def _place(workshops: Workshops, enrolment_id: UUID) -> dict[str, Any]:
    found = workshops.get(Enrolment, enrolment_id)
    register = [
        {"number": n, "on": entry.on, "mark": entry.mark, "minutes": entry.minutes}
        for n, entry in sorted(found.register.items())
    ]
    return {
        "id": found.id,
        "workshop_id": found.workshop_id,
        "household_id": found.household_id,
        "person_id": found.person_id,
        "state": found.state,
        "requested_on": found.requested_on,
        "seated_on": found.seated_on,
        "ended_on": found.ended_on,
        "minutes_attended": found.minutes_attended,
        "register": register,
    }
