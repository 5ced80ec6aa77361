"""
One service at work without its door: use-cases, letters out, letters in.

An office does nothing by itself. Whoever stands at the door (a nameko process, a
command, a test) calls its steps and decides when.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cached_property
from importlib.metadata import entry_points
from typing import Any

from azione0 import addressing, answers
from azione0.access import followers
from azione0.access.accounts import Accounts
from azione0.access.book import ALL, AccessBook
from azione0.access.oidc import SignIn, read_providers
from azione0.application import Application
from azione0.audit import tables
from azione0.contract import Contract
from azione0.database import open_database
from azione0.inbox import Handler, Inbox
from azione0.letter import Letter
from azione0.parking import Parking
from azione0.relay import Relay
from azione0.rhythm import Rhythms
from azione0.settings import Settings
from azione0.store import Store

GROUP = "azione0.services"


def service_class(kind: str) -> Any:
    """Find the installed service of a kind; `NotInstalled` if there is none."""
    for found in entry_points(group=GROUP, name=kind):
        return found.load()
    raise NotInstalled(
        f"the service {kind} is not installed here: pip install azione0-{kind}"
    )


class Office:
    """
    A service's store, application, relay, inbox and parking, ready to be driven.

    `service` is an instance of the service class with its desk already filled;
    its methods marked with `on` are the handlers of the inbox, and its `foresee`, if
    it has one, is told of each batch before.
    """

    def __init__(
        self, service: Any, settings: Settings, *, clock: Callable[[], datetime]
    ) -> None:
        self.settings = settings
        self.store = Store(open_database(settings.database_url), clock=clock)
        self.store.database.create(
            (*answers.TABLES, *tables.TABLES, *addressing.TABLES, *followers.TABLES)
        )
        self.service = service.__new__(service)
        self.desk, application = _desk(service)
        self.application: Any = application(self.store)
        self.application.settle(settings)
        setattr(self.service, self.desk, self.application)
        self.relay = Relay(
            self.store,
            service.announce,
            source=settings.me.source,
            recipients=settings.recipients,
            addressing=settings.addressing,
        )
        self.inbox = Inbox(
            self.store,
            settings.me.name,
            dict(_handlers(self.service)),
            getattr(self.service, "foresee", None),
        )
        self.parking = Parking(self.store)
        self.rhythms = Rhythms(self.store, settings)
        # Some show on a page how the others write to them.
        listen = getattr(self.application, "listen_to", None)
        if listen is not None:
            listen(self.rhythms)
        self.accounts = Accounts(self.store.database)
        self.sign_in = SignIn(self.store.database, read_providers(settings.oidc))
        self.access = AccessBook(
            self.application,
            settings.me.organisation,
            settings.me.kind,
            getattr(service, "holds", ALL),
        )

    @cached_property
    def exchange(self) -> Any:
        """The service's part in the exchange of checkpoints."""
        from azione0.audit.exchange import Exchange  # noqa: PLC0415  memory, when used

        return Exchange(self.store, self.settings)

    def close(self) -> None:
        """Close the databases."""
        self.application.close()
        self.store.close()


def _desk(service: Any) -> tuple[str, type[Application]]:
    for name, attribute in vars(service).items():
        application = getattr(attribute, "application_class", None)
        if application is not None:
            return name, application
    raise NotInstalled(f"{service.__name__} has no desk")


def _handlers(service: Any) -> Iterator[tuple[str, Handler]]:
    for name in dir(type(service)):
        heard: tuple[type[Contract], ...] = getattr(
            getattr(type(service), name), "hears", ()
        )
        for contract in heard:
            yield contract.type_name(), _handler(getattr(service, name))


def _handler(method: Callable[..., None]) -> Handler:
    """Give the method the contract, or the whole letter if it asks for a `letter`."""
    if "letter" in method.__code__.co_varnames[: method.__code__.co_argcount]:
        return method

    def handle(letter: Letter) -> None:
        method(letter.contract)

    return handle


class NotInstalled(LookupError):
    """A service whose distribution is not installed."""
