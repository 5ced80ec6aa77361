"""The figures in force: versions by date, refusals, and no order of hearing."""

from datetime import date
from decimal import Decimal
from itertools import permutations

import pytest

from ledger.policy import (
    DEFAULTS,
    Policy,
    Rules,
    UnknownParameter,
    WrongParameter,
    policy_on,
)
from ledger.rates import RateUnknown
from ledger.rulebook import RULEBOOK_ID, Rulebook

JANUARY, JUNE = date(2025, 1, 1), date(2025, 6, 1)
ADOPTIONS = [
    ("one", {"grace_days": "15", "detection_days": "40"}, JANUARY),
    ("two", {"grace_days": "20"}, JUNE),
    ("three", {"counts_current_bills": "0"}, JUNE),
]


def rulebook(*adoptions) -> Rulebook:
    made = Rulebook(id=RULEBOOK_ID)
    for it in adoptions:
        made.adopt(*it)
    return made


def test_until_something_is_adopted_the_defaults_hold():
    assert rulebook().policy_at(JANUARY) == DEFAULTS
    assert rulebook(*ADOPTIONS).policy_at(date(2024, 12, 31)) == DEFAULTS


def test_a_version_holds_from_its_day_and_keeps_what_it_leaves():
    rules = rulebook(*ADOPTIONS)
    assert rules.policy_at(date(2025, 5, 31)).grace_days == 15
    assert rules.policy_at(JUNE).grace_days == 20
    assert rules.policy_at(JUNE).detection_days == 40


@pytest.mark.parametrize("order", [*permutations(range(3))])
def test_the_order_in_which_versions_are_heard_of_does_not_matter(order):
    heard = rulebook(*(ADOPTIONS[it] for it in order))
    assert heard.rules == rulebook(*ADOPTIONS).rules


def test_the_same_version_again_changes_nothing():
    made = rulebook(*ADOPTIONS)
    made.collect_events()
    assert not made.adopt(*ADOPTIONS[1])
    assert made.collect_events() == []


def test_the_legal_rate_of_a_new_year_is_adopted_as_a_figure():
    day = date(2027, 3, 1)
    with pytest.raises(RateUnknown, match="2027"):
        rulebook().rules.legal_rates().on(day)
    made = rulebook(
        ("rate", {"legal_interest_bp_2027": "125"}, date(2026, 12, 15)),
        ("grace", {"grace_days": "12"}, date(2027, 2, 1)),
    )
    assert made.rules.legal_rates().on(day).percent == Decimal("1.25")
    assert made.rules.legal_rates().on(day).source == "rate"
    corrected = rulebook(
        ("one", {"legal_interest_bp_2027": "125"}, date(2026, 12, 15)),
        ("two", {"legal_interest_bp_2027": "150"}, date(2026, 12, 20)),
    )
    assert corrected.rules.legal_rates().on(day).basis_points == 150


@pytest.mark.parametrize("value", ["-1", "1.25", "10001", "", "9" * 30])
def test_a_rate_that_cannot_be_is_refused(value):
    with pytest.raises(WrongParameter, match="legal_interest_bp_2027"):
        rulebook(("rate", {"legal_interest_bp_2027": value}, JANUARY))


def test_a_rate_that_a_decree_has_set_is_not_adopted_anew():
    with pytest.raises(WrongParameter, match="2025"):
        rulebook(("rate", {"legal_interest_bp_2025": "300"}, JANUARY))


@pytest.mark.parametrize("value", ["-1", "1.5", "", "ten", "²"])
def test_a_value_that_is_no_whole_number_is_refused(value):
    with pytest.raises(WrongParameter, match="grace_days"):
        DEFAULTS.changed("x", {"grace_days": value}, JANUARY)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("grace_days", "36501"),
        ("detection_days", "9" * 5000),
        ("warning_days", "99999999999"),
        ("min_instalment_cents", "1000000000000"),
    ],
)
def test_a_value_that_no_calendar_or_purse_holds_is_refused(name, value):
    with pytest.raises(WrongParameter, match=name):
        DEFAULTS.changed("x", {name: value}, JANUARY)


@pytest.mark.parametrize("name", ["version", "effective_from", "budget_factor"])
def test_a_name_that_is_no_figure_is_refused(name):
    with pytest.raises(UnknownParameter, match=name):
        DEFAULTS.changed("x", {name: "1"}, JANUARY)


def test_a_figure_that_is_yes_or_no_is_one():
    changed = DEFAULTS.changed("x", {"counts_current_bills": "0"}, JANUARY)
    assert changed.counts_current_bills is False


def test_of_two_versions_of_a_day_the_later_name_holds():
    one, two = Policy("1", JUNE), Policy("2", JUNE)
    assert policy_on(JUNE, [one, two]) == policy_on(JUNE, [two, one]) == two


def test_the_rules_know_every_age_that_was_ever_asked_for():
    assert Rules((Policy("x", JUNE, detection_days=45),)).detection_days() == {30, 45}


def test_the_business_day_never_goes_back():
    made = rulebook()
    made.reach(JUNE)
    made.reach(JANUARY)
    assert made.day == JUNE
