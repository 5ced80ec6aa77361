"""What if, and how many instalments; what can be borne never falls with income."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshops.budgets.indices import AffordabilityRules, assess
from workshops.budgets.lines import Figures, ImpossibleLine, Line
from workshops.budgets.repayment import ImpossibleDebt, Repayment, repay
from workshops.budgets.supposing import ImpossibleSupposition, Supposition, suppose

RULES = AffordabilityRules()
WORKED = Figures(1150_00, 180_00, 780_00, 0, 50_00)
LINES = [Line("pension", 700_00), Line("rent", 300_00), Line("service_charges", 90_00)]
cents = st.integers(0, 500_000)


@given(cents, cents, cents, cents, cents, cents, st.none() | cents)
def test_what_can_be_borne_never_falls_when_income_rises(
    income, more, housing, essentials, floor, debts, isee
):
    def affordable(earned):
        figures = Figures(earned, housing, essentials, floor, debts)
        return assess(figures, isee, RULES).affordable_cents

    assert affordable(income) <= affordable(income + more)


def test_the_worked_example_gives_seventy_euro_and_sixteen_instalments():
    found = assess(WORKED, None, RULES)
    assert found.affordable_cents == 70_00
    plan = repay(1080_00, found.affordable_cents)
    assert plan == Repayment(16, 70_00, 30_00, 0)


def test_every_step_of_the_worked_example_is_explained():
    steps = {it.name: it.value for it in assess(WORKED, None, RULES).steps}
    assert (steps["R"], steps["R/2"], steps["c·Y"]) == (
        "140,00 €",
        "70,00 €",
        "143,75 €",
    )
    assert (steps["A"], steps["RTI"], steps["S"]) == ("70,00 €", "15,65 %", "12,17 %")


@given(st.integers(0, 10**7), st.integers(0, 10**5), st.integers(1, 120))
def test_instalments_and_what_is_frozen_sum_to_the_debt(debt, affordable, most):
    plan = repay(debt, affordable, most=most)
    paid = (plan.count - 1) * affordable + plan.last_cents if plan.count else 0
    assert paid + plan.frozen_cents == debt
    assert plan.count <= most
    assert not plan.count or 0 < plan.last_cents <= affordable


@pytest.mark.parametrize(("debt", "down"), [(-1, 0), (100, 101), (100, -1)])
def test_a_debt_that_cannot_be_is_refused(debt, down):
    with pytest.raises(ImpossibleDebt):
        repay(debt, 10, down_cents=down)


def test_a_job_adds_income_and_another_home_takes_the_place_of_this_one():
    supposed = suppose(
        LINES, [Supposition("new_job", 850_00), Supposition("other_home", 200_00)]
    )
    by_category = {it.category: it.per_month for it in supposed}
    assert by_category == {
        "pension": Fraction(700_00),
        "work": Fraction(850_00),
        "rent": Fraction(200_00),
    }


def test_a_supposition_that_says_nothing_possible_is_refused():
    with pytest.raises(ImpossibleSupposition):
        suppose(LINES, [Supposition("lottery", 1)])
    with pytest.raises(ImpossibleLine):
        suppose(LINES, [Supposition("new_line", 1, "dreams")])
    with pytest.raises(ImpossibleLine):
        suppose(LINES, [Supposition("new_job", -1)])
