"""What comes by the bus and cannot be is quarantined by name; nothing is half done."""

import pytest
from spoilt import WRONG, sound, spoilt

LETTERS = sound("employment_matching")


def kept(desk):
    tables = ("consent_days_v1", "case_days_v1", "missed_instalments_v1")
    return [desk.rows(f"SELECT count(*) FROM {it}")[0][0] for it in tables]  # noqa: S608


@pytest.mark.parametrize(("name", "field", "value"), WRONG)
def test_a_spoilt_letter_is_set_aside_with_the_field_that_is_wrong(
    desk_on_each_store, name, field, value
):
    desk = desk_on_each_store
    office = desk.house.office("employment")
    bad = spoilt(office, LETTERS[name], field, value)
    taken = desk.house.hand_in("employment", [bad])
    assert (taken.failed, taken.quarantined) == (0, 1)
    [aside] = office.parking.quarantined()
    assert field in aside.reason
    assert kept(desk) == [0, 0, 0]


@pytest.mark.parametrize("name", LETTERS)
def test_the_same_letter_unspoilt_is_taken_in(desk, name):
    desk.hear(LETTERS[name][0])
    assert sum(kept(desk)) == 1
