"""
Who follows a case: which organisation, and which of its workers took it in charge.

A row is one letter that opens a case, passes it on or takes it in charge. No letter
names the worker of the organisation that a case passes to: until it is taken in
charge there, nobody is known to have it. `holds_from` is the day from which the
organisation follows.
"""

from datetime import date
from functools import singledispatch
from uuid import UUID

from azione0.contract import Contract
from azione0.contracts.intake import CaseAssigned, CaseOpened, CaseTakenInCharge
from reporting.projections.entry import ORIGIN_COLUMNS, Entry, Projection, Row


@singledispatch
def rows(contract: Contract, entry: Entry) -> tuple[Row, ...]:
    """Give what one letter says of who follows a case; of most letters, nothing."""
    return ()


@rows.register
def _(contract: CaseOpened, entry: Entry) -> tuple[Row, ...]:
    return _row(contract, entry, organisation_id=contract.organisation_id)


@rows.register
def _(contract: CaseAssigned, entry: Entry) -> tuple[Row, ...]:
    return _row(
        contract,
        entry,
        organisation_id=contract.to_organisation_id,
        holds_from=contract.from_on,
    )


@rows.register
def _(contract: CaseTakenInCharge, entry: Entry) -> tuple[Row, ...]:
    return _row(contract, entry, operator_id=contract.operator_id)


def _row(
    contract: CaseOpened | CaseAssigned | CaseTakenInCharge,
    entry: Entry,
    *,
    organisation_id: str = "",
    operator_id: str = "",
    holds_from: date | None = None,
) -> tuple[tuple[UUID, UUID, str, str, str, date, date, object, str, str], ...]:
    return (
        (
            contract.case_id,
            contract.household_id,
            contract.promise.name,
            organisation_id,
            operator_id,
            holds_from or contract.effective_on,
            *entry,
        ),
    )


WHO_FOLLOWS_A_CASE = Projection(
    name="who_follows_a_case_v1",
    definition=(
        "case_id uuid NOT NULL, household_id uuid NOT NULL, kind text NOT NULL, "
        "organisation_id text NOT NULL, operator_id text NOT NULL, "
        f"holds_from date NOT NULL, {ORIGIN_COLUMNS}"
    ),
    own_columns=(
        "case_id",
        "household_id",
        "kind",
        "organisation_id",
        "operator_id",
        "holds_from",
    ),
    rows=rows,
    index="case_id",
)
