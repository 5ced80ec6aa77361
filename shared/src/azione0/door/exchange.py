"""
Letters out: what the relay has written goes to the broker, until it confirms.

Letters are sent many at a time, each to be kept on disk and each to be reported
when no queue takes it; those that the broker has not confirmed are sent again
later, the same bytes. Receivers know them by their ids.
"""

from collections.abc import Sequence
from logging import getLogger
from time import monotonic
from typing import Any

from amqp import Channel, Connection, Message

from azione0.door.frames import publication
from azione0.door.wire import ANSWER_SECONDS, connect, discard, drain, farewell
from azione0.relay import Outgoing

log = getLogger(__name__)

#: Letters that go out together, and that may be on their way unanswered.
AT_ONCE, WINDOW = 100, 500


class Exchange:
    """
    The exchange `<name>.events` of one service.

    A connection on which a confirm failed to come is thrown away: a late one
    would be credited to another letter.
    """

    def __init__(self, url: str, name: str) -> None:
        self.url = url
        self.name = f"{name}.events"
        self.unroutable = 0
        self._connection: Connection | None = None
        self._channel: Channel | None = None
        self._confirms = Confirms()
        self._blocked = False

    def publish(self, messages: Sequence[Outgoing]) -> None:
        """
        Send messages and wait until the broker has confirmed all of them.

        `Unconfirmed` if it refuses one, or says nothing for `ANSWER_SECONDS`;
        one of `BROKER_FAILURES` if it went away.
        """
        connection, channel = self._open()
        if self._blocked:
            raise Unconfirmed("the broker takes no letters: it is short of resources")
        try:
            for start in range(0, len(messages), AT_ONCE):
                self._send(connection, channel, messages[start : start + AT_ONCE])
                self._settle(connection, WINDOW)
            self._settle(connection, 0)
        except BaseException:
            self.disconnect()
            raise
        if refused := self._confirms.take_refused():
            raise Unconfirmed(f"the broker refused {refused} letters")

    def idle(self) -> None:
        """Keep the connection alive while there is nothing to send."""
        connection, _ = self._open()
        while drain(connection, 0.001):
            pass
        connection.heartbeat_tick()

    def disconnect(self) -> None:
        """Forget the connection, and every confirm that might still come on it."""
        discard(self._connection)
        self._forget()

    def close(self) -> None:
        """Say goodbye to the broker."""
        farewell(self._connection)
        self._forget()

    def _forget(self) -> None:
        self._connection = self._channel = None

    def _open(self) -> tuple[Connection, Channel]:
        if self._connection is not None and self._channel is not None:
            return self._connection, self._channel
        self._blocked, self._confirms = False, Confirms()
        self._connection = connection = connect(
            self.url, on_blocked=self._on_blocked, on_unblocked=self._on_unblocked
        )
        self._channel = channel = connection.channel()
        channel.exchange_declare(self.name, "topic", passive=True)
        channel.confirm_select()
        channel.events["basic_ack"].add(self._confirms.on_ack)
        channel.events["basic_nack"].add(self._confirms.on_nack)
        channel.events["basic_return"].add(self._on_return)
        return connection, channel

    def _send(
        self, connection: Connection, channel: Channel, messages: Sequence[Outgoing]
    ) -> None:
        self._confirms.sent(len(messages))
        connection.transport.write(
            b"".join(
                publication(
                    channel.channel_id,
                    self.name,
                    message.routing_key,
                    message.raw,
                    connection.frame_max,
                )
                for message in messages
            )
        )
        connection.bytes_sent += 1

    def _settle(self, connection: Connection, most_open: int) -> None:
        """Read the broker's answers until at most so many letters wait for one."""
        last_answer = monotonic()
        before = len(self._confirms.open)
        while before > most_open:
            left = last_answer + ANSWER_SECONDS - monotonic()
            if left <= 0 or not drain(connection, left):
                raise Unconfirmed(
                    f"the broker said nothing of {before} letters for "
                    f"{ANSWER_SECONDS} s"
                )
            if len(self._confirms.open) < before:
                before, last_answer = len(self._confirms.open), monotonic()

    def _on_return(
        self, reason: Exception, exchange: str, routing_key: str, message: Message
    ) -> None:
        self.unroutable += 1
        log.warning("no queue takes %s of %s", routing_key, exchange)

    def _on_blocked(self, reason: str) -> None:
        self._blocked = True

    def _on_unblocked(self, *_: Any) -> None:
        self._blocked = False


class Confirms:
    """What a broker has still to say of the letters sent on one channel."""

    def __init__(self) -> None:
        self.open: set[int] = set()
        self._last_tag = 0
        self._refused = 0

    def sent(self, count: int) -> None:
        """Note that so many more letters are sent."""
        first = self._last_tag + 1
        self._last_tag += count
        self.open.update(range(first, self._last_tag + 1))

    def on_ack(self, tag: int, multiple: bool) -> None:  # noqa: FBT001  amqp's shape
        """Note letters taken; the broker may name them in any order."""
        self._settle(tag, multiple=multiple)

    def on_nack(self, tag: int, multiple: bool) -> None:  # noqa: FBT001  amqp's shape
        """Note letters refused."""
        self._refused += self._settle(tag, multiple=multiple)

    def take_refused(self) -> int:
        """Give how many were refused since this was last asked."""
        refused, self._refused = self._refused, 0
        return refused

    def _settle(self, tag: int, *, multiple: bool) -> int:
        settled = {it for it in self.open if it <= tag} if multiple else {tag}
        settled &= self.open
        self.open -= settled
        return len(settled)


class Unconfirmed(Exception):
    """Letters that the broker has not taken: they will be sent again."""
