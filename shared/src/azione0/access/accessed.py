"""
Who saw what: a row for each answer, written before the answer is given.

Rows hold ids and words, never what was seen. They are kept for 24 months and then
removed (floor of six months for administrators: Garante, 27 November 2008).
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from azione0.access.decision import Decision
from azione0.database import Database
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
_DAYS_KEPT = timedelta(days=731)


@dataclass(frozen=True, slots=True)
class DataAccessed:
    """
    One answer: who asked for it, by which grant, and the ids that it held.

    `address` is the rule of the address or the name of the command, without ids;
    `ids` are those of households, cases or persons.
    """

    access_id: str
    accessed_at: datetime
    actor: str
    organisation: str
    decision: Decision
    address: str
    action: str
    fields: str
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
            session.execute(
                f"INSERT INTO data_accessed_v1 ({COLUMNS}) "  # noqa: S608  our own names
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    accessed.access_id,
                    accessed.accessed_at,
                    accessed.actor,
                    accessed.organisation,
                    accessed.decision.role,
                    accessed.decision.purpose,
                    accessed.decision.relation,
                    accessed.decision.grant_id,
                    accessed.address,
                    accessed.action,
                    accessed.fields,
                    len(accessed.ids),
                    json.dumps([str(it) for it in accessed.ids]),
                ),
            )

    def of(
        self, id: UUID, since: date = date.min, until: date = date.max
    ) -> Sequence[tuple[datetime, str, str, str, str]]:
        """
        Give who saw something of an id between two days, the first one first.

        Each is instant, actor, role, purpose, address.
        """
        with self._database.reading() as session:
            rows = session.execute(
                "SELECT accessed_at, actor, role, purpose, address, ids "
                "FROM data_accessed_v1 WHERE ids LIKE ? ORDER BY accessed_at",
                (f'%"{id}"%',),
            )
        return [
            (at, actor, role, purpose, address)
            for at, actor, role, purpose, address, _ids in rows
            if since <= at.date() <= until
        ]

    def forget_before(self, now: datetime) -> int:
        """Remove rows older than 24 months; give how many."""
        with self._database.writing() as session:
            return len(
                session.execute(
                    "DELETE FROM data_accessed_v1 WHERE accessed_at < ? "
                    "RETURNING access_id",
                    (now - _DAYS_KEPT,),
                )
            )
