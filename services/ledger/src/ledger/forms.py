"""The shape of what the ledger is asked and what it answers over HTTP."""

from typing import Any

from marshmallow import Schema, fields
from msgspec import Meta

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

#: What agreements say of their rest to others: a word and no story.
REASON = Meta(pattern=r"^[a-z][a-z0-9_]*\Z", min_length=1, max_length=40)


def _cents(about: str, **options: Any) -> Whole:
    return Whole(metadata={"description": f"{about}, in euro cents."}, **options)


class CashPayment(Schema):
    """Money taken over the counter, or found on a statement by hand."""

    creditor_id = Text(required=True)
    payment_id = Text(
        required=True, metadata={"description": "The creditor's own id: once each."}
    )
    tenancy_id = Text(load_default=None)
    iuv = Text(
        load_default=None,
        metadata={"description": "The pagoPA reference, if it was paid with one."},
    )
    amount_cents = _cents("What came in", required=True)
    value_on = Day(required=True)
    channel = Choice(
        ["transfer", "direct_debit", "mav", "cash", "other"], required=True
    )
    payer = Choice(["tenant", "regional", "municipal", "charity"], required=True)


class NewAgreement(Schema):
    """What is overdue, to be repaid in monthly instalments."""

    household_id = Identifier(required=True)
    creditor_id = Text(required=True)
    instalment_cents = _cents("Each instalment but the last", required=True)
    first_due_on = Day(required=True)
    down_payment_cents = _cents("Paid at the signature", load_default=0)
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


class EndOfDay(Schema):
    """The day to close."""

    day = Day(required=True)


class Closed(Schema):
    """What closing a day looked at."""

    day = Day(required=True)
    accounts = Whole(
        required=True, metadata={"description": "How many accounts were judged."}
    )


class Posted(Schema):
    """What was posted, under the ledger's own id."""

    id = Identifier(required=True)


class InstalmentForm(Schema):
    """One promised payment; number 0 is the down payment."""

    number = Whole(required=True)
    due_on = Day(required=True)
    amount_cents = _cents("What is promised", required=True)


class AgreementForm(Schema):
    """A repayment agreement and where it stands."""

    id = Identifier(required=True)
    household_id = Identifier(required=True)
    creditor_id = fields.String(required=True)
    state = Choice(
        ["proposed", "active", "suspended", "breached", "superseded", "completed"],
        required=True,
    )
    debt_cents = _cents("What it is about", required=True)
    down_payment_cents = _cents("Paid at the signature", required=True)
    instalments = Many(Group(InstalmentForm), required=True)
    signed_on = Day(allow_none=True)
    breached_on = Day(allow_none=True)
    completed_on = Day(allow_none=True)
    suspended_on = Day(allow_none=True)
    superseded_on = Day(allow_none=True)


class AsOf(Schema):
    """The day of which is asked."""

    as_of = Day(required=True)


class ArrearsForm(Schema):
    """A stretch of arrears."""

    detected_on = Day(required=True)
    cleared_on = Day(allow_none=True)
    overdue_cents = _cents("What was overdue when it began", required=True)
    oldest_due_on = Day(required=True)
    months_equiv = Exact(
        required=True, metadata={"description": "In months of the usual bill."}
    )
    band = fields.String(required=True)


class AccountForm(Schema):
    """How an account stands at the close of a day."""

    as_of = Day(required=True)
    overdue_cents = _cents("Due and open, without what is rescheduled", required=True)
    open_cents = _cents("All that is open, due or not", required=True)
    credit_cents = _cents("Money that waits for something to fall due", required=True)
    in_arrears = Truth(required=True)
    arrears = Many(Group(ArrearsForm), required=True)


class CreditorForm(Schema):
    """A creditor with whom a household has an account."""

    creditor_id = fields.String(required=True)


class WaitingForm(Schema):
    """A bill or money that stands on no account yet."""

    id = Identifier(required=True)
    creditor_id = fields.String(required=True)
    tenancy_id = fields.String(allow_none=True)
    iuv = fields.String(allow_none=True)
    kind = fields.String(required=True)
    cents = Whole(required=True)
    since_on = Day(required=True)
