"""
What every use-case of the ledger needs: its nouns, its tables, the close of a day.

What changes an account is derived anew once at the end of the transaction,
however many facts came.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import ClassVar
from uuid import UUID

from azione0.application import Application
from azione0.database import Session
from azione0.letter import ROME
from azione0.rows import Rows, Table
from azione0.store import Transaction
from ledger.account.account import Account, account_id
from ledger.account.allocation import Position
from ledger.account.facts import Charge, Plan
from ledger.account.standing import Standing, stand
from ledger.account.timeline import ONE_DAY
from ledger.agreement.agreement import RepaymentAgreement
from ledger.agreement.warning import risk_of
from ledger.files import one_payment, register, transfers
from ledger.files.bills import FISCAL_CODE
from ledger.holdings import HOLDS
from ledger.household import PAUSING, RELIEVED, Household, household_key
from ledger.proceeding import docket
from ledger.rulebook import RULEBOOK_ID, Rulebook
from ledger.tenancy import Tenancy, tenancy_key

ACCOUNTS = Table(
    "accounts_v1", ("account_id",), ("household_id", "creditor_id", "review_on")
)
_NO_RULES = Rulebook(id=RULEBOOK_ID)


class Bookkeeping(Application):
    """Finds and saves the ledger's nouns, and judges accounts when their day comes."""

    tables: ClassVar[tuple[str, ...]] = (
        """CREATE TABLE IF NOT EXISTS accounts_v1 (
            account_id uuid PRIMARY KEY,
            household_id uuid NOT NULL,
            creditor_id text NOT NULL,
            review_on date)""",
        """CREATE INDEX IF NOT EXISTS accounts_v1_review
            ON accounts_v1 (review_on)""",
        """CREATE INDEX IF NOT EXISTS accounts_v1_household
            ON accounts_v1 (household_id)""",
        """CREATE TABLE IF NOT EXISTS notices_v1 (
            creditor_id text NOT NULL,
            iuv text NOT NULL,
            tenancy_id text NOT NULL,
            cents bigint NOT NULL,
            PRIMARY KEY (iuv, creditor_id))""",
        """CREATE TABLE IF NOT EXISTS payments_v1 (
            payment_id uuid PRIMARY KEY,
            place text NOT NULL,
            place_id uuid NOT NULL)""",
        """CREATE TABLE IF NOT EXISTS waiting_v1 (
            id uuid PRIMARY KEY,
            creditor_id text NOT NULL,
            tenancy_id text,
            iuv text,
            kind text NOT NULL,
            cents bigint NOT NULL,
            since_on date NOT NULL)""",
        """CREATE INDEX IF NOT EXISTS waiting_v1_iuv
            ON waiting_v1 (iuv, creditor_id)""",
        """CREATE TABLE IF NOT EXISTS agreements_v1 (
            agreement_id uuid PRIMARY KEY,
            household_id uuid NOT NULL,
            creditor_id text NOT NULL,
            state text NOT NULL,
            monthly_cents bigint NOT NULL)""",
        """CREATE INDEX IF NOT EXISTS agreements_v1_household
            ON agreements_v1 (household_id)""",
        *one_payment.TABLES,
        *register.TABLES,
        *transfers.TABLES,
        *docket.TABLES,
    )
    holds = HOLDS

    def close_day(self, day: date, most: int | None = None) -> int:
        """
        Judge every account for which a day has come; give how many.

        Closed twice, or late, a day changes nothing twice. With `most`, that
        many accounts at once: repeat until it gives 0.
        """
        rulebook = self._rulebook()
        rulebook.reach(day)
        self.save(rulebook)
        rows = self._session.execute(
            "SELECT account_id FROM accounts_v1 WHERE review_on <= ? "
            "ORDER BY account_id LIMIT ?",
            (rulebook.day, most or 10**9),
        )
        accounts = [found for [found] in rows]
        self.gather_accounts(accounts)
        for account in accounts:
            self._settle(self.get(Account, account))
        return len(accounts)

    def gather_accounts(self, account_ids: Iterable[UUID]) -> None:
        """Find many accounts at once, with what is looked at when they are judged."""
        ids = list(account_ids)
        self.gather([RULEBOOK_ID, *ids])
        self._rows(ACCOUNTS).fetch([(it,) for it in ids])
        judged: list[UUID] = []
        for found in ids:
            account = self.find(Account, found)
            if account and account.books.plans:
                judged += [*account.books.plans, household_key(account.household_id)]
        self.gather(judged)

    def today(self) -> date:
        """Give the civil day in Europe/Rome, for what can be done only today."""
        return self.store.clock().astimezone(ROME).date()

    @property
    def _transaction(self) -> Transaction:
        transaction = self.store.current()
        if transaction is None:
            raise RuntimeError("the ledger changes only inside a transaction")
        return transaction

    @property
    def _session(self) -> Session:
        return self._transaction.session

    def _rows(self, table: Table) -> Rows:
        return self._transaction.rows(table)

    @property
    def _actor(self) -> str:
        """Who asks for what is being done."""
        transaction = self.store.current()
        return transaction.cause.actor if transaction else ""

    def _rulebook(self) -> Rulebook:
        return self.find(Rulebook, RULEBOOK_ID) or Rulebook(id=RULEBOOK_ID)

    @property
    def _rules(self) -> Rulebook:
        """The rulebook for reading: nothing may be saved of it."""
        return self.find(Rulebook, RULEBOOK_ID) or _NO_RULES

    def _household(self, household_id: UUID) -> Household:
        key = household_key(household_id)
        return self.find(Household, key) or Household(id=key, household_id=household_id)

    def _tenancy(self, creditor_id: str, tenancy_id: str, on: date) -> Tenancy:
        """Give a creditor's tenancy; `NamesAPerson` if it is new and its code does."""
        key = tenancy_key(creditor_id, tenancy_id)
        found = self.find(Tenancy, key)
        if found is None:
            if FISCAL_CODE.fullmatch(tenancy_id):
                raise NamesAPerson(
                    f"a contract code of {creditor_id} has the form of a codice "
                    "fiscale: give the code of the contract"
                )
            found = Tenancy(
                id=key, creditor_id=creditor_id, tenancy_id=tenancy_id, effective_on=on
            )
            self.save(found)
        return found

    def _account(self, tenancy: Tenancy, on: date) -> Account:
        """Give the account of a tenancy whose household is known; open it if new."""
        household_id = tenancy.household_id
        if household_id is None:
            raise RuntimeError(f"tenancy {tenancy.id} has no household yet")
        key = account_id(household_id, tenancy.creditor_id)
        found = self.find(Account, key)
        if found is None:
            found = Account(
                id=key,
                household_id=household_id,
                creditor_id=tenancy.creditor_id,
                effective_on=on,
            )
            self.save(found)
            self._note_review(found, None)
        return found

    def _touch(self, account: Account, since: date) -> None:
        """
        Save an account, and look at it once at the end of the transaction.

        `since` is the first day that the new fact can change something about. If
        that day is closed already, what was concluded is put right at once;
        otherwise, or if no day was ever closed, the close of day will come to it.
        """
        self.save(account)
        transaction = self.store.current()
        if transaction is None:
            return
        closed = self._rules.day
        if date.min < closed >= since and account.watched:
            transaction.at_end(("settle", account.id), lambda: self._settle(account))
        else:
            transaction.at_end(("look", account.id), lambda: self._look(account))

    def _look(self, account: Account) -> None:
        """Allocate new money, and note the day on which to judge the account."""
        closed = self._rules.day
        today = max(account.paid_until, closed)
        if not account.watched and account.allocate_exactly(today):
            self.save(account)
            self._note_due(account, closed)
            return
        review_on: date | None = closed
        if not account.books.plans:
            position = account.books.position((), today, self._rules.rules)
            account.conclude_allocation(position)
            self.save(account)
            review_on = min(
                (
                    max(day, closed)
                    for it in account.books.charges_on(today)
                    if position.open_cents.get(it.id, it.cents)
                    for day in _next_days(it, position)
                ),
                default=None,
            )
            if self._paid_too_late(account, position):
                review_on = closed
        if account.watched:
            review_on = closed
        self._note_review(account, review_on)

    def _note_due(self, account: Account, closed: date) -> None:
        """Note when the next open charge is overdue; a review that waits stays."""
        due = [account.books.charges[it].due_on for it in account.open_as_said]
        known = self._rows(ACCOUNTS).get(account.id)
        if known is None or known[-1] is None or known[-1] > closed:
            self._note_review(account, max(min(due) + ONE_DAY, closed) if due else None)

    def _paid_too_late(self, account: Account, position: Position) -> bool:
        """Whether there may have been arrears that are over by now."""
        age = timedelta(min(self._rules.rules.detection_days()))
        charges = account.books.charges
        return any(it.on >= charges[it.charge_id].due_on + age for it in position.lines)

    def _stand(self, account: Account, as_of: date) -> Standing:
        return stand(account.books, as_of, self._rules.rules)

    def _settle(self, account: Account) -> None:
        """Say what follows from an account's books as of the last closed day."""
        rulebook = self._rules
        today = rulebook.day
        standing = self._stand(account, today)
        account.conclude(standing, rulebook.policy_at(today).version)
        self.save(account)
        for plan in standing.plans:
            agreement = self.get(RepaymentAgreement, plan.agreement_id)
            before = agreement.state
            agreement.conclude(standing.judgements[agreement.id], today)
            if before == "breached" and agreement.running:
                self._relieve_after_all(agreement)
            self._warn(agreement, plan, standing)
            self.save(agreement)
            if agreement.state != before:
                self._note_state(agreement)
        self._note_review(account, standing.next_review_on)

    def _relieve_after_all(self, agreement: RepaymentAgreement) -> None:
        """Propose what was left out while it was thought that it is broken."""
        household = self._household(agreement.household_id)
        for (cause, _), on in sorted(household.changes.items(), key=lambda it: it[1]):
            if cause in RELIEVED:
                self._propose_relief(agreement, cause, on)

    def _propose_relief(
        self, agreement: RepaymentAgreement, cause: str, on: date
    ) -> None:
        """Propose a relief by a day. Source: policy parameter `relief_days`."""
        if agreement.lasts(on):
            known = self._household(agreement.household_id).affordability
            agreement.propose_relief(
                cause,
                "pause" if cause in PAUSING else "lower_instalment",
                known.cents if known else None,
                on + timedelta(self._rulebook().policy_at(on).relief_days),
                on,
            )

    def _warn(
        self, agreement: RepaymentAgreement, plan: Plan, standing: Standing
    ) -> None:
        """Say by which facts an agreement may be missed soon, or that none is left."""
        rules, today = self._rules.rules, standing.as_of
        if agreement.state != "active":
            agreement.warn((), today, 0, today)
            return
        household = self._household(agreement.household_id)
        warning = risk_of(
            plan,
            standing,
            rules,
            means_worsened=household.worsened_since(agreement.signed_on or today),
        )
        agreement.warn(warning.facts, warning.due_on, warning.cents, today)

    def _note_review(self, account: Account, on: date | None) -> None:
        self._rows(ACCOUNTS).put(
            (account.id,), (account.household_id, account.creditor_id, on)
        )

    def _note_state(self, agreement: RepaymentAgreement) -> None:
        self._session.execute(
            "UPDATE agreements_v1 SET state = ? WHERE agreement_id = ?",
            (agreement.state, agreement.id),
        )


def _next_days(charge: Charge, position: Position) -> Iterator[date]:
    """Give the days after a position's on which something may become of a charge."""
    yield charge.due_on + ONE_DAY
    if position.credit:
        # Money that waits is used as soon as there is something for it.
        yield from (
            it for it in (charge.effective_on, charge.owed_on) if it > position.as_of
        )


class NamesAPerson(Exception):
    """A contract code that has the form of a person's fiscal code."""
