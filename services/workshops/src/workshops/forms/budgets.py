"""The shape of household budgets over HTTP."""

from marshmallow import Schema, fields

from azione0.fields import (
    Choice,
    Day,
    Exact,
    Group,
    Identifier,
    Many,
    Text,
    Truth,
    Whole,
)
from workshops.budgets.categories import EXPENSES, INCOME
from workshops.budgets.lines import CONFIDENCE, PERIODS
from workshops.forms.common import cents


class LineForm(Schema):
    """One line of a budget."""

    category = Choice([*INCOME, *EXPENSES], required=True)
    amount_cents = cents("Each time", required=True)
    every_months = Whole(
        load_default=1,
        metadata={"description": f"Months from one to the next: one of {PERIODS}."},
    )
    from_on = Day(load_default=None, allow_none=True)
    to_on = Day(load_default=None, allow_none=True)
    one_off = Truth(load_default=False)
    confidence = Choice(CONFIDENCE, load_default="declared")


class NewBudget(Schema):
    """A budget to draft; the floor is named, or found for a kind of household."""

    household_id = Identifier(required=True)
    month = Day(required=True, metadata={"description": "Any day of the month."})
    lines = Many(Group(LineForm), required=True)
    floor_cents = cents("Subsistence floor without housing", load_default=None)
    household_type = Text(
        load_default=None,
        metadata={"description": "A kind of household of the loaded ISTAT table."},
    )
    isee_erp_cents = cents("ISEE-ERP", load_default=None)
    on = Day(required=True)


class Redraft(Schema):
    """The lines that replace those of a draft."""

    lines = Many(Group(LineForm), required=True)
    on = Day(required=True)


class Review(Schema):
    """A month as it went."""

    month = Day(required=True, metadata={"description": "Any day of the month."})
    lines = Many(Group(LineForm), required=True)
    floor_cents = cents("The floor, if it changed", load_default=None)
    on = Day(required=True)


class BudgetForm(Schema):
    """A budget and where it stands."""

    id = Identifier(required=True)
    household_id = Identifier(required=True)
    month = Day(required=True)
    state = Choice(["drafted", "agreed", "reviewed"], required=True)
    floor_cents = cents("Subsistence floor without housing", required=True)
    isee_erp_cents = cents("ISEE-ERP", allow_none=True)
    affordable_cents = cents("What can be repaid a month", allow_none=True)
    reviewed_on = Day(allow_none=True)
    lines = Many(Group(LineForm), required=True)


class StepForm(Schema):
    """One line of the reckoning."""

    name = fields.String(required=True)
    formula = fields.String(required=True)
    value = fields.String(required=True)


class AssessmentForm(Schema):
    """How a month is judged, step by step; advice that a person signs."""

    rent_to_income = Exact(allow_none=True)
    residual_cents = cents("What is left", required=True)
    sustainability = Exact(allow_none=True)
    affordable_cents = cents("What can be repaid a month", required=True)
    sustainable = Truth(required=True)
    housing_weight = Choice(["normal", "stress", "overburden"], required=True)
    steps = Many(Group(StepForm), required=True)


class InMonth(Schema):
    """The month asked about, by any of its days."""

    month = Day(required=True)


class ThresholdForm(Schema):
    """One row of ISTAT's table."""

    household_type = Text(required=True)
    valid_from = Day(required=True)
    threshold_cents = cents("ISTAT's figure", required=True)
    housing_cents = cents("The part of it that is housing", required=True)


class NewThresholds(Schema):
    """Rows to load; one of the same kind and day replaces the old one."""

    rows = Many(Group(ThresholdForm), required=True)


class ProposalForm(Schema):
    """A budget to look at again, because an instalment was missed."""

    household_id = Identifier(required=True)
    agreement_id = Identifier(required=True)
    number = Whole(required=True)
    missed_on = Day(required=True)
