"""
One service behind its door: what goes on while it runs.

Its letters come in from the broker and from the publishers' letter books, its own
are written down and sent, what failed is tried again, and all of it ends when the
service is told to stop: first the door, then the work at hand, then the database.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from logging import getLogger
from time import monotonic
from typing import Any

from eventlet import sleep
from eventlet.semaphore import Semaphore
from nameko.containers import ServiceContainer

from azione0.catchup import Fetch, NoAnswer, catch_up, fetch_page
from azione0.contract import heard_by
from azione0.door.exchange import Exchange, Unconfirmed
from azione0.door.letterbox import LetterBox
from azione0.door.loop import Loop
from azione0.door.wire import BROKER_FAILURES
from azione0.inbox import Taken
from azione0.letter import Raw
from azione0.office import Office
from azione0.partners import Partner
from azione0.relay import Outgoing, send
from azione0.settings import Settings

log = getLogger(__name__)

#: Seconds between two questions to a publisher when a broker brings the letters,
#: and when nothing else does.
BESIDE_A_BROKER, WITHOUT_A_BROKER = 60.0, 1.0
LEAST_BETWEEN_QUESTIONS = 1.0


class LettersIn(Loop):
    """Letters from the broker."""

    pause = longest_pause = 0.0
    told = BROKER_FAILURES

    def __init__(self) -> None:
        super().__init__()
        self._box: LetterBox | None = None

    def step(self) -> bool:
        """Take one batch."""
        if self._box is None:
            settings = self.container.office.settings
            self._box = LetterBox(settings.amqp, settings.me.name, self.container.take)
        self._box.step()
        return True

    def failed(self, wrong: Exception) -> None:
        """Begin anew with the broker; letters that a database refused stay here."""
        if self._box is not None and isinstance(wrong, BROKER_FAILURES):
            self._box.disconnect()

    def finish(self) -> None:
        """Leave the queue to whoever comes next."""
        if self._box is not None:
            self._box.close()


class LettersWritten(Loop):
    """From stored events to the letter book."""

    def step(self) -> bool:
        """Write the letters of the next events."""
        if not self.container.office.relay.step():
            return False
        self.container.letters_written()
        return True


class LettersOut(Loop):
    """From the letter book to the broker."""

    told = (*BROKER_FAILURES, Unconfirmed)

    def __init__(self) -> None:
        super().__init__()
        self._exchange: Exchange | None = None

    def step(self) -> bool:
        """Send the next letters, and see them confirmed."""
        office = self.container.office
        if self._exchange is None:
            self._exchange = Exchange(office.settings.amqp, office.settings.me.name)
        _, unsent = office.relay.lag()
        if unsent and send(office.relay, self._publish):
            return True
        self._exchange.idle()
        return False

    def failed(self, wrong: Exception) -> None:
        """Begin anew with the broker."""
        if self._exchange is not None and not isinstance(wrong, Unconfirmed):
            self._exchange.disconnect()

    def finish(self) -> None:
        """Say goodbye to the broker."""
        if self._exchange is not None:
            self._exchange.close()

    def _publish(self, messages: Sequence[Outgoing]) -> None:
        if self._exchange is not None:
            self._exchange.publish(messages)
            self.container.letters_sent(messages)


class LettersAsked(Loop):
    """Letters asked from one publisher: after a gap, and every now and then."""

    told = (NoAnswer,)

    def __init__(self, publisher: Partner | None = None) -> None:
        super().__init__()
        self.publisher = publisher
        self._asked_at = 0.0
        self._fetch: Fetch | None = None

    def start(self) -> None:
        """Begin with a question: something may have been said while we slept."""
        broker = self.container.office.settings.amqp
        self.pause = BESIDE_A_BROKER if broker else WITHOUT_A_BROKER
        self.longest_pause = self.pause
        super().start()

    def step(self) -> bool:
        """Ask, and take what is given."""
        if self.publisher is None:
            return False
        if not self.container.is_neighbour(self.publisher):
            # Many letters may come too early; one question fills the gap.
            sleep(max(self._asked_at + LEAST_BETWEEN_QUESTIONS - monotonic(), 0))
        self._asked_at = monotonic()
        if self._fetch is None:
            self._fetch = self.container.letters_of(self.publisher)
        taken = self.container.catch_up(self.publisher, self._fetch)
        if taken.done and self.container.office.settings.amqp:
            log.info(
                "%d letters of %s came by asking, before the broker brought them",
                taken.done.total(),
                self.publisher.name,
            )
        return False


class Retry(Loop):
    """Letters whose handler failed, tried again when they are due."""

    pause = longest_pause = 0.5

    def step(self) -> bool:
        """Try again what is due."""
        self.container.retry_due()
        return False


class Sealing(Loop):
    """What was recorded, sealed and cosigned, so that a change would be noticed."""

    def start(self) -> None:
        """Begin, as often as `AZIONE0_SEAL_SECONDS` says; by default each minute."""
        from azione0.audit.seal import Forked, NumberMissing  # noqa: PLC0415  memory

        self.told = (Forked, NumberMissing)
        self.pause = self.longest_pause = self.container.office.settings.seal_seconds
        super().start()

    def step(self) -> bool:
        """Seal what is new, and tell the partners."""
        from azione0.audit.seal import AT_ONCE  # noqa: PLC0415  memory, when used

        done: bool = self.container.office.exchange.step(AT_ONCE)
        return done


class Container(ServiceContainer):
    """
    Runs one service.

    `config` holds its `settings`, a `clock`, and `neighbours`: the containers in
    this process by the names of their services, each of which reads the others'
    letter books directly.
    """

    def __init__(self, service_cls: Any, config: dict[str, Any]) -> None:
        super().__init__(service_cls, config)
        settings: Settings = config["settings"]
        self.office = Office(service_cls, settings, clock=config["clock"])
        #: Called with what became of each batch of letters, and with what was sent.
        self.counted: list[Callable[[Taken], None]] = []
        self.sent: list[Callable[[Sequence[Outgoing]], None]] = []
        self._neighbours: Mapping[str, Container] = config.get("neighbours", {})
        self._one_taker = Semaphore(1)
        self._loops: dict[str, Loop] = {}
        self.office.exchange.way_to = self._way_to
        if settings.port:
            self._open_web()
        self._attach("letters_written", LettersWritten())
        self._attach("retry", Retry())
        self._attach("sealing", Sealing())
        for publisher in publishers_to(settings):
            self._attach(f"letters_asked_{publisher.name}", LettersAsked(publisher))
        if settings.amqp:
            self._attach("letters_in", LettersIn())
            self._attach("letters_out", LettersOut())

    def take(self, raws: Sequence[Raw]) -> Taken:
        """Let the inbox take letters, one batch at a time."""
        with self._one_taker:
            taken = self.office.inbox.take(raws)
        return self._count(taken)

    def retry_due(self) -> Taken:
        """Let the inbox try again what is due."""
        with self._one_taker:
            taken = self.office.inbox.retry_due(self.office.store.clock())
        return self._count(taken)

    def catch_up(self, publisher: Partner, fetch: Fetch) -> Taken:
        """Take what a publisher has for us beyond what is here."""
        inbox = self.office.inbox
        taken = catch_up(inbox, publisher.source, fetch, take=self.take)
        self.office.rhythms.answered(publisher.source)
        return taken

    def is_neighbour(self, publisher: Partner) -> bool:
        """Tell whether a publisher runs in this process."""
        return publisher.name in self._neighbours

    def letters_of(self, publisher: Partner) -> Fetch:
        """Give the way to a publisher's letters: its letter book, or its address."""
        me = self.office.settings.me.name
        if self.is_neighbour(publisher):
            return partial(self._neighbours[publisher.name].office.relay.page, me)

        def fetch(after: int) -> list[Raw]:
            token = self.office.settings.letters_token
            return fetch_page(publisher.url, me, after, token)

        return fetch

    def _way_to(self, partner: Partner) -> Any:
        """Give the way to a partner for seals: in this process, or its address."""
        from azione0.audit.exchange import over_http  # noqa: PLC0415  memory

        if self.is_neighbour(partner):
            return self._neighbours[partner.name].office.exchange
        return over_http(partner)

    def wake(self) -> None:
        """Something was stored: what it says to others may leave at once."""
        self._loops["letters_written"].wake()

    def letters_written(self) -> None:
        """Tell those who wait for our letters that there are new ones."""
        if "letters_out" in self._loops:
            self._loops["letters_out"].wake()
        name = f"letters_asked_{self.office.settings.me.name}"
        for neighbour in self._neighbours.values():
            if name in neighbour._loops:  # noqa: SLF001  another of this class
                neighbour._loops[name].wake()  # noqa: SLF001

    def letters_sent(self, messages: Sequence[Outgoing]) -> None:
        """Count what the broker has confirmed."""
        for count in self.sent:
            count(messages)

    def health(self) -> dict[str, str]:
        """Give each loop's present trouble, empty where all is well; asks nobody."""
        return {name: loop.trouble for name, loop in self._loops.items()}

    def stop(self) -> None:
        """Stop the door, then what is at work, then the database."""
        super().stop()
        self.office.close()

    def _count(self, taken: Taken) -> Taken:
        for count in self.counted:
            count(taken)
        if taken.done:
            self.wake()
        if taken.held:
            for name, loop in self._loops.items():
                if name.startswith("letters_asked_"):
                    loop.wake()
        return taken

    def _open_web(self) -> None:
        from azione0.door.server import WebDoor  # noqa: PLC0415  much of the memory

        self.entrypoints.add(WebDoor().bind(self.interface, "web"))

    def _attach(self, name: str, loop: Loop) -> None:
        bound = loop.bind(self.interface, name)
        self._loops[name] = bound
        self.entrypoints.add(bound)


def publishers_to(settings: Settings) -> Iterable[Partner]:
    """Give the partners that may have letters for a service, and an address."""
    kinds = {it.promise.publisher for it in heard_by(settings.me.kind)}
    return [
        it
        for it in settings.partners
        if it.kind in kinds and it.url and it.name != settings.me.name
    ]
