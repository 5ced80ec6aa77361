"""
Services and broker are killed again and again; every letter is accounted for.

Thirty times, at moments that the seed chooses, the publishing service, the
receiving one or the broker dies while letters are on their way.
"""

import random
import sys
import time
from pathlib import Path
from threading import Event, Thread
from uuid import uuid4

import pytest

sys.path.append(str(Path(__file__).parents[1]))
sys.path.append(str(Path(__file__).parents[1] / "broker"))

from bus import Bus, Server, not_here, soon
from faults.cluster import PrivateRabbit
from faults.kills import Killable
from two_services import NoterService, SpeakerService, clock, household, say, settings

from azione0.office import Office

pytestmark = [pytest.mark.broker, pytest.mark.faults]

LETTERS, AT_ONCE, KILLS = 20_000, 100, 30
FIRST = 1_000
SEED = 20260101
#: How often each is chosen; a broker takes ten seconds to come back.
SPEAKER, NOTER, BROKER = "speaker", "noter", "broker"
CHOICES = (SPEAKER,) * 13 + (NOTER,) * 13 + (BROKER,) * 4
CONVERGED_SECONDS = 120


@pytest.fixture
def rabbit():
    if missing := PrivateRabbit.missing():
        not_here(f"no RabbitMQ to kill: {missing}")
    rabbit = PrivateRabbit()
    rabbit.start()
    yield rabbit
    rabbit.remove()


@pytest.fixture
def bus(rabbit):
    bus = Bus(Server(rabbit.amqp(), rabbit), uuid4().hex[:8])
    bus.load()
    return bus


def office_of(service, bus, folder):
    me = next(it for it in bus.partners if it.kind == service.name)
    return Office(service, settings(me, bus.partners, folder), clock=clock)


def test_thirty_kills_lose_and_double_nothing(rabbit, bus, tmp_path):
    chance = random.Random(SEED)
    faults = [*CHOICES]
    chance.shuffle(faults)
    assert len(faults) == KILLS
    services = {
        SPEAKER: Killable(
            "ledger", bus.mark, tmp_path, bus.url(bus.partner("ledger").name)
        ),
        NOTER: Killable(
            "reporting", bus.mark, tmp_path, bus.url(bus.partner("reporting").name)
        ),
    }
    says = office_of(SpeakerService, bus, tmp_path)
    notes = office_of(NoterService, bus, tmp_path)
    hurry = Event()

    def speak():
        for first in range(FIRST, FIRST + LETTERS, AT_ONCE):
            say(says, first, AT_ONCE)
            hurry.wait(0.35)

    speaking = Thread(target=speak)
    try:
        for service in services.values():
            service.start()
        assert soon(lambda: notes.application.count("ticks_v1"), seconds=20)
        speaking.start()
        in_flight = 0
        for fault in faults:
            time.sleep(chance.uniform(0.3, 1.5))
            in_flight += says.relay.lag() != (0, 0)
            if fault == BROKER:
                rabbit.kill()
                rabbit.start()
            else:
                services[fault].kill()
                services[fault].start()
        hurry.set()
        speaking.join()

        arrived = soon(
            notes.application.count, seconds=CONVERGED_SECONDS, wanted=(LETTERS,)
        )
        wanted = {household(number) for number in range(FIRST, FIRST + LETTERS)}
        with notes.store.reading() as session:
            noted = [
                it for [it] in session.execute("SELECT household_id FROM notes_v1")
            ]
        lost = wanted - set(noted)
        doubled = len(noted) - len(set(noted))
        print(  # noqa: T201  the account, for whoever looks
            f"seed {SEED}: {KILLS} kills, {in_flight} with letters on their way; "
            f"{arrived} arrived, {len(lost)} lost, {doubled} doubled"
        )
        assert (len(lost), doubled) == (0, 0)
        census = notes.inbox.census()
        assert census == {"done": LETTERS, "quarantined": 0}
        assert notes.inbox.last_number(says.settings.me.source) == LETTERS
        assert in_flight >= KILLS // 2
    finally:
        hurry.set()
        if speaking.is_alive():
            speaking.join()
        for service in services.values():
            service.stop()
        says.close()
        notes.close()
