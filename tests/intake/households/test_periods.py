"""What holds from a day to a day, and what gives way to what."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from azione0.contracts.intake import HouseholdRegistered
from intake.households.part import ImpossibleHousehold
from intake.households.periods import (
    EndsBeforeItBegins,
    Period,
    PeriodsOverlap,
    fit,
    held_on,
)

CASES = Path(__file__).parents[1] / "peer_cases.json"
[RDV_005] = [
    it for it in json.loads(CASES.read_text(encoding="utf-8")) if it["id"] == "RDV-005"
]
ROWS = RDV_005["input"]["rows"]


def read(days, held):
    since, until = days
    return Period(date.fromisoformat(since), until and date.fromisoformat(until), held)


def fitted(row, *, force):
    known = [read(it, place) for place, it in enumerate(row["existing"])]
    return fit(known, read(row["new"], "new"), force=force)


@pytest.mark.parametrize("place", range(len(ROWS)))
def test_rdv_005_a_period_between_two_others(place):
    row, expected = ROWS[place], RDV_005["expected"]["results"][place]
    ends = {it.held: it.until for it in fitted(row, force=row["force"])}
    if "new_ends" in expected:
        assert str(ends["new"]) == expected["new_ends"]
        assert ends[1] == expected["later_ends"]
    else:
        assert str(ends[1]) == expected["previous_ends"]


def test_without_force_what_has_an_end_does_not_give_way():
    with pytest.raises(PeriodsOverlap):
        fitted(ROWS[1], force=False)


def test_what_has_no_end_ends_the_day_before_the_next_begins():
    first = Period(date(2025, 1, 1), None, "first")
    ended, second = fit([first], Period(date(2025, 3, 1), None, "second"))
    assert (ended.until, second.until) == (date(2025, 2, 28), None)


@pytest.mark.parametrize(
    ("new", "refusal"),
    [
        (Period(date(2025, 1, 1), None, "same day"), PeriodsOverlap),
        (Period(date(2024, 1, 1), date(2025, 1, 1), "into a later"), PeriodsOverlap),
        (Period(date(2025, 3, 2), date(2025, 3, 1), "no day"), EndsBeforeItBegins),
    ],
)
def test_a_period_that_nobody_could_mean_is_refused(new, refusal):
    with pytest.raises(refusal):
        fit([Period(date(2025, 1, 1), None, "known")], new)


DAY = date(2025, 1, 1)
DAYS = st.integers(0, 60).map(lambda it: DAY + timedelta(it))


@given(st.lists(st.tuples(DAYS, st.none() | DAYS), max_size=12))
def test_of_periods_fitted_in_one_at_most_holds_a_day_and_the_last_its_first(told):
    periods = []
    for number, (since, until) in enumerate(told):
        try:
            periods = fit(periods, Period(since, until, number), force=True)
        except (PeriodsOverlap, EndsBeforeItBegins):
            continue
        assert held_on(periods, since) == number
    for place in range(62):
        assert sum(it.holds_on(DAY + timedelta(place)) for it in periods) <= 1


def test_isee_and_rent_area_hold_by_date(office):
    household_id = office.household()
    with office.command() as intake:
        intake.record_means(household_id, 850000, "PROTECTION", date(2024, 1, 15))
        intake.record_means(household_id, 950000, "ACCESS", date(2025, 1, 15))
        intake.record_means(
            household_id,
            850000,
            "PROTECTION",
            date(2024, 6, 1),
            date(2024, 6, 30),
            force=True,
        )
        with pytest.raises(ImpossibleHousehold):
            intake.record_means(household_id, -1, "ACCESS", date(2025, 1, 15))
        with pytest.raises(PeriodsOverlap):
            intake.record_means(household_id, 1, "ACCESS", date(2025, 1, 15))
    said = [
        (found.isee_cents, found.rent_area)
        for found in (
            office.intake.composition(household_id, it)
            for it in (date(2024, 1, 14), date(2024, 3, 1), date(2025, 1, 15))
        )
    ]
    assert said == [(None, None), (850000, "PROTECTION"), (950000, "ACCESS")]
    *_, told = office.said(HouseholdRegistered)
    assert told.rent_area == "ACCESS"
    assert "850000" not in repr(office.said())
