"""Decisions about debts: disputes, freezes, write-offs, notices, interest, the end."""

from datetime import date
from typing import Any
from uuid import UUID

from ledger.api.entrance import act
from ledger.application import Ledger
from ledger.forms import agreements, decisions

_ACCOUNT = "/households/<uuid:household_id>/accounts/<creditor_id>"


@act(f"{_ACCOUNT}/disputes", decisions.NewDispute)
def dispute_charge(
    ledger: Ledger, household_id: UUID, creditor_id: str, charge_id: UUID, **said: Any
) -> None:
    """Note that a charge is disputed: nobody asks for it meanwhile."""
    ledger.dispute_charge(household_id, creditor_id, charge_id, **said)


@act(f"{_ACCOUNT}/disputes/<uuid:charge_id>/resolution", decisions.Resolution)
def resolve_dispute(
    ledger: Ledger, household_id: UUID, creditor_id: str, charge_id: UUID, **said: Any
) -> None:
    """End a dispute: the charge is confirmed, reduced or cancelled."""
    ledger.resolve_dispute(household_id, creditor_id, charge_id, **said)


@act(f"{_ACCOUNT}/freezes", decisions.Freeze)
def freeze_debt(
    ledger: Ledger, household_id: UUID, creditor_id: str, **said: Any
) -> None:
    """Leave debts in peace by a decision; all that is overdue, if none is named."""
    ledger.freeze_debt(household_id, creditor_id, **said)


@act(f"{_ACCOUNT}/freezes/end", decisions.ByDecision)
def end_freeze(
    ledger: Ledger, household_id: UUID, creditor_id: str, **said: Any
) -> None:
    """Let all that is frozen be asked for again."""
    ledger.end_freeze(household_id, creditor_id, **said)


@act(f"{_ACCOUNT}/write-offs", decisions.WriteOffForm)
def write_off_debt(
    ledger: Ledger,
    household_id: UUID,
    creditor_id: str,
    charges: list[dict[str, Any]],
    **said: Any,
) -> None:
    """Give up debts by a decision; a charge named twice counts for the sum."""
    amounts: dict[UUID, int] = {}
    for it in charges:
        amounts[it["charge_id"]] = amounts.get(it["charge_id"], 0) + it["amount_cents"]
    ledger.write_off_debt(household_id, creditor_id, amounts, **said)


@act(f"{_ACCOUNT}/write-offs/revocation", decisions.ByDecision)
def revoke_write_off(
    ledger: Ledger, household_id: UUID, creditor_id: str, **said: Any
) -> None:
    """Let what a decision gave up be owed again."""
    ledger.revoke_write_off(household_id, creditor_id, **said)


@act(f"{_ACCOUNT}/notices", decisions.NoticeForm)
def serve_notice(
    ledger: Ledger, household_id: UUID, creditor_id: str, **said: Any
) -> None:
    """Note a formal demand for what is overdue: prescription begins again."""
    ledger.serve_notice(household_id, creditor_id, **said)


@act(f"{_ACCOUNT}/imputations", decisions.ImputationForm)
def impute_payment(
    ledger: Ledger,
    household_id: UUID,
    creditor_id: str,
    payment_id: UUID,
    charge_ids: list[UUID],
    **said: Any,
) -> None:
    """Say which charges a payment is for, in this order."""
    ledger.impute_payment(household_id, creditor_id, payment_id, charge_ids, **said)


@act(f"{_ACCOUNT}/terms", decisions.DebtTerms)
def state_debt_terms(
    ledger: Ledger, household_id: UUID, creditor_id: str, charge_id: UUID, **said: Any
) -> None:
    """Say how secured and how onerous a debt is."""
    ledger.state_debt_terms(household_id, creditor_id, charge_id, **said)


@act(f"{_ACCOUNT}/interest", decisions.InterestAsked, decisions.Charged, day="until")
def charge_interest(
    ledger: Ledger, household_id: UUID, creditor_id: str, until: date, due_on: date
) -> dict[str, int]:
    """Charge the legal interest up to a day, less what was charged before."""
    cents = ledger.charge_interest(
        household_id, creditor_id, until=until, due_on=due_on
    )
    return {"amount_cents": cents}


@act(f"{_ACCOUNT}/closure", agreements.Ending)
def close_account(
    ledger: Ledger, household_id: UUID, creditor_id: str, **said: Any
) -> None:
    """Close an account: nothing more is charged or paid on it."""
    ledger.close_account(household_id, creditor_id, **said)
