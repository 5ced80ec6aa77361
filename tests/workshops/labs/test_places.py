"""Places: for the pact, by a link, for guests; and what ends them."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from azione0.contracts.intake import (
    CaseClosed,
    CaseTakenInCharge,
    ConsentGiven,
    ConsentWithdrawn,
)
from workshops.application.places import NoSuchCommitment
from workshops.labs.enrolment import Enrolment, Mark, commitment_of
from workshops.labs.invitation import (
    ImpossibleInvitation,
    InvitationClosed,
    InvitationUnusable,
    hash_of,
)
from workshops.labs.workshop import AlreadyEnrolled, Workshop, WorkshopOver

H1, H2, GUEST, PERSON, CASE = (UUID(int=n) for n in (1, 2, 8, 9, 50))
SPRING, FIRST = date(2025, 3, 1), date(2025, 4, 1)
NOW = datetime(2025, 3, 1, 9, tzinfo=UTC)
WEEK = timedelta(days=7)


@pytest.fixture
def desk(desk_on_each_store):
    return desk_on_each_store


@pytest.fixture
def lab(desk):
    return desk.schedule_workshop("reuse", "la-rete", 1, [(FIRST, 120)], SPRING)


def in_charge(on=SPRING):
    return CaseTakenInCharge(
        case_id=CASE,
        household_id=H1,
        pact_id=UUID(int=60),
        operator_id="op-1",
        goals=("family_budget",),
        effective_on=on,
    )


def consent(kind, on):
    return kind(
        person_id=PERSON,
        household_id=H1,
        purpose="workshop_participation",
        text_version="2025-1",
        effective_on=on,
    )


def invite(desk, lab, token="t", household=H1, **named):  # noqa: S107  of a test
    terms = {"now": NOW, "expires_at": NOW + WEEK, "on": SPRING} | named
    return desk.invite(lab, household, hash_of(token), **terms)


def use(desk, token="t", now=NOW, on=SPRING):  # noqa: S107  of a test
    return desk.enrol_by_link(hash_of(token), now=now, on=on)


def place(desk, enrolment):
    return desk.application.get(Enrolment, enrolment)


def test_a_place_for_the_pact_needs_the_commitment_in_force(desk, lab):
    commitment = commitment_of(CASE)
    with pytest.raises(NoSuchCommitment):
        desk.enrol_for_pact(lab, H1, commitment, SPRING)
    desk.hear(in_charge())
    with pytest.raises(NoSuchCommitment):
        desk.enrol_for_pact(lab, H1, UUID(int=1234), SPRING)
    enrolment = desk.enrol_for_pact(lab, H1, commitment, SPRING)
    assert place(desk, enrolment).origin == "pact"


def test_a_guest_of_another_organisation_has_a_seat_and_nobody_hears_of_it(desk, lab):
    guest = desk.enrol_guest(lab, "fo-bap", GUEST, SPRING)
    with pytest.raises(AlreadyEnrolled):
        desk.enrol_guest(lab, "fo-bap", GUEST, SPRING)
    assert place(desk, desk.enrol(lab, H1, SPRING)).state == "waiting"
    desk.register_session(lab, 1, {guest: Mark("present")}, FIRST)
    assert desk.complete_workshop(lab, FIRST) == [guest]
    for name in ("EnrolmentConfirmed", "SessionAttended", "WorkshopCompleted"):
        assert desk.said(name) == []


def test_a_household_takes_its_place_by_its_link(desk, lab):
    invite(desk, lab)
    enrolment = place(desk, use(desk))
    assert (enrolment.household_id, enrolment.origin) == (H1, "link")
    assert [it.household_id for it in desk.said("EnrolmentConfirmed")] == [H1]


@pytest.mark.parametrize("case", ["used", "expired", "guessed", "revoked", "replaced"])
def test_a_link_that_opens_nothing_is_refused_alike(desk, lab, case):
    invitation = invite(desk, lab)
    token, now = "t", NOW
    if case == "used":
        use(desk)
    elif case == "expired":
        now = NOW + WEEK
    elif case == "guessed":
        token = "u"  # noqa: S105  of a test
    elif case == "revoked":
        desk.revoke_invitation(invitation, "wrong_household", SPRING)
    else:
        invite(desk, lab, "new")
    with pytest.raises(InvitationUnusable) as refused:
        use(desk, token, now)
    assert str(refused.value) == (
        "this link opens nothing: ask who gave it for a new one"
    )


def test_a_link_is_kept_as_its_fingerprint_only(desk, lab):
    with pytest.raises(ImpossibleInvitation):
        desk.invite(lab, H1, "t", now=NOW, expires_at=NOW + WEEK, on=SPRING)
    invite(desk, lab)
    assert desk.rows("SELECT token_sha256 FROM invitations_v1") == [(hash_of("t"),)]


@pytest.mark.parametrize("after", [timedelta(0), -WEEK, timedelta(days=91)])
def test_a_link_ends_within_ninety_days(desk, lab, after):
    with pytest.raises(ImpossibleInvitation):
        invite(desk, lab, expires_at=NOW + after)


def test_a_link_taken_back_twice_is_refused(desk, lab):
    invitation = invite(desk, lab)
    desk.revoke_invitation(invitation, "wrong_household", SPRING)
    with pytest.raises(InvitationClosed):
        desk.revoke_invitation(invitation, "wrong_household", SPRING)


def test_the_end_of_a_case_ends_the_links_given_until_then(desk, lab):
    invite(desk, lab)
    closed = CaseClosed(
        case_id=CASE, household_id=H1, outcome="moved", effective_on=SPRING
    )
    desk.hear(in_charge(), closed)
    with pytest.raises(InvitationUnusable):
        use(desk)


def test_who_withdraws_is_invited_and_told_no_more(desk, lab):
    desk.enrol(lab, H1, SPRING, person_id=PERSON)
    desk.move_session(lab, 1, date(2025, 4, 2), SPRING)
    other = desk.schedule_workshop("reuse", "la-rete", 1, [(FIRST, 60)], SPRING)
    invite(desk, other, person_id=PERSON)
    desk.hear(consent(ConsentWithdrawn, SPRING))
    assert desk.notices_owed() == []
    with pytest.raises(InvitationUnusable):
        use(desk)


def test_a_withdrawal_heard_late_spares_a_link_given_after_agreeing_again(desk, lab):
    desk.hear(consent(ConsentGiven, SPRING))
    invite(desk, lab, person_id=PERSON)
    desk.hear(consent(ConsentWithdrawn, date(2025, 2, 1)))
    assert place(desk, use(desk)).household_id == H1


def test_a_link_to_a_full_workshop_gives_a_place_in_the_waiting_list(desk, lab):
    first = desk.enrol(lab, H2, SPRING)
    invite(desk, lab)
    waiting = use(desk)
    assert place(desk, waiting).state == "waiting"
    desk.leave(first, SPRING)
    assert place(desk, waiting).state == "enrolled"
    assert list(desk.application.get(Workshop, lab).seated) == [waiting]


def test_nobody_is_invited_to_a_workshop_that_was_given_up(desk, lab):
    desk.cancel_workshop(lab, "trainer_ill", SPRING)
    with pytest.raises(WorkshopOver):
        invite(desk, lab)
