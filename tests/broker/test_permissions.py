"""Each user can say its own words and read its own inbox, and nothing else."""

from uuid import uuid4

import pytest
from amqp import Message
from amqp.exceptions import AccessRefused, AMQPError
from bus import LISTENER, Bus

from azione0.contract import said_by
from azione0.door.wire import connect
from azione0.partners import Partner

pytestmark = pytest.mark.broker

KINDS = ("intake", "ledger", "workshops", "reporting", "aler")
SERVICES_AND_ALER = [(mine, other) for mine in KINDS for other in KINDS]


def try_to_publish(bus, user, exchange, routing_key):
    """Publish, and wait until the broker has said what it thinks of it."""
    with bus.channel(user) as channel:
        channel.confirm_select()
        said = []
        channel.events["basic_ack"].add(lambda *_: said.append("taken"))
        channel.basic_publish(Message(b"{}"), exchange, routing_key)
        while not said:
            channel.connection.drain_events(timeout=5)


def word_of(kind):
    """Give one of the names that a kind says."""
    return said_by(kind)[0].promise.routing_key


@pytest.mark.parametrize(("mine", "other"), SERVICES_AND_ALER)
def test_one_publishes_to_its_own_exchange_only(bus, mine, other):
    user, exchange = bus.partner(mine).name, f"{bus.partner(other).name}.events"
    if mine == other:
        try_to_publish(bus, user, exchange, word_of(mine))
    else:
        with pytest.raises(AccessRefused):
            try_to_publish(bus, user, exchange, word_of(other))


@pytest.mark.parametrize(("mine", "other"), SERVICES_AND_ALER)
def test_one_reads_its_own_inbox_only(bus, mine, other):
    user, queue = bus.partner(mine).name, f"{bus.partner(other).name}.inbox"
    with bus.channel(user) as channel:
        if mine == other:
            channel.basic_consume(queue, callback=lambda _: None)
        else:
            with pytest.raises(AccessRefused):
                channel.basic_consume(queue, callback=lambda _: None)


@pytest.mark.parametrize("kind", KINDS)
def test_nobody_says_the_words_of_another(bus, kind):
    user = bus.partner(kind).name
    other = next(it for it in KINDS if it != kind)
    with pytest.raises(AccessRefused):
        try_to_publish(bus, user, f"{user}.events", word_of(other))


@pytest.mark.parametrize("kind", KINDS)
def test_nobody_writes_into_an_inbox_past_the_exchanges(bus, kind):
    user = bus.partner(kind).name
    inbox = f"{bus.partner('ledger').name}.inbox"
    with pytest.raises(AccessRefused):
        try_to_publish(bus, user, "", inbox)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("key", ["#", "InstalmentMissed"])
def test_nobody_binds_its_inbox_to_more(bus, kind, key):
    user = bus.partner(kind).name
    exchange = f"{bus.partner('ledger').name}.events"
    with bus.channel(user) as channel, pytest.raises(AccessRefused):
        channel.queue_bind(f"{user}.inbox", exchange, key)


@pytest.mark.parametrize("kind", KINDS)
def test_nobody_makes_or_deletes_queues_and_exchanges(bus, kind):
    user = bus.partner(kind).name
    other = next(it for it in bus.partners if it.kind != kind).name
    attempts = [
        lambda channel: channel.queue_declare("mine"),
        lambda channel: channel.queue_delete(f"{user}.inbox"),
        lambda channel: channel.queue_purge(f"{other}.inbox"),
        lambda channel: channel.exchange_declare("mine", "topic"),
        lambda channel: channel.exchange_delete(f"{user}.events"),
    ]
    for attempt in attempts:
        with bus.channel(user) as channel, pytest.raises(AccessRefused):
            attempt(channel)


def test_nobody_enters_another_virtual_host(bus, server):
    user = bus.partner("ledger").name
    elsewhere = bus.url(user).rpartition("/")[0] + "/%2F"
    with pytest.raises(AMQPError):
        connect(elsewhere)


def test_a_listener_hears_what_its_kind_may_hear_and_no_more(bus):
    partner = bus.partner(LISTENER).name
    user = f"{partner}-listener"
    exchange = f"{bus.partner('ledger').name}.events"
    queue = f"evt-{bus.partner('ledger').name}-InstalmentMissed--{partner}.on_it"
    with bus.channel(user) as channel:
        channel.queue_declare(queue)
        channel.queue_bind(queue, exchange, "InstalmentMissed")
    for key in ("#", "*", "ChargePosted", "PaymentAllocated"):
        with bus.channel(user) as channel, pytest.raises(AccessRefused):
            channel.queue_bind(queue, exchange, key)
    with bus.channel(user) as channel, pytest.raises(AccessRefused):
        channel.queue_bind(queue, f"{bus.partner('aler').name}.events", "ChargeIssued")
    with pytest.raises(AccessRefused):
        try_to_publish(bus, user, exchange, "InstalmentMissed")


@pytest.fixture
def two(server):
    """A bus with a second workshops; the first one's plain listener, too."""
    made = Bus(server, uuid4().hex[:8])
    second = Partner(f"workshops-larete-{made.mark}", "workshops", "la-rete")
    made.partners.append(second)
    made.load()
    try:
        yield made, made.partner("workshops").name, second.name
    finally:
        made.remove()


def test_one_of_two_of_a_kind_hears_what_is_addressed_to_it_alone(two):
    bus, first, second = two
    ledger = bus.partner("ledger").name
    keys = (
        f"InstalmentMissed.to.{first}",
        f"InstalmentMissed.to.{second}",
        "InstalmentMissed",
    )
    for key in keys:
        try_to_publish(bus, ledger, f"{ledger}.events", key)
    depths = {it: bus.depth(f"{it}.inbox") for it in (first, second)}
    assert depths == {first: 1, second: 1}
    assert bus.depth(f"{bus.partner('reporting').name}.inbox") == 1
    for mine, other in ((first, second), (second, first)):
        with bus.channel(mine) as channel, pytest.raises(AccessRefused):
            channel.basic_consume(f"{other}.inbox", callback=lambda _: None)


def test_a_listener_of_one_of_two_cannot_listen_to_the_other(two):
    bus, first, second = two
    exchange = f"{bus.partner('ledger').name}.events"
    queue = f"evt-{bus.partner('ledger').name}-InstalmentMissed--{first}.on_it"
    with bus.channel(f"{first}-listener") as channel:
        channel.queue_declare(queue)
        channel.queue_bind(queue, exchange, f"InstalmentMissed.to.{first}")
    for key in (f"InstalmentMissed.to.{second}", "InstalmentMissed", "#", "*.to.*"):
        with bus.channel(f"{first}-listener") as channel, pytest.raises(AccessRefused):
            channel.queue_bind(queue, exchange, key)
