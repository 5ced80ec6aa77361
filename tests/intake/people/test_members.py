"""A registered person is a member, and who goes goes from both."""

from datetime import date, timedelta

import pytest

from intake.households.lived_in import DeathBeforeBirth, NotAMember, TwoHolders
from intake.people.person import AlreadyLeft, TwiceInTheHousehold

ON, LATER = date(2025, 3, 1), date(2025, 6, 15)
ONE_DAY = timedelta(days=1)
WHO = {"surname": "Rossi", "name": "Ada"}


@pytest.fixture
def home(office):
    return office.household()


def members(office, household_id, day):
    return {it.person_id: it.role for it in office.intake.members(household_id, day)}


def until(office, person_id):
    [line] = [it for it in office.intake.persons() if it.person_id == person_id]
    return line.until_on


def test_who_is_registered_is_a_member_from_that_day(office, home):
    with office.command() as intake:
        ada = intake.register_person(home, WHO, ON, role="holder")
        child = {"surname": "Rossi", "name": "Bea", "birth_date": "2015-05-05"}
        bea = intake.register_person(home, child, ON, role="child")
    assert members(office, home, ON) == {ada: "holder", bea: "child"}
    assert members(office, home, ON - ONE_DAY) == {}
    found = office.intake.composition(home, ON)
    assert (found.adults, found.minors, found.listed) == (1, 1, True)
    with pytest.raises(TwoHolders), office.command() as intake:
        intake.register_person(home, WHO | {"name": "Carla"}, ON, role="holder")
    assert len(office.intake.persons(home)) == 2


def test_a_member_who_is_known_is_registered_once_and_under_the_same_id(office, home):
    with office.command() as intake:
        ada = intake.add_member(home, "holder", ON)
        assert intake.register_person(home, WHO, ON, member_id=ada) == ada
    assert members(office, home, ON) == {ada: "holder"}
    with pytest.raises(TwiceInTheHousehold), office.command() as intake:
        intake.register_person(home, WHO, ON, member_id=ada)
    with pytest.raises(NotAMember), office.command() as intake:
        intake.register_person(home, WHO, ON - ONE_DAY, member_id=ada)


@pytest.mark.parametrize("went", ["death", "left"])
def test_who_goes_as_a_member_goes_as_a_person(office, home, went):
    with office.command() as intake:
        ada = intake.register_person(home, WHO, ON)
        intake.lose_member(home, ada, went, LATER)
    assert members(office, home, LATER) == {}
    assert until(office, ada) == LATER - ONE_DAY
    with pytest.raises(AlreadyLeft), office.command() as intake:
        intake.leave_household(ada, LATER)


def test_who_goes_as_a_person_goes_as_a_member(office, home):
    with office.command() as intake:
        ada = intake.register_person(home, WHO, ON)
        intake.leave_household(ada, LATER)
    assert set(members(office, home, LATER)) == {ada}
    assert members(office, home, LATER + ONE_DAY) == {}
    assert until(office, ada) == LATER


def test_who_separates_is_a_person_of_the_household_no_more(office, home):
    with office.command() as intake:
        ada = intake.register_person(home, WHO, ON, role="holder")
        bea = intake.register_person(home, WHO | {"name": "Bea"}, ON)
        intake.separate_household(home, [bea], LATER)
    assert (until(office, ada), until(office, bea)) == (None, LATER - ONE_DAY)


def test_one_who_is_born_and_dies_on_a_day_is_a_person_of_that_day(office, home):
    with office.command() as intake:
        ada = intake.add_member(home, "child", ON, is_minor=True, came="birth")
        intake.register_person(home, WHO, ON, member_id=ada)
        with pytest.raises(DeathBeforeBirth):
            intake.lose_member(home, ada, "death", ON - ONE_DAY)
        intake.lose_member(home, ada, "death", ON)
    assert until(office, ada) == ON


def test_those_counted_stay_counted_until_all_of_them_are_registered(office, home):
    """The first who is registered does not make the others vanish."""

    def counted(day):
        found = office.intake.composition(home, day)
        return found.adults, found.minors, found.listed

    with office.command() as intake:
        intake.count_household(home, 2, 1, "ACCESS", ON)
        ada = intake.register_person(home, WHO, ON)
    assert counted(ON) == (2, 1, False)
    with office.command() as intake:
        intake.add_member(home, "child", LATER, is_minor=True, came="birth")
        intake.lose_member(home, ada, "left", LATER + ONE_DAY)
    assert counted(LATER) == (2, 2, False)
    assert counted(LATER + ONE_DAY) == (1, 2, False)
    with office.command() as intake:
        intake.add_member(home, "other", ON)
        intake.add_member(home, "child", ON, is_minor=True)
    assert counted(ON) == (2, 1, True)
    assert counted(LATER + ONE_DAY) == (1, 2, True)
