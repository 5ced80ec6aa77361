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
    WholeAsked,
)
from workshops.budgets.categories import EXPENSES, INCOME
from workshops.budgets.lines import CONFIDENCE, PERIODS
from workshops.budgets.supposing import KINDS
from workshops.forms.common import cents, maybe


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
    source = maybe("A code: where it comes from or goes.")
    evidence = maybe("A code: the document that shows it.")
    day = Whole(
        load_default=None,
        allow_none=True,
        metadata={"description": "Of the month; absent means spread over it."},
    )


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


class Between(Schema):
    """From a day to a day, both counted, two years at most."""

    first_on = Day(required=True)
    last_on = Day(required=True)


class StretchAsked(Between):
    """A stretch of days, and what there is in hand at its start."""

    in_hand_cents = WholeAsked(
        load_default=0, metadata={"description": "In hand at first, in euro cents."}
    )


class DayForm(Schema):
    """A day."""

    on = Day(required=True)
    income_cents = cents("What comes in", required=True)
    spent_cents = cents("What goes out", required=True)
    left_cents = cents("What is left after it", required=True)


class StretchForm(Schema):
    """A month, or the days from one pay to the next."""

    first_on = Day(required=True)
    last_on = Day(required=True)
    income_cents = cents("What comes in", required=True)
    spent_cents = cents("What goes out", required=True)
    without_money = Whole(
        required=True, metadata={"description": "Days that end with nothing left."}
    )
    lowest_cents = cents("The least that was left on any day", required=True)


class DaysForm(Schema):
    """A budget day by day; the days sum to the months, and to the pay periods."""

    days = Many(Group(DayForm), required=True)
    months = Many(Group(StretchForm), required=True)
    pay_periods = Many(Group(StretchForm), required=True)


class EnvelopeForm(Schema):
    """What is put aside for one kind of bill."""

    category = fields.String(required=True)
    due_cents = cents("What is due", required=True)
    aside_cents = cents("What is put aside", required=True)
    short_cents = cents("What is missing", required=True)


class SuppositionForm(Schema):
    """One change, for a month; `category` is for a new line."""

    kind = Choice(KINDS, required=True)
    amount_cents = cents("Each month", required=True)
    category = Choice(["", *INCOME, *EXPENSES], load_default="")


class Suppositions(Schema):
    """What would be different."""

    suppositions = Many(Group(SuppositionForm), required=True)


class SupposedForm(Schema):
    """A budget as it is, and as it would be."""

    as_it_is = Group(AssessmentForm, required=True)
    supposed = Group(AssessmentForm, required=True)


class Debt(Schema):
    """What is owed, what is paid at once, and the most instalments."""

    debt_cents = WholeAsked(required=True, metadata={"description": "In euro cents."})
    down_cents = WholeAsked(
        load_default=0, metadata={"description": "Paid at once, in euro cents."}
    )
    most = WholeAsked(load_default=60)


class RepaymentForm(Schema):
    """Instalments, all alike but the last, and what they leave over."""

    count = Whole(required=True)
    instalment_cents = cents("Each but the last", required=True)
    last_cents = cents("The last", required=True)
    frozen_cents = cents("What is to be frozen", required=True)
    steps = Many(Group(StepForm), required=True)


class VersionForm(Schema):
    """How a budget was judged on a day, for one month."""

    effective_on = Day(required=True)
    month = Day(required=True)
    state = Choice(["agreed", "reviewed"], required=True)
    rent_to_income = Exact(allow_none=True)
    residual_cents = cents("What is left", required=True)
    sustainability = Exact(allow_none=True)
    affordable_cents = cents("What can be repaid a month", required=True)
    discipline = Exact(allow_none=True)


class AroundForm(Schema):
    """The budget before a workshop and after it, where there is one."""

    before = Group(VersionForm, allow_none=True)
    after = Group(VersionForm, allow_none=True)
