"""Decisions about debts."""

from marshmallow import Schema

from azione0.fields import Choice, Day, Group, Identifier, Many, Text, Truth, Whole
from ledger.forms.amounts import REASON, cents


class NewDispute(Schema):
    """Which charge is disputed, since when, on what grounds."""

    charge_id = Identifier(required=True)
    on = Day(required=True)
    grounds = Text(REASON, required=True)


class Resolution(Schema):
    """What came of a dispute."""

    on = Day(required=True)
    result = Choice(["confirmed", "reduced", "cancelled"], required=True)
    amount_cents = cents("What the charge amounts to, if reduced", load_default=None)
    new_due_on = Day(load_default=None)


class Freeze(Schema):
    """Debts to be left in peace: those named, or all that is overdue."""

    on = Day(required=True)
    decision_ref = Text(required=True)
    charge_ids = Many(Identifier(), load_default=())
    until = Day(load_default=None)


class ByDecision(Schema):
    """The day and the reference of a decision."""

    on = Day(required=True)
    decision_ref = Text(required=True)


class GivenUp(Schema):
    """So many cents of one charge."""

    charge_id = Identifier(required=True)
    amount_cents = cents("What is given up of it", required=True)


class WriteOffForm(Schema):
    """Debts to be given up by a decision."""

    on = Day(required=True)
    decision_ref = Text(required=True)
    charges = Many(Group(GivenUp), required=True)


class NoticeForm(Schema):
    """A formal demand for what is overdue, and its term."""

    on = Day(required=True)
    cure_by_on = Day(load_default=None)


class ImputationForm(Schema):
    """Which charges a payment is for, in this order."""

    payment_id = Identifier(required=True)
    charge_ids = Many(Identifier(), required=True)
    on = Day(required=True)
    by_creditor = Truth(
        load_default=False,
        metadata={"description": "In the receipt, where the tenant said nothing."},
    )


class DebtTerms(Schema):
    """Whether a debt is secured, and what it costs beyond the legal rate."""

    charge_id = Identifier(required=True)
    on = Day(required=True)
    secured = Truth(required=True)
    burden = Whole(
        required=True, metadata={"description": "Basis points of interest a year."}
    )


class InterestAsked(Schema):
    """Up to which day legal interest is charged, and when it falls due."""

    until = Day(required=True)
    due_on = Day(required=True)


class Charged(Schema):
    """What was charged."""

    amount_cents = cents("What was charged now", required=True)
