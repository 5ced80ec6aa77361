"""A traineeship at the desk: prolonged, attended, ended, and followed by a job."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from employment.application.placements import NotTheirs
from employment.placements.terms import PrivateTerms
from employment.traineeships.attendance import NoSuchMonth
from employment.traineeships.traineeship import (
    ImpossibleTraineeship,
    NoAttendance,
    Traineeship,
    TraineeshipOver,
    TraineeshipRules,
)

PERSON, HOUSEHOLD = UUID(int=9), UUID(int=1)
ON = date(2025, 3, 3)
UNILAV = "1701725200123456"


def sign(desk, person=PERSON):
    pathway = desk.open_pathway(person, HOUSEHOLD, "GOL", ON)
    desk.assess_profile(pathway, ON, path=4)
    desk.sign_service_pact(pathway, ON)
    return pathway


def begin(desk, pathway, **other):
    return desk.start_traineeship(pathway, ON, date(2025, 6, 2), 500_00, **other)


def test_a_traineeship_is_prolonged_up_to_its_cap(desk_on_each_store):
    desk = desk_on_each_store
    pathway = sign(desk)
    ordinary = begin(desk, pathway)
    desk.prolong_traineeship(ordinary, date(2025, 9, 2), date(2025, 5, 30))
    with pytest.raises(ImpossibleTraineeship):
        desk.prolong_traineeship(ordinary, date(2025, 9, 3), date(2025, 8, 1))
    with pytest.raises(ImpossibleTraineeship):
        desk.prolong_traineeship(ordinary, date(2025, 9, 2), date(2025, 8, 1))
    desk.end_traineeship(ordinary, date(2025, 9, 2))
    with pytest.raises(TraineeshipOver):
        desk.prolong_traineeship(ordinary, date(2025, 10, 2), date(2025, 9, 1))


def test_the_cap_is_that_of_the_category(desk):
    supported = begin(desk, sign(desk), category="disadvantaged")
    desk.prolong_traineeship(supported, date(2026, 3, 2), date(2025, 5, 30))
    with pytest.raises(ImpossibleTraineeship):
        desk.prolong_traineeship(supported, date(2026, 3, 3), date(2026, 2, 1))


def test_attendance_is_noted_corrected_and_read_again(desk_on_each_store):
    desk = desk_on_each_store
    trainee = begin(desk, sign(desk))
    assert desk.record_attendance(trainee, 1, 6000, 3000) == 250_00
    assert desk.record_attendance(trainee, 1, 6000, 4800) == 500_00
    with pytest.raises(NoSuchMonth):
        desk.record_attendance(trainee, 4, 6000, 6000)
    found = type(desk.application)(desk.application.store).get(Traineeship, trainee)
    assert found.allowance_due(1, TraineeshipRules()) == 500_00
    with pytest.raises(NoAttendance):
        found.allowance_due(2, TraineeshipRules())


def test_a_term_that_passes_ends_it_once_no_prolongation_can_be_told(
    desk_on_each_store,
):
    desk = desk_on_each_store
    begin(desk, sign(desk))
    for day in (date(2025, 6, 3), date(2025, 6, 7)):
        desk.close_day(day)
        assert desk.said("TraineeshipEnded") == []
    desk.close_day(date(2025, 6, 8))
    desk.close_day(date(2025, 6, 9))
    assert [it.end_on for it in desk.said("TraineeshipEnded")] == [date(2025, 6, 2)]


def test_a_traineeship_is_never_a_job(desk):
    begin(desk, sign(desk))
    for day in (date(2025, 4, 2), date(2025, 6, 8), date(2026, 3, 3)):
        desk.close_day(day)
    assert desk.said("JobPlaced") == []
    assert desk.said("RetentionConfirmed") == []
    assert desk.chases(date(2026, 3, 3)) == []


def test_a_job_follows_only_a_traineeship_of_the_same_person(desk):
    trainee = begin(desk, sign(desk))
    other = sign(desk, UUID(int=10))
    with pytest.raises(NotTheirs):
        desk.plan_placement(
            other,
            "permanent",
            date(2025, 5, 5),
            Decimal(20),
            ON,
            unilav_code=UNILAV,
            terms=PrivateTerms(traineeship_id=trainee),
        )


def test_a_prolongation_is_told_and_one_told_late_unsays_the_end(desk_on_each_store):
    desk = desk_on_each_store
    pathway = sign(desk)
    trainee = begin(desk, pathway)
    desk.close_day(date(2025, 6, 8))  # planned until 2 June, five days to hear
    [ended] = desk.said("TraineeshipEnded")
    assert ended.end_on == date(2025, 6, 2)
    desk.prolong_traineeship(trainee, date(2025, 9, 2), date(2025, 6, 2))
    [prolonged] = desk.said("TraineeshipProlonged")
    assert (prolonged.planned_end_on, prolonged.effective_on) == (
        date(2025, 9, 2),
        date(2025, 6, 2),
    )
    assert desk.application.get(Traineeship, trainee).end_on is None
    desk.close_day(date(2025, 9, 7))
    assert len(desk.said("TraineeshipEnded")) == 1
    desk.close_day(date(2025, 9, 8))
    assert [it.end_on for it in desk.said("TraineeshipEnded")] == [
        date(2025, 6, 2),
        date(2025, 9, 2),
    ]


def test_who_left_before_the_term_is_known_late_too(desk_on_each_store):
    desk = desk_on_each_store
    trainee = begin(desk, sign(desk))
    desk.close_day(date(2025, 6, 8))
    desk.end_traineeship(trainee, date(2025, 5, 20), "left")
    assert [it.end_on for it in desk.said("TraineeshipEnded")] == [
        date(2025, 6, 2),
        date(2025, 5, 20),
    ]
    with pytest.raises(TraineeshipOver):
        desk.end_traineeship(trainee, date(2025, 5, 21), "left")


def test_who_was_hired_before_the_term_is_known_late_too(desk):
    pathway = sign(desk)
    trainee = begin(desk, pathway)
    desk.close_day(date(2025, 6, 8))
    terms = PrivateTerms(traineeship_id=trainee)
    job = desk.plan_placement(
        pathway,
        "permanent",
        date(2025, 5, 26),
        Decimal(20),
        date(2025, 5, 25),
        unilav_code=UNILAV,
        terms=terms,
    )
    desk.start_job(job, date(2025, 5, 26))
    assert desk.application.get(Traineeship, trainee).end_on == date(2025, 5, 25)
