"""
Several services in one process, with the embedded bus between them.

The embedded bus is the ordinary catch-up at zero distance: each recipient takes
its letters from the publishers' letter books through its own inbox. Nothing is
imitated, so what holds here holds with a broker in between.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from types import TracebackType
from typing import Any, Self

from azione0.catchup import NoAnswer, catch_up
from azione0.contract import SERVICES
from azione0.inbox import Taken
from azione0.letter import Raw
from azione0.office import Office, service_class
from azione0.partners import Partner
from azione0.settings import settings_of_all

PAGE = 500


class House:
    """
    The offices of `kinds`, opened from the environment's settings.

    `house.ledger` is the ledger's application, `house.office("ledger")` its office;
    where several of a kind take part all are here, each under its own name.
    """

    def __init__(
        self,
        environ: Mapping[str, str],
        *,
        clock: Callable[[], datetime],
        kinds: Iterable[str] = SERVICES,
    ) -> None:
        self.offices = {
            it.me.name: Office(service_class(it.me.kind), it, clock=clock)
            for it in settings_of_all(kinds, environ)
        }
        self._drained: set[tuple[int, int]] = set()

    def __getattr__(self, name: str) -> Any:
        """Give the application of a service, by its name."""
        try:
            return self.__dict__["offices"][name].application
        except KeyError:
            raise AttributeError(f"this house has no {name}") from None

    def __enter__(self) -> Self:
        """Give the house itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        wrong: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close every office."""
        self.close()

    def office(self, name: str) -> Office:
        """Give an office by the name of its service."""
        return self.offices[name]

    def deliver(self, most_rounds: int = 1000) -> Taken:
        """
        Write and take letters until nobody has anything new to say.

        What failed earlier and is due by the clock is tried again too.
        """
        total = Taken()
        for office in self.offices.values():
            total += office.inbox.retry_due(office.store.clock())
        for _ in range(most_rounds):
            moved = 0
            for publisher in self.offices.values():
                moved += self._write(publisher)
                for recipient in self.offices.values():
                    if publisher is not recipient:
                        moved += self._catch_up(publisher, recipient, total)
            if not moved:
                return total
        raise NeverQuiet(f"still letters after {most_rounds} rounds")

    def exchange_seals(self) -> None:
        """Let every service seal what is new, and the others cosign it."""
        from azione0.audit.exchange import exchange_all  # noqa: PLC0415  memory

        for office in self.offices.values():
            office.exchange.way_to = self._seals_of
        exchange_all(it.exchange for it in self.offices.values())

    def _seals_of(self, partner: Partner) -> Any:
        if partner.name not in self.offices:
            raise NoAnswer(f"{partner.name} is not in this house")
        return self.offices[partner.name].exchange

    def hand_in(self, name: str, raws: Sequence[Raw]) -> Taken:
        """Bring letters from outside (a creditor's) to a service's inbox."""
        return self.offices[name].inbox.take(raws)

    def close(self) -> None:
        """Close every office."""
        for office in self.offices.values():
            office.close()

    def _write(self, publisher: Office) -> int:
        wrote = 0
        while step := publisher.relay.step():
            wrote += step
        if wrote:
            # Of whoever is away now, too, and may come back.
            mine = id(publisher)
            self._drained = {pair for pair in self._drained if pair[0] != mine}
        return wrote

    def _catch_up(self, publisher: Office, recipient: Office, total: Taken) -> int:
        """Take what one has written to another, unless nothing came since last time."""
        pair = (id(publisher), id(recipient))
        if pair in self._drained:
            return 0
        source = publisher.settings.me.source
        before = recipient.inbox.last_number(source)

        def fetch(after: int) -> list[Raw]:
            return publisher.relay.page(recipient.settings.me.name, after, PAGE)

        total += catch_up(recipient.inbox, source, fetch)
        after = recipient.inbox.last_number(source)
        if not fetch(after):
            # Else an unreadable letter stands in the way, until a person looks.
            self._drained.add(pair)
        return after - before


class NeverQuiet(RuntimeError):
    """Services that keep answering one another."""
