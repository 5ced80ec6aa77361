"""
What every noun with a history is made of: events, and the verbs that cause them.

The classes are those of the `eventsourcing` library with two rules added:
every event has a logical name that outlives its module
(`ledger.Account.ChargePosted`), and no event looks at a clock, because the
store alone says when a thing was written down.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from functools import cache, wraps
from inspect import Parameter, signature
from types import MappingProxyType
from typing import Any, ClassVar
from uuid import UUID

from eventsourcing.domain import Aggregate as LibraryAggregate
from eventsourcing.domain import (
    CanInitAggregate,
    CanMutateAggregate,
    CommandMethodDecorator,
    DecoratedFuncCaller,
    decorated_func_callers,
    decorated_funcs,
    event,
)
from eventsourcing.utils import register_topic

__all__ = [
    "ENVELOPE",
    "NOT_YET_RECORDED",
    "Aggregate",
    "Part",
    "event",
    "event_class",
    "event_classes",
    "short_way",
]

#: Fields that have a column of their own, or follow from the class.
ENVELOPE = frozenset(
    {"originator_id", "originator_version", "timestamp", "originator_topic"}
)
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
        for name, value in [*vars(cls).items()]:
            if isinstance(value, type) and issubclass(value, CanMutateAggregate):
                value.TOPIC = f"{topic}.{name}"  # type: ignore[attr-defined]
                value.AGGREGATE_TOPIC = topic  # type: ignore[attr-defined]
                register_topic(f"{topic}.{name}", value)
                if name != "Event":
                    _event_classes[f"{topic}.{name}"] = value
            elif isinstance(value, CommandMethodDecorator):
                setattr(cls, name, _verb(value) or value)

    @staticmethod
    def create_id(*_: Any, **__: Any) -> UUID:
        """Refuse to invent an identity; `TypeError` always."""
        raise TypeError("identity comes in as an argument: pass id=…")


class Part:
    """
    A part of a noun too large for one module: some of its events and their verbs.

    The noun inherits from its parts and names their events: `Paid = money.Paid`.
    """

    trigger_event: Callable[..., None]

    def _tell(self, event: type[Aggregate.Event], **said: object) -> None:
        """Let it happen under the name that the noun keeps its events by."""
        self.trigger_event(getattr(type(self), event.__name__), **said)


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


@dataclass(frozen=True, slots=True)
class ShortWay:
    """What an event of a class does to its noun, and the fields that it takes."""

    change: Callable[..., None]
    names: tuple[str, ...]


@cache
def short_way(event_class: Any) -> ShortWay | None:
    """
    Give what the library does with an event of a class, and nothing more.

    `None` if the class has ways of its own, or its fields are not, one for one, what
    its verb takes.
    """
    others = set(event_class.__mro__) - {CanMutateAggregate, DecoratedFuncCaller}
    if event_class not in decorated_funcs or any(
        {"apply", "mutate"} & vars(it).keys() for it in others
    ):
        return None
    change = decorated_funcs[event_class]
    taken = [*signature(change).parameters.values()][1:]
    names = tuple(it.name for it in taken)
    own = {it.name for it in fields(event_class)} - ENVELOPE
    if own != set(names) or any(
        it.kind is not Parameter.POSITIONAL_OR_KEYWORD or it.default is not it.empty
        for it in taken
    ):
        return None
    return ShortWay(change, names)


def _verb(decorated: CommandMethodDecorator) -> Callable[..., None] | None:
    """Give a verb that takes the short way, `None` if there is none."""
    cls: Any = decorated_func_callers.get(decorated)
    way = short_way(cls) if cls else None
    if way is None or issubclass(cls, CanInitAggregate):
        return None
    names, change, wanted = way.names, way.change, set(way.names)

    @wraps(change)
    def verb(noun: Any, *args: Any, **said: Any) -> None:
        held = dict(zip(names, args, strict=False))
        held.update(said)
        if held.keys() != wanted or len(args) + len(said) != len(wanted):
            # Something is missing or too much: the library says what.
            decorated.__get__(noun, type(noun))(*args, **said)
            return
        values = [held[name] for name in names]
        held["originator_id"] = noun.id
        held["originator_version"] = noun.version + 1
        held["timestamp"] = NOT_YET_RECORDED
        happened = object.__new__(cls)
        object.__setattr__(happened, "__dict__", held)
        change(noun, *values)
        noun.version += 1
        noun.modified_on = NOT_YET_RECORDED
        noun.pending_events.append(happened)

    return verb


class UnknownTopic(LookupError):
    """A stored event whose name this code does not know."""
