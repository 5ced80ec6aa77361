"""
What payments covered: which part of a payment went to which charge.

A row is one line of an allocation. A payment's allocation, `said` anew, replaces
all that was said of it before; one that is not adds to it. An allocation that was
taken back is one row without a charge.
"""

from functools import singledispatch

from azione0.contract import Contract
from azione0.contracts.ledger import CreditApplied, PaymentAllocated
from reporting.projections.entry import (
    COUNTED_ORIGIN,
    COUNTED_ORIGIN_COLUMNS,
    Entry,
    Projection,
    Row,
)


@singledispatch
def rows(contract: Contract, entry: Entry) -> tuple[Row, ...]:
    """Give what one letter says that a payment covered; of most letters, nothing."""
    return ()


@rows.register
def _(contract: PaymentAllocated, entry: Entry) -> tuple[Row, ...]:
    counted = entry.counted
    return tuple(
        (contract.payment_id, it.charge_id, it.amount_cents, 1, *counted)
        for it in contract.lines
    ) or ((contract.payment_id, None, 0, 1, *counted),)


@rows.register
def _(contract: CreditApplied, entry: Entry) -> tuple[Row, ...]:
    counted = entry.counted
    return tuple(
        (contract.payment_id, it.charge_id, it.amount_cents, 0, *counted)
        for it in contract.lines
    )


COVERED = Projection(
    name="covered_v1",
    definition=(
        "payment_id uuid NOT NULL, charge_id uuid, cents bigint NOT NULL, "
        f"said bigint NOT NULL, {COUNTED_ORIGIN_COLUMNS}"
    ),
    own_columns=("payment_id", "charge_id", "cents", "said"),
    rows=rows,
    index="charge_id",
    origin=COUNTED_ORIGIN,
)
