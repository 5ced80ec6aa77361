"""A missed instalment proposes a review, until it is done, or the case is closed."""

from datetime import date
from uuid import UUID

import pytest

from azione0.contracts.intake import CaseClosed, CaseTakenInCharge
from azione0.contracts.ledger import InstalmentMissed
from workshops.budgets.lines import Line

HOUSEHOLD, CASE = UUID(int=1), UUID(int=50)
SPRING, MISSED = date(2025, 3, 1), date(2025, 5, 21)
LINES = [Line("work", 1150_00, day=27), Line("food", 780_00)]


@pytest.fixture
def desk(desk_on_each_store):
    return desk_on_each_store


def in_charge(on):
    return CaseTakenInCharge(
        case_id=CASE,
        household_id=HOUSEHOLD,
        pact_id=UUID(int=60),
        operator_id="op-1",
        goals=("family_budget",),
        effective_on=on,
    )


def closed(on):
    return CaseClosed(
        case_id=CASE, household_id=HOUSEHOLD, outcome="moved", effective_on=on
    )


def missed(on=MISSED):
    return InstalmentMissed(
        agreement_id=UUID(int=70),
        household_id=HOUSEHOLD,
        creditor_id="ALER-BCM",
        number=1,
        due_on=date(2025, 5, 10),
        due_cents=70_00,
        paid_cents=0,
        shortfall_cents=70_00,
        consecutive=1,
        in_12_months=1,
        effective_on=on,
    )


@pytest.mark.parametrize("first", [0, 1, 2])
def test_nobody_is_asked_to_review_the_budget_of_a_closed_case(desk, first):
    letters = [in_charge(SPRING), missed(), closed(date(2025, 6, 1))]
    desk.hear(*letters[first:], *letters[:first])
    assert desk.application.reviews_proposed() == []


def test_a_case_closed_before_the_miss_does_not_hide_it_nor_one_taken_up_again(desk):
    desk.hear(in_charge(SPRING), closed(date(2025, 4, 1)), missed())
    assert len(desk.application.reviews_proposed()) == 1
    desk.hear(closed(date(2025, 6, 1)))
    assert desk.application.reviews_proposed() == []
    desk.hear(in_charge(date(2025, 7, 1)))
    assert len(desk.application.reviews_proposed()) == 1


def test_a_budget_is_read_day_by_day_and_compared_on_each_store(desk):
    budget = desk.draft_budget(HOUSEHOLD, SPRING, LINES, SPRING, floor_cents=0)
    days, [march], pays = desk.application.day_by_day(budget, SPRING, date(2025, 3, 31))
    assert (march.income_cents, march.spent_cents) == (1150_00, 780_00)
    assert [it.first_on for it in pays] == [SPRING, date(2025, 3, 27)]
    assert sum(it.spent_cents for it in days) == 780_00
    desk.agree_budget(budget, SPRING)
    desk.review_budget(budget, SPRING, LINES, date(2025, 4, 2))
    versions = desk.application.budget_versions(HOUSEHOLD)
    assert [it.state for it in versions] == ["agreed", "reviewed"]
    assert len(desk.said("BudgetAgreed")) == len(desk.said("BudgetReviewed")) == 1
