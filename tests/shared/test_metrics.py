from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from shelves import ShelvesService

from azione0.inbox import Taken
from azione0.letter import Raw
from azione0.metrics import Metrics
from azione0.office import Office
from azione0.relay import Outgoing
from azione0.settings import settings_for

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
MISSED = "it.azione0.ledger.InstalmentMissed.v1"


class Hands:
    """A clock whose hands are moved by the test."""

    now = NOW

    def __call__(self):
        return self.now


@pytest.fixture
def hands():
    return Hands()


@pytest.fixture
def office(tmp_path, hands):
    environ = {"AZIONE0_DATA": str(tmp_path)}
    office = Office(ShelvesService, settings_for("workshops", environ), clock=hands)
    yield office
    office.close()


def value(metrics, name, **labels):
    return metrics.registry.get_sample_value(name, {"service": "workshops", **labels})


def keep(office, state, number, kind=MISSED):
    with office.store.database.writing() as session:
        session.execute(
            "INSERT INTO inbox (position, source, letter_id, digest, type, subject, "
            "correlation_id, state, attempts, reason, received_at, headers, body) "
            "VALUES (?, 's', ?, 'd', ?, 'x', 'c', ?, 0, '', ?, '{}', ?)",
            (number, str(number), kind, state, office.store.clock(), b""),
        )


def test_letters_are_counted_by_the_name_of_their_contract(office):
    metrics = Metrics(office)
    metrics.taken(Taken(done=Counter({MISSED: 3}), known=2, failed=1, quarantined=4))
    metrics.sent([Outgoing(1, "InstalmentMissed", Raw({"ce-type": MISSED}, b""))])
    missed = {"contract": "InstalmentMissed"}
    assert value(metrics, "azione0_letters_received_total", **missed) == 3
    assert value(metrics, "azione0_letters_sent_total", **missed) == 1
    assert value(metrics, "azione0_letters_known_total") == 2
    assert value(metrics, "azione0_letters_failed_total") == 1
    assert value(metrics, "azione0_letters_quarantined_total") == 4


def test_a_contract_that_nobody_declared_is_one_figure(office):
    metrics = Metrics(office)
    metrics.taken(Taken(done=Counter({"made.up.1": 1, "made.up.2": 1})))
    unknown = value(metrics, "azione0_letters_received_total", contract="unknown")
    assert unknown == 2


def test_what_waits_is_read_from_the_database(office, hands):
    keep(office, "parked", 1)
    keep(office, "held", 2)
    keep(office, "held", 3, "it.azione0.aler.ChargeIssued.v1")
    keep(office, "held", 4, "it.azione0.condominium.ChargeIssued.v1")
    keep(office, "done", 5)
    hands.now += timedelta(minutes=2)
    metrics = Metrics(office)
    waiting = "azione0_letters_waiting"
    assert value(metrics, waiting, state="parked", contract="InstalmentMissed") == 1
    assert value(metrics, waiting, state="held", contract="ChargeIssued") == 2
    assert value(metrics, waiting, state="retrying", contract="") == 0
    assert value(metrics, "azione0_inbox_lag_seconds") == 120
    assert b"azione0_letters_waiting" in metrics.text()


def test_the_time_of_a_handler_is_taken_even_when_it_fails(office):
    metrics = Metrics(office)

    def fail(letter):
        raise LookupError(letter)

    with pytest.raises(LookupError):
        metrics.timed(MISSED, fail)(None)
    count = "azione0_handling_seconds_count"
    assert value(metrics, count, contract="InstalmentMissed") == 1


def test_two_services_in_one_process_count_apart(office):
    one, other = Metrics(office), Metrics(office)
    one.taken(Taken(known=1))
    assert value(other, "azione0_letters_known_total") == 0


def test_without_the_database_the_other_figures_are_still_given(office):
    metrics = Metrics(office)
    office.close()
    office.store.database.path = "/nonexistent/x.db"
    assert value(metrics, "azione0_database_up") == 0
    assert b"azione0_letters_known_total" in metrics.text()


def test_the_lag_of_projections_is_told_where_there_are_projections(office):
    office.application.projection_lag = lambda: 7
    assert value(Metrics(office), "azione0_projection_lag_letters") == 7


def test_a_log_that_others_know_otherwise_is_a_figure(office):
    metrics = Metrics(office)
    assert value(metrics, "azione0_log_refused") == 0
    assert value(metrics, "azione0_log_witnesses") == 0
    assert value(metrics, "azione0_log_contradicted") == 0
    office.exchange.trouble = "fu ripresa una vecchia copia"
    with office.store.database.writing() as session:
        session.execute(
            "INSERT INTO disputed VALUES ('a/b', 'one', 'other', ?)",
            (office.store.clock(),),
        )
    assert value(metrics, "azione0_log_refused") == 1
    assert value(metrics, "azione0_log_contradicted") == 1
