"""What a household can repay, to the cent, and never more than it can bear."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshops.budgets.indices import AffordabilityRules, assess, discipline
from workshops.budgets.lines import Figures

RULES = AffordabilityRules()


def judged(income, housing=180_00, essentials=780_00, floor=0, debts=50_00, isee=None):
    return assess(Figures(income, housing, essentials, floor, debts), isee, RULES)


def test_the_example_of_the_method_gives_seventy_euro():
    found = judged(1150_00)
    assert found.residual_cents == 140_00
    assert found.affordable_cents == 70_00
    assert found.rent_to_income == Decimal("0.1565")
    assert found.sustainability == Decimal("0.1217")
    assert found.sustainable


def test_every_step_is_shown_with_its_value():
    values = {step.name: step.value for step in judged(1150_00).steps}
    assert values["R"] == "140,00 €"
    assert values["R/2"] == "70,00 €"
    assert values["c·Y"] == "143,75 €"
    assert values["A"] == "70,00 €"
    assert values["RTI"] == "15,65 %"


@pytest.mark.parametrize(
    ("income", "named", "affordable"),
    [
        (1139_98, {}, 60_00),  # half of 129.98 is 64.99: down to 60
        (1140_00, {}, 65_00),
        (2000_00, {}, 250_00),  # an eighth of the income is less than half the rest
        (2000_00, {"isee": 14_000_00}, 250_00),
        (2000_00, {"isee": 14_000_01}, 400_00),  # a fifth
        (1150_00, {"floor": 839_00}, 40_00),  # the floor is more than what is declared
        (1010_00, {}, 0),  # nothing is left
        (500_00, {}, 0),
        (0, {}, 0),
    ],
)
def test_what_can_be_repaid(income, named, affordable):
    assert judged(income, **named).affordable_cents == affordable


def test_less_than_the_least_instalment_is_not_sustainable():
    assert judged(1060_00).affordable_cents == 25_00
    assert not judged(1060_00).sustainable
    assert judged(1070_00).affordable_cents == 30_00
    assert judged(1070_00).sustainable


def test_without_income_there_are_no_shares():
    found = judged(0)
    assert found.rent_to_income is None
    assert found.sustainability is None
    assert found.residual_cents == -1010_00
    assert found.housing_weight == "overburden"


@pytest.mark.parametrize(
    ("housing", "weight"),
    [
        (300_00, "normal"),
        (300_01, "stress"),
        (400_00, "stress"),
        (400_01, "overburden"),
    ],
)
def test_housing_weighs_from_above_thirty_and_forty_per_cent(housing, weight):
    assert judged(1000_00, housing=housing).housing_weight == weight


CENTS = st.integers(0, 1_000_000)


@given(st.tuples(CENTS, CENTS, CENTS, CENTS, CENTS, st.none() | CENTS))
def test_nobody_is_asked_for_more_than_half_of_what_is_left(figures):
    found = judged(*figures)
    assert found.affordable_cents >= 0
    assert found.affordable_cents % 5_00 == 0
    assert found.affordable_cents == 0 or (
        2 * found.affordable_cents <= found.residual_cents
        and 5 * found.affordable_cents <= figures[0]
    )


@pytest.mark.parametrize(
    ("planned", "actual", "kept"),
    [
        ({"food": 400_00}, {"food": 400_00}, Decimal(1)),
        ({"food": 400_00, "rent": 100_00}, {"food": 450_00}, Decimal("0.7")),
        ({"food": 100_00}, {"gambling": 400_00}, Decimal(0)),
        ({}, {"food": 100_00}, None),
    ],
)
def test_discipline_is_what_was_planned_less_what_strayed(planned, actual, kept):
    assert discipline(planned, actual) == kept
