"""
What the ledger says: charges and payments posted, arrears, agreements, evictions.

Amounts are euro cents, never negative unless said. Every fact counts from
`effective_on`. `tenancy_id` helps creditors, who do not know our pseudonyms.
"""

from datetime import date
from decimal import Decimal
from typing import Literal
from uuid import UUID

from azione0.contract import Code, Contract, Economic, Plain, contract, part
from azione0.contracts import partner
from azione0.contracts.creditor import ChargeKind, Payer

FRONT_OFFICE = ["intake", "reporting"]
AND_CREDITORS = [*FRONT_OFFICE, "aler", "condominium"]
ALL_WHO_FOLLOW = ["intake", "workshops", "employment", "reporting"]

Band = Literal["A", "B", "C", "D"]


@part
class Instalment:
    """One instalment: its number from 1, its day, its euro cents."""

    number: int
    due_on: date
    amount_cents: int


@part
class AllocationLine:
    """What part of a payment went to a charge or to an instalment."""

    component: Literal["principal", "interest", "cost"]
    amount_cents: int
    charge_id: UUID | None = None
    agreement_id: UUID | None = None
    instalment_number: int | None = None


# Charges and payments, after de-duplication.


@contract(publisher="ledger", audience=["reporting"])
class ChargePosted(Contract):
    """A charge stands on a household's account; negative if in its favour."""

    charge_id: Plain[UUID]
    household_id: Plain[UUID]
    creditor_id: Plain[str]
    kind: Plain[ChargeKind]
    amount_cents: Economic[int]
    due_on: Plain[date]


@contract(publisher="ledger", audience=["reporting"])
class ChargeAdjusted(Contract):
    """From `effective_on` a charge amounts to `amount_cents`: 0 if taken back."""

    charge_id: Plain[UUID]
    household_id: Plain[UUID]
    creditor_id: Plain[str]
    kind: Plain[ChargeKind]
    amount_cents: Economic[int]
    due_on: Plain[date]


@contract(publisher="ledger", audience=FRONT_OFFICE)
class ChargeDisputed(Contract):
    """A charge is disputed: it counts neither as overdue nor as a breach."""

    charge_id: Plain[UUID]
    household_id: Plain[UUID]
    creditor_id: Plain[str]
    grounds: Plain[Code]


@contract(publisher="ledger", audience=FRONT_OFFICE)
class DisputeResolved(Contract):
    """A dispute ended: the charge is now `amount_cents`, due on `new_due_on`."""

    charge_id: Plain[UUID]
    household_id: Plain[UUID]
    creditor_id: Plain[str]
    result: Plain[Literal["confirmed", "reduced", "cancelled"]]
    amount_cents: Economic[int]
    new_due_on: Plain[date | None] = None


@contract(publisher="ledger", audience=FRONT_OFFICE)
class PaymentPosted(Contract):
    """A payment stands on a household's account, once, as of `value_on`."""

    payment_id: Plain[UUID]
    household_id: Plain[UUID]
    creditor_id: Plain[str]
    amount_cents: Economic[int]
    value_on: Plain[date]
    payer: Economic[Payer]


@contract(publisher="ledger", audience=FRONT_OFFICE)
class PaymentPostingReversed(Contract):
    """A posted payment did not hold; what it closed is open again."""

    payment_id: Plain[UUID]
    household_id: Plain[UUID]
    creditor_id: Plain[str]
    amount_cents: Economic[int]
    value_on: Plain[date]
    payer: Economic[Payer]


@contract(publisher="ledger", audience=["reporting"])
class PaymentAllocated(Contract):
    """A payment was split over debts by `rule`. Source: arts. 1193-1195 c.c."""

    payment_id: Plain[UUID]
    household_id: Plain[UUID]
    creditor_id: Plain[str]
    lines: Economic[tuple[AllocationLine, ...]]
    rule: Plain[Code]


@contract(publisher="ledger", audience=["reporting"])
class CreditApplied(Contract):
    """What a payment had left over was used for debts that fell due later."""

    payment_id: Plain[UUID]
    household_id: Plain[UUID]
    creditor_id: Plain[str]
    lines: Economic[tuple[AllocationLine, ...]]
    rule: Plain[Code]


@contract(publisher="ledger", audience=FRONT_OFFICE)
class AccountClosed(Contract):
    """
    An account ended for `reason`: nothing more is charged or paid on it.

    `balance_cents` is all that was open on `effective_on` less the credit:
    negative if it is in the household's favour. What is open is the estate's,
    or stands on the account of who took over.
    """

    household_id: Plain[UUID]
    creditor_id: Plain[str]
    balance_cents: Economic[int]
    reason: Plain[Code]


# Arrears.


@contract(publisher="ledger", audience=AND_CREDITORS)
class ArrearsDetected(Contract):
    """
    A household is in arrears with a creditor; said once per episode.

    `months_equiv` is the overdue amount in monthly bills, at most two decimal
    places; `band` A below 3, B to 6, C to 12, D above. Source: policy
    parameters of detection.
    """

    episode_id: Plain[UUID]
    household_id: Plain[UUID]
    creditor_id: Plain[str]
    overdue_cents: Economic[int]
    oldest_due_on: Plain[date]
    months_equiv: Economic[Decimal]
    band: Economic[Band]
    is_relapse: Economic[bool]
    days_since_last_clear: Economic[int | None] = None
    tenancy_id: Plain[str | None] = None


@contract(publisher="ledger", audience=AND_CREDITORS)
class ArrearsRetracted(Contract):
    """A fact that arrived late, of kind `cause`, made a detection untrue."""

    episode_id: Plain[UUID]
    household_id: Plain[UUID]
    creditor_id: Plain[str]
    cause: Plain[Code]
    tenancy_id: Plain[str | None] = None


@contract(publisher="ledger", audience=FRONT_OFFICE)
class ArrearsBandChanged(Contract):
    """An episode's overdue amount moved into another band."""

    episode_id: Plain[UUID]
    household_id: Plain[UUID]
    creditor_id: Plain[str]
    overdue_cents: Economic[int]
    band: Economic[Band]


@contract(publisher="ledger", audience=FRONT_OFFICE)
class ArrearsCleared(Contract):
    """Nothing is overdue or rescheduled any more; the episode ends."""

    episode_id: Plain[UUID]
    household_id: Plain[UUID]
    creditor_id: Plain[str]
    cleared_on: Plain[date]


@contract(publisher="ledger", audience=FRONT_OFFICE)
class NoticeOfDefaultServed(Contract):
    """A formal demand to pay by `cure_by_on` was served. Source: art. 1219 c.c."""

    household_id: Plain[UUID]
    creditor_id: Plain[str]
    served_on: Plain[date]
    cure_by_on: Plain[date]
    amount_cents: Economic[int]


# Agreements.


@contract(publisher="ledger", audience=FRONT_OFFICE)
class AgreementProposed(Contract):
    """A repayment agreement is put to a household; nobody has signed."""

    agreement_id: Plain[UUID]
    household_id: Plain[UUID]
    creditor_id: Plain[str]
    debt_cents: Economic[int]
    down_payment_cents: Economic[int]
    instalments: Economic[tuple[Instalment, ...]]
    affordability_ref: Plain[str | None] = None


@contract(publisher="ledger", audience=["workshops", *AND_CREDITORS])
class AgreementSigned(Contract):
    """
    A household promised to repay `debt_cents` in instalments.

    Down payment and instalments add up to the debt; signing acknowledges it.
    Of those who signed only the roles are said. Source: art. 2944 c.c.
    """

    agreement_id: Plain[UUID]
    household_id: Plain[UUID]
    creditor_id: Plain[str]
    debt_cents: Economic[int]
    charge_ids: Plain[tuple[UUID, ...]]
    down_payment_cents: Economic[int]
    instalments: Economic[tuple[Instalment, ...]]
    interest_policy: Economic[Literal["none", "legal", "agreed"]]
    signed_on: Plain[date]
    signatory_roles: Plain[
        tuple[Literal["tenant", "member", "guarantor", "operator", "creditor"], ...]
    ]
    supersedes: Plain[UUID | None] = None
    tenancy_id: Plain[str | None] = None


@contract(publisher="ledger", audience=FRONT_OFFICE)
class InstalmentPaid(Contract):
    """An instalment was paid in full, `days_late` days after it was due."""

    agreement_id: Plain[UUID]
    household_id: Plain[UUID]
    creditor_id: Plain[str]
    number: Plain[int]
    paid_on: Plain[date]
    amount_cents: Economic[int]
    days_late: Economic[int]


@contract(publisher="ledger", audience=FRONT_OFFICE)
class InstalmentPaymentRetracted(Contract):
    """
    What was said to have paid an instalment on `paid_on` paid it no longer.

    The payment was reversed, or paid something else. If it was paid otherwise,
    that is said again. Whether the instalment is missed is said apart.
    """

    agreement_id: Plain[UUID]
    household_id: Plain[UUID]
    creditor_id: Plain[str]
    number: Plain[int]
    paid_on: Plain[date]


@contract(publisher="ledger", audience=ALL_WHO_FOLLOW)
class InstalmentMissed(Contract):
    """
    The days of grace ended and the instalment was not paid in full.

    `shortfall_cents` is still due on `effective_on`, the day after the grace;
    `consecutive` and `in_12_months` count the misses, this one included.
    Source: policy parameter `grace_days`.
    """

    agreement_id: Plain[UUID]
    household_id: Plain[UUID]
    creditor_id: Plain[str]
    number: Plain[int]
    due_on: Plain[date]
    due_cents: Economic[int]
    paid_cents: Economic[int]
    shortfall_cents: Economic[int]
    consecutive: Economic[int]
    in_12_months: Economic[int]


@contract(publisher="ledger", audience=ALL_WHO_FOLLOW)
class InstalmentMissRetracted(Contract):
    """
    What arrived late shows that an instalment was not missed, or not so.

    `by_payment_id` if a payment paid it in time; without it the agreement had
    ended or rested before the miss, or the miss is said again with other figures.
    """

    agreement_id: Plain[UUID]
    household_id: Plain[UUID]
    creditor_id: Plain[str]
    number: Plain[int]
    by_payment_id: Plain[UUID | None] = None


@contract(publisher="ledger", audience=["workshops", *AND_CREDITORS])
class AgreementBreached(Contract):
    """Too many instalments were missed: the agreement's benefit is lost."""

    agreement_id: Plain[UUID]
    household_id: Plain[UUID]
    creditor_id: Plain[str]
    outstanding_cents: Economic[int]
    reason: Plain[Code]
    tenancy_id: Plain[str | None] = None


@contract(publisher="ledger", audience=["workshops", *AND_CREDITORS])
class BreachRetracted(Contract):
    """A fact that arrived late, of kind `reason`, made a breach untrue."""

    agreement_id: Plain[UUID]
    household_id: Plain[UUID]
    creditor_id: Plain[str]
    outstanding_cents: Economic[int]
    reason: Plain[Code]
    tenancy_id: Plain[str | None] = None


@contract(publisher="ledger", audience=["workshops", *AND_CREDITORS])
class AgreementReinstated(Contract):
    """
    A breached agreement holds again from `effective_on`.

    By a decision, and what is overdue is to be paid by `catch_up_by_on`; or because
    it was paid, and then both are one day. The breach was true and stays said.
    Source: policy parameter `breach_cure`.
    """

    agreement_id: Plain[UUID]
    household_id: Plain[UUID]
    creditor_id: Plain[str]
    outstanding_cents: Economic[int]
    catch_up_by_on: Plain[date]
    tenancy_id: Plain[str | None] = None


@contract(publisher="ledger", audience=["workshops", *AND_CREDITORS])
class AgreementTerminated(Contract):
    """
    An agreement ended by a decision, for `reason`, and not by a breach.

    `outstanding_cents` is owed again as it was before the agreement.
    """

    agreement_id: Plain[UUID]
    household_id: Plain[UUID]
    creditor_id: Plain[str]
    outstanding_cents: Economic[int]
    reason: Plain[Code]
    tenancy_id: Plain[str | None] = None


@contract(publisher="ledger", audience=FRONT_OFFICE)
class AgreementSuspended(Contract):
    """An agreement rests: no instalment can be missed until it is resumed."""

    agreement_id: Plain[UUID]
    household_id: Plain[UUID]
    creditor_id: Plain[str]
    outstanding_cents: Economic[int]
    reason: Plain[Code]


@contract(publisher="ledger", audience=FRONT_OFFICE)
class AgreementResumed(Contract):
    """
    A resting agreement goes on from `effective_on`.

    The days of rest are no days of grace: those stood still meanwhile.
    """

    agreement_id: Plain[UUID]
    household_id: Plain[UUID]
    creditor_id: Plain[str]
    outstanding_cents: Economic[int]


@contract(publisher="ledger", audience=["intake", "workshops", "reporting"])
class AgreementRescheduled(Contract):
    """
    From `effective_on` an agreement's instalments are others; the debt is the same.

    `instalments` is the whole new schedule: each keeps its number, and one of which
    nothing is left to pay has 0 cents. What was missed before stays missed. `kind`
    says what was agreed: an instalment is skipped, moved, the rest is spread over
    more, paid at once, or what is overdue is to be caught up.
    """

    agreement_id: Plain[UUID]
    household_id: Plain[UUID]
    creditor_id: Plain[str]
    kind: Plain[Literal["skip", "move", "extend", "settle_early", "catch_up"]]
    instalments: Economic[tuple[Instalment, ...]]
    reason: Plain[Code]


@contract(publisher="ledger", audience=FRONT_OFFICE)
class AgreementSuperseded(Contract):
    """A new agreement, `superseded_by`, took the place of this one."""

    agreement_id: Plain[UUID]
    household_id: Plain[UUID]
    creditor_id: Plain[str]
    outstanding_cents: Economic[int]
    reason: Plain[Code]
    superseded_by: Plain[UUID | None] = None


@contract(publisher="ledger", audience=["workshops", *AND_CREDITORS])
class AgreementCompleted(Contract):
    """All instalments are paid; what is outstanding is within the tolerance."""

    agreement_id: Plain[UUID]
    household_id: Plain[UUID]
    creditor_id: Plain[str]
    outstanding_cents: Economic[int]
    reason: Plain[Code | None] = None
    tenancy_id: Plain[str | None] = None


@contract(publisher="ledger", audience=["workshops", *AND_CREDITORS])
class CompletionRetracted(Contract):
    """A fact that arrived late, of kind `reason`, opened a completed agreement."""

    agreement_id: Plain[UUID]
    household_id: Plain[UUID]
    creditor_id: Plain[str]
    outstanding_cents: Economic[int]
    reason: Plain[Code]
    tenancy_id: Plain[str | None] = None


# Before an instalment is missed: what speaks of it, and what may prevent it.


@contract(publisher="ledger", audience=FRONT_OFFICE)
class ReliefProposed(Contract):
    """
    A household's means have worsened: ease its agreement before a miss.

    `cause` is what has changed (`job_ended`, `death`, …). `affordable_cents` is
    what the household can pay a month by its latest budget; absent if it has none.
    Nothing changes by itself: a person decides by `review_by_on`.
    """

    agreement_id: Plain[UUID]
    household_id: Plain[UUID]
    creditor_id: Plain[str]
    cause: Economic[Code]
    proposal: Economic[Literal["pause", "lower_instalment", "extend"]]
    review_by_on: Plain[date]
    affordable_cents: Economic[int | None] = None


@contract(publisher="ledger", audience=FRONT_OFFICE)
class AgreementAtRisk(Contract):
    """
    An instalment may be missed: an early warning from named facts, without a score.

    Said again with all that hold whenever they change. `facts` are of
    `instalment_due_soon_unpaid`, `instalment_in_grace`, `instalment_part_paid`,
    `one_more_miss_breaks`, `late_last_time`, `current_bill_unpaid` and
    `means_worsened`. `next_due_cents` is what is still to be paid of the instalment
    that is due on `next_due_on`, which may be past and in its grace. Source: policy
    parameters `warning_days`, `grace_days`.
    """

    agreement_id: Plain[UUID]
    household_id: Plain[UUID]
    creditor_id: Plain[str]
    facts: Economic[tuple[Code, ...]]
    next_due_on: Plain[date]
    next_due_cents: Economic[int]


@contract(publisher="ledger", audience=FRONT_OFFICE)
class AgreementNoLongerAtRisk(Contract):
    """None of the facts holds any more, or the agreement has ended."""

    agreement_id: Plain[UUID]
    household_id: Plain[UUID]
    creditor_id: Plain[str]


# Decisions and proceedings.


@contract(publisher="ledger", audience=["reporting"])
class DebtFrozen(Contract):
    """Recovery of a debt is suspended by a decision, perhaps until a day."""

    household_id: Plain[UUID]
    creditor_id: Plain[str]
    amount_cents: Economic[int]
    decision_ref: Plain[str]
    until_on: Plain[date | None] = None


@contract(publisher="ledger", audience=["reporting"])
class DebtFreezeEnded(Contract):
    """A frozen debt, of which `amount_cents` is open, can be recovered again."""

    household_id: Plain[UUID]
    creditor_id: Plain[str]
    amount_cents: Economic[int]
    decision_ref: Plain[str]


@contract(publisher="ledger", audience=["reporting"])
class DebtWrittenOff(Contract):
    """A debt is given up by a decision."""

    household_id: Plain[UUID]
    creditor_id: Plain[str]
    amount_cents: Economic[int]
    decision_ref: Plain[str]


@contract(publisher="ledger", audience=["reporting"])
class DebtWriteOffRevoked(Contract):
    """
    From `effective_on` a debt that was given up is owed again.

    `amount_cents` and `decision_ref` are those of what was written off.
    """

    household_id: Plain[UUID]
    creditor_id: Plain[str]
    amount_cents: Economic[int]
    decision_ref: Plain[str]


@contract(publisher="ledger", audience=FRONT_OFFICE)
class EvictionStepRecorded(Contract):
    """An eviction took a step on `effective_on`; `deadline_on` if it sets a term."""

    household_id: Plain[UUID]
    creditor_id: Plain[str]
    step: Economic[
        Literal[
            "noticed", "filed", "grace_term", "release_ordered", "executed", "averted"
        ]
    ]
    amount_cents: Economic[int]
    deadline_on: Plain[date | None] = None


@contract(publisher="ledger", audience=FRONT_OFFICE)
class SubjectErasureConfirmed(partner.SubjectErasureConfirmed):
    """The ledger destroyed its key to a person's data. Source: art. 17 GDPR."""
