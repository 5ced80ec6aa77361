"""Money taken at the counter, and money that came without a name."""

from datetime import date
from typing import Any
from uuid import UUID

from ledger.account.facts import Payment
from ledger.api.entrance import act, api
from ledger.application import Ledger
from ledger.application.postings import Waiting
from ledger.forms import money
from ledger.receipt import payment_key


@api.command("/payments", money.CashPayment, money.Posted, status=201)
def take_payment(
    ledger: Ledger,
    creditor_id: str,
    payment_id: str,
    tenancy_id: str | None,
    iuv: str | None,
    amount_cents: int,
    value_on: date,
    channel: str,
    payer: str,
) -> dict[str, UUID]:
    """
    Post money that came in.

    The same creditor and payment id is the same payment: it counts once, also
    when the creditor reports it in a file.
    """
    posted = payment_key(creditor_id, payment_id, iuv, None, None)
    payment = Payment(posted, amount_cents, value_on, channel, payer, iuv)
    ledger.take_payment(creditor_id, payment, tenancy_id, today=ledger.today())
    return {"id": posted}


@api.question("/waiting", money.WaitingForm(many=True))
def waiting(ledger: Ledger) -> list[Waiting]:
    """List bills and money that stand on no account yet."""
    return ledger.waiting()


@api.question("/waiting/<uuid:payment_id>/proposals", money.ProposalForm(many=True))
def proposals(ledger: Ledger, payment_id: UUID) -> list[dict[str, Any]]:
    """Propose for which notices money without a name may be, with the reasons."""
    return [
        {
            "tenancy_id": it.notice.tenancy_id,
            "iuv": it.notice.iuv,
            "open_cents": it.notice.open_cents,
            "due_on": it.notice.due_on,
            "reasons": it.reasons,
        }
        for it in ledger.proposals(payment_id)
    ]


@act("/waiting/<uuid:payment_id>/placement", money.Placement)
def place_payment(
    ledger: Ledger, payment_id: UUID, tenancy_id: str, on: date, reason: str
) -> None:
    """Say whose money without a name is; it counts from its value day."""
    ledger.place_payment(payment_id, tenancy_id, on=on, reason=reason)
