"""
Services and broker are killed again and again; every letter is accounted for.

A client writes down on disk what it is going to order, and orders it. Thirty
times, at moments that the seed chooses, the publishing service, the receiving one
or the broker dies in the middle of its work. At the end what was intended, what
is stored, what is in the letter book, what is in the inbox and what came of it
must be the same twenty thousand things, each once, each in its turn.
"""

import random
import time
from uuid import uuid4

import pytest
from broker.bus import Bus, Server, not_here, soon
from broker.conftest import databases, postgres
from faults.cluster import PrivateRabbit, free_port
from faults.kills import Client, Killable
from faults.said_and_noted import (
    HOUSEHOLDS,
    Notebook,
    NotingService,
    Promise,
    SayingService,
    notebook_of,
    promise_of,
)
from granted import grant
from two_services import household

from azione0.commands.opening import clock
from azione0.office import Office
from azione0.settings import settings_for
from azione0.tokens import Actor, Grant, hash_of, write_tokens

__all__ = ["databases", "postgres"]
pytestmark = [pytest.mark.broker, pytest.mark.postgres, pytest.mark.faults]

ORDERS, AT_ONCE = 200, 100
LETTERS = ORDERS * AT_ONCE
PUBLISHER, RECEIVER, BROKER = "ledger", "reporting", "broker"
FAULTS = [PUBLISHER] * 15 + [RECEIVER] * 12 + [BROKER] * 3
SEED = 20260101
#: Orders that the client may be ahead of the kills, so that there is always work.
AHEAD = 12
IN_AN_ORDER = 0.2
AT_WORK_WITHIN, ARRIVED_WITHIN = 30, 60


@pytest.fixture
def rabbit():
    if missing := PrivateRabbit.missing():
        not_here(f"no RabbitMQ to kill: {missing}")
    rabbit = PrivateRabbit()
    rabbit.start()
    yield rabbit
    rabbit.remove()


class Rig:
    """The two services, their databases, the broker, and a client that orders."""

    def __init__(self, rabbit, databases, folder):
        self.rabbit = rabbit
        bus = Bus(Server(rabbit.amqp(), rabbit), uuid4().hex[:8])
        bus.load()
        # No addresses: what the broker loses, nobody else brings.
        (folder / "partners.toml").write_text(
            "\n".join(
                f'[[partner]]\nname = "{it.name}"\nkind = "{it.kind}"\n'
                f'organisation = "{it.organisation}"\n'
                for it in bus.partners
            )
        )
        tokens = folder / "tokens.toml"
        client = Actor("test/client", "test", ("operator",))
        write_tokens(tokens, [Grant(hash_of("act"), client)])
        port = free_port()
        self.environs = {
            kind: {
                "AZIONE0_DATA": str(folder),
                "AZIONE0_PARTNERS": str(folder / "partners.toml"),
                "AZIONE0_TOKENS": str(tokens),
                "AZIONE0_NAME": bus.partner(kind).name,
                "AZIONE0_AMQP": bus.url(bus.partner(kind).name),
                f"AZIONE0_{kind.upper()}_DB": databases(kind),
            }
            for kind in (PUBLISHER, RECEIVER)
        }
        self.environs[PUBLISHER]["AZIONE0_PORT"] = str(port)
        self.said = self._office(SayingService, PUBLISHER)
        self.noted = self._office(NotingService, RECEIVER)
        grant(self.said, "test/client", "test", "case_worker")
        self.services = {
            kind: Killable(kind, folder, environ)
            for kind, environ in self.environs.items()
        }
        self.client = Client(port, "act", folder / "intents.jsonl", at_once=AT_ONCE)

    def start(self):
        for service in self.services.values():
            service.start()
        self.client.start()

    def end(self):
        self.client.finish()
        for service in self.services.values():
            service.stop()
        self.said.close()
        self.noted.close()

    def heard(self):
        """Give the number of the last letter that the receiver has taken."""
        return self.noted.inbox.last_number(self.said.settings.me.source)

    def work_of(self, victim):
        """Give a figure that grows while somebody works."""
        return self.client.answered if victim == PUBLISHER else self.heard()

    def strike(self, victim):
        if victim == BROKER:
            self.rabbit.kill()
            self.rabbit.start()
        else:
            self.services[victim].kill()
            self.services[victim].start()

    def _office(self, service, kind):
        settings = settings_for(kind, self.environs[kind])
        return Office(service, settings, clock=clock)


@pytest.fixture
def rig(rabbit, databases, tmp_path):
    rig = Rig(rabbit, databases, tmp_path)
    rig.start()
    yield rig
    rig.end()


def kill_thirty_times(rig, chance):
    """Kill each in its turn, once it is seen to work; count where letters were."""
    faults = [*FAULTS]
    chance.shuffle(faults)
    seen, on_their_way = dict.fromkeys(FAULTS, 0), 0
    for done, victim in enumerate(faults):
        rig.client.allow(AHEAD + ORDERS * done // len(faults))
        assert soon(
            lambda victim=victim: rig.work_of(victim) > seen[victim],
            seconds=AT_WORK_WITHIN,
        ), f"{victim} did not come back to work"
        if victim == PUBLISHER:
            # In the middle of an order: nobody knows then whether it was carried out.
            rig.client.asking.wait(1)
            time.sleep(chance.uniform(0, IN_AN_ORDER))
        else:
            time.sleep(chance.uniform(0, 0.3))
        on_their_way += rig.heard() < len(rig.client.intended())
        rig.strike(victim)
        seen[victim] = rig.work_of(victim)
    rig.client.allow(ORDERS)
    rig.client.finish()
    return on_their_way


def intents_stored(rig):
    """Give the intents that the publisher has stored, and how each promise counts."""
    application = rig.said.application
    return [
        [
            (event.number, event.intent)
            for _, event in application.events_of(promise_of(household(it)))
            if isinstance(event, Promise.Missed)
        ]
        for it in range(HOUSEHOLDS)
    ]


def lines_noted(rig):
    """Give what came of the letters: the lines of each household's notebook."""
    application = rig.noted.application
    return [
        [
            (event.number, event.intent)
            for _, event in application.events_of(notebook_of(household(it)))
            if isinstance(event, Notebook.Noted)
        ]
        for it in range(HOUSEHOLDS)
    ]


def letters_of(rig):
    """Give number and id of each letter: as written, and as taken, in that order."""
    with rig.said.store.reading() as session:
        written = session.execute(
            "SELECT number, letter_id FROM letters WHERE recipient = ? ORDER BY number",
            (rig.noted.settings.me.name,),
        )
    with rig.noted.store.reading() as session:
        taken = session.execute("SELECT number, letter_id FROM inbox ORDER BY position")
    return [tuple(it) for it in written], [tuple(it) for it in taken]


def test_thirty_kills_lose_nothing_double_nothing_and_disorder_nothing(rig):
    begun = time.monotonic()
    on_their_way = kill_thirty_times(rig, random.Random(SEED))
    soon(rig.heard, seconds=ARRIVED_WITHIN, wanted=(LETTERS,))

    intended = rig.client.intended()
    stored = [intent for it in intents_stored(rig) for _, intent in it]
    noted = [intent for it in lines_noted(rig) for _, intent in it]
    lost = len({*intended} - {*stored} | {*intended} - {*noted})
    doubled = len(stored) - len({*stored}) + len(noted) - len({*noted})
    disordered = sum(
        [number for number, _ in lines] != [*range(1, len(lines) + 1)]
        for lines in lines_noted(rig)
    )
    print(  # noqa: T201  the account, for whoever looks
        f"seed {SEED}: {len(FAULTS)} kills ("
        f"{FAULTS.count(PUBLISHER)} publisher, {FAULTS.count(RECEIVER)} receiver, "
        f"{FAULTS.count(BROKER)} broker), {on_their_way} with letters on their way, "
        f"{rig.client.cut_off} orders cut off without an answer, "
        f"{time.monotonic() - begun:.0f} s; {len(intended)} intended, "
        f"{len(stored)} stored, {len(noted)} acted on: "
        f"lost {lost}, doubled {doubled}, out of order {disordered}"
    )
    assert (lost, doubled, disordered) == (0, 0, 0)
    assert intended == [*range(LETTERS)]
    assert sorted(noted) == sorted(stored) == intended

    written, taken = letters_of(rig)
    assert [number for number, _ in written] == [*range(1, LETTERS + 1)]
    assert sorted(taken) == written
    assert rig.noted.inbox.census() == {"done": LETTERS, "quarantined": 0}
    assert on_their_way >= len(FAULTS) // 2
    assert rig.client.cut_off > 0
    assert {it.kind: it.kills for it in rig.services.values()} == {
        PUBLISHER: FAULTS.count(PUBLISHER),
        RECEIVER: FAULTS.count(RECEIVER),
    }
