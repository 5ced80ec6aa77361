"""What is recorded about access can be asked for, for any day, on either store."""

from contextlib import contextmanager
from datetime import UTC, date, datetime
from itertools import permutations
from uuid import UUID, uuid4

import pytest
from granted import agreed, grant

from azione0.access.accessed import DataAccessed
from azione0.access.followers import Fact, following, note_follower
from azione0.access.grant import NotDisabled, NotGranted, WrongGrant
from azione0.access.shares import keep_to_consents
from azione0.access.sharing import (
    CannotReceive,
    NoBasis,
    NotShared,
    WrongSharing,
)
from azione0.application import NotFound
from azione0.store import Cause

HOUSEHOLD, CASE, STRANGER = (UUID(int=it) for it in (1, 2, 3))
MAY, JUNE, JULY = date(2025, 5, 1), date(2025, 6, 1), date(2025, 7, 1)
LATER = date(2026, 1, 1)
AT = datetime(2025, 1, 1, tzinfo=UTC)


@pytest.fixture
def book(office):
    """A case that `ours` followed until June, and `theirs` follows since."""
    with office.store.transaction(Cause("test", "case")) as opened:
        for number, (since, who) in enumerate([(date.min, "ours"), (JUNE, "theirs")]):
            fact = Fact(AT, f"{number}", since, who)
            note_follower(opened.session, CASE, HOUSEHOLD, fact)
    return office.access


@contextmanager
def recorded(office):
    with office.store.transaction(Cause("test", uuid4().hex)):
        yield office.access


def could(book, actor, day, household_id=HOUSEHOLD, action="read", **asked):
    asked = {"fields": "none", **asked}
    found = book.could(actor, action, household_id=household_id, day=day, **asked)
    return any(it.allowed for it in found)


def share(office, organisation="guests", receiver=None, **changed):
    terms = {
        "purpose": "support",
        "fields": ["economic"],
        "on": JUNE,
        "until": LATER,
    } | changed
    with recorded(office) as book:
        return book.share_case(
            HOUSEHOLD,
            organisation=organisation,
            receiver=receiver,
            **terms,
        )


# -- could X read Y on that day


def test_who_followed_the_case_on_a_day_could_read_it_on_that_day(office, book):
    grant(office, "ours/anna", "ours", "case_worker")
    grant(office, "theirs/berto", "theirs", "case_worker", since=date(2025, 6, 15))
    assert could(book, "ours/anna", MAY)
    assert not could(book, "ours/anna", JUNE)
    assert not could(book, "theirs/berto", JUNE)
    assert could(book, "theirs/berto", JULY)
    assert not could(book, "nobody", JULY)
    assert book.household_of_case(CASE) == HOUSEHOLD
    assert book.household_of_case(STRANGER) is None


def test_a_role_taken_back_allows_nothing_from_its_day_and_did_before(office, book):
    [first, second] = grant(office, "t/c", "theirs", "case_worker", "supervisor")
    with recorded(office):
        book.revoke_role("t/c", first, JULY)
    assert could(book, "t/c", JULY)
    with recorded(office):
        book.revoke_role("t/c", second, JULY)
    assert not could(book, "t/c", JULY)
    assert could(book, "t/c", JUNE)
    with pytest.raises(NotGranted), recorded(office):
        book.revoke_role("t/c", first, JULY)
    with pytest.raises(NotGranted), recorded(office):
        book.revoke_role("t/c", STRANGER, JULY)


def test_a_disabled_account_may_nothing_until_it_is_enabled(office, book):
    grant(office, "t/c", "theirs", "case_worker")
    with pytest.raises(NotDisabled), recorded(office):
        book.enable_account("t/c", JUNE)
    with recorded(office):
        book.disable_account("t/c", JUNE)
        book.disable_account("t/c", JULY)
    assert not could(book, "t/c", JULY)
    with recorded(office):
        book.enable_account("t/c", LATER)
    assert not could(book, "t/c", JULY)
    assert could(book, "t/c", LATER)


@pytest.mark.parametrize(
    "wrong",
    [
        {"role": "king"},
        {"role": "case_worker", "purposes": ["audit"]},
        {"role": "case_worker", "purposes": ["curiosity"]},
        {"role": "case_worker", "creditors": ["aler-bcm"]},
        {"role": "creditor_operator"},
        {"role": "case_worker", "until": MAY},
    ],
)
def test_a_grant_that_could_allow_nothing_is_refused_and_leaves_nothing(
    office, book, wrong
):
    with pytest.raises(WrongGrant), recorded(office):
        book.grant_role("x/y", "x", since=JUNE, **wrong)
    assert book.actors() == []


def test_grants_are_events_and_are_told_to_nobody(office, book):
    grant(office, "t/c", "theirs", "case_worker")
    stored = office.store.select_notifications(None, 100)
    assert [it.topic for it in stored] == [
        "access.Actor.Known",
        "access.Actor.RoleGranted",
    ]
    while office.relay.step():
        pass
    assert office.relay.page("reporting", 0, 100) == []


# -- sharing (Primero, spec/models/referral_spec.rb: PRI-001, PRI-003)


@pytest.mark.parametrize(
    ("to_services", "to_disclosure", "override", "allowed"),
    [
        (None, None, False, False),
        (True, True, False, True),
        (True, None, False, False),
        (None, None, True, True),
    ],
)
def test_pri_001_sharing_needs_both_consents_or_a_reason_above_them(
    office, book, to_services, to_disclosure, override, allowed
):
    grant(office, "guests/dora", "guests", "case_worker", is_bound=False)
    duty = "child_protection" if override else None
    both = MAY if not (to_services and to_disclosure) else LATER

    def agreed_until(household_id, on):
        return both if household_id == HOUSEHOLD and on <= both else None

    office.application.agreed_until = agreed_until
    if not allowed:
        with pytest.raises(NoBasis, match="case_disclosure"):
            share(office, duty=duty)
    else:
        share(office, duty=duty)
    assert could(book, "guests/dora", JULY) == allowed


def test_where_no_consents_are_known_an_agreement_or_a_duty_is_needed(office, book):
    grant(office, "guests/dora", "guests", "case_worker", is_bound=False)
    with pytest.raises(NoBasis, match="i consensi non si conoscono"):
        share(office)
    with pytest.raises(WrongSharing, match="vital_interest"):
        share(office, duty="Anna Bianchi lo ha chiesto")
    agreed(office, "guests", "social_file", until=JULY)
    share(office, until=LATER)
    assert could(book, "guests/dora", JULY)
    assert not could(book, "guests/dora", date(2025, 7, 2))
    share(office, duty="child_protection", on=date(2025, 7, 2))
    assert could(book, "guests/dora", date(2025, 7, 2))


def test_an_agreement_covers_the_fields_that_its_activity_reads(office, book):
    grant(office, "guests/dora", "guests", "case_worker", is_bound=False)
    agreed(office, "guests", "workshops")
    with pytest.raises(NoBasis):
        share(office, fields=["economic", "special"])
    share(office, fields=["economic"])
    assert could(book, "guests/dora", JULY, fields="economic")


def test_what_rests_on_consents_ends_with_them_and_does_not_begin_again(office, book):
    grant(office, "guests/dora", "guests", "case_worker", is_bound=False)
    last = LATER
    office.application.agreed_until = lambda _household, on: (
        last if on <= last else None
    )
    share(office, until=date(2027, 1, 1))
    assert could(book, "guests/dora", LATER)
    assert not could(book, "guests/dora", date(2026, 1, 2))

    def change(day):
        nonlocal last
        last = day
        with recorded(office):
            keep_to_consents(
                office.application,
                HOUSEHOLD,
                lambda on: last if on <= last else None,
            )

    change(JULY)
    assert could(book, "guests/dora", JULY)
    assert not could(book, "guests/dora", date(2025, 7, 2))
    change(LATER)
    assert not could(book, "guests/dora", date(2025, 7, 2))
    change(MAY)
    assert not could(book, "guests/dora", JUNE)


def test_pri_003_sharing_with_a_disabled_receiver_is_refused_and_gives_nothing(
    office, book
):
    grant(office, "guests/dora", "guests", "case_worker")
    with recorded(office):
        book.disable_account("guests/dora", MAY)
    for receiver in ("guests/dora", None):
        with pytest.raises(CannotReceive):
            share(office, receiver=receiver)
    with recorded(office):
        book.enable_account("guests/dora", JULY)
    assert not could(book, "guests/dora", LATER)


def test_pri_003_sharing_with_who_lacks_the_role_is_refused_and_gives_nothing(
    office, book
):
    grant(office, "guests/emma", "guests", "administrator")
    for receiver in ("guests/emma", "guests/nobody", None):
        with pytest.raises(CannotReceive):
            share(office, receiver=receiver)
    assert not could(book, "guests/emma", JULY)


def test_pri_003_sharing_ends_though_the_receiver_was_disabled_since(office, book):
    grant(office, "guests/dora", "guests", "case_worker")
    share_id = share(office)
    assert could(book, "guests/dora", JUNE)
    with recorded(office):
        book.disable_account("guests/dora", JULY)
        book.unshare_case(HOUSEHOLD, share_id, JULY)
        book.enable_account("guests/dora", JULY)
    assert not could(book, "guests/dora", JULY)
    assert could(book, "guests/dora", JUNE)
    with pytest.raises(NotShared), recorded(office):
        book.unshare_case(HOUSEHOLD, share_id, JULY)
    with pytest.raises(NotFound), recorded(office):
        book.unshare_case(STRANGER, share_id, JULY)


def test_what_is_shared_is_read_and_nothing_more(office, book):
    for actor in ("guests/dora", "guests/fabio"):
        grant(office, actor, "guests", "case_worker")
    share(office, receiver="guests/dora", until=JULY)
    assert could(book, "guests/dora", JULY, fields="economic")
    assert not could(book, "guests/dora", JULY, fields="special")
    assert not could(book, "guests/dora", JULY, action="work")
    assert not could(book, "guests/dora", LATER)
    assert not could(book, "guests/fabio", JULY)
    assert not could(book, "guests/dora", JULY, household_id=STRANGER)


@pytest.mark.parametrize(
    "wrong",
    [
        {"purpose": "audit"},
        {"purpose": "curiosity"},
        {"fields": []},
        {"fields": ["aggregate"]},
        {"until": MAY},
    ],
)
def test_a_sharing_that_cannot_be_is_refused(office, book, wrong):
    grant(office, "guests/dora", "guests", "case_worker", "auditor")
    with pytest.raises(WrongSharing):
        share(office, **wrong)


# -- who follows a case, in whatever order it is told


def test_who_follows_does_not_depend_on_the_order_of_letters():
    told = [
        Fact(AT.replace(day=1), "opened", date(2025, 3, 1), "first"),
        Fact(AT.replace(day=2), "redated", date(2025, 2, 1), "second"),
        Fact(AT.replace(day=3), "assigned", date(2025, 6, 1), "third"),
        Fact(AT.replace(day=4), "reopened", date(2025, 9, 1), "fourth"),
    ]
    expected = ((date.min, "second"), (JUNE, "third"), (date(2025, 9, 1), "fourth"))
    assert {following(it) for it in permutations(told)} == {expected}
    assert following([]) == ()


# -- who saw what


def test_who_saw_what_is_kept_for_two_years(office):
    log = office.access.log
    seen = ("a/b", "a", "auditor", "audit", "foreign", None)
    for name, at in (("old", datetime(2023, 5, 1, tzinfo=UTC)), ("new", AT)):
        log.record(DataAccessed(name, at, *seen, "cases", "list", "none", 1, (CASE,)))
    assert [it.access_id for it in log.of(CASE)] == ["old", "new"]
    assert {(it.actor, it.purpose, it.address) for it in log.of(CASE)} == {
        ("a/b", "audit", "cases")
    }
    assert len(log.of(CASE, MAY)) == 0
    assert log.of(STRANGER) == []
    assert log.forget_before(datetime(2025, 7, 1, tzinfo=UTC)) == 1
    assert len(log.of(CASE)) == 1
