"""Repayment agreements: proposed, signed, at rest."""

from datetime import date
from uuid import UUID

from ledger.account.account import Account, account_id
from ledger.account.facts import Plan
from ledger.agreement.agreement import RepaymentAgreement
from ledger.agreement.schedule import schedule
from ledger.application.bookkeeping import Bookkeeping
from ledger.household import Affordability


class Agreements(Bookkeeping):
    """Puts what is overdue into instalments that the household can pay."""

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


class NotAffordable(Exception):
    """Instalments that are more than the household's budget leaves."""


class AgreementRunning(Exception):
    """A second agreement with the same creditor while one is running."""


class DebtChanged(Exception):
    """A debt that is no longer what was proposed."""
