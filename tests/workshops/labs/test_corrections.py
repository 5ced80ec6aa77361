"""Late corrections of a register, on each store: the dose is told anew."""

from datetime import date
from uuid import UUID

import pytest

from azione0.contracts.intake import CaseTakenInCharge
from workshops.labs.enrolment import Enrolment, Mark

H1, CASE = UUID(int=1), UUID(int=50)
SPRING, FIRST, SECOND = date(2025, 3, 1), date(2025, 4, 1), date(2025, 4, 8)


@pytest.fixture
def desk(desk_on_each_store):
    return desk_on_each_store


@pytest.fixture
def ended(desk):
    """A place of which the household is said to have attended one session of two."""
    desk.hear(
        CaseTakenInCharge(
            case_id=CASE,
            household_id=H1,
            pact_id=UUID(int=60),
            operator_id="op-1",
            goals=("family_budget",),
            effective_on=SPRING,
        )
    )
    lab = desk.schedule_workshop(
        "reuse", "la-rete", 3, [(FIRST, 60), (SECOND, 120)], SPRING
    )
    place = desk.enrol(lab, H1, SPRING)
    desk.register_session(lab, 1, {place: Mark("present")}, FIRST)
    desk.register_session(lab, 2, {place: Mark("absent")}, SECOND)
    desk.complete_workshop(lab, SECOND)
    return place


def test_who_attended_after_all_has_seen_the_workshop_through(desk, ended):
    assert desk.said("WorkshopCompleted") == []
    desk.correct_attendance(ended, 2, Mark("present", 110))
    [completed] = desk.said("WorkshopCompleted")
    assert (completed.minutes_attended, completed.sessions_attended) == (170, 2)
    assert [it.minutes for it in desk.said("SessionAttended")] == [60, 0, 110]
    assert [it.effective_on for it in desk.said("CommitmentMissed")] == [SECOND]
    assert [it.effective_on for it in desk.said("CommitmentKept")] == [FIRST, SECOND]
    history = desk.application.get(Enrolment, ended).history[2]
    assert [(it.mark, it.minutes) for it in history] == [
        ("absent", 0),
        ("present", 110),
    ]


def test_fewer_minutes_are_told_of_a_completion_that_stands(desk, ended):
    desk.correct_attendance(ended, 2, Mark("present"))
    desk.correct_attendance(ended, 1, Mark("present", 10))
    doses = [it.minutes_attended for it in desk.said("WorkshopCompleted")]
    assert doses == [180, 130]


def test_the_same_again_is_told_no_more(desk, ended):
    desk.correct_attendance(ended, 2, Mark("present"))
    desk.correct_attendance(ended, 2, Mark("present"))
    assert len(desk.said("WorkshopCompleted")) == 1


def test_who_attended_too_little_after_all_has_not_seen_it_through(desk, ended):
    desk.correct_attendance(ended, 2, Mark("present"))
    desk.correct_attendance(ended, 2, Mark("absent"))
    [retracted] = desk.said("WorkshopCompletionRetracted")
    assert (retracted.enrolment_id, retracted.effective_on) == (ended, SECOND)
    place = desk.application.get(Enrolment, ended)
    assert (place.state, place.end_reason) == ("dropped_out", "too_little_attended")
    # And through again, if that was wrong, too.
    desk.correct_attendance(ended, 2, Mark("present", 100))
    assert [it.minutes_attended for it in desk.said("WorkshopCompleted")] == [180, 160]
    assert len(desk.said("WorkshopCompletionRetracted")) == 1
    assert desk.application.get(Enrolment, ended).state == "completed"


def test_a_register_is_corrected_also_after_the_workshop_was_given_up(desk):
    lab = desk.schedule_workshop(
        "reuse", "la-rete", 3, [(FIRST, 60), (SECOND, 120)], SPRING
    )
    place = desk.enrol(lab, H1, SPRING)
    desk.register_session(lab, 1, {place: Mark("absent")}, FIRST)
    desk.cancel_workshop(lab, "trainer_ill", SECOND)
    desk.correct_attendance(place, 1, Mark("present", 50))
    assert desk.application.get(Enrolment, place).minutes_attended == 50
    assert desk.application.get(Enrolment, place).state == "released"
    assert desk.said("WorkshopCompleted") == []
