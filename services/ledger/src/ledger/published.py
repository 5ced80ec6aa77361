"""What of the ledger's events others hear, and in which words."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from functools import singledispatch
from typing import Any, TypeVar

from azione0.aggregate import Aggregate
from azione0.contract import Contract
from azione0.contracts import ledger as say
from ledger.account import decisions
from ledger.account.account import Account
from ledger.account.facts import Instalment, Line
from ledger.agreement.agreement import RepaymentAgreement
from ledger.forgotten import Forgotten
from ledger.proceeding import proceeding
from ledger.proceeding.proceeding import LegalProceeding

Told = TypeVar("Told", bound=Contract)


@singledispatch
def announce(event: object) -> Contract | None:
    """Give what others hear of an event; of most events, nothing."""
    return None


@announce.register
def _(event: Forgotten.Confirmed) -> Contract:
    return say.SubjectErasureConfirmed(
        person_id=event.person_id,
        household_id=event.household_id,
        effective_on=event.effective_on,
    )


@announce.register
def _(event: Account.ChargePosted) -> Contract:
    charge = event.charge
    return say.ChargePosted(
        charge_id=charge.id,
        household_id=event.household_id,
        creditor_id=event.creditor_id,
        kind=charge.kind,  # type: ignore[arg-type]
        amount_cents=charge.cents,
        due_on=charge.due_on,
        effective_on=charge.effective_on,
    )


@announce.register
def _(event: Account.ChargeEnded) -> Contract | None:
    if event.kind is None or event.due_on is None:
        return None
    return say.ChargeAdjusted(
        charge_id=event.charge_id,
        household_id=event.household_id,
        creditor_id=event.creditor_id,
        kind=event.kind,  # type: ignore[arg-type]
        amount_cents=0,
        due_on=event.due_on,
        effective_on=event.effective_on,
    )


@announce.register
def _(event: Account.ChargeRestored) -> Contract:
    charge = event.charge
    return say.ChargeAdjusted(
        charge_id=charge.id,
        household_id=event.household_id,
        creditor_id=event.creditor_id,
        kind=charge.kind,  # type: ignore[arg-type]
        amount_cents=charge.cents,
        due_on=charge.due_on,
        effective_on=charge.effective_on,
    )


@announce.register
def _(event: Account.PaymentPosted) -> Contract:
    payment = event.payment
    return say.PaymentPosted(
        payment_id=payment.id,
        household_id=event.household_id,
        creditor_id=event.creditor_id,
        amount_cents=payment.cents,
        value_on=payment.value_on,
        payer=payment.payer,  # type: ignore[arg-type]
        effective_on=payment.value_on,
    )


@announce.register
def _(event: Account.PaymentReversed) -> Contract | None:
    payment = event.payment
    if payment is None:
        return None
    return say.PaymentPostingReversed(
        payment_id=payment.id,
        household_id=event.household_id,
        creditor_id=event.creditor_id,
        amount_cents=payment.cents,
        value_on=payment.value_on,
        payer=payment.payer,  # type: ignore[arg-type]
        effective_on=event.effective_on,
    )


@announce.register
def _(event: Account.PaymentAllocated) -> Contract:
    return say.PaymentAllocated(
        payment_id=event.payment_id,
        household_id=event.household_id,
        creditor_id=event.creditor_id,
        lines=_lines(event.lines),
        rule=_rule(event.lines),
        effective_on=event.effective_on,
    )


@announce.register
def _(event: Account.CreditApplied) -> Contract:
    return say.CreditApplied(
        payment_id=event.payment_id,
        household_id=event.household_id,
        creditor_id=event.creditor_id,
        lines=_lines(event.lines),
        rule=_rule(event.lines),
        effective_on=event.effective_on,
    )


@announce.register
def _(event: Account.ArrearsDetected) -> Contract:
    return say.ArrearsDetected(
        episode_id=event.episode_id,
        household_id=event.household_id,
        creditor_id=event.creditor_id,
        overdue_cents=event.overdue_cents,
        oldest_due_on=event.oldest_due_on,
        months_equiv=event.months_equiv,
        band=event.band,  # type: ignore[arg-type]
        is_relapse=event.days_since_last_clear is not None,
        days_since_last_clear=event.days_since_last_clear,
        tenancy_id=event.tenancy_id,
        effective_on=event.effective_on,
    )


@announce.register
def _(event: Account.ArrearsRetracted) -> Contract:
    return say.ArrearsRetracted(
        episode_id=event.episode_id,
        household_id=event.household_id,
        creditor_id=event.creditor_id,
        cause="late_fact",
        tenancy_id=event.tenancy_id,
        effective_on=event.effective_on,
    )


@announce.register
def _(event: Account.ArrearsBandChanged) -> Contract:
    return say.ArrearsBandChanged(
        episode_id=event.episode_id,
        household_id=event.household_id,
        creditor_id=event.creditor_id,
        overdue_cents=event.overdue_cents,
        band=event.band,  # type: ignore[arg-type]
        effective_on=event.effective_on,
    )


@announce.register
def _(event: Account.ArrearsCleared) -> Contract:
    return say.ArrearsCleared(
        episode_id=event.episode_id,
        household_id=event.household_id,
        creditor_id=event.creditor_id,
        cleared_on=event.effective_on,
        effective_on=event.effective_on,
    )


@announce.register
def _(event: RepaymentAgreement.Proposed) -> Contract:
    return say.AgreementProposed(
        agreement_id=event.originator_id,
        household_id=event.household_id,
        creditor_id=event.creditor_id,
        debt_cents=event.debt_cents,
        down_payment_cents=event.down_payment_cents,
        instalments=_instalments(event.instalments),
        affordability_ref=event.affordability_ref,
        effective_on=event.effective_on,
    )


@announce.register
def _(event: RepaymentAgreement.Signed) -> Contract:
    return say.AgreementSigned(
        agreement_id=event.originator_id,
        household_id=event.household_id,
        creditor_id=event.creditor_id,
        debt_cents=event.debt_cents,
        charge_ids=tuple(event.charge_ids),
        down_payment_cents=event.down_payment_cents,
        instalments=_instalments(event.instalments),
        interest_policy="none",
        signed_on=event.effective_on,
        signatory_roles=tuple(event.signatory_roles),  # type: ignore[arg-type]
        supersedes=event.supersedes,
        tenancy_id=event.tenancy_id,
        effective_on=event.effective_on,
    )


@announce.register
def _(event: RepaymentAgreement.InstalmentPaid) -> Contract:
    paid = event.paid
    return say.InstalmentPaid(
        agreement_id=event.originator_id,
        household_id=event.household_id,
        creditor_id=event.creditor_id,
        number=paid.number,
        paid_on=paid.paid_on,
        amount_cents=paid.amount_cents,
        days_late=paid.days_late,
        effective_on=event.effective_on,
    )


@announce.register
def _(event: RepaymentAgreement.InstalmentPaymentRetracted) -> Contract:
    return say.InstalmentPaymentRetracted(
        agreement_id=event.originator_id,
        household_id=event.household_id,
        creditor_id=event.creditor_id,
        number=event.number,
        paid_on=event.paid_on,
        effective_on=event.effective_on,
    )


@announce.register
def _(event: RepaymentAgreement.InstalmentMissed) -> Contract:
    missed = event.missed
    return say.InstalmentMissed(
        agreement_id=event.originator_id,
        household_id=event.household_id,
        creditor_id=event.creditor_id,
        number=missed.number,
        due_on=missed.due_on,
        due_cents=missed.due_cents,
        paid_cents=missed.paid_cents,
        shortfall_cents=missed.due_cents - missed.paid_cents,
        consecutive=missed.consecutive,
        in_12_months=missed.in_12_months,
        effective_on=event.effective_on,
    )


@announce.register
def _(event: RepaymentAgreement.InstalmentMissRetracted) -> Contract:
    return say.InstalmentMissRetracted(
        agreement_id=event.originator_id,
        household_id=event.household_id,
        creditor_id=event.creditor_id,
        number=event.number,
        by_payment_id=event.by_payment_id,
        effective_on=event.effective_on,
    )


@announce.register
def _(event: RepaymentAgreement.AgreementBreached) -> Contract:
    return say.AgreementBreached(
        agreement_id=event.originator_id,
        household_id=event.household_id,
        creditor_id=event.creditor_id,
        outstanding_cents=event.outstanding_cents,
        reason=event.reason,
        tenancy_id=event.tenancy_id,
        effective_on=event.effective_on,
    )


@announce.register
def _(event: RepaymentAgreement.BreachRetracted) -> Contract:
    return say.BreachRetracted(
        agreement_id=event.originator_id,
        household_id=event.household_id,
        creditor_id=event.creditor_id,
        outstanding_cents=event.outstanding_cents,
        reason="late_fact",
        tenancy_id=event.tenancy_id,
        effective_on=event.effective_on,
    )


@announce.register
def _(event: RepaymentAgreement.AgreementSuspended) -> Contract:
    return say.AgreementSuspended(
        agreement_id=event.originator_id,
        household_id=event.household_id,
        creditor_id=event.creditor_id,
        outstanding_cents=event.outstanding_cents,
        reason=event.reason,
        effective_on=event.effective_on,
    )


@announce.register
def _(event: RepaymentAgreement.AgreementSuperseded) -> Contract:
    return say.AgreementSuperseded(
        agreement_id=event.originator_id,
        household_id=event.household_id,
        creditor_id=event.creditor_id,
        outstanding_cents=event.outstanding_cents,
        reason="new_agreement",
        superseded_by=event.superseded_by,
        effective_on=event.effective_on,
    )


@announce.register
def _(event: RepaymentAgreement.AgreementCompleted) -> Contract:
    return say.AgreementCompleted(
        agreement_id=event.originator_id,
        household_id=event.household_id,
        creditor_id=event.creditor_id,
        outstanding_cents=max(0, event.outstanding_cents),
        tenancy_id=event.tenancy_id,
        effective_on=event.effective_on,
    )


@announce.register
def _(event: RepaymentAgreement.CompletionRetracted) -> Contract:
    return say.CompletionRetracted(
        agreement_id=event.originator_id,
        household_id=event.household_id,
        creditor_id=event.creditor_id,
        outstanding_cents=event.outstanding_cents,
        reason="late_fact",
        tenancy_id=event.tenancy_id,
        effective_on=event.effective_on,
    )


@announce.register
def _(event: RepaymentAgreement.BreachCured) -> Contract:
    return say.AgreementReinstated(
        agreement_id=event.originator_id,
        household_id=event.household_id,
        creditor_id=event.creditor_id,
        outstanding_cents=event.outstanding_cents,
        catch_up_by_on=event.effective_on,
        tenancy_id=event.tenancy_id,
        effective_on=event.effective_on,
    )


@announce.register
def _(event: RepaymentAgreement.AgreementRescheduled) -> Contract:
    return say.AgreementRescheduled(
        agreement_id=event.originator_id,
        household_id=event.household_id,
        creditor_id=event.creditor_id,
        kind=event.change.kind,  # type: ignore[arg-type]
        instalments=_instalments(event.change.instalments),
        reason=event.reason,
        effective_on=event.effective_on,
    )


@announce.register
def _(event: RepaymentAgreement.AgreementReinstated) -> Contract:
    return _in_the_same_words(say.AgreementReinstated, event)


@announce.register
def _(event: RepaymentAgreement.AgreementResumed) -> Contract:
    return _in_the_same_words(say.AgreementResumed, event)


@announce.register
def _(event: RepaymentAgreement.AgreementTerminated) -> Contract:
    return _in_the_same_words(say.AgreementTerminated, event)


@announce.register
def _(event: RepaymentAgreement.ReliefProposed) -> Contract:
    return _in_the_same_words(say.ReliefProposed, event)


@announce.register
def _(event: RepaymentAgreement.AgreementAtRisk) -> Contract:
    return _in_the_same_words(say.AgreementAtRisk, event, facts=tuple(event.facts))


@announce.register
def _(event: RepaymentAgreement.AgreementNoLongerAtRisk) -> Contract:
    return _in_the_same_words(say.AgreementNoLongerAtRisk, event)


# Decisions about an account's debts.


@announce.register(Account.ChargeDisputed)
def _(event: decisions.ChargeDisputed) -> Contract:
    return _in_the_same_words(say.ChargeDisputed, event, charge_id=event.hold.charge_id)


@announce.register(Account.DisputeResolved)
def _(event: decisions.DisputeResolved) -> Contract:
    return _in_the_same_words(
        say.DisputeResolved,
        event,
        charge_id=event.amendment.charge_id,
        amount_cents=event.amendment.cents,
        new_due_on=event.amendment.due_on,
    )


@announce.register(Account.DebtFrozen)
def _(event: decisions.DebtFrozen) -> Contract:
    return _in_the_same_words(say.DebtFrozen, event)


@announce.register(Account.DebtFreezeEnded)
def _(event: decisions.DebtFreezeEnded) -> Contract:
    return _in_the_same_words(say.DebtFreezeEnded, event)


@announce.register(Account.DebtWrittenOff)
def _(event: decisions.DebtWrittenOff) -> Contract:
    return _in_the_same_words(say.DebtWrittenOff, event)


@announce.register(Account.DebtWriteOffRevoked)
def _(event: decisions.DebtWriteOffRevoked) -> Contract:
    return _in_the_same_words(say.DebtWriteOffRevoked, event)


@announce.register(Account.NoticeOfDefaultServed)
def _(event: decisions.NoticeOfDefaultServed) -> Contract:
    return _in_the_same_words(
        say.NoticeOfDefaultServed,
        event,
        served_on=event.notice.served_on,
        cure_by_on=event.notice.cure_by_on,
        amount_cents=event.notice.cents,
    )


@announce.register
def _(event: Account.AccountClosed) -> Contract:
    return _in_the_same_words(say.AccountClosed, event)


@announce.register
def _(event: LegalProceeding.Noticed) -> Contract:
    return _step(event, proceeding.NOTICED, event.cure_by_on)


@announce.register
def _(event: LegalProceeding.Filed) -> Contract:
    return _step(event, proceeding.FILED, event.hearing_on)


@announce.register
def _(event: LegalProceeding.HearingAdjourned) -> Contract:
    return _step(event, event.step, event.deadline_on)


@announce.register
def _(event: LegalProceeding.TermGranted) -> Contract:
    return _step(event, proceeding.GRACE_TERM, event.term_on)


@announce.register
def _(event: LegalProceeding.ReleaseOrdered) -> Contract:
    return _step(event, proceeding.RELEASE_ORDERED, event.release_on)


@announce.register
def _(event: LegalProceeding.ReleaseAnnounced) -> Contract:
    return _step(event, proceeding.RELEASE_ORDERED, event.access_on)


@announce.register
def _(event: LegalProceeding.Executed) -> Contract:
    return _step(event, proceeding.EXECUTED)


@announce.register
def _(event: LegalProceeding.Averted) -> Contract:
    return _step(event, proceeding.AVERTED)


@announce.register
def _(event: LegalProceeding.AvertedRetracted) -> Contract:
    # The step that was the last one stands again, with its term.
    return _step(event, event.step, event.deadline_on)


def _step(event: Any, step: str, deadline_on: date | None = None) -> Contract:
    return _in_the_same_words(
        say.EvictionStepRecorded,
        event,
        step=step,
        deadline_on=deadline_on,
        amount_cents=event.claim.total_cents,
    )


def _in_the_same_words(
    contract: type[Told], event: Aggregate.Event, **other: Any
) -> Told:
    """Say an event as it is: each field under its own name, but for `other`."""
    told: dict[str, Any] = {
        it.name: getattr(event, it.name)
        for it in fields(contract)
        if it.name not in other and hasattr(event, it.name)
    }
    if "agreement_id" in {it.name for it in fields(contract)}:
        told["agreement_id"] = event.originator_id
    return contract(**told, **other)


def _lines(lines: Sequence[Line]) -> tuple[say.AllocationLine, ...]:
    return tuple(
        say.AllocationLine(
            component="principal",
            amount_cents=line.cents,
            charge_id=line.charge_id,
            agreement_id=line.agreement_id,
            instalment_number=line.instalment,
        )
        for line in lines
    )


def _rule(lines: Sequence[Line]) -> str:
    rules = {line.rule for line in lines}
    return rules.pop() if len(rules) == 1 else "mixed" if rules else "nothing_due"


def _instalments(instalments: Sequence[Instalment]) -> tuple[say.Instalment, ...]:
    return tuple(
        say.Instalment(number=it.number, due_on=it.due_on, amount_cents=it.amount_cents)
        for it in instalments
    )
