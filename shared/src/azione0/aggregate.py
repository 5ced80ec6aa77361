"""
What every noun with a history is made of: events, and the verbs that cause them.

The classes are those of the `eventsourcing` library with two rules added:
every event has a logical name that outlives its module
(`ledger.Account.ChargePosted`), and no event looks at a clock, because the
store alone says when a thing was written down.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, ClassVar
from uuid import UUID

from eventsourcing.domain import Aggregate as LibraryAggregate
from eventsourcing.domain import CanMutateAggregate, event
from eventsourcing.utils import register_topic

__all__ = ["NOT_YET_RECORDED", "Aggregate", "event", "event_class", "event_classes"]

#: The time stamp of an event that is not stored yet.
NOT_YET_RECORDED = datetime.min.replace(tzinfo=UTC)

_event_classes: dict[str, type[CanMutateAggregate[UUID]]] = {}


class Aggregate(LibraryAggregate):
    """
    A noun with a history, kept as events.

    Subclasses name their topic: `class Account(Aggregate, topic="ledger.Account")`.
    The events nested in them are then stored as `ledger.Account.<Event>`, and a
    second class under the same name is refused at import.
    """

    TOPIC: ClassVar[str]

    class Event(LibraryAggregate.Event):
        """Something that happened; `timestamp` is when the store wrote it down."""

        @staticmethod
        def create_timestamp() -> datetime:
            """Give the mark of an event that is not stored yet."""
            return NOT_YET_RECORDED

    class Created(Event, LibraryAggregate.Created):
        """The first event of a noun."""

    def __init_subclass__(cls, *, topic: str, created_event_name: str = "") -> None:
        """Name the topics of the aggregate and of each nested event."""
        super().__init_subclass__(created_event_name=created_event_name)
        cls.TOPIC = topic
        register_topic(topic, cls)
        for name, value in vars(cls).items():
            if isinstance(value, type) and issubclass(value, CanMutateAggregate):
                value.TOPIC = f"{topic}.{name}"  # type: ignore[attr-defined]
                value.AGGREGATE_TOPIC = topic  # type: ignore[attr-defined]
                register_topic(f"{topic}.{name}", value)
                if name != "Event":
                    _event_classes[f"{topic}.{name}"] = value

    @staticmethod
    def create_id(*_: Any, **__: Any) -> UUID:
        """Refuse to invent an identity; `TypeError` always."""
        raise TypeError("identity comes in as an argument: pass id=…")


def event_class(topic: str) -> type[CanMutateAggregate[UUID]]:
    """Find an event class by its stored topic; `UnknownTopic` if there is none."""
    try:
        return _event_classes[topic]
    except KeyError:
        raise UnknownTopic(
            f"no event named {topic!r} is known here: "
            "was it stored by a newer version of this service?"
        ) from None


def event_classes() -> Mapping[str, type[CanMutateAggregate[UUID]]]:
    """List the event classes imported so far, by stored topic."""
    return MappingProxyType(_event_classes)


class UnknownTopic(LookupError):
    """A stored event whose name this code does not know."""
