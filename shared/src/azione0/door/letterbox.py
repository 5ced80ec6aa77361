"""How a service says which letters it acts on, and who does the work."""

from collections.abc import Callable
from typing import Any, TypeVar

from nameko.extensions import DependencyProvider, Entrypoint, register_entrypoint

from azione0.application import Application
from azione0.contract import Contract

Method = TypeVar("Method", bound=Callable[..., None])


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


class Desk(DependencyProvider):
    """Gives a service its application, on its own database."""

    def __init__(self, application_class: type[Application], **expected: Any) -> None:
        super().__init__(**expected)
        self.application_class = application_class


def desk(application: type[Application]) -> Any:
    """Declare the application that a service works with."""
    return Desk(application)
