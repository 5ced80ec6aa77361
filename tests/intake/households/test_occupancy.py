"""Which tenancies of one dwelling belong to the same household."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.households.occupancy import Held, household_key, occupancies


def held(tenancy_id, since, until=None, creditor_id="aler-bcm"):
    return Held(since, creditor_id, tenancy_id, "torre-cimabue", until)


def grouped(*tenancies):
    return [[it.tenancy_id for it in one.tenancies] for one in occupancies(tenancies)]


def test_two_creditors_tenancies_that_overlap_are_one_household():
    rent = held("T1", date(2018, 3, 1))
    services = held("C9", date(2019, 1, 1), creditor_id="amm-sole")
    assert grouped(services, rent) == [["T1", "C9"]]


def test_a_dwelling_empty_for_a_day_brings_another_household():
    before = held("T1", date(2018, 3, 1), date(2024, 5, 31))
    after = held("T2", date(2024, 6, 2))
    assert grouped(before, after) == [["T1"], ["T2"]]
    first, second = occupancies([before, after])
    assert (first.vacated_on, first.left_on) == (None, date(2024, 5, 31))
    assert (second.vacated_on, second.left_on) == (date(2024, 5, 31), None)


def test_a_tenancy_from_the_next_day_carries_the_household_on():
    before = held("T1", date(2018, 3, 1), date(2024, 5, 31))
    renewed = held("T2", date(2024, 6, 1))
    assert grouped(before, renewed) == [["T1", "T2"]]


def test_a_tenancy_that_still_holds_keeps_the_household_together():
    services = held("C9", date(2017, 1, 1), creditor_id="amm-sole")
    before = held("T1", date(2018, 3, 1), date(2024, 5, 31))
    after = held("T2", date(2024, 9, 1))
    assert grouped(services, before, after) == [["C9", "T1", "T2"]]


def test_households_of_two_dwellings_or_two_times_never_share_a_pseudonym():
    keys = {
        household_key("D1", None),
        household_key("D1", date(2024, 5, 31)),
        household_key("D2", None),
        household_key("D", None),
    }
    assert len(keys) == 4


DAYS = st.dates(date(2020, 1, 1), date(2020, 3, 1))


@given(st.lists(st.tuples(DAYS, st.none() | DAYS), max_size=6), st.randoms())
def test_the_order_in_which_tenancies_are_told_changes_no_household(spans, chance):
    tenancies = [
        held(f"T{number}", since, None if until is None else max(since, until))
        for number, (since, until) in enumerate(spans)
    ]
    told = tenancies.copy()
    chance.shuffle(told)
    assert occupancies(told) == occupancies(tenancies)


@pytest.mark.parametrize("until", [date(2020, 1, 31), None])
def test_everybody_has_left_only_when_every_tenancy_has_ended(until):
    rent = held("T1", date(2018, 3, 1), date(2020, 1, 1))
    services = held("C9", date(2018, 3, 1), until, creditor_id="amm-sole")
    [occupancy] = occupancies([rent, services])
    assert occupancy.left_on == until
