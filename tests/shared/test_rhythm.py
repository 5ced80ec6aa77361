"""A publisher is held to its own rhythm: quiet, silent, or as usual."""

from datetime import UTC, date, datetime, timedelta

import pytest
from shelves import ShelvesService

from azione0.door.web import create_app
from azione0.metrics import Metrics
from azione0.office import Office
from azione0.rhythm import FIRST_PATIENCE, patience_of
from azione0.settings import settings_for

MORNING = datetime(2026, 3, 2, 8, tzinfo=UTC)
LEDGER = "//aler-bcm/ledger"


class Hands:
    now = MORNING

    def __call__(self):
        return self.now


@pytest.fixture
def hands():
    return Hands()


@pytest.fixture
def office(tmp_path, hands, database_url):
    environ = {"AZIONE0_DATA": str(tmp_path), "AZIONE0_WORKSHOPS_DB": database_url}
    opened = Office(ShelvesService, settings_for("workshops", environ), clock=hands)
    yield opened
    opened.close()


@pytest.fixture
def came(office):
    """Keep a letter of the ledger, written at an instant and here after a while."""
    place = 0

    def keep(written, lag=timedelta(seconds=2), source=LEDGER):
        nonlocal place
        place += 1
        with office.store.database.writing() as session:
            session.execute(
                "INSERT INTO inbox (position, source, letter_id, digest, type, "
                "subject, correlation_id, state, attempts, reason, recorded_at, "
                "received_at, headers, body) VALUES (?, ?, ?, 'd', 't', 'x', 'c', "
                "'done', 0, '', ?, ?, '{}', ?)",
                (place, source, str(place), written, written + lag, b""),
            )

    return keep


def rhythm(office, publisher="ledger"):
    return next(it for it in office.rhythms.all() if it.publisher == publisher)


def daily(came, days, every=1):
    for day in range(days):
        came(MORNING + timedelta(days=day * every))
    return MORNING + timedelta(days=(days - 1) * every)


def test_who_writes_every_day_is_missed_after_a_day_and_a_half(office, hands, came):
    last = daily(came, 10)
    hands.now = last + timedelta(days=1.5)
    assert rhythm(office).state == "regular"
    hands.now += timedelta(minutes=1)
    assert rhythm(office).state == "silent"
    assert rhythm(office).last_letter_at == last


def test_who_writes_once_a_month_may_be_quiet_for_weeks(office, hands, came):
    last = daily(came, 6, every=30)
    hands.now = last + timedelta(days=44)
    assert rhythm(office).state == "regular"
    hands.now = last + timedelta(days=46)
    assert rhythm(office).state == "silent"


def test_who_answers_is_quiet_and_not_silent(office, hands, came):
    hands.now = daily(came, 10) + timedelta(days=5)
    office.rhythms.answered(LEDGER)
    assert rhythm(office).state == "quiet"
    hands.now += timedelta(minutes=16)
    assert rhythm(office).state == "silent"
    office.rhythms.answered(LEDGER)
    assert rhythm(office).state == "quiet"


def test_a_new_letter_ends_the_silence(office, hands, came):
    hands.now = daily(came, 10) + timedelta(days=5)
    assert rhythm(office).state == "silent"
    came(hands.now)
    assert rhythm(office).state == "regular"


def test_who_never_wrote_is_missed_after_a_week_of_our_own(office, hands):
    hands.now = MORNING + FIRST_PATIENCE
    assert rhythm(office).state == "regular"
    hands.now += timedelta(seconds=1)
    assert (rhythm(office).state, rhythm(office).last_letter_at) == ("silent", None)


def test_a_longer_pause_is_learnt():
    days = [date(2026, 1, 1) + timedelta(days=it) for it in range(6)]
    assert patience_of(days) == timedelta(days=1.5)
    assert patience_of([*days, date(2026, 1, 16)]) == timedelta(days=15)
    assert patience_of(days[:4]) == FIRST_PATIENCE


def test_the_lag_is_that_of_the_letter_that_came_last(office, came):
    came(MORNING, lag=timedelta(hours=3))
    came(MORNING - timedelta(days=1), lag=timedelta(days=2))
    assert rhythm(office).lag == timedelta(days=2)
    assert rhythm(office).last_letter_at == MORNING


def test_metrics_and_status_tell_of_it(office, hands, came):
    hands.now = daily(came, 10) + timedelta(days=5)
    came(hands.now, source="//comune-brescia/intake")
    found = Metrics(office).registry.get_sample_value
    whose = {"service": "workshops", "publisher": "ledger"}
    assert found("azione0_publisher_silent", whose) == 1
    assert found("azione0_publisher_lag_seconds", whose) == 2
    assert found("azione0_publisher_last_letter_seconds", whose) == 5 * 86400
    assert found("azione0_publisher_silent", {**whose, "publisher": "intake"}) == 0
    status = create_app(office).test_client().get("/status").json
    assert status["publishers"]["ledger"]["state"] == "silent"
    assert status["state"] == "well"
