"""The desk: where a service finds its application, already open."""

from typing import Any

from nameko.extensions import DependencyProvider

from azione0.application import Application


class Desk(DependencyProvider):
    """Gives a service its application, on its own database."""

    def __init__(self, application_class: type[Application], **expected: Any) -> None:
        super().__init__(**expected)
        self.application_class = application_class

    def get_dependency(self, worker_ctx: Any) -> Any:
        """Give the application of the office that this container runs."""
        return self.container.office.application


def desk(application: type[Application]) -> Any:
    """Declare the application that a service works with."""
    return Desk(application)
