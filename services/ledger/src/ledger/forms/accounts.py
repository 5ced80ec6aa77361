"""How accounts stand, and the close of a day."""

from marshmallow import Schema, fields

from azione0.fields import (
    Choice,
    Day,
    Exact,
    Group,
    Identifier,
    Instant,
    Many,
    Truth,
    Whole,
)
from ledger.forms.amounts import cents


class EndOfDay(Schema):
    """The day to close."""

    day = Day(required=True)


class Closed(Schema):
    """What closing a day looked at."""

    day = Day(required=True)
    accounts = Whole(
        required=True, metadata={"description": "How many accounts were judged."}
    )


class AsOf(Schema):
    """The day of which is asked."""

    as_of = Day(required=True)
    known_at = Instant(
        load_default=None,
        metadata={
            "description": "With the knowledge of this instant; by default, now."
        },
    )


class OpenChargeForm(Schema):
    """What of a charge is open, and whether it can be asked for."""

    charge_id = Identifier(required=True, attribute="charge.id")
    kind = fields.String(required=True, attribute="charge.kind")
    due_on = Day(required=True, attribute="charge.due_on")
    open_cents = cents("What is open of it", required=True)
    status = Choice(
        ["not_due", "overdue", "rescheduled", "disputed", "frozen", "prescribed"],
        required=True,
    )
    prescribed_on = Day(required=True, attribute="prescription.on")
    interrupted_on = Day(
        allow_none=True,
        attribute="prescription.interrupted_on",
        metadata={"description": "The last notice or signature that counted."},
    )


class ArrearsForm(Schema):
    """A stretch of arrears."""

    detected_on = Day(required=True)
    cleared_on = Day(allow_none=True)
    overdue_cents = cents("What was overdue when it began", required=True)
    oldest_due_on = Day(required=True)
    months_equiv = Exact(
        required=True, metadata={"description": "In months of the usual bill."}
    )
    band = fields.String(required=True)


class AccountForm(Schema):
    """How an account stands at the close of a day."""

    as_of = Day(required=True)
    overdue_cents = cents("Due and open, without what is rescheduled", required=True)
    open_cents = cents("All that is open, due or not", required=True)
    credit_cents = cents("Money that waits for something to fall due", required=True)
    open_charges = Many(Group(OpenChargeForm), required=True)
    in_arrears = Truth(required=True)
    arrears = Many(Group(ArrearsForm), required=True)


class CreditorForm(Schema):
    """A creditor with whom a household has an account."""

    creditor_id = fields.String(required=True)
