"""
Seats are never more than there are, however many ask at once.

Real threads on either store, each with connections of its own, and real processes
on PostgreSQL; who is told that others were faster asks again, as a door does.
"""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Barrier
from uuid import UUID

import pytest
from eventsourcing.persistence import IntegrityError, OperationalError
from hypothesis import given, settings
from hypothesis import strategies as st

from azione0.house import House
from azione0.store import Cause
from workshops.labs.enrolment import Enrolment
from workshops.labs.invitation import InvitationUnusable, hash_of
from workshops.labs.workshop import AlreadyEnrolled, Session, Workshop

SPRING, FIRST = date(2025, 3, 1), date(2025, 4, 1)
CAPACITY, WORKERS, EACH = 5, 6, 4
ATTEMPTS = 20


def settled(application, lab):
    """Give the workshop, after checking that its places and the lists agree."""
    workshop = application.get(Workshop, lab)
    assert len(workshop.seated) <= workshop.capacity
    assert not workshop.waiting or len(workshop.seated) == workshop.capacity
    for place in workshop.seated:
        assert application.get(Enrolment, place).state == "enrolled"
    for place in workshop.waiting:
        assert application.get(Enrolment, place).state == "waiting"
    with application.store.reading() as session:
        rows = session.execute("SELECT seated, waiting FROM workshops_v1")
    assert rows == [(len(workshop.seated), len(workshop.waiting))]
    return workshop


def again(application, cause, act):
    """Do something as a door does: whoever was slower asks once more."""
    for _attempt in range(ATTEMPTS):
        try:
            with application.transaction(Cause("operator", cause)):
                return act()
        except (IntegrityError, OperationalError):
            continue
    raise AssertionError("never had a turn")


def compete(application, lab, worker, start):
    """Enrol a few households, and let every second one leave again."""
    start.wait()
    for n in range(EACH):
        household = UUID(int=1000 * (worker + 1) + n)
        place = again(
            application,
            f"enrol-{household}",
            lambda who=household: application.enrol(lab, who, SPRING),
        )
        if n % 2:
            again(
                application,
                f"leave-{household}",
                lambda at=place: application.leave(at, SPRING),
            )


def opened(folder, clock, url):
    environ = {"AZIONE0_DATA": str(folder), "AZIONE0_WORKSHOPS_DB": url}
    return House(environ, clock=clock, kinds=("workshops",))


def planned(house):
    application = house.workshops
    with application.transaction(Cause("operator", "plan")):
        return application.schedule_workshop(
            "reuse", "la-rete", CAPACITY, [(FIRST, 60)], SPRING
        )


@pytest.mark.parametrize("shared", [True, False], ids=["one desk", "a desk each"])
def test_threads_that_enrol_at_once_never_exceed_the_seats(
    tmp_path, clock, database_url, shared
):
    with opened(tmp_path, clock, database_url) as house:
        lab = planned(house)
        desks = [
            house if shared else opened(tmp_path, clock, database_url)
            for _ in range(WORKERS)
        ]
        start = Barrier(WORKERS)
        with ThreadPoolExecutor(WORKERS) as pool:
            for done in [
                pool.submit(compete, desk.workshops, lab, worker, start)
                for worker, desk in enumerate(desks)
            ]:
                done.result()
        for desk in desks:
            if desk is not house:
                desk.close()
        workshop = settled(house.workshops, lab)
        assert len(workshop.seated) == CAPACITY
        stay = WORKERS * EACH // 2
        assert len(workshop.waiting) == stay - CAPACITY


@pytest.mark.postgres
def test_processes_that_enrol_at_once_never_exceed_the_seats(
    tmp_path, clock, postgres_url
):
    with opened(tmp_path, clock, postgres_url) as house:
        lab = planned(house)
        running = [
            subprocess.Popen(  # noqa: S603  ourselves
                [
                    sys.executable,
                    str(Path(__file__).with_name("enrolling_process.py")),
                    postgres_url,
                    str(lab),
                    str(worker),
                ],
            )
            for worker in range(3)
        ]
        assert [it.wait(timeout=60) for it in running] == [0, 0, 0]
        workshop = settled(house.workshops, lab)
        assert len(workshop.seated) == CAPACITY
        assert len(workshop.waiting) == 3 * 8 - CAPACITY


@given(
    capacity=st.integers(1, 4),
    acts=st.lists(
        st.one_of(
            st.tuples(st.just("enrol"), st.integers(1, 6)),
            st.tuples(st.just("leave"), st.integers(0, 9)),
            st.tuples(st.just("grow"), st.integers(1, 5)),
        ),
        max_size=25,
    ),
)
@settings(max_examples=60, deadline=None)
def test_whatever_is_asked_nobody_waits_beside_a_free_seat(capacity, acts):
    workshop = Workshop(
        id=UUID(int=1),
        kind="reuse",
        organisation_id="la-rete",
        capacity=capacity,
        sessions=[Session(1, FIRST, 60)],
        attendance_percent=70,
        effective_on=SPRING,
        template_id=None,
        aims=[],
    )
    places = []
    for number, (act, which) in enumerate(acts):
        asked_first = list(workshop.waiting)
        moved = []
        if act == "enrol":
            place = UUID(int=1000 + number)
            try:
                workshop.enrol(place, UUID(int=which), None, SPRING)
            except AlreadyEnrolled:
                continue
            places.append(place)
        elif act == "leave" and places:
            moved = workshop.leave(places.pop(which % len(places)), SPRING)
        elif act == "grow" and which >= len(workshop.seated):
            moved = workshop.change_capacity(which, SPRING)
        assert len(workshop.seated) <= workshop.capacity
        assert not workshop.waiting or len(workshop.seated) == workshop.capacity
        assert moved == [it for it in asked_first if it in moved]


def test_of_two_who_use_one_link_at_once_the_second_is_told_nothing(
    tmp_path, clock, database_url
):
    token = hash_of("t")
    now = datetime(2025, 3, 1, 9, tzinfo=UTC)
    houses = [opened(tmp_path, clock, database_url) for _ in range(2)]
    lab = planned(houses[0])
    with houses[0].workshops.transaction(Cause("operator", "invite")):
        houses[0].workshops.invite(
            lab,
            UUID(int=1),
            token,
            now=now,
            expires_at=now + timedelta(days=7),
            on=SPRING,
        )
    start = Barrier(2)

    def use(house, number):
        start.wait()
        try:
            return again(
                house.workshops,
                f"use-{number}",
                lambda: house.workshops.enrol_by_link(token, now=now, on=SPRING),
            )
        except InvitationUnusable:
            return None

    with ThreadPoolExecutor(2) as threads:
        found = [*threads.map(use, houses, range(2))]
    assert sum(it is None for it in found) == 1
    settled(houses[0].workshops, lab)
    for house in houses:
        house.close()
