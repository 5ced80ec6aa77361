"""Figures have versions, and the past keeps its own."""

from datetime import date

import pytest
from front_desk import detected
from hypothesis import given
from hypothesis import strategies as st

from intake.governance.deadlines import NotDays
from intake.governance.figures import (
    PARAMETERS,
    PROPOSAL,
    Adopted,
    Book,
    ImpossibleFigure,
    checked_figures,
)
from intake.governance.policy import PolicyAlreadyAdopted

DAYS = st.dates(date(2025, 1, 1), date(2025, 1, 20))


def test_each_day_has_the_figure_that_counted_on_it(office):
    with office.command() as intake:
        intake.adopt_policy("2025/1", {"call_days": "2"}, date(2025, 1, 1))
        intake.adopt_policy("2026/1", {"call_days": "9"}, date(2026, 1, 1), "CdR 4")
    assert [it.policy_version for it in office.intake.policies()] == [
        "2025/1",
        "2026/1",
    ]
    assert office.intake.policies()[1].decision_ref == "CdR 4"

    def on(day):
        [found] = [it for it in office.intake.figures(day) if it.name == "call_days"]
        return found.value, found.policy_version

    assert on(date(2024, 12, 31)) == (str(PARAMETERS["call_days"].default), PROPOSAL)
    assert on(date(2025, 12, 31)) == ("2", "2025/1")
    assert on(date(2026, 1, 1)) == ("9", "2026/1")


def test_before_a_figure_of_another_service_begins_it_is_not_told(office):
    with office.command() as intake:
        intake.adopt_policy("2025/1", {"grace_days": "12"}, date(2025, 4, 1))

    def told(day):
        return {it.name: it.value for it in office.intake.figures(day)}

    assert "grace_days" not in told(date(2025, 3, 31))
    assert told(date(2025, 4, 1))["grace_days"] == "12"


@pytest.mark.parametrize(
    ("refusal", "figures"),
    [
        (NotDays, {"cooldown_door_days": "soon"}),
        (NotDays, {"cooldown_door_days": "1000"}),
        (ImpossibleFigure, {"quorum_percent": "101"}),
        (ImpossibleFigure, {"signal_threshold_cents": "-1"}),
        (ImpossibleFigure, {"signal_threshold_cents": "9" * 5000}),
    ],
)
def test_a_figure_that_cannot_be_is_refused(refusal, figures):
    with pytest.raises(refusal):
        checked_figures(figures)


def test_a_threshold_adopted_later_selects_anew(office):
    household_id = office.household()
    office.target()
    office.tell(detected(household_id, cents=54000))
    assert office.case(household_id) is not None
    with office.command() as intake:
        high = {"signal_threshold_cents": "60000"}
        intake.adopt_policy("2025/1", high, date(2025, 1, 1))
    assert office.case(household_id) is None


@given(st.lists(st.tuples(DAYS, st.sampled_from("abc"), st.integers(0, 9))), DAYS)
def test_of_the_versions_begun_the_last_counts_whatever_was_adopted_first(told, day):
    adopted = [
        Adopted(since, version, "call_days", str(value))
        for since, version, value in told
    ]
    begun = [it for it in adopted if it.effective_from <= day]
    found = Book(adopted).on("call_days", day)
    again = Book(reversed(adopted)).on("call_days", day)
    if not begun:
        assert found.policy_version == PROPOSAL
    else:
        last = max((it.effective_from, it.policy_version) for it in begun)
        assert found.policy_version == last[1]
        assert found.policy_version == again.policy_version


def test_of_one_day_a_figure_has_one_version(office):
    day = date(2025, 1, 1)
    with office.command() as intake:
        intake.adopt_policy("2025/9", {"call_days": "5"}, day)
    with office.command() as intake, pytest.raises(PolicyAlreadyAdopted):
        intake.adopt_policy("2025/10", {"call_days": "7"}, day)
    with office.command() as intake:
        intake.adopt_policy("2025/11", {"dispute_days": "7"}, day)
