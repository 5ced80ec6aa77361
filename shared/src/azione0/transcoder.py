"""
How an event becomes text and an event again, checked field by field.

The text is JSON with sorted keys that any language can read. Types come from
the event's own class, never from what was stored: no stored value can name a
class or a function, and a value of the wrong type is refused by name.
"""

from dataclasses import MISSING, dataclass, fields
from functools import cache
from typing import Any, cast, get_type_hints
from uuid import UUID

import msgspec
from eventsourcing.domain import (
    CanInitAggregate,
    CanMutateAggregate,
    DomainEventProtocol,
)
from eventsourcing.persistence import Mapper, StoredEvent, Transcoder

from azione0.aggregate import NOT_YET_RECORDED, event_class

#: Fields that have a column of their own, or follow from the class.
ENVELOPE = frozenset(
    {"originator_id", "originator_version", "timestamp", "originator_topic"}
)

_encode = msgspec.json.Encoder(order="sorted", decimal_format="string").encode


class TypedTranscoder(Transcoder):
    """Plain JSON: `str`, `int`, `bool`, `None`, lists and text-keyed objects."""

    def encode(self, obj: Any) -> bytes:
        """Give JSON with sorted keys; dates, ids and decimals become text."""
        return _encode(obj)

    def decode(self, data: bytes) -> Any:
        """Give plain JSON values back; their types are the mapper's business."""
        return msgspec.json.decode(data)


@dataclass(frozen=True, slots=True)
class _Shape:
    """What the events of one class look like when stored."""

    names: tuple[str, ...]
    decoder: msgspec.json.Decoder[Any]
    struct: type[msgspec.Struct]
    version: int
    begins: bool


@cache
def _shape(cls: Any) -> _Shape:
    hints = get_type_hints(cls)
    own = [field for field in fields(cls) if field.name not in ENVELOPE]
    members: list[Any] = []
    for field in own:
        if field.default is MISSING and field.default_factory is MISSING:
            members.append((field.name, hints[field.name]))
        elif field.default_factory is not MISSING:
            members.append(
                (
                    field.name,
                    hints[field.name],
                    msgspec.field(default_factory=field.default_factory),
                )
            )
        else:
            members.append((field.name, hints[field.name], field.default))
    struct = msgspec.defstruct(
        cls.__qualname__.replace(".", ""),
        members,
        kw_only=True,
        forbid_unknown_fields=True,
    )
    return _Shape(
        names=tuple(field.name for field in own),
        decoder=msgspec.json.Decoder(struct),
        struct=struct,
        version=getattr(cls, "class_version", 1),
        begins=issubclass(cls, CanInitAggregate),
    )


@dataclass(frozen=True)
class VersionedEvent(StoredEvent):
    """A stored event with the version of its class in a place of its own."""

    class_version: int = 1


class EventMapper(Mapper[UUID]):
    """
    Turns domain events into stored events and back.

    It knows only the topics of imported aggregates, refuses a version newer than
    the code (`NewerEvent`), runs the `upcast_vN_vM` methods of older ones, and
    checks every field against the class (`UnreadableEvent`).
    """

    def __init__(self) -> None:
        super().__init__(TypedTranscoder())

    def to_stored_event(
        self, domain_event: DomainEventProtocol[UUID]
    ) -> VersionedEvent:
        """
        Give the row of an event, its version included.

        `UnreadableEvent` if a field does not hold what the class says: what could
        not be read again is not written.
        """
        cls = type(domain_event)
        shape = _shape(cls)
        held = vars(domain_event)
        try:
            state = _encode({name: held[name] for name in shape.names})
            shape.decoder.decode(state)
        except (TypeError, ValueError, OverflowError) as wrong:
            raise UnreadableEvent(f"{cls.TOPIC}: {wrong}") from None  # type: ignore[attr-defined]
        return VersionedEvent(
            originator_id=domain_event.originator_id,
            originator_version=domain_event.originator_version,
            topic=cls.TOPIC,  # type: ignore[attr-defined]
            state=state,
            class_version=shape.version,
        )

    def to_domain_event(self, stored_event: StoredEvent) -> CanMutateAggregate[UUID]:
        """Give the event of a row; the refusals name topic, id and version."""
        cls = event_class(stored_event.topic)
        shape = _shape(cast("Any", cls))
        stored_version = getattr(stored_event, "class_version", 1)
        try:
            if stored_version == shape.version:
                body = shape.decoder.decode(stored_event.state)
            elif stored_version > shape.version:
                raise NewerEvent(
                    f"{_place(stored_event)} was written as version {stored_version}; "
                    f"this code knows {shape.version}: update the service"
                )
            else:
                raw = msgspec.json.decode(stored_event.state, type=dict[str, Any])
                for version in range(stored_version, shape.version):
                    getattr(cls, f"upcast_v{version}_v{version + 1}")(raw)
                body = msgspec.convert(raw, shape.struct)
        except (msgspec.DecodeError, msgspec.ValidationError) as wrong:
            raise UnreadableEvent(f"{_place(stored_event)}: {wrong}") from None
        state = {name: getattr(body, name) for name in shape.names}
        state["originator_id"] = stored_event.originator_id
        state["originator_version"] = stored_event.originator_version
        state["timestamp"] = getattr(stored_event, "recorded_at", NOT_YET_RECORDED)
        if shape.begins:
            state["originator_topic"] = cls.AGGREGATE_TOPIC  # type: ignore[attr-defined]
        event = object.__new__(cls)
        object.__setattr__(event, "__dict__", state)
        return event


def _place(stored: StoredEvent) -> str:
    return f"{stored.topic} {stored.originator_id}/{stored.originator_version}"


class NewerEvent(Exception):
    """An event stored by a newer version of the service."""


class UnreadableEvent(Exception):
    """An event whose stored fields are not those of its class."""
