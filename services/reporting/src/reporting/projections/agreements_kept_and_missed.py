"""
How the promises to repay are kept: agreement by agreement, instalment by instalment.

A row is one thing said about an agreement: that it was signed, each instalment
it promised, each that was paid or missed, and each change of its state.
Days are whole numbers from 1970-01-01, as in `facts`.
"""

from collections.abc import Iterable
from datetime import date
from functools import singledispatch

from azione0.contract import Contract
from azione0.contracts.intake import PolicyParametersAdopted
from azione0.contracts.ledger import (
    AgreementBreached,
    AgreementCompleted,
    AgreementReinstated,
    AgreementRescheduled,
    AgreementResumed,
    AgreementSigned,
    AgreementSuperseded,
    AgreementSuspended,
    AgreementTerminated,
    BreachRetracted,
    CompletionRetracted,
    Instalment,
    InstalmentMissed,
    InstalmentMissRetracted,
    InstalmentPaid,
    InstalmentPaymentRetracted,
)
from reporting.projections.entry import (
    COUNTED_ORIGIN,
    COUNTED_ORIGIN_COLUMNS,
    Entry,
    Projection,
    Row,
    number_of,
)

#: The name under which an agreement's promised instalments are kept.
INSTALMENT = "Instalment"
#: The same of a schedule that was agreed later; its letter says which.
RESCHEDULED_INSTALMENT = "RescheduledInstalment"
GRACE = "grace_days"

StateChange = (
    AgreementBreached
    | BreachRetracted
    | AgreementReinstated
    | AgreementTerminated
    | AgreementSuspended
    | AgreementResumed
    | AgreementSuperseded
    | AgreementCompleted
    | CompletionRetracted
)


@singledispatch
def rows(contract: Contract, entry: Entry) -> Iterable[Row]:
    """Give what one letter says about agreements; of most letters, nothing."""
    return ()


@rows.register
def _(contract: AgreementSigned, entry: Entry) -> Iterable[Row]:
    whose = (contract.household_id, contract.creditor_id)
    yield (
        contract.agreement_id,
        contract.promise.name,
        0,
        *whose,
        number_of(contract.signed_on),
        contract.debt_cents,
        contract.down_payment_cents,
        *entry.counted,
    )
    for it in contract.instalments:
        yield _instalment(contract, INSTALMENT, it, entry)


@rows.register
def _(contract: AgreementRescheduled, entry: Entry) -> Iterable[Row]:
    yield _said(contract, entry)
    for it in contract.instalments:
        yield _instalment(contract, RESCHEDULED_INSTALMENT, it, entry)


@rows.register
def _(contract: InstalmentPaid, entry: Entry) -> Iterable[Row]:
    return [
        _said(
            contract,
            entry,
            number=contract.number,
            day=contract.paid_on,
            cents=contract.amount_cents,
            figure=contract.days_late,
        )
    ]


@rows.register
def _(contract: InstalmentPaymentRetracted, entry: Entry) -> Iterable[Row]:
    return [_said(contract, entry, number=contract.number, day=contract.paid_on)]


@rows.register
def _(contract: InstalmentMissed, entry: Entry) -> Iterable[Row]:
    return [
        _said(
            contract,
            entry,
            number=contract.number,
            day=contract.due_on,
            cents=contract.due_cents,
            figure=contract.paid_cents,
        )
    ]


@rows.register
def _(contract: InstalmentMissRetracted, entry: Entry) -> Iterable[Row]:
    return [_said(contract, entry, number=contract.number)]


@rows.register(AgreementBreached)
@rows.register(BreachRetracted)
@rows.register(AgreementReinstated)
@rows.register(AgreementTerminated)
@rows.register(AgreementSuspended)
@rows.register(AgreementResumed)
@rows.register(AgreementSuperseded)
@rows.register(AgreementCompleted)
@rows.register(CompletionRetracted)
def _(contract: StateChange, entry: Entry) -> Iterable[Row]:
    return [_said(contract, entry, cents=contract.outstanding_cents)]


@rows.register
def _(contract: PolicyParametersAdopted, entry: Entry) -> Iterable[Row]:
    for parameter in contract.parameters:
        if parameter.name == GRACE and parameter.value.isdecimal():
            days = int(parameter.value)
            name, since = contract.promise.name, number_of(contract.effective_from)
            yield (None, name, days, None, "", since, 0, 0, *entry.counted)


def _instalment(
    contract: AgreementSigned | AgreementRescheduled,
    kind: str,
    promised: Instalment,
    entry: Entry,
) -> Row:
    return (
        contract.agreement_id,
        kind,
        promised.number,
        contract.household_id,
        contract.creditor_id,
        number_of(promised.due_on),
        promised.amount_cents,
        0,
        *entry.counted,
    )


def _said(
    contract: AgreementRescheduled
    | InstalmentPaid
    | InstalmentPaymentRetracted
    | InstalmentMissed
    | InstalmentMissRetracted
    | StateChange,
    entry: Entry,
    *,
    number: int = 0,
    day: date | None = None,
    cents: int = 0,
    figure: int = 0,
) -> Row:
    return (
        contract.agreement_id,
        contract.promise.name,
        number,
        contract.household_id,
        contract.creditor_id,
        None if day is None else number_of(day),
        cents,
        figure,
        *entry.counted,
    )


AGREEMENTS_KEPT_AND_MISSED = Projection(
    name="agreements_kept_and_missed_v2",
    definition=(
        "agreement_id uuid, kind text NOT NULL, number bigint NOT NULL, "
        "household_id uuid, creditor_id text NOT NULL, counts_on bigint, "
        f"cents bigint NOT NULL, figure bigint NOT NULL, {COUNTED_ORIGIN_COLUMNS}"
    ),
    own_columns=(
        "agreement_id",
        "kind",
        "number",
        "household_id",
        "creditor_id",
        "counts_on",
        "cents",
        "figure",
    ),
    rows=rows,
    index="agreement_id",
    origin=COUNTED_ORIGIN,
)
