"""
Who saw what: a row for each answer, written before the answer is given.

It is the one log of readings: of lists and cases at the door, of persons where the
vault is opened. Rows hold ids and words, never what was seen; they are only added,
kept for 24 months and then removed (floor of six months for administrators: Garante,
27 November 2008).
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from azione0.database import Database, Session
from azione0.words import _

TABLES = (
    """CREATE TABLE IF NOT EXISTS data_accessed_v1 (
        access_id text PRIMARY KEY,
        accessed_at timestamptz NOT NULL,
        actor text NOT NULL,
        organisation text NOT NULL,
        role text NOT NULL,
        purpose text NOT NULL,
        relation text NOT NULL,
        grant_id uuid,
        address text NOT NULL,
        action text NOT NULL,
        fields text NOT NULL,
        count bigint NOT NULL,
        ids text NOT NULL)""",
    """CREATE INDEX IF NOT EXISTS data_accessed_v1_by_time
        ON data_accessed_v1 (accessed_at)""",
)
#: What each of them holds, for who reads an export.
HOLDS = {
    "data_accessed_v1": _(
        "Chi ha visto che cosa: una riga per risposta, scritta prima di darla."
    ),
}
COLUMNS = (
    "access_id, accessed_at, actor, organisation, role, purpose, relation, grant_id, "
    "address, action, fields, count, ids"
)
#: Months for which rows are kept.
MONTHS_KEPT = 24
DAYS_KEPT = timedelta(days=731)


@dataclass(frozen=True, slots=True)
class Reader:
    """
    Who asks, for which organisation, in which role, with which request.

    `relation` and `grant_id` say by what they were let in, `address` where.
    """

    actor: str
    organisation: str
    role: str
    request_id: str
    relation: str = ""
    grant_id: UUID | None = None
    address: str = ""


@dataclass(frozen=True, slots=True)
class DataAccessed:
    """
    One answer: who asked for it, by which grant, and the ids that it held.

    `purpose` is the narrowest that was named: a line of the register of purposes, or
    the word under which was asked; `address` the rule of the address or the name of
    the command, without ids; `fields` what it told, in words with commas between;
    `count` of how many; `ids` are those of households, cases or persons.
    """

    access_id: str
    accessed_at: datetime
    actor: str
    organisation: str
    role: str
    purpose: str
    relation: str
    grant_id: UUID | None
    address: str
    action: str
    fields: str
    count: int
    ids: tuple[UUID, ...]


class AccessLog:
    """The rows of one service's database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        database.create(TABLES)

    def record(self, accessed: DataAccessed) -> None:
        """
        Write a row and commit it; only then may the answer be given.

        `OperationalError` if it cannot be written: then there is no answer.
        """
        with self._database.writing() as session:
            note(session, accessed)

    def of(
        self, id: UUID, since: date = date.min, until: date = date.max
    ) -> Sequence[DataAccessed]:
        """Give who saw something of an id between two days, the first one first."""
        with self._database.reading() as session:
            found = accesses(session, [id])
        return [it for it in found if since <= it.accessed_at.date() <= until]

    def forget_before(self, now: datetime) -> int:
        """Remove rows older than 24 months; give how many."""
        with self._database.writing() as session:
            return forget(session, self._database.dialect, now)


def note(session: Session, accessed: DataAccessed) -> None:
    """Write a row in an open transaction, which is committed before the answer."""
    it = accessed
    session.execute(
        f"INSERT INTO data_accessed_v1 ({COLUMNS}) "  # noqa: S608  our own names
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            it.access_id,
            it.accessed_at,
            it.actor,
            it.organisation,
            it.role,
            it.purpose,
            it.relation,
            it.grant_id,
            it.address,
            it.action,
            it.fields,
            it.count,
            json.dumps([str(one) for one in it.ids]),
        ),
    )


def note_reading(
    session: Session,
    reader: Reader,
    person_ids: Sequence[UUID],
    *,
    purpose: str,
    action: str,
    field_classes: Sequence[str],
    at: datetime,
    about: Sequence[UUID] = (),
) -> None:
    """
    Write down that persons' sealed data is read: a list of many is one reading.

    `about` are the household and the case of which they are read.
    """
    [[before]] = session.execute(
        "SELECT COUNT(*) FROM data_accessed_v1 WHERE access_id = ? OR access_id LIKE ?",
        (reader.request_id, f"{reader.request_id}/%"),
    )
    persons = tuple(dict.fromkeys(person_ids))
    note(
        session,
        DataAccessed(
            f"{reader.request_id}/{before + 1}" if before else reader.request_id,
            at,
            reader.actor,
            reader.organisation,
            reader.role,
            purpose,
            reader.relation,
            reader.grant_id,
            reader.address,
            action,
            ",".join(sorted(field_classes)),
            len(persons),
            (*about, *persons),
        ),
    )


def accesses(
    session: Session, ids: Sequence[UUID] | None = None
) -> Sequence[DataAccessed]:
    """Give who saw something of one of some ids, or all; the first one first."""
    asked = [f'%"{it}"%' for it in ids or ()]
    where = " OR ".join("ids LIKE ?" for _it in asked) if ids is not None else "1 = 1"
    rows = session.execute(
        f"SELECT {COLUMNS} FROM data_accessed_v1 WHERE {where or '1 = 0'} "  # noqa: S608  marks only
        "ORDER BY accessed_at, access_id",
        asked,
    )
    return [
        DataAccessed(*(*row[:12], tuple(UUID(it) for it in json.loads(row[12]))))
        for row in rows
    ]


def forget(session: Session, dialect: str, now: datetime) -> int:
    """
    Remove rows older than 24 months; give how many.

    Where the service's role may not remove any, the database does it, by its own
    clock (`protection.py`).
    """
    if dialect == "postgres":
        found = session.execute("SELECT to_regproc('azione0_forget_accessed')")
        if found != [(None,)]:
            [[gone]] = session.execute("SELECT azione0_forget_accessed()")
            return int(gone)
    return len(
        session.execute(
            "DELETE FROM data_accessed_v1 WHERE accessed_at < ? RETURNING access_id",
            (now - DAYS_KEPT,),
        )
    )
