"""What the books hold already of a bill or a payment, wherever it stands."""

from typing import TypeVar
from uuid import UUID

from ledger.account.account import Account, account_id
from ledger.account.facts import Charge, Payment
from ledger.application import Ledger
from ledger.application.postings import ON_ACCOUNT, ON_TENANCY
from ledger.receipt import Receipt
from ledger.tenancy import Tenancy, tenancy_key

Fact = TypeVar("Fact", Charge, Payment)


def known_charge(
    ledger: Ledger, creditor_id: str, tenancy_id: str, charge_id: UUID
) -> Charge | None:
    """Give a charge of a tenancy, on its account or waiting for it."""
    tenancy = ledger.find(Tenancy, tenancy_key(creditor_id, tenancy_id))
    if tenancy is None:
        return None
    if tenancy.household_id is None:
        return _kept(tenancy, charge_id, Charge)
    account = ledger.find(Account, account_id(tenancy.household_id, creditor_id))
    return account.books.charges.get(charge_id) if account else None


def known_payment(ledger: Ledger, payment_id: UUID) -> Payment | None:
    """Give a payment, on an account, on a tenancy, or without a name."""
    with ledger.store.reading() as session:
        found = session.execute(
            "SELECT place, place_id FROM payments_v1 WHERE payment_id = ?",
            (payment_id,),
        )
    if not found:
        return None
    [[place, place_id]] = found
    if place == ON_ACCOUNT:
        return ledger.get(Account, place_id).books.payments.get(payment_id)
    if place == ON_TENANCY:
        return _kept(ledger.get(Tenancy, place_id), payment_id, Payment)
    return ledger.get(Receipt, place_id).payment


def waits(ledger: Ledger, fact_id: UUID) -> bool:
    """Tell whether a bill or a payment stands on no account yet."""
    with ledger.store.reading() as session:
        return bool(
            session.execute("SELECT 1 FROM waiting_v1 WHERE id = ?", (fact_id,))
        )


def _kept(tenancy: Tenancy, fact_id: UUID, kind: type[Fact]) -> Fact | None:
    return next(
        (it for it in tenancy.kept if isinstance(it, kind) and it.id == fact_id), None
    )
