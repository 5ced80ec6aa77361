"""
What one service recorded about a household: its own events, with their proofs.

An event is about a household if it names it, or if its noun does from its first event
on, or if its noun's first event names such a noun. Ids alone are followed; no event
holds anything else of a person.
"""

import re
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

import msgspec

from azione0.audit.entries import SEALED, Row
from azione0.audit.tree import Tree
from azione0.database import Session
from azione0.letter import ROME
from azione0.store import Store

_ID = re.compile(rb'"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"')
_BEGINNINGS = "SELECT originator_id, state FROM events WHERE originator_version = 1"
_NAMING = {
    "sqlite": f"SELECT {SEALED} FROM events WHERE instr(state, ?) > 0",  # noqa: S608
    "postgres": f"SELECT {SEALED} FROM events WHERE position(?::bytea IN state) > 0",  # noqa: S608
}
_OF_NOUNS = f"SELECT {SEALED} FROM events WHERE originator_id IN ({{keys}})"  # noqa: S608
#: Where an event says why, and by which version of the rules, if it does.
REASONS = ("reason", "because", "why", "outcome", "decision_ref", "grounds")
VERSIONS = ("policy_version", "rules_version", "matrix_version", "text_version")
RULES = ("rule", "by", "criterion")
#: Where it says from when it counts, the first that it has.
DAYS = ("effective_on", "since_on", "value_on", "valid_from", "effective_from")


@dataclass(frozen=True)
class PrivateEvent:
    """An event as it stands in a service's log."""

    row: Row

    @property
    def seq(self) -> int:
        """Its number in the log."""
        return self.row[0]

    @property
    def event_id(self) -> UUID:
        """Its own id; the letter that tells of it has the same."""
        return self.row[1]

    @property
    def topic(self) -> str:
        """Its stored name."""
        return self.row[4]

    @property
    def actor(self) -> str:
        """Who did it."""
        return self.row[6]

    @property
    def recorded_at(self) -> datetime:
        """When it was written down."""
        return self.row[9]

    @property
    def state(self) -> bytes:
        """What it says, as the bytes that are stored."""
        return bytes(self.row[10])

    @cached_property
    def said(self) -> dict[str, Any]:
        """What it says."""
        return dict(msgspec.json.decode(self.state))

    @property
    def effective_on(self) -> date:
        """From when it counts; where it does not say, the day of its writing."""
        return effective_on(self.said) or self.recorded_at.astimezone(ROME).date()

    def first_of(self, names: Sequence[str]) -> str | None:
        """Give the first of some fields that it has, as text."""
        found = (self.said[it] for it in names if self.said.get(it) is not None)
        return next((it if isinstance(it, str) else _json(it) for it in found), None)


def events_about(
    session: Session,
    household_id: UUID,
    *,
    as_of: date = date.max,
    known_at: datetime | None = None,
) -> list[PrivateEvent]:
    """
    Give a service's own events about a household, in the order of its log.

    Those that count by a day and were written down by an instant. Reads the first
    event of every noun, so it is for who examines, not for daily work.
    """
    nouns = nouns_of(session, household_id)
    rows: dict[int, Any] = {}
    naming = _NAMING[session.dialect]
    for row in session.execute(naming, (str(household_id).encode(),)):
        rows[row[0]] = row
    for row in session.look_up(_OF_NOUNS, sorted(nouns, key=str)):
        rows[row[0]] = row
    events = [PrivateEvent(rows[seq]) for seq in sorted(rows)]
    return [
        it
        for it in events
        if it.effective_on <= as_of and (known_at is None or it.recorded_at <= known_at)
    ]


def nouns_of(session: Session, household_id: UUID) -> set[UUID]:
    """Give the nouns that are about a household, from their first event on."""
    known = {str(household_id).encode()}
    new = True
    while new:
        new = False
        for noun, state in session.stream(_BEGINNINGS):
            name = str(noun).encode()
            if name not in known and not known.isdisjoint(_ID.findall(bytes(state))):
                known.add(name)
                new = True
    return {UUID(it.decode()) for it in known}


@dataclass(frozen=True, slots=True)
class Proved:
    """Events, the checkpoint that covers them, and for each the way to its root."""

    events: tuple[PrivateEvent, ...]
    checkpoint: str
    proofs: tuple[tuple[bytes, ...] | None, ...]


def proved(session: Session, events: Sequence[PrivateEvent]) -> Proved:
    """
    Show that events are in the log, under the checkpoint that most have cosigned.

    An event that came after it has no proof yet; without any seal `checkpoint` is
    empty.
    """
    size, note = best_checkpoint(session)
    tree = Tree(session, size)
    proofs = [
        tuple(tree.inclusion(it.seq - 1)) if it.seq <= size else None for it in events
    ]
    return Proved(tuple(events), note, tuple(proofs))


def best_checkpoint(session: Session) -> tuple[int, str]:
    """
    Give the newest checkpoint that two others cosigned, else one did, else nobody.

    All their signatures are on it. Source: a dossier is sealed when two other
    organisations cosigned.
    """
    enough = 2
    signed = dict(session.execute("SELECT size, note FROM seals"))
    lines: dict[int, dict[str, None]] = {}
    for size, note in session.execute(
        "SELECT size, note FROM cosigned ORDER BY witness"
    ):
        if size in signed:
            added = note.splitlines(keepends=True)[-1]
            lines.setdefault(size, {})[added] = None
    if not signed:
        return 0, ""
    size = max(signed, key=lambda it: (min(len(lines.get(it, ())), enough), it))
    return size, signed[size] + "".join(lines.get(size, ()))


def effective_on(said: Mapping[str, Any]) -> date | None:
    """Give the day from which what an event says counts; `None` if it says none."""
    within = (it for it in said.values() if isinstance(it, dict))
    for held in (said, *within):
        for name in DAYS:
            if isinstance(held.get(name), str):
                return date.fromisoformat(held[name])
    return None


def private(
    store: Store,
    household_id: UUID,
    as_of: date | None = None,
    known_at: datetime | None = None,
) -> dict[str, Any]:
    """Give what an auditor is answered: the events, the checkpoint, the proofs."""
    with store.reading() as session:
        found = proved(
            session,
            events_about(
                session, household_id, as_of=as_of or date.max, known_at=known_at
            ),
        )
    told = zip(plain(found.events), found.proofs, strict=True)
    return {
        "household_id": household_id,
        "checkpoint": found.checkpoint,
        "events": [
            {
                **event,
                "proof": None
                if proof is None
                else [b64encode(it).decode("ascii") for it in proof],
            }
            for event, proof in told
        ],
    }


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def plain(events: Sequence[PrivateEvent]) -> Iterator[dict[str, Any]]:
    """Give events as they stand in an answer, all of what is sealed of them."""
    for it in events:
        row = it.row
        yield {
            "seq": row[0],
            "event_id": row[1],
            "noun_id": row[2],
            "noun_version": row[3],
            "topic": row[4],
            "class_version": row[5],
            "actor": row[6],
            "correlation": row[7],
            "causation": row[8],
            "recorded_at": row[9],
            "effective_on": it.effective_on,
            "state": it.state.decode(),
            "reason": it.first_of(REASONS),
            "rule": it.first_of(RULES),
            "rule_version": it.first_of(VERSIONS),
        }
