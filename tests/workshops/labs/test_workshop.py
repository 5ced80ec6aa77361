"""Seats are never more than there are, and who waits moves up in order."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshops.labs.workshop import (
    AlreadyEnrolled,
    CapacityTooSmall,
    EndsBeforeItsSessions,
    NotYetHeld,
    RegisterClosed,
    SessionsLeft,
    Workshop,
    WorkshopOver,
    numbered,
)

ANNOUNCED = date(2025, 3, 1)
FIRST, SECOND = date(2025, 4, 1), date(2025, 4, 8)


def one(number):
    return UUID(int=number)


def scheduled(capacity=2):
    return Workshop(
        id=one(1000),
        kind="family_budget",
        organisation_id="la-rete",
        capacity=capacity,
        sessions=numbered([(SECOND, 90), (FIRST, 120)]),
        attendance_percent=70,
        effective_on=ANNOUNCED,
        template_id=None,
        aims=[],
    )


def enrol(workshop, number):
    return workshop.enrol(one(number), one(number + 500), None, ANNOUNCED)


def test_sessions_are_numbered_by_their_days():
    sessions = scheduled().sessions
    assert (sessions[1].on, sessions[1].minutes) == (FIRST, 120)
    assert sessions[2].on == SECOND


def test_the_one_too_many_waits():
    workshop = scheduled(capacity=2)
    assert [enrol(workshop, number) for number in (1, 2, 3)] == [True, True, False]
    assert list(workshop.waiting) == [one(3)]


def test_who_waits_longest_moves_up_first():
    workshop = scheduled(capacity=1)
    for number in (1, 2, 3):
        enrol(workshop, number)
    assert workshop.leave(one(1), ANNOUNCED) == [one(2)]
    assert list(workshop.seated) == [one(2)]
    assert list(workshop.waiting) == [one(3)]


def test_leaving_the_waiting_list_moves_nobody_up():
    workshop = scheduled(capacity=1)
    for number in (1, 2, 3):
        enrol(workshop, number)
    assert workshop.leave(one(2), ANNOUNCED) == []
    assert workshop.leave(one(1), ANNOUNCED) == [one(3)]


def test_more_seats_fill_at_once_and_taken_ones_stay():
    workshop = scheduled(capacity=1)
    for number in (1, 2, 3):
        enrol(workshop, number)
    assert workshop.change_capacity(3, ANNOUNCED) == [one(2), one(3)]
    with pytest.raises(CapacityTooSmall):
        workshop.change_capacity(2, ANNOUNCED)


def test_a_household_has_one_place():
    workshop = scheduled()
    enrol(workshop, 1)
    with pytest.raises(AlreadyEnrolled):
        workshop.enrol(one(2), one(501), None, ANNOUNCED)
    assert workshop.enrol(one(2), one(501), one(9), ANNOUNCED), "another person may"


def test_nobody_enters_after_the_last_session():
    workshop = scheduled()
    assert workshop.enrol(one(1), one(501), None, SECOND)
    with pytest.raises(WorkshopOver):
        workshop.enrol(one(2), one(502), None, SECOND + timedelta(days=1))


def test_a_session_is_not_registered_before_its_day_nor_twice():
    workshop = scheduled()
    with pytest.raises(NotYetHeld):
        workshop.hold_session(1, FIRST - timedelta(days=1))
    workshop.hold_session(1, FIRST)
    assert workshop.state == "running"
    with pytest.raises(RegisterClosed):
        workshop.hold_session(1, FIRST)


def test_a_session_that_moved_is_held_on_its_new_day():
    workshop = scheduled()
    workshop.move_session(1, SECOND + timedelta(days=7), FIRST)
    with pytest.raises(NotYetHeld):
        workshop.hold_session(1, SECOND)
    assert workshop.last_on == SECOND + timedelta(days=7)


def test_a_workshop_does_not_end_with_a_session_open():
    workshop = scheduled()
    workshop.hold_session(1, FIRST)
    with pytest.raises(SessionsLeft):
        workshop.complete(SECOND)
    workshop.cancel_session(2, "trainer_ill", SECOND)
    workshop.complete(SECOND)
    assert workshop.state == "completed"
    with pytest.raises(WorkshopOver):
        enrol(workshop, 1)


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("enrol"), st.integers(1, 8)),
        st.tuples(st.just("leave"), st.integers(1, 8)),
        st.tuples(st.just("capacity"), st.integers(1, 4)),
    ),
    max_size=30,
)


@given(STEPS)
def test_no_seat_too_many_and_none_empty_while_somebody_waits(steps):
    workshop, came = scheduled(capacity=2), []
    for verb, number in steps:
        has_place = one(number) in {*workshop.seated, *workshop.waiting}
        if verb == "enrol" and not has_place:
            enrol(workshop, number)
            came.append(one(number))
        elif verb == "leave" and has_place:
            workshop.leave(one(number), ANNOUNCED)
            came.remove(one(number))
        elif verb == "capacity" and number >= len(workshop.seated):
            workshop.change_capacity(number, ANNOUNCED)
        assert len(workshop.seated) <= workshop.capacity
        assert not workshop.waiting or len(workshop.seated) == workshop.capacity
        assert [*workshop.seated, *workshop.waiting] == came, "nobody overtakes"


def test_nobody_moves_up_into_a_workshop_of_which_nothing_is_left():
    workshop = scheduled(capacity=1)
    enrol(workshop, 1)
    enrol(workshop, 2)
    assert workshop.leave(one(1), SECOND + timedelta(days=1)) == []
    assert list(workshop.waiting) == [one(2)]
    held = scheduled(capacity=1)
    enrol(held, 1)
    enrol(held, 2)
    held.hold_session(1, FIRST)
    held.cancel_session(2, "trainer_ill", FIRST)
    assert held.change_capacity(2, FIRST) == []


def test_a_workshop_does_not_end_before_the_last_session_that_was_held():
    workshop = scheduled()
    workshop.hold_session(1, FIRST)
    workshop.hold_session(2, SECOND)
    with pytest.raises(EndsBeforeItsSessions):
        workshop.complete(FIRST)
    workshop.complete(SECOND)
    given_up = scheduled()
    given_up.hold_session(1, FIRST)
    with pytest.raises(EndsBeforeItsSessions):
        given_up.cancel("trainer_ill", ANNOUNCED)
