"""Who lives in a household on which day, as it was known when."""

from datetime import date, timedelta

import pytest
from front_desk import NOW, named
from hypothesis import given
from hypothesis import strategies as st

from azione0.contracts.intake import HouseholdChanged, HouseholdRegistered
from intake.households.lived_in import (
    DeathBeforeBirth,
    DiedBefore,
    FutureBirth,
    HolderLeaves,
    HolderUnderAge,
    LeftBeforeTheyCame,
    MembersKnown,
    MemberTwice,
    NobodyStays,
    NotAMember,
    OfAgeAlready,
    TwoHolders,
)
from intake.households.members import Stay, comes_of_age, counts_on
from intake.households.part import ImpossibleHousehold

MOVED_IN, BORN, DIED = date(2018, 3, 1), date(2025, 2, 10), date(2025, 6, 15)
ADA, BEA, CARLO = named("ada"), named("bea"), named("carlo")


def a_family(office):
    """Ada holds the tenancy, Bea is her spouse, Carlo their minor child."""
    household_id = office.household()
    with office.command() as intake:
        for person_id, role in ((ADA, "holder"), (BEA, "spouse"), (CARLO, "child")):
            intake.add_member(
                household_id,
                role,
                MOVED_IN,
                is_minor=role == "child",
                person_id=person_id,
            )
    return household_id


def roles(office, household_id, day, **known):
    found = office.intake.members(household_id, day, **known)
    return {it.person_id: it.role for it in found}


def counted(office, household_id, day):
    found = office.intake.composition(household_id, day)
    return found.adults, found.minors, found.listed


def test_members_found_living_there_are_counted_and_change_nothing_for_others(office):
    household_id = a_family(office)
    assert counted(office, household_id, MOVED_IN) == (2, 1, True)
    assert counted(office, household_id, MOVED_IN - timedelta(1)) == (None, None, False)
    assert office.said(HouseholdChanged) == []
    *_, told = office.said(HouseholdRegistered)
    assert (told.adults, told.minors) == (2, 1)


def test_a_birth_a_death_and_a_departure_are_told_and_counted_by_day(office):
    household_id = a_family(office)
    with office.command() as intake:
        child = intake.add_member(
            household_id, "child", BORN, is_minor=True, came="birth"
        )
        intake.lose_member(household_id, ADA, "death", DIED)
        intake.lose_member(household_id, CARLO, "left", date(2025, 7, 1))
    days = (BORN - timedelta(1), BORN, DIED, date(2025, 7, 1))
    assert [counted(office, household_id, it)[:2] for it in days] == [
        (2, 1),
        (2, 2),
        (1, 2),
        (1, 1),
    ]
    told = [(it.kind, it.person_id) for it in office.said(HouseholdChanged)]
    assert told == [("birth", child), ("death", ADA), ("left", CARLO)]
    *_, last = office.said(HouseholdRegistered)
    assert (last.adults, last.minors) == (1, 1)


def test_what_was_told_late_counts_for_its_day_and_only_since_it_was_known(office):
    household_id = a_family(office)
    before = office.now
    office.now = NOW + timedelta(days=1)
    with office.command() as intake:
        intake.lose_member(household_id, CARLO, "left", date(2024, 1, 1))
    assert CARLO not in roles(office, household_id, date(2024, 1, 1))
    assert CARLO in roles(office, household_id, date(2024, 1, 1), known_at=before)
    assert CARLO in roles(office, household_id, date(2023, 12, 31))


def test_where_nobody_is_listed_what_was_counted_counts(office):
    household_id = office.household()
    with office.command() as intake:
        intake.count_household(household_id, 2, 0, "ACCESS", date(2024, 1, 1))
        intake.count_household(household_id, 3, 1, "ACCESS", date(2025, 1, 1))
    assert counted(office, household_id, date(2024, 6, 1)) == (2, 0, False)
    assert counted(office, household_id, date(2025, 6, 1)) == (3, 1, False)
    assert counted(office, household_id, date(2023, 6, 1)) == (None, None, False)


def test_a_separation_leaves_the_tenancy_to_who_stays(office):
    household_id = a_family(office)
    day = date(2025, 5, 1)
    with office.command() as intake:
        intake.separate_household(household_id, [ADA, CARLO], day, new_holder_id=BEA)
    assert roles(office, household_id, day) == {BEA: "holder"}
    assert roles(office, household_id, day - timedelta(1))[ADA] == "holder"
    told = [(it.kind, it.person_id) for it in office.said(HouseholdChanged)]
    assert told == [("left", ADA), ("left", CARLO), ("succession", None)]


def test_between_a_death_and_a_succession_nobody_holds_the_tenancy(office):
    household_id = a_family(office)
    with office.command() as intake:
        intake.change_household(household_id, "death", DIED, person_id=ADA)
        intake.change_household(
            household_id, "succession", date(2025, 7, 20), new_holder_id=BEA
        )
    assert roles(office, household_id, DIED) == {BEA: "spouse", CARLO: "child"}
    assert roles(office, household_id, date(2025, 7, 20))[BEA] == "holder"


def test_a_minor_is_of_age_by_a_fact_and_who_is_born_here_by_the_law(office):
    household_id = a_family(office)
    with office.command() as intake:
        born = intake.add_member(
            household_id, "child", BORN, is_minor=True, came="birth"
        )
        intake.come_of_age(household_id, CARLO, date(2025, 3, 1))
        with pytest.raises(OfAgeAlready):
            intake.come_of_age(household_id, CARLO, date(2025, 4, 1))
    assert counted(office, household_id, date(2025, 3, 1))[:2] == (3, 1)
    grown = office.intake.members(household_id, date(2043, 2, 10))
    assert {it.person_id: it.is_minor for it in grown}[born] is False
    assert comes_of_age(date(2024, 2, 29)) == date(2042, 3, 1)


REFUSED = [
    (MemberTwice, lambda it, of: it.add_member(of, "child", DIED, person_id=BEA)),
    (TwoHolders, lambda it, of: it.add_member(of, "holder", DIED)),
    (HolderUnderAge, lambda it, of: it.add_member(of, "holder", DIED, is_minor=True)),
    (ImpossibleHousehold, lambda it, of: it.add_member(of, "cat", DIED)),
    (
        ImpossibleHousehold,
        lambda it, of: it.add_member(of, "child", BORN, came="birth"),
    ),
    (ImpossibleHousehold, lambda it, of: it.lose_member(of, BEA, "lost", DIED)),
    (
        FutureBirth,
        lambda it, of: it.add_member(
            of, "child", date(2025, 9, 2), is_minor=True, came="birth"
        ),
    ),
    (FutureBirth, lambda it, of: it.change_household(of, "birth", date(2025, 9, 2))),
    (NotAMember, lambda it, of: it.lose_member(of, named("nobody"), "left", DIED)),
    (NotAMember, lambda it, of: it.separate_household(of, [named("nobody")], DIED)),
    (
        LeftBeforeTheyCame,
        lambda it, of: it.lose_member(of, BEA, "left", MOVED_IN - timedelta(1)),
    ),
    (HolderLeaves, lambda it, of: it.separate_household(of, [ADA], DIED)),
    (NobodyStays, lambda it, of: it.separate_household(of, [ADA, BEA, CARLO], DIED)),
    (NobodyStays, lambda it, of: it.separate_household(of, [], DIED)),
    (
        NotAMember,
        lambda it, of: it.separate_household(of, [ADA], DIED, new_holder_id=ADA),
    ),
    (
        HolderUnderAge,
        lambda it, of: it.change_household(of, "succession", DIED, new_holder_id=CARLO),
    ),
    (
        TwoHolders,
        lambda it, of: it.change_household(of, "succession", DIED, new_holder_id=ADA),
    ),
    (
        NotAMember,
        lambda it, of: it.change_household(
            of, "succession", DIED, new_holder_id=named("nobody")
        ),
    ),
    (MembersKnown, lambda it, of: it.change_household(of, "death", DIED)),
    (MembersKnown, lambda it, of: it.change_household(of, "joined", DIED)),
    (MembersKnown, lambda it, of: it.count_household(of, 5, 0, "ACCESS", DIED)),
]


@pytest.mark.parametrize(("refusal", "act"), REFUSED)
def test_what_no_family_can_do_is_refused_and_nothing_is_half_done(
    office, refusal, act
):
    household_id = a_family(office)
    before = office.said()
    with pytest.raises(refusal), office.command() as intake:
        act(intake, household_id)
    assert office.said() == before


def test_nobody_dies_before_birth_or_comes_back_from_the_dead(office):
    household_id = a_family(office)
    with office.command() as intake:
        born = intake.add_member(
            household_id, "child", BORN, is_minor=True, came="birth"
        )
        with pytest.raises(DeathBeforeBirth):
            intake.lose_member(household_id, born, "death", BORN - timedelta(1))
        intake.lose_member(household_id, ADA, "death", DIED)
        with pytest.raises(DiedBefore):
            intake.add_member(household_id, "other", date(2025, 8, 1), person_id=ADA)


def test_who_left_may_come_back(office):
    household_id = a_family(office)
    with office.command() as intake:
        intake.lose_member(household_id, BEA, "left", date(2025, 1, 1))
        intake.add_member(
            household_id, "spouse", date(2025, 4, 1), came="joined", person_id=BEA
        )
    assert BEA not in roles(office, household_id, date(2025, 3, 31))
    assert BEA in roles(office, household_id, date(2025, 4, 1))


DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))


@given(st.lists(st.tuples(st.uuids(), st.booleans(), DAYS, DAYS | st.none())), DAYS)
def test_every_member_of_a_day_is_counted_once_that_day(told, day):
    stays = [
        Stay(person_id, "other", minor, "joined", since, gone_on)
        for person_id, minor, since, gone_on in told
    ]
    found = counts_on(stays, day)
    living = [it for it in stays if it.holds_on(day)]
    assert sum(found or (0, 0)) == len(living)


def test_who_left_later_succeeds_on_a_day_on_which_they_lived_there(office):
    household_id = a_family(office)
    march, august = date(2025, 3, 1), date(2025, 8, 1)
    with office.command() as intake:
        intake.lose_member(household_id, BEA, "left", august)
        intake.lose_member(household_id, ADA, "death", march)
        intake.change_household(household_id, "succession", march, new_holder_id=BEA)
    assert roles(office, household_id, march)[BEA] == "holder"
    assert BEA not in roles(office, household_id, august)
