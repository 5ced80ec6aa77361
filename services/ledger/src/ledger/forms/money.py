"""Money that comes in, and money without a name."""

from marshmallow import Schema, fields
from msgspec import Meta

from azione0.fields import (
    Choice,
    Day,
    Identifier,
    Many,
    Text,
    Whole,
)
from ledger.forms.amounts import REASON, cents

#: The pagoPA reference: seventeen digits, or as another creditor makes it.
IUV = Meta(pattern=r"^[A-Za-z0-9]+\Z", min_length=1, max_length=35)


class CashPayment(Schema):
    """Money taken over the counter, or found on a statement by hand."""

    creditor_id = Text(required=True)
    payment_id = Text(
        required=True, metadata={"description": "The creditor's own id: once each."}
    )
    tenancy_id = Text(load_default=None)
    iuv = Text(
        IUV,
        load_default=None,
        metadata={"description": "The pagoPA reference, if it was paid with one."},
    )
    amount_cents = cents("What came in", required=True)
    value_on = Day(required=True)
    channel = Choice(
        ["transfer", "direct_debit", "mav", "cash", "other"], required=True
    )
    payer = Choice(["tenant", "regional", "municipal", "charity"], required=True)


class Posted(Schema):
    """What was posted, under the ledger's own id."""

    id = Identifier(required=True)


class WaitingForm(Schema):
    """A bill or money that stands on no account yet."""

    id = Identifier(required=True)
    creditor_id = fields.String(required=True)
    tenancy_id = fields.String(allow_none=True)
    iuv = fields.String(allow_none=True)
    kind = fields.String(required=True)
    cents = Whole(required=True)
    since_on = Day(required=True)


class ProposalForm(Schema):
    """A notice that a payment without a name may be for."""

    tenancy_id = fields.String(required=True)
    iuv = fields.String(required=True)
    open_cents = cents("What is still open of the notice", required=True)
    due_on = Day(required=True)
    reasons = Many(
        Choice(
            [
                "reference_almost_same",
                "reference_cut_short",
                "same_amount_open",
                "near_due_day",
            ]
        ),
        required=True,
    )


class Placement(Schema):
    """Whose a payment without a name is."""

    tenancy_id = Text(required=True)
    on = Day(required=True, metadata={"description": "The day of the decision."})
    reason = Text(REASON, required=True)
