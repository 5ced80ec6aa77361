"""A plan asks for no instalment of an agreement that is broken or has ended."""

from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from uuid import UUID

import pytest

from azione0 import letter
from azione0.contracts.ledger import (
    AgreementBreached,
    AgreementCompleted,
    AgreementReinstated,
    AgreementSigned,
    AgreementTerminated,
    BreachRetracted,
    CompletionRetracted,
    Instalment,
)
from workshops.budgets.lines import Line

HOUSEHOLD, AGREEMENT = UUID(int=1), UUID(int=70)
MONTHS = [date(2025, month, 10) for month in range(4, 9)]
JUNE = date(2025, 6, 5)
WROTE = datetime(2025, 6, 5, tzinfo=UTC)


def signed():
    return AgreementSigned(
        agreement_id=AGREEMENT,
        household_id=HOUSEHOLD,
        creditor_id="aler-bcm",
        debt_cents=70_00 * len(MONTHS),
        charge_ids=(UUID(int=80),),
        down_payment_cents=0,
        instalments=tuple(
            Instalment(number=n, due_on=day, amount_cents=70_00)
            for n, day in enumerate(MONTHS, 1)
        ),
        interest_policy="none",
        signed_on=date(2025, 3, 1),
        signatory_roles=("tenant",),
        effective_on=date(2025, 3, 1),
    )


def word(kind, on, **more):
    reason = {} if kind is AgreementReinstated else {"reason": "missed_instalments"}
    return kind(
        agreement_id=AGREEMENT,
        household_id=HOUSEHOLD,
        creditor_id="aler-bcm",
        outstanding_cents=100_00,
        effective_on=on,
        **reason,
        **more,
    )


def written(contract, days):
    """Write a letter so many days after the first."""
    return letter.write(
        contract,
        id=f"{type(contract).__name__}/{days}",
        source="//aler-bcm/ledger",
        recorded_at=WROTE + timedelta(days=days),
        correlation_id="t",
        causation_id="t",
    )


BROKEN = word(AgreementBreached, JUNE)
AGAIN = word(AgreementReinstated, date(2025, 7, 20), catch_up_by_on=date(2025, 8, 20))
STORIES = [
    ([BROKEN], [4, 5]),
    ([BROKEN, word(BreachRetracted, JUNE)], [4, 5, 6, 7, 8]),
    ([BROKEN, AGAIN], [4, 5, 8]),
    ([BROKEN, AGAIN, word(AgreementBreached, date(2025, 8, 1))], [4, 5]),
    ([BROKEN, word(BreachRetracted, JUNE), word(AgreementTerminated, JUNE)], [4, 5]),
    ([word(AgreementCompleted, MONTHS[2])], [4, 5, 6]),
    (
        [
            word(AgreementCompleted, MONTHS[2]),
            word(CompletionRetracted, date(2025, 6, 20)),
        ],
        [4, 5, 6, 7, 8],
    ),
    ([word(AgreementTerminated, MONTHS[2])], [4, 5]),
]


def months_planned(desk):
    lines = [Line("work", 1000_00)]
    budget = desk.draft_budget(HOUSEHOLD, MONTHS[0], lines, JUNE, floor_cents=0)
    return [
        month.month
        for month in MONTHS
        if any(
            it.category == "arrears_instalment"
            for it in desk.application.budget_plan(budget, month.replace(day=1))
        )
    ]


@pytest.mark.parametrize("story", STORIES, ids=lambda it: str(len(it[0])))
def test_what_is_planned_follows_what_was_said(desk_on_each_store, story):
    said, months = story
    desk = desk_on_each_store
    raws = [written(signed(), -10), *(written(it, n) for n, it in enumerate(said))]
    taken = desk.house.hand_in("workshops", raws)
    assert taken.failed == 0
    assert months_planned(desk) == months


@pytest.mark.parametrize("order", [*permutations(range(4))])
def test_the_order_in_which_it_is_heard_does_not_matter(desk, order):
    said, months = STORIES[3]
    raws = [written(signed(), -10), *(written(it, n) for n, it in enumerate(said))]
    desk.house.hand_in("workshops", [raws[place] for place in (*order, *order)])
    assert months_planned(desk) == months
