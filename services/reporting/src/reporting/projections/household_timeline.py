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
    ArrearsDetected,
    ArrearsRetracted,
    BreachRetracted,
    InstalmentMissed,
    InstalmentMissRetracted,
)
from reporting.projections.entry import ORIGIN_COLUMNS, Entry, Projection, Row


@singledispatch
def statement(contract: Contract) -> tuple[str, bool]:
    """Name the statement a letter makes or unsays, and whether it unsays it."""
    return "", False


@statement.register
def _(contract: ArrearsDetected) -> tuple[str, bool]:
    return f"arrears {contract.episode_id}", False


@statement.register
def _(contract: ArrearsRetracted) -> tuple[str, bool]:
    return f"arrears {contract.episode_id}", True


@statement.register
def _(contract: InstalmentMissed) -> tuple[str, bool]:
    return f"miss {contract.agreement_id} {contract.number}", False


@statement.register
def _(contract: InstalmentMissRetracted) -> tuple[str, bool]:
    return f"miss {contract.agreement_id} {contract.number}", True


@statement.register
def _(contract: AgreementBreached) -> tuple[str, bool]:
    return f"breach {contract.agreement_id}", False


@statement.register
def _(contract: BreachRetracted) -> tuple[str, bool]:
    return f"breach {contract.agreement_id}", True


def rows(contract: Contract, entry: Entry) -> tuple[Row, ...]:
    """Give one row for a letter about a household; none for any other."""
    household_id: UUID | None = getattr(contract, "household_id", None)
    if household_id is None:
        return ()
    return ((household_id, contract.promise.name, *statement(contract), *entry),)


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
