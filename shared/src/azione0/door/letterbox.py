"""
The letter box: takes letters from the broker in batches, and loses none.

A batch is kept and acted on in one transaction, and only then acknowledged, all
of it at once. While the database does not answer the letters stay unacknowledged;
nothing is ever given back to the queue or acknowledged away.
"""

from collections.abc import Callable
from time import monotonic
from typing import Any, TypeVar

from amqp import Channel, Connection
from nameko.extensions import Entrypoint, register_entrypoint

from azione0.contract import Contract
from azione0.door.frames import deliveries
from azione0.door.wire import connect, discard, drain, farewell
from azione0.inbox import Taken
from azione0.letter import Raw

MOST_LETTERS = 500
MOST_SECONDS = 0.05
PATIENCE_SECONDS = 0.5
#: A queue that holds letters and gives none for so long has forgotten us.
SILENCE_SECONDS = 60

Method = TypeVar("Method", bound=Callable[..., None])
Take = Callable[[list[Raw]], Taken]


class On(Entrypoint):
    """A method that acts on letters of some contracts."""

    def __init__(self, *contracts: type[Contract], **expected: Any) -> None:
        super().__init__(**expected)
        self.contracts = contracts


def on(*contracts: type[Contract]) -> Callable[[Method], Method]:
    """
    Mark a method as the handler of contracts.

    It gets the contract, or the whole letter if its parameter is called
    `letter`. The letter box has opened the transaction and written the inbox row;
    what the method raises is written down, and the letter tried again.
    """

    def mark(method: Method) -> Method:
        method.hears = contracts  # type: ignore[attr-defined]
        register_entrypoint(method, On(*contracts))
        return method

    return mark


class LetterBox:
    """
    The queue `<name>.inbox` of one service.

    `take` keeps and acts on a batch, or raises and has kept nothing. Whoever
    calls `step` decides when; after an error call `disconnect` first.
    """

    def __init__(self, url: str, name: str, take: Take) -> None:
        self.url = url
        self.queue = f"{name}.inbox"
        self._take = take
        self._connection: Connection | None = None
        self._channel: Channel | None = None
        self._batch: list[tuple[int, Raw]] = []
        self._heard_at = 0.0

    def step(self, patience: float = PATIENCE_SECONDS) -> Taken | None:
        """
        Take one batch; `None` if nothing comes within `patience` seconds.

        A batch that could not be kept is offered again by the next step.
        """
        connection, channel = self._open()
        # First, for the rest may take long or fail when the database is away.
        connection.heartbeat_tick()
        self._collect(connection, patience)
        if not self._batch:
            self._doubt(channel)
            return None
        self._heard_at = monotonic()
        taken = self._take([raw for _, raw in self._batch])
        last_tag, _ = self._batch[-1]
        channel.basic_ack(last_tag, multiple=True)
        self._batch.clear()
        return taken

    def disconnect(self) -> None:
        """Forget the connection; what was not acknowledged will be sent again."""
        discard(self._connection)
        self._forget()

    def close(self) -> None:
        """Say goodbye to the broker; what was not acknowledged stays in the queue."""
        farewell(self._connection)
        self._forget()

    def _forget(self) -> None:
        self._connection = self._channel = None
        self._batch.clear()

    def _open(self) -> tuple[Connection, Channel]:
        if self._connection is not None and self._channel is not None:
            return self._connection, self._channel
        self._connection = connection = connect(
            self.url, frame_handler=deliveries(self._came)
        )
        self._channel = channel = connection.channel()
        channel.queue_declare(self.queue, passive=True)
        # Per consumer: quorum queues refuse a limit for the whole channel.
        channel.basic_qos(0, 2 * MOST_LETTERS, a_global=False)
        channel.basic_consume(self.queue, callback=_not_asked)
        self._heard_at = monotonic()
        return connection, channel

    def _came(self, tag: int, raw: Raw) -> None:
        self._batch.append((tag, raw))

    def _doubt(self, channel: Channel) -> None:
        """After a long silence look whether the queue really has nothing for us."""
        if monotonic() - self._heard_at < SILENCE_SECONDS:
            return
        self._heard_at = monotonic()
        waiting = channel.queue_declare(self.queue, passive=True).message_count
        if waiting and not self._batch:
            raise Forgotten(f"{self.queue} holds {waiting} letters and gives none")

    def _collect(self, connection: Connection, patience: float) -> None:
        until = monotonic() + patience
        while len(self._batch) < MOST_LETTERS:
            had_none = not self._batch
            if not drain(connection, max(until - monotonic(), 0.001)):
                return
            if had_none and self._batch:
                until = monotonic() + MOST_SECONDS
            elif monotonic() >= until:
                return


def _not_asked(message: object) -> None:
    """Stand where the library wants a function; letters come another way."""


class Forgotten(ConnectionError):
    """A broker that holds letters for us and has stopped handing them over."""
