"""How far a contact has come: the peers' cases, and the law of time alone."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.cases.contact_status import (
    ContactHistory,
    Invited,
    Meeting,
    next_turn,
    status_at,
)
from intake.cases.contacts import part_of_day, time_of

CASES = {
    it["id"]: it
    for it in json.loads(
        (Path(__file__).parents[1] / "peer_cases.json").read_text(encoding="utf-8")
    )
}
NOW = datetime.fromisoformat("2025-11-20T09:00:00+01:00")
STATUSES, TURNS, PARTS = CASES["RDV-001"], CASES["RDV-003"], CASES["DDA-001"]


def days(offset):
    return NOW + timedelta(days=offset)


def history_of(row):
    invitations = []
    if "inv" in row:
        ends = days(row["inv_expires"]) if "inv_expires" in row else None
        invitations = [Invited(days(row["inv"]), ends)]
    meetings = [
        Meeting(
            days(it["created"]),
            days(it["starts"]) if "starts" in it else None,
            it["status"],
        )
        for it in row.get("part", [])
    ]
    return ContactHistory(
        tuple(invitations), tuple(meetings), closed=row.get("closed", False)
    )


@pytest.mark.parametrize("place", range(len(STATUSES["input"]["rows"])))
def test_rdv_001_the_status_follows_from_the_history(place):
    history = history_of(STATUSES["input"]["rows"][place])
    assert status_at(history, NOW) == STATUSES["expected"]["statuses"][place]


def instant(text):
    return datetime.fromisoformat(text).replace(tzinfo=NOW.tzinfo)


@pytest.mark.parametrize("place", range(len(TURNS["input"]["rows"])))
def test_rdv_003_time_alone_changes_the_status_a_second_after(place):
    row = TURNS["input"]["rows"][place]
    ends, starts = row.get("last_invitation_expires"), row.get("last_rdv")
    history = ContactHistory(
        (Invited(days(-2), instant(ends)),) if ends else (),
        (Meeting(days(-1), instant(starts)),) if starts else (),
    )
    expected = TURNS["expected"]["refresh_at"][place]
    assert next_turn(history, NOW) == (instant(expected) if expected else None)


def test_dda_001_the_part_of_day_follows_from_the_time():
    found = [part_of_day(time_of(it)) for it in PARTS["input"]["times"]]
    assert found == PARTS["expected"]["codes"]


INSTANTS = st.integers(-40, 40).map(lambda it: NOW + timedelta(hours=12 * it))
HISTORIES = st.builds(
    ContactHistory,
    st.lists(st.builds(Invited, INSTANTS, st.none() | INSTANTS), max_size=3).map(tuple),
    st.lists(
        st.builds(
            Meeting,
            INSTANTS,
            st.none() | INSTANTS,
            st.sampled_from(["unknown", "seen", "noshow", "excused", "revoked"]),
        ),
        max_size=4,
    ).map(tuple),
    st.booleans(),
)


@given(HISTORIES, INSTANTS)
def test_until_the_next_turn_the_status_stays_and_then_it_is_another(history, now):
    present, turn = status_at(history, now), next_turn(history, now)
    # A turn is told to the second: it is over a second after the last instant.
    last = turn - timedelta(seconds=1) if turn else now + timedelta(days=90)
    between = (now + (last - now) * part / 7 for part in range(8))
    assert {status_at(history, it) for it in between} == {present}
    assert turn is None or status_at(history, turn) != present
