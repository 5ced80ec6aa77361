"""
The ledger's use-cases: what creditors report, and what is agreed and judged.

Each method runs in the transaction of whoever calls it. What changes an account
is derived anew once at the end of the transaction, however many facts came.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar
from uuid import UUID

from azione0.application import Application
from azione0.database import Session
from ledger.account.account import Account, account_id
from ledger.account.allocation import Position
from ledger.account.facts import Charge, Payment, Plan
from ledger.account.standing import Standing, stand
from ledger.account.timeline import ONE_DAY
from ledger.agreement.agreement import RepaymentAgreement
from ledger.agreement.schedule import schedule
from ledger.files import one_payment, register, transfers
from ledger.household import Affordability, Household, household_key
from ledger.policy import Policy
from ledger.receipt import Receipt
from ledger.rulebook import RULEBOOK_ID, Rulebook
from ledger.tenancy import Ending, Tenancy, tenancy_key

ON_ACCOUNT, ON_TENANCY, WITHOUT_NAME = "account", "tenancy", "receipt"


@dataclass(frozen=True, slots=True)
class Waiting:
    """Money or a bill that stands on no account yet, and what it waits for."""

    id: UUID
    creditor_id: str
    tenancy_id: str | None
    iuv: str | None
    kind: str
    cents: int
    since_on: date


class Ledger(Application):
    """Accounts, agreements and rules of the creditors that ALER keeps books for."""

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
            PRIMARY KEY (creditor_id, iuv))""",
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
            ON waiting_v1 (creditor_id, iuv)""",
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
    )

    # -- what creditors report

    def register_tenancy(
        self,
        creditor_id: str,
        tenancy_id: str,
        dwelling_id: str,
        building_id: str,
        on: date,
    ) -> None:
        """Learn where a creditor's tenancy is."""
        tenancy = self._tenancy(creditor_id, tenancy_id, on)
        tenancy.register(dwelling_id, building_id, on)
        self.save(tenancy)

    def end_tenancy(self, creditor_id: str, tenancy_id: str, on: date) -> None:
        """Learn the last day of a tenancy; its account stays open."""
        tenancy = self._tenancy(creditor_id, tenancy_id, on)
        tenancy.end(on)
        self.save(tenancy)

    def post_charge(self, creditor_id: str, tenancy_id: str, charge: Charge) -> None:
        """
        Post a bill line, or keep it until its household is known.

        Money that waited for its reference is posted with it. `ChargeDiffers`
        if another charge came under this id; `WrongAmount` if it is not one.
        """
        _check_charge(charge)
        tenancy = self._tenancy(creditor_id, tenancy_id, charge.effective_on)
        if charge.iuv:
            self._note_reference(creditor_id, charge.iuv, tenancy_id)
        if tenancy.household_id is None:
            tenancy.keep(charge)
            self.save(tenancy)
            self._wait(
                Waiting(
                    charge.id,
                    creditor_id,
                    tenancy_id,
                    charge.iuv,
                    charge.kind,
                    charge.cents,
                    charge.effective_on,
                )
            )
        else:
            account = self._account(tenancy, charge.effective_on)
            account.post_charge(charge, tenancy_id)
            self._touch(account, charge.due_on)
        if charge.iuv:
            self._place_receipts(creditor_id, charge.iuv, tenancy)

    def correct_charge(
        self, creditor_id: str, tenancy_id: str, charge: Charge, replaces: UUID
    ) -> None:
        """Post a charge in the place of another, as if it always had been."""
        self._end_charge(
            creditor_id, tenancy_id, Ending(replaces, date.min, "corrected")
        )
        self.post_charge(creditor_id, tenancy_id, charge)

    def reverse_charge(
        self, creditor_id: str, tenancy_id: str, charge_id: UUID, on: date
    ) -> None:
        """Take a charge back from a day on; it may not have arrived yet."""
        self._end_charge(creditor_id, tenancy_id, Ending(charge_id, on, "reversed"))

    def stands_as(
        self, creditor_id: str, payment: Payment, *, with_receipt: bool
    ) -> UUID:
        """Give the id of the payment that this one is: its own, or one told before."""
        return one_payment.stands_as(
            self._session, creditor_id, payment, with_receipt=with_receipt
        )

    def post_payment(
        self, creditor_id: str, payment: Payment, tenancy_id: str | None
    ) -> None:
        """
        Post money that came in, once.

        Its pagoPA reference says whose it is, else the tenancy; where neither is
        known it is kept and listed. `PaymentDiffers` if another payment came
        under its business key; `WrongAmount` if it is not one.
        """
        if payment.cents <= 0:
            raise WrongAmount(f"payment {payment.id}: {payment.cents} cents")
        place, place_id = self._place_of(payment.id) or (None, None)
        if place == ON_ACCOUNT and place_id:
            account = self.get(Account, place_id)
            account.post_payment(payment)
            self._touch(account, payment.value_on)
            return
        tenancy = self._whose(creditor_id, payment, tenancy_id)
        receipt = self.find(Receipt, payment.id)
        if tenancy is None:
            receipt = receipt or Receipt(
                id=payment.id, creditor_id=creditor_id, effective_on=payment.value_on
            )
            receipt.keep(payment)
            self.save(receipt)
            self._note_payment(payment.id, WITHOUT_NAME, receipt.id)
            self._wait(
                Waiting(
                    payment.id,
                    creditor_id,
                    tenancy_id,
                    payment.iuv,
                    "payment",
                    payment.cents,
                    payment.value_on,
                )
            )
            return
        self._stop_waiting(payment.id)
        self._post_to(tenancy, payment)
        if receipt is not None and receipt.reversed_on is not None:
            self._reverse_at(tenancy, Ending(payment.id, receipt.reversed_on))

    def reverse_payment(
        self,
        creditor_id: str,
        payment_id: UUID,
        on: date,
        *,
        tenancy_id: str | None,
        iuv: str | None,
    ) -> None:
        """Let a payment count no more from a day on; it may not have arrived yet."""
        one_payment.take_back(self._session, payment_id)
        place, place_id = self._place_of(payment_id) or (None, None)
        if place == ON_ACCOUNT and place_id:
            account = self.get(Account, place_id)
            account.reverse_payment(payment_id, on)
            self._touch(account, on)
        elif place == ON_TENANCY and place_id:
            tenancy = self.get(Tenancy, place_id)
            tenancy.keep_payment_end(Ending(payment_id, on))
            self.save(tenancy)
        else:
            receipt = self.find(Receipt, payment_id) or Receipt(
                id=payment_id, creditor_id=creditor_id, effective_on=on
            )
            receipt.reverse(on)
            self.save(receipt)

    # -- what the others say

    def join_household(
        self, household_id: UUID, tenancies: Iterable[tuple[str, str]], on: date
    ) -> None:
        """Learn which tenancies are a household's, and post what waited for it."""
        for creditor_id, tenancy_id in sorted(tenancies):
            tenancy = self._tenancy(creditor_id, tenancy_id, on)
            before = tenancy.household_id
            if before == household_id:
                continue
            tenancy.join(household_id, on)
            self.save(tenancy)
            account = self._account(tenancy, on)
            if before is not None:
                self._move(tenancy, account_id(before, creditor_id), account)
                continue
            for fact in tenancy.kept:
                if isinstance(fact, Charge):
                    account.post_charge(fact, tenancy_id)
                else:
                    account.post_payment(fact, tenancy_id)
                    self._note_payment(fact.id, ON_ACCOUNT, account.id)
                self._stop_waiting(fact.id)
            for ending in tenancy.charge_ends:
                account.end_charge(ending.id, ending.on, ending.reason)
            for ending in tenancy.payment_ends:
                account.reverse_payment(ending.id, ending.on)
            self._touch(account, date.min)

    def _move(self, tenancy: Tenancy, from_id: UUID, account: Account) -> None:
        """Let a tenancy's facts follow it to the household that it turned out to be."""
        old = self.get(Account, from_id)
        belongings = old.move_out(tenancy.tenancy_id)
        account.move_in(tenancy.tenancy_id, belongings)
        for payment in belongings.payments:
            self._note_payment(payment.id, ON_ACCOUNT, account.id)
        self._touch(old, date.min)
        self._touch(account, date.min)

    def state_affordability(
        self, household_id: UUID, budget_id: UUID, cents: int, on: date
    ) -> None:
        """Learn what a household can pay a month by the budget it agreed."""
        household = self._household(household_id)
        household.state_affordability(Affordability(budget_id, cents, on))
        self.save(household)

    def change_means(
        self, household_id: UUID, reason: str, reference: UUID, on: date
    ) -> None:
        """Learn that a household's means changed, and ask for a new look at them."""
        household = self._household(household_id)
        household.change_means(reason, reference, on)
        self.save(household)

    def state_fault(
        self, household_id: UUID, fault: str, decision_ref: str, on: date
    ) -> None:
        """Learn whether the arrears were found to be the household's fault."""
        household = self._household(household_id)
        household.state_fault(fault, decision_ref, on)
        self.save(household)

    def suspend_agreements(self, household_id: UUID, on: date, reason: str) -> None:
        """Let a household's running agreements rest: nothing can be missed."""
        for agreement in self._signed_agreements(household_id):
            if not agreement.lasts(on):
                continue
            account = self.get(Account, account_id(household_id, agreement.creditor_id))
            outstanding = self._outstanding(account, agreement, on)
            agreement.suspend(on, reason, outstanding)
            account.suspend_plan(agreement.id, on)
            self.save(agreement)
            self._note_state(agreement)
            self._touch(account, date.min)

    def adopt_policy(
        self, version: str, parameters: dict[str, str], effective_from: date
    ) -> None:
        """Take over the figures that concern the ledger; others pass by."""
        rulebook = self._rulebook()
        mine = {
            name: value
            for name, value in parameters.items()
            if name in Policy.__dataclass_fields__ and name not in _NOT_FIGURES
        }
        if rulebook.adopt(version, mine, effective_from):
            self.save(rulebook)
            # Every account is judged anew by it, from the day on which it counts.
            self._session.execute(
                "UPDATE accounts_v1 SET review_on = ? "
                "WHERE review_on IS NULL OR review_on > ?",
                (effective_from, effective_from),
            )

    # -- agreements

    def propose_agreement(
        self,
        household_id: UUID,
        creditor_id: str,
        *,
        instalment_cents: int,
        first_due_on: date,
        on: date,
        down_payment_cents: int = 0,
        supersedes: UUID | None = None,
    ) -> UUID:
        """
        Put what is overdue on a day into monthly instalments; give the id.

        `NotFound` without an account; the refusals of `schedule`;
        `NotAffordable` if the household's instalments would be more than it can
        pay; `AgreementRunning` if one runs that this one does not supersede.
        """
        account = self.get(Account, account_id(household_id, creditor_id))
        running = [
            it.id
            for it in self._running_agreements(household_id)
            if it.creditor_id == creditor_id and it.id != supersedes
        ]
        if running:
            raise AgreementRunning(
                f"agreement {running[0]} is running: supersede it or wait for its end"
            )
        policy = self._rulebook().policy_at(on)
        debts = self._debts(account, on, supersedes)
        debt_cents = sum(debts.values())
        instalments = schedule(
            debt_cents,
            instalment_cents=instalment_cents,
            first_due_on=first_due_on,
            policy=policy,
            down_payment_cents=down_payment_cents,
            signed_on=on,
        )
        affordability = self._check_affordable(
            household_id, instalment_cents, supersedes
        )
        agreement = RepaymentAgreement(
            id=self.new_id("agreement", household_id, creditor_id, on),
            household_id=household_id,
            creditor_id=creditor_id,
            tenancy_id=account.tenancy_id,
            debt_cents=debt_cents,
            charge_ids=list(debts),
            down_payment_cents=down_payment_cents,
            instalments=list(instalments),
            affordability_ref=str(affordability.budget_id) if affordability else None,
            policy_version=policy.version,
            supersedes=supersedes,
            effective_on=on,
        )
        self.save(agreement)
        self._session.execute(
            "INSERT INTO agreements_v1 (agreement_id, household_id, creditor_id, "
            "state, monthly_cents) VALUES (?, ?, ?, ?, ?)",
            (agreement.id, household_id, creditor_id, "proposed", instalment_cents),
        )
        return agreement.id

    def sign_agreement(
        self, agreement_id: UUID, *, on: date, signatory_roles: list[str]
    ) -> Plan:
        """
        Sign a proposed agreement: from that day its charges are rescheduled.

        `AlreadySigned`, `NobodySigned`; `DebtChanged` if something was paid or
        billed since it was proposed.
        """
        agreement = self.get(RepaymentAgreement, agreement_id)
        account = self.get(
            Account, account_id(agreement.household_id, agreement.creditor_id)
        )
        if not agreement.signed_on:
            debts = self._debts(account, on, agreement.supersedes)
            if sum(debts.get(it, 0) for it in agreement.charge_ids) != (
                agreement.debt_cents
            ):
                raise DebtChanged(
                    f"agreement {agreement_id}: the debt is no longer "
                    f"{agreement.debt_cents} cents: propose it again"
                )
        plan = agreement.sign(on, signatory_roles)
        account.enter_plan(plan, supersedes=agreement.supersedes)
        if agreement.supersedes:
            old = self.get(RepaymentAgreement, agreement.supersedes)
            old.supersede(agreement_id, on, agreement.debt_cents)
            self.save(old)
            self._note_state(old)
        self.save(agreement)
        self._note_state(agreement)
        self._touch(account, date.min)
        return plan

    # -- days

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
        for [found] in rows:
            self._settle(self.get(Account, found))
        return len(rows)

    # -- questions

    def standing(self, household_id: UUID, creditor_id: str, as_of: date) -> Standing:
        """Give how an account stands on a day; `NotFound` if there is none."""
        account = self.get(Account, account_id(household_id, creditor_id))
        return self._stand(account, as_of)

    def waiting(self) -> list[Waiting]:
        """List bills and money that stand on no account yet, oldest first."""
        with self.store.reading() as session:
            rows = session.execute(
                "SELECT id, creditor_id, tenancy_id, iuv, kind, cents, since_on "
                "FROM waiting_v1 ORDER BY since_on, id"
            )
        return [Waiting(*row) for row in rows]

    def accounts_of(self, household_id: UUID) -> list[str]:
        """Give the creditors with which a household has an account."""
        with self.store.reading() as session:
            rows = session.execute(
                "SELECT creditor_id FROM accounts_v1 WHERE household_id = ? "
                "ORDER BY creditor_id",
                (household_id,),
            )
        return [creditor_id for [creditor_id] in rows]

    # -- inside

    @property
    def _session(self) -> Session:
        transaction = self.store.current()
        if transaction is None:
            raise RuntimeError("the ledger changes only inside a transaction")
        return transaction.session

    def _rulebook(self) -> Rulebook:
        return self.find(Rulebook, RULEBOOK_ID) or Rulebook(id=RULEBOOK_ID)

    def _household(self, household_id: UUID) -> Household:
        key = household_key(household_id)
        return self.find(Household, key) or Household(id=key, household_id=household_id)

    def _tenancy(self, creditor_id: str, tenancy_id: str, on: date) -> Tenancy:
        key = tenancy_key(creditor_id, tenancy_id)
        found = self.find(Tenancy, key)
        if found is None:
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
            self._session.execute(
                "INSERT INTO accounts_v1 (account_id, household_id, creditor_id) "
                "VALUES (?, ?, ?)",
                (key, household_id, tenancy.creditor_id),
            )
        return found

    def _whose(
        self, creditor_id: str, payment: Payment, tenancy_id: str | None
    ) -> Tenancy | None:
        if payment.iuv:
            found = self._session.execute(
                "SELECT tenancy_id FROM notices_v1 WHERE creditor_id = ? AND iuv = ?",
                (creditor_id, payment.iuv),
            )
            if found:
                tenancy_id = found[0][0]
        if tenancy_id is None:
            return None
        return self._tenancy(creditor_id, tenancy_id, payment.value_on)

    def _post_to(self, tenancy: Tenancy, payment: Payment) -> None:
        if tenancy.household_id is None:
            tenancy.keep(payment)
            self.save(tenancy)
            self._note_payment(payment.id, ON_TENANCY, tenancy.id)
            self._wait(
                Waiting(
                    payment.id,
                    tenancy.creditor_id,
                    tenancy.tenancy_id,
                    payment.iuv,
                    "payment",
                    payment.cents,
                    payment.value_on,
                )
            )
            return
        account = self._account(tenancy, payment.value_on)
        account.post_payment(payment, tenancy.tenancy_id)
        self._note_payment(payment.id, ON_ACCOUNT, account.id)
        self._touch(account, payment.value_on)

    def _reverse_at(self, tenancy: Tenancy, ending: Ending) -> None:
        if tenancy.household_id is None:
            tenancy.keep_payment_end(ending)
            self.save(tenancy)
            return
        account = self._account(tenancy, ending.on)
        account.reverse_payment(ending.id, ending.on)
        self._touch(account, ending.on)

    def _end_charge(self, creditor_id: str, tenancy_id: str, ending: Ending) -> None:
        tenancy = self._tenancy(creditor_id, tenancy_id, ending.on)
        if tenancy.household_id is None:
            tenancy.keep_charge_end(ending)
            self.save(tenancy)
            return
        account = self._account(tenancy, ending.on)
        account.end_charge(ending.id, ending.on, ending.reason)
        self._touch(account, date.min)

    def _place_receipts(self, creditor_id: str, iuv: str, tenancy: Tenancy) -> None:
        """Post the money that waited for a bill with this reference."""
        for [payment_id] in self._session.execute(
            "SELECT id FROM waiting_v1 WHERE creditor_id = ? AND iuv = ? "
            "AND kind = 'payment' AND tenancy_id IS NULL",
            (creditor_id, iuv),
        ):
            receipt = self.get(Receipt, payment_id)
            if receipt.payment is None:
                continue
            self._stop_waiting(payment_id)
            self._post_to(tenancy, receipt.payment)
            if receipt.reversed_on is not None:
                self._reverse_at(tenancy, Ending(payment_id, receipt.reversed_on))

    def _touch(self, account: Account, since: date) -> None:
        """
        Save an account, and look at it once at the end of the transaction.

        `since` is the first day that the new fact can change something about. If
        that day is closed already, what was concluded is put right at once;
        otherwise the close of day will come to it.
        """
        self.save(account)
        transaction = self.store.current()
        if transaction is None:
            return
        if since <= self._rulebook().day and account.watched:
            transaction.at_end(("settle", account.id), lambda: self._settle(account))
        else:
            transaction.at_end(("look", account.id), lambda: self._look(account))

    def _look(self, account: Account) -> None:
        """Allocate new money, and note the day on which to judge the account."""
        closed = self._rulebook().day
        today = max(account.paid_until, closed)
        if not account.watched and account.allocate_exactly(today):
            self.save(account)
            self._note_due(account, closed)
            return
        review_on: date | None = closed
        if not account.books.plans:
            position = account.books.position((), today)
            account.conclude_allocation(position)
            self.save(account)
            review_on = min(
                (
                    max(it.due_on + ONE_DAY, closed)
                    for it in account.books.charges_on(today)
                    if position.open_cents.get(it.id, it.cents)
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
        self._session.execute(
            "UPDATE accounts_v1 SET review_on = ? WHERE account_id = ? "
            "AND (review_on IS NULL OR review_on > ?)",
            (
                max(min(due) + ONE_DAY, closed) if due else None,
                account.id,
                closed,
            ),
        )

    def _paid_too_late(self, account: Account, position: Position) -> bool:
        """Whether there may have been arrears that are over by now."""
        age = timedelta(min(self._rulebook().rules.detection_days()))
        charges = account.books.charges
        return any(it.on >= charges[it.charge_id].due_on + age for it in position.lines)

    def _stand(self, account: Account, as_of: date) -> Standing:
        return stand(account.books, as_of, self._rulebook().rules)

    def _settle(self, account: Account) -> None:
        """Say what follows from an account's books as of the last closed day."""
        rulebook = self._rulebook()
        today = rulebook.day
        standing = self._stand(account, today)
        account.conclude(standing, rulebook.policy_at(today).version)
        self.save(account)
        for agreement_id, judgement in standing.judgements.items():
            agreement = self.get(RepaymentAgreement, agreement_id)
            before = agreement.state
            agreement.conclude(judgement, today)
            self.save(agreement)
            if agreement.state != before:
                self._note_state(agreement)
        self._note_review(account, standing.next_review_on)

    def _note_review(self, account: Account, on: date | None) -> None:
        self._session.execute(
            "UPDATE accounts_v1 SET review_on = ? WHERE account_id = ?",
            (on, account.id),
        )

    def _debts(
        self, account: Account, on: date, supersedes: UUID | None
    ) -> dict[UUID, int]:
        """Give what is open of each overdue charge, oldest first."""
        standing = self._stand(account, on)
        taken = {
            charge_id
            for agreement_id, judgement in standing.judgements.items()
            if agreement_id != supersedes
            and on < min(account.books.plans[agreement_id].ended_on, judgement.ended_on)
            for charge_id in account.books.plans[agreement_id].charge_ids
        }
        charges = sorted(
            account.books.charges_on(on), key=lambda it: (it.due_on, str(it.id))
        )
        return {
            it.id: standing.position.open_cents[it.id]
            for it in charges
            if it.due_on < on
            and it.id not in taken
            and standing.position.open_cents.get(it.id)
        }

    def _outstanding(
        self, account: Account, agreement: RepaymentAgreement, on: date
    ) -> int:
        judgement = self._stand(account, on).judgements.get(agreement.id)
        return judgement.outstanding_cents if judgement else agreement.debt_cents

    def _signed_agreements(self, household_id: UUID) -> list[RepaymentAgreement]:
        rows = self._session.execute(
            "SELECT agreement_id FROM agreements_v1 WHERE household_id = ? "
            "AND state <> 'proposed' ORDER BY agreement_id",
            (household_id,),
        )
        return [self.get(RepaymentAgreement, found) for [found] in rows]

    def _running_agreements(self, household_id: UUID) -> list[RepaymentAgreement]:
        return [it for it in self._signed_agreements(household_id) if it.running]

    def _check_affordable(
        self, household_id: UUID, instalment_cents: int, supersedes: UUID | None
    ) -> Affordability | None:
        known = self._household(household_id).affordability
        if known is None:
            return None
        [[others]] = self._session.execute(
            "SELECT coalesce(sum(monthly_cents), 0) FROM agreements_v1 "
            "WHERE household_id = ? AND state = 'active' AND agreement_id <> ?",
            (household_id, supersedes or household_id),
        )
        if instalment_cents + others > known.cents:
            raise NotAffordable(
                f"{instalment_cents} cents a month beside {others} of other "
                f"agreements are more than the {known.cents} that budget "
                f"{known.budget_id} leaves"
            )
        return known

    # -- lists

    def _note_reference(self, creditor_id: str, iuv: str, tenancy_id: str) -> None:
        self._session.execute(
            "INSERT INTO notices_v1 (creditor_id, iuv, tenancy_id) VALUES (?, ?, ?) "
            "ON CONFLICT DO NOTHING",
            (creditor_id, iuv, tenancy_id),
        )

    def _place_of(self, payment_id: UUID) -> tuple[str, UUID] | None:
        found = self._session.execute(
            "SELECT place, place_id FROM payments_v1 WHERE payment_id = ?",
            (payment_id,),
        )
        return (found[0][0], found[0][1]) if found else None

    def _note_payment(self, payment_id: UUID, place: str, place_id: UUID) -> None:
        self._session.execute(
            "INSERT INTO payments_v1 (payment_id, place, place_id) VALUES (?, ?, ?) "
            "ON CONFLICT (payment_id) DO UPDATE SET place = excluded.place, "
            "place_id = excluded.place_id",
            (payment_id, place, place_id),
        )

    def _note_state(self, agreement: RepaymentAgreement) -> None:
        self._session.execute(
            "UPDATE agreements_v1 SET state = ? WHERE agreement_id = ?",
            (agreement.state, agreement.id),
        )

    def _wait(self, it: Waiting) -> None:
        self._session.execute(
            "INSERT INTO waiting_v1 (id, creditor_id, tenancy_id, iuv, kind, cents, "
            "since_on) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            (
                it.id,
                it.creditor_id,
                it.tenancy_id,
                it.iuv,
                it.kind,
                it.cents,
                it.since_on,
            ),
        )

    def _stop_waiting(self, id: UUID) -> None:
        self._session.execute("DELETE FROM waiting_v1 WHERE id = ?", (id,))


_NOT_FIGURES = ("version", "effective_from")


def _check_charge(charge: Charge) -> None:
    if charge.cents == 0 or (charge.cents < 0 and charge.kind != "settlement"):
        raise WrongAmount(
            f"charge {charge.id}: {charge.cents} cents; only a settlement may be "
            "in the household's favour"
        )
    if charge.due_on < charge.issued_on:
        raise DueBeforeIssue(
            f"charge {charge.id} is due {charge.due_on}, before its issue on "
            f"{charge.issued_on}"
        )


class WrongAmount(Exception):
    """An amount that is none: zero, or negative where it may not be."""


class DueBeforeIssue(Exception):
    """A charge that would be due before it was issued."""


class NotAffordable(Exception):
    """Instalments that are more than the household's budget leaves."""


class AgreementRunning(Exception):
    """A second agreement with the same creditor while one is running."""


class DebtChanged(Exception):
    """A debt that is no longer what was proposed."""
