"""The register counts minutes, forgives excuses, and answers to the pact."""

from datetime import date
from uuid import UUID

import pytest

from workshops.labs.enrolment import (
    Enrolment,
    EnrolmentOver,
    ImpossibleMark,
    NoSeat,
    commitment_of,
)

ASKED = date(2025, 3, 1)
DAYS = {1: date(2025, 4, 1), 2: date(2025, 4, 8), 3: date(2025, 4, 15)}
CASE = UUID(int=77)


@pytest.fixture
def enrolment():
    asked = Enrolment(
        id=UUID(int=1),
        workshop_id=UUID(int=2),
        household_id=UUID(int=3),
        person_id=None,
        kind="family_budget",
        effective_on=ASKED,
        origin="worker",
        organisation_id=None,
    )
    asked.confirm(ASKED)
    asked.collect_events()
    return asked


def attend(enrolment, number, mark, minutes=0):
    enrolment.attend(number, 100, mark, minutes, DAYS[number])


def names(enrolment):
    return [type(event).__name__ for event in enrolment.collect_events()]


def test_a_seat_given_earlier_than_asked_for_counts_from_the_asking():
    late = Enrolment(
        id=UUID(int=1),
        workshop_id=UUID(int=2),
        household_id=UUID(int=3),
        person_id=None,
        kind="family_budget",
        effective_on=ASKED,
        origin="worker",
        organisation_id=None,
    )
    late.confirm(date(2025, 2, 1))
    assert late.seated_on == ASKED


def test_only_presence_has_minutes_and_never_more_than_the_session(enrolment):
    for mark, minutes in (
        ("present", 0),
        ("present", 101),
        ("absent", 1),
        ("excused", 5),
        ("asleep", 0),
    ):
        with pytest.raises(ImpossibleMark):
            attend(enrolment, 1, mark, minutes)
    attend(enrolment, 1, "present", 60)
    assert enrolment.minutes_attended == 60
    assert enrolment.state == "attending"


def test_who_waits_cannot_attend():
    waiting = Enrolment(
        id=UUID(int=1),
        workshop_id=UUID(int=2),
        household_id=UUID(int=3),
        person_id=None,
        kind="family_budget",
        effective_on=ASKED,
        origin="worker",
        organisation_id=None,
    )
    with pytest.raises(NoSeat):
        attend(waiting, 1, "present", 60)


def test_the_same_mark_again_is_nothing_new_and_another_one_corrects(enrolment):
    attend(enrolment, 1, "present", 60)
    attend(enrolment, 1, "present", 60)
    assert names(enrolment) == ["SessionAttended"]
    attend(enrolment, 1, "absent")
    assert names(enrolment) == ["SessionAttended"]
    assert enrolment.minutes_attended == 0


@pytest.mark.parametrize(
    ("first", "then", "said"),
    [
        ("present", None, ["CommitmentKept"]),
        ("absent", None, ["CommitmentMissed"]),
        ("excused", None, []),
        ("absent", "excused", ["CommitmentMissed", "CommitmentKept"]),
        ("absent", "present", ["CommitmentMissed", "CommitmentKept"]),
        ("present", "excused", ["CommitmentKept"]),
        ("present", "absent", ["CommitmentKept", "CommitmentMissed"]),
        ("excused", "absent", ["CommitmentMissed"]),
    ],
)
def test_what_a_mark_says_of_the_pact(enrolment, first, then, said):
    for mark in filter(None, (first, first, then)):
        attend(enrolment, 1, mark, 100 if mark == "present" else 0)
        enrolment.answer_to_pact(CASE, 1)
    heard = [name for name in names(enrolment) if name.startswith("Commitment")]
    assert heard == said


def test_the_commitment_is_the_one_of_the_case(enrolment):
    attend(enrolment, 1, "present", 100)
    enrolment.answer_to_pact(CASE, 1)
    kept = enrolment.collect_events()[-1]
    assert kept.commitment_id == commitment_of(CASE)
    assert kept.effective_on == DAYS[1]


@pytest.mark.parametrize(
    ("marks", "through"),
    [
        ([("present", 100), ("absent", 0), ("present", 100)], False),  # 66 %
        ([("present", 100), ("excused", 0), ("present", 40)], True),  # 70 %
        ([("present", 100), ("excused", 0), ("present", 39)], False),
        ([("excused", 0), ("excused", 0), ("excused", 0)], False),  # never there
        ([("present", 70), ("cancelled_by_us", 0), ("cancelled_by_us", 0)], True),
    ],
)
def test_who_attended_seven_tenths_of_what_counted_has_seen_it_through(
    enrolment, marks, through
):
    for number, (mark, minutes) in enumerate(marks, 1):
        attend(enrolment, number, mark, minutes)
    assert enrolment.complete(70, 300, DAYS[3]) is through
    assert enrolment.state == ("completed" if through else "dropped_out")


def test_nothing_is_added_to_a_judged_register_but_what_was_wrong_is_corrected(
    enrolment,
):
    attend(enrolment, 1, "absent")
    enrolment.complete(70, 100, DAYS[1])
    with pytest.raises(EnrolmentOver):
        attend(enrolment, 2, "present", 100)
    attend(enrolment, 1, "present", 90)
    enrolment.judge_again(70, 100, DAYS[1])
    assert (enrolment.state, enrolment.ended_on) == ("completed", DAYS[1])
    assert [it.mark for it in enrolment.history[1]] == ["absent", "present"]


def test_of_who_falls_below_after_a_correction_the_completion_is_taken_back(enrolment):
    attend(enrolment, 1, "present", 100)
    enrolment.complete(70, 100, DAYS[1])
    enrolment.collect_events()
    attend(enrolment, 1, "present", 20)
    enrolment.judge_again(70, 100, DAYS[1])
    attended, retracted = enrolment.collect_events()
    assert (attended.minutes, retracted.reason) == (20, "too_little_attended")
    assert retracted.effective_on == DAYS[1]
    assert enrolment.state != "completed"


def test_who_left_is_registered_for_the_days_before(enrolment):
    enrolment.drop_out("household", DAYS[2])
    attend(enrolment, 1, "present", 100)
    with pytest.raises(EnrolmentOver):
        attend(enrolment, 3, "present", 100)
