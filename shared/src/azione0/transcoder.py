"""
How an event becomes text and an event again, checked field by field.

The text is JSON with sorted keys that any language can read. Types come from
the event's own class, never from what was stored: no stored value can name a
class or a function, and a value of the wrong type is refused by name.
"""

from dataclasses import MISSING, dataclass, fields
from datetime import datetime
from functools import cache
from typing import Any, get_type_hints
from uuid import UUID

import msgspec
from eventsourcing.domain import (
    CanInitAggregate,
    CanMutateAggregate,
    DomainEventProtocol,
)
from eventsourcing.persistence import Mapper, StoredEvent, Transcoder

from azione0.aggregate import ENVELOPE, NOT_YET_RECORDED, event_class

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
def shape_of(cls: Any) -> _Shape:
    """Give what the events of a class look like when stored."""
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
        shape = shape_of(cls)
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
        return self.event_of(
            stored_event.originator_id,
            stored_event.originator_version,
            stored_event.topic,
            getattr(stored_event, "class_version", 1),
            stored_event.state,
            getattr(stored_event, "recorded_at", NOT_YET_RECORDED),
        )

    def event_of(
        self,
        id: UUID | str,
        version: int,
        topic: str,
        class_version: int,
        state: bytes,
        recorded_at: datetime,
    ) -> CanMutateAggregate[UUID]:
        """Give the event of the columns of a row; the refusals of `body_of`."""
        cls: Any = event_class(topic)
        shape = shape_of(cls)
        body = self.body_of(id, version, topic, class_version, state)
        held = {name: getattr(body, name) for name in shape.names}
        held["originator_id"] = id
        held["originator_version"] = version
        held["timestamp"] = recorded_at
        if shape.begins:
            held["originator_topic"] = cls.AGGREGATE_TOPIC
        event: CanMutateAggregate[UUID] = object.__new__(cls)
        object.__setattr__(event, "__dict__", held)
        return event

    def body_of(
        self,
        id: UUID | str,
        version: int,
        topic: str,
        class_version: int,
        state: bytes,
    ) -> Any:
        """
        Give an event's own fields; `UnknownTopic`, `NewerEvent`, `UnreadableEvent`.

        `id` and `version` are the noun's, for the refusals to name.
        """
        cls: Any = event_class(topic)
        shape = shape_of(cls)
        try:
            if class_version == shape.version:
                return shape.decoder.decode(state)
            if class_version > shape.version:
                raise NewerEvent(
                    f"{topic} {id}/{version} was written as version {class_version}; "
                    f"this code knows {shape.version}: update the service"
                )
            raw = msgspec.json.decode(state, type=dict[str, Any])
            for older in range(class_version, shape.version):
                getattr(cls, f"upcast_v{older}_v{older + 1}")(raw)
            return msgspec.convert(raw, shape.struct)
        except (msgspec.DecodeError, msgspec.ValidationError) as wrong:
            raise UnreadableEvent(f"{topic} {id}/{version}: {wrong}") from None


class NewerEvent(Exception):
    """An event stored by a newer version of the service."""


class UnreadableEvent(Exception):
    """An event whose stored fields are not those of its class."""
