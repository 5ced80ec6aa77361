"""The way to work, from the first interview to the check after a year."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from employment.application import ConsentMissing, PathwayOpen
from employment.pathway.pathway import (
    BeforePathway,
    ImpossibleProfile,
    NoServicePact,
    NotProfiled,
    PactSigned,
    PathwayOver,
)
from employment.placements.placement import (
    EndBeforeStart,
    ImpossibleContract,
    NotPlanned,
    NotRunning,
    ShorterExtension,
    UnilavMissing,
)

HOUSEHOLD, PERSON = UUID(int=1), UUID(int=9)
OPENED = date(2025, 3, 3)
START = date(2025, 5, 5)
TERM = date(2025, 11, 4)
UNILAV = "1701725200123456"


@pytest.fixture
def pathway(desk):
    opened = desk.open_pathway(PERSON, HOUSEHOLD, "GOL", OPENED)
    desk.assess_profile(opened, OPENED, path=4)
    desk.sign_service_pact(opened, OPENED)
    return opened


def place(desk, pathway, start_on=START, end_on=TERM, kind="fixed_term", hours=20):
    placement = desk.plan_placement(
        pathway,
        kind,
        start_on,
        Decimal(hours),
        start_on - timedelta(days=1),
        planned_end_on=end_on,
        unilav_code=UNILAV,
    )
    desk.start_job(placement, start_on)
    return placement


def checks(desk):
    return [
        (it.checkpoint_days, it.status, it.effective_on)
        for it in desk.said("RetentionConfirmed")
    ]


def close_days(desk, *days):
    for day in days:
        desk.close_day(day)


def test_a_job_lost_in_september_is_not_kept_in_november(desk, pathway):
    placement = place(desk, pathway)
    [placed] = desk.said("JobPlaced")
    assert placed.qualifying
    assert (placed.hours_band, placed.planned_end_on) == ("16_to_29", TERM)

    close_days(desk, date(2025, 6, 3))
    assert checks(desk) == []
    close_days(desk, date(2025, 6, 4), date(2025, 8, 3))
    desk.end_job(placement, date(2025, 9, 11), "dismissal")
    close_days(desk, date(2025, 10, 31), date(2025, 11, 1), date(2025, 11, 1))

    [ended] = desk.said("JobEnded")
    assert (ended.end_on, ended.days_worked) == (date(2025, 9, 11), 130)
    assert checks(desk) == [
        (30, "retained", date(2025, 6, 4)),
        (90, "retained", date(2025, 8, 3)),
        (180, "not_retained", date(2025, 11, 1)),
    ]


def test_days_closed_all_at_once_say_the_same(desk, pathway):
    desk.end_job(place(desk, pathway), date(2025, 9, 11), "dismissal")
    close_days(desk, date(2025, 11, 1))
    assert [(days, status) for days, status, _ in checks(desk)] == [
        (30, "retained"),
        (90, "retained"),
        (180, "not_retained"),
    ]


def test_code_and_reason_of_a_job_are_told_nobody(desk, pathway):
    desk.end_job(place(desk, pathway), date(2025, 9, 11), "dismissal")
    told = str([*desk.said("JobPlaced"), *desk.said("JobEnded")])
    assert "JobEnded" in told
    assert UNILAV not in told
    assert "dismissal" not in told


def test_a_new_contract_within_fifteen_days_keeps_the_job(desk, pathway):
    first = place(desk, pathway)
    desk.end_job(first, date(2025, 10, 25), "end_of_season")
    close_days(desk, date(2025, 11, 1))
    assert [days for days, *_ in checks(desk)] == [30, 90], "it may still be bridged"
    place(desk, pathway, date(2025, 11, 10), None, "permanent")
    close_days(desk, date(2025, 11, 10))
    assert (180, "retained", date(2025, 11, 1)) in checks(desk)


def test_a_job_end_heard_late_takes_a_check_back(desk, pathway):
    placement = place(desk, pathway)
    close_days(desk, date(2025, 8, 3))
    assert checks(desk)[-1] == (90, "retained", date(2025, 8, 3))
    desk.end_job(placement, date(2025, 7, 1), "resignation")
    close_days(desk, date(2025, 8, 4))
    assert checks(desk)[-1] == (90, "not_retained", date(2025, 8, 3))
    assert len(checks(desk)) == 3


def test_a_term_that_passes_without_an_extension_ends_the_job(desk, pathway):
    place(desk, pathway)
    close_days(desk, TERM + timedelta(days=5))
    assert desk.said("JobEnded") == []
    close_days(desk, TERM + timedelta(days=6))
    [ended] = desk.said("JobEnded")
    assert (ended.end_on, ended.days_worked) == (TERM, 184)


def test_an_extension_keeps_the_job_until_the_new_term(desk, pathway):
    placement = place(desk, pathway)
    with pytest.raises(ShorterExtension):
        desk.extend_job(placement, TERM, TERM)
    desk.extend_job(placement, date(2026, 5, 31), TERM)
    close_days(desk, date(2026, 5, 5))
    assert desk.said("JobEnded") == []
    assert checks(desk)[-1] == (365, "retained", date(2026, 5, 5))
    [[state]] = desk.rows("SELECT state FROM pathways_v1")
    assert state == "completed"


def test_a_pathway_without_its_job_goes_on(desk, pathway):
    placement = place(desk, pathway)
    desk.end_job(placement, date(2025, 9, 11), "dismissal")
    assert desk.rows("SELECT state FROM pathways_v1") == [("active",)]
    place(desk, pathway, date(2026, 1, 7), None, "permanent")
    assert desk.rows("SELECT state FROM pathways_v1") == [("placed",)]


def test_a_check_that_finds_nobody_at_work_completes_nothing(desk, pathway):
    desk.end_job(place(desk, pathway), date(2025, 9, 11), "dismissal")
    place(desk, pathway, date(2026, 6, 1), None, "permanent")
    close_days(desk, date(2026, 6, 10))
    assert (365, "not_retained", date(2026, 5, 5)) in checks(desk)
    assert desk.rows("SELECT state FROM pathways_v1") == [("placed",)]


def test_a_job_that_ended_before_its_last_check_has_completed_nothing(desk, pathway):
    job = place(desk, pathway, START, None, "permanent")
    close_days(desk, date(2026, 5, 6))
    assert desk.rows("SELECT state FROM pathways_v1") == [("completed",)]
    desk.end_job(job, date(2026, 3, 1), "resigned")  # heard in May
    close_days(desk, date(2026, 5, 25))
    assert checks(desk)[-1] == (365, "not_retained", date(2026, 5, 5))
    assert desk.rows("SELECT state FROM pathways_v1") == [("active",)]
    desk.record_appointment(pathway, date(2026, 5, 26), kept=True)


def test_a_pathway_completed_before_is_not_interrupted(desk, pathway):
    place(desk, pathway, START, None, "permanent")
    close_days(desk, date(2026, 5, 5))
    desk.withdraw_consent(PERSON, HOUSEHOLD, date(2026, 5, 6))
    assert desk.rows("SELECT state FROM pathways_v1") == [("completed",)]


def test_a_last_day_can_be_corrected(desk, pathway):
    placement = place(desk, pathway)
    with pytest.raises(EndBeforeStart):
        desk.end_job(placement, START - timedelta(days=1), "error")
    for day in (10, 11, 11):
        desk.end_job(placement, date(2025, 9, day), "dismissal")
    assert [it.days_worked for it in desk.said("JobEnded")] == [129, 130]


def test_a_traineeship_is_told_and_is_not_a_job(desk, pathway):
    begun = desk.start_traineeship(pathway, START, date(2025, 8, 4), 500_00)
    desk.end_traineeship(begun, date(2025, 7, 31))
    assert [it.end_on for it in desk.said("TraineeshipEnded")] == [date(2025, 7, 31)]
    assert len(desk.said("TraineeshipStarted")) == 1
    assert desk.said("JobPlaced") == []
    assert desk.rows("SELECT state FROM pathways_v1") == [("active",)]


def test_steps_are_taken_in_their_order(desk):
    pathway = desk.open_pathway(PERSON, HOUSEHOLD, "GOL", OPENED)
    with pytest.raises(BeforePathway):
        desk.assess_profile(pathway, OPENED - timedelta(days=1), path=1)
    with pytest.raises(NotProfiled):
        desk.sign_service_pact(pathway, OPENED)
    for wrong in ({}, {"path": 6}, {"band": 5}, {"path": 1, "band": 1}):
        with pytest.raises(ImpossibleProfile):
            desk.assess_profile(pathway, OPENED, **wrong)
    desk.assess_profile(pathway, OPENED, path=3)
    with pytest.raises(NoServicePact):
        desk.start_traineeship(pathway, START, date(2025, 8, 4), 500_00)
    desk.sign_service_pact(pathway, START)
    with pytest.raises(PactSigned):
        desk.sign_service_pact(pathway, START)
    with pytest.raises(NoServicePact):
        place(desk, pathway, START)
    assert [it.signed_on for it in desk.said("ServicePactSigned")] == [START]
    assert [it.path for it in desk.said("ProfileAssessed")] == [3]


def test_a_person_has_one_open_pathway_in_a_programme(desk, pathway):
    with pytest.raises(PathwayOpen):
        desk.open_pathway(PERSON, HOUSEHOLD, "GOL", START)
    desk.open_pathway(PERSON, HOUSEHOLD, "DUL", START)
    desk.interrupt_pathway(pathway, "moved", START)
    desk.open_pathway(PERSON, HOUSEHOLD, "GOL", START)


def test_a_job_needs_its_hiring_notice_unless_an_agency_sends_it_later(desk, pathway):
    def plan(kind, end_on):
        return desk.plan_placement(
            pathway, kind, START, Decimal(20), OPENED, planned_end_on=end_on
        )

    permanent = plan("permanent", None)
    with pytest.raises(UnilavMissing):
        desk.start_job(permanent, START)
    desk.receive_unilav(permanent, UNILAV, START)
    desk.start_job(permanent, START)
    with pytest.raises(NotPlanned):
        desk.start_job(permanent, START)
    desk.start_job(plan("agency", TERM), START)
    assert len(desk.said("JobPlaced")) == 2


@pytest.mark.parametrize(
    ("kind", "end_on", "hours"),
    [
        ("permanent", TERM, 20),
        ("fixed_term", None, 20),
        ("fixed_term", START - timedelta(days=1), 20),
        ("fixed_term", TERM, 0),
        ("traineeship", TERM, 20),
    ],
)
def test_a_contract_that_cannot_be_is_refused(desk, pathway, kind, end_on, hours):
    with pytest.raises(ImpossibleContract):
        place(desk, pathway, START, end_on, kind, hours)


def test_a_planned_job_may_be_given_up_and_then_does_not_start(desk, pathway):
    placement = desk.plan_placement(
        pathway, "permanent", START, Decimal(20), OPENED, unilav_code=UNILAV
    )
    with pytest.raises(NotRunning):
        desk.end_job(placement, START, "never_began")
    desk.give_up_placement(placement, "declined", START)
    with pytest.raises(NotPlanned):
        desk.start_job(placement, START)
    close_days(desk, date(2026, 6, 1))
    assert checks(desk) == []


def test_an_appointment_is_counted_once_a_day(desk, pathway):
    desk.take_in_charge(UUID(int=50), HOUSEHOLD, OPENED)
    for kept in (False, False, True):
        desk.record_appointment(pathway, START, kept=kept)
    assert len(desk.said("CommitmentMissed")) == 1
    assert [it.effective_on for it in desk.said("CommitmentKept")] == [START]
    recorded = "employment.Pathway.AppointmentRecorded"
    events = [topic for (topic,) in desk.rows("SELECT topic FROM events")]
    assert events.count(recorded) == 2


def test_an_interrupted_pathway_takes_nothing_from_that_day_on(desk, pathway):
    desk.interrupt_pathway(pathway, "moved", START)
    with pytest.raises(PathwayOver):
        desk.record_appointment(pathway, START, kept=True)
    desk.record_appointment(pathway, START - timedelta(days=1), kept=True)


def test_who_has_withdrawn_is_refused_by_name(desk, pathway):
    desk.withdraw_consent(PERSON, HOUSEHOLD, START)
    with pytest.raises(ConsentMissing):
        place(desk, pathway, START + timedelta(days=1))
    with pytest.raises(ConsentMissing):
        desk.open_pathway(PERSON, HOUSEHOLD, "DUL", START)
