"""Whom to seek: drafted, looked at, adopted, superseded."""

from datetime import date

import pytest
from front_desk import ADMINISTRATOR, TOWER, cleared, detected

from azione0.contracts.intake import CaseClosed
from intake.governance.target import (
    EmptyTarget,
    Exclusion,
    NotAdopted,
    TargetAdopted,
    TargetSuperseded,
)
from intake.signals.preview import suppressed

DAY = date(2025, 3, 1)
WANTED = {
    "organisation_id": "la-rete",
    "buildings": [TOWER],
    "bands": ["B", "C"],
    "valid_from": date(2025, 1, 1),
}


def draft(office, **changed):
    with office.command() as intake:
        return intake.draft_target(on=date(2024, 12, 1), **(WANTED | changed))


def in_arrears(office, *numbers, band="B", area=None, **told):
    found = []
    for number in numbers:
        household_id = office.household(f"T{number}", f"D{number}")
        if area:
            with office.command() as intake:
                intake.count_household(household_id, 1, 0, area, date(2025, 1, 1))
        office.tell(detected(household_id, band=band, **told))
        found.append(household_id)
    return found


def test_a_draft_seeks_nobody_until_it_is_adopted_by_a_decision(office):
    [household_id] = in_arrears(office, 1)
    definition_id = draft(office)
    assert office.case(household_id) is None
    assert [it.status for it in office.intake.targets()] == ["draft"]
    with office.command() as intake:
        intake.adopt_draft(definition_id, "CdR 1/2025")
    assert office.case(household_id).organisation_id == "la-rete"
    with office.command() as intake:
        intake.supersede_target(definition_id, date(2025, 6, 1))
    assert [it.status for it in office.intake.targets()] == ["superseded"]
    assert office.intake.targets(status="draft") == []


def test_a_target_moves_in_one_direction_only(office):
    definition_id = draft(office)
    with pytest.raises(NotAdopted), office.command() as intake:
        intake.supersede_target(definition_id, DAY)
    with office.command() as intake:
        intake.revise_target(definition_id, on=DAY, **(WANTED | {"bands": ["D"]}))
        intake.adopt_draft(definition_id, "CdR 1/2025")
    with pytest.raises(TargetAdopted), office.command() as intake:
        intake.revise_target(definition_id, on=DAY, **WANTED)
    with pytest.raises(TargetAdopted), office.command() as intake:
        intake.adopt_draft(definition_id, "CdR 2/2025")
    with office.command() as intake:
        intake.supersede_target(definition_id, DAY)
    with pytest.raises(TargetSuperseded), office.command() as intake:
        intake.supersede_target(definition_id, DAY)


@pytest.mark.parametrize(
    "changed",
    [
        {"buildings": []},
        {"bands": ["E"]},
        {"rent_areas": ["POOR"]},
        {"excluded": [Exclusion("building", TOWER, "private")]},
        {"excluded": [Exclusion("household", "A0-12345", "in_court")]},
    ],
)
def test_a_draft_that_could_select_nobody_is_refused(office, changed):
    with pytest.raises(EmptyTarget):
        draft(office, **changed)


def test_a_preview_names_those_who_would_get_a_case(office):
    first, second, third = in_arrears(office, 1, 2, 3, area="PROTECTION")
    in_arrears(office, 4, band="A")
    office.tell(cleared(third, on=date(2025, 3, 10)))
    office.target(bands="B", creditors=[ADMINISTRATOR])
    with office.command() as intake:
        intake.open_case(first, "la-rete", date(2025, 2, 20))
    excluded = [Exclusion("household", str(second), "in_court")]
    seen = office.intake.preview_target(draft(office, excluded=excluded), DAY)
    assert {it.household_id for it in seen.found} == {first, third}
    assert {it.is_new for it in seen.found if it.household_id == first} == {False}
    assert seen.new == 1
    assert seen.excluded == {"in_court": 1}
    assert all(it.code.startswith("A0-") for it in seen.found)
    # What a preview says is what adoption does.
    later = office.intake.preview_target(draft(office), date(2025, 1, 31))
    assert later.found == ()


def test_who_is_adopted_is_who_was_previewed(office):
    in_arrears(office, 1, 2, area="ACCESS")
    in_arrears(office, 3, area="PROTECTION")
    in_arrears(office, 4)
    definition_id = draft(office, rent_areas=["ACCESS"])
    seen = office.intake.preview_target(definition_id, DAY)
    assert seen.area_unknown == 1
    with office.command() as intake:
        intake.adopt_draft(definition_id, "CdR 1/2025")
    opened = {it.household_id for it in office.intake.cases()}
    assert opened == {it.household_id for it in seen.found}
    assert len(opened) == 2


def test_an_area_told_later_selects_then(office):
    [household_id] = in_arrears(office, 1)
    office.target(rent_areas=["ACCESS"])
    assert office.case(household_id) is None
    with office.command() as intake:
        intake.count_household(household_id, 1, 0, "ACCESS", date(2025, 4, 1))
    assert office.case(household_id) is not None


def test_arrears_that_a_closed_case_answered_are_not_previewed(office):
    [household_id] = in_arrears(office, 1)
    office.target()
    office.tell(cleared(household_id))
    with office.command() as intake:
        case_id = intake.case_of(household_id)
        intake.close_case(case_id, "resolved", date(2025, 8, 20))
    assert office.intake.preview_target(draft(office), date(2025, 9, 1)).found == ()


def test_the_steering_group_sees_numbers_and_none_under_five(office):
    in_arrears(office, *range(6), area="ACCESS")
    in_arrears(office, *range(10, 15), area="PROTECTION", band="C")
    in_arrears(office, 20, band="C")
    told = office.intake.summarise_target(draft(office), DAY)
    assert (told.households, told.new) == ("12", "12")
    assert [(it.name, it.households) for it in told.by_building] == [(TOWER, "12")]
    assert [(it.name, it.households) for it in told.by_band] == [("B", "6"), ("C", "6")]
    areas = {it.name: it.households for it in told.by_rent_area}
    assert areas == {"ACCESS": "6", "PROTECTION": "*", "unknown": "<5"}


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ({"a": 3, "b": 9, "c": 7}, ["<5", "9", "*"]),
        ({"a": 3, "b": 2, "c": 7}, ["<5", "<5", "7"]),
        ({"a": 0, "b": 5}, ["0", "5"]),
        ({"a": 4}, ["<5"]),
    ],
)
def test_no_small_number_is_found_by_subtraction(counts, told):
    assert [it.households for it in suppressed(counts)] == told


def test_a_case_that_is_sought_no_more_is_not_said_to_have_had_false_arrears(office):
    household_id = office.household()
    target_id = office.target()
    office.tell(detected(household_id, on=date(2025, 5, 1)))
    with office.command() as intake:
        intake.supersede_target(target_id, date(2025, 4, 1))
    [closed] = office.said(CaseClosed)
    assert closed.reason == "no_longer_sought"
