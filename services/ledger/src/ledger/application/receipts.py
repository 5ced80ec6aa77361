"""Money without a name: whose it may be, and whose a person says it is."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from ledger.account.account import Account, account_id
from ledger.account.facts import Payment
from ledger.application.postings import Postings
from ledger.proposals import OpenNotice, Proposal, propose
from ledger.receipt import Receipt
from ledger.tenancy import Ending, Tenancy, tenancy_key

#: So many notices are looked at for one payment, the nearest due days first.
MOST_CANDIDATES = 50


class Receipts(Postings):
    """Finds a name for money that came without one."""

    def proposals(self, payment_id: UUID) -> list[Proposal]:
        """
        Give the notices that a waiting payment may be for, and why.

        `NotFound` for a payment that is not waiting without a name.
        """
        receipt = self.get(Receipt, payment_id)
        if receipt.payment is None:
            return []
        return propose(receipt.payment, self._candidates(receipt, receipt.payment))

    def place_payment(
        self, payment_id: UUID, tenancy_id: str, *, on: date, reason: str
    ) -> None:
        """
        Say whose a payment without a name is; it counts from its value day.

        `NotFound` for a payment that never waited; `AlreadyPlaced`;
        `UnknownTenancy` for a contract code that nobody has mentioned.
        """
        receipt = self.get(Receipt, payment_id)
        tenancy = self.find(Tenancy, tenancy_key(receipt.creditor_id, tenancy_id))
        if tenancy is None:
            raise UnknownTenancy(
                f"{receipt.creditor_id} has no contract {tenancy_id} that is known here"
            )
        payment = receipt.place(tenancy_id, reason, on)
        self.save(receipt)
        self._stop_waiting(payment_id)
        self._post_to(tenancy, payment)
        if receipt.reversed_on is not None:
            self._reverse_at(tenancy, Ending(payment_id, receipt.reversed_on))

    def _candidates(self, receipt: Receipt, payment: Payment) -> Iterator[OpenNotice]:
        with self.store.reading() as session:
            rows = session.execute(
                "SELECT iuv, tenancy_id FROM notices_v1 WHERE creditor_id = ? "
                "AND (cents = ? OR substr(iuv, 1, 8) = ? OR substr(iuv, 10) = ?)",
                (
                    receipt.creditor_id,
                    payment.cents,
                    (payment.iuv or "")[:8],
                    (payment.iuv or "")[9:],
                ),
            )
        found = [
            notice
            for iuv, tenancy_id in sorted(rows)
            if (notice := self._open_notice(receipt.creditor_id, tenancy_id, iuv))
        ]
        found.sort(key=lambda it: abs((it.due_on - payment.value_on).days))
        yield from found[:MOST_CANDIDATES]

    def _open_notice(
        self, creditor_id: str, tenancy_id: str, iuv: str
    ) -> OpenNotice | None:
        tenancy = self.find(Tenancy, tenancy_key(creditor_id, tenancy_id))
        if tenancy is None or tenancy.household_id is None:
            return None
        account = self.find(Account, account_id(tenancy.household_id, creditor_id))
        if account is None:
            return None
        charges = [account.books.charges[it] for it in account.notices.get(iuv, [])]
        cents = sum(account.open_as_said.get(it.id, 0) for it in charges)
        if not cents:
            return None
        return OpenNotice(tenancy_id, iuv, cents, min(it.due_on for it in charges))


class UnknownTenancy(Exception):
    """A contract code that nobody has mentioned."""
