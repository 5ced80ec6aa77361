"""Invitations, appointments and letters of a case."""

from datetime import UTC, date, datetime, timedelta

import pytest
from front_desk import detected, named

from azione0.contracts.intake import ContactAttempted
from intake.cases.case import Case
from intake.cases.contacts import (
    AppointmentBeforeItIsMade,
    AppointmentTwice,
    ExpiresBeforeSent,
    NoSuchAppointment,
    NoSuchLetter,
    NotATime,
    NotConcluded,
    ReachedByIt,
    UnknownAppointmentKind,
    UnknownChannel,
)
from intake.cases.met import NextBeforeThis
from intake.cases.pact import NotACode
from intake.cases.part import ClosedCase
from intake.cases.words import UnknownWord

MARCH = date(2025, 3, 3)


def a_case(office):
    household_id = office.household()
    office.target()
    office.tell(detected(household_id))
    return office.intake.case_of(household_id)


def noon(day):
    return datetime(day.year, day.month, day.day, 11, tzinfo=UTC)


def status(office, case_id, day):
    return office.intake.contact_status(case_id, noon(day)).status


def appoint(intake, case_id, day, at="10:00", **other):
    told = {"place": "portineria_cimabue", "kind": "office", "on": MARCH}
    return intake.make_appointment(case_id, day, at, **(told | other))


def test_a_contact_goes_from_invitation_to_appointment_to_being_seen(office):
    case_id = a_case(office)
    assert status(office, case_id, MARCH) == "not_invited"
    with office.command() as intake:
        intake.send_invitation(case_id, MARCH)
    assert status(office, case_id, MARCH) == "invitation_pending"
    turns = office.intake.contact_status(case_id, noon(MARCH)).turns_at
    assert turns.isoformat() == "2025-03-19T00:00:00+01:00"
    assert status(office, case_id, date(2025, 3, 19)) == "invitation_expired"

    with office.command() as intake:
        second = intake.send_invitation(case_id, date(2025, 3, 20))
    kinds = {it.letter_id: it.kind for it in office.intake.letters(case_id)}
    assert kinds[second] == "second_invitation"
    friday = date(2025, 3, 28)
    with office.command() as intake:
        meeting = appoint(intake, case_id, friday, on=date(2025, 3, 21))
    assert status(office, case_id, date(2025, 3, 21)) == "rdv_pending"
    assert status(office, case_id, date(2025, 3, 29)) == "rdv_needs_status_update"
    with office.command() as intake:
        intake.conclude_appointment(case_id, meeting, "seen", date(2025, 3, 31))
    assert status(office, case_id, date(2025, 3, 31)) == "rdv_seen"
    # What was concluded later was not so before.
    assert status(office, case_id, date(2025, 3, 29)) == "rdv_needs_status_update"
    case = office.intake.get(Case, case_id)
    assert (case.status, case.reached_on) == ("engaged", friday)
    told = [(it.channel, it.outcome) for it in office.said(ContactAttempted)]
    assert told == [("letter", "no_answer")] * 2 + [("other", "reached")]


def test_an_invitation_that_came_back_invites_nobody(office):
    case_id = a_case(office)
    with office.command() as intake:
        letter = intake.send_invitation(case_id, MARCH, expires_on=date(2025, 4, 30))
        intake.return_letter(case_id, letter, "unknown_address", date(2025, 3, 12))
    assert status(office, case_id, date(2025, 3, 11)) == "invitation_pending"
    assert status(office, case_id, date(2025, 3, 12)) == "invitation_expired"
    [sent] = office.intake.letters(case_id)
    assert sent.returned_on == date(2025, 3, 12)


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [("noshow", "rdv_noshow"), ("excused", "rdv_excused"), ("revoked", "rdv_revoked")],
)
def test_who_was_not_seen_is_not_reached(office, outcome, expected):
    case_id = a_case(office)
    with office.command() as intake:
        meeting = appoint(intake, case_id, MARCH)
        intake.conclude_appointment(case_id, meeting, outcome, MARCH)
    assert status(office, case_id, MARCH) == expected
    assert office.intake.get(Case, case_id).reached_on is None


def test_a_case_taken_up_again_begins_with_no_contacts(office):
    case_id = a_case(office)
    with office.command() as intake:
        intake.send_invitation(case_id, MARCH)
        intake.close_case(case_id, "declined", date(2025, 4, 1))
    assert status(office, case_id, date(2025, 4, 1)) == "closed"
    with office.command() as intake:
        intake.reopen_case(case_id, date(2025, 6, 1))
        intake.send_invitation(case_id, date(2025, 6, 2))
    *_, last = office.intake.letters(case_id)
    assert last.kind == "invitation"
    assert status(office, case_id, date(2025, 6, 2)) == "invitation_pending"


REFUSED = [
    (UnknownChannel, lambda it, of: it.send_invitation(of, MARCH, channel="fax")),
    (
        ExpiresBeforeSent,
        lambda it, of: it.send_invitation(of, MARCH, expires_on=date(2025, 3, 2)),
    ),
    (NoSuchLetter, lambda it, of: it.send_letter(of, "threat", MARCH)),
    (NoSuchLetter, lambda it, of: it.return_letter(of, named("x"), "moved", MARCH)),
    (NotATime, lambda it, of: appoint(it, of, MARCH, "25:00")),
    (NotATime, lambda it, of: appoint(it, of, MARCH, "alle tre")),
    (NotACode, lambda it, of: appoint(it, of, MARCH, place="Via Roma 1, da Maria")),
    (UnknownAppointmentKind, lambda it, of: appoint(it, of, MARCH, kind="lunch")),
    (AppointmentBeforeItIsMade, lambda it, of: appoint(it, of, date(2025, 3, 2))),
    (
        NoSuchAppointment,
        lambda it, of: it.conclude_appointment(of, named("x"), "seen", MARCH),
    ),
    (
        NextBeforeThis,
        lambda it, of: it.record_contact(
            of, channel="door", outcome="no_answer", on=MARCH, next_on=date(2025, 3, 1)
        ),
    ),
    (
        UnknownWord,
        lambda it, of: it.record_contact(
            of, channel="door", outcome="no_answer", on=MARCH, part_of_day="midday"
        ),
    ),
]


@pytest.mark.parametrize(("refusal", "act"), REFUSED)
def test_what_cannot_be_sent_or_agreed_is_refused_and_nothing_is_half_done(
    office, refusal, act
):
    case_id = a_case(office)
    before = office.said()
    with pytest.raises(refusal), office.command() as intake:
        act(intake, case_id)
    assert office.said() == before
    assert office.intake.letters(case_id) == office.intake.appointments(case_id) == []


def test_an_appointment_is_made_once_and_concluded_once_not_before_its_day(office):
    case_id = a_case(office)
    friday = date(2025, 3, 7)
    with office.command() as intake:
        meeting = appoint(intake, case_id, friday)
        with pytest.raises(AppointmentTwice):
            appoint(intake, case_id, friday)
        with pytest.raises(NotConcluded):
            intake.conclude_appointment(case_id, meeting, "seen", date(2025, 3, 6))
        intake.conclude_appointment(case_id, meeting, "revoked", date(2025, 3, 6))
        with pytest.raises(NotConcluded):
            intake.conclude_appointment(case_id, meeting, "seen", friday)
        appoint(intake, case_id, friday)


def test_nobody_is_invited_to_a_closed_case(office):
    case_id = a_case(office)
    with office.command() as intake:
        intake.close_case(case_id, "declined", MARCH)
        with pytest.raises(ClosedCase):
            intake.send_invitation(case_id, MARCH)
        with pytest.raises(ClosedCase):
            appoint(intake, case_id, MARCH)


def test_of_a_time_only_the_part_of_day_is_kept_and_the_next_contact_is_a_task(office):
    case_id = a_case(office)
    with office.command() as intake:
        intake.record_contact(
            case_id,
            channel="phone",
            outcome="no_answer",
            on=MARCH,
            at="17:59",
            result="call_back",
            next_on=date(2025, 3, 10),
        )
    [attempt] = office.intake.get(Case, case_id).contacts
    assert (attempt.part_of_day, attempt.result) == ("afternoon", "call_back")
    [again] = office.intake.tasks(kind="contact_again")
    assert (again.since_on, again.due_on) == (MARCH, date(2025, 3, 10))
    assert "17:59" not in repr(office.intake.events_of(case_id))
    with office.command() as intake:
        intake.record_contact(
            case_id, channel="door", outcome="reached", on=MARCH + timedelta(days=6)
        )
    assert office.intake.tasks(kind="contact_again") == []


def test_a_contact_recorded_at_midday_is_still_read(office):
    case_id = a_case(office)
    with office.command() as intake:
        intake.record_contact(case_id, channel="door", outcome="no_answer", on=MARCH)
    stored = office.intake.mapper.to_stored_event(
        office.intake.events_of(case_id)[-1][1]
    )
    former = (
        stored.state.replace(b'"part_of_day":null', b'"part_of_day":"midday"')
        .replace(b',"result":null', b"")
        .replace(b'"next_on":null,', b"")
    )
    assert b"result" not in former
    assert b"next_on" not in former
    case = office.intake.get(Case, case_id)
    office.intake.mapper.event_of(
        case_id, case.version + 1, stored.topic, 1, former, noon(MARCH)
    ).mutate(case)
    assert case.contacts[-1].part_of_day == "afternoon"


def test_what_came_of_an_appointment_is_corrected(office):
    case_id = a_case(office)
    with office.command() as intake:
        meeting = appoint(intake, case_id, MARCH)
        with pytest.raises(NotConcluded):
            intake.correct_appointment(case_id, meeting, "excused", MARCH)
        intake.conclude_appointment(case_id, meeting, "noshow", MARCH)
        intake.correct_appointment(case_id, meeting, "excused", date(2025, 3, 12))
        version = intake.get(Case, case_id).version
        intake.correct_appointment(case_id, meeting, "excused", date(2025, 3, 13))
    # It was so from the first word on, whatever was thought in between.
    assert status(office, case_id, MARCH) == "rdv_excused"
    assert office.intake.get(Case, case_id).version == version
    with office.command() as intake:
        intake.correct_appointment(case_id, meeting, "seen", date(2025, 3, 20))
    assert office.intake.get(Case, case_id).reached_on == MARCH
    [told] = office.said(ContactAttempted)
    assert (told.outcome, told.effective_on) == ("reached", MARCH)


def test_an_appointment_by_which_a_household_was_reached_stays_seen(office):
    case_id = a_case(office)
    with office.command() as intake:
        meeting = appoint(intake, case_id, MARCH)
        intake.conclude_appointment(case_id, meeting, "seen", MARCH)
        later = appoint(intake, case_id, date(2025, 3, 20))
        intake.conclude_appointment(case_id, later, "seen", date(2025, 3, 20))
    with office.command() as intake, pytest.raises(ReachedByIt):
        intake.correct_appointment(case_id, meeting, "noshow", date(2025, 3, 21))
    with office.command() as intake:
        intake.correct_appointment(case_id, later, "noshow", date(2025, 3, 21))
    told = {it.appointment_id: it.status for it in office.intake.appointments(case_id)}
    assert told == {meeting: "seen", later: "noshow"}
    for made, word in ((named("x"), "seen"), (later, "unknown")):
        with (
            office.command() as intake,
            pytest.raises((NoSuchAppointment, NotConcluded)),
        ):
            intake.correct_appointment(case_id, made, word, date(2025, 3, 21))
