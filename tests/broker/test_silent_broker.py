"""A broker that says nothing costs five seconds, and no letter."""

import time
from urllib.parse import urlsplit, urlunsplit

import pytest
from bus import soon
from faults.proxy import CONFIRM, Cable
from two_services import NoterService, SpeakerService, clock, say, settings

from azione0.door import wire
from azione0.door.exchange import Exchange, Unconfirmed
from azione0.door.letterbox import LetterBox
from azione0.office import Office
from azione0.relay import send

pytestmark = pytest.mark.broker


@pytest.fixture
def cable(empty_bus):
    cable = Cable(urlsplit(empty_bus.url()).port)
    yield cable
    cable.remove()


@pytest.fixture
def through(cable):
    """Give an address that leads through the cable."""

    def led(url):
        parts = urlsplit(url)
        place = f"{parts.username}:{parts.password}@127.0.0.1:{cable.port}"
        return urlunsplit(parts._replace(netloc=place))

    return led


@pytest.fixture
def speaker(empty_bus, tmp_path):
    me = empty_bus.partner("ledger")
    office = Office(
        SpeakerService, settings(me, empty_bus.partners, tmp_path), clock=clock
    )
    yield office
    office.close()


@pytest.fixture
def noter(empty_bus, tmp_path):
    me = empty_bus.partner("reporting")
    office = Office(
        NoterService, settings(me, empty_bus.partners, tmp_path), clock=clock
    )
    yield office
    office.close()


def exchange_of(office, bus, through):
    name = office.settings.me.name
    return Exchange(through(bus.url(name)), name)


def take_all(office, bus):
    name = office.settings.me.name
    box = LetterBox(bus.url(name), name, office.inbox.take)
    total = 0
    while (taken := box.step()) is not None:
        total += taken.known
    box.close()
    return total


def test_a_silent_broker_costs_five_seconds(cable, through, speaker, noter, empty_bus):
    exchange = exchange_of(speaker, empty_bus, through)
    exchange.idle()
    say(speaker, 100, 50)
    speaker.relay.step()
    cable.clogged = True

    begun = time.monotonic()
    with pytest.raises((Unconfirmed, *wire.BROKER_FAILURES)):
        send(speaker.relay, exchange.publish)
    assert 4 < time.monotonic() - begun < 7
    assert speaker.relay.lag()[1] == 50

    cable.cut()
    cable.clogged = False
    send(speaker.relay, exchange.publish)
    exchange.close()
    take_all(noter, empty_bus)
    assert noter.application.count() == 50


def test_a_lost_confirm_makes_no_second_effect(
    cable, through, speaker, noter, empty_bus
):
    exchange = exchange_of(speaker, empty_bus, through)
    say(speaker, 100, 50)
    speaker.relay.step()
    cable.swallows.add(CONFIRM)
    with pytest.raises(Unconfirmed):
        send(speaker.relay, exchange.publish)
    assert cable.swallowed

    cable.swallows.clear()
    send(speaker.relay, exchange.publish)
    exchange.close()

    assert take_all(noter, empty_bus) == 50  # known again
    assert noter.application.count() == 50


def test_a_broker_that_never_answers_is_given_up(cable, through, empty_bus):
    cable.clogged = True
    begun = time.monotonic()
    with pytest.raises(wire.BROKER_FAILURES):
        wire.connect(through(empty_bus.url()))
    assert time.monotonic() - begun < 7


def test_a_half_open_connection_is_noticed(
    cable, through, noter, empty_bus, monkeypatch
):
    monkeypatch.setattr(wire, "HEARTBEAT_SECONDS", 1)
    name = noter.settings.me.name
    box = LetterBox(through(empty_bus.url(name)), name, noter.inbox.take)
    assert box.step(0.1) is None
    cable.clogged = True

    def fails():
        try:
            box.step(0.1)
        except wire.BROKER_FAILURES:
            return True
        return False

    assert soon(fails, seconds=8)
    box.disconnect()


def test_a_connection_cut_while_letters_come_loses_none(
    cable, through, speaker, noter, empty_bus
):
    exchange = exchange_of(speaker, empty_bus, lambda url: url)
    say(speaker, 100, 2000)
    while speaker.relay.step():
        pass
    while send(speaker.relay, exchange.publish):
        pass
    exchange.close()
    name = noter.settings.me.name
    box = LetterBox(through(empty_bus.url(name)), name, noter.inbox.take)
    cuts = 0
    for _ in range(60):
        try:
            if box.step(1) is None:
                break
            if cuts < 3:
                cuts += 1
                cable.cut()
        except wire.BROKER_FAILURES:
            box.disconnect()
    box.disconnect()

    assert cuts == 3
    assert noter.application.count() == 2000
