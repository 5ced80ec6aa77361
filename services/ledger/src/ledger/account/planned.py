"""An account's agreements: instalments changed, rested, taken up again, ended."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from azione0.aggregate import Aggregate
from ledger.account.facts import Change, Pause, Plan, ended_by
from ledger.account.part import AccountPart


class PlanEntered(Aggregate.Event):
    plan: Plan

    def apply(self, account: Any) -> None:
        account.books.plans[self.plan.agreement_id] = self.plan


class PlanChanged(Aggregate.Event):
    agreement_id: UUID
    change: Change

    def apply(self, account: Any) -> None:
        plan = account.books.plans[self.agreement_id]
        changes = sorted((*plan.changes, self.change), key=lambda it: it.on)
        account.books.plans[self.agreement_id] = replace(plan, changes=tuple(changes))


class PlanPaused(Aggregate.Event):
    agreement_id: UUID
    pause: Pause

    def apply(self, account: Any) -> None:
        plan = account.books.plans[self.agreement_id]
        pauses = (*plan.pauses, self.pause)
        account.books.plans[self.agreement_id] = replace(plan, pauses=pauses)


class PlanResumed(Aggregate.Event):
    agreement_id: UUID
    effective_on: date

    def apply(self, account: Any) -> None:
        plan = account.books.plans[self.agreement_id]
        pauses = tuple(ended_by(it, self.effective_on) for it in plan.pauses)
        account.books.plans[self.agreement_id] = replace(plan, pauses=pauses)


class PlanReinstated(Aggregate.Event):
    agreement_id: UUID
    effective_on: date

    def apply(self, account: Any) -> None:
        plan = account.books.plans[self.agreement_id]
        days = (*plan.reinstated_on, self.effective_on)
        account.books.plans[self.agreement_id] = replace(plan, reinstated_on=days)


class PlanEnded(Aggregate.Event):
    agreement_id: UUID
    effective_on: date

    def apply(self, account: Any) -> None:
        plans = account.books.plans
        plans[self.agreement_id] = replace(
            plans[self.agreement_id], ended_on=self.effective_on
        )


class Planned(AccountPart):
    """The verbs of agreements; `Account` adds them to its own."""

    def enter_plan(self, plan: Plan, *, supersedes: UUID | None = None) -> None:
        """
        Let charges give way to a signed agreement's instalments.

        `ClosedAccount`.
        """
        self.refuse_if_closed(f"agreement {plan.agreement_id}")
        if supersedes is not None and supersedes in self.books.plans:
            self.end_plan(supersedes, plan.signed_on)
        self._tell(PlanEntered, plan=plan)

    def change_plan(self, agreement_id: UUID, change: Change) -> None:
        """Let an agreement's instalments be others from a day on."""
        self._tell(PlanChanged, agreement_id=agreement_id, change=change)

    def pause_plan(self, agreement_id: UUID, pause: Pause) -> None:
        """Let no instalment be missed from a day on."""
        self._tell(PlanPaused, agreement_id=agreement_id, pause=pause)

    def resume_plan(self, agreement_id: UUID, on: date) -> None:
        """Let the pauses of an agreement end on a day, if they have not before."""
        self._tell(PlanResumed, agreement_id=agreement_id, effective_on=on)

    def reinstate_plan(self, agreement_id: UUID, change: Change) -> None:
        """Let a broken agreement hold again, with what is overdue to be caught up."""
        self._tell(PlanReinstated, agreement_id=agreement_id, effective_on=change.on)
        self.change_plan(agreement_id, change)

    def end_plan(self, agreement_id: UUID, on: date) -> None:
        """Let an agreement's charges stand for themselves again."""
        self._tell(PlanEnded, agreement_id=agreement_id, effective_on=on)
