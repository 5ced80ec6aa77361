"""Tenancies told by creditors become households, whatever the order."""

from datetime import date, timedelta
from itertools import permutations

import pytest
from front_desk import ADMINISTRATOR, ALER, NOW, TOWER, ended, letter, named, tenancy

from azione0.contracts import condominium
from azione0.contracts.intake import HouseholdChanged, HouseholdRegistered
from intake.households.household import UnknownHousehold
from intake.households.part import ImpossibleHousehold


def held(registered):
    return sorted(it.tenancy_id for it in registered.tenancies)


def test_a_tenancy_mints_a_household_and_says_so(office):
    household_id = office.household("T1", "D1")
    [registered] = office.said(HouseholdRegistered)
    assert registered.household_id == household_id
    assert (registered.building_id, held(registered)) == (TOWER, ["T1"])
    assert (registered.adults, registered.rent_area) == (None, None)


def test_a_second_creditor_of_the_dwelling_joins_the_household(office):
    household_id = office.household("T1", "D1")
    office.tell(tenancy("C9", "D1", by=condominium, since=date(2019, 1, 1)))
    assert office.intake.household_of(ADMINISTRATOR, "C9") == household_id
    *_, last = office.said(HouseholdRegistered)
    assert (last.household_id, held(last)) == (household_id, ["C9", "T1"])


def test_another_dwelling_is_another_household(office):
    assert office.household("T1", "D1") != office.household("T2", "D2")


def test_the_same_letter_again_says_nothing_new(office):
    office.household("T1", "D1")
    office.tell(tenancy("T1", "D1"))
    assert len(office.said()) == 1


def test_the_same_facts_in_another_letter_say_nothing_new(office):
    office.household("T1", "D1")
    office.hand_in([letter(tenancy("T1", "D1"), id="once more")])
    assert len(office.said()) == 1


STORY = (
    tenancy("T1", "D1"),
    ended("T1", until=date(2024, 5, 31)),
    tenancy("T2", "D1", since=date(2024, 9, 1)),
)


@pytest.mark.parametrize("told", [*permutations(STORY)])
def test_a_relet_dwelling_has_two_households_in_whatever_order_told(office, told):
    office.tell(*told)
    before = office.intake.household_of(ALER, "T1")
    after = office.intake.household_of(ALER, "T2")
    assert before != after
    last = {it.household_id: held(it) for it in office.said(HouseholdRegistered)}
    assert (last[before], last[after]) == (["T1"], ["T2"])
    assert [it.left_on for it in office.intake.households()] in (
        [date(2024, 5, 31), None],
        [None, date(2024, 5, 31)],
    )


@pytest.mark.parametrize("later_first", [True, False])
def test_of_two_words_about_a_tenancy_the_later_written_counts(office, later_first):
    wrong = letter(tenancy("T1", "D1"), id="wrong")
    right = letter(
        tenancy("T1", "D2"), id="right", recorded_at=NOW + timedelta(hours=1)
    )
    office.hand_in([right, wrong] if later_first else [wrong, right])
    [household] = office.intake.households()
    assert household.dwelling_id == "D2"


def test_a_household_registered_by_hand_is_the_one_creditors_mean(office):
    with office.command() as intake:
        household_id = intake.register_household(
            dwelling_id="D1",
            building_id=TOWER,
            tenancies=[(ALER, "T1")],
            adults=2,
            minors=1,
            rent_area="ACCESS",
            on=date(2025, 1, 1),
        )
    office.tell(tenancy("C9", "D1", by=condominium))
    assert office.intake.household_of(ADMINISTRATOR, "C9") == household_id
    *_, last = office.said(HouseholdRegistered)
    assert (last.adults, last.minors, last.rent_area) == (2, 1, "ACCESS")


def test_births_and_deaths_are_counted_and_told(office):
    household_id = office.household()
    with office.command() as intake:
        intake.count_household(household_id, 2, 0, "PROTECTION", date(2025, 1, 1))
        intake.change_household(household_id, "birth", date(2025, 2, 1))
        intake.change_household(household_id, "death", date(2025, 3, 1))
    [line] = office.intake.households()
    assert (line.adults, line.minors) == (1, 1)
    assert [it.kind for it in office.said(HouseholdChanged)] == ["birth", "death"]


def test_what_no_household_can_be_is_refused(office):
    household_id = office.household()
    with office.command() as intake:
        with pytest.raises(ImpossibleHousehold):
            intake.count_household(household_id, 0, 2, "ACCESS", date(2025, 1, 1))
        with pytest.raises(ImpossibleHousehold):
            intake.change_household(household_id, "succession", date(2025, 1, 1))
        with pytest.raises(UnknownHousehold):
            intake.change_household(named("nobody"), "birth", date(2025, 1, 1))


def test_an_area_and_a_count_tell_nothing_of_days_they_were_not_told_of(office):
    household_id = office.household()
    first, second = date(2024, 1, 1), date(2025, 1, 1)
    with office.command() as intake:
        intake.count_household(household_id, 2, 0, "ACCESS", first)
        intake.count_household(household_id, 2, 1, "PERMANENCE", second)
        # Means of a time in between, and a member of the time before.
        intake.record_means(
            household_id, 9, "PROTECTION", date(2024, 6, 1), date(2024, 8, 31)
        )
    told = office.intake.composition

    def seen(day):
        found = told(household_id, day)
        return found.adults, found.minors, found.rent_area

    assert seen(date(2024, 7, 1)) == (2, 0, "PROTECTION")
    assert seen(date(2024, 9, 1)) == (2, 0, "ACCESS")
    with office.command() as intake:
        intake.add_member(household_id, "holder", date(2024, 3, 1))
    assert seen(date(2024, 9, 1))[2] == "ACCESS"


def test_a_count_of_an_earlier_day_is_kept_though_it_is_as_the_last_one(office):
    household_id = office.household()
    for adults, year in ((2, 2025), (3, 2026), (3, 2024)):
        with office.command() as intake:
            day = date(year, 1, 1)
            intake.count_household(household_id, adults, 0, "ACCESS", day)
    assert office.intake.composition(household_id, date(2024, 7, 1)).adults == 3
    assert office.intake.composition(household_id, date(2025, 7, 1)).adults == 2


def test_the_list_of_today_counts_those_of_today(office):
    household_id = office.household()
    with office.command() as intake:
        intake.count_household(household_id, 2, 0, "ACCESS", date(2025, 6, 1))
        intake.count_household(household_id, 3, 1, "PERMANENCE", date(2026, 1, 1))
        intake.count_household(household_id, 1, 0, "PROTECTION", date(2024, 1, 1))

    def listed(on=None):
        [line] = office.intake.households(on=on)
        return line.adults, line.minors, line.rent_area

    assert listed() == (2, 0, "ACCESS")
    assert listed(date(2024, 7, 1)) == (1, 0, "PROTECTION")
    assert listed(date(2026, 1, 1)) == (3, 1, "PERMANENCE")
    assert listed(date(2023, 1, 1)) == (None, None, None)


def test_who_is_counted_for_an_earlier_day_does_not_change_what_counts_later(office):
    household_id = office.household()
    with office.command() as intake:
        intake.count_household(household_id, 2, 1, "ACCESS", date(2025, 6, 1))
        intake.count_household(household_id, 1, 0, "ACCESS", date(2025, 1, 1))
        intake.change_household(household_id, "birth", date(2025, 2, 1))
        intake.change_household(household_id, "birth", date(2025, 7, 1))
    seen = [
        office.intake.composition(household_id, date(2025, month, 15))
        for month in (1, 2, 6, 7)
    ]
    assert [(it.adults, it.minors) for it in seen] == [(1, 0), (1, 1), (2, 1), (2, 2)]
