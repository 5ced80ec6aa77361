"""A case is shared while everybody who lives there agrees, and not a day longer."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from granted import agreed, grant
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from people_desk import ON

from azione0.access.purposes import SHARING
from azione0.access.sharing import NoBasis
from intake.people.agreed import Stay, agreed_until
from intake.people.consent import Term, years_after

DAY = timedelta(1)
BEGUN, HORIZON = date(2025, 1, 1), 40
YEARS = 3
ONE, TWO = UUID(int=1), UUID(int=2)
days = st.integers(0, HORIZON).map(lambda it: BEGUN + it * DAY)
ends = st.none() | days
terms = st.lists(st.builds(Term, days, ends), max_size=3)


def by_looking_at_each_day(stays, told, on):
    """Say the same by asking of every day, as one would on paper."""
    last = None
    for it in range(HORIZON + 2):
        day = BEGUN + it * DAY
        if day < on:
            continue
        there = [
            it
            for it in stays
            if it.since <= day and (it.until is None or day <= it.until)
        ]
        said = [
            any(
                term.since <= day and (term.until is None or day < term.until)
                for term in told.get((it.person_id, purpose), ())
            )
            for it in there
            for purpose in SHARING
        ]
        if not said or not all(said):
            return last
        last = day
    return date.max


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    stays=st.lists(
        st.builds(Stay, st.sampled_from([ONE, TWO]), days, ends), max_size=3
    ),
    told=st.dictionaries(
        st.tuples(st.sampled_from([ONE, TWO]), st.sampled_from(SHARING)), terms
    ),
    on=days,
)
def test_it_is_the_last_day_to_which_all_agree(stays, told, on):
    found = agreed_until(stays, told, SHARING, None, on)
    assert found == by_looking_at_each_day(stays, told, on)


def test_a_consent_that_is_too_old_counts_no_more():
    told = {(ONE, it): [Term(BEGUN, None)] for it in SHARING}
    stays = [Stay(ONE, BEGUN, None)]
    assert agreed_until(stays, told, SHARING, YEARS, BEGUN) == date(2027, 12, 31)
    assert agreed_until(stays, told, SHARING, YEARS, date(2028, 1, 1)) is None
    assert years_after(BEGUN, YEARS) == date(2028, 1, 1)


# -- the same, recorded


@pytest.fixture
def desk(office):
    """A case, and a stranger who could be let in."""
    intake = office.house.office("intake")
    grant(intake, "guests/dora", "guests", "case_worker", is_bound=False)
    return intake


def share(office, desk, household_id, on=ON, **terms):
    with office.command():
        return desk.access.share_case(
            household_id,
            organisation="guests",
            purpose="support",
            fields=["economic"],
            on=on,
            until=date(2030, 1, 1),
            **terms,
        )


def agree(office, household_id, person_id, purposes=SHARING, on=ON):
    with office.command() as intake:
        for it in purposes:
            intake.give_consent(person_id, household_id, it, "1", on)


def could(desk, household_id, day):
    [found] = desk.access.could(
        "guests/dora", "read", household_id=household_id, fields="economic", day=day
    )
    return found.allowed


def test_what_people_said_is_asked_of_what_was_recorded(office, desk):
    household_id = office.household()
    with pytest.raises(NoBasis):
        share(office, desk, household_id)
    anna = office.person(household_id)
    carlo = office.person(household_id, codice_fiscale="", name="Carlo")
    agree(office, household_id, anna)
    agree(office, household_id, carlo, SHARING[:1])
    with pytest.raises(NoBasis):
        share(office, desk, household_id)
    agree(office, household_id, carlo, SHARING[1:])
    with pytest.raises(NoBasis):
        share(office, desk, household_id, on=ON - DAY)
    share(office, desk, household_id)
    assert could(desk, household_id, ON)
    assert could(desk, household_id, date(2028, 3, 31))
    assert not could(desk, household_id, date(2028, 4, 1))


@pytest.mark.parametrize("purpose", SHARING)
def test_one_who_withdraws_one_consent_ends_the_sharing_for_all(office, desk, purpose):
    household_id = office.household()
    anna = office.person(household_id)
    agree(office, household_id, anna)
    share(office, desk, household_id)
    withdrawn = date(2025, 6, 1)
    with office.command() as intake:
        intake.withdraw_consent(anna, purpose, withdrawn)
    assert could(desk, household_id, withdrawn - DAY)
    assert not could(desk, household_id, withdrawn)
    agree(office, household_id, anna, on=date(2025, 7, 1))
    assert not could(desk, household_id, date(2025, 7, 1))
    with office.command() as intake:
        intake.withdraw_consent(anna, purpose, date(2025, 8, 1))
    assert could(desk, household_id, withdrawn - DAY)


def test_who_comes_later_is_asked_too(office, desk):
    household_id = office.household()
    agree(office, household_id, office.person(household_id))
    share(office, desk, household_id)
    came = date(2025, 5, 1)
    office.person(household_id, came, codice_fiscale="", name="Carlo")
    assert could(desk, household_id, came - DAY)
    assert not could(desk, household_id, came)


def test_who_is_erased_agrees_to_nothing(office, desk):
    household_id = office.household()
    anna = office.person(household_id)
    agree(office, household_id, anna)
    share(office, desk, household_id)
    gone = date(2025, 6, 1)
    with office.command() as intake:
        intake.erase_person(anna, gone)
    assert could(desk, household_id, gone - DAY)
    assert not could(desk, household_id, gone)


def test_what_rests_on_an_agreement_or_a_duty_does_not_ask_for_consent(office, desk):
    household_id = office.household()
    anna = office.person(household_id)
    share(office, desk, household_id, duty="child_protection")
    agreed(desk, "guests", "social_file")
    share(office, desk, household_id, on=date(2025, 5, 1))
    agree(office, household_id, anna)
    with office.command() as intake:
        intake.withdraw_consent(anna, SHARING[0], date(2025, 6, 1))
    assert could(desk, household_id, date(2025, 7, 1))
