"""Two households that may be one: side by side, merged or kept apart, with a reason."""

from datetime import date

import pytest
from front_desk import detected, ended, named, tenancy

from azione0.contracts import condominium
from azione0.contracts.intake import HouseholdRegistered
from intake.cases.pact import NotACode
from intake.households.household import UnknownHousehold
from intake.signals.duplicates import MergedAlready, NotMerged, SameHousehold

DAY = date(2025, 5, 6)


@pytest.fixture
def two(office):
    """One dwelling, written in two ways by two creditors."""
    office.tell(tenancy("T1", "D-01"), tenancy("C9", "d01", by=condominium))
    one = office.intake.household_of("aler-bcm", "T1")
    other = office.intake.household_of("amm-sole", "C9")
    assert one != other
    return one, other


def test_one_dwelling_in_two_spellings_is_shown_side_by_side(office, two):
    [line] = office.intake.duplicates()
    assert {line.one_id, line.other_id} == set(two)
    assert line.reasons == ("same_dwelling",)


def test_one_tenancy_said_by_two_creditors_is_shown(office):
    office.tell(tenancy("0077", "D1"), tenancy("77", "D2", by=condominium))
    assert [it.reasons for it in office.intake.duplicates()] == [("same_tenancy",)]


def test_one_person_in_two_households_is_shown(office):
    first, second = office.household("T1", "D1"), office.household("T2", "D2")
    person_id = named("person")
    with office.command() as intake:
        intake.give_consent(person_id, first, "research_recontact", "1", DAY)
        intake.change_household(second, "joined", DAY, person_id=person_id)
    assert [it.reasons for it in office.intake.duplicates()] == [("same_person",)]


def test_who_lived_there_before_is_no_duplicate(office):
    office.tell(tenancy("T1", "D-1"), ended("T1", until=date(2024, 1, 31)))
    office.tell(tenancy("T2", "D1", since=date(2024, 3, 1)))
    assert office.intake.duplicates() == []


def test_what_is_of_the_merged_is_found_under_the_survivor(office, two):
    survivor, merged = two
    office.target()
    with office.command() as intake:
        intake.merge_households(survivor, merged, "same_family", DAY)
    office.tell(detected(merged, creditor="amm-sole", band="C", cents=90000))
    office.tell(detected(survivor, "e2", band="B", cents=50000))
    [line] = office.intake.worklist(DAY).rows
    assert line.household_id == survivor
    assert line.told["owed_cents"] == 140000
    said = [it.said for it in office.intake.story(survivor)]
    assert said.count("ArrearsDetected") == 2
    assert "Merged" in said
    of_both = office.intake.received(household_id=survivor)
    assert {it.household_id for it in of_both} == {survivor, merged}
    assert office.intake.duplicates() == []
    # What others wrote down stays theirs: no pseudonym is said anew.
    assert {it.household_id for it in office.said(HouseholdRegistered)} == set(two)


def test_a_merging_can_be_taken_back(office, two):
    survivor, merged = two
    office.target()
    office.tell(detected(survivor), detected(merged, creditor="amm-sole"))
    with office.command() as intake:
        intake.merge_households(survivor, merged, "same_family", DAY)
    assert len(office.intake.worklist(DAY).rows) == 1
    with office.command() as intake:
        intake.part_households(merged, survivor, "two_families", DAY)
    assert len(office.intake.worklist(DAY).rows) == 2
    assert len(office.intake.duplicates()) == 1
    with pytest.raises(NotMerged), office.command() as intake:
        intake.part_households(merged, survivor, "two_families", DAY)


def test_two_that_are_kept_apart_are_shown_no_more(office, two):
    with office.command() as intake:
        intake.keep_apart(*two, "two_families", DAY)
    assert office.intake.duplicates() == []
    [line] = office.intake.duplicates(undecided=False)
    assert line.status == "kept_apart"


def test_what_cannot_be_merged_is_refused(office, two):
    survivor, merged = two
    third = office.household("T3", "D3")
    refused = [
        (SameHousehold, (survivor, survivor, "same_family", DAY)),
        (UnknownHousehold, (survivor, named("nobody"), "same_family", DAY)),
        (NotACode, (survivor, merged, "they are the Rossi", DAY)),
    ]
    for refusal, told in refused:
        with pytest.raises(refusal), office.command() as intake:
            intake.merge_households(*told)
    with office.command() as intake:
        intake.merge_households(survivor, merged, "same_family", DAY)
    for told in ((merged, third), (third, merged), (third, survivor)):
        with pytest.raises(MergedAlready), office.command() as intake:
            intake.merge_households(*told, "same_family", DAY)
    with pytest.raises(MergedAlready), office.command() as intake:
        intake.keep_apart(survivor, merged, "two_families", DAY)
    with office.command() as intake:
        intake.merge_households(survivor, third, "same_family", DAY)


def test_a_referral_about_the_merged_is_the_survivors(office, two):
    survivor, merged = two
    with office.command() as intake:
        intake.merge_households(survivor, merged, "same_family", DAY)
        intake.refer(
            source="concierge",
            reason="heating_cut",
            organisation_id="la-rete",
            on=DAY,
            tenancy_id="C9",
        )
    assert [it.household_id for it in office.intake.cases()] == [survivor]


def test_who_moved_from_one_household_to_another_is_no_duplicate(office):
    first, second = office.household("T1", "D1"), office.household("T2", "D2")
    moved_on = date(2025, 5, 1)
    with office.command() as intake:
        person_id = intake.add_member(first, "other", date(2020, 1, 1))
        intake.lose_member(first, person_id, "left", moved_on)
        intake.add_member(second, "other", moved_on, person_id=person_id)
    assert office.intake.duplicates() == []
    # On one day in both, somebody is there twice.
    with office.command() as intake:
        other_id = intake.add_member(first, "other", date(2020, 1, 1))
        intake.add_member(second, "other", moved_on, person_id=other_id)
        intake.lose_member(first, other_id, "left", date(2025, 5, 2))
    assert [it.reasons for it in office.intake.duplicates()] == [("same_person",)]
