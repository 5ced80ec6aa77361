"""
What the programme did, counted: bills, arrears, cases, hours, jobs.

A row is one countable fact: what kind, about which thing, of whom, how much.
`counts_on` is the day the thing itself names: a due day, a day paid, a first
day of work. Agreements and their instalments have a projection of their own.
"""

from datetime import date
from functools import singledispatch
from uuid import UUID

from azione0.contract import Contract
from azione0.contracts.employment import (
    JobEnded,
    JobPlaced,
    RetentionConfirmed,
    ServicePactSigned,
)
from azione0.contracts.intake import (
    CaseClosed,
    CaseOpened,
    CaseTakenInCharge,
    ContactAttempted,
    HouseholdRegistered,
)
from azione0.contracts.ledger import (
    ArrearsCleared,
    ArrearsDetected,
    ArrearsRetracted,
    ChargeAdjusted,
    ChargeDisputed,
    ChargePosted,
    DebtWriteOffRevoked,
    DebtWrittenOff,
    DisputeResolved,
    PaymentPosted,
    PaymentPostingReversed,
)
from azione0.contracts.workshops import SessionAttended, WorkshopScheduled
from reporting.projections.entry import ORIGIN_COLUMNS, Entry, Projection, Row


def _fact(
    contract: Contract,
    entry: Entry,
    thing: UUID | None,
    *,
    creditor_id: str = "",
    detail: str = "",
    amount: int = 0,
    counts_on: date | None = None,
) -> tuple[Row, ...]:
    household_id: UUID | None = getattr(contract, "household_id", None)
    return (
        (
            contract.promise.name,
            thing,
            household_id,
            creditor_id,
            detail,
            amount,
            counts_on,
            *entry,
        ),
    )


@singledispatch
def rows(contract: Contract, entry: Entry) -> tuple[Row, ...]:
    """Give the facts to count in one letter; of most letters, none."""
    return ()


@rows.register
def _(contract: HouseholdRegistered, entry: Entry) -> tuple[Row, ...]:
    return _fact(
        contract,
        entry,
        contract.household_id,
        detail=contract.building_id,
        amount=(contract.adults or 0) + (contract.minors or 0),
    )


@rows.register
def _(contract: CaseOpened, entry: Entry) -> tuple[Row, ...]:
    return _fact(contract, entry, contract.case_id, detail=contract.organisation_id)


@rows.register
def _(contract: ContactAttempted, entry: Entry) -> tuple[Row, ...]:
    return _fact(contract, entry, contract.case_id, detail=contract.outcome)


@rows.register
def _(contract: CaseTakenInCharge, entry: Entry) -> tuple[Row, ...]:
    return _fact(contract, entry, contract.case_id)


@rows.register
def _(contract: CaseClosed, entry: Entry) -> tuple[Row, ...]:
    return _fact(contract, entry, contract.case_id, detail=contract.outcome)


@rows.register(ChargePosted)
@rows.register(ChargeAdjusted)
def _(contract: ChargePosted | ChargeAdjusted, entry: Entry) -> tuple[Row, ...]:
    return _fact(
        contract,
        entry,
        contract.charge_id,
        creditor_id=contract.creditor_id,
        detail=contract.kind,
        amount=contract.amount_cents,
        counts_on=contract.due_on,
    )


@rows.register
def _(contract: ChargeDisputed, entry: Entry) -> tuple[Row, ...]:
    return _fact(contract, entry, contract.charge_id, creditor_id=contract.creditor_id)


@rows.register
def _(contract: DisputeResolved, entry: Entry) -> tuple[Row, ...]:
    return _fact(
        contract,
        entry,
        contract.charge_id,
        creditor_id=contract.creditor_id,
        detail=contract.result,
        amount=contract.amount_cents,
        counts_on=contract.new_due_on,
    )


@rows.register
def _(contract: PaymentPosted, entry: Entry) -> tuple[Row, ...]:
    return _fact(
        contract,
        entry,
        contract.payment_id,
        creditor_id=contract.creditor_id,
        detail=contract.payer,
        amount=contract.amount_cents,
        counts_on=contract.value_on,
    )


@rows.register
def _(contract: PaymentPostingReversed, entry: Entry) -> tuple[Row, ...]:
    return _fact(
        contract,
        entry,
        contract.payment_id,
        creditor_id=contract.creditor_id,
        detail=contract.payer,
        amount=-contract.amount_cents,
        counts_on=contract.value_on,
    )


@rows.register
def _(contract: DebtWrittenOff, entry: Entry) -> tuple[Row, ...]:
    return _fact(
        contract,
        entry,
        None,
        creditor_id=contract.creditor_id,
        amount=contract.amount_cents,
    )


@rows.register
def _(contract: DebtWriteOffRevoked, entry: Entry) -> tuple[Row, ...]:
    return _fact(
        contract,
        entry,
        None,
        creditor_id=contract.creditor_id,
        amount=-contract.amount_cents,
    )


@rows.register
def _(contract: ArrearsDetected, entry: Entry) -> tuple[Row, ...]:
    return _fact(
        contract,
        entry,
        contract.episode_id,
        creditor_id=contract.creditor_id,
        detail="relapse" if contract.is_relapse else "first",
        amount=contract.overdue_cents,
        counts_on=contract.oldest_due_on,
    )


@rows.register(ArrearsRetracted)
@rows.register(ArrearsCleared)
def _(contract: ArrearsRetracted | ArrearsCleared, entry: Entry) -> tuple[Row, ...]:
    return _fact(contract, entry, contract.episode_id, creditor_id=contract.creditor_id)


@rows.register
def _(contract: WorkshopScheduled, entry: Entry) -> tuple[Row, ...]:
    return _fact(
        contract,
        entry,
        contract.workshop_id,
        detail=contract.kind,
        amount=contract.minutes,
        counts_on=contract.starts_on,
    )


@rows.register
def _(contract: SessionAttended, entry: Entry) -> tuple[Row, ...]:
    return _fact(
        contract,
        entry,
        contract.workshop_id,
        detail=f"{contract.enrolment_id} {contract.session_number}",
        amount=contract.minutes if contract.present else 0,
    )


@rows.register
def _(contract: ServicePactSigned, entry: Entry) -> tuple[Row, ...]:
    return _fact(contract, entry, contract.person_id, counts_on=contract.signed_on)


@rows.register
def _(contract: JobPlaced, entry: Entry) -> tuple[Row, ...]:
    return _fact(
        contract,
        entry,
        contract.placement_id,
        detail=str(contract.person_id),
        amount=int(contract.qualifying),
        counts_on=contract.start_on,
    )


@rows.register
def _(contract: RetentionConfirmed, entry: Entry) -> tuple[Row, ...]:
    return _fact(
        contract,
        entry,
        contract.placement_id,
        detail=contract.status,
        amount=contract.checkpoint_days,
    )


@rows.register
def _(contract: JobEnded, entry: Entry) -> tuple[Row, ...]:
    return _fact(
        contract,
        entry,
        contract.placement_id,
        amount=contract.days_worked,
        counts_on=contract.end_on,
    )


PROGRAMME_AT_A_GLANCE = Projection(
    name="programme_at_a_glance_v1",
    definition=(
        "kind text NOT NULL, thing uuid, household_id uuid, "
        "creditor_id text NOT NULL, detail text NOT NULL, amount bigint NOT NULL, "
        f"counts_on date, {ORIGIN_COLUMNS}"
    ),
    own_columns=(
        "kind",
        "thing",
        "household_id",
        "creditor_id",
        "detail",
        "amount",
        "counts_on",
    ),
    rows=rows,
    index="kind",
)
