"""The calendar of a workshop: stable, honest about changes, and nobody's."""

from datetime import date
from uuid import UUID

import pytest
from icalendar import Calendar

SPRING = date(2025, 3, 1)
BEFORE, AFTER = date(2025, 3, 27), date(2025, 4, 3)
TRAINER, HOUSEHOLD = UUID(int=77), UUID(int=1)


@pytest.fixture
def lab(ask):
    made = ask.post(
        "/workshops",
        {
            "kind": "family_budget",
            "organisation_id": "la-rete",
            "capacity": 5,
            "sessions": [
                {"on": "2025-03-27", "minutes": 120},
                {"on": "2025-04-03", "minutes": 90},
            ],
            "starts_at": "18:00",
            "place": "Sala civica, via Cimabue 16; piano terra",
            "facilitators": [str(TRAINER)],
            "on": "2025-03-01",
        },
    )
    return made.json["id"]


def events(ask, address):
    answer = ask.get(address, token=None)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(answer.data)
    return calendar, {str(it["uid"]): it for it in calendar.walk("VEVENT")}


def test_a_calendar_has_the_hours_of_rome_before_and_after_the_change(ask, lab):
    calendar, found = events(ask, f"/workshops/{lab}/calendar.ics")
    starts = [it["dtstart"].dt.isoformat() for it in found.values()]
    assert starts == ["2025-03-27T18:00:00+01:00", "2025-04-03T18:00:00+02:00"]
    assert [it.get("tzid") for it in calendar.walk("VTIMEZONE")] == ["Europe/Rome"]
    first = found[f"{lab}-1@azione0.it"]
    assert first["dtend"].dt.hour == 20
    assert str(first["location"]) == "Sala civica, via Cimabue 16; piano terra"
    assert str(first["summary"]) == "Bilancio familiare, incontro 1 di 2"


def test_each_change_raises_the_sequence_and_keeps_the_uid(ask, lab):
    address = f"/workshops/{lab}/calendar.ics"
    _, before = events(ask, address)
    session = f"/workshops/{lab}/sessions"
    ask.post(f"{session}/1/day", {"to_on": "2025-03-28", "on": "2025-03-02"})
    ask.post(
        f"{session}/1/arrangement",
        {"starts_at": "17:30", "place": "Cortile", "on": "2025-03-02"},
    )
    ask.post(f"{session}/2/cancellation", {"reason": "weather", "on": "2025-04-03"})
    _, after = events(ask, address)
    assert before.keys() == after.keys()
    first, second = after[f"{lab}-1@azione0.it"], after[f"{lab}-2@azione0.it"]
    assert (first["sequence"], second["sequence"]) == (2, 1)
    assert first["dtstart"].dt.isoformat() == "2025-03-28T17:30:00+01:00"
    assert (str(first["status"]), str(second["status"])) == ("CONFIRMED", "CANCELLED")


def test_a_workshop_given_up_stays_in_the_calendar_as_cancelled(ask, lab):
    because = {"reason": "too_few", "on": "2025-03-02"}
    ask.post(f"/workshops/{lab}/cancellation", because)
    _, found = events(ask, f"/workshops/{lab}/calendar.ics")
    assert {str(it["status"]) for it in found.values()} == {"CANCELLED"}
    assert {it["sequence"] for it in found.values()} == {1}


def test_a_facilitator_follows_all_sessions_and_nobody_is_named(ask, lab):
    asked = {"household_id": str(HOUSEHOLD), "on": "2025-03-02"}
    ask.post(f"/workshops/{lab}/enrolments", asked)
    _, found = events(ask, f"/facilitators/{TRAINER}/calendar.ics")
    assert len(found) == 2
    text = ask.get(f"/facilitators/{TRAINER}/calendar.ics", token=None).text
    assert str(TRAINER) not in text
    assert str(HOUSEHOLD) not in text
    assert "ATTENDEE" not in text


def test_a_session_without_an_hour_takes_the_whole_day(ask):
    made = ask.post(
        "/workshops",
        {
            "kind": "reuse",
            "organisation_id": "la-rete",
            "capacity": 5,
            "sessions": [{"on": "2025-03-27", "minutes": 120}],
            "on": "2025-03-01",
        },
    ).json["id"]
    _, found = events(ask, f"/workshops/{made}/calendar.ics")
    [event] = found.values()
    assert (event["dtstart"].dt, event["dtend"].dt) == (BEFORE, date(2025, 3, 28))


def test_the_calendar_of_nobody_is_empty_and_of_no_workshop_missing(ask):
    _, found = events(ask, f"/facilitators/{HOUSEHOLD}/calendar.ics")
    assert found == {}
    assert ask.get(f"/workshops/{HOUSEHOLD}/calendar.ics").status_code == 404
