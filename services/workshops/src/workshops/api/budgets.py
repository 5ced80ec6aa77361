"""Household budgets over HTTP."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from workshops.api.entrance import api
from workshops.application import Workshops
from workshops.budgets.budget import HouseholdBudget, Version
from workshops.budgets.days import Envelope
from workshops.budgets.indices import Assessment
from workshops.budgets.instalments import ReviewProposal
from workshops.budgets.lines import Line, month_of
from workshops.budgets.repayment import explain
from workshops.budgets.subsistence import Threshold
from workshops.budgets.supposing import Supposition
from workshops.forms import budgets as forms
from workshops.forms.common import OnDay


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


@api.command("/budgets/<uuid:budget_id>/agreement", OnDay, forms.AssessmentForm)
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


@api.question("/budgets/<uuid:budget_id>/days", forms.DaysForm, asks=forms.StretchAsked)
def day_by_day(
    workshops: Workshops,
    budget_id: UUID,
    first_on: date,
    last_on: date,
    in_hand_cents: int,
) -> dict[str, Any]:
    """Follow a budget day by day, by calendar month and from pay day to pay day."""
    days, months, pays = workshops.day_by_day(
        budget_id, first_on, last_on, in_hand_cents=in_hand_cents
    )
    return {"days": days, "months": months, "pay_periods": pays}


@api.question(
    "/budgets/<uuid:budget_id>/envelopes",
    forms.EnvelopeForm(many=True),
    asks=forms.Between,
)
def envelopes(
    workshops: Workshops, budget_id: UUID, first_on: date, last_on: date
) -> list[Envelope]:
    """Fill the envelopes of a stretch of days, the essential bills first."""
    return workshops.envelopes(budget_id, first_on, last_on)


@api.command(
    "/budgets/<uuid:budget_id>/what-if",
    forms.Suppositions,
    forms.SupposedForm,
    role="reader",
    kept=False,
)
def what_if(
    workshops: Workshops, budget_id: UUID, suppositions: Sequence[dict[str, Any]]
) -> dict[str, Any]:
    """Judge a budget as it would be with changes; nothing is stored."""
    as_it_is, supposed = workshops.what_if(
        budget_id, [Supposition(**it) for it in suppositions]
    )
    return {"as_it_is": as_it_is, "supposed": supposed}


@api.question(
    "/budgets/<uuid:budget_id>/repayment", forms.RepaymentForm, asks=forms.Debt
)
def repayment(
    workshops: Workshops, budget_id: UUID, debt_cents: int, down_cents: int, most: int
) -> dict[str, Any]:
    """Say how many instalments that a budget can bear repay a debt; advice."""
    plan = workshops.repayment(budget_id, debt_cents, down_cents=down_cents, most=most)
    return asdict(plan) | {"steps": explain(debt_cents, down_cents, plan)}


@api.question(
    "/households/<uuid:household_id>/budget-versions", forms.VersionForm(many=True)
)
def budget_versions(workshops: Workshops, household_id: UUID) -> list[Version]:
    """List how a household's budgets were judged, oldest first."""
    return workshops.budget_versions(household_id)


@api.question("/enrolments/<uuid:enrolment_id>/budgets", forms.AroundForm)
def budgets_around(workshops: Workshops, enrolment_id: UUID) -> dict[str, Any]:
    """Compare a household's budget before and after a workshop that it was in."""
    before, after = workshops.budgets_around(enrolment_id)
    return {"before": before, "after": after}
