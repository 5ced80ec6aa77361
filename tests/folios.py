"""Pages of the ledger made of given books, for tests of what is printed of them."""

from datetime import UTC, datetime
from uuid import UUID

from bookkeeping import books as no_books
from bookkeeping import named

from ledger.account.books import Books
from ledger.agreement.agreement import RepaymentAgreement
from ledger.documents.reading import BEGUN, Folio, Mark
from ledger.policy import Rules

HOUSEHOLD = UUID("11111111-2222-4333-8444-555555555555")
NOWHERE = named("nowhere")
RECORDED_AT = datetime(2025, 3, 1, 9, tzinfo=UTC)


def folio_of(books: Books | None = None, *, creditor_id: str = "aler-bcm") -> Folio:
    """Give the page of an account with these books."""
    found = books or no_books()
    tenancies = dict.fromkeys(found.charges, "0042/17")
    return Folio(
        household_id=HOUSEHOLD,
        creditor_id=creditor_id,
        known_at=None,
        books=found,
        rules=Rules(),
        tenancy_of=tenancies,
        tenancies={},
        agreements={
            it.agreement_id: RepaymentAgreement(
                id=it.agreement_id,
                household_id=HOUSEHOLD,
                creditor_id=creditor_id,
                tenancy_id="0042/17",
                debt_cents=sum(part.amount_cents for part in it.instalments),
                charge_ids=list(it.charge_ids),
                down_payment_cents=0,
                instalments=list(it.instalments),
                affordability_ref=None,
                policy_version="proj-1",
                supersedes=None,
                effective_on=it.signed_on,
                rhythm="monthly",
                proposed_by="aler/anna",
                needs_approval=False,
            )
            for it in found.plans.values()
        },
        marks={
            (BEGUN, it): Mark("aler/anna", RECORDED_AT)
            for it in (*found.charges, *found.payments, *found.write_offs)
        },
        reckonings={},
    )
