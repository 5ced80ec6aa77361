"""Repayment agreements: proposed, approved, signed, changed, at rest, ended."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from azione0.application import NotFound
from ledger.account.account import Account, account_id
from ledger.account.facts import Change, Instalment, Plan
from ledger.account.standing import OVERDUE, Standing
from ledger.agreement.affordability import Assessment, assess
from ledger.agreement.agreement import NotActive, RepaymentAgreement
from ledger.agreement.changes import catch_up
from ledger.agreement.rhythm import MONTHLY, monthly_cents
from ledger.agreement.schedule import schedule
from ledger.agreement.terms import EXTEND, Terms
from ledger.application.bookkeeping import Bookkeeping
from ledger.household import Affordability


class Agreements(Bookkeeping):
    """Puts what is overdue into instalments that the household can pay."""

    # -- to be agreed

    def propose_agreement(
        self,
        household_id: UUID,
        creditor_id: str,
        *,
        first_due_on: date,
        on: date,
        instalment_cents: int | None = None,
        count: int | None = None,
        rhythm: str = MONTHLY,
        down_payment_cents: int = 0,
        down_payment_on: date | None = None,
        supersedes: UUID | None = None,
    ) -> UUID:
        """
        Put what is overdue on a day into instalments; give the id.

        `NotFound` without an account, or the agreement to be superseded, which is
        `NotActive` if it has ended; `ClosedAccount`; the refusals of `schedule`;
        `NotAffordable` if the household's instalments would be more than it can
        pay; `AgreementRunning` if one runs that this one does not supersede.
        """
        account = self.get(Account, account_id(household_id, creditor_id))
        account.refuse_if_closed("agreement")
        self._to_supersede(supersedes, account)
        self._refuse_running(household_id, creditor_id, supersedes)
        policy = self._rulebook().policy_at(on)
        debts = self._debts(account, on, supersedes)
        debt_cents = sum(debts.values())
        instalments = schedule(
            debt_cents,
            instalment_cents=instalment_cents,
            count=count,
            rhythm=rhythm,
            first_due_on=first_due_on,
            policy=policy,
            down_payment_cents=down_payment_cents,
            down_payment_on=down_payment_on,
            signed_on=on,
        )
        a_month = monthly_cents(_usual(instalments), rhythm)
        affordability = self._check_affordable(household_id, a_month, supersedes)
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
            rhythm=rhythm,
            proposed_by=self._actor,
            needs_approval=debt_cents > policy.approval_above_cents,
        )
        self.save(agreement)
        self._session.execute(
            "INSERT INTO agreements_v1 (agreement_id, household_id, creditor_id, "
            "state, monthly_cents) VALUES (?, ?, ?, ?, ?)",
            (agreement.id, household_id, creditor_id, "proposed", a_month),
        )
        return agreement.id

    def assess_agreement(
        self,
        household_id: UUID,
        creditor_id: str,
        on: date,
        *,
        rhythm: str = MONTHLY,
        down_payment_cents: int = 0,
        supersedes: UUID | None = None,
    ) -> Assessment:
        """
        Say what agreement the household can carry for what is overdue, and why.

        `NotFound` without an account, or the agreement to be superseded, which is
        `NotActive` if it has ended; `NothingToRepay`.
        """
        account = self.get(Account, account_id(household_id, creditor_id))
        self._to_supersede(supersedes, account)
        return assess(
            sum(self._debts(account, on, supersedes).values()),
            affordability=self._household(household_id).affordability,
            committed_cents=self.committed(household_id, supersedes),
            policy=self._rulebook().policy_at(on),
            down_payment_cents=down_payment_cents,
            rhythm=rhythm,
        )

    def approve_agreement(self, agreement_id: UUID, *, on: date) -> None:
        """Approve a proposal, as another than who made it; `SameEyes`."""
        agreement = self.get(RepaymentAgreement, agreement_id)
        agreement.approve(on, self._actor)
        self.save(agreement)

    def sign_agreement(
        self, agreement_id: UUID, *, on: date, signatory_roles: list[str]
    ) -> Plan:
        """
        Sign a proposed agreement: from that day its charges are rescheduled.

        `AlreadySigned`, `NobodySigned`, `NotApproved`, `NotAffordable`,
        `AgreementRunning`, `ClosedAccount`; `NotActive` if what it supersedes has
        ended; `DebtChanged` if something was paid or billed since it was proposed.
        """
        agreement = self.get(RepaymentAgreement, agreement_id)
        account = self._account_of(agreement)
        old = None
        if not agreement.signed_on:
            old = self._to_supersede(agreement.supersedes, account)
            self._check_signable(agreement, account, on)
        plan = agreement.sign(on, signatory_roles)
        self._commit(agreement, agreement.instalments)
        account.enter_plan(plan, supersedes=agreement.supersedes)
        if old is not None:
            old.supersede(agreement_id, on, agreement.debt_cents)
            self.save(old)
            self._note_state(old)
        self._changed(agreement, account)
        return plan

    # -- while it runs

    def suspend_agreements(self, household_id: UUID, on: date, reason: str) -> None:
        """Let a household's running agreements rest: nothing can be missed."""
        for agreement in self._signed_agreements(household_id):
            if not agreement.lasts(on):
                continue
            account = self._account_of(agreement)
            outstanding = self._outstanding(account, agreement, on)
            pause = agreement.suspend(on, reason, outstanding)
            if pause is not None:
                account.pause_plan(agreement.id, pause)
                self._changed(agreement, account)

    def pause_agreement(
        self, agreement_id: UUID, *, since: date, until: date | None, reason: str
    ) -> None:
        """Let one agreement rest, also from a past day; the refusals of `pause`."""
        agreement = self.get(RepaymentAgreement, agreement_id)
        account = self._account_of(agreement)
        outstanding = self._outstanding(account, agreement, since)
        account.pause_plan(
            agreement.id, agreement.pause(since, until, reason, outstanding)
        )
        self._changed(agreement, account)

    def resume_agreement(self, agreement_id: UUID, *, on: date, today: date) -> None:
        """Let a resting agreement go on from today; the refusals of `resume`."""
        agreement = self.get(RepaymentAgreement, agreement_id)
        account = self._account_of(agreement)
        agreement.resume(on, today, self._outstanding(account, agreement, on))
        account.resume_plan(agreement.id, on)
        self._changed(agreement, account)

    def change_agreement(
        self,
        agreement_id: UUID,
        change: Callable[[Terms], Change],
        *,
        on: date,
        reason: str,
    ) -> None:
        """
        Change the instalments from a day on: skip, move, extend, settle early.

        `change` is one of `agreement.changes`, given the terms of that day. Its
        refusals, and `NotActive`.
        """
        agreement = self.get(RepaymentAgreement, agreement_id)
        account = self._account_of(agreement)
        standing = self._stand(account, on)
        made = change(self._terms(agreement, standing, on))
        agreement.reschedule(made, reason)
        account.change_plan(agreement.id, made)
        if made.kind == EXTEND:
            self._commit(agreement, [it for it in made.instalments if it.due_on >= on])
        self._changed(agreement, account)

    def reinstate_agreement(
        self, agreement_id: UUID, *, on: date, catch_up_by_on: date
    ) -> None:
        """
        Let a broken agreement hold again by a decision.

        What is overdue by then falls due on another day; what follows goes on as
        it was promised. `NotBreached`, and the refusals of `catch_up`;
        `AgreementRunning` and `NotAffordable` by what was signed since the breach.
        """
        agreement = self.get(RepaymentAgreement, agreement_id)
        account = self._account_of(agreement)
        self._refuse_running(
            agreement.household_id, agreement.creditor_id, agreement_id
        )
        to_come = [it for it in agreement.schedule_now if it.due_on >= on]
        a_month = monthly_cents(_usual(to_come), agreement.rhythm)
        self._check_affordable(agreement.household_id, a_month, agreement_id)
        standing = self._stand(account, on)
        change = catch_up(self._terms(agreement, standing, on), catch_up_by_on)
        outstanding = self._outstanding(account, agreement, on)
        agreement.reinstate(change, catch_up_by_on, outstanding)
        account.reinstate_plan(agreement.id, change)
        self._changed(agreement, account)

    def terminate_agreement(self, agreement_id: UUID, *, on: date, reason: str) -> None:
        """End an agreement by a decision: its charges stand for themselves again."""
        agreement = self.get(RepaymentAgreement, agreement_id)
        account = self._account_of(agreement)
        agreement.terminate(on, reason, self._outstanding(account, agreement, on))
        account.end_plan(agreement.id, on)
        self._changed(agreement, account)

    def propose_reliefs(self, household_id: UUID, cause: str, on: date) -> None:
        """
        Propose a relief for each running agreement of a household, before a breach.

        A rest while the income is gone; lower instalments where the budget no
        longer leaves enough. A person decides.
        """
        for agreement in self._running_agreements(household_id):
            self._propose_relief(agreement, cause, on)
            self.save(agreement)

    # -- inside

    def _refuse_running(
        self, household_id: UUID, creditor_id: str, but_for: UUID | None
    ) -> None:
        for it in self._running_agreements(household_id):
            if it.creditor_id == creditor_id and it.id != but_for:
                raise AgreementRunning(
                    f"agreement {it.id} is running: supersede it or wait for its end"
                )

    def _to_supersede(
        self, agreement_id: UUID | None, account: Account
    ) -> RepaymentAgreement | None:
        """
        Give the agreement that another one is to take the place of, if one is.

        `NotFound` if it is another account's; `NotActive` unless it is running or
        broken.
        """
        if agreement_id is None:
            return None
        found = self.get(RepaymentAgreement, agreement_id)
        if self._account_of(found).id != account.id:
            raise NotFound(f"RepaymentAgreement {agreement_id} does not exist")
        if found.state not in ("active", "suspended", "breached"):
            raise NotActive(
                f"agreement {agreement_id} is {found.state}: nothing to supersede"
            )
        return found

    def _account_of(self, agreement: RepaymentAgreement) -> Account:
        return self.get(
            Account, account_id(agreement.household_id, agreement.creditor_id)
        )

    def _changed(self, agreement: RepaymentAgreement, account: Account) -> None:
        """Save what was agreed, and judge the account by it at once."""
        self.save(agreement)
        self._note_state(agreement)
        self._touch(account, date.min)

    def _commit(
        self, agreement: RepaymentAgreement, to_come: Sequence[Instalment]
    ) -> None:
        """Note what an agreement takes of the household's month."""
        a_month = monthly_cents(_usual(to_come), agreement.rhythm)
        household = self._household(agreement.household_id)
        # Two signatures at once meet here, and the later one looks again.
        household.commit(agreement.id, a_month)
        self.save(household)
        self._session.execute(
            "UPDATE agreements_v1 SET monthly_cents = ? WHERE agreement_id = ?",
            (a_month, agreement.id),
        )

    def _terms(
        self, agreement: RepaymentAgreement, standing: Standing, on: date
    ) -> Terms:
        """Give an agreement as it stands on a day, with what was paid of it."""
        plan = next(
            (it for it in standing.plans if it.agreement_id == agreement.id), None
        )
        if plan is None:
            raise NotYetSigned(f"agreement {agreement.id} is not signed by {on}")
        return Terms(
            # With the changes agreed since, so that none is agreed behind another.
            plan=replace(plan, changes=tuple(agreement.changes)),
            on=on,
            rules=self._rulebook().rules,
            paid=standing.paid_of(agreement.id),
            rhythm=agreement.rhythm,
        )

    def _check_signable(
        self, agreement: RepaymentAgreement, account: Account, on: date
    ) -> None:
        debts = self._debts(account, on, agreement.supersedes)
        if sum(debts.get(it, 0) for it in agreement.charge_ids) != agreement.debt_cents:
            raise DebtChanged(
                f"agreement {agreement.id}: the debt is no longer "
                f"{agreement.debt_cents} cents: propose it again"
            )
        for other in self._running_agreements(agreement.household_id):
            if other.creditor_id == agreement.creditor_id and (
                other.id != agreement.supersedes
            ):
                raise AgreementRunning(
                    f"agreement {other.id} was signed meanwhile: propose this one again"
                )
        self._check_affordable(
            agreement.household_id,
            monthly_cents(_usual(agreement.instalments), agreement.rhythm),
            agreement.supersedes,
        )

    def _debts(
        self, account: Account, on: date, supersedes: UUID | None
    ) -> dict[UUID, int]:
        """Give what is open of each charge that can be put into instalments."""
        standing = self._stand(account, on)
        replaced = account.books.plans.get(supersedes) if supersedes else None
        mine = set(replaced.charge_ids) if replaced else set()
        return {
            it.charge.id: it.open_cents
            for it in standing.open_charges
            if it.charge.due_on < on
            and (it.status == OVERDUE or (it.charge.id in mine and it.planned))
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

    def committed(self, household_id: UUID, supersedes: UUID | None = None) -> int:
        """Give what a household's agreements come to in a month, but for one."""
        with self.store.reading() as session:
            [[others]] = session.execute(
                "SELECT coalesce(sum(monthly_cents), 0) FROM agreements_v1 "
                "WHERE household_id = ? AND agreement_id <> ? "
                "AND state IN ('active', 'suspended')",
                (household_id, supersedes or household_id),
            )
        return int(others)

    def _check_affordable(
        self, household_id: UUID, a_month_cents: int, supersedes: UUID | None
    ) -> Affordability | None:
        known = self._household(household_id).affordability
        if known is None:
            return None
        others = self.committed(household_id, supersedes)
        if a_month_cents + others > known.cents:
            raise NotAffordable(
                f"{a_month_cents} cents a month beside {others} of other agreements "
                f"are more than the {known.cents} that budget {known.budget_id} leaves"
            )
        return known


def _usual(instalments: Sequence[Instalment]) -> int:
    """Give the largest of the instalments, the down payment apart."""
    return max((it.amount_cents for it in instalments if it.number), default=0)


class NotAffordable(Exception):
    """Instalments that are more than the household's budget leaves."""


class AgreementRunning(Exception):
    """A second agreement with the same creditor while one is running."""


class DebtChanged(Exception):
    """A debt that is no longer what was proposed."""


class NotYetSigned(Exception):
    """A change of an agreement from before its signing."""
