"""
What happened to a household, in the order in which it counts.

A row says which letter speaks of the household, and of which statement it is
part: a statement that was unsaid later is still shown, but marked.
"""

from functools import singledispatch
from uuid import UUID

from azione0.contract import Contract
from azione0.contracts.ledger import (
    AgreementBreached,
    AgreementCompleted,
    ArrearsDetected,
    ArrearsRetracted,
    BreachRetracted,
    CompletionRetracted,
    InstalmentMissed,
    InstalmentMissRetracted,
    InstalmentPaid,
    InstalmentPaymentRetracted,
)
from reporting.projections.entry import ORIGIN_COLUMNS, Entry, Projection, Row


@singledispatch
def rows(contract: Contract, entry: Entry) -> tuple[Row, ...]:
    """Give one row for a letter about a household; none for any other."""
    return _line(contract, entry)


@rows.register
def _(contract: ArrearsDetected, entry: Entry) -> tuple[Row, ...]:
    return _line(contract, entry, f"arrears {contract.episode_id}")


@rows.register
def _(contract: ArrearsRetracted, entry: Entry) -> tuple[Row, ...]:
    return _line(contract, entry, f"arrears {contract.episode_id}", unsays=True)


@rows.register
def _(contract: InstalmentPaid, entry: Entry) -> tuple[Row, ...]:
    return _line(contract, entry, _payment(contract))


@rows.register
def _(contract: InstalmentPaymentRetracted, entry: Entry) -> tuple[Row, ...]:
    return _line(contract, entry, _payment(contract), unsays=True)


@rows.register
def _(contract: AgreementCompleted, entry: Entry) -> tuple[Row, ...]:
    return _line(contract, entry, f"completion {contract.agreement_id}")


@rows.register
def _(contract: CompletionRetracted, entry: Entry) -> tuple[Row, ...]:
    return _line(contract, entry, f"completion {contract.agreement_id}", unsays=True)


@rows.register
def _(contract: InstalmentMissed, entry: Entry) -> tuple[Row, ...]:
    return _line(contract, entry, f"miss {contract.agreement_id} {contract.number}")


@rows.register
def _(contract: InstalmentMissRetracted, entry: Entry) -> tuple[Row, ...]:
    statement = f"miss {contract.agreement_id} {contract.number}"
    return _line(contract, entry, statement, unsays=True)


@rows.register
def _(contract: AgreementBreached, entry: Entry) -> tuple[Row, ...]:
    return _line(contract, entry, f"breach {contract.agreement_id}")


@rows.register
def _(contract: BreachRetracted, entry: Entry) -> tuple[Row, ...]:
    return _line(contract, entry, f"breach {contract.agreement_id}", unsays=True)


def _payment(contract: InstalmentPaid | InstalmentPaymentRetracted) -> str:
    return f"payment {contract.agreement_id} {contract.number} {contract.paid_on}"


def _line(
    contract: Contract, entry: Entry, statement: str = "", *, unsays: bool = False
) -> tuple[Row, ...]:
    """Name the statement that a letter makes or takes back, where it is one."""
    household_id: UUID | None = getattr(contract, "household_id", None)
    if household_id is None:
        return ()
    return ((household_id, contract.promise.name, statement, unsays, *entry),)


HOUSEHOLD_TIMELINE = Projection(
    name="household_timeline_v1",
    definition=(
        "household_id uuid NOT NULL, name text NOT NULL, statement text NOT NULL, "
        f"unsays boolean NOT NULL, {ORIGIN_COLUMNS}"
    ),
    own_columns=("household_id", "name", "statement", "unsays"),
    rows=rows,
    index="household_id",
)
