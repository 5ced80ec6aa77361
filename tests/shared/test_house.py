"""Several services in one process: the embedded bus is the ordinary catch-up."""

from datetime import date

import pytest
from creditors import ALER, registered
from diary import TROUBLE, Clock, DiaryService, SpeakingService, break_promises

from azione0 import house as house_module
from azione0.house import House, NeverQuiet


@pytest.fixture
def moving():
    return Clock()


@pytest.fixture
def two(tmp_path, moving, monkeypatch):
    """A house of two: one speaks, one keeps a diary."""
    TROUBLE.clear()
    services = {"ledger": SpeakingService, "reporting": DiaryService}
    monkeypatch.setattr(house_module, "service_class", services.__getitem__)
    kinds = ("ledger", "reporting")
    with House({"AZIONE0_DATA": str(tmp_path)}, clock=moving, kinds=kinds) as opened:
        yield opened
    TROUBLE.clear()


def test_what_one_says_the_other_acts_on_once(two):
    break_promises(two.office("ledger"), 1, 2, 3)
    assert two.deliver().done.total() == 3
    assert two.deliver().done.total() == 0
    assert len(two.reporting.lines()) == 3


def test_a_house_knows_its_services_by_name(two):
    assert two.ledger is two.office("ledger").application
    with pytest.raises(AttributeError, match="this house has no intake"):
        _ = two.intake


def test_a_letter_that_nobody_can_read_ends_no_delivery(two):
    break_promises(two.office("ledger"), 1, 2)
    two.office("ledger").relay.step()
    with two.office("ledger").store.database.writing() as session:
        session.execute(
            "UPDATE letters SET body = ? WHERE number = 1 AND recipient = 'reporting'",
            (b"{",),
        )
    two.deliver()
    assert two.office("reporting").inbox.census() == {"held": 1, "quarantined": 1}


def test_what_failed_is_tried_again_when_it_is_due(two, moving):
    break_promises(two.office("ledger"), 1)
    [event] = two.office("ledger").store.select_notifications(1, 1)
    TROUBLE.add(str(event.event_id))
    two.deliver()
    assert two.reporting.lines() == []

    TROUBLE.clear()
    two.deliver()
    assert two.reporting.lines() == []
    moving.pass_by(seconds=2)
    two.deliver()
    assert len(two.reporting.lines()) == 1


def test_a_house_opened_again_says_nothing_twice(tmp_path, two):
    break_promises(two.office("ledger"), 1)
    two.deliver()
    two.close()
    kinds = ("ledger", "reporting")
    with House({"AZIONE0_DATA": str(tmp_path)}, clock=Clock(), kinds=kinds) as again:
        assert again.deliver().done.total() == 0
        assert len(again.reporting.lines()) == 1


def test_a_conversation_without_end_is_noticed(two):
    def chatter(letter):
        break_promises(two.office("ledger"), hash(letter.id) % 10**9)

    inbox = two.office("reporting").inbox
    inbox.handlers = dict.fromkeys(inbox.handlers, chatter)
    break_promises(two.office("ledger"), 1)
    with pytest.raises(NeverQuiet):
        two.deliver(most_rounds=5)


def test_letters_from_outside_reach_the_service_they_are_handed_to(house):
    house.hand_in("ledger", [ALER.tenancy(), registered()])
    taken = house.hand_in("ledger", [ALER.bill(date(2024, 1, 5))])
    assert taken.done.total() == 1
    house.deliver()
    assert house.office("reporting").inbox.census()["done"] > 0
