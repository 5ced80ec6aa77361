"""
Who read what of whom, for which purpose: written down before it is answered.

The log is a table of its own, to which lines are only added; the transaction that
adds a line is committed before anything that it speaks of is returned.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from azione0.database import Session

TABLES = (
    """CREATE TABLE IF NOT EXISTS accesses_v1 (
        number {key},
        recorded_at timestamptz NOT NULL,
        actor text NOT NULL,
        organisation_id text NOT NULL,
        role text NOT NULL,
        purpose text NOT NULL,
        action text NOT NULL,
        household_id uuid,
        case_id uuid,
        field_classes text NOT NULL,
        persons bigint NOT NULL,
        request_id text NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS access_persons_v1 (
        number bigint NOT NULL,
        person_id uuid NOT NULL,
        PRIMARY KEY (person_id, number))""",
)
COLUMNS = (
    "number",
    "recorded_at",
    "actor",
    "organisation_id",
    "role",
    "purpose",
    "action",
    "household_id",
    "case_id",
    "field_classes",
    "persons",
    "request_id",
)


@dataclass(frozen=True, slots=True)
class Reader:
    """Who asks, for which organisation, in which role, with which request."""

    actor: str
    organisation_id: str
    role: str
    request_id: str


@dataclass(frozen=True, slots=True)
class DataAccessed:
    """That somebody read personal data: who, what for, of which classes of fields."""

    number: int
    recorded_at: datetime
    actor: str
    organisation_id: str
    role: str
    purpose: str
    action: str
    household_id: UUID | None
    case_id: UUID | None
    field_classes: tuple[str, ...]
    persons: int
    request_id: str


def note_access(
    session: Session,
    reader: Reader,
    person_ids: Sequence[UUID],
    *,
    purpose: str,
    action: str,
    field_classes: Sequence[str],
    at: datetime,
    household_id: UUID | None = None,
    case_id: UUID | None = None,
) -> None:
    """Write down a reading, in the open transaction; a list of many is one reading."""
    [[last]] = session.execute("SELECT COALESCE(MAX(number), 0) FROM accesses_v1")
    number = int(last) + 1
    session.insert(
        "accesses_v1",
        COLUMNS,
        [
            (
                number,
                at,
                reader.actor,
                reader.organisation_id,
                reader.role,
                purpose,
                action,
                household_id,
                case_id,
                json.dumps(sorted(field_classes)),
                len(person_ids),
                reader.request_id,
            )
        ],
    )
    session.insert(
        "access_persons_v1",
        ("number", "person_id"),
        [(number, it) for it in dict.fromkeys(person_ids)],
    )


def accesses(
    session: Session,
    *,
    person_id: UUID | None = None,
    household_id: UUID | None = None,
    since: datetime | None = None,
    most: int = 1000,
) -> list[DataAccessed]:
    """List who read, the latest first; of a person, of a household, or all."""
    tables = "accesses_v1 a"
    where: list[str] = []
    values: list[Any] = []
    if person_id is not None:
        tables += " JOIN access_persons_v1 p ON p.number = a.number"
        where.append("p.person_id = ?")
        values.append(person_id)
    if household_id is not None:
        where.append("a.household_id = ?")
        values.append(household_id)
    if since is not None:
        where.append("a.recorded_at >= ?")
        values.append(since)
    condition = f"WHERE {' AND '.join(where)} " if where else ""
    columns = ", ".join(f"a.{it}" for it in COLUMNS)
    return [
        DataAccessed(*(*row[:9], tuple(json.loads(row[9])), *row[10:]))
        for row in session.execute(
            f"SELECT {columns} FROM {tables} {condition}"  # noqa: S608  marks only
            "ORDER BY a.number DESC LIMIT ?",
            [*values, most],
        )
    ]


def forget_accesses(session: Session, before: datetime) -> int:
    """Delete the lines older than the log's retention; tell how many."""
    rows = session.execute(
        "DELETE FROM accesses_v1 WHERE recorded_at < ? RETURNING number", (before,)
    )
    for (number,) in rows:
        session.execute("DELETE FROM access_persons_v1 WHERE number = ?", (number,))
    return len(rows)
