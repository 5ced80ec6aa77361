"""Repayment agreements: what is asked about them, and what is answered."""

from marshmallow import Schema, fields
from msgspec import Meta

from azione0.fields import (
    Choice,
    Day,
    Group,
    Identifier,
    Many,
    Text,
    Truth,
    Whole,
    WholeAsked,
)
from ledger.forms.amounts import REASON, cents

#: Words for how far apart instalments are due.
RHYTHM = Meta(pattern=r"^[a-z][a-z0-9_]*\Z", min_length=1, max_length=20)


class NewAgreement(Schema):
    """What is overdue, to be repaid in instalments: of an amount, or so many."""

    household_id = Identifier(required=True)
    creditor_id = Text(required=True)
    instalment_cents = cents("Each instalment but the last", load_default=None)
    count = Whole(
        load_default=None,
        metadata={"description": "How many instalments, instead of an amount."},
    )
    rhythm = Text(
        RHYTHM,
        load_default="monthly",
        metadata={
            "description": "`weekly`, `fortnightly`, `four_weekly`, `monthly`, "
            "`one_off`, or `every_10_days` with another number."
        },
    )
    first_due_on = Day(required=True)
    down_payment_cents = cents("Paid before the instalments", load_default=0)
    down_payment_on = Day(
        load_default=None, metadata={"description": "By default, the signature's day."}
    )
    supersedes = Identifier(
        load_default=None, metadata={"description": "The agreement it replaces."}
    )
    on = Day(required=True, metadata={"description": "The day of the proposal."})


class Signature(Schema):
    """Who signed, by role and never by name."""

    on = Day(required=True)
    signatory_roles = Many(
        Choice(["tenant", "member", "guarantor", "operator", "creditor"]),
        required=True,
    )


class Suspension(Schema):
    """From when a household's agreements rest, and why."""

    on = Day(required=True)
    reason = Text(
        REASON, required=True, metadata={"description": "One word, such as `illness`."}
    )


class InstalmentForm(Schema):
    """One promised payment; number 0 is the down payment."""

    number = Whole(required=True)
    due_on = Day(required=True)
    amount_cents = cents("What is promised", required=True)


class AgreementForm(Schema):
    """A repayment agreement and where it stands."""

    id = Identifier(required=True)
    household_id = Identifier(required=True)
    creditor_id = fields.String(required=True)
    state = Choice(
        [
            "proposed",
            "active",
            "suspended",
            "breached",
            "superseded",
            "completed",
            "terminated",
        ],
        required=True,
    )
    debt_cents = cents("What it is about", required=True)
    down_payment_cents = cents("Paid at the signature", required=True)
    instalments = Many(Group(InstalmentForm), required=True, attribute="schedule_now")
    rhythm = fields.String(required=True)
    needs_approval = Truth(required=True)
    approved_by = fields.String(allow_none=True)
    signed_on = Day(allow_none=True)
    breached_on = Day(allow_none=True)
    completed_on = Day(allow_none=True)
    suspended_on = Day(allow_none=True)
    superseded_on = Day(allow_none=True)
    terminated_on = Day(allow_none=True)


class Approval(Schema):
    """The day on which a second person agrees to a proposal."""

    on = Day(required=True)


class Rest(Schema):
    """From when one agreement rests, perhaps until when."""

    since = Day(required=True)
    until = Day(load_default=None)
    reason = Text(REASON, required=True)


class Resumption(Schema):
    """The day from which a resting agreement goes on: today."""

    on = Day(required=True)


class Rescheduling(Schema):
    """What is changed: which instalment, and its new day or how many follow."""

    kind = Choice(["skip", "move", "extend", "settle_early"], required=True)
    number = Whole(
        load_default=None, metadata={"description": "For all but `settle_early`."}
    )
    due_on = Day(
        load_default=None, metadata={"description": "For `move` and `settle_early`."}
    )
    count = Whole(
        load_default=None,
        metadata={"description": "For `extend`: how many instalments from it on."},
    )
    on = Day(required=True, metadata={"description": "The day it is agreed."})
    reason = Text(REASON, required=True)


class Reinstatement(Schema):
    """When a broken agreement holds again, and by when the overdue is caught up."""

    on = Day(required=True)
    catch_up_by_on = Day(required=True)


class Ending(Schema):
    """When something ends by a decision, and why."""

    on = Day(required=True)
    reason = Text(REASON, required=True)


class AssessmentAsked(Schema):
    """What agreement is thought of."""

    on = Day(required=True)
    rhythm = Text(RHYTHM, load_default="monthly")
    down_payment_cents = WholeAsked(
        load_default=0,
        metadata={"description": "Paid before the instalments, in euro cents."},
    )
    supersedes = Identifier(load_default=None)


class StepForm(Schema):
    """One line of the reckoning, in the language asked for."""

    name = fields.String(required=True)
    formula = fields.String(required=True)
    value = fields.String(required=True)


class AssessmentForm(Schema):
    """What the household can carry by the budget it agreed, and why."""

    verdict = Choice(
        ["sustainable", "partial_freeze", "not_sustainable", "unknown"], required=True
    )
    rest_cents = cents("What is to be spread", required=True)
    available_cents = cents("Left a month beside other agreements", allow_none=True)
    instalment_cents = cents("The largest instalment to carry", allow_none=True)
    count = Whole(allow_none=True)
    freeze_cents = cents("To be left in peace for it to be carried", required=True)
    margin_cents = cents("Left a month beside this one too", allow_none=True)
    routes = Many(fields.String(), required=True)
    steps = Many(Group(StepForm), required=True, attribute="reckoning")


class InstalmentOnADay(InstalmentForm):
    """One promised payment as it stands on a day."""

    paid_cents = cents("What of it is paid", required=True)
    paid_on = Day(allow_none=True)
    state = Choice(
        ["paid", "paid_late", "missed", "in_grace", "to_come", "lapsed", "put_off"],
        required=True,
    )


class AgreementOnADay(Schema):
    """A signed agreement as it stands on a day."""

    agreement_id = Identifier(required=True)
    signed_on = Day(required=True)
    state = Choice(
        ["active", "suspended", "breached", "superseded", "completed", "terminated"],
        required=True,
    )
    debt_cents = cents("What it is about", required=True)
    outstanding_cents = cents("What of it is still to be paid", required=True)
    policy_version = fields.String(required=True)
    instalments = Many(Group(InstalmentOnADay), required=True)
