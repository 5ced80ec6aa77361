"""
A noun told again from its events.

Most of a service's reading is this, so it takes the short way: what an event
changes is done at once, without an event being made first. Where a class has ways
of its own the library's way is taken, and both end in the same noun.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from operator import attrgetter
from typing import Any
from uuid import UUID

from eventsourcing.domain import OriginatorVersionError

from azione0.aggregate import event_class, short_way
from azione0.store import Past
from azione0.transcoder import EventMapper


@dataclass(frozen=True, slots=True)
class _Way:
    """What an event of one class does to a noun, and the fields that it needs."""

    change: Callable[..., None]
    values: Callable[[Any], tuple[Any, ...]]


def replay(mapper: EventMapper, id: UUID, past: Iterable[Past]) -> Any:
    """
    Give the noun with this id as its events make it; `None` if there are none.

    `OriginatorVersionError` if one is missing among them; the refusals of the mapper.
    """
    noun: Any = None
    for version, topic, class_version, state, recorded_at in past:
        way = None if noun is None else _way(topic)
        if way is None:
            event = mapper.event_of(
                id, version, topic, class_version, state, recorded_at
            )
            noun = event.mutate(noun)
            continue
        if version != noun.version + 1:
            raise OriginatorVersionError(version, noun.version + 1)
        body = mapper.body_of(id, version, topic, class_version, state)
        way.change(noun, *way.values(body))
        noun.version = version
        noun.modified_on = recorded_at
    return noun


@cache
def _way(topic: str) -> _Way | None:
    """Give the short way of an event, `None` where only the library's will do."""
    cls: Any = event_class(topic)
    way = short_way(cls)
    return None if way is None else _Way(way.change, _values(way.names))


def _values(names: tuple[str, ...]) -> Callable[[Any], tuple[Any, ...]]:
    if not names:
        return lambda body: ()
    found = attrgetter(*names)
    if len(names) == 1:
        return lambda body: (found(body),)
    return found
