"""Terms are looked after by themselves: warned of, agreed to, and then carried out."""

from datetime import UTC, date, datetime, timedelta

import pytest
from people_desk import ANNA, ON

from azione0.contracts import intake as say

CLOSED, FREE = date(2025, 8, 11), date(2030, 8, 11)
WARNED = FREE - timedelta(days=60)
DAY = timedelta(1)


@pytest.fixture
def person_id(office):
    household_id = office.household()
    person_id = office.person(household_id)
    with office.command() as intake:
        case_id = intake.open_case(household_id, "la-rete", ON)
        intake.close_case(case_id, "moved", CLOSED)
    return person_id


def look(office, day, times=2):
    """Let the timer come, as it does every day and after each start."""
    office.now = datetime(day.year, day.month, day.day, 3, tzinfo=UTC)
    for _ in range(times):
        with office.command() as intake:
            intake.look_after_retention(office.now)


def wanted(office):
    return [
        (it.reference, it.due_on)
        for it in office.intake.tasks(kind="approve_retention")
    ]


def test_somebody_is_warned_agrees_and_on_the_day_it_goes_by_itself(office, person_id):
    look(office, WARNED - DAY)
    assert wanted(office) == []
    look(office, WARNED)
    assert wanted(office) == [(str(person_id), FREE)]
    with office.command() as intake:
        intake.approve_retention(person_id, WARNED)
    assert wanted(office) == []
    look(office, FREE - DAY)
    assert office.read(person_id)["surname"] == ANNA["surname"]
    look(office, FREE)
    assert set(office.read(person_id).values()) == {"[cancellato]"}
    [told] = office.said(say.SubjectErased)
    assert (told.legal_ground, told.effective_on) == ("retention_ended", FREE)
    assert wanted(office) == []


def test_what_nobody_agreed_to_stays_and_is_shown_as_late(office, person_id):
    look(office, WARNED)
    look(office, FREE + DAY)
    assert office.read(person_id)["surname"] == ANNA["surname"]
    assert wanted(office) == [(str(person_id), FREE)]
    with office.command() as intake:
        intake.approve_retention(person_id, FREE + DAY)
    look(office, FREE + 2 * DAY)
    assert set(office.read(person_id).values()) == {"[cancellato]"}


def test_a_case_taken_up_again_takes_the_warning_back(office, person_id):
    look(office, WARNED)
    [(reference, _due)] = wanted(office)
    assert reference == str(person_id)
    [line] = office.intake.persons()
    with office.command() as intake:
        intake.reopen_case(intake.case_of(line.household_id), WARNED)
    look(office, WARNED + DAY)
    assert wanted(office) == []


def test_who_breaks_the_glass_gives_somebody_a_task_by_its_day(office):
    household_id, desk = office.household(), office.house.office("intake")
    on = office.now.date()
    with office.command():
        broken = desk.access.break_glass(
            household_id,
            "altrove/berto",
            "altrove",
            reason="child_at_risk",
            sentence="Chiama la scuola: il bambino è solo",
            at=office.now,
            on=on,
        )
    [task] = office.intake.tasks(kind="review_broken_glass")
    assert (task.household_id, task.reference) == (household_id, str(broken.id))
    assert (task.since_on, task.due_on) == (on, broken.review_by_on)
    with office.command():
        desk.access.review(broken.id, "la-rete/anna", "justified", on)
    assert office.intake.tasks(kind="review_broken_glass") == []
