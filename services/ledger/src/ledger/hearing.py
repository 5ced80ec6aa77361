"""What a creditor says about a bill or a payment, as the facts of an account."""

from uuid import UUID, uuid5

from azione0.contracts.creditor import ChargeCorrected, ChargeIssued
from azione0.contracts.creditor import Payment as SaidPayment
from ledger.account.facts import Charge, Payment
from ledger.receipt import payment_key

_CHARGES = UUID("d1b0c1a2-8c53-4e43-8fd2-4a6f0f6f52c3")


#: The shares of one pagoPA payment; who names none means the first.
LINES = (None, 1, 2, 3, 4, 5)


def charge_key(creditor_id: str, charge_id: str) -> UUID:
    """Give the ledger's id of a creditor's charge."""
    return uuid5(_CHARGES, f"{creditor_id}/{charge_id}")


def charge_said(said: ChargeIssued | ChargeCorrected) -> Charge:
    """Give the charge that a creditor's letter or file tells of."""
    return Charge(
        id=charge_key(said.creditor_id, said.charge_id),
        kind=said.kind,
        cents=said.amount_cents,
        issued_on=said.issued_on,
        due_on=said.due_on,
        period_from=said.period_from,
        period_to=said.period_to,
        effective_on=said.effective_on,
        iuv=said.iuv,
    )


def payment_said(said: SaidPayment) -> Payment:
    """Give the payment that a letter or file tells of; `WrongReceipt`."""
    if said.line_index not in LINES or (said.iur and not said.iuv):
        raise WrongReceipt(
            f"payment {said.payment_id}: an IUR is the receipt of an IUV, whose lines "
            f"are 1 to {LINES[-1]}"
        )
    return Payment(
        id=payment_key_said(said),
        cents=said.amount_cents,
        value_on=said.value_on,
        channel=said.channel,
        payer=said.payer,
        iuv=said.iuv,
    )


def payment_key_said(said: SaidPayment) -> UUID:
    """Give the ledger's id of a payment, whoever tells of it."""
    return payment_key(
        said.creditor_id, said.payment_id, said.iuv, said.iur, said.line_index
    )


class WrongReceipt(Exception):
    """A receipt without the reference that was paid, or a line that it cannot have."""
