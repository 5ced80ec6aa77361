"""The shape of what the workshops are asked and what they answer over HTTP."""

from typing import Any

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
from workshops.categories import EXPENSES, INCOME
from workshops.enrolment import ABSENT, EXCUSED, PRESENT
from workshops.lines import CONFIDENCE, PERIODS


def _cents(about: str, **options: Any) -> Whole:
    return Whole(metadata={"description": f"{about}, in euro cents."}, **options)


class SessionForm(Schema):
    """One meeting."""

    number = Whole(dump_only=True)
    on = Day(required=True)
    minutes = Whole(required=True)


class NewWorkshop(Schema):
    """A workshop to announce."""

    kind = Text(required=True, metadata={"description": "A code: family_budget."})
    organisation_id = Text(required=True)
    capacity = Whole(required=True, metadata={"description": "How many seats."})
    sessions = Many(Group(SessionForm), required=True)
    attendance_percent = Whole(
        load_default=70,
        metadata={"description": "The share of minutes that sees it through."},
    )
    on = Day(required=True, metadata={"description": "The day it is announced."})


class WorkshopForm(Schema):
    """A workshop, its sessions and who has a place."""

    id = Identifier(required=True)
    kind = fields.String(required=True)
    organisation_id = fields.String(required=True)
    state = Choice(["planned", "running", "completed", "cancelled"], required=True)
    capacity = Whole(required=True)
    sessions = Many(Group(SessionForm), required=True)
    seated = Many(Identifier(), required=True)
    waiting = Many(
        Identifier(),
        required=True,
        metadata={"description": "Enrolments, who waits longest first."},
    )


class FromDay(Schema):
    """The day from which is asked."""

    on = Day(required=True)


class WorkshopLine(Schema):
    """A workshop in the list."""

    id = Identifier(required=True)
    kind = fields.String(required=True)
    organisation_id = fields.String(required=True)
    state = fields.String(required=True)
    capacity = Whole(required=True)
    seated = Whole(required=True)
    waiting = Whole(required=True)
    starts_on = Day(required=True)
    ends_on = Day(required=True)


class Capacity(Schema):
    """How many seats, from when."""

    capacity = Whole(required=True)
    on = Day(required=True)


class NewEnrolment(Schema):
    """Who asks for a place; the person need not be named."""

    household_id = Identifier(required=True)
    person_id = Identifier(load_default=None)
    on = Day(required=True)


class EntryForm(Schema):
    """One line of the register."""

    number = Whole(required=True)
    on = Day(required=True)
    mark = fields.String(required=True)
    minutes = Whole(required=True)


class EnrolmentForm(Schema):
    """A place in a workshop, and the sessions it came to."""

    id = Identifier(required=True)
    workshop_id = Identifier(required=True)
    household_id = Identifier(required=True)
    person_id = Identifier(allow_none=True)
    state = Choice(
        ["waiting", "enrolled", "attending", "completed", "dropped_out", "released"],
        required=True,
    )
    requested_on = Day(required=True)
    seated_on = Day(allow_none=True)
    ended_on = Day(allow_none=True)
    minutes_attended = Whole(required=True)
    register = Many(Group(EntryForm), required=True)


class MarkForm(Schema):
    """What the register says of one place."""

    enrolment_id = Identifier(required=True)
    mark = Choice([PRESENT, EXCUSED, ABSENT], required=True)
    minutes = Whole(
        load_default=None,
        metadata={"description": "Of presence; absent means the whole session."},
    )


class Register(Schema):
    """The register of a session: a mark for each enrolment that had a seat."""

    marks = Many(Group(MarkForm), required=True)
    on = Day(required=True, metadata={"description": "The day it is closed."})


class Correction(Schema):
    """A mark that was wrong."""

    number = Whole(required=True)
    mark = Choice([PRESENT, EXCUSED, ABSENT], required=True)
    minutes = Whole(load_default=None)


class NewDay(Schema):
    """Another day for a session."""

    to_on = Day(required=True)
    on = Day(required=True)


class OnDay(Schema):
    """From when it counts."""

    on = Day(required=True)


class OnDayBecause(Schema):
    """From when it counts, and a code for why."""

    on = Day(required=True)
    reason = Text(required=True, metadata={"description": "A code: trainer_ill."})


class SeenThrough(Schema):
    """Who saw a workshop through."""

    enrolments = Many(Identifier(), required=True)


class LineForm(Schema):
    """One line of a budget."""

    category = Choice([*INCOME, *EXPENSES], required=True)
    amount_cents = _cents("Each time", required=True)
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
    floor_cents = _cents("Subsistence floor without housing", load_default=None)
    household_type = Text(
        load_default=None,
        metadata={"description": "A kind of household of the loaded ISTAT table."},
    )
    isee_erp_cents = _cents("ISEE-ERP", load_default=None)
    on = Day(required=True)


class Redraft(Schema):
    """The lines that replace those of a draft."""

    lines = Many(Group(LineForm), required=True)
    on = Day(required=True)


class Review(Schema):
    """A month as it went."""

    month = Day(required=True, metadata={"description": "Any day of the month."})
    lines = Many(Group(LineForm), required=True)
    floor_cents = _cents("The floor, if it changed", load_default=None)
    on = Day(required=True)


class BudgetForm(Schema):
    """A budget and where it stands."""

    id = Identifier(required=True)
    household_id = Identifier(required=True)
    month = Day(required=True)
    state = Choice(["drafted", "agreed", "reviewed"], required=True)
    floor_cents = _cents("Subsistence floor without housing", required=True)
    isee_erp_cents = _cents("ISEE-ERP", allow_none=True)
    affordable_cents = _cents("What can be repaid a month", allow_none=True)
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
    residual_cents = _cents("What is left", required=True)
    sustainability = Exact(allow_none=True)
    affordable_cents = _cents("What can be repaid a month", required=True)
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
    threshold_cents = _cents("ISTAT's figure", required=True)
    housing_cents = _cents("The part of it that is housing", required=True)


class NewThresholds(Schema):
    """Rows to load; one of the same kind and day replaces the old one."""

    rows = Many(Group(ThresholdForm), required=True)


class ProposalForm(Schema):
    """A budget to look at again, because an instalment was missed."""

    household_id = Identifier(required=True)
    agreement_id = Identifier(required=True)
    number = Whole(required=True)
    missed_on = Day(required=True)
