"""The ledger over HTTP: money at the counter, agreements, and how accounts stand."""

from datetime import date
from typing import Any
from uuid import UUID

from azione0.door.api import Api
from ledger import forms
from ledger.account.facts import Payment
from ledger.agreement.agreement import NobodySigned, RepaymentAgreement
from ledger.agreement.schedule import (
    InstalmentTooLarge,
    InstalmentTooSmall,
    NothingToRepay,
    TooManyInstalments,
)
from ledger.application import Ledger
from ledger.application.agreements import NotAffordable
from ledger.application.postings import Waiting, WrongAmount
from ledger.receipt import payment_key

api = Api(
    "ledger",
    about="What each household owes each creditor, and how it is being repaid.",
    refusals={
        InstalmentTooLarge: 422,
        InstalmentTooSmall: 422,
        NobodySigned: 422,
        NotAffordable: 422,
        NothingToRepay: 422,
        TooManyInstalments: 422,
        WrongAmount: 422,
    },
)


@api.command("/payments", forms.CashPayment, forms.Posted, status=201)
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
    ledger.post_payment(creditor_id, payment, tenancy_id)
    return {"id": posted}


@api.question("/waiting", forms.WaitingForm(many=True))
def waiting(ledger: Ledger) -> list[Waiting]:
    """List bills and money that stand on no account yet."""
    return ledger.waiting()


@api.command("/agreements", forms.NewAgreement, forms.AgreementForm, status=201)
def propose_agreement(
    ledger: Ledger, household_id: UUID, creditor_id: str, **terms: Any
) -> RepaymentAgreement:
    """Propose to repay what is overdue in monthly instalments."""
    agreement_id = ledger.propose_agreement(household_id, creditor_id, **terms)
    return ledger.get(RepaymentAgreement, agreement_id)


@api.command(
    "/agreements/<uuid:agreement_id>/signature", forms.Signature, forms.AgreementForm
)
def sign_agreement(
    ledger: Ledger, agreement_id: UUID, on: date, signatory_roles: list[str]
) -> RepaymentAgreement:
    """Sign a proposed agreement: from that day its charges are rescheduled."""
    ledger.sign_agreement(agreement_id, on=on, signatory_roles=signatory_roles)
    return ledger.get(RepaymentAgreement, agreement_id)


@api.question("/agreements/<uuid:agreement_id>", forms.AgreementForm)
def agreement(ledger: Ledger, agreement_id: UUID) -> RepaymentAgreement:
    """Give an agreement and where it stands."""
    return ledger.get(RepaymentAgreement, agreement_id)


@api.command("/households/<uuid:household_id>/suspension", forms.Suspension)
def suspend_agreements(
    ledger: Ledger, household_id: UUID, on: date, reason: str
) -> None:
    """Let a household's running agreements rest: nothing can be missed meanwhile."""
    ledger.suspend_agreements(household_id, on, reason)


@api.question("/households/<uuid:household_id>/accounts", forms.CreditorForm(many=True))
def accounts(ledger: Ledger, household_id: UUID) -> list[dict[str, str]]:
    """List the creditors with which a household has an account."""
    return [{"creditor_id": it} for it in ledger.accounts_of(household_id)]


@api.question(
    "/households/<uuid:household_id>/accounts/<creditor_id>",
    forms.AccountForm,
    asks=forms.AsOf,
)
def account(
    ledger: Ledger, household_id: UUID, creditor_id: str, as_of: date
) -> dict[str, Any]:
    """Say how an account stands at the close of a day."""
    standing = ledger.standing(household_id, creditor_id, as_of)
    return {
        "as_of": standing.as_of,
        "overdue_cents": standing.overdue_cents,
        "open_cents": sum(standing.position.open_cents.values()),
        "credit_cents": standing.position.credit_cents,
        "in_arrears": any(it.cleared_on is None for it in standing.episodes),
        "arrears": standing.episodes,
    }


@api.command("/days", forms.EndOfDay, forms.Closed)
def close_day(ledger: Ledger, day: date) -> dict[str, Any]:
    """Close a day: judge every account for which it has come."""
    return {"day": day, "accounts": ledger.close_day(day)}
