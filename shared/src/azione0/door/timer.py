"""What a service does by itself every so often."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from nameko.extensions import register_entrypoint

from azione0.door.loop import Loop
from azione0.store import Cause

Method = TypeVar("Method", bound=Callable[..., Any])


class Every(Loop):
    """A method that is called every so many seconds."""

    def __init__(self, seconds: float, **expected: Any) -> None:
        super().__init__(**expected)
        self.pause = self.longest_pause = seconds

    def step(self) -> bool:
        """Call the method with the present instant, in a transaction of its own."""
        office = self.container.office
        now: datetime = office.store.clock()
        cause = Cause(
            actor=office.settings.me.source,
            id=f"timer/{self.method_name}/{now.isoformat()}",
        )
        with office.application.transaction(cause):
            getattr(office.service, self.method_name)(now)
        self.container.wake()
        return False


def every(seconds: float) -> Callable[[Method], Method]:
    """
    Call a service's method every so many seconds, with the present instant.

    The timer opens the transaction; what the method raises is logged and undone,
    and its turn comes again.
    """

    def mark(method: Method) -> Method:
        register_entrypoint(method, Every(seconds))
        return method

    return mark
