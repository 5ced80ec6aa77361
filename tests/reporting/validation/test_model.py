"""What was given, what it cost, what came back, and the place where that was so."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from reporting.validation.cost import (
    ASSUMED,
    Assumptions,
    cost_per_case,
    social_return,
)
from reporting.validation.fidelity import (
    EQUAL,
    Component,
    Given,
    fidelity,
    fidelity_of,
)
from reporting.validation.interval import Estimate, ImpossibleValue, Interval, TooFew
from reporting.validation.proportions import proportion
from reporting.validation.transfer import ContextSheet, Effect, ReAim

WHOLE = Given(
    contact_days=30,
    assessment_days=45,
    pact=True,
    budget=True,
    sessions=4,
    plan=True,
    labour_profile=True,
    reviews_held=2,
    reviews_due=2,
)


def test_who_was_given_all_in_time_has_a_fidelity_of_one():
    found = fidelity(WHOLE)
    assert (found.value, found.required, found.missing) == (1, 8, 0)
    assert found.high


def test_a_day_late_or_a_session_short_counts_as_not_given():
    late = Given(31, 46, True, True, 3, True, True, True, 1, 2)  # noqa: FBT003
    assert late.delivered() == {
        Component.CONTACT: False,
        Component.ASSESSMENT: False,
        Component.PACT: True,
        Component.BUDGET: True,
        Component.SESSIONS: False,
        Component.PLAN: True,
        Component.LABOUR_PROFILE: True,
        Component.REVIEW: False,
    }
    assert fidelity(late).value == Fraction(4, 8)
    assert not fidelity(late).high


def test_nobody_past_working_age_owes_a_labour_profile_nor_a_review_not_due():
    found = fidelity(Given(10, 20, True, True, 4, True, working_age=False))  # noqa: FBT003
    assert (found.value, found.required) == (1, 6)


def test_what_is_not_known_counts_as_not_given_and_is_counted():
    found = fidelity(Given(contact_days=10))
    assert found.value == Fraction(1, 7)
    assert found.missing == 6


def test_weights_are_the_steering_groups():
    weights = {**EQUAL, Component.PLAN: 3, Component.REVIEW: 0}
    assert fidelity(Given(plan=True), weights).value == Fraction(3, 9)
    with pytest.raises(TooFew):
        fidelity(WHOLE, {})
    with pytest.raises(ImpossibleValue):
        fidelity(WHOLE, {Component.PLAN: -1})


def test_households_are_put_together():
    found = fidelity_of([WHOLE, Given(contact_days=10)])
    assert found.value == (1 + Fraction(1, 7)) / 2
    assert (found.counted, found.high, found.missing) == (2, 1, 6)
    assert found.given[Component.CONTACT] == (2, 2)
    assert found.given[Component.REVIEW] == (1, 1)
    with pytest.raises(TooFew):
        fidelity_of([])


def test_what_a_case_costs_and_a_recovered_euro():
    """CMHC's Toronto Rent Bank: 1,709 dollars a client."""
    found = cost_per_case(1_709_00 * 10, 10, 8_545_00)
    assert found.per_case_cents == 1_709_00
    assert found.per_recovered == Decimal("2.0000")
    assert cost_per_case(100, 3, 0).per_recovered is None
    with pytest.raises(TooFew):
        cost_per_case(100, 0, 0)
    with pytest.raises(ImpossibleValue):
        cost_per_case(-1, 1, 0)


ASSUMED_HERE = Assumptions(Decimal("0.2"), Decimal("0.25"), Decimal("0.5"), Decimal(0))
ENDS = {
    "deadweight": (Decimal(0), Decimal("0.4")),
    "attribution": (Decimal(0), Decimal("0.5")),
    "drop": (Decimal(0), Decimal(1)),
    "discount": (Decimal(0), Decimal("0.25")),
}


def test_a_return_is_worked_out_by_hand():
    """
    (1000·0.8·0.75 + 1000·0.8·0.75·0.5) / 300 = 900/300 = 3.

    Its ends: all at their best (1000 + 1000)/300, all at their worst
    1000·0.6·0.5/1.25/300.
    """
    found = social_return([1000_00, 1000_00], 300_00, ASSUMED_HERE, ENDS)
    assert found.ratio == Decimal("3.0000")
    assert found.greatest == Decimal("6.6667")
    assert found.least == Decimal("0.8000")
    assert found.breaks_even_at == Decimal("0.3333")
    swings = {it.assumption: (it.at_low, it.at_high) for it in found.swings}
    assert swings["deadweight"] == (Decimal("3.7500"), Decimal("2.2500"))
    assert swings["drop"] == (Decimal("4.0000"), Decimal("2.0000"))
    assert found.swings[0].assumption == "attribution"


def test_a_return_never_goes_without_its_sensitivity():
    with pytest.raises(TooFew):
        social_return([1000_00], 300_00, ASSUMED_HERE, {})
    ends = {**ENDS, "drop": (Decimal("0.6"), Decimal(1))}
    with pytest.raises(ImpossibleValue):
        social_return([1000_00], 300_00, ASSUMED_HERE, ends)
    with pytest.raises(TooFew):
        social_return([], 300_00, ASSUMED_HERE, ENDS)
    with pytest.raises(ImpossibleValue):
        Assumptions(Decimal(2), Decimal(0), Decimal(0), Decimal(0))
    assert set(ENDS) == set(ASSUMED)


def test_the_five_questions_name_what_is_not_known_yet():
    effect = Effect(
        "K2b", "staircase", Estimate(-1, 1, Interval(-3, 1)), date(2026, 1, 1)
    )
    found = ReAim(
        reach=proportion(200, 328),
        effectiveness=(effect,),
        adoption_organisations=proportion(5, 6),
        adoption_buildings=proportion(3, 7),
        implementation=fidelity_of([WHOLE]),
        cost_per_case_cents=1_709_00,
        maintenance_households=None,
        maintenance_organisations=proportion(5, 5),
    )
    assert found.missing == ("maintenance_households",)


def sheet(**changed):
    return ContextSheet(
        **{
            "estate": "San Polo",
            "as_of": date(2026, 1, 1),
            "dwellings": 328,
            "households": 328,
            "residents": 1_045,
            "tenure_mix": {"sap": Fraction(1)},
            "creditor_split": {"aler": Fraction(2, 3), "condominium": Fraction(1, 3)},
            "households_in_arrears": 82,
            "arrears_cents": 100_000_00,
            "operators": Fraction(5, 2),
            "operator_hours": 400,
        }
        | changed
    )


def test_the_sheet_of_a_place_gives_its_rates():
    assert sheet().arrears_rate == Fraction(1, 4)
    assert sheet().households_per_operator == Fraction(656, 5)


@pytest.mark.parametrize(
    "wrong",
    [
        {"tenure_mix": {"sap": Fraction(1, 2)}},
        {"households_in_arrears": 329},
        {"operators": Fraction(0)},
    ],
)
def test_a_place_that_cannot_be_is_refused(wrong):
    with pytest.raises(ImpossibleValue):
        sheet(**wrong)
