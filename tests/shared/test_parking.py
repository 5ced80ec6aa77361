"""Letters that could not be handled: a person looks, and decides."""

import json

import pytest
from diary import TROUBLE, Clock, DiaryService, open_office, raw

from azione0.parking import NotParked


@pytest.fixture
def moving():
    return Clock()


@pytest.fixture
def office(database_url, moving):
    TROUBLE.clear()
    opened = open_office(DiaryService, database_url, moving)
    TROUBLE.add("letter-1")
    opened.inbox.take([raw(1), raw(2), raw(3, about=2)])
    yield opened
    opened.close()
    TROUBLE.clear()


@pytest.fixture
def parking(office):
    return office.parking


def test_a_letter_not_done_is_listed_with_its_reason(parking):
    first, second = parking.letters()
    assert (first.state, first.attempts) == ("retrying", 1)
    assert first.reason == "Trouble: letter letter-1"
    assert (second.state, second.reason) == ("waiting", "")


def test_a_letter_is_shown_as_it_came(parking):
    headers, body = parking.show(1)
    assert json.loads(headers)["ce-id"] == "letter-1"
    assert body == raw(1).body


def test_nothing_is_shown_where_nothing_stands(parking):
    with pytest.raises(NotParked):
        parking.show(99)


def test_tried_again_by_a_person_a_letter_goes_at_once_and_those_behind_it(
    office, parking, moving
):
    TROUBLE.clear()
    parking.retry(1, now=moving())
    office.inbox.retry_due(moving())
    assert parking.letters() == []
    assert office.application.lines() == ["letter-1", "letter-2", "letter-3"]


def test_put_aside_a_letter_is_never_tried_again_and_those_behind_it_go_on(
    office, parking, moving
):
    parking.discard(1, by="anna", reason="sent by mistake", now=moving())
    moving.pass_by(days=30)
    office.inbox.retry_due(moving())
    assert office.application.lines() == ["letter-2", "letter-3"]
    assert office.inbox.census() == {"discarded": 1, "done": 2, "quarantined": 0}
    with office.store.reading() as session:
        [[reason]] = session.execute("SELECT reason FROM inbox WHERE position = 1")
    assert reason == "discarded by anna at 2026-01-01T00:00:00+00:00: sent by mistake"


def test_what_was_put_aside_is_still_known_when_it_comes_again(office, parking, moving):
    parking.discard(1, by="anna", reason="no", now=moving())
    assert office.inbox.take([raw(1)]).known == 1


@pytest.mark.parametrize("position", [2, 3, 99])
def test_only_what_is_parked_or_failing_is_decided_upon(parking, moving, position):
    with pytest.raises(NotParked):
        parking.retry(position, now=moving())
    with pytest.raises(NotParked):
        parking.discard(position, by="anna", reason="no", now=moving())
