"""Letters come in from RabbitMQ, and none is ever acknowledged away."""

import pytest
from amqp import Message
from bus import soon
from eventsourcing.persistence import OperationalError
from two_services import (
    NoterService,
    SpeakerService,
    clock,
    household,
    missed,
    say,
    settings,
)

from azione0 import letter
from azione0.door.exchange import Confirms, Exchange, Unconfirmed
from azione0.door.frames import UNDECODABLE
from azione0.door.letterbox import LetterBox
from azione0.envelope import JSON
from azione0.inbox import Taken
from azione0.letter import Raw
from azione0.office import Office
from azione0.relay import Outgoing, send

pytestmark = pytest.mark.broker


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


@pytest.fixture
def exchange(speaker, empty_bus):
    name = speaker.settings.me.name
    exchange = Exchange(empty_bus.url(name), name)
    yield exchange
    exchange.disconnect()


@pytest.fixture
def box(noter, empty_bus):
    name = noter.settings.me.name
    box = LetterBox(empty_bus.url(name), name, noter.inbox.take)
    yield box
    box.disconnect()


def send_all(speaker, exchange):
    while speaker.relay.step():
        pass
    while send(speaker.relay, exchange.publish):
        pass


def take_all(box) -> Taken:
    """Take batches until the queue has given nothing for half a second."""
    total = Taken()
    while (taken := box.step()) is not None:
        total += taken
    return total


def test_what_one_service_says_another_acts_on_once(speaker, exchange, noter, box):
    say(speaker, 100, 1200)
    send_all(speaker, exchange)

    taken = take_all(box)

    assert taken.done.total() == 1200
    assert noter.application.count() == 1200
    assert noter.inbox.last_number(speaker.settings.me.source) == 1200


def test_letters_taken_are_gone_from_the_queue(
    speaker, exchange, noter, box, empty_bus
):
    say(speaker, 100, 3)
    send_all(speaker, exchange)
    take_all(box)
    box.close()

    assert soon(lambda: empty_bus.depth(box.queue), wanted=(0,)) == 0


def test_a_letter_whose_handler_fails_is_kept_and_tried_again(
    speaker, exchange, noter, box, empty_bus
):
    say(speaker, 12, 3)
    send_all(speaker, exchange)

    taken = take_all(box)
    box.close()

    assert (taken.done.total(), taken.failed) == (2, 1)
    assert noter.inbox.census()["retrying"] == 1
    assert empty_bus.depth(box.queue) == 0


def test_a_database_that_fails_leaves_every_letter_unacknowledged(
    speaker, exchange, noter, empty_bus
):
    say(speaker, 100, 5)
    send_all(speaker, exchange)
    answers = [OperationalError("away"), OperationalError("away")]

    def take(raws):
        if answers:
            raise answers.pop()
        return noter.inbox.take(raws)

    name = noter.settings.me.name
    box = LetterBox(empty_bus.url(name), name, take)
    with pytest.raises(OperationalError):
        box.step(5)
    box.disconnect()
    assert soon(lambda: empty_bus.depth(box.queue), wanted=(5,)) == 5

    with pytest.raises(OperationalError):
        box.step(5)
    assert box.step(5).done.total() == 5  # without a new delivery
    box.close()
    assert noter.application.count() == 5


GARBAGE = {
    "no letter at all": Message(b"\x00\xff\xfe", application_headers={}),
    "an empty body": Message(b"", content_type="application/json"),
    "a nested header": Message(
        b"{}", application_headers={"ce-id": {"a": [1]}, "ce-source": None}
    ),
    "a compressed body": Message(
        b"\x1f\x8b\x08\x00",
        content_type="application/json",
        content_encoding="gzip",
    ),
    "a pickle": Message(
        b"\x80\x04K\x01.", content_type="application/x-python-serialize"
    ),
    "an unknown charset": Message(
        b"{}", content_type="application/json", content_encoding="no-such-charset"
    ),
    "a null byte in a header": Message(
        b"{}",
        content_type="application/json",
        application_headers={"ce-id": "a\0b", "ce-source": "\x00"},
    ),
    "bytes in a header": Message(
        b"{}", application_headers={"ce-source": b"\xff\xfe", "ce-id": 7}
    ),
    "half a surrogate": Message(b"{}", application_headers={"ce-source": "\ud800"}),
}


@pytest.mark.parametrize("garbage", GARBAGE.values(), ids=GARBAGE.keys())
def test_garbage_does_not_stop_the_service(
    garbage, empty_bus, speaker, exchange, noter, box
):
    with empty_bus.channel() as channel:
        channel.confirm_select()
        channel.basic_publish(
            garbage, exchange=exchange.name, routing_key="InstalmentMissed"
        )
        channel.wait_for_confirms() if hasattr(channel, "wait_for_confirms") else None
        soon(lambda: empty_bus.depth(box.queue))
    say(speaker, 100, 1)
    send_all(speaker, exchange)

    taken = take_all(box)
    box.close()

    assert (taken.quarantined, taken.done.total()) == (1, 1)
    assert noter.application.count() == 1
    assert empty_bus.depth(box.queue) == 0
    [kept] = noter.parking.quarantined()
    assert kept.reason


class Unreadable(Message):
    """A message whose content type is no text: reading it makes the library raise."""

    def _serialize_properties(self):
        written = super()._serialize_properties()
        return written.replace(b"application/json", b"application/\xff\xfe\xff\xfe")


def test_properties_that_no_client_can_read_are_kept_in_quarantine(
    empty_bus, speaker, exchange, noter, box
):
    unreadable = Unreadable(b"{}", content_type="application/json", type="x")
    with empty_bus.channel() as channel:
        channel.basic_publish(
            unreadable, exchange=exchange.name, routing_key="InstalmentMissed"
        )
        soon(lambda: empty_bus.depth(box.queue))
    say(speaker, 100, 1)
    send_all(speaker, exchange)

    taken = take_all(box)

    assert (taken.quarantined, taken.done.total()) == (1, 1)
    with noter.store.reading() as session:
        [[headers]] = session.execute("SELECT headers FROM quarantine")
    assert UNDECODABLE in headers


def test_a_letter_delivered_fifty_times_is_acted_on_once(
    speaker, exchange, noter, box, empty_bus
):
    raw = letter.write(
        missed(household(7)),
        id="the-same",
        source="//aler-bcm/elsewhere",
        recorded_at=clock(),
        correlation_id="c",
        causation_id="c",
    )
    exchange.publish([Outgoing(1, "InstalmentMissed", raw)] * 50)

    taken = take_all(box)

    assert (taken.done.total(), taken.known) == (1, 49)
    assert noter.application.count() == 1


def test_a_letter_that_no_queue_takes_is_counted(speaker, exchange, empty_bus):
    exchange.publish([Outgoing(1, "InstalmentMissed.to.nobody", _raw())])

    assert exchange.unroutable == 1


def _raw():
    return letter.write(
        missed(household(7)),
        id="one",
        source="//aler-bcm/ledger",
        recorded_at=clock(),
        correlation_id="c",
        causation_id="c",
    )


def test_a_letter_that_a_queue_refuses_is_not_confirmed(exchange, empty_bus, server):
    inbox = empty_bus.partner("workshops").name + ".inbox"
    server.control(
        "set_policy",
        *("-p", empty_bus.vhost, "short", f"^{inbox}$", '{"max-length":1}'),
    )
    try:
        with pytest.raises(Unconfirmed, match="refused"):
            _publish_for_ever(exchange)
    finally:
        server.control("clear_policy", "-p", empty_bus.vhost, "short")


def _publish_for_ever(exchange):
    # A queue says that it is full a moment after it is.
    for number in range(1000):
        exchange.publish([Outgoing(number, "InstalmentMissed", _raw())])


def test_confirms_may_come_in_any_order():
    confirms = Confirms()
    confirms.sent(2)
    confirms.sent(3)

    confirms.on_ack(3, multiple=False)
    confirms.on_nack(5, multiple=False)
    confirms.on_ack(2, multiple=True)
    confirms.on_nack(3, multiple=False)  # said already: not counted twice

    assert confirms.open == {4}
    assert confirms.take_refused() == 1


def test_a_dead_letter_is_kept_where_it_can_be_looked_at(
    speaker, exchange, box, empty_bus
):
    say(speaker, 100, 1)
    send_all(speaker, exchange)
    dead = box.queue.replace(".inbox", ".dead")

    with empty_bus.channel() as channel:
        channel.basic_consume(
            box.queue,
            callback=lambda message: channel.basic_reject(
                message.delivery_tag, requeue=False
            ),
        )
        channel.connection.drain_events(timeout=5)
        assert soon(lambda: empty_bus.depth(dead)) == 1


def test_twenty_five_crashes_delete_nothing(speaker, exchange, noter, empty_bus):
    say(speaker, 100, 40)
    send_all(speaker, exchange)
    name = noter.settings.me.name

    for _ in range(25):
        seen = []

        def crash(raws, seen=seen):
            seen.extend(raws)
            raise SystemExit

        box = LetterBox(empty_bus.url(name), name, crash)
        with pytest.raises(SystemExit):
            box.step(5)
        box.disconnect()
        assert seen

    box = LetterBox(empty_bus.url(name), name, noter.inbox.take)
    assert take_all(box).done.total() == 40
    box.close()


def test_a_queue_that_does_not_exist_says_so(empty_bus):
    box = LetterBox(empty_bus.url(), "nobody", lambda raws: Taken())
    with pytest.raises(Exception, match=r"nobody\.inbox"):
        box.step()
    box.disconnect()


def test_a_letter_travels_as_it_was_written(exchange, box, empty_bus):
    raw = _raw()
    exchange.publish([Outgoing(1, "InstalmentMissed", raw)])

    with empty_bus.channel() as channel:
        seen = []
        channel.basic_consume(box.queue, callback=seen.append)
        channel.connection.drain_events(timeout=5)
    properties = seen[0].properties
    assert properties["delivery_mode"] == 2
    assert properties["content_type"] == "application/json"
    assert {**properties["application_headers"], "content-type": JSON} == raw.headers
    assert seen[0].body == raw.body


def test_a_letter_longer_than_a_frame_comes_whole(exchange, noter, empty_bus):
    raw = Raw(_raw().headers, bytes(range(256)) * 2000)
    came = []
    name = noter.settings.me.name
    box = LetterBox(
        empty_bus.url(name), name, lambda raws: came.extend(raws) or Taken()
    )
    exchange.publish([Outgoing(1, "InstalmentMissed", raw)])

    box.step(5)
    box.close()
    assert came == [raw]
