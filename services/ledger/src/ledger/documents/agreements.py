"""An account's agreements on a day: what was promised, paid, missed, and is to come."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ledger.account.facts import Instalment, Plan
from ledger.account.standing import Standing
from ledger.agreement.breach import Judgement
from ledger.documents.reading import Folio

PAID, PAID_LATE, MISSED = "paid", "paid_late", "missed"
IN_GRACE, TO_COME, LAPSED = "in_grace", "to_come", "lapsed"
PUT_OFF = "put_off"


@dataclass(frozen=True, slots=True)
class InstalmentLine:
    """
    One instalment on a day.

    `paid_on` is the day on which it was paid in full, if it was; number 0 is the
    down payment.
    """

    number: int
    due_on: date
    amount_cents: int
    paid_cents: int
    paid_on: date | None
    state: str


@dataclass(frozen=True, slots=True)
class AgreementLines:
    """One signed agreement on a day, with its instalments as they stand agreed."""

    agreement_id: UUID
    signed_on: date
    state: str
    debt_cents: int
    outstanding_cents: int
    policy_version: str
    instalments: tuple[InstalmentLine, ...]

    def count(self, *states: str) -> int:
        """Give how many instalments stand so."""
        return sum(it.state in states for it in self.instalments)


def agreements_on(folio: Folio, day: date) -> list[AgreementLines]:
    """Give the agreements signed by a day, in the order in which they were."""
    standing = folio.standing(day)
    return [_lines(folio, plan, standing) for plan in standing.plans]


def _lines(folio: Folio, plan: Plan, standing: Standing) -> AgreementLines:
    judgement = standing.judgements[plan.agreement_id]
    agreement = folio.agreements[plan.agreement_id]
    state = _state(folio, plan, judgement, standing.as_of)
    got = standing.paid_of(plan.agreement_id)
    return AgreementLines(
        agreement_id=plan.agreement_id,
        signed_on=plan.signed_on,
        state=state,
        debt_cents=agreement.debt_cents,
        outstanding_cents=judgement.outstanding_cents,
        policy_version=agreement.policy_version,
        instalments=tuple(
            InstalmentLine(
                it.number,
                it.due_on,
                it.amount_cents,
                got.get(it.number, 0),
                judgement.paid[it.number].paid_on
                if it.number in judgement.paid
                else None,
                _instalment_state(it, judgement, state, standing),
            )
            for it in plan.schedule_on(standing.as_of)
        ),
    )


def _state(folio: Folio, plan: Plan, judgement: Judgement, day: date) -> str:
    if folio.books.plans[plan.agreement_id].ended_on <= day:
        agreement = folio.agreements[plan.agreement_id]
        return "superseded" if agreement.superseded_on else "terminated"
    if judgement.completed_on:
        return "completed"
    if judgement.breached_on:
        return "breached"
    if any(it.since <= day < it.until for it in plan.pauses):
        return "suspended"
    return "active"


def _instalment_state(
    instalment: Instalment, judgement: Judgement, state: str, standing: Standing
) -> str:
    number, due_on = instalment.number, instalment.due_on
    if not instalment.amount_cents:
        return PUT_OFF
    if number in judgement.paid:
        return PAID_LATE if number in judgement.missed else PAID
    if number in judgement.missed:
        return MISSED
    if state in ("superseded", "terminated", "breached", "completed"):
        return LAPSED
    return IN_GRACE if due_on < standing.as_of else TO_COME
