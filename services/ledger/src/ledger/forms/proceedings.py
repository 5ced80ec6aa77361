"""Evictions: their steps, what is claimed, and what comes next."""

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
from ledger.forms.amounts import cents


class Claimed(Schema):
    """What is asked for; interest and costs as the deed or the court gives them."""

    debt_cents = cents("Overdue rent, services and settlements", required=True)
    interest_cents = cents("Legal interest on them", required=True)
    costs_cents = cents("Costs of the proceeding", required=True)


class NewProceeding(Claimed):
    """Notice to quit, for what is overdue."""

    household_id = Identifier(required=True)
    creditor_id = Text(required=True)
    on = Day(required=True, metadata={"description": "The day it was served."})
    cure_by_on = Day(
        load_default=None, metadata={"description": "The last day it gives to pay."}
    )


class Filing(Claimed):
    """The claim, filed in court."""

    on = Day(required=True)
    hearing_on = Day(required=True, metadata={"description": "The first hearing."})


class Adjournment(Schema):
    """A hearing moved to another day."""

    on = Day(required=True, metadata={"description": "The day it was moved."})
    hearing_on = Day(required=True)


class GraceTerm(Claimed):
    """Days to pay, given by the court."""

    on = Day(required=True, metadata={"description": "The day of the hearing."})
    days = Whole(required=True)
    hardship = Truth(
        load_default=False,
        metadata={"description": "The court found it due to precarious conditions."},
    )
    hearing_on = Day(
        load_default=None,
        metadata={"description": "The next hearing; the last day for it if empty."},
    )


class ReleaseOrder(Schema):
    """The court's order to leave the dwelling."""

    on = Day(required=True)
    release_on = Day(required=True)
    late = Truth(
        load_default=False,
        metadata={"description": "The court put it off exceptionally."},
    )


class ReleaseNotice(Schema):
    """The bailiff's notice of the day."""

    on = Day(required=True, metadata={"description": "The day it was served."})
    access_on = Day(required=True)


class Execution(Schema):
    """The dwelling, taken back."""

    on = Day(required=True)


class Renunciation(Schema):
    """A proceeding that the creditor pursues no further."""

    on = Day(required=True)
    decision_ref = Text(
        required=True, metadata={"description": "The creditor's decision."}
    )


class WhichDeadlines(Schema):
    """The day of which is asked, and how far to look."""

    day = Day(required=True)
    by = Day(
        load_default=None,
        metadata={"description": "A deadline is near that comes by this day."},
    )


class ClaimForm(Schema):
    """What is asked for."""

    debt_cents = cents("The debt", required=True)
    interest_cents = cents("Its interest", required=True)
    costs_cents = cents("The costs", required=True)
    total_cents = cents("All of it", required=True)


class DeadlineForm(Schema):
    """What comes next."""

    what = Choice(["cure", "hearing", "payment", "release", "access"], required=True)
    on = Day(required=True)


class ActForm(Schema):
    """An act, and its day."""

    step = Choice(
        ["noticed", "filed", "grace_term", "release_ordered", "executed"], required=True
    )
    on = Day(required=True)


class ProceedingForm(Schema):
    """An eviction and where it stands."""

    id = Identifier(required=True)
    household_id = Identifier(required=True)
    creditor_id = fields.String(required=True)
    state = Choice(
        ["noticed", "filed", "grace_term", "release_ordered", "executed", "averted"],
        required=True,
    )
    claim = Group(ClaimForm, required=True)
    acts = Many(Group(ActForm), required=True)
    deadline = Group(DeadlineForm, allow_none=True)
    term_missed = Truth(required=True)
    ground = Choice(["paid", "given_up"], allow_none=True)
    averted_on = Day(allow_none=True)


class PendingForm(Schema):
    """A proceeding that goes on, and how near its next deadline is."""

    id = Identifier(required=True)
    household_id = Identifier(required=True)
    creditor_id = fields.String(required=True)
    state = fields.String(required=True)
    deadline = Group(DeadlineForm, allow_none=True)
    days_left = Whole(allow_none=True)
    alarm = Choice(["passed", "near", "later"], allow_none=True)


class StretchForm(Schema):
    """Days on which one principal bore one rate: after one day, up to another."""

    after_on = Day(required=True)
    until_on = Day(required=True)
    days = Whole(required=True)
    principal_cents = cents("What was open", required=True)
    percent = Exact(
        required=True, metadata={"description": "The legal rate of a year."}
    )
    source = fields.String(required=True, metadata={"description": "Who set it."})


class AccrualForm(Schema):
    """The legal interest of one charge, and how it is reckoned."""

    charge_id = Identifier(required=True)
    cents = cents("The interest, rounded once", required=True)
    stretches = Many(Group(StretchForm), required=True)


class ClaimableForm(Schema):
    """What can be asked for in court on a day."""

    on = Day(required=True)
    debt_cents = cents("Overdue rent, services and settlements", required=True)
    oldest_due_on = Day(allow_none=True)
    interest_cents = cents("All interest that can be asked for", required=True)
    posted_interest_cents = cents("What of it stands on the account", required=True)
    posted_costs_cents = cents("Costs that stand on the account", required=True)
    accruals = Many(Group(AccrualForm), required=True)
