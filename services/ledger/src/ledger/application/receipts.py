"""Money that a person reports, and money without a name: whose it is, or may be."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from ledger.account.account import Account, account_id
from ledger.account.facts import Payment
from ledger.application.postings import Postings
from ledger.files.notice import NOTICE, iuv_of
from ledger.proposals import OpenNotice, Proposal, propose
from ledger.receipt import Receipt
from ledger.tenancy import Ending, Tenancy, tenancy_key

#: So many notices are looked at for one payment, the nearest due days first.
MOST_CANDIDATES = 50


class Receipts(Postings):
    """Takes money over the counter, and finds a name for what came without one."""

    def take_payment(
        self,
        creditor_id: str,
        payment: Payment,
        tenancy_id: str | None,
        *,
        today: date,
    ) -> None:
        """
        Post money that a person reports today, once.

        Whose it is may be left open, but not wrong: `UnknownCreditor`,
        `UnknownTenancy`; `NoticeNumber` for the longer number around an IUV; the
        refusals of `post_payment`.
        """
        if payment.iuv and NOTICE.fullmatch(payment.iuv):
            raise NoticeNumber(
                f"{payment.iuv} is the number of a notice: give its IUV "
                f"{iuv_of(payment.iuv)}"
            )
        if tenancy_id is not None:
            self._known_tenancy(creditor_id, tenancy_id)
        elif not self._is_known(creditor_id):
            raise UnknownCreditor(f"nothing is known here of creditor {creditor_id}")
        self.post_payment(creditor_id, payment, tenancy_id, told_on=today)

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

        `NotFound` for a payment that never waited; `UnknownTenancy` for a contract
        code that nobody has mentioned; the refusals of `place`.
        """
        receipt = self.get(Receipt, payment_id)
        tenancy = self._known_tenancy(receipt.creditor_id, tenancy_id)
        payment = receipt.place(tenancy_id, reason, on)
        self.save(receipt)
        self._stop_waiting(payment_id)
        self._post_to(tenancy, payment)
        if receipt.reversed_on is not None:
            self._reverse_at(tenancy, Ending(payment_id, receipt.reversed_on))

    def _known_tenancy(self, creditor_id: str, tenancy_id: str) -> Tenancy:
        """Give a tenancy that somebody has mentioned; `UnknownTenancy`."""
        found = self.find(Tenancy, tenancy_key(creditor_id, tenancy_id))
        if found is None:
            raise UnknownTenancy(
                f"{creditor_id} has no contract of this code that is known here: give "
                "another, or none, so that the money waits for its name"
            )
        return found

    def _is_known(self, creditor_id: str) -> bool:
        """Whether a creditor has an account here, or a bill that waits for one."""
        return bool(
            self._session.execute(
                "SELECT 1 FROM accounts_v1 WHERE creditor_id = ? UNION ALL "
                "SELECT 1 FROM waiting_v1 WHERE creditor_id = ? "
                "AND kind <> 'payment' LIMIT 1",
                (creditor_id, creditor_id),
            )
        )

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


class UnknownCreditor(Exception):
    """Money taken for a creditor of whom nothing is known here."""


class NoticeNumber(Exception):
    """The number of a payment notice where its IUV belongs."""
