"""The programme at work: catalogue, plans, cancellations, and who is to be told."""

from datetime import date
from uuid import UUID

import pytest

from workshops.labs.notice import NoticeSettled
from workshops.labs.template import LabTemplate, Outline, TemplateRetired, template_key
from workshops.labs.workshop import ImpossibleProgramme, Workshop

H1, H2, H3 = (UUID(int=n) for n in (1, 2, 3))
TRAINER = UUID(int=77)
SPRING, FIRST = date(2025, 3, 1), date(2025, 3, 27)
OUTLINE = Outline(
    kind="family_budget",
    title="Conti di casa",
    aims=("know_outgoings", "pay_in_time"),
    sessions=3,
    minutes=120,
    capacity=2,
)


@pytest.fixture
def desk(desk_on_each_store):
    return desk_on_each_store


@pytest.fixture
def lab(desk):
    desk.load_catalogue({"conti_di_casa": OUTLINE}, SPRING)
    return desk.plan_from_template(
        "conti_di_casa",
        "la-rete",
        FIRST,
        SPRING,
        starts_at="18:00",
        place="Sala civica",
        facilitators=[TRAINER],
    )


def found(desk, lab):
    return desk.application.get(Workshop, lab)


def owed(desk):
    return [(row[6], row[7], row[3]) for row in desk.notices_owed()]


def test_a_lab_is_planned_from_the_catalogue(desk, lab):
    workshop = found(desk, lab)
    assert (workshop.kind, workshop.capacity) == ("family_budget", 2)
    assert [it.on.day for it in workshop.sessions.values()] == [27, 3, 10]
    assert workshop.template_id == template_key("conti_di_casa")
    assert [it.id for it in desk.led_by(TRAINER)] == [lab]
    [scheduled] = desk.said("WorkshopScheduled")
    assert (scheduled.sessions, scheduled.minutes) == (3, 120)


def test_a_catalogue_taken_along_is_the_same_catalogue(desk, lab):
    before = desk.application.catalogue()
    desk.load_catalogue({it.code: it.outline for it in before}, SPRING)
    [after] = desk.application.catalogue()
    assert (after.id, after.edition) == (before[0].id, 1)


def test_nothing_is_planned_from_a_retired_template_until_it_is_revised(desk, lab):
    desk.retire_template("conti_di_casa", FIRST)
    assert desk.application.catalogue() == []
    with pytest.raises(TemplateRetired):
        desk.plan_from_template("conti_di_casa", "la-rete", FIRST, FIRST)
    desk.load_catalogue({"conti_di_casa": OUTLINE}, FIRST)
    assert desk.application.get(LabTemplate, template_key("conti_di_casa")).edition == 2


def test_a_catalogue_is_loaded_whole_or_not_at_all(desk):
    broken = Outline("dance", "x", ("y",), 1, 60, 5)
    with pytest.raises(ImpossibleProgramme):
        desk.load_catalogue({"conti_di_casa": OUTLINE, "balli": broken}, SPRING)
    assert desk.application.catalogue() == []


def test_a_cancelled_session_is_told_to_who_has_a_seat_once(desk, lab):
    for household in (H1, H2, H3):
        desk.enrol(lab, household, SPRING)
    desk.cancel_session(lab, 1, "trainer_ill", FIRST)
    assert sorted(owed(desk)) == [
        ("session_cancelled", 1, H1),
        ("session_cancelled", 1, H2),
    ]
    [first, _] = desk.notices_owed()
    desk.give_notice(first[0], "phone", FIRST)
    with pytest.raises(NoticeSettled):
        desk.give_notice(first[0], "phone", FIRST)
    assert len(owed(desk)) == 1


def test_who_moves_up_is_told_and_who_leaves_is_told_nothing_more(desk, lab):
    one, *_ = [desk.enrol(lab, household, SPRING) for household in (H1, H2, H3)]
    desk.move_session(lab, 1, date(2025, 3, 28), SPRING)
    desk.leave(one, SPRING)
    assert sorted(owed(desk)) == [("seat_given", 0, H3), ("session_moved", 1, H2)]


def test_a_cancelled_workshop_is_told_to_everybody(desk, lab):
    for household in (H1, H2, H3):
        desk.enrol(lab, household, SPRING)
    desk.move_session(lab, 1, date(2025, 3, 28), SPRING)
    desk.cancel_workshop(lab, "place_unavailable", SPRING)
    news = {it for it, _number, _who in owed(desk)}
    assert news == {"workshop_cancelled"}
    assert len(owed(desk)) == 3


def test_another_trainer_is_no_news_but_another_hour_is(desk, lab):
    desk.enrol(lab, H1, SPRING)
    desk.arrange_session(
        lab, 1, SPRING, starts_at="18:00", place="Sala civica", facilitators=[]
    )
    assert owed(desk) == []
    assert found(desk, lab).revisions == {1: 1}
    desk.arrange_session(
        lab, 1, SPRING, starts_at="17:30", place="Sala civica", facilitators=[TRAINER]
    )
    assert owed(desk) == [("session_arranged", 1, H1)]


@pytest.mark.parametrize(
    "wrong",
    [
        {"place": "x" * 101},
        {"place": "a\nb"},
        {"facilitators": [TRAINER, TRAINER]},
    ],
)
def test_a_plan_that_nobody_could_hold_is_refused(desk, wrong):
    with pytest.raises(ImpossibleProgramme):
        desk.schedule_workshop("reuse", "la-rete", 5, [(FIRST, 60)], SPRING, **wrong)


def test_people_who_are_in_no_case_are_counted_and_not_recorded(desk, lab):
    desk.register_session(lab, 1, {}, FIRST)
    desk.count_community(lab, 1, 12, FIRST)
    desk.count_community(lab, 1, 14, FIRST)
    assert found(desk, lab).community_minutes == 14 * 120
    assert desk.rows("SELECT count(*) FROM enrolments_v1") == [(0,)]


def test_who_was_told_of_a_new_day_is_told_of_the_next_one_too(desk, lab):
    desk.enrol(lab, H1, SPRING)
    desk.move_session(lab, 2, date(2025, 4, 4), FIRST)
    [row] = desk.notices_owed()
    desk.move_session(lab, 2, date(2025, 4, 5), FIRST)
    assert [it[0] for it in desk.notices_owed()] == [row[0]]  # not told yet: once
    desk.give_notice(row[0], "phone", FIRST)
    desk.move_session(lab, 2, date(2025, 4, 6), FIRST)
    [again] = desk.notices_owed()
    assert again[0] != row[0]
    desk.give_notice(again[0], "phone", FIRST)
    assert desk.notices_owed() == []
