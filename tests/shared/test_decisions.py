"""What stands still is shown by commands, and a person decides by them."""

from datetime import date

import pytest
from click.testing import CliRunner
from creditors import ALER, registered
from examples import EXAMPLES

from azione0.commands import main
from azione0.commands.opening import clock, open_office
from azione0.contracts.workshops import WorkshopScheduled
from azione0.letter import Raw, write
from azione0.metrics import Metrics

SOURCE = "//la-rete/workshops"


@pytest.fixture
def azione0(tmp_path, monkeypatch):
    for name in ("AZIONE0_NAME", "AZIONE0_AMQP", "AZIONE0_PARTNERS", "AZIONE0_TOKENS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AZIONE0_LANG", "it")
    monkeypatch.setenv("AZIONE0_DATA", str(tmp_path / "data"))
    return lambda *words: CliRunner().invoke(main, words)


def numbered(number):
    written = write(
        EXAMPLES[WorkshopScheduled],
        id=f"letter-{number}",
        source=SOURCE,
        recorded_at=clock(),
        correlation_id="c",
        causation_id="c",
    )
    return Raw({**written.headers, "ce-seqledger": str(number)}, written.body)


@pytest.fixture
def speechless(azione0):
    """A ledger with one event, the last, that its code cannot put into words."""
    with open_office("ledger") as office:
        office.inbox.take([registered(), ALER.tenancy(), ALER.bill(date(2025, 1, 5))])
        [posted] = [
            it
            for it in office.store.select_notifications(1, 100)
            if it.topic.endswith(".ChargePosted")
        ]
        with office.store.database.writing() as session:
            session.execute(
                "UPDATE events SET class_version = 99 WHERE seq = ?", (posted.id,)
            )
        office.relay.step()
        text = Metrics(office).text().decode()
        assert 'azione0_relay_unsaid_events{service="ledger"} 1.0' in text
    return str(posted.id)


def mend():
    with open_office("ledger") as office, office.store.database.writing() as session:
        session.execute("UPDATE events SET class_version = 1")


def test_an_event_without_words_is_listed_with_its_reason(azione0, speechless):
    shown = azione0("letters").output
    assert "Non si può scrivere perché" in shown
    [line] = [it for it in shown.splitlines() if "NewerEvent" in it]
    assert line.split("\t")[:3] == [
        "ledger",
        speechless,
        "ledger.Account.ChargePosted",
    ]


def test_tried_again_in_vain_it_says_why(azione0, speechless):
    again = azione0("letters", "again", "ledger", speechless)
    assert again.exit_code == 1
    assert "NewerEvent" in again.output


def test_tried_again_after_an_upgrade_it_is_said(azione0, speechless):
    mend()
    assert azione0("letters", "again", "ledger", speechless).exit_code == 0
    assert "NewerEvent" not in azione0("letters").output
    with open_office("ledger") as office:
        page = office.relay.page("reporting", 0)
    assert any(it.headers["ce-type"].endswith(".ChargePosted.v1") for it in page)


def test_left_unsaid_it_is_never_tried_again(azione0, speechless):
    left = azione0("letters", "leave", "ledger", speechless, "--reason", "a test")
    assert left.exit_code == 0
    mend()
    assert azione0("letters", "leave", "ledger", speechless, "--reason", "x").exit_code
    with open_office("ledger") as office:
        page = office.relay.page("reporting", 0)
    assert not any(it.headers["ce-type"].endswith(".ChargePosted.v1") for it in page)


def test_without_a_reason_nothing_is_decided(azione0, speechless):
    assert azione0("letters", "leave", "ledger", speechless).exit_code == 2
    assert azione0("parked", "skip", "ledger", SOURCE).exit_code == 2


def test_a_gap_is_passed_by_who_says_why(azione0):
    with open_office("ledger") as office:
        office.inbox.take([numbered(3), numbered(4)])
    skipped = azione0("parked", "skip", "ledger", SOURCE, "--reason", "their disk")
    assert skipped.output == "Lettere che ora vanno avanti: 2.\n"
    assert azione0("parked", "list", "ledger").output.count("held") == 0

    again = azione0("parked", "skip", "ledger", SOURCE, "--reason", "their disk")
    assert again.exit_code == 1
    assert "dietro un vuoto" in again.output
