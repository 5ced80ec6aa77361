"""Decisions about debts: disputes, freezes, what is given up, notices, the end."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from ledger.account.account import Account, account_id
from ledger.account.accruals import accruals
from ledger.account.decisions import NothingOpen, WrongTerm
from ledger.account.standing import OVERDUE, RESCHEDULED
from ledger.application.bookkeeping import Bookkeeping


class Decisions(Bookkeeping):
    """
    Notes what was decided about an account's debts, each with its day.

    All raise `NotFound` for an account that does not exist, and the refusals of
    `account.decisions`; a refused decision changes nothing.
    """

    def dispute_charge(
        self,
        household_id: UUID,
        creditor_id: str,
        charge_id: UUID,
        *,
        on: date,
        grounds: str,
    ) -> None:
        """Note that a charge is disputed: nobody asks for it meanwhile."""
        account = self._known_account(household_id, creditor_id)
        account.dispute(charge_id, on, grounds)
        self._touch(account, date.min)

    def resolve_dispute(
        self,
        household_id: UUID,
        creditor_id: str,
        charge_id: UUID,
        *,
        on: date,
        result: str,
        amount_cents: int | None = None,
        new_due_on: date | None = None,
    ) -> None:
        """End a dispute: the charge is confirmed, reduced or cancelled."""
        account = self._known_account(household_id, creditor_id)
        account.resolve_dispute(
            charge_id, on, result, cents=amount_cents, new_due_on=new_due_on
        )
        self._touch(account, date.min)

    def freeze_debt(
        self,
        household_id: UUID,
        creditor_id: str,
        *,
        on: date,
        decision_ref: str,
        charge_ids: Sequence[UUID] = (),
        until: date | None = None,
    ) -> None:
        """
        Leave debts in peace by a decision; all that is overdue, if none is named.

        `NothingOpen` if none is named and nothing is overdue.
        Source: the commission on arrears without fault, R.R. Lombardia 4/2017.
        """
        account = self._known_account(household_id, creditor_id)
        standing = self._stand(account, on)
        named = list(charge_ids) or [
            it.charge.id for it in standing.open_charges if it.status == OVERDUE
        ]
        if not named:
            raise NothingOpen(f"account {account.id}: nothing is overdue on {on}")
        account.freeze(named, standing.position.open_cents, on, decision_ref, until)
        self._touch(account, date.min)

    def end_freeze(
        self, household_id: UUID, creditor_id: str, *, on: date, decision_ref: str
    ) -> None:
        """Let all that is frozen be asked for again from a day on."""
        account = self._known_account(household_id, creditor_id)
        account.end_freeze(self._open_cents(account, on), on, decision_ref)
        self._touch(account, date.min)

    def write_off_debt(
        self,
        household_id: UUID,
        creditor_id: str,
        amounts: Mapping[UUID, int],
        *,
        on: date,
        decision_ref: str,
    ) -> None:
        """Give up so many cents of each of these charges, by a decision."""
        account = self._known_account(household_id, creditor_id)
        account.write_off(amounts, self._open_cents(account, on), on, decision_ref)
        self._touch(account, date.min)

    def revoke_write_off(
        self, household_id: UUID, creditor_id: str, *, on: date, decision_ref: str
    ) -> None:
        """Let what a decision gave up be owed again from a day on."""
        account = self._known_account(household_id, creditor_id)
        account.revoke_write_off(decision_ref, on)
        self._touch(account, date.min)

    def serve_notice(
        self,
        household_id: UUID,
        creditor_id: str,
        *,
        on: date,
        cure_by_on: date | None = None,
    ) -> None:
        """
        Note a formal demand for all that is overdue or rescheduled.

        Without a term, it is the one of the policy. Source: art. 1219 c.c.; policy
        parameter `notice_cure_days`.
        """
        account = self._known_account(household_id, creditor_id)
        standing = self._stand(account, on)
        asked = {
            it.charge.id: it.open_cents
            for it in standing.open_charges
            if it.status in (OVERDUE, RESCHEDULED) and it.charge.due_on < on
        }
        days = self._rulebook().policy_at(on).notice_cure_days
        account.serve_notice(asked, on, cure_by_on or on + timedelta(days))
        self._touch(account, date.min)

    def impute_payment(
        self,
        household_id: UUID,
        creditor_id: str,
        payment_id: UUID,
        charge_ids: Sequence[UUID],
        *,
        on: date,
        by_creditor: bool = False,
    ) -> None:
        """Say which charges a payment is for. Source: arts. 1193 c. 1 and 1195 c.c."""
        account = self._known_account(household_id, creditor_id)
        account.impute(payment_id, charge_ids, on, by_creditor=by_creditor)
        self._touch(account, date.min)

    def state_debt_terms(
        self,
        household_id: UUID,
        creditor_id: str,
        charge_id: UUID,
        *,
        on: date,
        secured: bool,
        burden: int,
    ) -> None:
        """Say how secured and how onerous a debt is. Source: art. 1193 c. 2 c.c."""
        account = self._known_account(household_id, creditor_id)
        account.state_terms(charge_id, on, secured=secured, burden=burden)
        self._touch(account, date.min)

    def charge_interest(
        self, household_id: UUID, creditor_id: str, *, until: date, due_on: date
    ) -> int:
        """
        Charge the legal interest on what was paid late or is overdue; give the cents.

        Up to a day, less what was charged before; below 0 if that was too much by
        what is known now. `RateUnknown`; `WrongTerm` if it would be due before it is
        reckoned. Source: art. 1284 c.c.
        """
        account = self._known_account(household_id, creditor_id)
        if due_on < until:
            raise WrongTerm(f"interest until {until} cannot be due on {due_on}")
        owed = accruals(
            account.books,
            self._stand(account, until),
            self._rulebook().rules.legal_rates(),
        )
        cents = account.charge_interest(owed, until, due_on, account.tenancy_id or "")
        self._touch(account, date.min)
        return cents

    def close_account(
        self, household_id: UUID, creditor_id: str, *, on: date, reason: str
    ) -> None:
        """Close an account: after a death without successor, or when all moved on."""
        account = self._known_account(household_id, creditor_id)
        account.close(on, reason, self._stand(account, on).balance_cents)
        self._touch(account, date.min)

    def _known_account(self, household_id: UUID, creditor_id: str) -> Account:
        return self.get(Account, account_id(household_id, creditor_id))

    def _open_cents(self, account: Account, on: date) -> dict[UUID, int]:
        return self._stand(account, on).position.open_cents
