"""
All about one person, as a value: what the copy for that person says.

Source: art. 15 GDPR (what is held, what for, for how long, who has read it).
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from typing import Any
from uuid import UUID

from azione0.access.accessed import DataAccessed
from azione0.access.purposes import Purpose
from intake.people.person import Given


@dataclass(frozen=True, slots=True, repr=False)
class NoteRead:
    """A note in plain text: its kind, the day it was written."""

    note_id: UUID
    kind: str
    on: date
    text: str


@dataclass(frozen=True, slots=True)
class ConsentLine:
    """A consent: to which purpose, on which text, from when to when."""

    purpose: str
    text_version: str
    since_on: date
    until_on: date | None


@dataclass(frozen=True, slots=True)
class GlassLine:
    """That the glass was broken: when, by whom, by the code of which reason."""

    from_at: datetime
    until_at: datetime
    actor: str
    organisation: str
    reason: str
    outcome: str | None


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """What happened with the household: the day, when it was noted, by whom."""

    effective_on: date
    recorded_at: datetime
    said: str
    who: str


@dataclass(frozen=True, slots=True, repr=False)
class Dossier:
    """All that is held about a person."""

    person_id: UUID
    household_id: UUID
    since_on: date
    until_on: date | None
    made_at: datetime
    as_of: date
    known: Mapping[str, str]
    flags: tuple[str, ...]
    notes: tuple[NoteRead, ...]
    notices: tuple[Given, ...]
    consents: tuple[ConsentLine, ...]
    purposes: tuple[Purpose, ...]
    readings: tuple[DataAccessed, ...]
    broken_glass: tuple[GlassLine, ...]
    history: tuple[HistoryLine, ...]

    def plain(self) -> dict[str, Any]:
        """Give it as JSON can hold it."""
        return {it.name: _plain(getattr(self, it.name)) for it in fields(self)}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple | list | frozenset):
        held = sorted(value) if isinstance(value, frozenset) else value
        return [_plain(it) for it in held]
    if isinstance(value, Mapping):
        return {name: _plain(it) for name, it in value.items()}
    if hasattr(value, "__dataclass_fields__"):
        return _plain(asdict(value))
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value
