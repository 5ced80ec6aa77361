"""What ALER says about the tenancies it manages."""

from azione0.contract import contract
from azione0.contracts import creditor


@contract(publisher="aler", audience=["intake", "ledger"], subject="tenancy_id")
class TenancyRegistered(creditor.TenancyRegistered):
    """A tenancy begins: a contract code is joined to a dwelling and a building."""


@contract(publisher="aler", audience=["intake", "ledger"], subject="tenancy_id")
class TenancyEnded(creditor.TenancyEnded):
    """A tenancy ends; `valid_to` is its last day."""


@contract(publisher="aler", audience=["ledger"], subject="tenancy_id")
class ChargeIssued(creditor.ChargeIssued):
    """A bill line is owed: `amount_cents` (euro cents) by `due_on`."""


@contract(publisher="aler", audience=["ledger"], subject="tenancy_id")
class ChargeCorrected(creditor.ChargeCorrected):
    """A charge takes the place of the charge `replaces`, as if it always had."""


@contract(publisher="aler", audience=["ledger"], subject="tenancy_id")
class ChargeReversed(creditor.ChargeReversed):
    """A charge is taken back whole, from `effective_on`."""


@contract(publisher="aler", audience=["ledger"])
class PaymentReceived(creditor.PaymentReceived):
    """Money came in, `amount_cents` (euro cents) paid on `value_on`."""


@contract(publisher="aler", audience=["ledger"])
class PaymentReversed(creditor.PaymentReversed):
    """The payment `payment_id` did not hold: revoked, refunded or returned."""
